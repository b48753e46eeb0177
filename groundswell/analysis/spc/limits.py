"""The lines of each kind of chart. Constants are those published with it, not rounder ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.spc.segments import Bools, Floats, Segments, ratio

Kind = Literal["xmr", "p", "pp", "u", "up", "t", "g"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WITH_SIZES: tuple[Kind, ...] = ("p", "pp", "u", "up")

XMR_LIMIT = 2.66  # 3 / d2 for ranges of two, d2 = 1.128, rounded as Making Data Count has it
XMR_NEAR = 2 * (XMR_LIMIT / 3)
D2 = 1.128
SCREEN = 3.267  # D4 for ranges of two
NELSON = 3.6  # exponential times to the power 1/3.6 are close to normal (Nelson 1994)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What the rules judge, all (N,), on the scale on which they judge it."""

    x: Floats
    centre: Floats  # the line that a shift is judged by
    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats


def segment_means(x: Floats, segments: Segments) -> Floats:
    """(K,) means, corrected by the mean residual so that a constant series equals its mean."""
    mean = ratio(segments.total(x), segments.count)
    residual = x - segments.spread(np.nan_to_num(mean))
    residual[~segments.valid] = 0.0
    return mean + ratio(segments.total(residual), segments.count)


def moving_ranges(x: Floats, segments: Segments) -> Floats:
    """(N,) distance from the value before, 0 where there is none (see `Segments.linked`)."""
    ranges = np.empty_like(x)
    ranges[0] = 0.0
    np.subtract(x[1:], x[:-1], out=ranges[1:])
    np.abs(ranges, out=ranges)
    ranges[~segments.linked] = 0.0
    return ranges


def mean_range(ranges: Floats, segments: Segments, screen: bool) -> Floats:
    """(K,) mean moving range; screened once against 3.267 times itself if asked."""
    mean = ratio(segments.total(ranges), segments.number(segments.linked))
    if not screen:
        return mean
    kept = ranges < segments.spread(SCREEN * mean)
    kept &= segments.linked
    return ratio(segments.total(ranges * kept), segments.number(kept))


def _individuals(x: Floats, segments: Segments, screen: bool) -> Lines:
    amr = mean_range(moving_ranges(x, segments), segments, screen)
    mean = segment_means(x, segments)
    centre = segments.spread(mean)
    return Lines(
        x=x,
        centre=centre,
        mean=centre,
        lower=segments.spread(mean - XMR_LIMIT * amr),
        upper=segments.spread(mean + XMR_LIMIT * amr),
        near_lower=segments.spread(mean - XMR_NEAR * amr),
        near_upper=segments.spread(mean + XMR_NEAR * amr),
    )


def xmr(y: Floats, n: Floats | None, segments: Segments, screen: bool) -> Lines:
    """Individuals and moving ranges: mean +/- 2.66 mean moving range."""
    return _individuals(y, segments, screen)


def t(y: Floats, n: Floats | None, segments: Segments, screen: bool) -> Lines:
    """Times between rare events, judged as an XmR chart of y^(1/3.6) (Nelson 1994)."""
    return _individuals(np.power(y, 1 / NELSON), segments, screen)


def g(y: Floats, n: Floats | None, segments: Segments, screen: bool) -> Lines:
    """Opportunities between rare events: mean + 3 sqrt(mean (mean + 1)) (Benneyan 2001).

    The geometric distribution leans so far that the mean is not its middle: a shift is judged by
    the median. There is no useful lower limit; 0 stands for it.
    """
    mean = segment_means(y, segments)
    sigma = np.sqrt(mean * (mean + 1))
    none = np.full(y.shape, -np.inf)
    return Lines(
        x=y,
        centre=segments.spread(_medians(y, segments)),
        mean=segments.spread(mean),
        lower=np.zeros(y.shape),
        upper=segments.spread(mean + 3 * sigma),
        near_lower=none,
        near_upper=segments.spread(mean + 2 * sigma),
    )


def _medians(y: Floats, segments: Segments) -> Floats:
    which = segments.spread(np.arange(segments.starts.size))
    ordered = y[np.lexsort((np.where(segments.valid, y, np.inf), which))]
    some = np.maximum(segments.count, 1)
    low = ordered[segments.starts + (some - 1) // 2]
    high = ordered[segments.starts + some // 2]
    return np.where(segments.count > 0, (low + high) / 2, np.nan)


def _pooled(
    y: Floats, n: Floats, segments: Segments, screen: bool, binomial: bool, prime: bool
) -> Lines:
    size = segments.total(n)
    centre_k = ratio(segments.total(y), size)
    centre = segments.spread(centre_k)
    x = ratio(y, n)
    variance = centre_k * (1 - centre_k) if binomial else centre_k
    sigma = np.sqrt(ratio(segments.spread(variance), n))
    if prime:
        z = ratio(x - centre, sigma)
        sigma = sigma * segments.spread(
            mean_range(moving_ranges(z, segments), segments, screen) / D2
        )
    upper = centre + 3 * sigma
    return Lines(
        x=x,
        centre=centre,
        mean=centre,
        lower=np.maximum(centre - 3 * sigma, 0.0),
        upper=np.minimum(upper, 1.0) if binomial else upper,
        near_lower=centre - 2 * sigma,
        near_upper=centre + 2 * sigma,
    )


def _sized(binomial: bool, prime: bool) -> Callable[..., Lines]:
    def lines(y: Floats, n: Floats | None, segments: Segments, screen: bool) -> Lines:
        assert n is not None, "charts of counts come with sizes"
        return _pooled(y, n, segments, screen, binomial, prime)

    return lines


LINES: dict[Kind, Callable[[Floats, Floats | None, Segments, bool], Lines]] = {
    "xmr": xmr,
    "t": t,
    "g": g,
    "p": _sized(binomial=True, prime=False),
    "pp": _sized(binomial=True, prime=True),
    "u": _sized(binomial=False, prime=False),
    "up": _sized(binomial=False, prime=True),
}
"""One function a kind, (y, n, segments, screen) -> Lines. y is 0 at gaps; n (sized charts) too.
p and u pool numerators over sizes; p' and u' widen their limits by the spread of z-scores (Laney
2002), measured by mean moving range / 1.128."""


def on_page(kind: Kind, line: Floats) -> Floats:
    """A line as the reader sees it: T charts are judged on another scale than they are drawn."""
    return np.power(np.maximum(line, 0.0), NELSON) if kind == "t" else line


def gaps(*arrays: Floats | None) -> NDArray[np.bool_]:
    """True where any of the arrays has no number."""
    found: Bools | None = None
    for array in arrays:
        if array is not None:
            missing = np.isnan(array)
            found = missing if found is None else found | missing
    assert found is not None, "at least one array"
    return found
