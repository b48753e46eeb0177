"""The design of an interrupted time series: level, trend, a step, a change of slope, seasons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .panel import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Season:
    """Seasonality as pairs of sine and cosine: `harmonics` pairs over `period` times a cycle."""

    harmonics: int
    period: float = 12.0

    def __post_init__(self) -> None:
        if self.harmonics < 0 or self.period < 2 * max(self.harmonics, 1):
            raise ValueError(
                f"{self.harmonics} harmonics do not fit a cycle of {self.period:g} times; "
                "use at most half the cycle"
            )


NO_SEASON = Season(0)


@dataclass(frozen=True, slots=True)
class Design:
    """Columns of the regression and their names.

    Attributes
    ----------
    x : (T, p). names : (p,), of intercept, slope, level_change, slope_change, sin1, cos1, ...
    is_after : (T,) from the interruption on.
    """

    x: FloatArray
    names: tuple[str, ...]
    is_after: BoolArray

    @property
    def counterfactual(self) -> FloatArray:
        """(T, p) the same without the interruption."""
        x = self.x.copy()
        x[:, [i for i, name in enumerate(self.names) if name.endswith("_change")]] = 0.0
        return x


def segmented_design(
    time: ArrayLike,
    interruption: int,
    *,
    slope_change: bool = True,
    season: Season = NO_SEASON,
    slope_origin: int | None = None,
) -> Design:
    """Segmented regression of Wagner and others (2002).

    Parameters
    ----------
    time : (T,) consecutive whole times (months).
    interruption : first time at which the change is in force.
    slope_change : whether the trend may change, besides the level.
    slope_origin : time at which the change of slope counts 0; the interruption, unless given.
        Then `level_change` is the step at the interruption itself.

    The trend counts from 1 at the first time; seasons follow `time` itself, so number months so
    that the cycle is right (any start will do: it only turns the pairs).

    Examples
    --------
    >>> segmented_design(range(5), 3).x[:, 1:]
    array([[1., 0., 0.],
           [2., 0., 0.],
           [3., 0., 0.],
           [4., 1., 0.],
           [5., 1., 1.]])
    """
    times = np.asarray(time, dtype=np.int64)
    _check(times, interruption)
    after = times >= interruption
    columns = [np.ones(times.size), times - times[0] + 1.0, after.astype(float)]
    names = ["intercept", "slope", "level_change"]
    if slope_change:
        origin = interruption if slope_origin is None else slope_origin
        columns.append(np.where(after, times - origin, 0).astype(float))
        names.append("slope_change")
    for h in range(1, season.harmonics + 1):
        turn = 2 * np.pi * h * times / season.period
        columns.append(np.sin(turn))
        names.append(f"sin{h}")
        # At half the cycle the sine is zero at every whole time.
        if 2 * h == season.period:
            columns.pop()
            names.pop()
        columns.append(np.cos(turn))
        names.append(f"cos{h}")
    x = np.column_stack(columns)
    if times.size <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError(
            f"{times.size} times cannot carry {x.shape[1]} terms; drop harmonics or the change of "
            "slope, or use a longer series"
        )
    return Design(x, tuple(names), after)


def _check(times: IntArray, interruption: int) -> None:
    if times.ndim != 1 or times.size < 4:
        raise ValueError("an interrupted series needs at least four times")
    gap = np.flatnonzero(np.diff(times) != 1)
    if gap.size:
        raise ValueError(
            f"after time {times[gap[0]]} comes {times[gap[0] + 1]}: times must be consecutive "
            "whole numbers; complete the series"
        )
    before = int((times < interruption).sum())
    if before < 2 or before > times.size - 2:
        raise ValueError(
            f"interruption {interruption} leaves {before} times before it and "
            f"{times.size - before} from it on; two of each are needed"
        )


def season_advice(design: Design, season: Season) -> list[str]:
    """Plain-English warnings about the length of the series."""
    before = int((~design.is_after).sum())
    after = int(design.is_after.sum())
    found = []
    if before < 8 or after < 8:
        found.append(
            f"{before} times before and {after} after: with fewer than 8 on a side a trend is "
            "hardly known."
        )
    if season.harmonics and before < 2 * season.period:
        found.append(
            f"{before} times before do not hold two cycles of {season.period:g}: season and "
            "trend may be confused."
        )
    return found
