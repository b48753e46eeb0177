"""The best plan, within a stated gap of a proven bound."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .collisions import explain
from .constraints import value_of
from .greedy import preview_of
from .highs import Relaxed, Solved, SolverFailed, relax, solve_whole
from .model import Model, build
from .ordering import in_name_order
from .problem import Floats, Problem
from .quarters import divide
from .reporting import report
from .results import Infeasible, Plan, relative_gap

# A first solution comes from the columns that the relaxation is least sure of.
# Of quarters that differ little, many columns are in doubt: where the first core holds no
# solution, a larger one is tried.
_CORE, _CORE_SHARES = 400, (0.05, 0.15)
# It is sought to this part of the gap asked for, as the relaxation's bound takes some of it.
_CORE_GAP = 0.2
_EXACT = 1e-9


def solve(
    problem: Problem, *, gap: float = 1e-3, time_limit: float | None = None
) -> Plan | Infeasible:
    """Choose the sites with the largest total benefit that keep every limit.

    HiGHS solves the linear relaxation, whose optimum bounds every plan. It then solves a core
    (Balas and Zemel 1980, doi:10.1287/opre.28.5.1130): the columns with the smallest reduced
    costs, the others held where the relaxation put them. If that plan is within the gap of the
    bound, it is done; otherwise HiGHS solves the whole, without the columns whose reduced cost
    proves that no better plan moves them.

    Parameters
    ----------
    problem : the sites and their limits.
    gap : stop when no plan can be better by more than this share of the plan's benefit; 0 asks
        for the optimum.
    time_limit : seconds; after them the best plan found so far is given, with its true gap.

    Returns
    -------
    Plan or Infeasible
        Every limit of a plan is checked again without the solver.

    Examples
    --------
    >>> import numpy as np
    >>> from groundswell.analysis.plan import Grouping, Problem, solve
    >>> network = Grouping.of("network", ["N", "N", "N"])
    >>> problem = Problem(
    ...     sites=("a", "b", "c"),
    ...     benefit=np.array([3.0, 2.0, 2.0]),
    ...     cost=np.array([2.0, 1.0, 1.0]),
    ...     network=network, capacity=np.array([[2.0]]),
    ... )
    >>> plan = solve(problem)
    >>> plan.objective, plan.chosen.tolist()
    (4.0, [False, True, True])
    """
    if not 0 <= gap < 1:
        raise ValueError(f"gap is {gap:g}; give 0 to under 1, such as 0.001")
    problem, back = in_name_order(problem)
    found = _solve(problem, gap, _Clock(time_limit))
    return found if isinstance(found, Infeasible) else back(found)


@dataclass(frozen=True, slots=True)
class _Best:
    """The best solution so far (None where there is none) and the bound so far."""

    x: Floats | None
    objective: float
    bound: float
    stage: str

    def gap(self) -> float:
        return relative_gap(self.objective, self.bound) if self.x is not None else np.inf


class _Clock:
    def __init__(self, limit: float | None) -> None:
        self.end = None if limit is None else time.monotonic() + limit

    def left(self) -> float | None:
        return None if self.end is None else max(self.end - time.monotonic(), 0.0)

    def is_over(self) -> bool:
        return self.end is not None and time.monotonic() >= self.end


def _solve(problem: Problem, gap: float, clock: _Clock) -> Plan | Infeasible:
    """Quarters merged first, where a site's benefit does not depend on its quarter."""
    if len(problem.quarters) > 1 and not problem.discount:
        model = build(problem, merged=True)
        search = _search(model, gap, clock)
        if search is None:
            return _explained(problem)
        plan = _divided(model, *search, gap)
        if plan:
            return plan
    model = build(problem)
    search = _search(model, gap, clock)
    return _explained(problem) if search is None else _plan(model, *search, gap)


def _search(model: Model, gap: float, clock: _Clock) -> tuple[_Best, Relaxed] | None:
    """The best solution and the relaxation; None where there is no solution."""
    relaxed = relax(model.value, model.matrix, model.high, np.zeros_like(model.upper), model.upper)
    if relaxed is None:
        return None
    best = _from_core(model, relaxed, gap, clock)
    if best.gap() <= gap or clock.is_over():
        return best, relaxed
    whole = _from_whole(model, relaxed, best, gap, clock)
    return None if whole is None else (whole, relaxed)


