"""Forecasts from curves fitted one series at a time, with prediction intervals."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from .fitting import CurveFits, adopters
from .shapes import Array, Shape, shape_of


@dataclass(frozen=True, slots=True)
class Forecast:
    """Cumulative adopters in each coming period, (S, H), with a prediction interval.

    The interval is for what will be counted, not for the curve: noise is in it. It holds at each
    period by itself, not for all at once.
    """

    expected: Array
    low: Array
    high: Array
    level: float
    n: npt.NDArray[np.int64]  # (S,), periods that the fit used
    method: str
    warnings: tuple[str, ...]


def forecast(fits: CurveFits, new: npt.ArrayLike, horizon: int, *, level: float = 0.95) -> Forecast:
    """Continue fitted curves from the adopters so far.

    Delta method on (m, shape) with a t quantile, plus the noise of the periods to come; Seber
    and Wild (1989), Nonlinear Regression, chapter 5. Right where the peak has been passed; before
    it, the ceiling is a guess and only pooling gives an honest interval.

    Parameters
    ----------
    fits
        From :func:`fit` on the same `new`, by interval-nls or density-nls.
    new
        New adopters, (S, T), without gaps up to the last period (NaN at the start is allowed:
        those adopters are not known, and the count goes on from those that are).
    horizon
        Periods ahead, 1 or more.
    level
        Coverage aimed at.

    Examples
    --------
    >>> from groundswell.analysis.curves.fitting import fit
    >>> vcr = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]
    >>> ahead = forecast(fit(vcr), vcr, 2)
    >>> [round(float(v), -2) for v in ahead.expected[0]]
    [63700.0, 65400.0]
    """
    y = adopters(new)
    if y.shape != (len(fits.m), fits.periods):
        raise ValueError(
            f"new has shape {y.shape}; the fits are of {len(fits.m)} x {fits.periods}."
        )
    if fits.estimator == "ols":
        raise ValueError("ols gives no intervals: fit by interval-nls or density-nls.")
    check_level(level)
    if horizon < 1:
        raise ValueError(f"horizon must be 1 or more periods, not {horizon}.")
    if not np.isfinite(y[:, -1]).all():
        raise ValueError("The last period has missing values: forecast each length by itself.")
    shape = shape_of(fits.model)
    ahead, slopes = _ahead(fits, shape, horizon)
    so_far = np.nansum(y, axis=1)[:, None]
    free = np.isfinite(fits.std_error[:, 0])
    spare = np.maximum(fits.n - 2 - free, 1)
    variance = fits.sse / spare
    curve = np.einsum("sph,spr,srh->sh", slopes, fits.covariance, slopes)
    spread = np.sqrt(variance[:, None] * (curve + np.arange(1, horizon + 1)))
    half = student.ppf(0.5 + level / 2, spare)[:, None] * spread
    expected = so_far + ahead
    return Forecast(
        expected=expected,
        low=np.maximum(expected - half, so_far),
        high=expected + half,
        level=level,
        n=fits.n,
        method=f"{fits.method}; delta-method interval, t quantiles",
        warnings=(*fits.warnings, *_before_peak(fits, shape)),
    )


def check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, such as 0.95, not {level}.")


def _ahead(fits: CurveFits, shape: Shape, horizon: int) -> tuple[Array, Array]:
    """Expected further adopters (S, H), and slopes by (m, theta): (S, 3, H)."""
    t = np.arange(fits.periods, fits.periods + horizon + 1.0)
    if fits.estimator == "interval-nls":
        values = shape.cumulative(fits.theta, t)
        share, by_theta = values.value - values.value[:, :1], values.slopes - values.slopes[..., :1]
        share, by_theta = share[:, 1:], by_theta[..., 1:]
    else:
        values = shape.density(fits.theta, t[1:])
        share, by_theta = np.cumsum(values.value, axis=1), np.cumsum(values.slopes, axis=-1)
    m = fits.m[:, None]
    return m * share, np.concatenate((share[:, None], m[..., None] * by_theta), axis=1)


def _before_peak(fits: CurveFits, shape: Shape) -> tuple[str, ...]:
    rate = shape.density(fits.theta, np.array([fits.periods - 1.0, float(fits.periods)])).value
    early = rate[:, 1] >= rate[:, 0]
    if not early.any():
        return ()
    return (
        f"{int(early.sum()):,} of {len(early):,} series had not passed their peak: their intervals "
        "are too narrow. Pool them with like innovations.",
    )
