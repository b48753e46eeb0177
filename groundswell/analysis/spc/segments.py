"""Series cut into segments: laid end to end, so that one pass serves any number of them."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """S series of T points end to end (N = S*T cells) and the K segments that they hold.

    `linked` (N,) says that a cell and the one before it both have values and share a segment: a
    moving range or a step of a run exists. A gap or a rebase breaks it.
    """

    starts: Ints  # (K,) first cell of each segment
    lengths: Ints  # (K,) cells, gaps included
    valid: Bools  # (N,)
    linked: Bools  # (N,)
    count: Ints  # (K,) values in the segment

    def total(self, cells: Floats) -> Floats:
        """(K,) sums of the cells (N,) of each segment, whatever its neighbours hold."""
        sums: Floats = np.add.reduceat(cells, self.starts)
        return sums

    def number(self, cells: Bools) -> Ints:
        """(K,) how many cells are true."""
        sums: Ints = np.add.reduceat(cells.view(np.int8), self.starts, dtype=np.intp)
        return sums

    def spread(self, of_segments: NDArray[T]) -> NDArray[T]:
        """(N,) each segment's value, at each of its cells."""
        cells: NDArray[T] = np.repeat(of_segments, self.lengths)
        return cells


def cut(valid: Bools, new_segment: Bools | None) -> Segments:
    """Cut (S, T) cells at the start of each series and wherever `new_segment` (S, T) is true."""
    series, points = valid.shape
    flat = valid.reshape(-1)
    first = np.zeros((series, points), dtype=np.bool_)
    if new_segment is not None:
        first |= new_segment
    first[:, 0] = True
    starts = np.flatnonzero(first)
    linked = flat & ~first.reshape(-1)
    linked[1:] &= flat[:-1]
    count = np.add.reduceat(flat.view(np.int8), starts, dtype=np.intp)
    return Segments(starts, np.diff(starts, append=flat.size), flat, linked, count)


def ratio(numerator: Floats, denominator: NDArray[np.generic]) -> Floats:
    """Division that gives NaN for nothing out of nothing, without a warning."""
    out = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=out, where=np.asarray(denominator) > 0)
    return out


def rebase_at_dates(dates: ArrayLike, cuts: ArrayLike) -> Bools:
    """(T,) mask: the first point on or after each date of `cuts` starts a segment.

    Parameters
    ----------
    dates : (T,) datetime64 or anything it reads, ascending
    cuts : dates in any order; one after the last point cuts nothing

    Examples
    --------
    >>> rebase_at_dates(["2024-01-01", "2024-02-01", "2024-03-01"], ["2024-01-15"]).tolist()
    [False, True, False]
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    if days.ndim != 1 or (np.diff(days) < np.timedelta64(0)).any():
        raise ValueError("dates are one ascending list, one date a point: sort the points first.")
    at = np.searchsorted(days, np.asarray(cuts, dtype="datetime64[D]").reshape(-1))
    mask = np.zeros(days.size, dtype=np.bool_)
    mask[at[at < days.size]] = True
    return mask


def rebase_at_go_live(dates: ArrayLike, go_live: ArrayLike) -> Bools:
    """(S, T) mask: each series starts a segment at the first point on or after its own go-live.

    Parameters
    ----------
    dates : (T,) ascending dates, shared by all series
    go_live : (S,) dates; NaT for a site that has not gone live

    Examples
    --------
    >>> rebase_at_go_live(["2024-01", "2024-02", "2024-03"], ["2024-02", "NaT"]).tolist()
    [[False, True, False], [False, False, False]]
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    if days.ndim != 1 or (np.diff(days) < np.timedelta64(0)).any():
        raise ValueError("dates are one ascending list, one date a point: sort the points first.")
    live = np.asarray(go_live, dtype="datetime64[D]").reshape(-1)
    at = np.where(np.isnat(live), days.size, np.searchsorted(days, live))
    return np.asarray(at[:, None] == np.arange(days.size))
