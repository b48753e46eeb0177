"""A plan at once: sites by value for cost, floors first, with what it may be short of."""

import heapq

import numpy as np
from numpy.typing import NDArray

from .constraints import TOLERANCE
from .highs import Relaxed, relax
from .model import Model, build
from .ordering import in_name_order
from .problem import Codes, Floats, Limits, Problem, SpillOver
from .reporting import report
from .results import NOT_CHOSEN, Plan

METHOD = "Greedy by benefit, at the relaxation's prices, for cost; floors first"
LAZY = "Lazy greedy by added benefit for cost, floors first"


def preview(problem: Problem) -> Plan:
    """A good plan in a moment, its gap to the relaxation's bound, and the limits it breaks.

    Sites are taken by benefit for cost while they fit: first those that floors need, then the
    rest. A site's benefit is counted less what it takes of caps, and more what it gives to
    floors, at the relaxation's prices; where sites still break the equity floor, some are
    dropped and refilled. With spill-over, benefits are counted unpriced, and what a site still
    adds is renewed lazily (Minoux 1978, doi:10.1007/BFb0006528).

    No guarantee: 1 - 1/e needs a single limit on the number of sites and no floor
    (Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971). The gap says how far off it may be.

    Returns
    -------
    Plan
        `status` is "preview", `broken` names the limits not kept, and the bound and the gap are
        NaN where even the relaxation has no solution.

    Examples
    --------
    >>> import numpy as np
    >>> from groundswell.analysis.plan import Grouping, Problem, preview
    >>> network = Grouping.of("network", ["N", "N", "N"])
    >>> preview(Problem(
    ...     sites=("a", "b", "c"),
    ...     benefit=np.array([3.0, 2.0, 2.0]),
    ...     cost=np.array([2.0, 1.0, 1.0]),
    ...     network=network,
    ...     capacity=np.array([[2.0]]),
    ... )).objective
    4.0
    """
    problem, back = in_name_order(problem)
    merged = len(problem.quarters) > 1 and not problem.discount
    model = build(problem, merged=merged)
    relaxed = relax(model.value, model.matrix, model.high, np.zeros_like(model.upper), model.upper)
    return back(preview_of(model, relaxed))


def preview_of(model: Model, relaxed: Relaxed | None) -> Plan:
    """The preview of a model whose relaxation is known; None is a relaxation without solution."""
    problem = model.problem
    basket = _fill(problem, _gains(model, relaxed))
    bound = relaxed.objective if relaxed else np.nan
    chosen, quarter = basket.choice()
    return report(
        model,
        chosen,
        quarter,
        relaxed=relaxed,
        bound=bound,
        status="preview",
        method=LAZY if problem.spill_over else METHOD,
        warnings=_said(relaxed),
    )


def _said(relaxed: Relaxed | None) -> tuple[str, ...]:
    if relaxed:
        return ()
    return ("No plan can keep every limit: solve it to see which collide.",)


def _gains(model: Model, relaxed: Relaxed | None) -> Floats:
    """(sites,) benefit less what the site takes of caps and gives to floors, at their prices."""
    problem = model.problem
    if relaxed is None or problem.spill_over:
        return problem.benefit
    price = np.zeros(len(relaxed.price))
    for row, limit in enumerate(model.rows):
        if limit.kind != "capacity":
            price[row] = relaxed.price[row]
    priced: Floats = model.matrix.T @ price
    return problem.benefit - priced[: problem.n]


class _Basket:
    """The sites taken so far, and the room left for more."""

    def __init__(self, problem: Problem) -> None:
        self.quarter = [NOT_CHOSEN] * problem.n
        slack = TOLERANCE / 2 * np.maximum(1.0, problem.capacity)
        slack[np.isinf(slack)] = 0
        self.room: list[list[float]] = (problem.capacity + slack).tolist()
        self.largest = [max(room) for room in self.room]
        self.cost: list[float] = problem.cost.tolist()
        self.network: list[int] = problem.network.codes.tolist()
        self.caps = [_Counts(cap) for cap in problem.caps]
        self.floors = [_Counts(floor) for floor in problem.floors]
        self.lack = _lack(problem).tolist()
        self.short = 0.0

    def is_spare(self, site: int) -> bool:
        """Whether every floor holds without it."""
        return all(floor.left_for(site) < 0 for floor in self.floors if floor.has(site))

    def add(self, site: int) -> bool:
        """Take a site in the first quarter with room for it, if there is any."""
        # Most sites of a large country come when their network is full: that is asked first.
        network, cost = self.network[site], self.cost[site]
        if cost > self.largest[network] or self.quarter[site] >= 0:
            return False
        for cap in self.caps:
            if cap.left_for(site) < 1:
                return False
        room = self.room[network]
        quarter = next(quarter for quarter, space in enumerate(room) if cost <= space)
        room[quarter] -= cost
        self.largest[network] = max(room)
        self._count(site, quarter, 1)
        return True

    def drop(self, site: int) -> None:
        network = self.network[site]
        self.room[network][self.quarter[site]] += self.cost[site]
        self.largest[network] = max(self.room[network])
        self._count(site, NOT_CHOSEN, -1)

    def choice(self) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        quarter = np.array(self.quarter, dtype=np.intp)
        return quarter >= 0, quarter

    def _count(self, site: int, quarter: int, step: int) -> None:
        self.quarter[site] = quarter
        self.short += step * self.lack[site]
        for counts in (*self.caps, *self.floors):
            counts.take(site, step)


