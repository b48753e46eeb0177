"""Staggered effects and interrupted series, beside what an analyst would use instead."""

import statistics
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO

import numpy as np

from benchmarks.timing import once_ms, table
from groundswell.analysis.effect import (
    StaggeredEffect,
    interrupted_series,
    panel_from_long,
    staggered_effect,
)

UNITS, TIMES, COHORTS, DRAWS = 7_000, 60, 12, 1_000
Columns = dict[str, np.ndarray]


def run() -> list[str]:
    return [_staggered(), _interrupted()]


def _columns() -> Columns:
    """One row a unit and time; first treatment in 12 months of 60, or never (0)."""
    rng = np.random.default_rng(0)
    months = np.arange(1, TIMES + 1)
    first = rng.choice(np.r_[0, np.arange(8, 8 + 4 * COHORTS, 4)], UNITS)
    is_treated = (first[:, None] > 0) & (months >= first[:, None])
    y = rng.normal(size=(UNITS, 1)) + 0.01 * months + rng.normal(size=(UNITS, TIMES))
    return {
        "unit": np.repeat(np.arange(UNITS), TIMES),
        "time": np.tile(months, UNITS),
        "y": (y + 0.5 * is_treated).ravel(),
        "g": np.repeat(first, TIMES),
    }


def _staggered() -> str:
    columns = _columns()
    jobs: dict[str, Callable[[int], object]] = {
        "groundswell: every average, bands, checks": lambda draws: _ours(columns, draws)
    }
    if find_spec("diff_diff"):
        jobs["diff-diff: cells, overall, event study"] = lambda draws: _diff_diff(columns, draws)
    times: dict[str, dict[int, list[float]]] = {name: {0: [], DRAWS: []} for name in jobs}
    # In turns, so that a busy machine slows each alike.
    for _ in range(5):
        for name, job in jobs.items():
            for draws in (0, DRAWS):
                times[name][draws].append(_timed(job, draws))
    medians = {
        name: {draws: statistics.median(ms) for draws, ms in of_job.items()}
        for name, of_job in times.items()
    }
    if find_spec("csdid"):
        once = {draws: _timed(lambda d: _csdid(columns, d), draws) for draws in (0, DRAWS)}
        medians["csdid: cells, overall, event study (one run)"] = once
    ours = next(iter(medians.values()))
    rows = [
        [
            name,
            f"{of_job[0]:,.0f} ms",
            f"{of_job[DRAWS]:,.0f} ms",
            f"{of_job[DRAWS] / ours[DRAWS]:.1f}",
        ]
        for name, of_job in medians.items()
    ]
    rows += [
        [f"{name}: left out, not installed", "", "", ""]
        for name in ("diff_diff", "csdid")
        if not find_spec(name)
    ]
    headings = ["", "plain", f"with {DRAWS:,} draws", "ratio with draws"]
    title = (
        "Staggered effects: 7,000 units, 60 months, 12 cohorts, from rows to results "
        "(bar: no slower than diff-diff; a tenth of csdid)"
    )
    return table(title, headings, rows) + _agreement(columns)


def _timed(job: Callable[[int], object], draws: int) -> float:
    # csdid prints its progress.
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        return once_ms(lambda: job(draws))


def _ours(columns: Columns, draws: int) -> StaggeredEffect:
    panel = panel_from_long(columns["unit"], columns["time"], columns["y"], columns["g"])
    return staggered_effect(panel, draws=draws, rng=np.random.default_rng(1))


def _diff_diff(columns: Columns, draws: int) -> object:
    from diff_diff import CallawaySantAnna
    from pandas import DataFrame

    fit = CallawaySantAnna(n_bootstrap=draws, seed=1).fit(
        DataFrame(columns), outcome="y", unit="unit", time="time", first_treat="g"
    )
    return fit, fit.aggregate("event_study")


def _csdid(columns: Columns, draws: int) -> object:
    from csdid.att_gt import ATTgt
    from pandas import DataFrame

    fit = ATTgt(
        yname="y",
        gname="g",
        idname="unit",
        tname="time",
        xformla="y~1",
        data=DataFrame(columns),
        biters=draws or 1000,
        cband=draws > 0,
    ).fit(est_method="reg", bstrap=draws > 0)
    return [fit.aggte(kind, bstrap=draws > 0, cband=draws > 0) for kind in ("simple", "dynamic")]


def _agreement(columns: Columns) -> str:
    """The largest difference between our cells and diff-diff's."""
    if not find_spec("diff_diff"):
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = _diff_diff(columns, 0)[0].group_time_effects  # type: ignore[index]
    cells = _ours(columns, 0).tables["group_time"]
    assert cells.cohort is not None and cells.time is not None
    pairs = zip(cells.cohort, cells.time, cells.estimate, cells.std_error, strict=True)
    gaps = [(abs(a - theirs[g, t]["effect"]), abs(s - theirs[g, t]["se"])) for g, t, a, s in pairs]
    largest = np.max(gaps, axis=0)
    return (
        f"\n{len(gaps)} cells; largest difference from diff-diff {largest[0]:.0e} in an effect, "
        f"{largest[1]:.0e} in a standard error.\n"
    )


def _interrupted() -> str:
    series, n_times = 1_000, 60
    y = np.random.default_rng(0).normal(size=(series, n_times))
    batch = statistics.median(
        once_ms(lambda: interrupted_series(y, range(n_times), 30, lag=3)) for _ in range(5)
    )
    rows = [["groundswell: one batch", f"{batch:,.1f} ms", "1"]]
    if find_spec("statsmodels"):
        loop = once_ms(lambda: _statsmodels(y))
        ratio = f"{loop / batch:.0f}"
        rows.append(["statsmodels: OLS and HAC in a loop", f"{loop:,.0f} ms", ratio])
    else:
        rows.append(["statsmodels: left out, not installed", "", ""])
    title = "Interrupted series: 1,000 of 60 months, Newey-West to lag 3"
    return table(title, ["", "time", "ratio"], rows)


def _statsmodels(y: np.ndarray) -> None:
    import statsmodels.api as sm

    from groundswell.analysis.effect.segments import segmented_design

    x = segmented_design(range(y.shape[1]), 30).x
    for one in y:
        sm.OLS(one, x).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})
