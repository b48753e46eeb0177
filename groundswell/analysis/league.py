"""League tables: the ranks that chance leaves open, in place of one bare rank."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.intervals import Floats, Kind, intervals

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class League:
    """Places with their values, intervals and the ranks that they may have.

    Attributes
    ----------
    estimate, low, high : (K,) float64
        On the scale of `multiplier`, each interval of `level` on its own.
    rank : (K,) int64
        1 + the number of places with a better value; 0 where a place cannot be ranked.
    first, last : (K,) int64
        The true rank is from `first` to `last`, for all places together at `level`.
    n : int
        Places ranked.
    """

    estimate: Floats
    low: Floats
    high: Floats
    rank: Ranks
    first: Ranks
    last: Ranks
    n: int
    method: str
    level: float
    warnings: tuple[str, ...]


def league(
    numerator: ArrayLike,
    denominator: ArrayLike | None,
    *,
    kind: Kind = "proportion",
    highest_first: bool = True,
    multiplier: float = 100.0,
    level: float = 0.95,
) -> League:
    """Values with intervals, and the range of ranks of every place.

    Parameters are those of `intervals`; numerator and denominator are (K,). `highest_first`:
    rank 1 is the highest value.

    Notes
    -----
    Klein, Wright and Wieczorek (2020): intervals that hold for all K independent places together,
    each of level `level` ** (1 / K). A place ranks behind those whose joint interval lies wholly
    on the better side of its own, and before those on the worse side; every order in between is
    open. The ranges hold for all places together at `level` or above.

    Examples
    --------
    >>> found = league([50, 55, 90], [100, 100, 100])
    >>> found.rank.tolist(), found.first.tolist(), found.last.tolist()
    ([3, 2, 1], [2, 2, 1], [3, 3, 1])
    """
    found = intervals(numerator, denominator, kind=kind, multiplier=multiplier, level=level)
    if found.estimate.ndim != 1:
        raise ValueError(f"numerator has shape {found.estimate.shape}: give one number a place.")
    known = ~np.isnan(found.low)
    number = int(known.sum())
    joint = intervals(
        numerator,
        denominator,
        kind=kind,
        multiplier=multiplier,
        level=level ** (1 / max(number, 1)),
    )
    rank, first, last = (np.zeros(known.shape, dtype=np.int64) for _ in range(3))
    better = -found.estimate[known] if highest_first else found.estimate[known]
    rank[known] = 1 + np.searchsorted(np.sort(better), better)
    first[known], last[known] = rank_ranges(joint.low[known], joint.high[known], highest_first)
    return League(
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        rank=rank,
        first=first,
        last=last,
        n=number,
        method=f"{found.method}; ranks from joint intervals (Klein, Wright and Wieczorek 2020)",
        level=level,
        warnings=found.warnings + _warnings(first[known], last[known]),
    )


def rank_ranges(low: ArrayLike, high: ArrayLike, highest_first: bool = True) -> tuple[Ranks, Ranks]:
    """First and last rank, each (K,), that joint intervals, each (K,) and without NaN, leave open.

    Examples
    --------
    >>> first, last = rank_ranges([1.0, 4.0, 3.0], [2.0, 6.0, 5.0])
    >>> first.tolist(), last.tolist()
    ([3, 1, 1], [3, 2, 2])
    """
    lower, upper = (np.asarray(a, dtype=np.float64) for a in (low, high))
    if highest_first:
        lower, upper = -upper, -lower
    ahead = np.searchsorted(np.sort(upper), lower, side="right")
    behind = lower.size - np.searchsorted(np.sort(lower), upper, side="left")
    return 1 + ahead, lower.size - behind


def _warnings(first: Ranks, last: Ranks) -> tuple[str, ...]:
    if not first.size or (last - first).mean() <= first.size / 2:
        return ()
    return ("Most places could stand almost anywhere: the order says little.",)
