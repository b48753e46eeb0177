"""What holds of every plan, whatever the problem."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.plan import Infeasible, made_up_problem, preview, solve
from groundswell.analysis.plan.constraints import broken, value_of
from groundswell.analysis.plan.ordering import _reordered
from tests.support.plain_plans import NEVER, is_allowed, plain_value, small_problem

seeds = st.integers(0, 2**32 - 1)


def country(seed=1, **changes):
    """A tenth of England: seconds become hundredths."""
    sizes = {"sites": 1_100, "networks": 5, "pcns": 125, "icbs": 10}
    return made_up_problem(np.random.default_rng(seed), **{**sizes, **changes})


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=seeds)
def test_the_judge_of_plans_agrees_with_plain_loops(seed):
    rng = np.random.default_rng(seed)
    problem = small_problem(rng, sites=6, quarters=2, spill_over=bool(rng.integers(2)))
    quarter = rng.integers(-1, 2, 6)
    choice = [NEVER if q < 0 else int(q) for q in quarter]

    assert (not broken(problem, quarter >= 0, quarter)) == is_allowed(problem, choice)
    assert value_of(problem, quarter >= 0, quarter) == pytest.approx(plain_value(problem, choice))


@pytest.mark.parametrize("quarters", [1, 3])
@pytest.mark.parametrize("make", [solve, preview])
def test_order_of_sites_changes_nothing(make, quarters):
    problem = country(quarters=quarters)
    order = np.random.default_rng(2).permutation(problem.n)
    shuffled = _reordered(problem, order, np.argsort(order))

    plan, other = make(problem), make(shuffled)

    assert (other.chosen == plan.chosen[order]).all()
    assert (other.quarter == plan.quarter[order]).all()
    # Sums in another order differ in their last digits.
    assert other.objective == pytest.approx(plan.objective, rel=1e-12)
    assert other.bound == plan.bound


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("changes", [{}, {"quarters": 4}, {"equity_floor": None}])
def test_plan_keeps_every_limit_and_stays_under_its_bounds(seed, changes):
    problem = country(seed, **changes)
    plan = solve(problem, gap=1e-3)
    choice = [NEVER if q < 0 else int(q) for q in plan.quarter]

    assert is_allowed(problem, choice)
    assert plan.objective == pytest.approx(plain_value(problem, choice))
    assert plan.objective <= plan.bound <= plan.relaxed + 1e-6
    assert plan.gap == pytest.approx((plan.bound - plan.objective) / plan.objective)
    assert plan.gap <= 1e-3
    assert plan.status == "within gap"
    assert plan.n == problem.n


def test_smaller_gap_never_loses_and_bounds_agree():
    problem = country()
    loose, tight = solve(problem, gap=0.01), solve(problem, gap=0)

    assert tight.gap == pytest.approx(0, abs=1e-6)
    assert loose.objective <= tight.objective + 1e-6
    assert loose.bound >= tight.objective - 1e-6


def test_more_of_a_limit_with_a_price_is_worth_about_its_price():
    problem = country(equity_floor=None)
    plan = solve(problem, gap=0)
    binding = next(b for b in plan.binding if b.constraint.kind == "capacity")
    row = problem.network.names.index(binding.constraint.name)
    capacity = problem.capacity.copy()
    capacity[row] += 10

    more = solve(replace(problem, capacity=capacity), gap=0)

    assert (more.objective - plan.objective) / 10 == pytest.approx(binding.worth, rel=0.1)


def test_equity_floor_one_point_lower_is_worth_about_its_price():
    problem = country(equity_floor=0.30)
    plan = solve(problem, gap=0)
    (binding,) = [b for b in plan.binding if b.constraint.kind == "equity"]

    less = solve(replace(problem, equity=replace(problem.equity, floor=0.29)), gap=0)

    assert less.objective - plan.objective == pytest.approx(binding.worth, rel=0.15)


def test_time_limit_gives_the_best_so_far_with_its_true_gap():
    problem = replace(country(quarters=4), discount=0.05)
    plan = solve(problem, gap=0, time_limit=0.3)

    assert plan.status == "time limit"
    assert plan.is_feasible
    assert plan.gap > 0
    assert "Time ran out" in plan.warnings[0]


def test_deprived_share_without_anyone_covered_is_none():
    problem = country(capacity_share=0.0, floor_share=0.0)
    plan = solve(problem)

    assert plan.deprived_share is None
    assert not plan.chosen.any()
    assert "No site is chosen" in plan.warnings[0]


def test_sites_dearer_than_their_network_are_warned_of():
    problem = country(equity_floor=None, floor_share=0.0)
    cost = problem.cost.copy()
    cost[0] = 1e6
    plan = solve(replace(problem, cost=cost))

    assert not plan.chosen[0]
    assert any("1 of 1,100 sites cost more" in warning for warning in plan.warnings)


def test_a_gap_that_is_no_share_is_refused():
    with pytest.raises(ValueError, match="gap is 5"):
        solve(country(), gap=5)


def test_infeasible_problem_is_explained_not_planned():
    assert isinstance(solve(country(floor_share=9.0)), Infeasible)
