"""Partial pooling: curves of like innovations fitted together, so that a young one borrows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .forecast import Forecast, check_level
from .pooled_draws import FREEDOM, draw
from .pooled_model import Counts, Prior, ceiling_share, find_modes, read_counts
from .pooled_prior import learn
from .shapes import Array, shape_of

CHUNK = 1_000_000  # numbers held at once, each array


@dataclass(frozen=True, slots=True)
class PooledFits:
    """Curves of S innovations, pulled towards one another as far as their data are weak."""

    model: str
    m: Array  # (S,), sites in the end: c E
    p: Array  # (S,)
    q: Array  # (S,)
    ceiling_share: Array  # (S,), c
    z: Array  # (S, 3), (shape, logit c), most probable
    covariance: Array  # (S, 3, 3), of z, by Laplace's approximation
    counts: Counts
    prior: Prior
    n: npt.NDArray[np.int64]  # (S,), periods observed
    converged: npt.NDArray[np.bool_]
    method: str
    warnings: tuple[str, ...]


def pool(
    new: npt.ArrayLike,
    eligible: npt.ArrayLike,
    *,
    model: str = "bass",
    prior: Prior | None = None,
) -> PooledFits:
    """Fit the curves of like innovations together: the most probable curve of each.

    Parameters
    ----------
    new
        Sites that adopted in each period since the innovation's start, (S, T). Whole counts; NaN
        after the last observed period, so that old and young innovations go in together.
    eligible
        Sites that could adopt each innovation, (S,): the ceiling is at most this.
    model
        `bass`, `logistic` or `gompertz`.
    prior
        From an earlier `pool`; None learns it from these innovations (five or more).

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> a, k, t = 0.15, np.exp(rng.normal(3, 0.3, 30))[:, None], np.arange(37)
    >>> share = (1 - np.exp(-a * t)) / (1 + k * np.exp(-a * t))
    >>> new = rng.poisson(200 * np.diff(share)).astype(float)
    >>> new[0, 12:] = np.nan
    >>> fits = pool(new, np.full(30, 250.0))
    >>> int(fits.n[0]), bool(150 < fits.m[0] < 250)
    (12, True)
    """
    shape = shape_of(model)
    counts = read_counts(new, eligible, shape)
    series = len(counts.n)
    if prior is None:
        if series < 5:
            raise ValueError(
                f"Pooling learns from like innovations: {series} given, 5 or more are needed. "
                "Give more, or a prior learnt elsewhere."
            )
        prior, start = learn(counts)
    else:
        start = np.tile(prior.mean, (series, 1))
    modes = find_modes(counts, start, prior)
    p, q = shape.p_q(modes.z[:, :2])
    c = ceiling_share(modes.z)
    return PooledFits(
        model=shape.name,
        m=c * counts.eligible,
        p=p,
        q=q,
        ceiling_share=c,
        z=modes.z,
        covariance=modes.covariance,
        counts=counts,
        prior=prior,
        n=counts.n,
        converged=modes.converged,
        method=f"{shape.name}, grouped likelihood, normal prior over innovations (MAP)",
        warnings=_warnings(prior, counts, modes.z, modes.converged),
    )


def forecast_pooled(
    fits: PooledFits,
    horizon: int,
    rng: np.random.Generator,
    *,
    level: float = 0.95,
    draws: int = 500,
) -> Forecast:
    """Sites that will have adopted in each period after each innovation's last.

    Curves are drawn around each fit and weighted by likelihood times prior; given a curve, the
    sites still waiting adopt as a beta-binomial whose variance is `prior.dispersion` times the
    binomial's. Limits are whole sites, so coverage is at least the level asked for.

    Parameters
    ----------
    fits
        From :func:`pool`.
    horizon
        Periods ahead.
    rng
        Where the draws come from.
    level
        Coverage aimed at.
    draws
        Curves drawn for each innovation.
    """
    check_level(level)
    if horizon < 1 or draws < 100:
        raise ValueError("horizon must be 1 or more, and draws 100 or more.")
    series = len(fits.z)
    expected, low, high = (np.empty((series, horizon)) for _ in range(3))
    block = max(1, CHUNK // (draws * (len(fits.counts.t) + horizon)))
    for first in range(0, series, block):
        rows = np.arange(first, min(first + block, series))
        expected[rows], low[rows], high[rows] = _ahead(fits, rows, horizon, rng, level, draws)
    return Forecast(
        expected=expected,
        low=low,
        high=high,
        level=level,
        n=fits.n,
        method=f"{fits.method}; {draws:,} weighted draws a series",
        warnings=fits.warnings,
    )


def _ahead(
    fits: PooledFits,
    rows: npt.NDArray[np.intp],
    horizon: int,
    rng: np.random.Generator,
    level: float,
    draws: int,
) -> tuple[Array, Array, Array]:
    counts = _of(fits.counts, rows)
    series, size = len(rows), fits.z.shape[1]
    stretch = np.sqrt(FREEDOM / rng.chisquare(FREEDOM, (series, draws, 1)))
    unit = rng.standard_normal((series, draws, size)) * stretch
    t = np.arange(1.0, len(counts.t) + horizon + 1)
    found = draw(counts, fits.z[rows], fits.covariance[rows], fits.prior, unit, t)
    ends = np.broadcast_to(
        counts.n[:, None, None] - 1 + np.arange(horizon + 1), (series, draws, horizon + 1)
    )
    share = np.take_along_axis(found.reached, ends, axis=2)
    chance = (share[..., 1:] - share[..., :1]) / np.maximum(1 - share[..., :1], 1e-12)
    chance = np.clip(chance, 0.0, 1.0)
    joining = _join(chance, counts.waiting, fits.prior.dispersion, rng)
    so_far = (counts.eligible - counts.waiting)[:, None]
    mean = np.einsum("sd,sdh->sh", found.weights, chance) * counts.waiting[:, None]
    return (
        so_far + mean,
        so_far + _quantile(joining, found.weights, 0.5 - level / 2),
        so_far + _quantile(joining, found.weights, 0.5 + level / 2),
    )


def _of(counts: Counts, rows: npt.NDArray[np.intp]) -> Counts:
    return Counts(
        counts.shape,
        counts.new[rows],
        counts.seen[rows],
        counts.waiting[rows],
        counts.eligible[rows],
        counts.n[rows],
        counts.t,
    )


def _join(chance: Array, waiting: Array, phi: float, rng: np.random.Generator) -> Array:
    """Sites that join, of those waiting (S,), given their chance (S, D, H)."""
    left = np.round(waiting)[:, None, None]
    if phi > 1:
        # Beta-binomial with variance phi times the binomial's: correlation (phi - 1) / (n - 1).
        alike = np.clip((phi - 1) / np.maximum(left - 1, 1), 1e-9, 0.95)
        size = (1 - alike) / alike
        inner = np.clip(chance, 1e-9, 1 - 1e-9)
        chance = rng.beta(inner * size, (1 - inner) * size)
    number = np.broadcast_to(left, chance.shape).astype(np.int64)
    return rng.binomial(number, chance).astype(float)


def _quantile(joining: Array, weights: Array, at: float) -> Array:
    """Weighted quantile over draws (axis 1): the least count whose weight reaches `at`."""
    order = np.argsort(joining, axis=1)
    ranked = np.take_along_axis(joining, order, axis=1)
    passed = np.cumsum(np.take_along_axis(weights[..., None], order, axis=1), axis=1)
    first = np.argmax(passed >= at - 1e-12, axis=1)
    return np.take_along_axis(ranked, first[:, None], axis=1)[:, 0]


def _warnings(
    prior: Prior, counts: Counts, z: Array, converged: npt.NDArray[np.bool_]
) -> tuple[str, ...]:
    warnings = []
    if prior.innovations < 15:
        warnings.append(
            f"The prior was learnt from {prior.innovations} innovations: with fewer than 15 its "
            "spread is largely a guess."
        )
    ends = np.stack((np.maximum(counts.n - 1.0, 0.5), counts.n.astype(float)), axis=1)
    rate = counts.shape.density(z[:, :2], ends).value
    if (rate[:, 1] < rate[:, 0]).mean() < 0.25:
        warnings.append(
            "Few of the innovations have passed their peak: nothing here has shown where it ends. "
            "Pool with finished ones."
        )
    if prior.dispersion > 3:
        warnings.append(
            f"Counts vary {prior.dispersion:.1f} times as much as chance: sites join in batches, "
            "or the curve does not fit."
        )
    if not converged.all():
        warnings.append(f"{int((~converged).sum()):,} of {len(converged):,} fits did not settle.")
    if (counts.n < 6).any():
        warnings.append("Some innovations have under six periods: their forecast is the prior's.")
    return tuple(warnings)
