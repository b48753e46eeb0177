"""Synthetic difference-in-differences: few treated units against a weighted mix of the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from .diff_diff_adapter import synthetic_by_diff_diff
from .panel import BoolArray, FloatArray


@dataclass(frozen=True, slots=True)
class SyntheticEffect:
    """The effect on treated units against a weighted mix of the others.

    Attributes
    ----------
    estimate, std_error, low, high : in units of the outcome; the interval is normal.
    difference_in_differences : the plain four-means estimate, for comparison.
    unit_weights : (n controls,) and time_weights : (times before,), each summing to one.
    n_treated, n_controls : units.
    """

    estimate: float
    std_error: float
    low: float
    high: float
    difference_in_differences: float
    unit_weights: FloatArray
    time_weights: FloatArray
    n_treated: int
    n_controls: int
    method: str
    warnings: tuple[str, ...]


def synthetic_did(
    outcome: FloatArray,
    treated: ArrayLike,
    n_before: int,
    *,
    draws: int = 200,
    rng: np.random.Generator,
) -> SyntheticEffect:
    """Synthetic difference-in-differences (Arkhangelsky and others 2021), placebo errors.

    Parameters
    ----------
    outcome : (n, T) no missing value. treated : (n,) whether a unit is treated.
    n_before : times before treatment, which starts for all at column `n_before`.
    draws : placebo assignments for the standard error, which is itself a draw: with 200 it moves
        by a tenth or so from seed to seed.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> y = np.arange(12.0) + rng.normal(size=(20, 12))
    >>> y[0, 8:] += 5
    >>> effect = synthetic_did(y, np.arange(20) == 0, n_before=8, draws=50, rng=rng)
    >>> bool(effect.low < 5 < effect.high)
    True
    """
    is_treated = np.asarray(treated, dtype=bool)
    n = outcome.shape[0]
    _check_synthetic(outcome, is_treated, n_before)
    fit = synthetic_by_diff_diff(outcome, is_treated, n_before, draws, int(rng.integers(2**31)))
    half = float(stats.norm.ppf(0.975)) * fit.std_error
    gap = outcome[is_treated].mean(axis=0) - outcome[~is_treated].mean(axis=0)
    n_treated = int(is_treated.sum())
    return SyntheticEffect(
        fit.estimate,
        fit.std_error,
        fit.estimate - half,
        fit.estimate + half,
        float(gap[n_before:].mean() - gap[:n_before].mean()),
        fit.unit_weights,
        fit.time_weights,
        n_treated,
        n - n_treated,
        f"synthetic difference-in-differences, {draws} placebo draws; diff-diff",
        (*_about_synthetic(n_treated, n - n_treated, n_before, fit.unit_weights), *fit.heard),
    )


def _check_synthetic(outcome: FloatArray, treated: BoolArray, n_before: int) -> None:
    n, n_times = outcome.shape
    if treated.shape != (n,) or treated.all() or not treated.any():
        raise ValueError("mark each unit as treated or not, with at least one of each")
    if not 2 <= n_before < n_times:
        raise ValueError(
            f"treatment starts at time {n_before} of {n_times}; two times before it and one after "
            "are needed"
        )
    if not np.isfinite(outcome).all():
        i, t = np.argwhere(~np.isfinite(outcome))[0]
        raise ValueError(f"outcome of unit {i} at time {t} is missing; leave the unit out")
    if (~treated).sum() <= treated.sum():
        raise ValueError(
            f"{int(treated.sum())} treated units need more than as many untreated ones for "
            f"placebo errors; there are {int((~treated).sum())}"
        )


def _about_synthetic(
    n_treated: int, n_controls: int, n_before: int, weights: FloatArray
) -> Iterator[str]:
    if n_treated < 5:
        yield (
            f"Treated units: {n_treated}. The standard error assumes they vary as the others do."
        )
    if n_controls < 20:
        yield f"Only {n_controls} untreated units: placebo draws repeat, and the error is rough."
    if n_before < 8:
        yield f"Only {n_before} times before treatment to match on."
    if weights.max() > 0.5:
        yield f"One untreated unit carries {weights.max():.0%} of the weight."
