"""Influence functions kept small: linear in what is known of a unit, with loadings by cohort.

Every estimate here is a smooth function of the cohorts' mean outcomes and shares, so the influence
of unit i on estimate k is

    psi_i[k] = loadings[k, c(i)] . x_i + shifts[k, c(i)]

with x_i the unit's outcomes less its cohort's means. Storing loadings (k x cohorts x times) instead
of psi (n x k) makes sums over clusters and bootstrap draws products of small matrices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .panel import FloatArray, IntArray

_BLOCK = 128  # estimates worked at a time: 7,000 units x 128 x 8 bytes stays near the cache


@dataclass(frozen=True, slots=True)
class Atoms:
    """Units summed over (cohort, cluster), sorted by cohort.

    Attributes
    ----------
    features : (R, p + 1) sums of x_i, and the units in each: what loadings and shifts multiply.
    starts : (C + 1,) where each cohort's rows start.
    cluster : (R,) cluster of each row, numbered from 0; within a cohort no cluster repeats.
    n : units; n_clusters : clusters, n where none were given.
    is_clustered : whether clusters were given.
    moments : (C, p + 1, p + 1) features' second moments in each cohort. Where every cluster lies
        within one cohort they give all covariances, without the (G, k) matrix of influence.
    """

    features: FloatArray
    starts: IntArray
    cluster: IntArray
    n: int
    n_clusters: int
    is_clustered: bool
    moments: FloatArray

    @property
    def cohorts(self) -> Iterator[slice]:
        """The rows of each cohort in turn."""
        return (slice(a, b) for a, b in pairwise(self.starts))

    @property
    def clusters_per_cohort(self) -> IntArray:
        return np.diff(self.starts)

    @property
    def is_nested(self) -> bool:
        """Whether every cluster lies within one cohort."""
        return self.cluster.size == self.n_clusters

    @property
    def correction(self) -> float:
        """G / (G - 1) for clusters; none for units, as in R's `did`."""
        return self.n_clusters / (self.n_clusters - 1) if self.is_clustered else 1.0


def collapse(x: FloatArray, cohort: IntArray, n_cohorts: int, cluster: IntArray | None) -> Atoms:
    """Sum rows x (n, p) of units over their cohort (0..C-1) and cluster."""
    n = x.shape[0]
    features = np.column_stack([x, np.ones(n)])
    if cluster is None:
        order = np.argsort(cohort, kind="stable")
        starts = np.searchsorted(cohort[order], np.arange(n_cohorts + 1))
        return _with_moments(features[order], starts, order, n, n, False)
    codes = np.unique(cluster, return_inverse=True)[1]
    n_clusters = int(codes.max()) + 1
    if n_clusters < 2:
        raise ValueError(
            "all units are in one cluster, so nothing says how clusters vary; give smaller ones"
        )
    pair = cohort * n_clusters + codes
    order = np.argsort(pair, kind="stable")
    pairs, first = np.unique(pair[order], return_index=True)
    sums = np.add.reduceat(features[order], first, axis=0)
    starts = np.searchsorted(pairs // n_clusters, np.arange(n_cohorts + 1))
    return _with_moments(sums, starts, pairs % n_clusters, n, n_clusters, True)


def _with_moments(
    features: FloatArray,
    starts: IntArray,
    cluster: IntArray,
    n: int,
    n_clusters: int,
    is_clustered: bool,
) -> Atoms:
    blocks = [features[a:b] for a, b in pairwise(starts)]
    moments = np.array([block.T @ block for block in blocks])
    return Atoms(features, starts, cluster, n, n_clusters, is_clustered, moments)


@dataclass(frozen=True, slots=True)
class Influence:
    """Influence functions of k estimates: loadings (k, C, p), shifts (k, C)."""

    atoms: Atoms
    loadings: FloatArray
    shifts: FloatArray

    def combine(self, weights: FloatArray, shifts: FloatArray) -> "Influence":
        """Of m weighted sums: weights (m, k), and shifts (m, C) for weights that are estimated."""
        k, *rest = self.loadings.shape
        loadings = (weights @ self.loadings.reshape(k, -1)).reshape(-1, *rest)
        return Influence(self.atoms, loadings, weights @ self.shifts + shifts)

    def by_cluster(self) -> FloatArray:
        """(G, k) influence summed over each cluster; with no clusters, each unit's own."""
        atoms, linear = self.atoms, self.linear
        out = np.zeros((atoms.n_clusters, self.shifts.shape[0]))
        for c, rows in enumerate(atoms.cohorts):
            scores = atoms.features[rows] @ linear[:, c].T
            # No cluster repeats within a cohort, so adding by index loses nothing.
            out[atoms.cluster[rows]] += scores
        return out

    @property
    def linear(self) -> FloatArray:
        """(k, C, p + 1) loadings with shifts: what features are multiplied by."""
        return np.concatenate([self.loadings, self.shifts[:, :, None]], axis=2)

    def covariance(self) -> FloatArray:
        """(k, k) covariance of the estimates."""
        if self.atoms.is_nested:
            linear = self.linear.transpose(1, 0, 2)
            total = (linear @ self.atoms.moments @ linear.transpose(0, 2, 1)).sum(axis=0)
        else:
            scores = self.by_cluster()
            total = scores.T @ scores
        return np.asarray(self.atoms.correction * total / self.atoms.n**2)

    def std_errors(self) -> FloatArray:
        """(k,) standard errors."""
        if self.atoms.is_nested:
            linear = self.linear.transpose(1, 0, 2)
            squares = np.einsum("ckp,ckp->k", linear @ self.atoms.moments, linear)
        else:
            squares = self._crossed_squares()
        # A sum of squares that rounding made negative is a zero.
        return np.asarray(np.sqrt(self.atoms.correction * np.maximum(squares, 0)) / self.atoms.n)

    def _crossed_squares(self) -> FloatArray:
        k = self.shifts.shape[0]
        blocks = (slice(a, a + _BLOCK) for a in range(0, k, _BLOCK))
        squares = [np.square(self.of(block).by_cluster()).sum(axis=0) for block in blocks]
        return np.concatenate([*squares, np.zeros(0)])

    def of(self, which: slice | IntArray) -> "Influence":
        """Of some of the estimates."""
        return Influence(self.atoms, self.loadings[which], self.shifts[which])

    def draws(self, multipliers: FloatArray) -> FloatArray:
        """(B, k) estimates' errors re-drawn with multipliers (B, G) on the clusters."""
        atoms = self.atoms
        drawn = [
            multipliers[:, atoms.cluster[rows]] @ atoms.features[rows] for rows in atoms.cohorts
        ]
        linear = self.linear.reshape(self.shifts.shape[0], -1)
        return np.asarray(np.hstack(drawn) @ linear.T * (atoms.correction**0.5 / atoms.n))


def stack(parts: list[Influence]) -> Influence:
    """The influence of several sets of estimates, one after another."""
    return Influence(
        parts[0].atoms,
        np.concatenate([part.loadings for part in parts]),
        np.concatenate([part.shifts for part in parts]),
    )
