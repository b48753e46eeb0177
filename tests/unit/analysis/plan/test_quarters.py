"""Chosen sites put into quarters."""

from dataclasses import replace

import numpy as np

from groundswell.analysis.plan import Grouping, Problem, solve
from groundswell.analysis.plan.quarters import divide


def problem_of(cost, capacity, benefit=None):
    n = len(cost)
    return Problem(
        sites=tuple(f"S{site}" for site in range(n)),
        benefit=np.ones(n) if benefit is None else np.array(benefit, dtype=float),
        cost=np.array(cost, dtype=float),
        network=Grouping.of("network", "N" * n),
        capacity=np.array([capacity], dtype=float),
        quarters=tuple(f"Q{q + 1}" for q in range(len(capacity))),
    )


def test_best_value_for_cost_goes_first():
    problem = problem_of([2, 2, 2], [4, 2], benefit=[1, 9, 5])
    assert divide(problem, np.ones(3, dtype=bool)).tolist() == [1, 0, 0]


def test_dearest_first_where_value_leaves_some_over():
    problem = problem_of([1, 1, 3, 3], [4, 4], benefit=[9, 9, 1, 1])
    assert sorted(divide(problem, np.ones(4, dtype=bool))[2:].tolist()) == [0, 1]


def test_solver_divides_what_both_orders_do_not():
    # First fit from the dearest down takes 6 + 4 and leaves 5 + 5 too late.
    problem = problem_of([6, 5, 5, 4, 4, 4, 2], [15, 15], benefit=[1, 1, 1, 1, 1, 1, 1])
    assert divide(problem, np.ones(7, dtype=bool)) is not None


def test_what_cannot_be_divided_is_planned_together():
    problem = problem_of([3, 3, 3], [4.5, 4.5])
    assert divide(problem, np.ones(3, dtype=bool)) is None
    assert solve(problem).chosen.sum() == 2


def test_earlier_is_better_only_with_a_discount():
    problem = problem_of([1, 1], [1, 1], benefit=[2, 3])
    assert solve(problem).objective == 5
    late = solve(replace(problem, discount=0.5))
    assert late.objective == 4
    assert late.quarter.tolist() == [1, 0]


def test_quarter_without_limit_takes_the_rest():
    problem = problem_of([5, 5, 5], [5, np.inf])
    assert solve(problem).chosen.all()
