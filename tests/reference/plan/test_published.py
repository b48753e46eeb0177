"""Published problems with known optima, to 0: their numbers are whole."""

import numpy as np
import pytest

from groundswell.analysis.plan import Grouping, Problem, preview, solve


def whole(text):
    return [int(number) for number in text.split()]


# Kreher and Stinson 1999, Combinatorial Algorithms, as knapsacks p01, p07 and p08 of Burkardt's
# KNAPSACK_01 data set: (capacity, weights, profits, optimum).
KNAPSACKS = {
    "p01": (
        165,
        [23, 31, 29, 44, 53, 38, 63, 85, 89, 82],
        [92, 57, 49, 68, 60, 43, 67, 84, 87, 72],
        309,
    ),
    "p07": (
        750,
        [70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120],
        [135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240],
        1458,
    ),
    "p08": (
        6404180,
        whole(
            "382745 799601 909247 729069 467902 44328 34610 698150 823460 903959 853665 551830 "
            "610856 670702 488960 951111 323046 446298 931161 31385 496951 264724 224916 169684"
        ),
        whole(
            "825594 1677009 1676628 1523970 943972 97426 69666 1296457 1679693 1902996 1844992 "
            "1049289 1252836 1319836 953277 2067538 675367 853655 1826027 65731 901489 577243 "
            "466257 369261"
        ),
        13549094,
    ),
}

# Martello and Toth 1990, Knapsack Problems, 0-1 multiple knapsack: each knapsack is a quarter.
QUARTERS = (103, 156)
WEIGHTS = [18, 9, 23, 20, 59, 61, 70, 75, 76, 30]
PROFITS = [78, 35, 89, 36, 94, 75, 74, 79, 80, 16]
MULTIPLE_OPTIMUM = 452


def knapsack(capacities, weights, profits):
    n = len(weights)
    return Problem(
        sites=tuple(f"item {item:02}" for item in range(n)),
        benefit=np.array(profits, dtype=float),
        cost=np.array(weights, dtype=float),
        network=Grouping.of("network", ["N"] * n),
        capacity=np.array([capacities], dtype=float),
        quarters=tuple(str(q) for q in range(len(capacities))),
    )


@pytest.mark.parametrize("name", KNAPSACKS)
def test_published_knapsack(name):
    capacity, weights, profits, optimum = KNAPSACKS[name]
    problem = knapsack([capacity], weights, profits)
    plan = solve(problem, gap=0)
    assert plan.objective == optimum
    assert plan.bound == pytest.approx(optimum, abs=1e-3)
    assert preview(problem).objective <= optimum


def test_published_multiple_knapsack():
    plan = solve(knapsack(QUARTERS, WEIGHTS, PROFITS), gap=0)
    assert plan.objective == MULTIPLE_OPTIMUM
