"""From the cells of sites to the cells of places."""

from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.panel import Status
from groundswell.common.months import Month, month_range
from groundswell.organisations.boundaries import AS_THEN, AsAt, Boundaries
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import place_weights
from groundswell.organisations.rules import NONE
from groundswell.questions.reach import STATUS_WORDS
from groundswell.questions.reach.counting import parts_of, roll_up, standing
from groundswell.questions.reach.expecting import (
    SiteMonths,
    expected_sites,
    gone_sites,
    other_levels,
    unplaced,
)
from tests.support import plain_reach
from tests.support.examples import few
from tests.support.plain_counting import NO_PLACE
from tests.support.worlds import (
    MONTHS,
    PLACE_KINDS,
    SITES,
    World,
    life,
    snapshot,
    succession,
    worlds,
)

WORDS = {word: status for status, word in STATUS_WORDS.items()}
APRIL = Month.parse("2016-04")


def count(
    world: World,
    cells: plain_reach.Cells,
    months: list[Month],
    kind: Kind = Kind.ICB,
    boundaries: Boundaries = AS_THEN,
) -> dict[tuple[str, Month], dict[str, float | str]]:
    """(place, month) to what the product counts there."""
    codes = sorted({site for site, _ in cells})
    history = world.history()
    sites = np.array([history.index.get(code, NONE) for code in codes])
    shape = (len(codes), len(months))
    numerator, denominator = np.full(shape, np.nan), np.full(shape, np.nan)
    status = np.full(shape, Status.MISSING, dtype=np.int8)
    has_cell = np.zeros(shape, dtype=bool)
    for (site, month), (above, below, word) in cells.items():
        at = codes.index(site), month.index - months[0].index
        numerator[at] = np.nan if above is None else above
        denominator[at] = np.nan if below is None else below
        status[at], has_cell[at] = WORDS[word], True
    said = expected_sites(status, has_cell, gone_sites(history, sites, months))
    known = sites[sites != NONE]
    placement = place_weights(history, known, months, kind, boundaries) if len(known) else None
    nowhere = unplaced(history, sites, months, boundaries)
    places, total = roll_up(
        parts_of(SiteMonths(numerator, denominator, said)),
        standing(placement, sites != NONE, nowhere, months),
        100.0,
    )
    for name in ("numerator", "known", "expected", "offered"):
        sums = np.nansum(getattr(places, name), axis=0)
        np.testing.assert_allclose(sums, np.nan_to_num(getattr(total, name)[0]), atol=1e-9)
    labels = [history.codes[p] for p in placement.places] if placement else []
    return {
        (label, month): {
            "numerator": places.numerator[row, column],
            "denominator": places.denominator[row, column],
            "known": places.known[row, column],
            "expected": places.expected[row, column],
            "offered": places.offered[row, column],
            "status": STATUS_WORDS[Status(int(places.status[row, column]))],
            "value": places.value[row, column],
            "coverage": places.coverage[row, column],
        }
        for row, label in enumerate([*labels, NO_PLACE])
        for column, month in enumerate(months)
    }


def in_icb(*sites: str) -> tuple:
    return tuple(snapshot(site, "I1", "2015-01-01") for site in sites)


def one(world: World, cells: plain_reach.Cells, place: str = "I1", **how) -> dict:
    return count(world, cells, [APRIL - 1, APRIL], **how)[place, APRIL]


def test_place_adds_up_its_sites_and_divides_the_sums():
    found = one(
        World(memberships=in_icb("P1", "P2")),
        {("P1", APRIL): (1, 10, "observed"), ("P2", APRIL): (30, 40, "observed")},
    )
    assert (found["numerator"], found["denominator"], found["value"]) == (31, 50, 62)
    assert (found["status"], found["coverage"]) == ("observed", 1)


def test_site_that_did_not_report_is_in_neither_sum_and_lowers_coverage():
    found = one(
        World(memberships=in_icb("P1", "P2")),
        {("P1", APRIL): (1, 10, "observed"), ("P2", APRIL - 1): (30, 40, "observed")},
    )
    assert (found["numerator"], found["denominator"], found["value"]) == (1, 10, 10)
    assert (found["known"], found["expected"], found["coverage"]) == (1, 2, 0.5)


def test_denominator_whose_numerator_never_came_is_offered_and_not_counted():
    found = one(
        World(memberships=in_icb("P1", "P2")),
        {("P1", APRIL): (1, 10, "observed"), ("P2", APRIL): (None, 390, "missing")},
    )
    assert (found["denominator"], found["offered"], found["coverage"]) == (10, 400, 0.5)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("zero", "zero"), "zero"),
        (("zero", "observed"), "observed"),
        (("zero", "missing"), "observed"),  # what is known adds up to 0, but not all is known
        (("missing", "missing"), "missing"),
        (("suppressed", "suppressed"), "suppressed"),
        (("suppressed", "missing"), "missing"),
        (("suppressed", "observed"), "observed"),
        (("not eligible", "not eligible"), "not eligible"),
        (("not eligible", "zero"), "zero"),
        (("not eligible", "missing"), "missing"),
    ],
)
def test_four_kinds_of_no_number_stay_four_things(words, expected):
    numbers = {"zero": (0, 10), "observed": (5, 10), "not eligible": (0, 0)}
    cells = {
        (site, APRIL): (*numbers.get(word, (None, 10)), word)
        for site, word in zip(("P1", "P2"), words, strict=True)
    }
    found = one(World(memberships=in_icb("P1", "P2")), cells)
    assert found["status"] == expected
    assert np.isnan(found["numerator"]) == (expected in ("missing", "suppressed", "not eligible"))
    assert np.isnan(found["value"]) == (expected not in ("observed", "zero"))


