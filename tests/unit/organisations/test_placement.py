"""Which place each site belongs to in each month. The judge is the plain twin in tests/support."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month, month_range
from groundswell.organisations.boundaries import AS_THEN, AsAt, Boundaries
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import Period, Placement, place_weights
from tests.support import plain_placement
from tests.support.examples import few, many
from tests.support.placements import are_alike, places_of, standing, units_of
from tests.support.worlds import (
    DAYS,
    MONTHS,
    PLACE_KINDS,
    SITES,
    Succeeded,
    World,
    episode,
    life,
    smallest,
    snapshot,
    succession,
    worlds,
)

kinds = st.sampled_from(PLACE_KINDS)
boundaries_of = st.one_of(st.just(AS_THEN), st.dates(date(2013, 1, 1), date(2017, 3, 31)).map(AsAt))


def placed(
    world: World,
    kind: Kind,
    boundaries: Boundaries = AS_THEN,
    months: list[Month] = MONTHS,
    sites: tuple[str, ...] = SITES,
) -> Placement:
    return place_weights(world.history(), world.positions(sites), months, kind, boundaries)


def weights_at(
    world: World, kind: Kind, month: str, boundaries: Boundaries = AS_THEN, site: str = "P1"
) -> dict[str, float]:
    """One site's places in one month."""
    months = [Month.parse(month)]
    placement = placed(world, kind, boundaries, months, (site,))
    return places_of(world, placement, months[0])[site]


def over_time(world: World, kind: Kind, *months: str, site: str = "P1") -> list[dict[str, float]]:
    """One site's places in some months, of one placement that spans them all."""
    wanted = [Month.parse(month) for month in months]
    placement = placed(world, kind, months=month_range(wanted[0], wanted[-1]), sites=(site,))
    return [places_of(world, placement, month)[site] for month in wanted]


def one(code: str) -> dict[str, float]:
    return {code: 1.0}


def in_parts(**parts: float) -> object:
    return pytest.approx(parts, abs=1e-12)


# The twin


@many
@given(worlds(), kinds, boundaries_of, st.sets(st.sampled_from(SITES), min_size=1))
def test_the_plain_twin_places_every_site_alike(world, kind, boundaries, some):
    sites = tuple(sorted(some))
    if disagreement(world, kind, boundaries, sites):
        world = smallest(world, lambda fewer: disagreement(fewer, kind, boundaries, sites))
        found = disagreement(world, kind, boundaries, sites)
        pytest.fail(f"{found}\n{kind}, {boundaries}\n{world}")


def disagreement(world: World, kind: Kind, boundaries: Boundaries, sites: tuple[str, ...]) -> str:
    """The first site and day that the product and the plain twin place differently."""
    placement = placed(world, kind, boundaries, sites=sites)
    for period in placement.periods:
        units = units_of(world, placement, period.first)
        places = places_of(world, placement, period.first)
        days = {boundaries.day_for(m) for m in month_range(period.first, period.last)}
        for site, day in product(sites, sorted(days)):
            ours = units[site], places[site]
            theirs = (
                plain_placement.units(world, site, day),
                plain_placement.places(world, site, day, kind),
            )
            if not all(are_alike(*pair) for pair in zip(ours, theirs, strict=True)):
                return f"{site} {day}: (units, places) {ours}, not {theirs}"
    return ""


def test_random_worlds_try_every_rule():
    """Not a check of the product: that the twin is compared on more than empty worlds."""
    tried: Counter[str] = Counter()

    @few
    @given(worlds(), kinds)
    def look(world: World, kind: Kind) -> None:
        for site, day in product(SITES, DAYS):
            units = plain_placement.units(world, site, day)
            places = plain_placement.places(world, site, day, kind)
            tried["has a place"] += bool(places)
            tried["has no place"] += not places
            tried["became another"] += site not in units
            tried["split"] += len(units) > 1
            tried["stands in parts"] += len(places) > 1
            tried["a part has no place"] += 0 < sum(places.values()) < 0.999
            tried["stands where a successor does"] += bool(places) and not any(
                plain_placement.above(world, unit, day, kind) for unit in units
            )

    look()

    assert min(tried.values()) >= 20, tried


# Properties


@few
@given(worlds(), kinds)
def test_as_then_in_a_month_is_as_at_its_last_day(world, kind):
    then = placed(world, kind)

    for month in MONTHS[::7]:
        at = placed(world, kind, AsAt(month.last_day), [month])
        assert places_of(world, then, month) == places_of(world, at, month)


