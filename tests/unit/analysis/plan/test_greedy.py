"""The preview."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.plan import Grouping, Problem, SpillOver, made_up_problem, preview, solve
from groundswell.analysis.plan.greedy import LAZY, METHOD
from tests.support.plain_plans import plain_value, small_problem


def bare(seed, sites=12):
    """Capacity and spill-over only, with no two sites alike."""
    rng = np.random.default_rng(seed)
    problem = small_problem(rng, sites=sites, spill_over=True, equity=False)
    cost = rng.uniform(1, 5, sites)
    totals = problem.network.totals(cost)[:, None] * 0.4
    return replace(problem, cost=cost, capacity=totals, caps=(), floors=())


def eager_greedy(problem):
    """Add the site that adds most for its cost, found anew each time."""
    choice = [None] * problem.n
    room = problem.capacity[:, 0].tolist()
    while True:
        before = plain_value(problem, choice)
        best, most = None, 0.0
        for site in range(problem.n):
            if choice[site] is None and problem.cost[site] <= room[problem.network.codes[site]]:
                more = plain_value(problem, [*choice[:site], 0, *choice[site + 1 :]]) - before
                if more / problem.cost[site] > most + 1e-12:
                    best, most = site, more / problem.cost[site]
        if best is None:
            return choice
        choice[best] = 0
        room[problem.network.codes[best]] -= problem.cost[best]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_lazy_greedy_takes_what_eager_greedy_takes(seed):
    problem = bare(seed)
    plan, eager = preview(problem), eager_greedy(problem)
    assert plan.chosen.tolist() == [quarter is not None for quarter in eager]
    assert plan.method == LAZY


@pytest.mark.parametrize("seed", range(3))
def test_preview_of_a_country_keeps_every_limit_within_a_percent(seed):
    problem = made_up_problem(
        np.random.default_rng(seed), sites=1_100, networks=5, pcns=125, icbs=10
    )
    plan = preview(problem)
    assert plan.is_feasible
    assert plan.status == "preview"
    assert plan.method == METHOD
    assert plan.gap < 0.01
    assert plan.objective <= solve(problem, gap=0).objective + 1e-6


def test_preview_says_which_limits_it_breaks():
    problem = made_up_problem(np.random.default_rng(1), sites=200, pcns=20, icbs=4, networks=2)
    floors = tuple(replace(floor, sites=floor.sites + 1_000) for floor in problem.floors)
    plan = preview(replace(problem, floors=floors))
    assert [limit.kind for limit in plan.broken].count("floor") == 4
    assert np.isnan(plan.bound) and np.isnan(plan.gap)
    assert "No plan can keep every limit" in plan.warnings[0]


def test_free_sites_are_taken_and_harmful_ones_left():
    problem = Problem(
        sites=("free", "harmful", "dear"),
        benefit=np.array([1.0, -1.0, 5.0]),
        cost=np.array([0.0, 0.0, 2.0]),
        network=Grouping.of("network", "NNN"),
        capacity=np.array([[1.0]]),
    )
    assert preview(problem).chosen.tolist() == [True, False, False]


def test_a_neighbour_given_twice_counts_once():
    problem = Problem(
        sites=("a", "b"),
        benefit=np.array([2.0, 4.0]),
        cost=np.array([1.0, 9.0]),
        network=Grouping.of("network", "NN"),
        capacity=np.array([[1.0]]),
        spill_over=SpillOver(np.array([0.0, 1.5]), np.array([0, 0, 0]), np.array([1, 1, 0])),
    )
    assert preview(problem).objective == solve(problem).objective == 3.5