def test_hub_that_never_has_a_denominator_is_never_expected():
    found = one(
        World(memberships=in_icb("P1", "P2")),
        {("P1", APRIL): (1, 10, "observed"), ("P2", APRIL - 1): (0, 0, "not eligible")},
    )
    assert (found["expected"], found["coverage"]) == (1, 1)


@pytest.mark.parametrize(
    "gone",
    [
        World(memberships=in_icb("P1", "P2"), lives=(life("P2", "2010-01-01", "2016-04-15"),)),
        World(memberships=in_icb("P1", "P2"), successions=(succession("P2", "P1", "2016-04-30"),)),
    ],
)
def test_site_that_has_gone_is_expected_no_more(gone):
    cells = {("P1", APRIL): (1, 10, "observed"), ("P2", APRIL - 1): (30, 40, "observed")}
    assert one(gone, cells)["expected"] == 1


def test_code_of_later_has_no_place_as_then_and_one_as_at_a_later_day():
    world = World(
        memberships=(snapshot("C3", "I1", "2017-04-01"),),
        successions=(succession("C1", "C3", "2017-04-01"), succession("C2", "C3", "2017-04-01")),
    )
    cells = {("C3", APRIL): (1, 10, "observed")}
    assert one(world, cells, NO_PLACE)["numerator"] == 1
    later = one(world, cells, boundaries=AsAt(date(2017, 4, 1)))
    assert later["numerator"] == 1


def test_code_that_the_ledger_does_not_know_stands_under_no_place():
    cells = {("P1", APRIL): (1, 10, "observed"), ("X9", APRIL): (30, 40, "observed")}
    found = count(World(memberships=in_icb("P1")), cells, [APRIL - 1, APRIL])
    assert found["I1", APRIL]["numerator"] == 1
    assert found[NO_PLACE, APRIL]["numerator"] == 30


# Levels


def levels(told: dict[str, list[int]], preferred: Kind) -> list[list[int]]:
    """Which cells count again, of sites by kind and month."""
    kinds = np.array([kind.rstrip("12") for kind in told])
    return (
        other_levels(kinds, np.array(list(told.values()), dtype=bool), preferred)
        .astype(int)
        .tolist()
    )


def test_month_told_at_two_levels_counts_at_the_measures_own():
    told = {"practice1": [1, 1, 0], "practice2": [0, 1, 0], "ccg": [1, 0, 1]}
    assert levels(told, Kind.CCG) == [[1, 0, 1], [1, 0, 1], [0, 1, 0]]
    assert levels(told, Kind.PRACTICE) == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


def test_month_without_cells_has_the_level_of_the_month_before():
    told = {"practice": [1, 0, 0], "ccg": [0, 1, 0]}
    assert levels(told, Kind.CCG) == [[0, 1, 1], [1, 0, 0]]


def test_month_told_at_none_of_the_measures_levels_counts_at_that_most_told():
    told = {"practice1": [1], "practice2": [1], "ccg": [1]}
    assert levels(told, Kind.TRUST) == [[0], [0], [1]]


def test_levels_that_do_not_contain_one_another_count_together():
    told = {"practice": [1, 1], "trust": [1, 1], "": [1, 1], "other": [1, 1]}
    assert levels(told, Kind.TRUST) == [[0, 0]] * 4


def random_cells(chance: Random, months: list[Month]) -> plain_reach.Cells:
    cells: plain_reach.Cells = {}
    for site in (*SITES, "C1", "X9"):
        for month in months:
            word = chance.choice([*WORDS, "observed", "", ""])
            below = float(chance.randint(1, 9))
            numbers = {
                "observed": (float(chance.randint(1, 9)), below),
                "zero": (0.0, below),
                "missing": (None, chance.choice((None, below))),
                "suppressed": (None, below),
                "not eligible": (0.0, 0.0),
            }
            if word:
                cells[site, month] = (*numbers[word], word)
    return cells


@few
@given(
    worlds(),
    st.integers(0, 2**24 - 1).map(Random),
    st.sampled_from(PLACE_KINDS),
    st.just(AS_THEN) | st.sampled_from(MONTHS).map(lambda m: AsAt(m.last_day)),
    st.integers(0, len(MONTHS) - 8),
)
def test_counts_are_those_of_the_plain_twin(world, chance, kind, boundaries, start):
    months = month_range(MONTHS[start], MONTHS[start] + 7)
    cells = random_cells(chance, months)
    found = count(world, cells, months, kind, boundaries)
    plain = plain_reach.place_cells(world, cells, months, kind, boundaries)
    for (place, month), sums in plain.items():
        ours = found.get((place, month))
        if ours is None:  # a place in which nobody ever stood in these months
            assert all(abs(number) < 1e-9 for number in sums.values())
            continue
        for name in ("known", "expected", "offered"):
            assert ours[name] == pytest.approx(sums[name], abs=1e-9), (place, month, name)
        assert ours["status"] == plain_reach.place_status(sums), (place, month)
        if ours["status"] in ("observed", "zero"):
            assert ours["numerator"] == pytest.approx(sums["numerator"], abs=1e-9)
            assert ours["denominator"] == pytest.approx(sums["denominator"], abs=1e-9)
    for at, ours in found.items():
        assert at in plain or ours["expected"] == 0