@few
@given(worlds(), kinds, boundaries_of)
def test_weights_of_a_site_sum_to_one_less_its_parts_that_have_no_place(world, kind, boundaries):
    placement = placed(world, kind, boundaries)

    for period in placement.periods:
        units = units_of(world, placement, period.first)
        places = places_of(world, placement, period.first)
        found = standing(world, placement, period)
        for site in SITES:
            assert sum(units[site].values()) == pytest.approx(1)
            kept = sum(
                share * sum(found.get(unit, {}).values()) for unit, share in units[site].items()
            )
            assert sum(places[site].values()) == pytest.approx(kept)
            assert kept < 1 + 1e-12


@few
@given(worlds(), kinds, boundaries_of)
def test_without_splits_a_site_has_one_whole_place_or_none(world, kind, boundaries):
    first_heir = {(s.predecessor, s.on): s for s in reversed(world.successions)}
    world = replace(world, successions=tuple(first_heir.values()))

    placement = placed(world, kind, boundaries)

    for period in placement.periods:
        for places in places_of(world, placement, period.first).values():
            assert list(places.values()) in ([], [1.0])


@few
@given(worlds(), kinds, st.integers(0, len(MONTHS) - 1), st.integers(1, len(MONTHS)))
def test_periods_cover_the_months_asked_for_once(world, kind, start, length):
    months = MONTHS[start : start + length]

    periods = placed(world, kind, months=months).periods

    covered = [m for p in periods for m in month_range(p.first, p.last)]
    assert covered == months


@few
@given(worlds(), kinds)
def test_neighbouring_periods_differ(world, kind):
    placement = placed(world, kind)

    for before, after in pairwise(placement.periods):
        assert not same_weights(world, placement, before, after), f"{before.first}, {after.first}"


def same_weights(world: World, placement: Placement, one: Period, other: Period) -> bool:
    units = [units_of(world, placement, period.first) for period in (one, other)]
    found = [standing(world, placement, period) for period in (one, other)]
    return all(
        are_alike(these.get(code, {}), those.get(code, {}))
        for these, those in (units, found)
        for code in these.keys() | those.keys()
    )


@few
@given(worlds(), kinds, boundaries_of, st.permutations(SITES))
def test_the_order_of_sites_is_only_the_order_of_rows(world, kind, boundaries, order):
    straight, shuffled = (
        placed(world, kind, boundaries, sites=tuple(sites)) for sites in (SITES, order)
    )

    assert [world.codes[i] for i in shuffled.sites] == list(order)
    for month in MONTHS[::12]:
        assert places_of(world, straight, month) == places_of(world, shuffled, month)


@few
@given(worlds(), kinds, boundaries_of)
def test_an_unrelated_organisation_changes_nothing(world, kind, boundaries):
    larger = replace(
        world,
        memberships=(
            episode("P0", "C0", "2014-01-15"),
            snapshot("C0", "I0", "2015-05-05"),
            *world.memberships,
        ),
        successions=(*world.successions, succession("C0", "C00", "2015-11-11")),
        lives=(life("P0", "2014-01-15", "2016-06-06"), *world.lives),
    )

    alone, beside = placed(world, kind, boundaries), placed(larger, kind, boundaries)

    spans = [[(str(p.first), str(p.last)) for p in which.periods] for which in (alone, beside)]
    assert spans[0] == spans[1]
    for period in alone.periods:
        assert places_of(world, alone, period.first) == places_of(larger, beside, period.first)


# What a site has become


def test_chain_of_mergers_is_followed_to_the_day_and_no_further():
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"),),
        successions=(
            succession("C1", "C2", "2016-04-01"),
            succession("C2", "C3", "2018-04-01"),
            succession("C3", "C4", "2020-04-01"),
        ),
    )

    found = over_time(world, Kind.CCG, "2016-03", "2016-04", "2018-04", "2021-01")
    assert found == [one("C1"), one("C2"), one("C3"), one("C4")]
    assert weights_at(world, Kind.CCG, "2021-01", AsAt(date(2018, 4, 1))) == one("C3")


def test_a_succession_before_the_merger_is_not_followed_backwards_in_time():
    """C2 became C3 before C1 became C2: what was C1 stays in C2."""
    world = World(
        memberships=(snapshot("P1", "C1", "2012-01-01"),),
        successions=(succession("C2", "C3", "2014-04-01"), succession("C1", "C2", "2016-04-01")),
    )

    assert weights_at(world, Kind.CCG, "2017-01") == one("C2")


