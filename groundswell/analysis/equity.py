"""Equity: does an innovation reach the most deprived as it reaches the least deprived?"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm

Floats = NDArray[np.float64]
Kind = Literal["proportion", "rate"]

_FEWEST = 3  # two points always lie on a line: nothing would say how well it fits


@dataclass(frozen=True, slots=True)
class Index:
    """An estimate and its interval; NaN where it cannot be had.

    A relative index can have an interval, up to infinity, where its estimate is NaN: the line
    reaches 0 at an end.
    """

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Inequality:
    """Reach by group, and two summaries of its gradient.

    Attributes
    ----------
    reach, low, high : (G,) float64
        `multiplier` x numerator / population of each group, most deprived first, with intervals.
    population : (G,) float64
        As given.
    ridit : (G,) float64
        Where the group's middle person stands, 0 the most and 1 the least deprived.
    slope_index : Index
        Reach fitted at the least deprived end minus reach fitted at the most deprived end, on the
        scale of `reach`. Above 0: the least deprived are reached more.
    relative_index : Index
        The same two ends as a ratio. Above 1: the least deprived are reached more.
    fitted_ends : (float, float)
        The line at the most and at the least deprived end; the indices compare these two.
    fit_p : float
        Probability of a scatter about the line at least this wide, if the gradient is straight
        and people are independent; NaN where it cannot be had.
    n : float
        People (or person-time) in the groups used.
    """

    reach: Floats
    low: Floats
    high: Floats
    population: Floats
    ridit: Floats
    slope_index: Index
    relative_index: Index
    fitted_ends: tuple[float, float]
    fit_p: float
    n: float
    level: float
    method: str
    warnings: tuple[str, ...]


def inequality(
    numerator: ArrayLike,
    population: ArrayLike,
    *,
    kind: Kind = "proportion",
    standard_errors: ArrayLike | None = None,
    multiplier: float = 100.0,
    level: float = 0.95,
) -> Inequality:
    """Reach by deprivation group with the slope and the relative index of inequality.

    Parameters
    ----------
    numerator : (G,) people reached (or events), most deprived group first; NaN where unknown
    population : (G,) people eligible (or person-time); 0 or NaN for a group without any
        A group whose population is known but whose numerator is not (missing, suppressed) keeps
        its place in the order: the line is fitted to the others.
    kind : {"proportion", "rate"}
        Binomial or Poisson variance.
    standard_errors : (G,), optional
        Of each group's proportion or rate, in place of `kind`'s: those of `between_sites` where
        sites differ more than chance allows.
    multiplier : float
        100 for percentages.
    level : float
        Of all intervals.

    Notes
    -----
    Weighted least squares of reach on ridit scores, weights the populations (the formula of
    Preston, Haines and Pamuk 1981; as HD*Calc of the US National Cancer Institute and
    PHEindicatormethods of Public Health England have it). Both ends of the line are sums of the
    groups' reach with fixed weights, so the variance of the slope index is exact given the
    variances of the groups. The relative index (Kunst and Mackenbach 1994) has the interval of
    Fieller's theorem, which Hayes and Berry (2002) found best for it. Both intervals are the
    limits of the simulated ones of PHEindicatormethods. What is estimated is the line closest to
    the true gradient, straight or not (Moreno-Betancur and others 2015). Binomial variances take
    two events and two non-events more than were counted (Agresti and Coull 1998), Poisson ones
    one event, so that a group where nobody was reached is not taken for certain. Groups' own
    intervals are Wilson's, or normal on the square root for rates.

    Examples
    --------
    >>> found = inequality([100, 120, 140, 160, 180], [1000] * 5)
    >>> round(found.slope_index.estimate, 6), round(found.relative_index.estimate, 6)
    (10.0, 2.111111)
    """
    x, n = _read(numerator, population, kind, multiplier, level)
    z = float(norm.ppf((1 + level) / 2))
    counted = np.nan_to_num(n)
    used = (counted > 0) & ~np.isnan(x)
    rate = _over(x, n, used)
    variance = _variance(x, n, used, kind, standard_errors)
    low, high = _group_interval(x, n, rate, variance, used, z, kind, standard_errors is not None)
    ridit = _ridits(counted)
    line = _fit(rate[used], variance[used], ridit[used], n[used], z)
    return Inequality(
        reach=rate * multiplier,
        low=low * multiplier,
        high=high * multiplier,
        population=n,
        ridit=np.where(counted > 0, ridit, np.nan),
        slope_index=Index(*(part * multiplier for part in line.slope)),
        relative_index=Index(*line.relative),
        fitted_ends=(line.most * multiplier, line.least * multiplier),
        fit_p=line.fit_p,
        n=float(n[used].sum()),
        level=level,
        method="weighted least squares on ridit scores; "
        + ("given standard errors" if standard_errors is not None else f"{kind} variances"),
        warnings=_warnings(x, n, used, line, kind),
    )


def _read(
    numerator: ArrayLike, population: ArrayLike, kind: Kind, multiplier: float, level: float
) -> tuple[Floats, Floats]:
    x = np.array(numerator, dtype=np.float64)
    n = np.array(population, dtype=np.float64)
    if x.ndim != 1 or x.shape != n.shape or x.size < _FEWEST:
        raise ValueError(
            f"numerator has shape {x.shape} and population {n.shape}: give one of each for every "
            f"group, {_FEWEST} groups or more."
        )
    if kind not in get_args(Kind):
        raise ValueError(f"kind={kind!r}: use proportion or rate.")
    if not (0 < level < 1 and 0 < multiplier < np.inf):
        raise ValueError(f"level={level}, multiplier={multiplier}: use 0.95 and 100, say.")
    for name, array in (("numerator", x), ("population", n)):
        wrong = (array < 0) | np.isinf(array)
        if wrong.any():
            at = int(np.argmax(wrong))
            raise ValueError(f"{name} {array[at]:g} of group {at}: use 0 or more, NaN if unknown.")
    above = (x > n) if kind == "proportion" else (x > 0) & (n == 0)
    if above.any():
        at = int(np.argmax(above))
        raise ValueError(
            f"numerator {x[at]:g} of group {at} is above its population {n[at]:g}: check the two, "
            "or give person-time and kind='rate'."
        )
    return x, n


def _over(x: Floats, n: Floats, used: NDArray[np.bool_]) -> Floats:
    out: Floats = np.full(x.shape, np.nan)
    np.divide(x, n, out=out, where=used)
    return out


def _variance(
    x: Floats, n: Floats, used: NDArray[np.bool_], kind: Kind, given: ArrayLike | None
) -> Floats:
    """(G,) variance of each group's proportion or rate."""
    if given is not None:
        se: Floats = np.array(given, dtype=np.float64)
        if se.shape != x.shape or not (se[used] >= 0).all():
            raise ValueError(
                f"standard_errors has shape {se.shape}: give one, 0 or more, for each group used."
            )
        return se * se
    if kind == "rate":
        return _over(x + 1, n * n, used)
    p = _over(x + 2, n + 4, used)
    return _over(p * (1 - p), n, used)


