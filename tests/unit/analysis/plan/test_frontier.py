"""The price of equity."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.analysis.plan import made_up_problem, price_of_equity, solve
from groundswell.analysis.plan.frontier import _carried_down

COUNTRY = made_up_problem(np.random.default_rng(3), sites=1_100, networks=5, pcns=125, icbs=10)
FLOORS = (0.2, 0.3, 0.4, 0.5)


def test_price_is_the_benefit_given_up_and_never_falls():
    frontier = price_of_equity(COUNTRY, FLOORS)
    free = solve(replace(COUNTRY, equity=None))
    assert [price.floor for price in frontier.prices] == [None, *FLOORS]
    assert frontier.prices[0].objective == pytest.approx(free.objective, rel=1e-3)
    prices = [price.price for price in frontier.prices]
    assert prices[0] == 0
    assert prices == sorted(prices)
    for price in frontier.prices:
        assert price.objective <= price.bound
        assert price.share >= (price.floor or 0) - 1e-6


def test_floor_out_of_reach_is_said():
    frontier = price_of_equity(COUNTRY, (0.3, 0.999, 1.0))
    assert [price.price is None for price in frontier.prices] == [False, False, True, True]
    assert "No plan reaches 99.9% or more" in frontier.warnings[0]


def test_no_plan_even_without_an_equity_floor():
    floors = tuple(replace(floor, sites=floor.sites + 1_000) for floor in COUNTRY.floors)
    frontier = price_of_equity(replace(COUNTRY, floors=floors), (0.3,))
    assert {price.price for price in frontier.prices} == {None}
    assert "even without an equity floor" in frontier.warnings[0]


def test_better_plan_of_a_higher_floor_takes_the_lower_floors_place():
    low, high = solve(COUNTRY), solve(COUNTRY, gap=0)
    worse = replace(low, objective=high.objective - 1)
    assert _carried_down({0.1: worse, 0.2: high}) == {0.1: high, 0.2: high}


def test_frontier_needs_people():
    with pytest.raises(ValueError, match="deprived share and population"):
        price_of_equity(replace(COUNTRY, equity=None))
