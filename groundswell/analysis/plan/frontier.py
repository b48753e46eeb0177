"""The price of equity: the benefit given up for each floor on the most deprived fifth's share."""

from collections.abc import Sequence
from dataclasses import replace

from .problem import Problem
from .results import Frontier, Infeasible, Plan, Price
from .solving import solve

FLOORS = (0.25, 0.30, 0.35, 0.40, 0.50)


def price_of_equity(
    problem: Problem,
    floors: Sequence[float] = FLOORS,
    *,
    gap: float = 1e-3,
    time_limit: float | None = None,
) -> Frontier:
    """Solve without an equity floor and with each of `floors`, and compare.

    A plan that keeps a higher floor keeps the lower ones too, so where it happens to be better
    than the plan found for one of them, it takes that plan's place: prices never fall as floors
    rise (Bertsimas, Farias and Trichakis 2011, doi:10.1287/opre.1100.0865, on the price of
    fairness).

    Parameters
    ----------
    problem : with `equity`; its own floor is not used.
    floors : shares from 0 to 1.
    gap, time_limit : for each solve.

    Examples
    --------
    >>> import numpy as np
    >>> from groundswell.analysis.plan import Equity, Grouping, Problem, price_of_equity
    >>> problem = Problem(
    ...     sites=("rich", "poor"), benefit=np.array([4.0, 3.0]), cost=np.ones(2),
    ...     network=Grouping.of("network", ["N", "N"]), capacity=np.array([[1.0]]),
    ...     equity=Equity(np.array([0.0, 1.0]), np.ones(2), 0.0),
    ... )
    >>> [price.price for price in price_of_equity(problem, [0.5]).prices]
    [0.0, 0.25]
    """
    equity = problem.equity
    if equity is None:
        raise ValueError("give each site's deprived share and population to price an equity floor")
    tried = sorted({0.0, *floors})
    plans = {}
    for floor in tried:
        found = solve(
            replace(problem, equity=replace(equity, floor=floor)), gap=gap, time_limit=time_limit
        )
        if isinstance(found, Infeasible):
            break  # and so is every higher floor
        plans[floor] = found
    best = _carried_down(plans)
    most = best[0.0].objective if best else None
    prices = tuple(_price(floor, best.get(floor), plans.get(floor), most) for floor in tried)
    method = f"each floor solved to a gap of {gap:g}"
    return Frontier(prices, problem.n, method, _said(plans, tried))


def _carried_down(plans: dict[float, Plan]) -> dict[float, Plan]:
    """For each floor the best plan found for it or for a higher one."""
    carried: dict[float, Plan] = {}
    best: Plan | None = None
    for floor in sorted(plans, reverse=True):
        if best is None or plans[floor].objective > best.objective:
            best = plans[floor]
        carried[floor] = best
    return carried


def _price(floor: float, best: Plan | None, solved: Plan | None, most: float | None) -> Price:
    shown = floor or None
    if best is None or solved is None or most is None:
        return Price(shown, None, None, None, None)
    price = (most - best.objective) / abs(most) if most else None
    bound = max(solved.bound, best.objective)
    return Price(shown, best.objective, bound, best.deprived_share, price)


def _said(plans: dict[float, Plan], tried: Sequence[float]) -> tuple[str, ...]:
    said = []
    beyond = [floor for floor in tried if floor not in plans]
    if not plans:
        said.append("No plan keeps the other limits, even without an equity floor.")
    elif beyond:
        said.append(f"No plan reaches {100 * beyond[0]:g}% or more with the other limits kept.")
    late = [floor for floor, plan in plans.items() if plan.status == "time limit"]
    if late:
        said.append(f"Time ran out at a floor of {100 * late[0]:g}%: its price may be too high.")
    return tuple(said)