def _from_core(model: Model, relaxed: Relaxed, gap: float, clock: _Clock) -> _Best:
    """The best solution near the relaxation's, often none worse than the gap."""
    order = np.argsort(relaxed.reduced, kind="stable")
    for share in _CORE_SHARES:
        is_free = model.whole == 0
        is_free[order[: max(_CORE, int(share * len(order)))]] = True
        solved = _held(model, relaxed, is_free, gap * _CORE_GAP, clock)
        if solved is not None and solved.x is not None:
            return _Best(solved.x, _value(model, solved.x), relaxed.objective, "core")
        if is_free.all():
            break
    return _Best(None, -np.inf, relaxed.objective, "core")


def _from_whole(
    model: Model, relaxed: Relaxed, best: _Best, gap: float, clock: _Clock
) -> _Best | None:
    """The best solution of all; None where there is none.

    Moving a column off its bound costs at least its reduced cost, so one whose reduced cost is
    more than the relaxation's lead over the best plan so far stays where it is.
    """
    lead = relaxed.objective - best.objective
    is_free = relaxed.reduced <= lead + _EXACT * max(1.0, abs(relaxed.objective))
    solved = _held(model, relaxed, is_free | (model.whole == 0), gap, clock)
    if solved is None:
        return None if best.x is None else _Best(best.x, best.objective, best.objective, "whole")
    bound = min(relaxed.objective, max(solved.bound, best.objective))
    if solved.x is None or _value(model, solved.x) < best.objective:
        return _Best(best.x, best.objective, bound, "whole")
    return _Best(solved.x, _value(model, solved.x), bound, "whole")


def _held(
    model: Model, relaxed: Relaxed, is_free: NDArray[np.bool_], gap: float, clock: _Clock
) -> Solved | None:
    """HiGHS on the free columns, the others held where the relaxation has them."""
    held = np.round(relaxed.x)
    lower, upper = np.where(is_free, 0.0, held), np.where(is_free, model.upper, held)
    return solve_whole(
        model.value,
        model.matrix,
        model.high,
        lower,
        upper,
        model.whole,
        gap=gap,
        time_limit=clock.left(),
    )


def _value(model: Model, x: Floats) -> float:
    return value_of(model.problem, *model.choice(x))


def _divided(model: Model, best: _Best, relaxed: Relaxed, gap: float) -> Plan | None:
    """The merged plan put into quarters; None where it does not divide."""
    if best.x is None:
        return None
    chosen, _ = model.choice(best.x)
    quarter = divide(model.problem, chosen)
    if quarter is None:
        return None
    return _reported(model, chosen, quarter, best, relaxed, gap)


def _plan(model: Model, best: _Best, relaxed: Relaxed, gap: float) -> Plan:
    if best.x is None:
        return _fallback(model, relaxed, best)
    return _reported(model, *model.choice(best.x), best, relaxed, gap)


def _reported(
    model: Model,
    chosen: NDArray[np.bool_],
    quarter: NDArray[np.intp],
    best: _Best,
    relaxed: Relaxed,
    gap: float,
) -> Plan:
    is_within = best.gap() <= gap + _EXACT
    late = f"Time ran out at a gap of {100 * best.gap():.2g}%, not the {100 * gap:.2g}% asked for."
    return report(
        model,
        chosen,
        quarter,
        relaxed=relaxed,
        bound=best.bound,
        status="within gap" if is_within else "time limit",
        method=f"HiGHS, {best.stage}",
        warnings=() if is_within else (late,),
    )


def _fallback(model: Model, relaxed: Relaxed, best: _Best) -> Plan:
    """Time ran out with no solution: the preview, if it keeps every limit."""
    plan = preview_of(model, replace(relaxed, objective=best.bound))
    if not plan.is_feasible:
        raise SolverFailed("time ran out before any plan was found; allow more time")
    late = "Time ran out before HiGHS found a plan; this is the preview."
    return replace(plan, status="time limit", warnings=(late, *plan.warnings))


def _explained(problem: Problem) -> Infeasible:
    found = explain(problem)
    if found is None:
        raise SolverFailed("HiGHS found no plan, but no limits that collide either")
    return found
