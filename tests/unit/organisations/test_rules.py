"""How what sources said becomes one history: small tables of evidence and what it means."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.organisations.models import Kind
from groundswell.organisations.rules import (
    ALWAYS,
    FOREVER,
    NONE,
    are_closed,
    follow,
    nearest_days,
    parents_on,
)
from tests.support.examples import few
from tests.support.worlds import (
    DAYS,
    Lived,
    Member,
    Succeeded,
    World,
    episode,
    life,
    snapshot,
    succession,
)


def timeline(*evidence: Member) -> list[str]:
    """Where P1 was, as "C1 2013-04-01 to 2016-03-31"."""
    world = World(memberships=evidence)
    episodes = world.history().episodes[Kind.CCG]
    spans = zip(episodes.parent, episodes.start, episodes.end, strict=True)
    return [
        f"{world.codes[parent]} {_name(start, ALWAYS)} to {_name(end, FOREVER)}"
        for parent, start, end in spans
    ]


def _name(ordinal: int, missing: int) -> str:
    return "…" if ordinal == missing else date.fromordinal(ordinal).isoformat()


MEMBERSHIPS = {
    "a snapshot holds back to the beginning and on for ever": (
        [snapshot("P1", "C1", "2020-09-01")],
        ["C1 … to …"],
    ),
    "a dated episode holds back to its start only": (
        [episode("P1", "C1", "2013-04-01")],
        ["C1 2013-04-01 to …"],
    ),
    "an episode ends where it says so": (
        [episode("P1", "C1", "2013-04-01", "2016-03-31")],
        ["C1 2013-04-01 to 2016-03-31"],
    ),
    "a later episode ends an earlier one": (
        [episode("P1", "C1", "2013-04-01"), episode("P1", "C2", "2016-04-01")],
        ["C1 2013-04-01 to 2016-03-31", "C2 2016-04-01 to …"],
    ),
    "an earlier end leaves a gap": (
        [episode("P1", "C1", "2013-04-01", "2015-03-31"), episode("P1", "C2", "2016-04-01")],
        ["C1 2013-04-01 to 2015-03-31", "C2 2016-04-01 to …"],
    ),
    "a stated end after the next start is cut": (
        [episode("P1", "C1", "2013-04-01", "2019-03-31"), episode("P1", "C2", "2016-04-01")],
        ["C1 2013-04-01 to 2016-03-31", "C2 2016-04-01 to …"],
    ),
    "a dated episode ends a snapshot": (
        [snapshot("P1", "C1", "2015-01-01"), episode("P1", "C2", "2016-04-01")],
        ["C1 … to 2016-03-31", "C2 2016-04-01 to …"],
    ),
    "a snapshot ends a dated episode on the day it was observed": (
        [episode("P1", "C1", "2013-04-01"), snapshot("P1", "C2", "2016-09-15")],
        ["C1 2013-04-01 to 2016-09-14", "C2 2016-09-15 to …"],
    ),
    "a snapshot after an episode says nothing of the time before it": (
        [snapshot("P1", "C2", "2020-09-01"), episode("P1", "C1", "2013-04-01", "2016-03-31")],
        ["C1 2013-04-01 to 2016-03-31", "C2 2020-09-01 to …"],
    ),
    "of two snapshots the first holds back and the second begins on its day": (
        [snapshot("P1", "C2", "2020-09-01"), snapshot("P1", "C1", "2018-09-01")],
        ["C1 … to 2020-08-31", "C2 2020-09-01 to …"],
    ),
    "of two on one first day the one observed later wins": (
        [
            episode("P1", "C2", "2016-04-01", observed="2022-05-01"),
            episode("P1", "C1", "2016-04-01", observed="2017-05-01"),
        ],
        ["C2 2016-04-01 to …"],
    ),
    "a later observation takes back an end": (
        [
            episode("P1", "C1", "2016-04-01", "2018-03-31", observed="2017-05-01"),
            episode("P1", "C1", "2016-04-01", observed="2022-05-01"),
        ],
        ["C1 2016-04-01 to …"],
    ),
    "of two observed on one day the one recorded later wins": (
        [episode("P1", "C1", "2016-04-01"), episode("P1", "C2", "2016-04-01")],
        ["C2 2016-04-01 to …"],
    ),
    "a dated episode from the day of a snapshot, observed later, is no snapshot": (
        [snapshot("P1", "C1", "2016-04-01"), episode("P1", "C2", "2016-04-01")],
        ["C2 2016-04-01 to …"],
    ),
}


@pytest.mark.parametrize(("evidence", "expected"), MEMBERSHIPS.values(), ids=MEMBERSHIPS)
def test_memberships_become_one_timeline(evidence, expected):
    assert timeline(*evidence) == expected


def test_kinds_of_parent_have_timelines_of_their_own():
    world = World(
        memberships=(episode("P1", "C1", "2013-04-01"), snapshot("P1", "I1", "2016-01-01"))
    )

    episodes = world.history().episodes

    assert episodes[Kind.CCG].end.tolist() == [FOREVER]
    assert episodes[Kind.ICB].start.tolist() == [ALWAYS]


@st.composite
def _observed_on_different_days(draw: st.DrawFn) -> list[Member]:
    observed = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=8, unique=True))
    members = []
    for day in observed:
        child, parent = draw(st.sampled_from(("P1", "P2"))), draw(st.sampled_from(("C1", "C2")))
        start = draw(st.none() | st.sampled_from(DAYS))
        end = draw(st.none() | st.sampled_from(DAYS)) if start else None
        members.append(Member(child, parent, start, end if end and end >= start else None, day))
    return members


@few
@given(_observed_on_different_days(), st.randoms(use_true_random=False))
def test_order_of_recording_does_not_matter_where_days_of_observation_differ(members, chance):
    shuffled = chance.sample(members, len(members))

    one, other = (
        World(memberships=tuple(said), others=("C1", "C2", "P1", "P2")).history().episodes[Kind.CCG]
        for said in (members, shuffled)
    )

    for column in ("child", "parent", "start", "end"):
        assert getattr(one, column).tolist() == getattr(other, column).tolist()


# Successions


def shares(*said: Succeeded) -> dict[str, float]:
    """Each succession's share, as {"C1 to C2, 2020-04-01": 0.5}."""
    world = World(successions=said)
    resolved = world.history().successions
    return {
        f"{world.codes[one]} to {world.codes[other]}, {date.fromordinal(on)}": share
        for one, other, on, share in zip(
            resolved.predecessor, resolved.successor, resolved.on, resolved.share, strict=True
        )
    }


