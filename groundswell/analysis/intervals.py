"""Intervals of proportions and rates of many places at once; a league table shows these."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtri

Floats = NDArray[np.float64]
Kind = Literal["proportion", "rate", "mean", "quantity"]

_METHODS: dict[str, str] = {
    "proportion": "Wilson score",
    "rate": "exact Poisson (chi-squared)",
    "mean": "none: the spread within a place is not known",
    "quantity": "none: a plain quantity",
}


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Estimates with intervals, in the shape of what was given.

    Attributes
    ----------
    estimate, low, high : float64
        On the scale of `multiplier`. The estimate is NaN where a number is unknown or the
        denominator is 0; the interval also where the kind has none or the two numbers cannot be.
    n : int
        Cells with an estimate.
    """

    estimate: Floats
    low: Floats
    high: Floats
    n: int
    method: str
    level: float
    warnings: tuple[str, ...]


def intervals(
    numerator: ArrayLike,
    denominator: ArrayLike | None,
    *,
    kind: Kind = "proportion",
    multiplier: float = 100.0,
    level: float = 0.95,
) -> Intervals:
    """Each place's value with its interval.

    Parameters
    ----------
    numerator, denominator : any one shape; NaN where unknown
        Counts may be fractions, where a split place counts in part. `denominator` None: a plain
        quantity.
    kind : {"proportion", "rate", "mean", "quantity"}
        Binomial, Poisson, or without an interval: of a mean or a quantity the two numbers alone
        do not say how far chance would move it.
    multiplier : float
        100 for percentages.
    level : float
        Of each interval on its own.

    Notes
    -----
    Proportions: Wilson (1927), recommended by Newcombe (1998). Rates: Garwood (1936), the tails
    of the chi-squared distribution, exact for any count; Byar's approximation, which the public
    health profiles of England use for counts of 10 or more, is within 0.2% of it there.

    Examples
    --------
    >>> found = intervals([81, 0], [263, 20])
    >>> found.low.round(2).tolist(), found.high.round(2).tolist()
    ([25.53, 0.0], [36.62, 16.11])
    >>> intervals([196], [280], kind="rate", multiplier=1).high.round(4).tolist()
    [0.8052]
    """
    x, n = _read(numerator, denominator, kind, multiplier, level)
    estimate = np.full(x.shape, np.nan)
    np.divide(x, n, out=estimate, where=n != 0)
    possible = (x >= 0) & (n > 0)
    if kind == "proportion":
        possible &= x <= n
        low, high = _wilson(np.where(possible, x, np.nan), np.where(possible, n, np.nan), level)
    elif kind == "rate":
        low, high = _poisson(np.where(possible, x, np.nan), np.where(possible, n, np.nan), level)
    else:
        low, high = np.full((2, *x.shape), np.nan)
    return Intervals(
        estimate=estimate * multiplier,
        low=low * multiplier,
        high=high * multiplier,
        n=int((~np.isnan(estimate)).sum()),
        method=_METHODS[kind],
        level=level,
        warnings=_warnings(estimate, possible, kind),
    )


def _read(
    numerator: ArrayLike,
    denominator: ArrayLike | None,
    kind: Kind,
    multiplier: float,
    level: float,
) -> tuple[Floats, Floats]:
    if kind not in get_args(Kind):
        raise ValueError(f"kind={kind!r}: use {', '.join(get_args(Kind))}.")
    if not (0 < level < 1 and 0 < multiplier < np.inf):
        raise ValueError(f"level={level}, multiplier={multiplier}: use 0.95 and 100, say.")
    x = np.asarray(numerator, dtype=np.float64)
    if denominator is None and kind != "quantity":
        raise ValueError(f"kind={kind!r} needs a denominator; only a quantity has none.")
    n = np.ones_like(x) if denominator is None else np.asarray(denominator, dtype=np.float64)
    if x.shape != n.shape:
        raise ValueError(f"numerator has shape {x.shape} and denominator {n.shape}.")
    return x, n


def _wilson(x: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    z = float(ndtri((1 + level) / 2))
    p = x / n
    middle = p + z * z / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2)
    size = 1 + z * z / n
    # At 0 and at n the end is exact, which rounding would leave a hair off, on either side.
    low = np.where(x == 0, 0.0, np.maximum(middle - half, 0.0) / size)
    high = np.where(x == n, 1.0, np.minimum((middle + half) / size, 1.0))
    return low, high


def _poisson(x: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    # A chi-squared quantile of 2a degrees of freedom is twice the gamma quantile of shape a.
    low = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))
    return low / n, gammaincinv(x + 1, 1 - tail) / n


def _warnings(estimate: Floats, possible: NDArray[np.bool_], kind: Kind) -> tuple[str, ...]:
    if kind in ("mean", "quantity"):
        return (f"A {kind} has no interval: how it varies within a place is not known.",)
    wrong = int((~np.isnan(estimate) & ~possible).sum())
    if not wrong:
        return ()
    what = "below 0, or above the denominator" if kind == "proportion" else "below 0"
    return (f"{wrong:,} of {estimate.size:,}: a number is {what}: no interval.",)
