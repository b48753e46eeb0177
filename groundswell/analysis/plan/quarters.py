"""Chosen sites put into quarters, network by network."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from .constraints import TOLERANCE
from .highs import solve_whole
from .problem import Codes, Floats, Problem
from .results import NOT_CHOSEN

# Seconds for one network; where they do not do, the quarters are planned together instead.
_PATIENCE = 2.0


def divide(problem: Problem, chosen: NDArray[np.bool_]) -> NDArray[np.intp] | None:
    """(sites,) quarters that keep every capacity, the best value for cost first; None if not found.

    First fit by value for cost; where that leaves sites over, first fit from the dearest down;
    and where that does too, HiGHS.
    """
    quarter = np.full(problem.n, NOT_CHOSEN)
    for network in range(len(problem.network.names)):
        sites = np.flatnonzero(chosen & (problem.network.codes == network))
        room, cost = problem.capacity[network], problem.cost[sites]
        placed = _placed(problem.benefit[sites], cost, room)
        if placed is None:
            return None
        quarter[sites] = placed
    return quarter


def _placed(benefit: Floats, cost: Floats, room: Floats) -> NDArray[np.intp] | None:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(cost > 0, benefit / cost, np.inf)
    for sooner in (value, cost):
        placed = _first_fit(cost, room, np.argsort(-sooner, kind="stable"))
        if placed is not None:
            return placed
    return _packed(cost, room)


def _first_fit(cost: Floats, room: Floats, order: Codes) -> NDArray[np.intp] | None:
    left = (room + TOLERANCE * np.maximum(1.0, np.where(np.isinf(room), 1.0, room)) / 2).tolist()
    placed = np.full(len(cost), NOT_CHOSEN)
    for site in order.tolist():
        for quarter, space in enumerate(left):
            if cost[site] <= space:
                left[quarter] -= cost[site]
                placed[site] = quarter
                break
        else:
            return None
    return placed


def _packed(cost: Floats, room: Floats) -> NDArray[np.intp] | None:
    """Each site in one quarter: maximise the sites placed, and see whether it is all of them."""
    sites, quarters = len(cost), len(room)
    column = np.arange(sites * quarters)
    site, quarter = np.divmod(column, quarters)
    rows = np.concatenate([site, sites + quarter])
    weights = np.concatenate([np.ones(len(column)), cost[site]])
    matrix = coo_array((weights, (rows, np.tile(column, 2))), shape=(sites + quarters, len(column)))
    high = np.concatenate([np.ones(sites), np.where(np.isinf(room), cost.sum(), room)])
    ones = np.ones(len(column))
    solved = solve_whole(ones, matrix.tocsc(), high, 0 * ones, ones, ones, time_limit=_PATIENCE)
    if solved is None or solved.x is None or round(float(solved.x.sum())) < sites:
        return None
    quarter_of: NDArray[np.intp] = solved.x.reshape(sites, quarters).argmax(axis=1)
    return quarter_of