APRIL = "2020-04-01"
SHARES = {
    "a merger passes everything on": (
        [("C1", "C3", APRIL, None), ("C2", "C3", APRIL, None)],
        {"C1 to C3": 1.0, "C2 to C3": 1.0},
    ),
    "a split without shares is equal": (
        [("C1", "C2", APRIL, None), ("C1", "C3", APRIL, None)],
        {"C1 to C2": 0.5, "C1 to C3": 0.5},
    ),
    "a split is by its stated shares": (
        [("C1", "C2", APRIL, 0.75), ("C1", "C3", APRIL, 0.25)],
        {"C1 to C2": 0.75, "C1 to C3": 0.25},
    ),
    "stated shares are scaled to sum to 1": (
        [("C1", "C2", APRIL, 0.6), ("C1", "C3", APRIL, 0.2)],
        {"C1 to C2": 0.75, "C1 to C3": 0.25},
    ),
    "one share alone is the whole": ([("C1", "C2", APRIL, 0.4)], {"C1 to C2": 1.0}),
    "a split with one share missing is equal": (
        [("C1", "C2", APRIL, 0.75), ("C1", "C3", APRIL, None)],
        {"C1 to C2": 0.5, "C1 to C3": 0.5},
    ),
    "a succession told twice counts once": (
        [("C1", "C2", APRIL, None), ("C1", "C2", APRIL, None), ("C1", "C3", APRIL, None)],
        {"C1 to C2": 0.5, "C1 to C3": 0.5},
    ),
    "a stated share prevails over a telling without one": (
        [
            ("C1", "C2", APRIL, None),
            ("C1", "C2", APRIL, 0.75),
            ("C1", "C3", APRIL, 0.25),
            ("C1", "C3", APRIL, None),
        ],
        {"C1 to C2": 0.75, "C1 to C3": 0.25},
    ),
    "a share told again later prevails": (
        [
            ("C1", "C2", APRIL, 0.5),
            ("C1", "C3", APRIL, 0.5),
            ("C1", "C2", APRIL, 0.75),
            ("C1", "C3", APRIL, 0.25),
        ],
        {"C1 to C2": 0.75, "C1 to C3": 0.25},
    ),
}