def test_merged_trusts_are_one_unit():
    world = World(
        successions=(succession("T1", "T3", "2019-04-01"), succession("T2", "T3", "2019-04-01"))
    )
    april = Month.parse("2019-04")
    placement = placed(world, Kind.TRUST, months=[april], sites=("T1", "T2"))

    assert [world.codes[u] for u in placement.units] == ["T3"]
    assert units_of(world, placement, april) == {"T1": one("T3"), "T2": one("T3")}


def test_split_with_stated_shares_places_a_site_by_them():
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"),),
        successions=(
            succession("C1", "C2", "2020-04-01", 0.75),
            succession("C1", "C3", "2020-04-01", 0.25),
        ),
    )

    assert weights_at(world, Kind.CCG, "2020-03") == one("C1")
    assert weights_at(world, Kind.CCG, "2020-04") == in_parts(C2=0.75, C3=0.25)


def test_split_without_shares_places_a_site_equally_in_its_parts():
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"),),
        successions=tuple(succession("C1", f"C{i}", "2020-04-01") for i in (2, 3, 4)),
    )

    third = 1 / 3
    assert weights_at(world, Kind.CCG, "2020-04") == in_parts(C2=third, C3=third, C4=third)


def test_split_whose_parts_stand_in_one_place_is_whole_there():
    world = World(
        memberships=(
            snapshot("P1", "C1", "2015-01-01"),
            snapshot("C2", "I1", "2020-05-01"),
            snapshot("C3", "I1", "2020-05-01"),
        ),
        successions=(succession("C1", "C2", "2020-04-01"), succession("C1", "C3", "2020-04-01")),
    )

    assert weights_at(world, Kind.ICB, "2020-04") == in_parts(I1=1.0)


def test_part_of_a_split_without_a_place_is_counted_nowhere():
    """Half of the site is somewhere unknown: the other half does not take its weight."""
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"), snapshot("C2", "I1", "2020-05-01")),
        successions=(succession("C1", "C2", "2020-04-01"), succession("C1", "C3", "2020-04-01")),
    )

    assert weights_at(world, Kind.ICB, "2020-04") == in_parts(I1=0.5)


def test_period_ends_only_where_the_weights_change():
    """An ICB that splits inside one network moves nobody between networks."""
    world = World(
        memberships=(
            snapshot("P1", "I1", "2015-01-01"),
            *(snapshot(icb, "N1", "2015-01-01") for icb in ("I1", "I2", "I3")),
        ),
        successions=(succession("I1", "I2", "2020-04-01"), succession("I1", "I3", "2020-04-01")),
    )
    months = month_range(Month.parse("2020-01"), Month.parse("2020-12"))

    placement = placed(world, Kind.NETWORK, months=months, sites=("P1",))

    assert [(str(p.first), str(p.last)) for p in placement.periods] == [("2020-01", "2020-12")]


def test_loop_within_one_day_is_an_error():
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"),),
        successions=(succession("C1", "C2", "2020-04-01"), succession("C2", "C1", "2020-04-01")),
    )

    assert weights_at(world, Kind.CCG, "2020-03") == one("C1")
    with pytest.raises(ValueError, match="loop within one day"):
        weights_at(world, Kind.CCG, "2020-04")


@pytest.mark.parametrize(
    ("kind", "month"), [(Kind.CCG, "2020-04"), (Kind.ICB, "2020-03")], ids=["behind", "ahead"]
)
def test_loop_through_a_split_is_an_error_before_it_fills_the_memory(kind, month, monkeypatch):
    """Each turn of this loop has two ways: 64 turns would have 2 to the 32nd.

    Behind: followed to what a place has become. Ahead: followed to a successor with a place.
    """
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"),),
        successions=(
            succession("C1", "C2", "2020-04-01"),
            succession("C1", "C3", "2020-04-01"),
            succession("C2", "C1", "2020-04-01"),
            succession("C3", "C1", "2020-04-01"),
            succession("P1", "C1", "2020-04-01"),
        ),
    )
    repeat = np.repeat

    def small(values, times):
        assert np.sum(times) < 1000
        return repeat(values, times)

    monkeypatch.setattr(np, "repeat", small)

    with pytest.raises(ValueError, match="loop within one day"):
        weights_at(world, kind, month)


def test_there_and_back_over_two_days_is_no_loop():
    world = World(
        memberships=(snapshot("P1", "C1", "2015-01-01"),),
        successions=(succession("C1", "C2", "2016-04-01"), succession("C2", "C1", "2018-04-01")),
    )

    found = over_time(world, Kind.CCG, "2016-03", "2016-04", "2018-04")
    assert found == [one("C1"), one("C2"), one("C1")]


