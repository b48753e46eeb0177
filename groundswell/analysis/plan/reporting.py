"""A choice of sites as a plan: checked again, with what binds it and what to mind."""

import numpy as np
from numpy.typing import NDArray

from .constraints import used, value_of
from .highs import Relaxed, SolverFailed
from .model import Model, Row
from .problem import Problem
from .results import Binding, Constraint, Plan, Status, deprived_share, relative_gap

# A shadow price under this part of the largest is the solver's dust.
_DUST = 1e-7


def report(
    model: Model,
    chosen: NDArray[np.bool_],
    quarter: NDArray[np.intp],
    *,
    relaxed: Relaxed | None,
    bound: float,
    status: Status,
    method: str,
    warnings: tuple[str, ...] = (),
) -> Plan:
    """The plan of a choice; a solved plan that breaks a limit is the solver's failure."""
    problem, equity = model.problem, model.problem.equity
    uses = list(used(problem, chosen, quarter))
    breaks = tuple(limit for limit, _, is_broken in uses if is_broken)
    if breaks and status != "preview":
        raise SolverFailed(f"the solver's plan breaks a limit: {breaks[0].words}")
    objective = value_of(problem, chosen, quarter)
    gap = np.nan if np.isnan(bound) else relative_gap(objective, bound)
    share = deprived_share(chosen, equity.deprived, equity.population) if equity else None
    return Plan(
        chosen=chosen,
        quarter=quarter,
        objective=objective,
        bound=bound,
        gap=gap,
        relaxed=relaxed.objective if relaxed else np.nan,
        status=status,
        method=method,
        n=problem.n,
        broken=breaks,
        binding=_binding(model, relaxed, chosen, {u[0]: u[1] for u in uses}) if relaxed else (),
        deprived_share=share,
        warnings=(*warnings, *_warnings(problem, chosen)),
    )


def _binding(
    model: Model, relaxed: Relaxed, chosen: NDArray[np.bool_], spent: dict[Constraint, float]
) -> tuple[Binding, ...]:
    """The limits with a shadow price, the dearest first."""
    price = relaxed.price[: len(model.rows)]
    if not len(price):
        return ()
    costs = model.problem.network.totals(np.where(chosen, model.problem.cost, 0.0))
    bindings = []
    for row in np.flatnonzero(price > _DUST * max(1.0, float(price.max()))):
        limit, kind = model.constraint(int(row)), model.rows[row]
        amount = spent[limit] if limit in spent else float(costs[kind.group])
        worth = float(price[row]) * _unit(model.problem, kind, relaxed)
        bindings.append(Binding(limit, amount, worth))
    return tuple(sorted(bindings, key=_dearest_first))


def _dearest_first(binding: Binding) -> tuple[float, str]:
    return -round(binding.worth, 9), binding.constraint.words


def _unit(problem: Problem, row: Row, relaxed: Relaxed) -> float:
    """How far the row's right-hand side moves with one unit; one point of the equity floor."""
    if row.kind != "equity" or problem.equity is None:
        return 1.0
    population = problem.equity.population
    blocks = relaxed.x[: len(relaxed.x) // problem.n * problem.n].reshape(-1, problem.n)
    choices = blocks[:-1] if problem.spill_over else blocks
    return float((choices.sum(axis=0) * population).sum() / population.mean()) / 100


def _warnings(problem: Problem, chosen: NDArray[np.bool_]) -> list[str]:
    said = []
    if not chosen.any():
        said.append("No site is chosen: none with a benefit fits its network's capacity.")
    dear = problem.cost > problem.capacity.max(axis=1)[problem.network.codes]
    if dear.any():
        said.append(
            f"{dear.sum():,} of {problem.n:,} sites cost more than their network has in any "
            "quarter and can never be chosen."
        )
    harmful = chosen & (problem.benefit < 0)
    if harmful.any():
        said.append(f"{harmful.sum():,} chosen sites have a benefit under 0: floors need them.")
    if problem.equity and chosen.any() and not problem.equity.population[chosen].any():
        said.append("The chosen sites cover nobody, so the equity floor says nothing.")
    return said
