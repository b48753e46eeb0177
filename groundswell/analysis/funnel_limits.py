"""Limits of a funnel over denominators: exact binomial and Poisson ones, and widened ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import elementwise
from scipy.special import betainc, gammainc, gammaincc, ndtri

Floats = NDArray[np.float64]
Kind = Literal["proportion", "rate"]

LEVELS = (0.95, 0.998)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Limits at each denominator, all (P,) float64, on the scale of `multiplier`."""

    denominator: Floats
    low_998: Floats
    low_95: Floats
    high_95: Floats
    high_998: Floats


def funnel_limits(
    denominator: ArrayLike,
    centre: float,
    *,
    kind: Kind = "proportion",
    widening: float | None = None,
    multiplier: float = 100.0,
) -> Limits:
    """The 95% and 99.8% limits around a centre at given denominators.

    Parameters
    ----------
    denominator : (P,) above 0
    centre : float, on the scale of `multiplier`
    kind : {"proportion", "rate"}
        Binomial or Poisson.
    widening : float, optional
        Normal limits with this many times the variance, 1 for none; without it exact limits.

    Notes
    -----
    A count on the exact lower limit is one that chance gives, itself or less, in 2.5% (0.1%); on
    the upper limit, itself or more. Between whole counts the binomial and Poisson distribution
    functions are taken as the incomplete beta and gamma functions, which makes the limits smooth.
    A limit that no count can pass is 0, or 1 for proportions.

    Examples
    --------
    >>> found = funnel_limits([100], 50.0)
    >>> found.low_95.round(2).tolist(), found.high_95.round(2).tolist()
    ([39.72], [60.28])
    >>> funnel_limits([100], 50.0, widening=1.0).low_95.round(2).tolist()
    [40.2]
    """
    n = np.asarray(denominator, dtype=np.float64)
    middle = read_centre(centre, kind, multiplier)
    if n.ndim != 1 or not ((n > 0) & np.isfinite(n)).all():
        raise ValueError("denominator: give one-dimensional numbers above 0.")
    ends = [_ends(n, middle, (1 - level) / 2, kind, widening) for level in LEVELS]
    (low_95, high_95), (low_998, high_998) = ends
    return Limits(n, *(multiplier * limit for limit in (low_998, low_95, high_95, high_998)))


def read_centre(centre: float, kind: Kind, multiplier: float) -> float:
    """The centre without its multiplier. Raises ValueError where it cannot be one."""
    if kind not in get_args(Kind):
        raise ValueError(f"kind={kind!r}: a funnel needs a proportion or a rate.")
    if not 0 < multiplier < np.inf:
        raise ValueError(f"multiplier={multiplier}: use 100, say.")
    middle = centre / multiplier
    if not (0 <= middle < np.inf) or (kind == "proportion" and middle > 1):
        raise ValueError(f"{centre:g} is not a {kind} times {multiplier:g}.")
    return middle


def standard_errors(n: Floats, centre: float, kind: Kind) -> Floats:
    """(U,) of a proportion or rate at the centre (both not multiplied)."""
    each = centre * (1 - centre) if kind == "proportion" else centre
    return np.sqrt(each / n)


def tails(x: Floats, n: Floats, centre: float, kind: Kind) -> tuple[Floats, Floats]:
    """Probability of a count of x or less, and of x or more, if the centre holds.

    Elementwise; 0 <= x, and x <= n for a proportion. Fractions count in between.
    """
    if kind == "rate":
        some = np.maximum(x, np.finfo(np.float64).tiny)
        return gammaincc(x + 1, centre * n), np.where(x > 0, gammainc(some, centre * n), 1.0)
    at_most = np.where(x < n, betainc(np.where(x < n, n - x, 1.0), x + 1, 1 - centre), 1.0)
    at_least = np.where(x > 0, betainc(np.where(x > 0, x, 1.0), n - x + 1, centre), 1.0)
    return at_most, at_least


def _ends(
    n: Floats, centre: float, tail: float, kind: Kind, widening: float | None
) -> tuple[Floats, Floats]:
    """(P,) lower and upper limit with `tail` beyond each."""
    top = 1.0 if kind == "proportion" else np.inf
    if widening is not None:
        half = -float(ndtri(tail)) * np.sqrt(widening) * standard_errors(n, centre, kind)
        return np.maximum(centre - half, 0.0), np.minimum(centre + half, top)
    if centre in (0.0, top):
        return np.full(n.shape, centre), np.full(n.shape, centre)
    mean = centre * n
    # Nobody ever sees a Poisson count this far out; a binomial one ends at n.
    most = n if kind == "proportion" else mean + 20 * np.sqrt(mean) + 40
    low = _root(lambda y, size: tails(y, size, centre, kind)[0] - tail, 0 * n, mean, n)
    high = _root(lambda y, size: tails(y, size, centre, kind)[1] - tail, most, mean, n)
    return low / n, high / n


def _root(
    excess: Callable[[Floats, Floats], Floats], end: Floats, mean: Floats, n: Floats
) -> Floats:
    """(P,) counts between `end` and the mean whose excess is 0; `end` where it is above 0 there."""
    bracket = np.minimum(end, mean), np.maximum(end, mean)
    found = elementwise.find_root(excess, bracket, args=(n,))
    return np.where(excess(end, n) >= 0, end, found.x)
