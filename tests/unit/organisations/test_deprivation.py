"""Scores of practices by edition, and of places by their practices: a plain twin, and examples."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.organisations.deprivation import Scores, scores_of
from tests.support import plain_placement
from tests.support.worlds import (
    DAYS,
    MONTHS,
    World,
    episode,
    life,
    snapshot,
    succession,
    worlds,
)

PRACTICES = ("P1", "P2")
PLACES = ("C1", "C2", "C3", "U1", "I1", "I2", "R1", "N1", "N2")

# Two CCGs of one ICB; 2015 is the first edition, 2019 the second.
WORLD = World(
    memberships=(
        episode("P1", "C1", "2013-04-01"),
        episode("P2", "C1", "2013-04-01"),
        episode("P3", "C2", "2013-04-01"),
        episode("C1", "I1", "2013-04-01"),
        episode("C2", "I1", "2013-04-01"),
        episode("T1", "I1", "2013-04-01"),
    ),
    others=("P4",),
)
SAID = {
    ("P1", "2015-01-01"): 40.0,
    ("P1", "2019-01-01"): 50.0,
    ("P2", "2015-01-01"): 20.0,
    ("P3", "2019-01-01"): 10.0,
}


def scores(world, said):
    """The scores as stored, from (code, day) to score."""
    history = world.history()
    rows = sorted(
        (history.index[c], date.fromisoformat(d).toordinal(), s) for (c, d), s in said.items()
    )
    organisation, since, score = zip(*rows, strict=True) if rows else ((), (), ())
    return Scores(
        np.array(organisation, dtype=np.int64),
        np.array(since, dtype=np.int64),
        np.array(score, float),
    )


def ask(*codes, month="2019-06", world=WORLD, said=SAID, weights=None):
    found = scores_of(world.history(), scores(world, said), codes, Month.parse(month), weights)
    return [None if np.isnan(score) else round(float(score), 9) for score in found]


def test_practice_has_the_newest_edition_of_the_month_and_before_all_the_earliest():
    months = ("2013-01", "2015-01", "2018-12", "2019-01", "2030-01")
    assert [ask("P1", month=month)[0] for month in months] == [40, 40, 40, 50, 50]
    assert ask("P2", "P3", month="2016-01") == [20, 10]


def test_place_has_the_mean_of_its_practices():
    assert ask("C1", "C2", "I1") == [35, 10, pytest.approx(80 / 3)]


def test_mean_is_weighted_by_patients_and_who_has_none_known_does_not_count():
    assert ask("C1", "I1", weights={"P1": 3000, "P2": 1000}) == [42.5, 42.5]
    assert ask("C1", "C2", weights={"P3": 10}) == [None, 10]


def test_practice_without_a_score_trust_and_unknown_code_have_none():
    assert ask("P4", "T1", "NOBODY", "R1") == [None] * 4


def test_codes_are_answered_in_their_order_and_as_often_as_asked():
    assert ask("C2", "P1", "C1", "C2") == [10, 50, 35, 10]
    assert ask() == []


def test_practice_that_has_closed_or_not_opened_counts_in_no_mean_but_keeps_its_own():
    closed = World(
        memberships=WORLD.memberships,
        lives=(life("P1", "2010-01-01", "2018-03-31"), life("P2", "2010-01-01")),
    )
    assert ask("C1", "P1", world=closed) == [20, 50]
    assert ask("C1", world=closed, month="2018-03") == [30]  # its last day
    assert ask("C1", world=closed, month="2018-04") == [20]
    opens = World(memberships=WORLD.memberships, lives=(life("P1", "2020-01-01"),))
    assert ask("C1", world=opens) == [20]


def test_membership_is_that_of_the_month():
    moved = World(
        memberships=(
            episode("P1", "C1", "2013-04-01", "2017-03-31"),
            episode("P1", "C2", "2017-04-01"),
            episode("P2", "C1", "2013-04-01"),
        )
    )
    said = {("P1", "2015-01-01"): 40.0, ("P2", "2015-01-01"): 20.0}
    assert ask("C1", "C2", month="2017-03", world=moved, said=said) == [30, None]
    assert ask("C1", "C2", month="2017-04", world=moved, said=said) == [20, 40]


MERGED = World(
    memberships=(
        snapshot("P1", "C1", "2018-09-01"),
        snapshot("P2", "C2", "2018-09-01"),
        snapshot("P3", "C4", "2018-09-01"),
    ),
    successions=(succession("C1", "C3", "2020-04-01"), succession("C2", "C3", "2020-04-01")),
)


def test_merged_place_has_the_mean_of_all_and_before_its_time_that_of_its_first_day():
    assert ask("C3", world=MERGED, month="2020-04") == [35]
    assert ask("C3", world=MERGED, month="2015-07") == [30]  # the edition is that of the month


def test_place_that_has_merged_away_has_the_mean_of_its_last_day():
    assert ask("C1", "C2", "C4", world=MERGED, month="2021-01") == [50, 20, 10]


def test_place_without_practices_has_none_whenever_it_is_asked():
    world = World(memberships=(episode("C1", "I1", "2013-04-01", "2016-03-31"),), others=("P1",))
    for month in ("2014-01", "2020-01"):
        assert ask("C1", "I1", world=world, month=month, said={}) == [None, None]


def plain(world, own, place, day, weights):
    """One place, practice by practice, on the nearest of the days on which it was itself."""
    became = [s.on for s in world.successions if s.successor == place]
    passed_on = [s.on for s in world.successions if s.predecessor == place]
    opened = [v.opened or date.min for v in world.lives if v.organisation == place]
    day = min([day, *(on - timedelta(days=1) for on in passed_on)])
    day = max(day, min(became + passed_on + opened)) if became else day
    total = people = 0.0
    for practice, score in own.items():
        if plain_placement._nearest_day_of_life(world, practice, day) != day:
            continue
        shares = plain_placement.places(world, practice, day, world.kind(place))
        part = shares.get(place, 0.0) * weights.get(practice, 0.0)
        total, people = total + part * score, people + part
    return total / people if people else None


@given(
    world=worlds(),
    month=st.sampled_from(MONTHS),
    own=st.dictionaries(st.sampled_from(PRACTICES), st.floats(0, 100)),
    weights=st.dictionaries(st.sampled_from(PRACTICES), st.integers(0, 9000)),
)
def test_equals_its_plain_twin(world, month, own, weights):
    said = {(code, str(DAYS[0])): score for code, score in own.items()}
    found = ask(*PLACES, month=str(month), world=world, said=said, weights=weights)
    for place, score in zip(PLACES, found, strict=True):
        expected = plain(world, own, place, month.last_day, weights)
        assert score == (expected if expected is None else pytest.approx(expected, abs=1e-6)), place
