"""Sites due by a day, ratings and outcomes, against a plain twin and by properties."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.rules import DEFINITIONS as DEFINED
from groundswell.programmes.rules import (
    DEFINITIONS,
    Due,
    Ending,
    Rag,
    outcome_on,
    quarters,
    rag,
    sites_due,
    target_words,
)
from tests.support.plain_programmes import plain_sites_due

START = date(2018, 4, 1)


def count_due(day, value):
    return Due(date.fromisoformat(day), "count", value, None)


def on(day, *dues, eligible=200.0):
    return sites_due(dues, START, date.fromisoformat(day), eligible)


def test_names_of_definitions_are_those_that_adoption_defines():
    assert tuple(DEFINED) == DEFINITIONS


def test_the_line_goes_from_nothing_at_the_start_through_each_target():
    targets = count_due("2018-04-11", 10), count_due("2018-05-01", 50)
    assert on("2018-04-01", *targets) == 0
    assert on("2018-04-06", *targets) == 5
    assert on("2018-04-11", *targets) == 10
    assert on("2018-04-21", *targets) == 30
    assert on("2018-05-01", *targets) == 50


def test_after_the_last_target_it_stays():
    assert on("2030-01-01", count_due("2018-04-11", 10)) == 10


def test_before_the_start_and_without_targets_nothing_is_known_to_be_due():
    assert on("2018-03-31", count_due("2018-04-11", 10)) is None
    assert on("2018-04-06") is None


def test_a_target_on_the_day_of_the_start_holds_from_that_day():
    assert on("2018-04-01", count_due("2018-04-01", 10)) == 10


def test_shares_are_of_the_eligible_sites_and_trajectories_of_their_whole():
    day = date(2018, 9, 30)
    assert on("2018-09-30", Due(day, "share", 0.45, None), eligible=200) == 90
    assert on("2018-09-30", Due(day, "trajectory", 0.5, 120), eligible=200) == 60
    with pytest.raises(ValueError, match="whole"):
        on("2018-09-30", Due(day, "trajectory", 0.5, None))


dues = st.lists(
    st.builds(
        Due,
        st.dates(date(2018, 3, 1), date(2019, 3, 31)),
        st.sampled_from(["share", "count", "trajectory"]),
        st.floats(0, 1),
        st.floats(1, 500),
    ),
    unique_by=lambda due: due.day,
    max_size=6,
)


@given(dues, st.dates(date(2018, 1, 1), date(2019, 12, 31)), st.integers(0, 500))
def test_sites_due_are_those_of_a_plain_walk_from_day_to_day(targets, day, eligible):
    found = sites_due(targets, START, day, eligible)
    plain = plain_sites_due(targets, START, day, eligible)
    assert (found is None) == (plain is None)
    assert found == pytest.approx(plain, abs=1e-6)


@given(dues, st.integers(0, 500))
def test_a_trajectory_that_never_falls_never_asks_for_fewer_sites_a_day_later(targets, eligible):
    rising = sorted(targets, key=lambda due: due.day)
    sites = sorted(due.sites(eligible) for due in rising)
    line = [Due(d.day, "count", s, None) for d, s in zip(rising, sites, strict=True)]
    days = [START + timedelta(days=n) for n in range(0, 600, 7)]
    found = [sites_due(line, START, day, eligible) for day in days]
    if line:
        assert all(a <= b + 1e-6 for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("adopted", "due", "rating"),
    [
        (95, 100.0, Rag.GREEN),
        (94, 100.0, Rag.AMBER),
        (80, 100.0, Rag.AMBER),
        (79, 100.0, Rag.RED),
        (0, 100.0, Rag.RED),
        (0, 0.0, Rag.GREEN),
        (3, None, Rag.NONE),
        (120, 100.0, Rag.GREEN),
        (0.95 * 0.1 * 3, 0.1 + 0.1 + 0.1, Rag.GREEN),
    ],
)
def test_ratings_are_by_the_share_of_what_is_due(adopted, due, rating):
    assert rag(adopted, due) == rating


def test_the_ending_told_last_prevails_from_its_day():
    told = [
        Ending("closed", date(2020, 3, 31)),
        Ending("handed-over", date(2020, 9, 30), "NHS England"),
    ]
    assert outcome_on("running", [], date(2021, 1, 1)) == "running"
    assert outcome_on("withdrawn", [], date(2021, 1, 1)) == "withdrawn"
    assert outcome_on("running", told[:1], date(2020, 3, 30)) == "running"
    assert outcome_on("running", told[:1], date(2020, 3, 31)) == "closed"
    assert outcome_on("running", told, date(2020, 3, 31)) == "running"
    assert outcome_on("closed", told, date(2020, 9, 30)) == "handed-over"


def test_quarters_begin_with_the_start_and_end_with_the_end():
    found = quarters(date(2018, 5, 15), date(2019, 2, 10))
    assert [(str(a), str(b)) for a, b in found] == [
        ("2018-05-15", "2018-06-30"),
        ("2018-07-01", "2018-09-30"),
        ("2018-10-01", "2018-12-31"),
        ("2019-01-01", "2019-02-10"),
    ]
    assert quarters(date(2019, 1, 1), date(2018, 12, 31)) == []


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_quarters_hold_every_day_once(start, days):
    end = start + timedelta(days=days)
    held = [
        first + timedelta(days=n)
        for first, last in quarters(start, end)
        for n in range((last - first).days + 1)
    ]
    assert held == [start + timedelta(days=n) for n in range(days + 1)]


@pytest.mark.parametrize(
    ("kind", "value", "whole", "words"),
    [
        ("share", 0.45, None, "45% of eligible sites"),
        ("share", 0.285, None, "28.5% of eligible sites"),
        ("trajectory", 0.5, 1200.0, "50% of 1,200"),
        ("count", 120.0, None, "120 sites"),
        ("count", 1.0, None, "1 site"),
    ],
)
def test_targets_in_words(kind, value, whole, words):
    assert target_words(kind, value, whole) == words
