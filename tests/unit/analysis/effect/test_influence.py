"""Influence functions kept small equal those written out."""

import numpy as np
import pytest

from groundswell.analysis.effect.influence import Influence, collapse

RNG = np.random.default_rng(5)


def spelled_out(x, cohort, loadings, shifts):
    """psi (n, k) as its definition has it."""
    return np.array([loadings[:, c] @ row + shifts[:, c] for row, c in zip(x, cohort, strict=True)])


def example(cluster):
    x = RNG.normal(size=(30, 4))
    cohort = np.repeat([0, 1, 2], 10)
    loadings, shifts = RNG.normal(size=(5, 3, 4)), RNG.normal(size=(5, 3))
    influence = Influence(collapse(x, cohort, 3, cluster), loadings, shifts)
    return influence, spelled_out(x, cohort, loadings, shifts)


NESTED = np.repeat(np.arange(6), 5)
CROSSED = np.tile(np.arange(6), 5)


def test_covariance_of_units_is_the_sum_of_squares():
    influence, psi = example(None)
    assert influence.covariance() == pytest.approx(psi.T @ psi / 900)
    assert influence.std_errors() == pytest.approx(np.sqrt(np.sum(psi**2, axis=0)) / 30)


@pytest.mark.parametrize("cluster", [NESTED, CROSSED], ids=["nested", "crossed"])
def test_covariance_of_clusters_sums_within_them(cluster):
    influence, psi = example(cluster)
    sums = np.array([psi[cluster == c].sum(axis=0) for c in range(6)])
    expected = 6 / 5 * sums.T @ sums / 900
    assert influence.covariance() == pytest.approx(expected)
    assert influence.std_errors() == pytest.approx(np.sqrt(np.diag(expected)))
    assert influence.atoms.is_nested == (cluster is NESTED)


@pytest.mark.parametrize("cluster", [None, NESTED, CROSSED], ids=["units", "nested", "crossed"])
def test_draws_are_multipliers_times_influence(cluster):
    influence, psi = example(cluster)
    codes = np.arange(30) if cluster is None else cluster
    n_clusters = int(codes.max()) + 1
    multipliers = RNG.normal(size=(7, n_clusters))
    correction = 1.0 if cluster is None else 6 / 5
    expected = multipliers[:, codes] @ psi * np.sqrt(correction) / 30
    assert influence.draws(multipliers) == pytest.approx(expected)


def test_combination_is_the_combination_of_influence():
    influence, psi = example(None)
    weights, extra = RNG.normal(size=(2, 5)), RNG.normal(size=(2, 3))
    expected = psi @ weights.T + np.repeat(extra.T, 10, axis=0)
    assert influence.combine(weights, extra).by_cluster() == pytest.approx(expected)
