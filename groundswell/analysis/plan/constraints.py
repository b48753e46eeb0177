"""Each limit of a problem by name, and what a choice of sites uses of it.

Counted straight from the problem, with no solver and no matrix: this is the judge of every plan.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .problem import Limits, Problem
from .results import Constraint, Kind

# Limits are kept within this part of themselves: HiGHS works to 1e-6.
TOLERANCE = 1e-6

# A limit, what a choice uses of it, and whether that is too much or too little.
Used = tuple[Constraint, float, bool]


def used(problem: Problem, chosen: NDArray[np.bool_], quarter: NDArray[np.intp]) -> Iterator[Used]:
    """Every finite limit with what the choice uses of it and whether it is broken."""
    yield from _capacities(problem, chosen, quarter)
    for limits in problem.caps:
        yield from _counts(limits, chosen, "cap")
    for limits in problem.floors:
        yield from _counts(limits, chosen, "floor")
    if problem.equity:
        yield equity_used(problem, chosen)


def broken(
    problem: Problem, chosen: NDArray[np.bool_], quarter: NDArray[np.intp]
) -> tuple[Constraint, ...]:
    """The limits that a choice breaks."""
    return tuple(limit for limit, _, is_broken in used(problem, chosen, quarter) if is_broken)


def value_of(problem: Problem, chosen: NDArray[np.bool_], quarter: NDArray[np.intp]) -> float:
    """Total benefit: each chosen site's own, discounted, and the spill-over to the others."""
    own = float(problem.benefit[chosen] @ problem.worth[quarter[chosen]])
    spill = problem.spill_over
    if spill is None:
        return own
    reached = np.zeros(problem.n, dtype=bool)
    reached[spill.target[chosen[spill.source]]] = True
    return own + float(spill.value[reached & ~chosen].sum())


def capacity_constraint(problem: Problem, network: int, quarter: int | None) -> Constraint:
    """Capacity of a network in one quarter; None is all quarters together."""
    name, kind = problem.network.names[network], problem.network.kind
    limit = float(
        problem.capacity[network].sum() if quarter is None else problem.capacity[network, quarter]
    )
    if len(problem.quarters) == 1:
        return Constraint("capacity", name, None, limit, f"capacity of {limit:g} in {kind} {name}")
    when = "all quarters" if quarter is None else f"quarter {problem.quarters[quarter]}"
    label = None if quarter is None else problem.quarters[quarter]
    words = f"capacity of {limit:g} in {kind} {name} in {when}"
    return Constraint("capacity", name, label, limit, words)


def count_constraint(limits: Limits, group: int, kind: Kind) -> Constraint:
    """A cap or a floor of one group."""
    name, limit = limits.by.names[group], float(limits.sites[group])
    side = "at most" if kind == "cap" else "at least"
    sites = "site" if limit == 1 else "sites"
    words = f"{side} {limit:g} {sites} in {limits.by.kind} {name}"
    return Constraint(kind, name, None, limit, words)


def equity_constraint(floor: float) -> Constraint:
    """The equity floor; its limit is a share."""
    words = f"at least {100 * floor:g}% of the covered population in the most deprived fifth"
    return Constraint("equity", "most deprived fifth", None, floor, words)


def _capacities(
    problem: Problem, chosen: NDArray[np.bool_], quarter: NDArray[np.intp]
) -> Iterator[Used]:
    networks, quarters = problem.capacity.shape
    spent = np.zeros((networks, quarters))
    np.add.at(spent, (problem.network.codes[chosen], quarter[chosen]), problem.cost[chosen])
    for network, part in zip(*np.nonzero(np.isfinite(problem.capacity)), strict=True):
        limit = capacity_constraint(problem, int(network), int(part))
        cost = float(spent[network, part])
        yield limit, cost, cost > limit.limit + TOLERANCE * max(1.0, limit.limit)


def _counts(limits: Limits, chosen: NDArray[np.bool_], kind: Kind) -> Iterator[Used]:
    counts = limits.by.totals(chosen)
    limiting = np.isfinite(limits.sites) & ((kind == "cap") | (limits.sites > 0))
    for group in np.flatnonzero(limiting):
        over = counts[group] - limits.sites[group]
        too_far = over > TOLERANCE if kind == "cap" else over < -TOLERANCE
        yield count_constraint(limits, int(group), kind), float(counts[group]), bool(too_far)


def equity_used(problem: Problem, chosen: NDArray[np.bool_]) -> Used:
    """The equity floor; a choice that covers nobody keeps it."""
    equity = problem.equity
    assert equity is not None
    covered = float(equity.population[chosen].sum())
    deprived = float((equity.deprived * equity.population)[chosen].sum())
    share = deprived / covered if covered else equity.floor
    return equity_constraint(equity.floor), share, share < equity.floor - TOLERANCE
