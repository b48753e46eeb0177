"""How a plan fares when the benefits are not as expected."""

from dataclasses import replace

import numpy as np

from .constraints import value_of
from .problem import Floats, Problem
from .results import Infeasible, Plan, Robustness
from .solving import solve

_FEW_DRAWS = 20
_OFTEN, _SELDOM = 0.9, 0.5


def robustness(
    problem: Problem,
    plan: Plan,
    draws: Floats,
    *,
    gap: float = 1e-3,
    time_limit: float | None = None,
) -> Robustness:
    """Solve again for each draw of the benefits, and see what the plan would have missed.

    Limits do not depend on benefits, so the plan keeps them in every draw, and the best plan of a
    draw is at least as good as it: regret (Savage 1951, doi:10.1080/01621459.1951.10500768) is 0
    or more.

    Parameters
    ----------
    problem, plan : a problem and its plan.
    draws : (draws, sites) benefits, for example from the posterior of what a site would gain.
    gap, time_limit : for each solve.

    Examples
    --------
    >>> import numpy as np
    >>> from groundswell.analysis.plan import Grouping, Problem, robustness, solve
    >>> problem = Problem(
    ...     sites=("a", "b"), benefit=np.array([3.0, 2.0]), cost=np.ones(2),
    ...     network=Grouping.of("network", ["N", "N"]), capacity=np.array([[1.0]]),
    ... )
    >>> found = robustness(problem, solve(problem), np.array([[3.0, 2.0], [3.0, 4.0]]))
    >>> found.frequency.tolist(), found.regret.tolist()
    ([0.5, 0.5], [0.0, 0.25])
    """
    if draws.ndim != 2 or draws.shape[1] != problem.n or not len(draws):
        raise ValueError(f"draws have shape {draws.shape}; give draws by {problem.n} sites")
    if not plan.is_feasible:
        raise ValueError("the plan breaks a limit; give one that keeps them all")
    frequency = np.zeros(problem.n)
    objective, best = np.zeros(len(draws)), np.zeros(len(draws))
    for draw, benefit in enumerate(draws):
        drawn = replace(problem, benefit=benefit)
        found = solve(drawn, gap=gap, time_limit=time_limit)
        if isinstance(found, Infeasible):
            raise ValueError("the plan is of another problem: this one has none")
        objective[draw] = value_of(drawn, plan.chosen, plan.quarter)
        is_better = found.objective > objective[draw]
        best[draw] = max(found.objective, objective[draw])
        frequency += found.chosen if is_better else plan.chosen
    frequency /= len(draws)
    missed = best - objective
    regret = np.where(missed > 0, missed / np.where(best == 0, 1.0, np.abs(best)), 0.0)
    return Robustness(
        frequency,
        regret,
        objective,
        best,
        problem.n,
        f"solved again for {len(draws)} draws to a gap of {gap:g}",
        _said(plan, frequency, len(draws)),
    )


def _said(plan: Plan, frequency: Floats, draws: int) -> tuple[str, ...]:
    said = []
    if draws < _FEW_DRAWS:
        said.append(f"Only {draws} draws: how often a site is chosen is rough.")
    chosen = int(plan.chosen.sum())
    often = int((plan.chosen & (frequency >= _OFTEN)).sum())
    seldom = int((plan.chosen & (frequency < _SELDOM)).sum())
    if chosen:
        said.append(
            f"Of {chosen:,} chosen sites {often:,} are chosen in at least "
            f"{_OFTEN:.0%} of draws, and {seldom:,} in fewer than half."
        )
    return tuple(said)
