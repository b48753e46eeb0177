"""Small numbers: what is suppressed, what follows from it, and what is shown."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.measures.definition import COUNT_KINDS
from groundswell.reports.disclosure import (
    DisclosedParts,
    Rule,
    Suppressed,
    default_rule,
    disclose,
    disclose_grid,
    disclose_parts,
    disclose_source_row,
)
from tests.support.examples import many

RULE = Rule(threshold=7, suppressed=frozenset({"people"}), exempt=frozenset({"sites"}))
S = Suppressed()


# The value


def test_suppressed_prints_as_s_and_is_neither_zero_nor_missing():
    assert (str(S), f"{S}") == ("s", "s")
    assert Suppressed() == S
    assert S not in (0, 1, None, "s", "")


@pytest.mark.parametrize(
    "use",
    [
        lambda: S + 1,
        lambda: 1 + S,
        lambda: S - S,
        lambda: S * 2,
        lambda: 1 / S,
        lambda: -S,
        lambda: sum([S, 1]),
        lambda: S < 8,
        lambda: max(S, 1),
        lambda: int(S),
        lambda: float(S),
        lambda: round(S),
        lambda: f"{S:,.0f}",
        lambda: np.array([1.0, 2.0]) + S,
        lambda: json.dumps(S),
    ],
)
def test_suppressed_cannot_be_computed_with(use):
    with pytest.raises(TypeError):
        use()


# One count


@pytest.mark.parametrize(
    ("count", "shown"),
    [(None, None), (0, 0), (1, S), (7, S), (8, 8), (0.4, S), (7.5, S), (8.5, 8.5), (1000, 1000)],
)
def test_sub_national_counts_of_people_from_1_to_7_are_suppressed(count, shown):
    assert disclose(count, kind="people", national=False, rule=RULE) == shown


@pytest.mark.parametrize("count", [None, 0, 1, 7, 8])
def test_national_counts_are_shown(count):
    assert disclose(count, kind="people", national=True, rule=RULE) == count


@pytest.mark.parametrize("count", [None, 0, 1, 7, 8])
def test_counts_of_sites_are_shown(count):
    assert disclose(count, kind="sites", national=False, rule=RULE) == count


@pytest.mark.parametrize("count", [-1, math.nan, math.inf])
def test_what_cannot_be_a_count_is_refused(count):
    with pytest.raises(ValueError, match="is not a count"):
        disclose(count, kind="people", national=False, rule=RULE)


def test_kind_that_the_rule_does_not_name_is_refused_rather_than_shown():
    with pytest.raises(ValueError, match="does not name 'pets'"):
        disclose(100, kind="pets", national=True, rule=RULE)


# Parts beside their total


@pytest.mark.parametrize(
    ("parts", "total", "shown", "shown_total"),
    [
        ([20, 30], 50, (20, 30), 50),
        ([3, 20, 30], 53, (S, S, 30), 53),
        ([20, 3, 30], 53, (S, S, 30), 53),
        ([3, 0, 20, 30], 53, (S, 0, S, 30), 53),
        ([3, 20, 20], 43, (S, S, 20), 43),
        ([3, 4, 30], 37, (S, S, 30), 37),
        ([3, None, 30], 33, (S, None, S), 33),
        ([1, 1, 30, 40], 72, (S, S, S, 40), 72),
        ([1, 7, 30], 38, (S, S, 30), 38),
        ([0, 0], 0, (0, 0), 0),
        ([], 0, (), 0),
    ],
)
def test_no_suppressed_part_follows_from_the_total(parts, total, shown, shown_total):
    told = disclose_parts(parts, total, kind="people", national=True, rule=RULE)
    assert told == DisclosedParts(shown, shown_total)


def test_total_is_suppressed_where_no_other_part_can_hide_the_only_one():
    told = disclose_parts([3, 0, 0], 3, kind="people", national=True, rule=RULE)
    assert told == DisclosedParts((S, 0, 0), S)


def test_suppressed_total_tells_nothing_of_its_parts():
    told = disclose_parts([3, 0, 2], 5, kind="people", national=False, rule=RULE)
    assert told == DisclosedParts((S, 0, S), S)


def test_parts_are_never_national():
    told = disclose_parts([3, 4, 30], 37, kind="people", national=True, rule=RULE)
    assert told.parts[0] == S


def test_parts_that_count_sites_are_shown():
    told = disclose_parts([1, 2], 3, kind="sites", national=False, rule=RULE)
    assert told == DisclosedParts((1, 2), 3)


def test_every_suppressed_part_could_have_another_value():
    """Whatever the parts, at least two sets of them agree with all that is shown."""
    random = np.random.default_rng(1)
    for _ in range(500):
        parts = random.choice([0, 1, 2, 7, 8, 30], size=random.integers(1, 6)).tolist()
        told = disclose_parts(parts, sum(parts), kind="people", national=True, rule=RULE)
        hidden = [part for part, shown in zip(parts, told.parts, strict=True) if shown == S]
        if hidden and told.total != S:
            assert len(hidden) >= 2
            assert sum(hidden) > len(hidden)


# A row of a file

COUNTS = frozenset({"numerator", "denominator", "calc_value"})


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        # a small count hides itself and what it could be worked out from
        (("2", "108.356", "0.018"), (S, S, S)),
        (("2.0", "5000", "40"), (S, S, S)),
        (("-3", "5000", ""), (S, S, "")),
        # large counts show, and their ratio with them
        (("2770", "5833", "0.4748"), ("2770", "5833", "0.4748")),
        (("8", "108.3", "0.07"), ("8", "108.3", "0.07")),
        (("1,234", "5000", "25%"), ("1,234", "5000", "25%")),
        # zero and words are not small counts
        (("0", "108.273", "0"), ("0", "108.273", "0")),
        (("*", "", "n/a"), ("*", "", "n/a")),
        (("0", "3", "0.0"), ("0", S, "0.0")),
        # what cannot be judged is not shown
        (("", "108.273", "0.018"), ("", S, S)),
        (("about 3", "5000", "0.0006"), (S, S, S)),
        (("1e999", "5000", "12"), (S, S, S)),
    ],
)
def test_source_row_shows_no_small_count_and_nothing_that_tells_it(values, shown):
    row = list(zip(("numerator", "denominator", "calc_value"), values, strict=True))
    told = disclose_source_row(row, count_columns=COUNTS, rule=RULE)
    assert tuple(value for _, value in told) == shown


def test_source_row_keeps_its_other_columns_and_their_order():
    row = [("pct_id", "00C"), ("numerator", "2"), ("month", "2018-06-01"), ("list", "5")]
    told = disclose_source_row(row, count_columns=frozenset({"numerator"}), rule=RULE)
    assert told == [("pct_id", "00C"), ("numerator", S), ("month", "2018-06-01"), ("list", "5")]


def test_headings_are_compared_without_regard_to_case_and_spaces():
    told = disclose_source_row(
        [(" Number  of Patients ", "3")],
        count_columns=frozenset({"number of patients"}),
        rule=RULE,
    )
    assert told == [(" Number  of Patients ", S)]


def test_row_without_count_columns_is_shown_as_it_is():
    row = [("site", "A81001"), ("stage", "3")]
    assert disclose_source_row(row, count_columns=frozenset(), rule=RULE) == row


# The file that owns the rule


def test_rule_that_comes_with_the_product():
    assert default_rule() == Rule(
        7, frozenset({"people", "activity"}), frozenset({"sites", "money"})
    )


def test_rule_is_read_from_its_file(tmp_path):
    path = tmp_path / "rule.toml"
    path.write_text('threshold = 4\nsuppressed = ["people"]\nexempt = []\n', encoding="utf-8")
    rule = Rule.read(path)
    assert disclose(5, kind="people", national=False, rule=rule) == 5
    assert disclose(4, kind="people", national=False, rule=rule) == S


@pytest.mark.parametrize(
    ("threshold", "suppressed", "exempt"), [(0, {"people"}, set()), (7, {"people"}, {"people"})]
)
def test_rule_that_makes_no_sense_is_refused(threshold, suppressed, exempt):
    with pytest.raises(ValueError, match="suppress"):
        Rule(threshold, frozenset(suppressed), frozenset(exempt))


# Many months at once

numbers = st.one_of(st.none(), st.integers(0, 12), st.integers(0, 900))
grids = st.integers(1, 6).flatmap(
    lambda places: st.lists(
        st.lists(numbers, min_size=places, max_size=places), min_size=1, max_size=4
    )
)


@many
@given(grids, st.booleans())
def test_grid_hides_what_parts_hide_month_by_month(months, national):
    counts = np.array([[np.nan if n is None else n for n in month] for month in months]).T
    totals = np.nansum(counts, axis=0)
    found = disclose_grid(counts, totals, kind="people", national=national, rule=RULE)
    for column, month in enumerate(months):
        one = disclose_parts(month, totals[column], kind="people", national=national, rule=RULE)
        assert found.parts[:, column].tolist() == [part == S for part in one.parts]
        assert found.totals[column] == (one.total == S)


def test_grid_hides_nothing_of_an_exempt_kind():
    found = disclose_grid(
        np.array([[1.0], [2.0]]), np.array([3.0]), kind="sites", national=False, rule=RULE
    )
    assert not found.parts.any()
    assert not found.totals.any()


def test_grid_hides_a_third_number_where_the_rest_says_that_the_others_are_1():
    found = disclose_grid(
        np.array([[1.0], [1.0], [50.0]]), np.array([52.0]), kind="people", national=True, rule=RULE
    )
    assert found.parts.all()


def test_grid_hides_small_returns_as_it_hides_small_counts():
    found = disclose_grid(
        np.array([[-3.0], [50.0], [80.0]]), np.array([127.0]), kind="people", national=True,
        rule=RULE,
    )  # fmt: skip
    assert found.parts[:, 0].tolist() == [True, True, False]


def test_rule_file_names_every_kind_that_a_measure_may_count():
    rule = default_rule()
    assert rule.suppressed | rule.exempt == set(COUNT_KINDS)
