"""The stored history is the history that its evidence makes; names and lives of a day."""

from datetime import date

import pytest

from groundswell.organisations.models import Kind
from groundswell.organisations.queries import history, names_on, openings, organisations_version
from tests.support.factories import (
    make_life,
    make_name,
    make_organisation,
    make_submission,
    store_world,
)
from tests.support.worlds import World, episode, life, snapshot, succession

pytestmark = pytest.mark.django_db

WORLD = World(
    memberships=(
        snapshot("P1", "C1", "2018-09-01"),
        episode("P1", "C2", "2019-04-01", "2020-03-31"),
        snapshot("C1", "I1", "2018-09-01"),
        snapshot("I1", "N1", "2018-09-01"),
    ),
    successions=(
        succession("C1", "C2", "2020-04-01", 0.75),
        succession("C1", "C3", "2020-04-01", 0.25),
        succession("I1", "I2", "2026-04-01"),
    ),
    lives=(
        life("P1", "2013-04-01", "2015-03-31"),
        life("P1", "2018-04-01"),
        life("C1", None, "2020-03-31"),
    ),
)


def test_stored_evidence_makes_the_history_that_the_evidence_makes():
    store_world(WORLD)

    stored, made = history(), WORLD.history()

    assert (stored.codes, stored.kinds.tolist()) == (made.codes, made.kinds.tolist())
    assert stored.index == made.index
    assert stored.episodes.keys() == made.episodes.keys()
    pairs = [(stored.episodes[kind], made.episodes[kind]) for kind in made.episodes]
    for ours, theirs in [
        *pairs,
        (stored.successions, made.successions),
        (stored.lives, made.lives),
    ]:
        for column in type(theirs).__slots__:
            assert getattr(ours, column).tolist() == getattr(theirs, column).tolist(), column


def test_history_of_nothing_is_empty():
    assert (history().codes, history().episodes) == ((), {})


def test_history_is_read_again_once_organisations_changed():
    store_world(World(others=("P1",)))
    before = history()

    store_world(World(others=("P2",)))

    assert (before.codes, history().codes) == (("P1",), ("P1", "P2"))


def test_history_is_not_read_again_for_a_file_without_organisations():
    store_world(World(others=("P1",)))
    version, before = organisations_version(), history()

    make_submission(facts={"events": 3})

    assert organisations_version() == version
    assert history() is before


def lives_of(code: str) -> list[tuple[int, int]]:
    held = history()
    ours = held.lives.organisation == held.index[code]
    return list(
        zip(held.lives.opened[ours].tolist(), held.lives.closed[ours].tolist(), strict=True)
    )


def test_lives_are_those_of_the_latest_source_alone():
    """It says nothing of the life that an older source told."""
    make_life("P1", "2001-04-01", "2010-03-31", observed="2019-01-01")
    make_life("P1", "2013-04-01", None, observed="2022-05-01")
    make_life("P1", "2012-04-01", None, observed="2020-01-01")
    make_life("P2", "2002-04-01", None, observed="2018-01-01")

    assert [opened for opened, _ in lives_of("P1")] == [date(2013, 4, 1).toordinal()]
    assert len(lives_of("P2")) == 1


def test_one_source_may_tell_several_lives():
    submission = make_submission()
    make_life("P1", "2018-04-01", None, submission=submission)
    make_life("P1", "2013-04-01", "2015-03-31", submission=submission)

    opened = [date.fromordinal(day).year for day, _ in lives_of("P1")]

    assert opened == [2013, 2018]


def test_opening_is_the_first_that_any_source_tells():
    make_life("P1", "2013-04-01", None, observed="2022-05-01")
    make_life("P1", "2012-04-01", None, observed="2019-01-01")
    make_life("P2", None, "2015-03-31")

    assert openings() == {make_organisation("P1").pk: date(2012, 4, 1)}


NAMES = [("2013-05-23", "West of England AHSN"), ("2023-10-01", "Health Innovation West")]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2010-01-01", "West of England AHSN"),
        ("2013-05-23", "West of England AHSN"),
        ("2023-09-30", "West of England AHSN"),
        ("2023-10-01", "Health Innovation West"),
        ("2026-01-01", "Health Innovation West"),
    ],
)
@pytest.mark.parametrize("told", [NAMES, NAMES[::-1]], ids=["in order", "newest first"])
def test_name_is_the_one_in_use_on_the_day(day, name, told):
    make_organisation("N1", Kind.NETWORK)
    for since, called in told:
        make_name("N1", called, since)

    assert names_on(["N1"], date.fromisoformat(day)) == {"N1": name}


def test_of_two_names_since_one_day_the_one_recorded_later_is_used():
    make_name("N1", "West", "2023-10-01")
    make_name("N1", "Health Innovation West", "2023-10-01")

    names = {names_on(["N1"], date(year, 1, 1))["N1"] for year in (2020, 2024)}

    assert names == {"Health Innovation West"}


def test_organisation_without_a_name_is_left_out():
    make_organisation("P1")

    assert names_on(["P1", "P9"], date(2020, 1, 1)) == {}
