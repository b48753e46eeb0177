"""Planning for a country, beside HiGHS on the same model without what we do around it."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.timing import table
from groundswell.analysis.plan import (
    Infeasible,
    Plan,
    Problem,
    SpillOver,
    explain,
    made_up_problem,
    preview,
    price_of_equity,
    solve,
)
from groundswell.analysis.plan.model import build

GAP = 1e-3
SEEDS = (1, 2, 3)
PATIENCE = 140.0  # seconds for HiGHS alone, as when it was first measured


def run() -> list[str]:
    return [_against_highs(), _previews(), _more()]


def _timed(run: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    result = run()
    return time.perf_counter() - started, result


def _country(seed: int) -> Problem:
    return made_up_problem(np.random.default_rng(seed))


def _alone(problem: Problem) -> object:
    """HiGHS through scipy on the plain model; building the model is not counted."""
    model = build(problem, tightened=False)
    limits = LinearConstraint(model.matrix, -np.inf, model.high)
    options = {"mip_rel_gap": GAP, "time_limit": PATIENCE}
    return lambda: milp(
        -model.value,
        constraints=limits,
        bounds=Bounds(0, 1),
        integrality=model.whole,
        options=options,
    )


def _against_highs() -> str:
    rows = []
    for seed in SEEDS:
        problem = _country(seed)
        alone, highs = _timed(_alone(problem))
        ours, plan = _timed(lambda problem=problem: solve(problem, gap=GAP))
        assert isinstance(plan, Plan)
        rows.append(
            [
                str(seed),
                f"{alone:.2f} s",
                f"{ours:.2f} s",
                f"{ours / alone:.2f}",
                f"{100 * plan.gap:.3f}%",
                f"{100 * (plan.objective / -highs.fun - 1):+.3f}%",
            ]
        )
    title = (
        "Plan: 11,000 sites, 15 networks, caps, floors and equity, to a gap of 0.1% "
        "(bar: a ratio of 1.1)"
    )
    headings = ["seed", "HiGHS alone", "solve", "ratio", "gap proven", "benefit against HiGHS"]
    return table(title, headings, rows)


def _previews() -> str:
    rows = []
    for seed in SEEDS:
        problem = _country(seed)
        plan = preview(problem)
        began = time.process_time()
        times = [_timed(lambda problem=problem: preview(problem))[0] for _ in range(7)]
        busy = (time.process_time() - began) / 7
        rows.append(
            [
                str(seed),
                f"{1000 * statistics.median(times):.0f} ms",
                f"{1000 * min(times):.0f} ms",
                f"{1000 * busy:.0f} ms",
                f"{100 * plan.gap:.3f}%",
                "yes" if plan.is_feasible else "no",
            ]
        )
    title = "Plan: preview with its bound, the same countries (bar: 100 ms)"
    return table(
        title, ["seed", "median of 7", "least", "processor", "gap", "keeps every limit"], rows
    )


def _more() -> str:
    country, rng = _country(1), np.random.default_rng(1)
    near = (np.arange(country.n)[:, None] + rng.integers(1, 9, (country.n, 3))) % country.n
    spill = SpillOver(0.3 * country.benefit, np.repeat(np.arange(country.n), 3), near.ravel())
    four = made_up_problem(np.random.default_rng(1), quarters=4)
    jobs: dict[str, Callable[[], object]] = {
        "4 quarters (44,000 choices)": lambda: solve(four),
        "4 quarters, 3% lost a quarter": lambda: solve(replace(four, discount=0.03)),
        "spill-over between neighbours": lambda: solve(replace(country, spill_over=spill)),
        "price of 5 equity floors": lambda: price_of_equity(country),
        "15 collisions named": lambda: explain(
            made_up_problem(np.random.default_rng(1), floor_share=3.0)
        ),
    }
    rows = []
    for name, job in jobs.items():
        seconds, result = _timed(job)
        rows.append([name, f"{seconds:.1f} s", _outcome(result)])
    return table(
        "Plan: other questions of the first country (one run each)", ["", "time", ""], rows
    )


def _outcome(result: object) -> str:
    if isinstance(result, Plan):
        return f"gap {100 * result.gap:.3f}%"
    return f"{len(result.collisions)} sets" if isinstance(result, Infeasible) else ""
