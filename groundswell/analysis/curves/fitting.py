"""Fitting spread curves to new adopters per period, by named estimators, many series at once.

The same data give different p by estimator (VCRs: 0.0066, 0.0088 or 0.0216), so every result
names its estimator:

- `interval-nls`: n_i = m (F(i) - F(i-1)) + e: Srinivasan and Mason (1986), Marketing Science 5(2);
- `density-nls`: n_i = m f(i) + e, the density at the end of the period;
- `ols`: the difference equation of the curve, regressed on earlier adopters: Bass (1969).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from .ols import fit_ols
from .shapes import Array, Shape, shape_of
from .varpro import Columns, Problem, best_of_grid, solve

Estimator = Literal["interval-nls", "density-nls", "ols"]
ESTIMATORS: tuple[Estimator, ...] = ("interval-nls", "density-nls", "ols")
Ceiling = float | Array | tuple[float | Array, float | Array]


@dataclass(frozen=True, slots=True)
class CurveFits:
    """Fitted curves of S series.

    For `bass`, p and q are the coefficients of innovation and imitation, per period. For
    `logistic`, the share adopted is 1 / (1 + p e^-qt); for `gompertz`, exp(-p e^-qt). `ols` may
    return p below zero; then no curve can be drawn from it. `sse` is the sum of squares that
    the estimator minimised, in squared adopters. `std_error` columns are m, p, q, assuming
    independent errors of one variance (NaN where m is known, at a bound, or for `ols`).
    """

    model: str
    estimator: str
    m: Array  # (S,), adopters in the end
    p: Array  # (S,)
    q: Array  # (S,)
    sse: Array  # (S,)
    std_error: Array  # (S, 3)
    theta: Array  # (S, 2), the shape's own parameters
    covariance: Array  # (S, 3, 3), of (m, theta), before scaling by the error variance
    n: npt.NDArray[np.int64]  # (S,), periods used
    periods: int  # T
    converged: npt.NDArray[np.bool_]
    at_bound: npt.NDArray[np.bool_]
    method: str
    warnings: tuple[str, ...]


def fit(
    new: npt.ArrayLike,
    *,
    model: str = "bass",
    estimator: str = "interval-nls",
    ceiling: Ceiling | None = None,
) -> CurveFits:
    """Fit one curve to each series of new adopters.

    Parameters
    ----------
    new
        New adopters in each period, shape (T,) or (S, T), the first column being the first
        period after the start. NaN marks a period without data: leading and trailing ones make
        ragged series. `ols` needs the periods of a series to be consecutive from the first.
    model
        `bass`, `logistic` or `gompertz`.
    estimator
        `interval-nls`, `density-nls` or `ols`.
    ceiling
        What is known of m: a number or (S,) array where it is known (eligible sites); a pair
        (least, most) where it is bounded; None where it is free. Not for `ols`.

    Returns
    -------
    CurveFits
        One fit a series.

    Examples
    --------
    Video recorders in the United States, thousands a year, 1980 to 1989:

    >>> vcr = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]
    >>> fits = fit(vcr)
    >>> round(float(fits.m[0])), round(float(fits.p[0]), 6), round(float(fits.q[0]), 6)
    (67660, 0.008789, 0.642159)
    """
    y = adopters(new)
    shape = shape_of(model)
    if estimator == "ols":
        if ceiling is not None:
            raise ValueError("ols cannot hold a ceiling: use interval-nls, or leave ceiling out.")
        return _by_ols(y, shape)
    if estimator not in ESTIMATORS:
        raise ValueError(f"Unknown estimator {estimator!r}: use one of {', '.join(ESTIMATORS)}.")
    return _by_nls(y, shape, estimator, ceiling)


def adopters(new: npt.ArrayLike) -> Array:
    """The series as (S, T), or ValueError saying which value is wrong."""
    y = np.atleast_2d(np.asarray(new, dtype=float))
    if y.ndim != 2 or y.size == 0:
        raise ValueError("new must have shape (T,) or (S, T) with at least one value.")
    for wrong, says in ((np.isinf(y), "is not finite"), (y < 0, "is below zero")):
        if wrong.any():
            s, t = (int(i) for i in np.argwhere(wrong)[0])
            raise ValueError(
                f"New adopters of series {s} in period {t + 1} {says} ({y[s, t]:g}): give the "
                "new adopters of each period, NaN where unknown."
            )
    counts = np.isfinite(y).sum(axis=1)
    if (counts < 4).any():
        s = int(np.argmax(counts < 4))
        raise ValueError(f"Series {s} has {counts[s]} periods with data: a curve needs 4 or more.")
    flat = ~(np.nansum(y, axis=1) > 0)
    if flat.any():
        raise ValueError(f"Series {int(np.argmax(flat))} has no adopters: leave it out.")
    return y


def interval_columns(shape: Shape, periods: int) -> Columns:
    """F(i) - F(i-1) for i = 1 to T, with slopes, F(0) being 0.

    A logistic or Gompertz curve never starts: its first period counts all before its end.
    (Counted from F(0) instead, the logistic would be the Bass curve in other letters.)
    """
    t = np.arange(1.0, periods + 1)

    def columns(theta: Array, rows: npt.NDArray[np.intp]) -> tuple[Array, Array]:
        del rows
        values = shape.cumulative(theta, t)
        return steps(values.value), steps(values.slopes)

    return columns


def steps(cumulative: Array) -> Array:
    """Differences along the last axis, the first from zero."""
    increments = cumulative.copy()
    increments[..., 1:] -= cumulative[..., :-1]
    return increments


def density_columns(shape: Shape, periods: int) -> Columns:
    """f(i) for i = 1 to T, with slopes."""
    t = np.arange(1.0, periods + 1)

    def columns(theta: Array, rows: npt.NDArray[np.intp]) -> tuple[Array, Array]:
        del rows
        values = shape.density(theta, t)
        return values.value, values.slopes

    return columns


def ceiling_bounds(ceiling: Ceiling | None, series: int) -> tuple[Array, Array]:
    if ceiling is None:
        return np.zeros(series), np.full(series, np.inf)
    pair = ceiling if isinstance(ceiling, tuple) else (ceiling, ceiling)
    least, most = (np.broadcast_to(np.asarray(side, float), (series,)).copy() for side in pair)
    if not ((least >= 0) & (most > 0) & (least <= most)).all():
        raise ValueError("A ceiling must be above zero, and its lower bound not above its upper.")
    return least, most


def _by_nls(y: Array, shape: Shape, estimator: str, ceiling: Ceiling | None) -> CurveFits:
    series, periods = y.shape
    least, most = ceiling_bounds(ceiling, series)
    seen = np.isfinite(y)
    make = interval_columns if estimator == "interval-nls" else density_columns
    columns = make(shape, periods)
    low, high = shape.bounds(periods)
    marks = None if seen.all() else seen.astype(float)
    problem = Problem(np.where(seen, y, 0.0), marks, least, most, low, high, columns)
    grid = shape.grid(periods)
    start = best_of_grid(problem, grid, columns(grid, np.arange(len(grid)))[0])
    found = solve(problem, start)
    edge = 1e-9
    at_bound = np.any((found.theta <= low + edge) | (found.theta >= high - edge), axis=1)
    free = (found.m > least) & (found.m < most)
    x, dx = columns(found.theta, np.arange(series))
    covariance = _covariance(problem, found.theta, found.m, free, x, dx)
    n = seen.sum(axis=1)
    p, q = shape.p_q(found.theta)
    return CurveFits(
        model=shape.name,
        estimator=estimator,
        m=found.m,
        p=p,
        q=q,
        sse=found.sse,
        std_error=_std_error(shape, found.theta, found.sse, n, covariance, free),
        theta=found.theta,
        covariance=covariance,
        n=n,
        periods=periods,
        converged=found.converged,
        at_bound=at_bound,
        method=f"{shape.name}, {estimator}, variable projection and Levenberg-Marquardt",
        warnings=_warnings(y, found.m, found.converged, at_bound, ceiling is None),
    )


def _covariance(
    problem: Problem, theta: Array, m: Array, free: npt.NDArray[np.bool_], x: Array, dx: Array
) -> Array:
    """(J'J)^-1 over (m, theta); rows and columns of a held m are zero."""
    slopes = np.concatenate((x[:, None], m[:, None, None] * dx), axis=1)
    if problem.seen is not None:
        slopes *= problem.seen[:, None]
    slopes[~free, 0] = 0.0
    gram = slopes @ slopes.transpose(0, 2, 1)
    scale = np.sqrt(np.einsum("spp->sp", gram))
    scale[scale == 0] = 1.0
    unit = gram / (scale[:, :, None] * scale[:, None, :])
    # A held m leaves a row of zeros, and two slopes may be one line: the ridge keeps both finite.
    inverse = np.linalg.inv(unit + 1e-14 * np.eye(3))
    inverse[~free, 0], inverse[~free, :, 0] = 0.0, 0.0
    return np.asarray(inverse / (scale[:, :, None] * scale[:, None, :]))


def _std_error(
    shape: Shape,
    theta: Array,
    sse: Array,
    n: npt.NDArray[np.int64],
    covariance: Array,
    free: npt.NDArray[np.bool_],
) -> Array:
    spare = n - 2 - free
    variance = np.divide(sse, spare, out=np.full(len(sse), np.nan), where=spare > 0)
    slopes = np.zeros((len(theta), 3, 3))
    slopes[:, 0, 0] = 1.0
    slopes[:, 1:, 1:] = shape.p_q_slopes(theta)
    scaled = slopes @ covariance @ slopes.transpose(0, 2, 1) * variance[:, None, None]
    std_error = np.sqrt(np.maximum(np.einsum("spp->sp", scaled), 0.0))
    std_error[~free, 0] = np.nan
    return np.asarray(std_error)


def _by_ols(y: Array, shape: Shape) -> CurveFits:
    found = fit_ols(y, shape.name)
    series = len(y)
    drawable = (found.p > 0) & (found.q > 0)
    theta = np.full((series, 2), np.nan)
    theta[drawable] = shape.theta(found.p[drawable], found.q[drawable])
    warnings = []
    if not drawable.all():
        warnings.append(
            f"{_share(~drawable)} p or q that is not above zero, so no curve can be drawn: "
            "regression on earlier adopters is biased in short series; prefer interval-nls."
        )
    return CurveFits(
        model=shape.name,
        estimator="ols",
        m=found.m,
        p=found.p,
        q=found.q,
        sse=found.sse,
        std_error=np.full((series, 3), np.nan),
        theta=theta,
        covariance=np.full((series, 3, 3), np.nan),
        n=np.isfinite(y).sum(axis=1),
        periods=y.shape[1],
        converged=np.isfinite(found.m),
        at_bound=np.zeros(series, dtype=np.bool_),
        method=f"{shape.name}, least squares on the difference equation",
        warnings=tuple(warnings),
    )


def _share(flags: npt.NDArray[np.bool_]) -> str:
    if len(flags) == 1:
        return "The series gives"
    return f"{int(flags.sum()):,} of {len(flags):,} series give"


def _warnings(
    y: Array,
    m: Array,
    converged: npt.NDArray[np.bool_],
    at_bound: npt.NDArray[np.bool_],
    unbounded: bool,
) -> tuple[str, ...]:
    warnings = []
    if not converged.all():
        warnings.append(f"{_share(~converged)} a fit that did not settle: do not use it.")
    if at_bound.any():
        warnings.append(f"{_share(at_bound)} p or q at the edge of what is possible.")
    if unbounded:
        early = m > 2 * np.nansum(y, axis=1)
        if early.any():
            warnings.append(
                f"{_share(early)} a ceiling more than twice the adopters so far: it is not "
                "determined by these data. Give the eligible sites as the ceiling, or pool."
            )
    return tuple(warnings)
