"""From a cohort and a ladder to counts by place and month."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.ladder import ADOPTED, NOT_ADOPTED, UNKNOWN, States, ladder_of
from groundswell.adoption.queries import Uptake
from groundswell.common.months import Month, month_range
from groundswell.organisations.boundaries import AS_THEN
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import place_weights
from groundswell.questions.spread.counting import (
    PlaceCounts,
    count_places,
    eligible_sites,
    site_statuses,
)
from tests.support import plain_counting
from tests.support.examples import few
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

APRIL = Month.parse("2018-04")
STATES = {"adopted": ADOPTED, "not adopted": NOT_ADOPTED, "unknown": UNKNOWN, "perhaps": UNKNOWN}


def counted(
    world: World, status: dict[str, str], kind: Kind = Kind.ICB, month: Month = APRIL
) -> dict[str, dict[str, float]]:
    """What is counted in each place at the end of a month.

    A site's status may be "left adopted": it left the cohort in that month; "" never was in it.
    """
    months, sites = [month - 1, month], tuple(status)
    statuses = [[s.removeprefix("left ") for s in status.values()]] * 2
    eligible = [
        [s != "" for s in status.values()],
        [s != "" and not s.startswith("left ") for s in status.values()],
    ]
    counts, places = count(world, sites, statuses, eligible, kind, months)
    return {
        place: {name: counts_of(counts, name, 1, column) for name in plain_counting.COUNTED}
        for column, place in enumerate(places)
        if counts.eligible[1, column]
    }


def counts_of(counts: PlaceCounts, name: str, month: int, column: int) -> float:
    return float(getattr(counts, name.replace(" ", "_"))[month, column])


def count(
    world: World,
    sites: tuple[str, ...],
    statuses: list[list[str]],
    eligible: list[list[bool]],
    kind: Kind,
    months: list[Month],
) -> tuple[PlaceCounts, list[str]]:
    """The counts, and the code of each of their columns. Lists are (months, sites)."""
    history = world.history()
    placement = place_weights(history, world.positions(sites), months, kind, AS_THEN)
    states = States(
        np.array([[STATES.get(s, UNKNOWN) for s in row] for row in statuses], dtype=np.int8),
        np.array([[s == "perhaps" for s in row] for row in statuses]),
    )
    in_cohort = np.array(eligible)
    counts = count_places(
        placement,
        months,
        placement.open_units(history, months),
        in_cohort,
        site_statuses(in_cohort, states),
    )
    return counts, [world.codes[i] for i in placement.places] + [plain_counting.NO_PLACE]


def row(**counts: float) -> dict[str, float]:
    return {"eligible": 0, "adopted": 0, "not adopted": 0, "unknown": 0, "perhaps": 0} | {
        name.replace("_", " "): number for name, number in counts.items()
    }


def in_icb(*sites: str) -> tuple:
    return tuple(snapshot(site, "I1", "2015-01-01") for site in sites)


MERGED = World(
    memberships=in_icb("T3"),
    successions=(succession("T1", "T3", "2016-04-01"), succession("T2", "T3", "2016-04-01")),
)
MERGERS = {
    ("adopted", "not adopted"): row(eligible=1, adopted=1),
    ("adopted", "unknown"): row(eligible=1, adopted=1),
    ("not adopted", "not adopted"): row(eligible=1, not_adopted=1),
    ("not adopted", "unknown"): row(eligible=1, unknown=1),
    ("not adopted", "perhaps"): row(eligible=1, unknown=1, perhaps=1),
    ("unknown", "perhaps"): row(eligible=1, unknown=1, perhaps=1),
    ("adopted", "perhaps"): row(eligible=1, adopted=1),
    ("not adopted", ""): row(eligible=1, not_adopted=1),
    ("not adopted", "left adopted"): row(eligible=1, adopted=1),
    ("not adopted", "left not adopted"): row(eligible=1, not_adopted=1),
    ("not adopted", "left unknown"): row(eligible=1, unknown=1),
}


@pytest.mark.parametrize(("pair", "expected"), MERGERS.items())
def test_merged_site_counts_once_and_has_adopted_when_any_of_its_sites_has(pair, expected):
    for one, other in (pair, pair[::-1]):
        assert counted(MERGED, {"T1": one, "T2": other}) == {"I1": expected}


def test_sites_of_a_place_are_added_up():
    world = World(memberships=in_icb("P1", "P2", "P3", "P4"))

    found = counted(world, {"P1": "adopted", "P2": "not adopted", "P3": "unknown", "P4": "perhaps"})

    assert found == {"I1": row(eligible=4, adopted=1, not_adopted=1, unknown=2, perhaps=1)}


def test_site_without_a_place_is_counted_in_the_last_column():
    world = World(memberships=in_icb("P1"), others=("P2",))

    found = counted(world, {"P1": "adopted", "P2": "adopted"})

    assert found == {"I1": row(eligible=1, adopted=1), "none": row(eligible=1, adopted=1)}


@pytest.mark.parametrize("status", ["", "left adopted", "left unknown"])
def test_site_that_is_not_eligible_is_not_counted(status):
    assert counted(World(memberships=in_icb("P1")), {"P1": status}) == {}


def test_merged_site_is_not_counted_once_all_its_sites_have_left():
    assert counted(MERGED, {"T1": "left adopted", "T2": "left unknown"}) == {}


def test_closed_site_is_eligible_no_more():
    world = World(memberships=in_icb("P1", "P2"), lives=(life("P1", "2001-04-01", "2018-04-29"),))

    assert counted(world, {"P1": "adopted", "P2": "adopted"}) == {"I1": row(eligible=1, adopted=1)}


def test_site_of_a_split_place_is_counted_in_parts():
    world = World(
        memberships=in_icb("P1"),
        successions=(
            succession("I1", "I2", "2016-04-01", 0.75),
            succession("I1", "I3", "2016-04-01", 0.25),
        ),
    )

    assert counted(world, {"P1": "adopted"}) == {
        "I2": row(eligible=0.75, adopted=0.75),
        "I3": row(eligible=0.25, adopted=0.25),
    }


def test_part_without_a_place_is_counted_in_the_last_column():
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"), snapshot("C2", "I1", "2017-01-01")),
        successions=(succession("C1", "C2", "2016-04-01"), succession("C1", "C3", "2016-04-01")),
    )

    assert counted(world, {"P1": "adopted"}) == {
        "I1": row(eligible=0.5, adopted=0.5),
        "none": row(eligible=0.5, adopted=0.5),
    }


@few
@given(worlds(), st.sampled_from(PLACE_KINDS), st.integers(0, 2**20))
def test_the_plain_twin_counts_the_same(world, kind, seed):
    months, chance = MONTHS[6:38], np.random.default_rng(seed)
    statuses = chance.choice(list(STATES), (len(months), len(SITES))).tolist()
    eligible = chance.random((len(months), len(SITES))) < chance.random(len(SITES))

    found, places = count(world, SITES, statuses, eligible.tolist(), kind, months)

    for number in range(0, len(months), 5):
        theirs = plain_counting.counts(
            world,
            {
                s: statuses[number][i]
                for i, s in enumerate(SITES)
                if eligible[: number + 1, i].any()
            },
            {site for i, site in enumerate(SITES) if eligible[number, i]},
            months[number].last_day,
            kind,
        )
        for (column, place), name in product(enumerate(places), plain_counting.COUNTED):
            ours = counts_of(found, name, number, column)
            assert ours == pytest.approx(theirs[place, name], abs=1e-8), (place, name, number)
        assert {place for place, _ in theirs} <= set(places)


# Eligibility


def cohort(*entries: tuple[int, str, str | None]) -> Uptake:
    """Entries of two sites: (site, from, to)."""
    days = [date.fromisoformat(start).toordinal() for _, start, _ in entries]
    ends = [
        date.fromisoformat(end).toordinal() if end else date.max.toordinal()
        for _, _, end in entries
    ]
    return Uptake(
        codes=("P1", "P2"),
        cohort_site=np.array([site for site, _, _ in entries], dtype=np.int64),
        cohort_start=np.array(days, dtype=np.int64),
        cohort_end=np.array(ends, dtype=np.int64),
        cohort_source=tuple((1, 2) for _ in entries),
        ladder=ladder_of([])[0],
        event_ids=(),
        outside=0,
    )


def eligible(*entries: tuple[int, str, str | None]) -> list[str]:
    """Each site's first half of 2018, a letter a month."""
    months = month_range(Month.parse("2018-01"), Month.parse("2018-06"))
    found = eligible_sites(cohort(*entries), months)
    return ["".join("E" if is_so else "-" for is_so in found[:, site]) for site in (0, 1)]


ELIGIBLE = {
    "from the month in which it joins": ([(0, "2018-03-31", None)], "--EEEE"),
    "long since": ([(0, "2013-04-01", None)], "EEEEEE"),
    "not yet": ([(0, "2018-07-01", None)], "------"),
    "to the month before it leaves": ([(0, "2013-04-01", "2018-03-30")], "EE----"),
    "on the last day of a month it is still in": ([(0, "2013-04-01", "2018-03-31")], "EEE---"),
    "within a month it is never at its end": ([(0, "2018-03-02", "2018-03-20")], "------"),
    "in and out and in": (
        [(0, "2018-01-01", "2018-02-28"), (0, "2018-05-01", None)],
        "EE--EE",
    ),
    "in two cohorts until it has left both": (
        [(0, "2018-01-01", "2018-04-30"), (0, "2018-03-01", "2018-05-31")],
        "EEEEE-",
    ),
    "in one cohort a month for eleven years": ([(0, "2018-01-01", None)] * 132, "EEEEEE"),
}


@pytest.mark.parametrize(("entries", "expected"), ELIGIBLE.values(), ids=ELIGIBLE)
def test_site_is_eligible_at_the_end_of_a_month(entries, expected):
    assert eligible(*entries) == [expected, "------"]
