"""What may be seen of old and new numbers: no small one, and none that the others tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.questions.answer import Provenance
from groundswell.questions.restated import Change, MonthTotals, RestatedAnswer, Side
from groundswell.reports.disclosure import Rule, Suppressed
from groundswell.reports.restated import hidden_numbers, restated_report, told_apart
from tests.support.examples import many
from tests.support.reach_examples import QUANTITY, RATE, measure

RULE = Rule(7, frozenset({"people", "activity"}), frozenset({"sites", "money"}))
MAY = Month.parse("2020-05")
S = Suppressed()


def side(numbers):
    """Numerators of a thousand each; None where there is no cell."""
    numerator = np.array([np.nan if n is None else n for n in numbers], dtype=float)
    absent = np.isnan(numerator)
    return Side(
        numerator=numerator,
        denominator=np.where(absent, np.nan, 1000.0),
        status=np.where(absent, Status.MISSING, np.where(numerator == 0, 1, 0)).astype(np.int8),
        submission=np.where(absent, 0, 5).astype(np.int32),
        row=np.where(absent, 0, 2).astype(np.int32),
    )


def totals(cells, months, others=100_000.0):
    """With what did not change, which is the same in both versions."""
    last = max(months, default=0)
    above = others + np.array(
        [np.nansum(cells.numerator[np.array(months) == t]) for t in range(last + 1)]
    )
    return MonthTotals(above, np.full(last + 1, 200_000.0), above / 2000.0)


def answered(old, new, months=None, measured=None, others=100_000.0):
    """Cells of sites P0, P1 and so on, each with the number of its month from May 2020 on."""
    at = months or [0] * len(old)
    before, after = side(old), side(new)
    kinds = [
        Change.ADDED if o is None else Change.WITHDRAWN if n is None else Change.RESTATED
        for o, n in zip(old, new, strict=True)
    ]
    sites = tuple(f"P{i}" for i in range(len(old)))
    return RestatedAnswer(
        measure=measured or measure(),
        is_demo=False,
        from_version=20,
        to_version=25,
        sites=sites,
        names=sites,
        cell_months=tuple(MAY + t for t in at),
        change=np.array(kinds, dtype=np.int8),
        old=before,
        new=after,
        submission=np.full(len(old), 6, dtype=np.int32),
        files={6: "restated.csv"},
        months=tuple(MAY + t for t in range(max(at, default=0) + 1)),
        old_totals=totals(before, at, others),
        new_totals=totals(after, at, others),
        new_months=(),
        new_cells=0,
        headline="Cells were restated.",
        provenance=Provenance("restated?measure=doac-share", 25, None, (), (), ()),
    )


def shown(answer, table="cells"):
    """Old and new numerator of each row."""
    found = restated_report(answer).table(table)
    names = [column.name for column in found.columns]
    wanted = names.index("old_numerator"), names.index("new_numerator")
    return [tuple(row[i] for i in wanted) for row in found.rows]


# One number at a time


def test_large_numbers_are_shown():
    assert shown(answered([100, 200], [101, 220])) == [(100.0, 101.0), (200.0, 220.0)]


@pytest.mark.parametrize(("old", "new"), [(3, 50), (50, 3), (3, 4)])
def test_number_that_is_small_in_either_version_is_hidden_in_both(old, new):
    assert shown(answered([old, 100, 900], [new, 120, 910]))[0] == (S, S)


def test_zero_and_absent_stay_what_they_are_beside_a_hidden_number():
    assert shown(answered([0, None, 900], [3, 4, 910]))[:2] == [(0.0, S), (None, S)]


def test_second_number_is_hidden_where_the_first_would_follow_from_the_total():
    assert shown(answered([3, 100, 900], [50, 120, 910])) == [(S, S), (S, S), (900.0, 910.0)]


def test_total_is_hidden_where_no_second_number_is_there_to_hide():
    answer = answered([3], [50])
    assert shown(answer) == [(S, S)]
    assert shown(answer, "months") == [(S, S)]


def test_total_of_a_month_where_nothing_is_hidden_is_shown():
    answer = answered([3, 100], [50, 101], months=[0, 1])
    assert shown(answer, "months") == [(S, S), (100_100.0, 100_101.0)]


def test_headline_says_the_largest_change_of_those_that_may_be_seen():
    answer = answered([3, 1000, 1000], [5000, 1400, 1200], months=[0, 1, 2])
    assert restated_report(answer).headline == (
        "Cells were restated. All sites together: 50.5% became 50.7% in June 2020, the most of "
        "any month."
    )


def test_headline_says_no_value_where_all_are_hidden():
    assert restated_report(answered([3], [5000])).headline == "Cells were restated."


def test_statuses_tell_hidden_from_absent():
    table = restated_report(answered([3, None, 100], [4, 200, 120])).table("cells")
    at = [c.name for c in table.columns].index("old_status")
    assert [row[at : at + 2] for row in table.rows] == [
        ("suppressed", "suppressed"),
        ("no cell", "observed"),
        ("suppressed", "suppressed"),
    ]


def test_list_sizes_are_shown_and_denominators_of_a_proportion_are_not_where_small():
    few_patients = answered([100, 100], [101, 102])
    for cells in (few_patients.old, few_patients.new):
        cells.denominator[0] = 5
    assert hidden_numbers(few_patients, RULE).denominator.tolist() == [True, True]
    by_list = answered([100, 100], [101, 102], measured=RATE)
    by_list.old.denominator[0] = 5
    assert not hidden_numbers(by_list, RULE).denominator.any()


def test_sums_of_money_are_never_hidden():
    answer = answered([3], [50], measured=measure(counts="money"))
    assert shown(answer) == [(3.0, 50.0)]


def test_plain_quantity_has_numerators_as_values():
    table = restated_report(answered([100], [120], measured=QUANTITY)).table("cells")
    assert len(table.rows) == 1


def test_nothing_that_differs_makes_empty_tables():
    report = restated_report(answered([], []))
    assert [table.rows for table in report.tables[::2]] == [(), ()]


# All at once

numbers = st.one_of(st.none(), st.integers(0, 12), st.integers(0, 400))


@many
@given(st.lists(st.tuples(numbers, numbers, st.integers(0, 1)), min_size=1, max_size=7))
def test_no_small_number_is_shown_or_follows(cells):
    """An attacker knows the totals of all sites in both versions, and every cell that is not
    here: so what the cells of a month add up to, unless its total had to be hidden.
    """
    cells = [c for c in cells if c[0] != c[1]] or [(100, 101, 0)]
    old, new, months = zip(*cells, strict=True)
    answer = answered(old, new, list(months))
    found, hidden = shown(answer), hidden_numbers(answer, RULE)
    for version, told in enumerate((old, new)):
        for month in range(len(answer.months)):
            here = [i for i, m in enumerate(months) if m == month]
            unseen = [told[i] for i in here if found[i][version] == S]
            seen = [told[i] for i in here if found[i][version] != S]
            assert not [n for n in seen if n and n <= 7]
            assert all(unseen), "a zero, and a cell that is not there, are never hidden"
            small = [n for n in unseen if n <= 7]
            if small and not hidden.total_numerator[month]:
                assert len(unseen) > 1, "the one that is hidden follows from the total"
                assert sum(unseen) > len(unseen), "each of them must be 1"


# Words


@pytest.mark.parametrize(
    ("one", "other", "unit", "texts"),
    [
        (71.2, 71.4, "%", ("71.2%", "71.4%")),
        (71.21, 71.24, "%", ("71.21%", "71.24%")),
        (70, 20, "%", ("70.0%", "20.0%")),
        (0.0185, 0.0191, "items", ("0.018 items", "0.019 items")),
        (12_345, 12_400, "vials", ("12,345 vials", "12,400 vials")),
        (1.0, 1.0 + 1e-15, "vials", ("1.000000000 vials", "1.000000000 vials")),
    ],
)
def test_two_values_are_written_with_as_many_decimals_as_tell_them_apart(one, other, unit, texts):
    assert told_apart(one, other, unit) == texts


def test_file_is_named_after_measure_and_versions():
    assert restated_report(answered([], [])).file_name == "doac-share-restated-20-25"