class _Counts:
    """How many more sites each group may take, or still needs."""

    def __init__(self, limits: Limits) -> None:
        self.code: list[int] = limits.by.codes.tolist()
        self.left: list[float] = [*limits.sites.tolist(), np.inf]  # the last: in no group

    def has(self, site: int) -> bool:
        return self.code[site] >= 0

    def left_for(self, site: int) -> float:
        return self.left[self.code[site]]

    def take(self, site: int, step: int) -> None:
        self.left[self.code[site]] -= step


def _lack(problem: Problem) -> Floats:
    """(sites,) people by which a site takes the equity floor further away; under 0 it helps."""
    equity = problem.equity
    if equity is None:
        return np.zeros(problem.n)
    return (equity.floor - equity.deprived) * equity.population


def _fill(problem: Problem, gain: Floats) -> _Basket:
    basket = _Basket(problem)
    order = _by_value(gain, problem.cost)
    for floor in basket.floors:
        for site in order:
            if floor.left_for(site) > 0:
                basket.add(site)
    if problem.spill_over:
        _fill_lazily(problem, problem.spill_over, gain, basket)
    else:
        gains = int(np.count_nonzero(gain > 0))  # they come first
        for site in order[:gains]:
            basket.add(site)
    if problem.equity:
        _keep_equity(problem, gain, basket, order)
    return basket


def _by_value(gain: Floats, cost: Floats) -> list[int]:
    """Sites by gain for cost, the best first; those of no gain last, the least loss first."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(gain > 0, gain / cost, gain)
    order: Codes = np.lexsort((-gain, -value))
    ordered: list[int] = order.tolist()
    return ordered


def _keep_equity(problem: Problem, gain: Floats, basket: _Basket, order: list[int]) -> None:
    """Drop what hinders the floor at the least loss, then refill with what does not break it."""
    lack = np.array(basket.lack)
    if basket.short > 0:
        loss = problem.benefit / np.where(lack > 0, lack, 1.0)
        for site in np.argsort(loss, kind="stable").tolist():
            if lack[site] > 0 and basket.quarter[site] >= 0 and basket.is_spare(site):
                basket.drop(site)
                if basket.short <= 0:
                    break
    gains: list[float] = gain.tolist()
    lacks = basket.lack
    for site in order:
        wanted = gains[site] > 0 or (lacks[site] < 0 and basket.short > 0)
        if wanted and basket.short + lacks[site] <= max(basket.short, 0.0):
            basket.add(site)


def _fill_lazily(problem: Problem, spill: SpillOver, gain: Floats, basket: _Basket) -> None:
    """Take the site that adds most for its cost; what a site adds only falls as others are taken.

    So a stale figure is a ceiling, and only the site at the head needs its figure renewed.
    """
    targets: list[list[int]] = [[] for _ in range(problem.n)]
    for source, target in zip(spill.source.tolist(), spill.target.tolist(), strict=True):
        if source != target:
            targets[source].append(target)
    value: list[float] = spill.value.tolist()
    served = [quarter >= 0 for quarter in basket.quarter]
    for source, is_taken in enumerate(list(served)):
        if is_taken:
            for target in targets[source]:
                served[target] = True

    def adds(site: int) -> float:
        reached = sum(value[target] for target in set(targets[site]) if not served[target])
        return float(gain[site]) - (value[site] if served[site] else 0.0) + reached

    def worth(site: int) -> float:
        added, cost = adds(site), basket.cost[site]
        return added / cost if cost > 0 else (np.inf if added > 0 else 0.0)

    heap = [(-worth(site), site) for site in range(problem.n) if basket.quarter[site] < 0]
    heapq.heapify(heap)
    while heap and heap[0][0] < 0:
        stale, site = heap[0]
        fresh = -worth(site)
        if fresh > stale + 1e-12:
            heapq.heapreplace(heap, (fresh, site))
            continue
        heapq.heappop(heap)
        if basket.add(site):
            served[site] = True
            for target in targets[site]:
                served[target] = True
