"""Would the forecast have been right? Rolling origins, against the naive run-rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .fitting import Ceiling, fit
from .forecast import Forecast, forecast
from .pooled import forecast_pooled, pool
from .shapes import Array


class Forecaster(Protocol):
    """Given the first periods of every series (S, t), forecast the cumulative count ahead."""

    def __call__(self, history: Array, horizon: int) -> Forecast: ...


@dataclass(frozen=True, slots=True)
class Backtest:
    """Errors at each origin (O,), `horizon` periods ahead, in cumulative adopters."""

    origins: npt.NDArray[np.int64]
    horizon: int
    mae: Array  # of the forecast
    naive_mae: Array  # of the run-rate
    coverage: Array  # share of outcomes inside the interval
    level: float
    n: npt.NDArray[np.int64]  # outcomes at each origin
    method: str
    warnings: tuple[str, ...]

    @property
    def skill(self) -> Array:
        """1 - MAE / naive MAE: above zero, the forecast beats the run-rate."""
        naive = np.where(self.naive_mae > 0, self.naive_mae, np.nan)
        return np.asarray(1 - self.mae / naive)


def backtest(
    new: npt.ArrayLike,
    forecaster: Forecaster,
    *,
    origins: Sequence[int],
    horizon: int,
    eligible: npt.ArrayLike | None = None,
    season: int = 12,
) -> Backtest:
    """Forecast from each origin with what was known then, and compare with what came.

    Parameters
    ----------
    new
        New adopters, (S, T), without gaps.
    forecaster
        Given `new[:, :origin]` only. :func:`single` and :func:`pooled` make two.
    origins
        Numbers of periods known, each at least 4 and at most T - horizon.
    horizon
        Periods ahead that are judged.
    eligible
        Sites, (S,): caps the run-rate.
    season
        Periods over which the run-rate is taken (all, where there are fewer).

    Examples
    --------
    >>> import numpy as np
    >>> t = np.arange(41)
    >>> share = (1 - np.exp(-0.2 * t)) / (1 + 20 * np.exp(-0.2 * t))
    >>> new = np.round(300 * np.diff(share))[None]
    >>> result = backtest(new, single(), origins=[20, 24], horizon=6)
    >>> bool((result.mae < result.naive_mae).all())
    True
    """
    y = np.atleast_2d(np.asarray(new, dtype=float))
    if not np.isfinite(y).all():
        raise ValueError("Back-testing needs series without gaps: test each length by itself.")
    wrong = [o for o in origins if not 4 <= o <= y.shape[1] - horizon]
    if wrong or not origins:
        raise ValueError(
            f"Origins must lie between 4 and {y.shape[1] - horizon} ({y.shape[1]} periods less a "
            f"horizon of {horizon}); got {wrong or 'none'}."
        )
    cap = np.full(len(y), np.inf) if eligible is None else np.asarray(eligible, dtype=float)
    mae, naive, coverage = (np.empty(len(origins)) for _ in range(3))
    warnings: dict[str, None] = {}
    ahead = None
    for i, origin in enumerate(origins):
        history = y[:, :origin]
        ahead = forecaster(history, horizon)
        actual = y[:, : origin + horizon].sum(axis=1)
        mae[i] = np.abs(ahead.expected[:, -1] - actual).mean()
        naive[i] = np.abs(run_rate(history, horizon, cap, season) - actual).mean()
        coverage[i] = ((ahead.low[:, -1] <= actual) & (actual <= ahead.high[:, -1])).mean()
        warnings |= dict.fromkeys(f"At origin {origin}: {text}" for text in ahead.warnings)
    assert ahead is not None
    return Backtest(
        origins=np.asarray(origins, dtype=np.int64),
        horizon=horizon,
        mae=mae,
        naive_mae=naive,
        coverage=coverage,
        level=ahead.level,
        n=np.full(len(origins), len(y), dtype=np.int64),
        method=f"rolling origin; {ahead.method}; against the run-rate of {season} periods",
        warnings=tuple(warnings),
    )


def run_rate(history: Array, horizon: int, cap: Array, season: int = 12) -> Array:
    """The naive forecast: adopters so far, plus the recent pace for as long again; (S,)."""
    recent = history[:, -season:]
    return np.asarray(np.minimum(history.sum(axis=1) + recent.mean(axis=1) * horizon, cap))


def single(
    model: str = "bass",
    estimator: str = "interval-nls",
    ceiling: Ceiling | None = None,
    level: float = 0.95,
) -> Forecaster:
    """Each series by itself."""

    def forecaster(history: Array, horizon: int) -> Forecast:
        fits = fit(history, model=model, estimator=estimator, ceiling=ceiling)
        return forecast(fits, history, horizon, level=level)

    return forecaster


def pooled(
    eligible: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    model: str = "bass",
    finished: tuple[Array, Array] | None = None,
    level: float = 0.95,
) -> Forecaster:
    """All series together, with `finished` like innovations (new, eligible) beside them."""
    sites = np.asarray(eligible, dtype=float)

    def forecaster(history: Array, horizon: int) -> Forecast:
        together, of = (history, sites) if finished is None else _beside(history, sites, finished)
        fits = pool(together, of, model=model)
        if finished is not None:
            fits = pool(history, sites, model=model, prior=fits.prior)
        return forecast_pooled(fits, horizon, rng, level=level)

    return forecaster


def _beside(history: Array, sites: Array, finished: tuple[Array, Array]) -> tuple[Array, Array]:
    old, old_sites = finished
    width = max(history.shape[1], old.shape[1])
    padded = [
        np.pad(part, ((0, 0), (0, width - part.shape[1])), constant_values=np.nan)
        for part in (history, old)
    ]
    return np.concatenate(padded), np.concatenate((sites, old_sites))
