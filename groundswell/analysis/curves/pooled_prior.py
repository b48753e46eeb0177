"""Learning where the curves of like innovations lie: empirical Bayes by EM.

The expectations are taken over weighted draws, because a mode-only step underestimates the
ceiling of young innovations, whose posterior is skewed. Gelman et al. (2013), Bayesian Data
Analysis, chapters 5 and 13.
"""

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from .fitting import steps
from .pooled_draws import FREEDOM, draw
from .pooled_model import TINY, Counts, Modes, Prior, find_modes, reached
from .shapes import Array

ROUNDS = 40
SETTLED = 5e-3  # largest move of the prior mean, in prior standard deviations
# Weakly held before any data: the share of eligible sites that adopt in the end lies anywhere
# between a tenth and nearly all; spreads between like innovations are of about these sizes.
SHARE_MEAN, SHARE_SD = 1.0, 1.0
SPREAD = np.array([0.6, 0.4, 0.8])
SPREAD_WORTH = 3.0  # as many innovations as the guess of SPREAD counts for


def learn(counts: Counts) -> tuple[Prior, Array]:
    """The prior, and the modes to go on from."""
    start = _start(counts)
    spread = SPREAD.copy()
    if counts.shape.name != "bass":
        # Here the first parameter is a time, not a log rate.
        spread[0] = 0.3 * max(float(np.median(np.abs(start[:, 0]))), 4.0)
    guess = np.diag(spread**2)
    prior = Prior(np.median(start, axis=0), 2 * guess, 1.0, len(start))
    unit = _fixed_units(len(start))
    z = np.broadcast_to(prior.mean, start.shape) * 0.5 + start * 0.5
    modes = find_modes(counts, z, prior)
    for turn in range(ROUNDS):
        modes = find_modes(counts, modes.z, prior)
        found = draw(counts, modes.z, modes.covariance, prior, unit, counts.t)
        new = _maximise(found.z, found.weights, prior, guess)
        phi = _dispersion(counts, modes, prior.dispersion)
        moved = np.abs(new.mean - prior.mean) / np.sqrt(np.diag(new.covariance))
        still = abs(phi - prior.dispersion) < 10 * SETTLED
        prior = Prior(new.mean, new.covariance, phi, len(start))
        if turn > 4 and still and moved.max() < SETTLED:
            break
    return _with_own_uncertainty(prior, modes), modes.z


def _start(counts: Counts) -> Array:
    """The grid's best shape for each series, at a share between its own and all."""
    grid = counts.shape.grid(len(counts.t))
    x = np.maximum(steps(counts.shape.cumulative(grid, counts.t).value), TINY)
    share = np.clip(1 - 0.5 * counts.waiting / counts.eligible, 0.02, 0.98)
    by_end = np.clip(counts.seen @ x.T * share[:, None], 0, 1 - 1e-9)
    fit = counts.new @ np.log(x).T + counts.waiting[:, None] * np.log1p(-by_end)
    return np.column_stack((grid[np.argmax(fit, axis=1)], np.log(share / (1 - share))))


def _fixed_units(series: int) -> Array:
    """The same well-spread points of a standard t each round, so that EM settles: (1, D, 3)."""
    number = 128 if series <= 400 else 32
    points = qmc.Halton(4, scramble=False).random(number + 1)[1:]
    normal = ndtri(points[:, :3])
    # Wilson and Hilferty's cube root: a chi-squared quantile good to three digits here.
    chi = FREEDOM * (1 - 2 / (9 * FREEDOM) + ndtri(points[:, 3]) * np.sqrt(2 / (9 * FREEDOM))) ** 3
    return np.asarray((normal * np.sqrt(FREEDOM / np.maximum(chi, 0.05))[:, None])[None])


def _maximise(z: Array, weights: Array, prior: Prior, guess: Array) -> Prior:
    series = len(z)
    centre = np.einsum("sd,sdp->sp", weights, z)
    mean = centre.mean(axis=0)
    # The weak hyperprior on the mean of logit c.
    hold = prior.covariance[2, 2] / SHARE_SD**2
    mean[2] = (series * mean[2] + hold * SHARE_MEAN) / (series + hold)
    away = z - mean
    scatter = np.einsum("sd,sdp,sdr->pr", weights, away, away)
    covariance = (scatter + SPREAD_WORTH * guess) / (series + SPREAD_WORTH)
    return Prior(mean, covariance, prior.dispersion, series)


def _dispersion(counts: Counts, modes: Modes, phi: float) -> float:
    """Pearson's chi-squared over its degrees of freedom, all innovations together; at least 1."""
    pi = np.maximum(steps(reached(counts.shape, modes.z, counts.t)[0]), TINY)
    expected = counts.eligible[:, None] * pi
    ratio = (counts.new - expected) ** 2 / (expected * (1 - pi))
    # Cells where next to nothing is expected say little and have wild ratios.
    used = counts.seen * (expected > 0.05)
    spent = np.einsum("spr,srp->", modes.information, modes.covariance)
    return float(max(1.0, (ratio * used).sum() / max(used.sum() - spent, 1.0)))


def _with_own_uncertainty(prior: Prior, modes: Modes) -> Prior:
    """Widen the prior by how badly its mean is known: much, where all innovations are young."""
    ridge = 1e-8 * np.eye(3)
    own = np.linalg.inv(modes.information + ridge)
    known = np.linalg.inv(prior.covariance + own).sum(axis=0)
    known[2, 2] += 1 / SHARE_SD**2
    wider = prior.covariance + np.linalg.inv(known)
    return Prior(prior.mean, wider, prior.dispersion, prior.innovations)