def _group_interval(
    x: Floats,
    n: Floats,
    rate: Floats,
    variance: Floats,
    used: NDArray[np.bool_],
    z: float,
    kind: Kind,
    has_errors: bool,
) -> tuple[Floats, Floats]:
    """(G,) intervals: by given errors, Wilson, or the square root of a Poisson count."""
    if has_errors:
        half = z * np.sqrt(variance)
        top = 1.0 if kind == "proportion" else np.inf
        return np.maximum(rate - half, 0.0), np.minimum(rate + half, top)
    if kind == "rate":
        roots = np.sqrt(x), np.sqrt(x + 1)
        ends = np.maximum(roots[0] - z / 2, 0.0) ** 2, (roots[1] + z / 2) ** 2
        return _over(ends[0], n, used), _over(ends[1], n, used)
    size = np.where(used, n, np.nan)
    middle = (rate + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(rate * (1 - rate) / size + (z / (2 * size)) ** 2)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def _ridits(population: Floats) -> Floats:
    """(G,) middles of the groups along everyone in order, from 0 to 1."""
    total = population.sum()
    if total == 0:
        return np.full(population.shape, np.nan)
    return np.asarray((np.cumsum(population) - population / 2) / total, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Line:
    """The fitted line at both ends, the two indices (estimate, low, high) and the scatter."""

    most: float = np.nan
    least: float = np.nan
    slope: tuple[float, float, float] = (np.nan,) * 3
    relative: tuple[float, float, float] = (np.nan,) * 3
    fit_p: float = np.nan


def _fit(rate: Floats, variance: Floats, ridit: Floats, n: Floats, z: float) -> _Line:
    if rate.size < _FEWEST:
        return _Line()
    weight = n / n.sum()
    middle = float(weight @ ridit)
    lean = weight * (ridit - middle) / float(weight @ (ridit - middle) ** 2)
    # Slope and ends are fixed mixtures of the groups' reach: so are their variances.
    to_most, to_least = weight - middle * lean, weight + (1 - middle) * lean
    slope, most, least = (float(mixture @ rate) for mixture in (lean, to_most, to_least))
    half = z * float(np.sqrt(lean**2 @ variance))
    fit_p = _scatter_p(rate - most - slope * ridit, variance)
    around = (slope, slope - half, slope + half)
    estimate = least / most if min(most, least) > 0 else np.nan
    variances = tuple(
        float((one * other) @ variance)
        for one, other in ((to_most, to_most), (to_most, to_least), (to_least, to_least))
    )
    relative = (estimate, *_fieller(most, least, variances, z))
    return _Line(most, least, around, relative, fit_p)


def _fieller(
    most: float, least: float, variances: tuple[float, ...], z: float
) -> tuple[float, float]:
    """Interval of least / most, from 0 up; without an upper end where `most` may be 0.

    All ratios that a z test of least - ratio * most does not refuse. `variances` are of most, of
    both together (their covariance) and of least.
    """
    a, b, c = (
        product - z * z * v
        for product, v in zip((most * most, most * least, least * least), variances, strict=True)
    )
    inside = b * b - a * c
    if most > 0 and a > 0:
        root = float(np.sqrt(max(inside, 0.0)))
        return max((b - root) / a, 0.0), max((b + root) / a, 0.0)
    if a < 0 and c > 0 and least > 0:
        return (b - float(np.sqrt(inside))) / a, np.inf
    return 0.0, np.inf


def _scatter_p(residual: Floats, variance: Floats) -> float:
    if not (variance > 0).all():
        return np.nan
    return float(chi2.sf(float((residual**2 / variance).sum()), residual.size - 2))


def _warnings(
    x: Floats,
    n: Floats,
    used: NDArray[np.bool_],
    line: _Line,
    kind: Kind,
) -> tuple[str, ...]:
    found = []
    unknown = np.isnan(n) | (np.isnan(x) & (n > 0))
    empty = n == 0
    if unknown.any():
        found.append(f"{_named(unknown)} not known: the line is fitted to the others.")
    if np.isnan(n).any():
        found.append("A population is not known: the others stand in the order as if it were 0.")
    if empty.any():
        found.append(f"{_named(empty)} without anyone eligible: left out.")
    if used.sum() < _FEWEST:
        found.append(f"Fewer than {_FEWEST} groups are known: no index.")
    elif np.isnan(line.relative[0]):
        found.append("The line reaches 0 at an end: there is no relative index.")
    elif np.isinf(line.relative[2]):
        found.append("The most deprived end is not clearly above 0: the ratio has no upper end.")
    few = used & (x < 5) if kind == "rate" else used & (np.minimum(x, n - x) < 5)
    if few.any():
        found.append(f"{_named(few)} fewer than 5 events or non-events: intervals are rough.")
    if line.fit_p < 0.05:
        found.append(
            "Groups scatter about the line more than chance allows: the gradient is not straight, "
            "or sites differ. Look at the groups, and use standard errors between sites."
        )
    return tuple(found)


def _named(which: NDArray[np.bool_]) -> str:
    numbers = [str(at + 1) for at in np.flatnonzero(which)]
    return f"{'Group' if len(numbers) == 1 else 'Groups'} {', '.join(numbers)}:"


def between_sites(
    group: ArrayLike, numerator: ArrayLike, population: ArrayLike, groups: int = 5
) -> tuple[Floats, Floats, Floats]:
    """Add sites up to groups, with standard errors from how sites differ within each.

    Parameters
    ----------
    group : (U,) int, 0 the most deprived to `groups` - 1; -1 for a site without one
    numerator, population : (U,) of each site; NaN where unknown
        A site that does not know both is in neither sum.
    groups : int

    Returns
    -------
    numerator, population, standard error of the proportion or rate, each (groups,)
        The error is that of a ratio of sums (Cochran 1977, section 6.4, without the
        finite-population factor); NaN for a group of fewer than two sites.

    Examples
    --------
    >>> x, n, se = between_sites([0, 0, 1, 1], [1, 3, 5, 5], [10, 10, 10, 10], groups=2)
    >>> x.tolist(), n.tolist(), se.round(6).tolist()
    ([4.0, 10.0], [20.0, 20.0], [0.1, 0.0])
    """
    which = np.asarray(group)
    x, n = (np.asarray(a, dtype=np.float64) for a in (numerator, population))
    if not (which.shape == x.shape == n.shape) or which.ndim != 1:
        raise ValueError("group, numerator and population: give one of each a site.")
    if not np.issubdtype(which.dtype, np.integer) or ((which < -1) | (which >= groups)).any():
        raise ValueError(f"group: use whole numbers from 0 to {groups - 1}, or -1 for none.")
    known = (which >= 0) & ~np.isnan(x) & ~np.isnan(n)
    which, x, n = which[known], x[known], n[known]
    sites = np.bincount(which, minlength=groups).astype(np.float64)
    reached = np.bincount(which, weights=x, minlength=groups).astype(np.float64)
    eligible = np.bincount(which, weights=n, minlength=groups).astype(np.float64)
    rate = _over(reached, eligible, eligible > 0)
    squares = np.bincount(which, weights=(x - rate[which] * n) ** 2, minlength=groups)
    factor = np.divide(sites, sites - 1, out=np.full(groups, np.nan), where=sites > 1)
    error = _over(np.sqrt(squares * factor), eligible, eligible > 0)
    return np.where(sites > 0, reached, np.nan), eligible, error
