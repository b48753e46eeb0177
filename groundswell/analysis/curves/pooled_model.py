"""What the sites of one innovation say of its curve, and what like innovations expect of it.

Each site of E eligible adopts in period i with probability c (F(i) - F(i-1)): the grouped
likelihood of Schmittlein and Mahajan (1982), Marketing Science 1(1). The parameters of an
innovation are z = (shape, logit c); z is normal over like innovations.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .fitting import steps
from .shapes import Array, Shape

NEWTON_STEPS = 30
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Prior:
    """Where the curves of like innovations lie: normal in (shape, logit c)."""

    mean: Array  # (3,)
    covariance: Array  # (3, 3), what an innovation outside the pool would be drawn from
    dispersion: float  # phi: variance over what chance alone would give, 1 or more
    innovations: int  # how many it was learnt from


@dataclass(frozen=True, slots=True)
class Counts:
    shape: Shape
    new: Array  # (S, T), zero after the end
    seen: Array  # (S, T)
    waiting: Array  # (S,), sites that had not adopted by the end
    eligible: Array  # (S,)
    n: npt.NDArray[np.int64]  # (S,), periods observed
    t: Array  # (T,)


@dataclass(frozen=True, slots=True)
class Modes:
    z: Array  # (S, 3), most probable
    information: Array  # (S, 3, 3), of the data alone, over phi
    covariance: Array  # (S, 3, 3), of z by Laplace's approximation
    converged: npt.NDArray[np.bool_]


def read_counts(new: npt.ArrayLike, eligible: npt.ArrayLike, shape: Shape) -> Counts:
    y = np.atleast_2d(np.asarray(new, dtype=float))
    sites = np.atleast_1d(np.asarray(eligible, dtype=float))
    if y.ndim != 2 or sites.shape != (len(y),):
        raise ValueError(
            f"new must be (S, T) and eligible (S,); they are {y.shape} and {sites.shape}."
        )
    seen = np.isfinite(y)
    broken = (seen[:, 1:] & ~seen[:, :-1]).any(axis=1) | ~seen[:, 0]
    if broken.any():
        raise ValueError(
            f"Series {int(np.argmax(broken))} has a period without data before its end: pooling "
            "counts the sites still waiting, so fill the gap."
        )
    if (np.where(seen, y, 0.0) < 0).any() or np.isinf(y).any():
        raise ValueError("New adopters must be counts of zero or more, NaN after the end.")
    total = np.nansum(y, axis=1)
    over = ~(total <= sites) | ~(sites > 0)
    if over.any():
        s = int(np.argmax(over))
        raise ValueError(
            f"Series {s}: {total[s]:g} adopters of {sites[s]:g} eligible sites. Eligible sites "
            "must be at least the adopters: mend the cohort or the counts."
        )
    return Counts(
        shape,
        np.where(seen, y, 0.0),
        seen.astype(float),
        sites - total,
        sites,
        seen.sum(axis=1).astype(np.int64),
        np.arange(1.0, y.shape[1] + 1),
    )


def ceiling_share(z: Array) -> Array:
    """c: the share of eligible sites that adopt in the end."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * z[..., 2]))


def reached(shape: Shape, z: Array, t: Array) -> tuple[Array, Array]:
    """Chance of having adopted by each t, c F(t), and slopes by z: (S, T), (S, 3, T)."""
    values = shape.cumulative(z[:, :2], t)
    c = ceiling_share(z)[:, None]
    by_share = c * (1 - c) * values.value
    return c * values.value, np.concatenate((c[..., None] * values.slopes, by_share[:, None]), 1)


def find_modes(counts: Counts, start: Array, prior: Prior) -> Modes:
    """The most probable z of each innovation by damped Fisher scoring, all together."""
    precision = np.asarray(np.linalg.inv(prior.covariance), dtype=float)
    unit = np.sqrt(np.diag(prior.covariance))
    z = start.copy()
    value, gradient, information = _posterior(counts, z, prior, precision)
    damping = np.full(len(z), 1e-3)
    converged = np.zeros(len(z), dtype=np.bool_)
    for _ in range(NEWTON_STEPS):
        total = information + precision
        ridge = damping[:, None, None] * np.einsum("spp->sp", total)[:, :, None] * np.eye(3)
        step = np.linalg.solve(total + ridge, gradient[..., None])[..., 0]
        tried = z + np.clip(step, -2 * unit, 2 * unit)
        new = _posterior(counts, tried, prior, precision)
        better = new[0] >= value
        converged |= (np.abs(step) < 1e-5 * unit).all(axis=1)
        z = np.where(better[:, None], tried, z)
        value = np.where(better, new[0], value)
        gradient = np.where(better[:, None], new[1], gradient)
        information = np.where(better[:, None, None], new[2], information)
        damping = np.where(better, damping / 10, damping * 8)
        if converged.all():
            break
    covariance = np.asarray(np.linalg.inv(information + precision), dtype=float)
    return Modes(z, information, covariance, converged)


def _posterior(
    counts: Counts, z: Array, prior: Prior, precision: Array
) -> tuple[Array, Array, Array]:
    """Log posterior (S,), its gradient (S, 3), and the data's expected information (S, 3, 3)."""
    chance, slopes = reached(counts.shape, z, counts.t)
    pi = np.maximum(steps(chance), TINY)
    by = steps(slopes) * counts.seen[:, None]
    left = np.maximum(1 - np.einsum("st,st->s", pi, counts.seen), TINY)
    value = np.einsum("st,st->s", counts.new, np.log(pi)) + counts.waiting * np.log(left)
    total = by.sum(axis=-1)
    gradient = (by @ (counts.new / pi)[..., None])[..., 0]
    gradient -= (counts.waiting / left)[:, None] * total
    information = (by / pi[:, None]) @ by.transpose(0, 2, 1)
    information += total[:, :, None] * total[:, None, :] / left[:, None, None]
    away = z - prior.mean
    pulled = away @ precision
    phi = prior.dispersion
    return (
        value / phi - 0.5 * np.einsum("sp,sp->s", away, pulled),
        gradient / phi - pulled,
        information * (counts.eligible / phi)[:, None, None],
    )
