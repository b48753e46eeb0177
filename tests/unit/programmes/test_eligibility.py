"""Which sites a rule selects, and why it leaves out the others. The judge is the plain twin."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.organisations.models import Kind
from groundswell.programmes.eligibility import (
    LONGEST_RULE,
    Left,
    Rule,
    gone,
    outside_network,
    select,
)
from tests.support.plain_programmes import plain_selection
from tests.support.worlds import DAYS, EVERYBODY, World, episode, life, snapshot, succession, worlds

DAY = date(2018, 4, 1)
PLACES = tuple(code for code in EVERYBODY if code[0] in "CINR")


@st.composite
def rules(draw):
    listed = draw(st.booleans())
    sites = draw(st.lists(st.sampled_from(("P1", "P2")), unique=True, min_size=1))
    within = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=3))
    return Rule(
        Kind.PRACTICE if listed else draw(st.sampled_from((Kind.PRACTICE, Kind.TRUST, Kind.CCG))),
        draw(st.sampled_from(DAYS)),
        () if listed else tuple(within),
        tuple(sites) if listed else (),
        draw(st.none() | st.just(10.0)),
        draw(st.none() | st.just(20.0)),
    )


sizes_of = st.dictionaries(st.sampled_from(("P1", "P2", "T1")), st.sampled_from((5.0, 10.0, 25.0)))


@given(worlds(), rules(), sizes_of)
def test_a_rule_selects_what_its_plain_twin_selects(world, rule, sizes):
    found = select(rule, world.history(), sizes)
    selected, left = plain_selection(world, rule, sizes)
    assert set(found.selected) == selected
    assert {why.name: set(codes) for why, codes in found.left_out.items()} == left


@given(worlds(), rules(), sizes_of)
def test_every_site_of_the_kind_is_selected_or_left_out_for_one_reason(world, rule, sizes):
    found = select(rule, world.history(), sizes)
    told = [*found.selected, *(code for codes in found.left_out.values() for code in codes)]
    asked = rule.sites or world.codes
    assert sorted(told) == sorted(code for code in asked if world.kind(code) == rule.kind)


TWO_PLACES = World(
    memberships=(
        episode("P1", "C1", "2013-04-01"),
        episode("P2", "C2", "2013-04-01"),
        episode("P3", "C1", "2013-04-01", "2017-03-31"),
        episode("P3", "C2", "2017-04-01"),
        episode("C1", "I1", "2016-12-01"),
        episode("C2", "I2", "2016-12-01"),
    ),
    lives=(
        life("P1", "2010-04-01"),
        life("P2", "2010-04-01", "2018-04-01"),
        life("P4", "2018-04-02"),
    ),
    others=("P5",),
)


def chosen(world=TWO_PLACES, sizes=None, **more):
    rule = Rule(**{"kind": Kind.PRACTICE, "on": DAY} | more)
    found = select(rule, world.history(), sizes or {})
    return found.selected, found.left_out


def test_a_place_is_the_one_of_the_day():
    assert chosen(within=("C1",))[0] == ("P1",)
    assert chosen(within=("C1",), on=date(2017, 3, 31))[0] == ("P1", "P3")
    assert chosen(within=("I2",))[0] == ("P2", "P3")


def test_a_site_counts_from_its_first_day_to_its_last():
    selected, left = chosen(within=("C2",), on=date(2018, 4, 2))
    assert selected == ("P3",)
    assert left[Left.CLOSED] == ("P2",)
    assert Left.NOT_OPEN not in left
    assert chosen()[1][Left.NOT_OPEN] == ("P4",)


def test_a_site_of_no_known_place_is_left_out_as_such():
    assert chosen(within=("C1",))[1][Left.NO_PLACE] == ("P5",)
    assert chosen()[1][Left.NO_PLACE] == ("P5",)


def test_a_site_that_left_every_place_is_not_taken_for_one_of_no_known_place():
    world = World(
        memberships=(
            episode("P1", "I1", "2013-04-01", "2017-03-31"),
            episode("P2", "I1", "2013-04-01"),
        ),
    )
    assert chosen(world) == (("P2",), {Left.LEFT: ("P1",)})
    assert chosen(world, within=("I1",), on=date(2017, 3, 31))[0] == ("P1", "P2")


def test_where_nobody_told_of_any_place_all_of_england_is_everybody():
    assert chosen(World(others=("P1", "P2")))[0] == ("P1", "P2")


def test_places_of_two_kinds_are_taken_together_and_a_site_once():
    assert chosen(within=("C1", "I1", "I2"))[0] == ("P1", "P2", "P3")


def test_a_site_in_a_place_that_was_split_is_not_known_to_be_inside():
    world = World(
        memberships=(snapshot("P1", "C1", "2016-01-01"),),
        successions=(
            succession("C1", "C2", "2017-04-01"),
            succession("C1", "C3", "2017-04-01"),
        ),
    )
    assert chosen(world, within=("C2",)) == ((), {Left.SPLIT_PLACE: ("P1",)})
    assert chosen(world, within=("C2", "C3"))[0] == ("P1",)


def test_sizes_are_inclusive_and_an_unknown_one_is_not_a_small_one():
    sizes = {"P1": 5000.0, "P2": 4999.0}
    selected, left = chosen(sizes=sizes, size_from=5000.0)
    assert selected == ("P1",)
    assert left[Left.TOO_SMALL] == ("P2",)
    assert left[Left.UNKNOWN_SIZE] == ("P3",)
    assert chosen(sizes=sizes, size_to=4999.0)[0] == ("P2",)


def test_merged_trusts_count_as_what_they_became():
    world = World(
        memberships=(episode("T1", "I1", "2013-04-01"), episode("T2", "I1", "2013-04-01")),
        successions=(succession("T1", "T2", "2017-10-01"),),
    )
    assert chosen(world, kind=Kind.TRUST)[0] == ("T2",)
    assert chosen(world, kind=Kind.TRUST, on=date(2017, 9, 30))[0] == ("T1",)


def test_sites_outside_a_network_are_told():
    world = World(
        memberships=(
            episode("P1", "N1", "2013-04-01"),
            episode("P2", "N2", "2013-04-01", "2017-03-31"),
            episode("P2", "N1", "2017-04-01"),
        ),
        others=("P3",),
    )
    everybody = ("P1", "P2", "P3")
    assert outside_network(world.history(), everybody, "N1", DAY) == ("P3",)
    assert outside_network(world.history(), everybody, "N1", date(2017, 3, 31)) == ("P2", "P3")
    assert outside_network(world.history(), everybody, "N9", DAY) == everybody


def test_a_place_that_is_no_more_says_what_it_became():
    world = World(successions=(succession("C1", "C2", "2017-04-01"),))
    assert gone(world.history(), "C1", date(2017, 3, 31)) == []
    assert gone(world.history(), "C1", DAY) == ["C2"]
    assert gone(world.history(), "C2", DAY) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "GP practices in England, as at 1 April 2018"),
        (
            {"within": ("I1",), "size_from": 5000.0},
            "GP practices in Bristol ICB with 5,000 patients or more, as at 1 April 2018",
        ),
        (
            {"within": ("I1", "I2", "I3"), "size_from": 1.0, "size_to": 9.0},
            "GP practices in Bristol ICB, I2 or I3 with 1 to 9 patients, as at 1 April 2018",
        ),
        (
            {"kind": Kind.TRUST, "sites": ("T1", "T2")},
            "NHS trusts on a list of 2, as at 1 April 2018",
        ),
        ({"size_to": 9.0}, "GP practices in England with 9 patients or fewer, as at 1 April 2018"),
    ],
)
def test_rules_in_words(rule, words):
    said = Rule(**{"kind": Kind.PRACTICE, "on": DAY} | rule).words({"I1": "Bristol ICB"})
    assert said == words


def test_a_rule_of_many_places_says_how_many():
    rule = Rule(Kind.PRACTICE, DAY, tuple(f"I{n}" for n in range(60)))
    said = rule.words({f"I{n}": f"A place called {n}" for n in range(60)})
    assert said == "GP practices in 60 places, as at 1 April 2018"
    assert len(said) <= LONGEST_RULE
