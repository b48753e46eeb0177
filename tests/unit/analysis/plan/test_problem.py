"""A problem that makes no sense is refused, with what to mend."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.analysis.plan import Equity, Grouping, Limits, Problem, SpillOver
from groundswell.analysis.plan.model import usable

GOOD = Problem(
    sites=("a", "b"),
    benefit=np.array([1.0, 2.0]),
    cost=np.array([1.0, 2.0]),
    network=Grouping.of("network", ["N", "M"]),
    capacity=np.array([[1.0], [2.0]]),
)
PEOPLE = np.array([1.0, 1.0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sites": ()}, "no sites"),
        ({"sites": ("a", "a")}, "site 'a' is given twice"),
        ({"benefit": np.array([1.0, np.nan])}, "benefit of site 'b' is nan; give a number"),
        ({"benefit": np.ones(3)}, "benefit has shape"),
        ({"cost": np.array([1.0, -2.0])}, "cost of site 'b' is -2; give a number of 0 or more"),
        ({"network": Grouping.of("network", ["N", ""])}, "site 'b' has no network"),
        ({"network": Grouping.of("network", ["N"])}, "network has 1 sites"),
        ({"capacity": np.ones((1, 1))}, "give 2 networks by 1 quarters"),
        ({"capacity": np.array([[1.0], [-1.0]])}, "capacity of network 'N'"),
        ({"capacity": np.array([[1.0], [np.nan]])}, "capacity of network 'N'"),
        ({"discount": 1.0}, "discount is 1"),
        ({"equity": Equity(np.array([0.0, 2.0]), PEOPLE, 0.1)}, "'b' is 2; give a number from 0"),
        ({"equity": Equity(PEOPLE, -PEOPLE, 0.1)}, "population of site 'a' is -1"),
        ({"equity": Equity(PEOPLE, PEOPLE, 25.0)}, "equity floor is 25"),
        ({"equity": Equity(PEOPLE, 0 * PEOPLE, 0.2)}, "every population is 0"),
        ({"floors": (Limits.same(Grouping.of("icb", "AA"), np.inf),)}, "a floor is infinite"),
        ({"caps": (Limits.same(Grouping.of("pcn", "A"), 1),)}, "pcn has 1 sites"),
        ({"caps": (Limits.same(Grouping.of("pcn", "AA"), -1),)}, "0 or more, for each pcn"),
        (
            {"spill_over": SpillOver(np.array([1.5, 0.0]), np.array([0]), np.array([1]))},
            "spill-over to site 'a' is more than its own benefit",
        ),
        (
            {"spill_over": SpillOver(0 * PEOPLE, np.array([0]), np.array([7]))},
            "pairs of positions",
        ),
        (
            {"spill_over": SpillOver(0 * PEOPLE, np.array([0]), np.array([1])), "discount": 0.1},
            "cannot be discounted",
        ),
    ],
)
def test_bad_problem_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        replace(GOOD, **change)


def test_limit_on_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="no site is in icb 'Z'"):
        Limits.named(Grouping.of("icb", ["A", "B"]), {"Z": 1}, otherwise=0)


def test_capacity_is_rounded_to_what_costs_can_use():
    costs = {"a": 2.0, "b": 4.0}
    problem = replace(
        GOOD,
        cost=np.array(list(costs.values())),
        network=Grouping.of("network", "NN"),
        capacity=np.array([[11.9]]),
    )
    assert usable(problem, problem.capacity).tolist() == [[10.0]]
    uneven = replace(problem, cost=np.array([2.0, np.pi]))
    assert usable(uneven, uneven.capacity).tolist() == [[11.9]]
    free = replace(problem, cost=np.zeros(2))
    assert usable(free, free.capacity).tolist() == [[11.9]]
    endless = replace(problem, capacity=np.array([[np.inf]]))
    assert usable(endless, endless.capacity).tolist() == [[np.inf]]
