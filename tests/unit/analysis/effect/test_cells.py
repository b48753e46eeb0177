"""Group-time effects and averages against the plain twin, and what must not change them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.effect import NEVER, EffectPanel, staggered_effect
from tests.unit.analysis.effect import twin
from tests.unit.analysis.effect.worlds import panel, panels

CONTROLS = st.sampled_from(["never", "not-yet"])


@settings(max_examples=40, deadline=None)
@given(panels(), CONTROLS, st.integers(0, 1))
def test_every_estimate_equals_the_plain_twin(given_panel, control, anticipation):
    early = given_panel.cohort <= given_panel.times[0] + anticipation
    ready = given_panel.keep(~early)
    if not np.any(ready.cohort != NEVER):
        return
    effect = staggered_effect(given_panel, control=control, anticipation=anticipation)
    expected = twin.averages(ready, control, anticipation)
    found = twin.flat(effect)
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert found[key][0] == pytest.approx(value, abs=1e-10), key


@settings(max_examples=8, deadline=None)
@given(panels(), CONTROLS)
def test_standard_errors_equal_those_of_the_derivative_in_each_units_weight(given_panel, control):
    found = twin.flat(staggered_effect(given_panel, control=control))
    n = given_panel.cohort.size
    for key, psi in twin.influence(given_panel, control).items():
        assert found[key][1] == pytest.approx(np.sqrt(np.sum(psi**2)) / n, rel=1e-5), key


@settings(max_examples=6, deadline=None)
@given(panels(), CONTROLS, st.data())
def test_clustered_errors_sum_the_derivative_within_clusters(given_panel, control, data):
    n = given_panel.cohort.size
    labels = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    cluster = np.array(labels, dtype=np.int64)
    codes = np.unique(cluster, return_inverse=True)[1]
    n_clusters = int(codes.max()) + 1
    if n_clusters < 2:
        return
    clustered = replace(given_panel, cluster=cluster)
    found = twin.flat(staggered_effect(clustered, control=control))
    for key, psi in twin.influence(given_panel, control).items():
        sums = np.bincount(codes, weights=psi)
        expected = np.sqrt(n_clusters / (n_clusters - 1) * np.sum(sums**2)) / n
        if np.isfinite(found[key][1]):
            assert found[key][1] == pytest.approx(expected, rel=1e-5, abs=1e-8), key


def test_order_of_units_changes_nothing():
    given_panel = panel({3: 5, 5: 6, NEVER: 7}, 8, seed=3)
    order = np.random.default_rng(0).permutation(18)
    shuffled = EffectPanel(given_panel.outcome[order], given_panel.times, given_panel.cohort[order])
    one, two = twin.flat(staggered_effect(given_panel)), twin.flat(staggered_effect(shuffled))
    for key in one:
        assert two[key] == pytest.approx(one[key], abs=1e-12)


def test_levels_of_units_and_shocks_to_times_change_nothing():
    given_panel = panel({3: 5, 5: 6, NEVER: 7}, 8, seed=4)
    rng = np.random.default_rng(1)
    moved = replace(
        given_panel,
        outcome=given_panel.outcome + rng.normal(size=(18, 1)) * 50 + rng.normal(size=(1, 8)) * 9,
    )
    one, two = twin.flat(staggered_effect(given_panel)), twin.flat(staggered_effect(moved))
    for key in one:
        assert two[key] == pytest.approx(one[key], abs=1e-10)


def test_scale_of_the_outcome_scales_estimate_and_error():
    given_panel = panel({3: 5, NEVER: 7}, 6, seed=5)
    one = staggered_effect(given_panel).overall
    ten = staggered_effect(replace(given_panel, outcome=10 * given_panel.outcome)).overall
    assert ten.estimate[0] == pytest.approx(10 * one.estimate[0])
    assert ten.std_error[0] == pytest.approx(10 * one.std_error[0])


def test_effect_without_noise_is_found_exactly():
    given_panel = panel({3: 4, 5: 4, NEVER: 4}, 8, seed=6)
    plain = np.outer(np.arange(12.0), np.ones(8)) + np.arange(8.0)
    after = given_panel.cohort[:, None] <= given_panel.times
    effect = staggered_effect(replace(given_panel, outcome=plain + 2.5 * after))
    post = effect.tables["event"].time >= 0
    assert effect.tables["event"].estimate[post] == pytest.approx(2.5)
    assert effect.tables["event"].estimate[~post] == pytest.approx(0.0)


def test_times_with_gaps_compare_with_the_nearest_observed_time():
    outcome = np.array([[0.0, 1.0, 5.0], [0.0, 1.0, 7.0], [0.0, 2.0, 3.0], [0.0, 2.0, 3.0]])
    cohort = np.array([2006, 2006, NEVER, NEVER])
    effect = staggered_effect(EffectPanel(outcome, np.array([2000, 2003, 2009]), cohort))
    table = effect.tables["group_time"]
    assert table.time.tolist() == [2003, 2009]
    assert table.estimate.tolist() == [-1.0, 4.0]
