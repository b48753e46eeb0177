"""Simultaneous bands against every possible draw, and with few clusters."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from groundswell.analysis.effect import NEVER, staggered_effect
from groundswell.analysis.effect.bands import Reference, rademacher, simultaneous
from groundswell.analysis.effect.influence import Influence, collapse
from tests.unit.analysis.effect.worlds import panel


def family(n, k, seed=0):
    x = np.random.default_rng(seed).normal(size=(n, k))
    atoms = collapse(x, np.zeros(n, dtype=np.int64), 1, None)
    influence = Influence(atoms, np.eye(k)[:, None], np.zeros((k, 1)))
    return influence, influence.std_errors(), x


def test_band_equals_the_quantile_over_every_sign_of_ten_units():
    influence, std_errors, x = family(10, 4)
    signs = np.array(list(product([-1.0, 1.0], repeat=10)))
    largest = np.abs(signs @ x / 10 / std_errors).max(axis=1)
    reference = Reference(0.9, None)
    rng = np.random.default_rng(3)
    [critical] = simultaneous([(influence, std_errors)], reference, 20_000, rng)
    assert critical == pytest.approx(np.quantile(largest, 0.9), abs=0.03)


def test_one_estimate_of_many_units_gets_the_normal_value():
    influence, std_errors, _ = family(2000, 1)
    rng = np.random.default_rng(4)
    [critical] = simultaneous([(influence, std_errors)], Reference(0.95, None), 20_000, rng)
    assert critical == pytest.approx(1.96, abs=0.03)


def test_independent_estimates_get_the_sidak_value():
    influence, std_errors, _ = family(4000, 8)
    rng = np.random.default_rng(5)
    [critical] = simultaneous([(influence, std_errors)], Reference(0.95, None), 10_000, rng)
    sidak = stats.norm.ppf((1 + 0.95 ** (1 / 8)) / 2)
    assert critical == pytest.approx(sidak, abs=0.05)


def test_few_clusters_widen_by_the_tail_of_t():
    reference = Reference(0.95, 14)
    assert reference.pointwise == pytest.approx(2.144787, abs=1e-6)
    assert reference.from_normal(1.959964) == pytest.approx(reference.pointwise, abs=1e-5)
    assert Reference(0.95, None).from_normal(2.5) == 2.5


def test_estimates_without_an_error_do_not_count():
    influence, std_errors, _ = family(500, 3)
    hidden = np.where(np.arange(3) == 1, np.nan, std_errors)
    rng = np.random.default_rng(6)
    [critical] = simultaneous([(influence, hidden)], Reference(0.95, None), 500, rng)
    assert np.isfinite(critical)


def test_same_seed_same_band_and_bands_are_wider_than_intervals():
    given_panel = panel({3: 20, 5: 20, NEVER: 20}, 8, seed=2)
    tables = [
        staggered_effect(given_panel, draws=300, rng=np.random.default_rng(9)).tables
        for _ in range(2)
    ]
    assert tables[0]["event"].critical == tables[1]["event"].critical > 1.96
    assert tables[0]["simple"].critical == pytest.approx(1.959964, abs=1e-6)
    assert tables[0]["event"].is_simultaneous and not tables[0]["simple"].is_simultaneous


def test_signs_are_fair_and_of_the_shape_asked():
    signs = rademacher(np.random.default_rng(1), (2000, 13))
    assert signs.shape == (2000, 13)
    assert set(np.unique(signs)) == {-1.0, 1.0}
    assert np.abs(signs.mean(axis=0)).max() < 0.1
