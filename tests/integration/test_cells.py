"""The cell store: what is published is what is read, in every data version."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.cells import (
    cells_version,
    compact,
    differences,
    measures_with_cells,
    publish,
    site_cells,
)
from groundswell.measures.cells.files import folder
from groundswell.measures.models import CellFile, Part
from groundswell.people.action import data_version
from tests.support.cell_histories import Store, histories
from tests.support.cells import JANUARY, as_table, cell, cells_of, publish_cells, told
from tests.support.examples import few
from tests.support.factories import make_person, make_submission

pytestmark = pytest.mark.django_db


# Against the plain twin


def test_every_version_of_every_history_is_what_dictionaries_say():
    @few
    @given(histories())
    def check(history):
        store = Store.play(history)
        for version in store.versions():
            for measure in store.measures:
                cells = site_cells(measure, version)
                assert told(cells) == store.plain.told(measure, version)
                assert (cells.sites, cells.months) == store.plain.shape(measure, version)

    check()


def test_differences_between_any_two_versions_are_what_dictionaries_say():
    @few
    @given(histories(), st.data())
    def check(history, data):
        store = Store.play(history)
        old, new = (data.draw(st.sampled_from(store.versions())) for _ in range(2))
        for measure in store.measures:
            found = differences(measure, old, new)
            assert store.as_listed(found) == store.plain.differences(measure, old, new)

    check()


def test_what_each_version_says_stays_when_later_ones_come():
    first = publish_cells(cells_of(P1={"2018-01": 3}))[0].since
    before = told(site_cells("m", first))
    publish_cells(cells_of(P1={"2018-01": 4}))
    assert told(site_cells("m", first)) == before
    assert site_cells("m").numerator.tolist() == [[4]]


# Overlaying


def test_newest_cell_counts_and_the_others_stay():
    publish_cells(cells_of(P1={"2018-01": 3, "2018-02": 4}, P2={"2018-01": 5}))
    second = publish_cells(cells_of(P1={"2018-02": 7}))[0].submission
    cells = site_cells("m")
    assert cells.sites == ("P1", "P2")
    assert [str(month) for month in cells.months] == ["2018-01", "2018-02"]
    assert cells.numerator[0].tolist() == [3, 7]
    assert cells.status.tolist() == [[0, 0], [0, Status.MISSING]]
    assert cells.has_cell.tolist() == [[True, True], [True, False]]
    assert cells.submission[0, 1] == second.pk and cells.row[0, 1] == 2
    assert cells.submission[1, 1] == cells.row[1, 1] == 0


def test_whole_month_told_again_leaves_out_whom_it_does_not_tell_of():
    publish_cells(cells_of(P1={"2018-01": 3, "2018-02": 4}, P2={"2018-01": 5}), whole_months=True)
    publish_cells(cells_of(P1={"2018-01": 6}), whole_months=True)
    cells = site_cells("m")
    assert cells.sites == ("P1",)
    assert cells.numerator.tolist() == [[6, 4]]


def test_whole_months_with_a_gap_say_nothing_of_the_months_between():
    publish_cells(cells_of(P1={"2018-02": 9}))
    parts = publish_cells(cells_of(P1={"2018-01": 1, "2018-03": 3}), whole_months=True)
    assert [(p.first_month, p.last_month) for p in parts] == [("2018-01",) * 2, ("2018-03",) * 2]
    assert site_cells("m").numerator.tolist() == [[1, 9, 3]]


def test_part_is_its_own_months_of_a_file_and_no_others():
    january, march = publish_cells(cells_of(P1={"2018-01": 1, "2018-03": 3}), whole_months=True)
    Part.objects.filter(pk=march.pk).update(until=march.since + 1)
    assert january.file == march.file
    assert [str(month) for month in site_cells("m").months] == ["2018-01"]
    assert cells_version("m") == march.since + 1


def test_each_measure_is_overlaid_by_itself():
    publish_cells(cells_of("a", P1={"2018-01": 1}) | cells_of("b", P1={"2018-01": 2}))
    publish_cells(cells_of("b", P2={"2018-01": 3}), whole_months=True)
    assert site_cells("a").sites == ("P1",)
    assert site_cells("b").sites == ("P2",)


def test_measure_without_cells_has_no_sites_and_no_months():
    cells = site_cells("nothing")
    assert (cells.sites, cells.months, cells.numerator.shape) == ((), (), (0, 0))
    assert cells_version("nothing") == 0


def test_arrays_cannot_be_written_to_and_are_read_once():
    publish_cells(cells_of(P1={"2018-01": 3}))
    cells = site_cells("m")
    with pytest.raises(ValueError, match="read-only"):
        cells.numerator[0, 0] = 4
    assert site_cells("m") is cells


def test_submissions_are_those_whose_cells_count():
    publish_cells(cells_of(P1={"2018-01": 3}))
    second, third = (
        publish_cells(cells_of(P1={"2018-01": n}, P2={f"2018-0{n}": 1}))[0].submission_id
        for n in (2, 3)
    )
    assert site_cells("m").submissions == (second, third)


# The manifest


def test_version_of_a_measure_changes_with_its_cells_and_with_nothing_else():
    version = publish_cells(cells_of("a", P1={"2018-01": 1}))[0].since
    make_submission()
    publish_cells(cells_of("b", P1={"2018-01": 1}))
    assert cells_version("a") == version < data_version()
    compact(by=make_person(), measures=["a", "b"])
    assert cells_version("a") == version
    publish_cells(cells_of("a", P2={"2018-01": 1}))
    merged = compact(by=make_person())
    assert merged == {"a": 2}
    assert cells_version("a") == data_version()


def test_part_that_later_ones_hide_wholly_leaves_the_present_state():
    one = publish_cells(cells_of(P1={"2018-01": 3}, P2={"2018-01": 3}))[0]
    kept = publish_cells(cells_of(P1={"2018-01": 4}))[0]
    three = publish_cells(cells_of(P1={"2018-01": 5}, P2={"2018-01": 5}))[0]
    for part in (one, kept):
        part.refresh_from_db()
        assert part.until == three.since
    assert list(Part.objects.filter(until=None)) == [three]


def test_months_told_again_one_by_one_retire_what_they_hide_together():
    year = {f"2018-{m:02}": m for m in range(1, 4)}
    whole = publish_cells(cells_of(P1=year, P2=year), whole_months=True)[0]
    for month in year:
        publish_cells(cells_of(P1={month: 5}), whole_months=True)
    whole.refresh_from_db()
    assert whole.until == data_version()
    assert site_cells("m").sites == ("P1",)


def test_part_of_which_one_cell_still_counts_stays():
    one = publish_cells(cells_of(P1={"2018-01": 3, "2018-03": 3}))[0]
    publish_cells(cells_of(P1={"2018-01": 4, "2018-02": 4, "2018-04": 4}))
    one.refresh_from_db()
    assert one.until is None


def test_part_of_some_months_of_a_file_is_hidden_by_cells_of_these_months():
    january, march = publish_cells(cells_of(P1={"2018-01": 1, "2018-03": 3}), whole_months=True)
    publish_cells(cells_of(P1={"2018-01": 2}))
    assert list(Part.objects.exclude(until=None)) == [january]
    assert site_cells("m").numerator[0, 2] == 3 and march.until is None


def test_measures_with_cells_are_listed_once_and_in_order():
    publish_cells(cells_of("b", P1={"2018-01": 1}) | cells_of("a", P1={"2018-01": 1}))
    publish_cells(cells_of("a", P2={"2018-02": 1}))
    assert measures_with_cells() == ["a", "b"]


# Files


def test_each_measure_has_row_groups_of_its_own():
    measures = [cells_of(f"m{n}", P1={"2018-01": 1}, P2={"2018-02": 2}) for n in range(3)]
    file = publish_cells(measures[2] | measures[0] | measures[1])[0].file
    metadata = pq.read_metadata(folder() / file.path)
    ranges = [metadata.row_group(n).column(0).statistics for n in range(metadata.num_row_groups)]
    assert [(r.min, r.max) for r in ranges] == [("m0", "m0"), ("m1", "m1"), ("m2", "m2")]
    assert (file.cells, file.bytes) == (6, (folder() / file.path).stat().st_size)


def test_many_parts_are_read_as_few_are():
    for number in range(1, 13):
        publish_cells(cells_of(P1={f"2018-{number:02}": number}, P2={"2018-01": number}))
    cells = site_cells("m")
    assert cells.numerator[0].tolist() == list(range(1, 13))
    assert cells.numerator[1, 0] == 12


def test_publish_undone_leaves_nothing_that_counts_and_can_be_done_again():
    publish_cells(cells_of(P1={"2018-01": 3}))
    before = told(site_cells("m"))
    with pytest.raises(RuntimeError), transaction.atomic():
        publish_cells(cells_of(P1={"2018-01": 4}))
        raise RuntimeError("as if the power had gone")
    assert told(site_cells("m")) == before
    assert CellFile.objects.count() == 1 and len(list(folder().iterdir())) == 2
    publish_cells(cells_of(P1={"2018-01": 4}))
    assert site_cells("m").numerator.tolist() == [[4]]


@pytest.mark.django_db(transaction=True)
def test_publish_outside_an_action_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside an action"):
        publish(as_table(cells_of(P1={"2018-01": 3})), submission=None, whole_months=False)


def test_cells_without_rows_of_their_own_say_row_0():
    submission = make_submission()
    table = as_table(cells_of(P1={"2018-01": 3}), rows=False)
    with transaction.atomic():
        publish(table, submission=submission, whole_months=True)
    cells = site_cells("m")
    assert (cells.submission[0, 0], cells.row[0, 0]) == (submission.pk, 0)


P1 = ("m", "P1", JANUARY)
WRONG = {
    "no numerator": {P1: (None, 100, Status.OBSERVED)},
    "numerator though": {P1: (3, 100, Status.SUPPRESSED)},
    "not 0": {P1: (3, 100, Status.ZERO)},
    "observed 0": {P1: (0, 100, Status.OBSERVED)},
    "infinity": {P1: (float("inf"), 100, Status.OBSERVED)},
    "does not exist": {P1: (3, 100, 5)},
}


@pytest.mark.parametrize(("why", "cells"), WRONG.items())
def test_cell_that_contradicts_itself_is_not_published(why, cells):
    with pytest.raises(ValueError, match=why):
        publish_cells(cells)
    assert not Part.objects.exists()


def test_second_cell_of_a_site_and_month_is_not_published():
    once = as_table(cells_of(P1={"2018-01": 3}))
    with pytest.raises(ValueError, match="m has P1 2018-01 twice"), transaction.atomic():
        twice = pa.concat_tables([once, once])
        publish(twice, submission=make_submission(), whole_months=False)


def test_no_cells_are_no_part():
    assert publish_cells({}) == []


def test_missing_suppressed_and_not_eligible_cells_are_kept_as_they_are():
    cells = {
        ("m", "P1", JANUARY): (None, 100.0, Status.MISSING),
        ("m", "P2", JANUARY): (None, None, Status.SUPPRESSED),
        ("m", "P3", JANUARY): cell(2.0, 0.0),
        ("m", "P4", JANUARY): cell(0.0),
    }
    publish_cells(cells)
    found = site_cells("m")
    assert {("m", *k): v[:3] for k, v in told(found).items()} == cells
    assert found.months == (Month.parse("2018-01"),)
