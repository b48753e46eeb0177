"""Spread curves: 1,000 Bass fits of 60 months, beside a loop over scipy's curve_fit; and hazard."""

import warnings
from typing import Any

import numpy as np
from scipy.optimize import curve_fit

from benchmarks.timing import median_ms, once_ms, table
from groundswell.analysis.curves.fitting import fit
from groundswell.analysis.curves.pooled import forecast_pooled, pool
from groundswell.analysis.curves.shapes import SHAPES
from groundswell.analysis.exposure import graph_exposure, group_exposure, nearest
from groundswell.analysis.hazard import fit_hazard, person_periods

SERIES, PERIODS = 1000, 60
SITES = 7000
Floats = np.ndarray[Any, Any]


def run() -> list[str]:
    return [_fits(), _pooled(), _hazard()]


def _bass(t: Floats, m: float, p: float, q: float) -> Floats:
    def share(t: Floats) -> Floats:
        gone = np.exp(-(p + q) * t)
        return np.asarray((1 - gone) / (1 + q / p * gone))

    return m * (share(t) - share(t - 1))


def _counts(rng: np.random.Generator) -> Floats:
    t = np.arange(1.0, PERIODS + 1)
    m = rng.uniform(50, 2000, SERIES)
    p = np.exp(rng.normal(np.log(0.004), 0.6, SERIES))
    q = np.exp(rng.normal(np.log(0.15), 0.4, SERIES))
    curves = [_bass(t, *own) for own in zip(m, p, q, strict=True)]
    return rng.poisson(np.stack(curves)).astype(float)


def _fits() -> str:
    y = _counts(np.random.default_rng(1))
    ours = median_ms(lambda: fit(y), 7)
    others = [(name, median_ms(lambda name=name: fit(y, model=name), 5)) for name in SHAPES]
    best: list[float] = []
    peer = median_ms(lambda: best.__setitem__(slice(None), _by_curve_fit(y)), 3)
    worse = int((fit(y).sse > np.array(best) * (1 + 1e-9)).sum())
    rows = [
        ["bass, all together", f"{ours:.0f} ms", "1"],
        *([name, f"{taken:.0f} ms", f"{taken / ours:.1f}"] for name, taken in others[1:]),
        ["scipy curve_fit, one by one (bass)", f"{peer:.0f} ms", f"{peer / ours:.1f}"],
    ]
    title = f"Spread curves: {SERIES:,} fits of {PERIODS} months (bar: 8 times curve_fit)"
    note = f"\nFits with a sum of squares above curve_fit's: {worse} of {SERIES:,}.\n"
    return table(title, ["", "time", "ratio"], rows) + note


def _by_curve_fit(y: Floats) -> list[float]:
    t = np.arange(1.0, PERIODS + 1)
    found = []
    for series in y:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                own, _ = curve_fit(_bass, t, series, p0=[1.2 * series.sum(), 0.01, 0.1])
                found.append(float(((series - _bass(t, *own)) ** 2).sum()))
            except RuntimeError:
                found.append(np.inf)
    return found


def _pooled() -> str:
    rng = np.random.default_rng(2)
    y = _counts(rng)[:200, :18]
    sites = np.maximum(np.round(y.sum(axis=1) * 4), 50.0)
    learnt = once_ms(lambda: pool(y, sites))
    fits = pool(y, sites)
    again = median_ms(lambda: pool(y, sites, prior=fits.prior), 5)
    ahead = once_ms(lambda: forecast_pooled(fits, 12, rng))
    rows = [
        ["prior learnt, fits (one run)", f"{learnt:.0f} ms"],
        ["fits under a known prior", f"{again:.0f} ms"],
        ["12 months ahead, 500 draws each (one run)", f"{ahead:.0f} ms"],
    ]
    return table("Pooled curves: 200 innovations x 18 months", ["", "time"], rows)


def _hazard() -> str:
    rng = np.random.default_rng(3)
    toa = np.where(rng.random(SITES) < 0.6, rng.integers(2, PERIODS + 1, SITES), np.nan)
    network, near = rng.integers(0, 15, SITES), nearest(rng.uniform(size=(SITES, 2)), 8)

    def exposures() -> list[Floats]:
        return [group_exposure(toa, PERIODS, network), graph_exposure(toa, PERIODS, near)]

    built = median_ms(exposures, 5)
    rows_at_risk = person_periods(toa, PERIODS)
    at = rows_at_risk.site, rows_at_risk.period - 1
    years = rows_at_risk.period / 12
    x = np.column_stack([np.ones(len(years)), *(e[at] for e in exposures()), years, years**2])
    names = ["intercept", "network", "neighbours", "years", "years^2"]
    ours = median_ms(lambda: fit_hazard(x, rows_at_risk.adopted, names), 5)
    rows = [
        ["exposure: own network, eight neighbours", f"{built:.0f} ms", f"{built / ours:.1f}"],
        ["logistic hazard", f"{ours:.0f} ms", "1"],
        _statsmodels(x, rows_at_risk.adopted.astype(float), ours),
    ]
    title = f"Hazard of adoption: {SITES:,} sites x {PERIODS} months, {len(x):,} rows at risk"
    return table(title, ["", "time", "ratio"], rows)


def _statsmodels(x: Floats, y: Floats, ours: float) -> list[str]:
    try:
        import statsmodels.api as sm
    except ImportError:
        return ["statsmodels GLM", "left out: not installed", ""]
    model = sm.GLM(y, x, family=sm.families.Binomial())
    taken = median_ms(model.fit, 3)
    return ["statsmodels GLM", f"{taken:.0f} ms", f"{taken / ours:.1f}"]
