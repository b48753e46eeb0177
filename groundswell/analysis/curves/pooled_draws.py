"""Weighted draws of each innovation's curve, so that nothing leans on a normal approximation."""

from dataclasses import dataclass

import numpy as np

from .pooled_model import Counts, Prior, reached
from .shapes import Array

FREEDOM = 5.0  # heavier tails than the target, so that no weight runs away
WIDER = 1.2


@dataclass(frozen=True, slots=True)
class Draws:
    z: Array  # (S, D, 3)
    weights: Array  # (S, D), summing to 1
    reached: Array  # (S, D, L), chance of having adopted by each time asked


def draw(
    counts: Counts, mode: Array, covariance: Array, prior: Prior, unit: Array, t: Array
) -> Draws:
    """Importance sampling around the modes.

    `unit` holds draws of a standard t, (S, D, 3) or (1, D, 3); `t` must begin with the observed
    periods. Weights are likelihood^(1/phi) times prior over the proposal.
    """
    root = np.linalg.cholesky(covariance) * WIDER
    z = mode[:, None] + unit @ root.transpose(0, 2, 1)
    series, number, size = z.shape
    log_proposal = -0.5 * (FREEDOM + size) * np.log1p((unit**2).sum(axis=-1) / FREEDOM)
    chance = reached(counts.shape, z.reshape(-1, size), t)[0].reshape(series, number, len(t))
    log_weight = _log_likelihood(counts, chance) / prior.dispersion - log_proposal
    away = z - prior.mean
    log_weight -= 0.5 * np.einsum("sdp,sdp->sd", away @ np.linalg.inv(prior.covariance), away)
    weights = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    return Draws(z, weights / weights.sum(axis=1, keepdims=True), chance)


def _log_likelihood(counts: Counts, chance: Array) -> Array:
    periods = len(counts.t)
    pi = chance[..., :periods].copy()
    pi[..., 1:] -= chance[..., : periods - 1]
    by_end = np.take_along_axis(chance, (counts.n - 1)[:, None, None], axis=2)[..., 0]
    log_pi = np.log(np.maximum(pi, 1e-300))
    adopted = (log_pi @ counts.new[..., None])[..., 0]
    return np.asarray(adopted + counts.waiting[:, None] * np.log(np.maximum(1 - by_end, 1e-300)))
