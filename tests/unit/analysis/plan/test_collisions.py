"""Infeasible problems: the floors that collide are named, no more and no fewer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.plan import (
    Equity,
    Grouping,
    Limits,
    Problem,
    SolverFailed,
    SpillOver,
    explain,
    solve,
)
from groundswell.analysis.plan.constraints import used
from tests.support.plain_plans import best_value, every_choice, small_problem


def problem_of(icbs, *, networks=None, capacity=None, floors=None, pcns=None, cap=1, **more):
    """A site a letter, each of cost and benefit 1."""
    n = len(icbs)
    network = Grouping.of("network", networks or "N" * n)
    capacity = capacity or {}
    rows = [np.atleast_1d(capacity.get(name, 99.0)) for name in network.names]
    return Problem(
        sites=tuple(f"S{site}" for site in range(n)),
        benefit=np.ones(n),
        cost=np.ones(n),
        network=network,
        capacity=np.array(rows, dtype=float),
        quarters=tuple(f"Q{q + 1}" for q in range(len(rows[0]))),
        caps=(Limits.same(Grouping.of("pcn", pcns), cap),) if pcns else (),
        floors=(Limits.named(Grouping.of("icb", icbs), floors, otherwise=0),) if floors else (),
        **more,
    )


def collisions(problem):
    return [[c.words for c in found.constraints] for found in explain(problem).collisions]


def test_floor_above_its_number_of_sites_stands_alone():
    found = explain(problem_of("AAB", floors={"A": 5}))
    assert found.words == (
        "This cannot hold: at least 5 sites in icb A, which has 2 sites. The least lowering of "
        "floors that makes a plan possible: at least 5 sites in icb A, to 2."
    )


def test_two_floors_that_share_a_network_collide_over_its_capacity():
    problem = problem_of("AABBC", floors={"A": 2, "B": 2, "C": 1}, capacity={"N": 4})
    assert collisions(problem) == [
        [
            "at least 1 site in icb C",
            "at least 2 sites in icb A",
            "at least 2 sites in icb B",
            "capacity of 4 in network N",
        ]
    ]


def test_floor_that_has_room_is_not_blamed():
    problem = problem_of(
        "AABB", networks="NNMM", floors={"A": 2, "B": 2}, capacity={"N": 1, "M": 2}
    )
    assert collisions(problem) == [["at least 2 sites in icb A", "capacity of 1 in network N"]]


def test_separate_collisions_are_all_named():
    problem = problem_of(
        "AABB", networks="NNMM", floors={"A": 2, "B": 2}, capacity={"N": 1, "M": 0}
    )
    found = explain(problem)
    assert sorted(c.constraints[0].name for c in found.collisions) == ["A", "B"]
    assert {e.constraint.name: e.to for e in found.loosenings} == {"A": 1, "B": 0}
    assert found.is_least


def test_floor_against_caps():
    problem = problem_of("AAAB", pcns="PPQR", floors={"A": 3})
    assert collisions(problem) == [["at least 3 sites in icb A", "at most 1 site in pcn P"]]


def test_floor_against_the_equity_floor():
    equity = Equity(np.array([0.0, 0.0, 1.0]), np.ones(3), 0.5)
    problem = problem_of("AAB", floors={"A": 2}, equity=equity)
    (found,) = collisions(problem)
    assert found == [
        "at least 2 sites in icb A",
        "at least 50% of the covered population in the most deprived fifth",
    ]


def test_collision_that_only_whole_sites_have():
    # Half of each site of A would do: 1.5 of a capacity of 1.5 a quarter, but no site fits.
    problem = problem_of("AA", floors={"A": 1}, capacity={"N": [0.6, 0.6]})
    (found,) = collisions(problem)
    assert found == [
        "at least 1 site in icb A",
        "capacity of 1.2 in network N in all quarters",
    ]


def test_possible_problem_has_nothing_to_explain():
    assert explain(problem_of("AAB", floors={"A": 1})) is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_collisions_are_irreducible_and_the_lowering_suffices(seed):
    rng = np.random.default_rng(seed)
    quarters = int(rng.integers(1, 3))
    problem = small_problem(
        rng, sites=int(rng.integers(1, 9 - 3 * quarters + 2)), quarters=quarters
    )
    found = explain(problem)
    assert (found is None) == (best_value(problem) is not None)
    for collision in found.collisions if found else ():
        limits = collision.constraints
        assert not can_hold(problem, limits)
        for dropped in limits:
            assert can_hold(problem, [limit for limit in limits if limit != dropped])
    if found:
        assert best_value(lowered(problem, found.loosenings)) is not None


def can_hold(problem, limits):
    return any(keeps(problem, limits, choice) for choice in every_choice(problem))


def keeps(problem, limits, choice):
    """A network's quarters are one limit in a collision."""
    quarter = np.array([-1 if q is None else q for q in choice])
    asked = {(limit.kind, limit.name) for limit in limits}
    return not any(
        bad and (limit.kind, limit.name) in asked
        for limit, _, bad in used(problem, quarter >= 0, quarter)
    )


def lowered(problem, loosenings):
    (floors,), equity = problem.floors, problem.equity
    sites = floors.sites.copy()
    for ease in loosenings:
        if ease.constraint.kind == "equity":
            equity = replace(equity, floor=ease.to)
        else:
            sites[floors.by.names.index(ease.constraint.name)] = ease.to
    return replace(problem, floors=(Limits(floors.by, sites),), equity=equity)


def test_the_least_lowering_is_the_least():
    problem = problem_of("AAABBB", floors={"A": 3, "B": 3}, capacity={"N": 4})
    found = solve(problem)
    assert sum(e.constraint.limit - e.to for e in found.loosenings) == 2
    assert found.is_least


def test_time_that_runs_out_is_said():
    problem = problem_of("AA", floors={"A": 1}, capacity={"N": [0.6, 0.6]})
    with pytest.raises(SolverFailed, match="time ran out before it was known"):
        explain(problem, patience=0)


@pytest.mark.parametrize("floors", [{"A": 2}, {"A": 1, "B": 1}])
def test_spill_over_plays_no_part_in_what_can_hold(floors):
    spill = SpillOver(np.full(3, 0.5), np.array([0, 1]), np.array([1, 2]))
    plain = problem_of("AAB", floors=floors, capacity={"N": 1})
    assert collisions(replace(plain, spill_over=spill)) == collisions(plain)
