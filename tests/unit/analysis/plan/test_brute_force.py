"""The best plan is the best of all choices, tried one by one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.plan import Infeasible, preview, solve, solving
from tests.support.plain_plans import best_of_all_subsets, best_value, small_problem

NEAR = 1e-6

seeds = st.integers(0, 2**32 - 1)


def one_quarter(seed):
    rng = np.random.default_rng(seed)
    return small_problem(rng, sites=int(rng.integers(1, 10)))


def two_quarters(seed):
    rng = np.random.default_rng(seed)
    discount = float(rng.choice([0.0, 0.1]))
    return small_problem(rng, sites=int(rng.integers(1, 7)), quarters=2, discount=discount)


def neighbours(seed):
    rng = np.random.default_rng(seed)
    quarters = int(rng.integers(1, 3))
    sites = int(rng.integers(1, 9 if quarters == 1 else 6))
    return small_problem(rng, sites=sites, quarters=quarters, spill_over=True)


@pytest.mark.parametrize("made", [one_quarter, two_quarters, neighbours])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=seeds)
def test_solved_plan_is_the_best_of_every_choice(made, seed):
    problem = made(seed)
    best, plan = best_value(problem), solve(problem, gap=0)

    if best is None:
        assert isinstance(plan, Infeasible)
    else:
        assert plan.objective == pytest.approx(best, abs=NEAR)
        assert plan.bound == pytest.approx(best, abs=NEAR)
        assert plan.relaxed >= best - NEAR


@pytest.mark.parametrize("made", [one_quarter, two_quarters, neighbours])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=seeds)
def test_preview_that_keeps_every_limit_is_never_above_the_best(made, seed):
    problem = made(seed)
    best, plan = best_value(problem), preview(problem)

    if best is None:
        assert not plan.is_feasible
    elif plan.is_feasible:
        assert plan.objective <= best + NEAR
        assert plan.bound >= best - NEAR


@pytest.mark.parametrize("seed", range(200))
def test_what_a_small_core_leaves_open_the_whole_settles(seed, monkeypatch):
    """The core is larger than these problems: made small, its plan is often not the best."""
    monkeypatch.setattr(solving, "_CORE", 1)
    monkeypatch.setattr(solving, "_CORE_SHARES", (0.0,))
    problem = small_problem(np.random.default_rng(seed), sites=12, equity=bool(seed % 2))
    problem = replace(problem, floors=())
    best, plan = best_of_all_subsets(problem), solve(problem, gap=0)

    assert plan.objective == pytest.approx(best, abs=NEAR)
    assert plan.bound == pytest.approx(best, abs=NEAR)


@pytest.mark.parametrize("seed", range(8))
def test_twenty_sites_against_a_million_subsets(seed):
    problem = small_problem(np.random.default_rng(seed), sites=20)
    best, plan = best_of_all_subsets(problem), solve(problem, gap=0)

    if best is None:
        assert isinstance(plan, Infeasible)
    else:
        assert plan.objective == pytest.approx(best, abs=NEAR)


def test_both_ways_of_trying_every_choice_agree():
    for seed in range(20):
        problem = small_problem(np.random.default_rng(seed), sites=7)
        assert best_of_all_subsets(problem) == pytest.approx(best_value(problem))
