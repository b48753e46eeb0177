"""A balanced panel of outcomes: units by times, with the time each unit was first treated."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Later than every time, so that "not yet treated at t" is simply cohort > t.
NEVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class EffectPanel:
    """Outcomes of n units at T times.

    Attributes
    ----------
    outcome : (n, T) float, no missing value.
    times : (T,) int, strictly increasing: months, quarters or years counted in whole numbers.
    cohort : (n,) int, the time a unit was first treated; `NEVER` if it never was.
    cluster : (n,) int or None, the group at whose level treatment was assigned.
    labels : (n,) the units' own names, for messages.
    n_left_out : units left out when the panel was built because a time was missing.

    Examples
    --------
    >>> panel = EffectPanel(np.zeros((2, 3)), np.arange(3), np.array([2, NEVER]))
    >>> panel.outcome.shape
    (2, 3)
    """

    outcome: FloatArray
    times: IntArray
    cohort: IntArray
    cluster: IntArray | None = None
    labels: NDArray[Any] | None = None
    n_left_out: int = 0

    def __post_init__(self) -> None:
        n, n_times = self.outcome.shape
        if self.times.shape != (n_times,) or self.cohort.shape != (n,):
            raise ValueError(
                f"outcome is {n} units by {n_times} times, but there are {self.times.size} times "
                f"and {self.cohort.size} cohorts; give one time a column and one cohort a row"
            )
        if self.cluster is not None and self.cluster.shape != (n,):
            raise ValueError(f"cluster has {self.cluster.size} values for {n} units; give one each")
        if n_times < 2 or np.any(np.diff(self.times) <= 0):
            raise ValueError("times must be at least two and increase; sort the columns by time")
        missing = np.argwhere(~np.isfinite(self.outcome))
        if missing.size:
            i, t = missing[0]
            raise ValueError(
                f"outcome of unit {self.label(int(i))} at time {self.times[t]} is not a number; "
                "leave the unit out, or use covariates_effect, which accepts gaps"
            )

    def label(self, i: int) -> str:
        """The name of unit i."""
        return str(i if self.labels is None else self.labels[i])

    def keep(self, units: BoolArray, times: BoolArray | None = None) -> "EffectPanel":
        """The panel of some units and times."""
        which = slice(None) if times is None else times
        return EffectPanel(
            self.outcome[units][:, which],
            self.times[which],
            self.cohort[units],
            None if self.cluster is None else self.cluster[units],
            None if self.labels is None else self.labels[units],
            self.n_left_out,
        )


def as_cohorts(values: ArrayLike, first_time: int) -> IntArray:
    """First-treated times as integers; NaN, infinity, and 0 where no time is 0, mean never.

    >>> as_cohorts([2004, 0, float("nan")], first_time=2003)[0]
    np.int64(2004)
    """
    given = np.asarray(values, dtype=np.float64)
    never = ~np.isfinite(given)
    zero = given == 0
    if zero.any() and first_time <= 0:
        raise ValueError(
            "cohort 0 could mean never treated or treated at time 0; use NaN for never treated"
        )
    never |= zero
    whole = np.where(never, 0, given)
    if np.any(whole != np.round(whole)):
        bad = float(whole[whole != np.round(whole)][0])
        raise ValueError(f"cohort {bad} is not a whole time; give the time of first treatment")
    return np.where(never, NEVER, whole.astype(np.int64)).astype(np.int64)


def panel_from_long(
    unit: ArrayLike,
    time: ArrayLike,
    outcome: ArrayLike,
    cohort: ArrayLike,
    cluster: ArrayLike | None = None,
    *,
    incomplete: Literal["refuse", "drop"] = "refuse",
) -> EffectPanel:
    """A panel from one row a unit and time, in any order.

    Parameters
    ----------
    unit, time, outcome, cohort, cluster : (rows,) columns. `time` is whole; see `as_cohorts`.
    incomplete : units without every time (or with a missing outcome) are refused with their
        names, or left out, which is what R's `did` does by default.

    Examples
    --------
    >>> panel_from_long([1, 1, 2, 2], [1, 2, 1, 2], [5, 6, 5, 9], [0, 0, 2, 2]).outcome
    array([[5., 6.],
           [5., 9.]])
    """
    labels, i = np.unique(np.asarray(unit), return_inverse=True)
    times, t = np.unique(np.asarray(time, dtype=np.int64), return_inverse=True)
    values = np.asarray(outcome, dtype=np.float64)
    n, n_times = labels.size, times.size
    cell = i * n_times + t
    if cell.size > n * n_times or _has_repeats(cell, n * n_times):
        first = int(np.bincount(cell, minlength=n * n_times).argmax())
        raise ValueError(
            f"unit {labels[first // n_times]} has two rows at time {times[first % n_times]}; "
            "keep one row a unit and time"
        )
    grid = np.full(n * n_times, np.nan)
    grid[cell] = values
    cohorts = _one_each(as_cohorts(cohort, int(times[0])), i, labels, "cohort")
    codes = None
    if cluster is not None:
        code = np.unique(np.asarray(cluster), return_inverse=True)[1]
        codes = _one_each(code.astype(np.int64), i, labels, "cluster")
    matrix = grid.reshape(n, n_times)
    whole = np.isfinite(matrix).all(axis=1)
    if incomplete == "refuse" and not whole.all():
        row = int(np.argmin(whole))
        gap = times[int(np.argmin(np.isfinite(matrix[row])))]
        raise ValueError(
            f"{int((~whole).sum())} of {n} units lack an outcome at some time, first unit "
            f"{labels[row]} at time {gap}; complete them, or choose to drop such units"
        )
    if not whole.any():
        raise ValueError("no unit has an outcome at every time; shorten the period")
    return EffectPanel(
        matrix[whole],
        times,
        cohorts[whole],
        None if codes is None else codes[whole],
        labels[whole],
        int((~whole).sum()),
    )


def _has_repeats(cell: IntArray, size: int) -> bool:
    return bool(np.bincount(cell, minlength=size).max(initial=0) > 1)


def _one_each(values: IntArray, unit: IntArray, labels: NDArray[Any], what: str) -> IntArray:
    """The value of each unit, which must be the same on all its rows."""
    each = np.empty(labels.size, dtype=np.int64)
    each[unit] = values
    changed = each[unit] != values
    if changed.any():
        name = labels[unit[int(np.argmax(changed))]]
        raise ValueError(f"{what} of unit {name} changes between its rows; give one value a unit")
    return each