# The day of its life


def test_site_opened_later_stands_where_it_opened():
    world = World(
        memberships=(episode("P1", "C1", "2018-04-01"), episode("P1", "C2", "2019-04-01")),
        lives=(life("P1", "2018-04-01"),),
    )

    found = over_time(world, Kind.CCG, "2016-01", "2018-04", "2019-04")
    assert found == [one("C1"), one("C1"), one("C2")]


def test_closed_site_stands_where_it_closed_and_in_what_that_place_became():
    world = World(
        memberships=(
            episode("P1", "C1", "2013-04-01", "2016-03-31"),
            snapshot("P1", "C3", "2019-01-01"),
        ),
        lives=(life("P1", "2013-04-01", "2016-03-31"),),
        successions=(succession("C1", "C2", "2018-04-01"),),
    )

    found = over_time(world, Kind.CCG, "2016-04", "2018-04", "2020-01")
    assert found == [one("C1"), one("C2"), one("C2")]


def test_reopened_site_stands_where_it_last_closed_until_it_opens_again():
    world = World(
        memberships=(
            episode("P1", "C1", "2013-04-01"),
            episode("P1", "C2", "2015-06-01"),
            episode("P1", "C3", "2018-06-01"),
        ),
        lives=(life("P1", "2013-04-01", "2015-03-31"), life("P1", "2018-04-01")),
    )

    found = over_time(world, Kind.CCG, "2014-01", "2017-01", "2018-04", "2018-06")
    assert found == [one("C1"), one("C1"), one("C2"), one("C3")]


def test_move_of_a_successor_moves_what_it_succeeded():
    """P2 is no site of this placement: only the succession leads to it, and to its CCG's ICB."""
    world = World(
        memberships=(
            episode("P2", "C1", "2013-04-01"),
            episode("P2", "C2", "2018-06-01"),
            episode("C2", "I2", "2013-04-01"),
            episode("C2", "I3", "2019-08-01"),
            episode("C1", "I1", "2013-04-01"),
        ),
        successions=(succession("P1", "P2", "2016-04-01"),),
    )

    found = over_time(world, Kind.ICB, "2017-01", "2018-05", "2018-06", "2019-07", "2019-08")

    assert found == [one("I1"), one("I1"), one("I2"), one("I2"), one("I3")]


def test_site_between_two_memberships_has_no_place():
    world = World(
        memberships=(
            episode("P1", "C1", "2013-04-01", "2015-03-31"),
            episode("P1", "C2", "2017-04-01"),
        )
    )

    found = over_time(world, Kind.CCG, "2013-03", "2015-03", "2015-04", "2017-03", "2017-04")
    assert found == [{}, one("C1"), {}, {}, one("C2")]


# Rule 3: no membership leads to a place


def test_trust_that_closed_before_its_icb_was_recorded_stands_where_its_successor_does():
    world = World(
        memberships=(snapshot("T2", "I1", "2020-05-01"),),
        successions=(succession("T1", "T2", "2016-04-01"),),
        lives=(life("T1", "2001-04-01", "2016-03-31"), life("T2", "2016-04-01")),
    )

    assert weights_at(world, Kind.ICB, "2015-01", site="T1") == one("I1")


def test_site_without_a_place_stands_where_its_next_successor_does_not_its_last():
    world = World(
        memberships=(snapshot("T2", "I1", "2017-01-01"), snapshot("T3", "I2", "2020-05-01")),
        successions=(succession("T1", "T2", "2016-04-01"), succession("T2", "T3", "2019-04-01")),
    )

    found = over_time(world, Kind.ICB, "2015-01", "2016-04", "2019-04", site="T1")
    assert found == [one("I1"), one("I1"), one("I2")]


def test_next_successor_counts_even_where_the_last_has_no_place():
    world = World(
        memberships=(snapshot("T2", "I1", "2017-01-01"),),
        successions=(succession("T1", "T2", "2016-04-01"), succession("T2", "T3", "2019-04-01")),
    )

    assert weights_at(world, Kind.ICB, "2015-01", site="T1") == one("I1")


def test_successor_of_the_past_is_not_the_next_one():
    """T2 gave its work to T3 in 2014 and took T1's in 2016: nothing says where it stands."""
    world = World(
        memberships=(snapshot("T3", "I3", "2017-01-01"),),
        successions=(succession("T2", "T3", "2014-04-01"), succession("T1", "T2", "2016-04-01")),
    )

    assert weights_at(world, Kind.ICB, "2018-01", site="T1") == {}


