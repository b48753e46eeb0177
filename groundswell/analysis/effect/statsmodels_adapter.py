"""Interrupted series of counts: Poisson and quasi-Poisson regression by statsmodels (BSD)."""

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from .panel import BoolArray, FloatArray
from .segments import NO_SEASON, Season, season_advice, segmented_design

Family = Literal["poisson", "quasi-poisson"]


@dataclass(frozen=True, slots=True)
class InterruptedCounts:
    """Segmented log-linear regression of one series of counts.

    Attributes
    ----------
    names : (p,) terms; see `segments.segmented_design`.
    estimate, std_error : (p,) on the log scale.
    ratio, low, high : (p,) rate ratios, exp(estimate), with their interval.
    fitted, counterfactual : (T,) expected counts with and without the interruption.
    dispersion : Pearson chi-squared over its degrees of freedom; 1 for Poisson counts.
    n : times.
    """

    names: tuple[str, ...]
    estimate: FloatArray
    std_error: FloatArray
    ratio: FloatArray
    low: FloatArray
    high: FloatArray
    fitted: FloatArray
    counterfactual: FloatArray
    dispersion: float
    n: int
    method: str
    warnings: tuple[str, ...]


def interrupted_counts(
    count: ArrayLike,
    time: ArrayLike,
    interruption: int,
    *,
    family: Family = "quasi-poisson",
    exposure: ArrayLike | None = None,
    slope_change: bool = True,
    season: Season = NO_SEASON,
    level: float = 0.95,
    slope_origin: int | None = None,
) -> InterruptedCounts:
    """Rate ratios of a step and a change of slope (Lopez Bernal and others 2017).

    Parameters
    ----------
    count : (T,) counts, not negative. exposure : (T,) people or person-time at risk, if it varies.
    family : `quasi-poisson` scales errors by the dispersion found; `poisson` trusts it to be 1.
    Other parameters are those of `interrupted_series`. Intervals are normal, as in the paper.

    Examples
    --------
    >>> fit = interrupted_counts([9, 11, 10, 12, 10, 5, 6, 5, 6, 5], range(10), 5)
    >>> bool(fit.high[2] < 1)
    True
    """
    import statsmodels.api as sm

    y = np.asarray(count, dtype=np.float64)
    design = segmented_design(
        time, interruption, slope_change=slope_change, season=season, slope_origin=slope_origin
    )
    _check_counts(y, design.is_after)
    offset = np.zeros(y.size) if exposure is None else _log_exposure(exposure, y.size)
    model = sm.GLM(y, design.x, family=sm.families.Poisson(), offset=offset)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        # Judged by the terms: with large counts rounding alone moves the deviance by its tolerance.
        scale = "X2" if family == "quasi-poisson" else 1.0
        fit = model.fit(scale=scale, tol_criterion="params", tol=1e-10)
    heard = dict.fromkeys(f"statsmodels: {each.message}" for each in caught)
    if not fit.converged:
        raise ValueError("the regression did not converge; drop terms or check the counts")
    estimate, std_error = np.asarray(fit.params), np.asarray(fit.bse)
    dispersion = float(fit.pearson_chi2 / fit.df_resid)
    half = float(stats.norm.ppf((1 + level) / 2)) * std_error
    residual = np.asarray(fit.resid_pearson)
    return InterruptedCounts(
        design.names,
        estimate,
        std_error,
        np.exp(estimate),
        np.exp(estimate - half),
        np.exp(estimate + half),
        np.asarray(fit.fittedvalues),
        np.exp(design.counterfactual @ estimate + offset),
        dispersion,
        y.size,
        f"segmented {family} regression, log link; statsmodels",
        (*season_advice(design, season), *_about_counts(family, dispersion, residual), *heard),
    )


def _about_counts(family: str, dispersion: float, residual: FloatArray) -> list[str]:
    found = []
    if family == "poisson" and dispersion > 1.5:
        found.append(
            f"Counts vary {dispersion:.1f} times as much as Poisson counts: these intervals are "
            "too narrow; use quasi-poisson."
        )
    centred = residual - residual.mean()
    rho = float((centred[1:] * centred[:-1]).sum() / np.square(centred).sum())
    if rho > 2 / np.sqrt(residual.size):
        found.append(
            f"Residuals follow one another (autocorrelation {rho:.2f}): look for a missing season, "
            "and take the intervals as too narrow."
        )
    return found


def _check_counts(y: FloatArray, is_after: BoolArray) -> None:
    n = is_after.size
    if y.shape != (n,):
        raise ValueError(f"there are {y.size} counts and {n} times; give one count a time")
    bad = np.flatnonzero(~(y >= 0) | ~np.isfinite(y))
    if bad.size:
        raise ValueError(
            f"count {y[bad[0]]:g} at position {bad[0]} is negative or missing; use least squares "
            "for values that are not counts"
        )
    for side, when in ((~is_after, "before"), (is_after, "from")):
        if not y[side].any():
            raise ValueError(
                f"every count {when} the interruption is 0: no ratio can be estimated; "
                "use a longer series or a wider area"
            )


def _log_exposure(exposure: ArrayLike, n: int) -> FloatArray:
    at_risk = np.asarray(exposure, dtype=np.float64)
    if at_risk.shape != (n,) or not np.all(at_risk > 0):
        raise ValueError("exposure needs one value above 0 a time")
    return np.asarray(np.log(at_risk))