@pytest.mark.parametrize(("said", "expected"), SHARES.values(), ids=SHARES)
def test_successions_have_shares_that_sum_to_one(said, expected):
    found = shares(*(succession(*one) for one in said))

    assert found == {f"{pair}, {APRIL}": pytest.approx(share) for pair, share in expected.items()}


def test_successors_of_different_days_do_not_share():
    found = shares(succession("C1", "C2", "2018-04-01"), succession("C1", "C3", "2020-04-01"))

    assert list(found.values()) == [1.0, 1.0]


def test_what_reached_one_organisation_by_two_ways_is_added_up():
    world = World(
        successions=(
            succession("C1", "C2", "2018-04-01"),
            succession("C1", "C3", "2018-04-01"),
            succession("C2", "C4", "2020-04-01"),
            succession("C3", "C4", "2020-04-01"),
        )
    )

    row, became, share = follow(
        world.history().successions, world.positions(["C1"]), date(2020, 4, 1).toordinal()
    )

    assert (row.tolist(), [world.codes[i] for i in became], share.tolist()) == ([0], ["C4"], [1.0])


# Lives

LIVES = {
    "while open, the day itself": ([life("P1", "2013-04-01")], "2016-01-01", "2016-01-01", False),
    "before the first opening, that opening": (
        [life("P1", "2013-04-01")],
        "2010-01-01",
        "2013-04-01",
        False,
    ),
    "on the day of closing it is open": (
        [life("P1", "2013-04-01", "2015-03-31")],
        "2015-03-31",
        "2015-03-31",
        False,
    ),
    "after closing, the closing": (
        [life("P1", "2013-04-01", "2015-03-31")],
        "2015-04-01",
        "2015-03-31",
        True,
    ),
    "between two lives, the first closing": (
        [life("P1", "2013-04-01", "2015-03-31"), life("P1", "2018-04-01")],
        "2018-03-31",
        "2015-03-31",
        True,
    ),
    "opened again, the day itself": (
        [life("P1", "2013-04-01", "2015-03-31"), life("P1", "2018-04-01")],
        "2018-04-01",
        "2018-04-01",
        False,
    ),
    "opened nobody knows when": (
        [life("P1", None, "2015-03-31")],
        "1990-01-01",
        "1990-01-01",
        False,
    ),
    "of a life nobody told, the day itself": ([], "2016-01-01", "2016-01-01", False),
}


@pytest.mark.parametrize(("lives", "day", "nearest", "closed"), LIVES.values(), ids=LIVES)
def test_nearest_day_of_a_life(lives: list[Lived], day, nearest, closed):
    world = World(lives=tuple(lives), others=("P0", "P1", "P2"))
    history, on = world.history(), date.fromisoformat(day).toordinal()
    p1 = history.index["P1"]

    assert date.fromordinal(nearest_days(history.lives, 3, on)[p1]).isoformat() == nearest
    assert are_closed(history.lives, 3, on).tolist() == [False, closed, False]


def test_parent_is_none_where_no_episode_covers_the_day():
    world = World(memberships=(episode("P1", "C1", "2013-04-01", "2015-03-31"),), others=("P2",))
    episodes = world.history().episodes[Kind.CCG]
    days = [date(2013, 3, 31), date(2013, 4, 1), date(2015, 3, 31), date(2015, 4, 1)]

    found = [
        parents_on(episodes, np.full(len(world.codes), day.toordinal())).tolist() for day in days
    ]

    c1 = world.codes.index("C1")
    assert found == [[NONE] * 3, [NONE, c1, NONE], [NONE, c1, NONE], [NONE] * 3]
