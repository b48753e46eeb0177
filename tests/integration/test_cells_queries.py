"""Reads of cells by definition: list sizes carried forward, and use added up by month."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.panel import Status
from groundswell.measures.cells import site_cells
from groundswell.measures.definition import Given, ListSize
from groundswell.measures.models import CellFile, Part
from groundswell.measures.queries import (
    LIST_SIZE,
    held_measures,
    measure_cells,
    monthly_use,
    recorded_measures,
)
from groundswell.measures.registry import measures
from tests.support.cells import JANUARY, cell, cells_of, publish_cells, told
from tests.support.examples import few
from tests.support.factories import make_innovation

pytestmark = pytest.mark.django_db


def by_list_size(carried_months=12):
    any_one = next(iter(measures().values()))
    return replace(any_one, slug="m", denominator=ListSize(carried_months))


def _publish(numerators, sizes):
    """Numbers by (site, months after January 2018)."""
    for measure, numbers in (("m", numerators), (LIST_SIZE, sizes)):
        publish_cells(
            {
                (measure, site, JANUARY + after): cell(number, None)
                for (site, after), number in numbers.items()
            }
        )


def _joined(cells):
    return {(s, str(m)): (v[1], v[2]) for (s, m), v in told(cells).items()}


def test_newest_list_size_of_the_months_before_is_the_denominator():
    _publish({("P1", n): 3 for n in range(4, 9)}, {("P1", 0): 500, ("P1", 5): 600})
    assert _joined(measure_cells(by_list_size(carried_months=4))) == {
        ("P1", "2018-05"): (500, Status.OBSERVED),
        ("P1", "2018-06"): (600, Status.OBSERVED),
        ("P1", "2018-07"): (600, Status.OBSERVED),
        ("P1", "2018-08"): (600, Status.OBSERVED),
        ("P1", "2018-09"): (600, Status.OBSERVED),
    }
    fresh = _joined(measure_cells(by_list_size(carried_months=3)))
    assert fresh[("P1", "2018-05")] == (None, Status.MISSING)


def test_list_size_that_comes_later_is_not_carried_back():
    _publish({("P1", 0): 3}, {("P1", 1): 500})
    assert _joined(measure_cells(by_list_size())) == {("P1", "2018-01"): (None, Status.MISSING)}


def test_practice_without_patients_is_not_eligible():
    _publish({("P1", 0): 3}, {("P1", 0): 0})
    cells = measure_cells(by_list_size())
    assert _joined(cells) == {("P1", "2018-01"): (0, Status.NOT_YET_ELIGIBLE)}
    assert cells.numerator[0, 0] == 3


def test_cell_that_has_a_denominator_of_its_own_keeps_it():
    publish_cells(cells_of(P1={"2018-01": 3}))
    publish_cells({(LIST_SIZE, "P1", JANUARY): cell(500.0, None)})
    assert _joined(measure_cells(by_list_size())) == {("P1", "2018-01"): (100, Status.OBSERVED)}


def test_other_measures_are_read_as_they_are():
    _publish({("P1", 0): 3}, {("P1", 0): 500})
    given = replace(by_list_size(), denominator=Given())
    assert measure_cells(given) is site_cells("m")


def test_list_size_of_the_version_asked_for_is_taken():
    _publish({("P1", 0): 3}, {("P1", 0): 500})
    version = Part.objects.get(measure=LIST_SIZE).since
    publish_cells({(LIST_SIZE, "P1", JANUARY): cell(700.0, None)})
    assert _joined(measure_cells(by_list_size(), version))[("P1", "2018-01")][0] == 500
    assert _joined(measure_cells(by_list_size()))[("P1", "2018-01")][0] == 700


_of_months = st.dictionaries(
    st.tuples(st.sampled_from(("P1", "P2", "P3")), st.integers(0, 9)),
    st.sampled_from((0.0, 1.0, 7.0)),
    max_size=9,
)


def test_denominators_of_every_history_are_what_a_plain_search_finds():
    @few
    @given(_of_months.filter(bool), _of_months, st.integers(0, 4))
    def check(numerators, sizes, carried):
        Part.objects.all().delete()
        CellFile.objects.all().delete()
        _publish(numerators, sizes)
        found = measure_cells(by_list_size(carried))
        for s, site in enumerate(found.sites):
            for t, month in enumerate(found.months):
                after = month.index - JANUARY.index
                if (site, after) in numerators:
                    assert _same(found.denominator[s, t], _newest(sizes, site, after, carried))
                else:
                    assert np.isnan(found.denominator[s, t])

    check()


def _newest(sizes, site, after, carried):
    for month in range(after, after - carried - 1, -1):
        if (site, month) in sizes:
            return sizes[site, month]
    return None


def _same(found, expected):
    return np.isnan(found) if expected is None else found == expected


# Added up by month


def test_months_without_a_cell_are_left_out_and_missing_numbers_add_nothing():
    publish_cells(
        cells_of(P1={"2018-01": 3, "2018-03": None}, P2={"2018-01": 0, "2018-03": 4})
        | {("m", "P3", JANUARY): (None, None, Status.SUPPRESSED)}
    )
    months = monthly_use(site_cells("m"))
    assert [(str(m.month), m.sites, m.using, m.numerator, m.denominator) for m in months] == [
        ("2018-01", 3, 1, 3, None),
        ("2018-03", 2, 1, 4, 200),
    ]


def test_measures_of_an_innovation_are_those_sent_as_its_own_and_those_that_name_it():
    libre = make_innovation("freestyle-libre")
    publish_cells(cells_of("sent", P1={"2018-01": 3}), innovation=libre)
    publish_cells(cells_of("another", P1={"2018-01": 3}))
    assert recorded_measures("freestyle-libre") == ["sent"]
    publish_cells(cells_of("flash-glucose", P1={"2018-01": 3}))
    assert recorded_measures("freestyle-libre") == ["flash-glucose", "sent"]


def test_manifest_is_told_by_measure():
    publish_cells(cells_of("b", P1={"2018-01": 1, "2018-04": 1}))
    last = publish_cells(cells_of("b", P2={"2017-12": 1}) | cells_of("a", P1={"2018-02": 1}))[0]
    listed = [(m.measure, m.parts, m.cells, m.first_month, m.last_month) for m in held_measures()]
    assert listed == [("a", 1, 1, "2018-02", "2018-02"), ("b", 2, 3, "2017-12", "2018-04")]
    assert {m.version for m in held_measures()} == {last.since}
