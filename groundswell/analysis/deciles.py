"""Deciles of sites month by month: where one site stands among all of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_TENTHS = np.arange(1, 10) / 10
_TAILS = np.arange(1, 10) / 100
_FEWEST = 10  # fewer sites than tenths: the lines would be drawn between single sites


@dataclass(frozen=True, slots=True, eq=False)
class Deciles:
    """Lines of quantiles over time.

    Attributes
    ----------
    levels : (Q,) float64
        0.1 to 0.9; with tails also 0.01 to 0.09 and 0.91 to 0.99.
    lines : (Q, T) float64
        The quantile of each level in each month; NaN in a month without any site.
    n : (T,) int64
        Sites with a value.
    """

    levels: Floats
    lines: Floats
    n: NDArray[np.int64]
    method: str
    warnings: tuple[str, ...]


def deciles(values: ArrayLike, *, tails: bool = False) -> Deciles:
    """Deciles of each month over the sites that have a value in it.

    Parameters
    ----------
    values : (S, T), sites by months; NaN where there is no value
    tails : bool
        Also the hundredths below the first and above the last decile.

    Notes
    -----
    Linear interpolation between the two nearest ranks (type 7 of Hyndman and Fan 1996), equal to
    `numpy.nanquantile`. Each month is sorted once, and all levels are read from it.

    Examples
    --------
    >>> found = deciles([[1.0], [2.0], [float("nan")], [4.0]])
    >>> found.lines[4].tolist(), found.n.tolist()
    ([2.0], [3])
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"values has shape {array.shape}: give sites by months.")
    if np.isinf(array).any():
        raise ValueError("values has an infinite value: give NaN where there is none.")
    levels = np.concatenate([_TAILS, _TENTHS, 0.9 + _TAILS]) if tails else _TENTHS.copy()
    by_month = np.array(array.T, order="C")  # a month's sites side by side: sorting is faster
    by_month.sort(axis=1)  # NaN last
    n = array.shape[0] - np.isnan(array).sum(axis=0)
    return Deciles(
        levels=levels,
        lines=_read_off(by_month, levels, n),
        n=n,
        method="linear interpolation between ranks (type 7)",
        warnings=_warnings(n),
    )


def _read_off(by_month: Floats, levels: Floats, n: NDArray[np.int64]) -> Floats:
    """(Q, T) quantiles of sorted months (T, S) of which the first `n` of each are known."""
    lines = np.full((levels.size, n.size), np.nan)
    has = np.flatnonzero(n)
    position = levels[:, None] * (n[has] - 1)
    below = np.floor(position).astype(np.int64)
    share = position - below
    low = by_month[has, below]
    high = by_month[has, np.minimum(below + 1, n[has] - 1)]
    # From the nearer end, as NumPy does: so the last quantile is the largest value exactly.
    gap = high - low
    lines[:, has] = np.where(share < 0.5, low + gap * share, high - gap * (1 - share))
    return lines


def _warnings(n: NDArray[np.int64]) -> tuple[str, ...]:
    few = int(((n > 0) & (n < _FEWEST)).sum())
    if not few:
        return ()
    return (f"{few} of {n.size} months have fewer than {_FEWEST} sites: deciles say little there.",)