# England


def frimley(*more: object, shares: tuple[float | None, ...] = (None, None, None)) -> World:
    """On 1 April 2026 NHS Frimley ICB (QNQ) passed to three: Thames Valley (S0E4D), Surrey and
    Sussex (S9B9J), Hampshire and Isle of Wight (QRL)."""
    heirs = zip(("S0E4D", "S9B9J", "QRL"), shares, strict=True)
    return World(
        memberships=(
            snapshot("P1", "C1", "2022-07-01"),
            snapshot("C1", "QNQ", "2022-07-01"),
            *more,
        ),
        successions=tuple(Succeeded("QNQ", heir, date(2026, 4, 1), share) for heir, share in heirs),
        kinds=dict.fromkeys(("QNQ", "S0E4D", "S9B9J", "QRL"), Kind.ICB),
    )


def test_frimley_splits_in_three_where_nothing_says_which_part_a_practice_went_to():
    world, third = frimley(), 1 / 3

    assert weights_at(world, Kind.ICB, "2026-03") == one("QNQ")
    assert weights_at(world, Kind.ICB, "2026-04") == in_parts(S0E4D=third, S9B9J=third, QRL=third)
    assert weights_at(world, Kind.ICB, "2020-01", AsAt(date(2026, 4, 1))) == in_parts(
        S0E4D=third, S9B9J=third, QRL=third
    )


def test_frimley_splits_by_shares_where_they_are_stated():
    world = frimley(shares=(0.5, 0.2, 0.3))

    assert weights_at(world, Kind.ICB, "2026-04") == in_parts(S0E4D=0.5, S9B9J=0.2, QRL=0.3)


def test_frimley_practice_is_whole_in_the_part_that_a_membership_names():
    world = frimley(episode("C1", "S9B9J", "2026-04-01"))

    assert weights_at(world, Kind.ICB, "2026-03") == one("QNQ")
    assert weights_at(world, Kind.ICB, "2026-04") == one("S9B9J")


def test_frimley_parts_stand_in_the_networks_of_the_new_icbs():
    world = frimley(
        snapshot("QNQ", "N1", "2022-07-01"),
        snapshot("S0E4D", "N1", "2026-05-01"),
        snapshot("S9B9J", "N2", "2026-05-01"),
        snapshot("QRL", "N3", "2026-05-01"),
        shares=(0.5, 0.2, 0.3),
    )

    assert weights_at(world, Kind.NETWORK, "2026-03") == one("N1")
    assert weights_at(world, Kind.NETWORK, "2026-04") == in_parts(N1=0.5, N2=0.2, N3=0.3)


def test_icb_that_straddles_two_networks_leaves_its_ccgs_where_they_are():
    world = World(
        memberships=(
            snapshot("P1", "C1", "2020-01-01"),
            snapshot("P2", "C2", "2020-01-01"),
            snapshot("C1", "I1", "2020-01-01"),
            snapshot("C2", "I1", "2020-01-01"),
            snapshot("C2", "N2", "2020-01-01"),
            snapshot("I1", "N1", "2020-01-01"),
            snapshot("I1", "R1", "2020-01-01"),
        )
    )

    assert weights_at(world, Kind.ICB, "2020-01", site="P2") == one("I1")
    assert weights_at(world, Kind.NETWORK, "2020-01", site="P1") == one("N1")
    assert weights_at(world, Kind.NETWORK, "2020-01", site="P2") == one("N2")
    assert weights_at(world, Kind.REGION, "2020-01", site="P2") == one("R1")


def test_maternity_unit_stands_where_its_trust_does():
    world = World(
        memberships=(snapshot("M1", "T1", "2020-01-01"), snapshot("T1", "I1", "2020-01-01"))
    )

    assert weights_at(world, Kind.TRUST, "2020-01", site="M1") == one("T1")
    assert weights_at(world, Kind.ICB, "2020-01", site="M1") == one("I1")


def test_month_that_was_not_asked_for_has_no_period():
    placement = placed(World(others=SITES), Kind.ICB, months=MONTHS[:3])

    with pytest.raises(KeyError, match="2017-03"):
        placement.at(MONTHS[-1])


def test_no_sites_have_no_places():
    placement = placed(World(others=SITES), Kind.ICB, sites=())

    assert placement.weights_at(MONTHS[0]).shape == (0, 0)
