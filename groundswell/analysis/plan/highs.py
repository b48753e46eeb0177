"""The only place that calls HiGHS (Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5).

The options are the same for every call. The number of threads is not among them: HiGHS fixes it
for a process at its first solve, and a later change makes it return "not set" and no answer.
SciPy's `milp` offers no such option and reports that status as 4, without a solution; so a status
that is neither an answer nor "infeasible" is an error here, never an empty plan.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from .problem import Floats

# Presolving the relaxation takes longer than it saves on plans of a country's size.
_PRESOLVE = {"relaxation": False, "whole": True}
_SOLVED, _LIMIT, _INFEASIBLE = 0, 1, 2
# What SciPy reports as 4 for a model whose columns are all bounded: it cannot be unbounded.
_UNBOUNDED_OR_INFEASIBLE = "HiGHS Status 9:"
_MODEL_ERROR = "HiGHS Status 2:"  # SciPy calls it infeasible


class SolverFailed(RuntimeError):
    """HiGHS gave neither an answer nor a proof that there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """The linear relaxation of max value @ x, matrix @ x <= high, lower <= x <= upper.

    Attributes
    ----------
    x : (columns,).
    reduced : (columns,) what moving x off its bound by 1 costs, 0 or more.
    price : (rows,) what one unit more of `high` adds, 0 or more.
    """

    objective: float
    x: Floats
    reduced: Floats
    price: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A whole-number solution (None where time ran out first) and the proven bound."""

    x: Floats | None
    bound: float
    in_time: bool


def relax(
    value: Floats, matrix: csc_array, high: Floats, lower: Floats, upper: Floats
) -> Relaxed | None:
    """The relaxation's optimum, or None where there is no solution."""
    found = linprog(
        -value,
        A_ub=matrix if matrix.shape[0] else None,
        b_ub=high if matrix.shape[0] else None,
        bounds=np.column_stack([lower, upper]),
        method="highs",
        options={"presolve": _PRESOLVE["relaxation"]},
    )
    if _is_infeasible(found.status, found.message):
        return None
    if found.status != _SOLVED:
        raise SolverFailed(f"the relaxation was not solved: {found.message}")
    reduced = np.abs(found.lower.marginals) + np.abs(found.upper.marginals)
    price = np.abs(found.ineqlin.marginals)
    return Relaxed(-float(found.fun), np.asarray(found.x), reduced, price)


def solve_whole(
    value: Floats,
    matrix: csc_array,
    high: Floats,
    lower: Floats,
    upper: Floats,
    whole: Floats,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
) -> Solved | None:
    """The best x, whole where `whole` is 1, within the relative gap; None where there is none."""
    options: dict[str, float | bool] = {"presolve": _PRESOLVE["whole"], "mip_rel_gap": gap}
    if time_limit is not None:
        options["time_limit"] = max(time_limit, 0.0)
    found = milp(
        -value,
        integrality=whole,
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(matrix, -np.inf, high) if matrix.shape[0] else None,
        options=options,
    )
    if _is_infeasible(found.status, found.message):
        return None
    if found.status not in (_SOLVED, _LIMIT) or (found.status == _SOLVED and found.x is None):
        raise SolverFailed(f"the plan was not solved: {found.message}")
    dual = found.mip_dual_bound
    bound = -float(dual) if dual is not None and np.isfinite(dual) else np.inf
    return Solved(found.x, bound, found.status == _SOLVED)


def _is_infeasible(status: int, message: str) -> bool:
    if status == _INFEASIBLE:
        if _MODEL_ERROR in message:
            raise SolverFailed(f"HiGHS refused the model: {message}")
        return True
    return _UNBOUNDED_OR_INFEASIBLE in message
