"""The stepped wedge: effects of the core, and a randomisation test checked by hand."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from groundswell.analysis.effect import NEVER, staggered_effect, stepped_wedge
from groundswell.analysis.effect.stepped_wedge import _clusters, _overall
from tests.unit.analysis.effect import twin
from tests.unit.analysis.effect.worlds import panel


def wedge(effect=0.0, seed=1, per_cluster=3):
    """Six clusters switch in pairs at 2, 4 and 6."""
    sizes = {2: 2 * per_cluster, 4: 2 * per_cluster, 6: 2 * per_cluster}
    given = panel(sizes, 8, effect=effect, seed=seed)
    return replace(given, cluster=np.arange(6 * per_cluster) // per_cluster)


def test_effects_are_those_of_the_not_yet_treated():
    rng = np.random.default_rng(1)
    found = stepped_wedge(wedge(2.0), permutations=0, rng=rng)
    core = staggered_effect(wedge(2.0), control="not-yet")
    assert found.effect.overall.estimate == core.overall.estimate
    assert found.steps.tolist() == [2, 4, 6]
    assert found.clusters_per_step.tolist() == [2, 2, 2]
    assert found.p_value is None


def test_randomisation_p_equals_every_order_worked_out_by_the_twin():
    given = wedge(0.6, seed=4)
    steps = [2, 2, 4, 4, 6, 6]
    observed = None
    effects = []
    for order in set(permutations(steps)):
        cohort = np.repeat(np.array(order), 3)
        last = cohort == 6
        ready = replace(given, cohort=np.where(last, NEVER, cohort)).keep(
            np.ones(18, dtype=bool), given.times < 6
        )
        effect = abs(twin.averages(ready, "not-yet")["simple", 0])
        effects.append(effect)
        if list(order) == steps:
            observed = effect
    exact = np.mean(np.array(effects) >= observed - 1e-12)
    found = stepped_wedge(given, permutations=3000, rng=np.random.default_rng(2))
    assert found.p_value == pytest.approx(exact, abs=0.04)


def test_clusters_of_unequal_size_are_weighted_as_units():
    """The order that happened must give the core's own estimate, or the test tests another."""
    given = wedge(1.0, per_cluster=4)
    uneven = given.keep(np.arange(24) % 8 != 1)
    sizes, sums, step = _clusters(uneven, uneven.cluster)
    core = staggered_effect(uneven, control="not-yet").overall.estimate[0]
    assert len(set(sizes.tolist())) > 1
    assert _overall(sums, sizes, step, uneven.times, 0) == pytest.approx(core, rel=1e-12)


def test_large_effect_is_as_unlikely_as_its_order():
    found = stepped_wedge(wedge(8.0), permutations=999, rng=np.random.default_rng(5))
    assert found.p_value < 0.1  # one of 90 orders, and its like


def test_clusters_are_needed_and_switch_as_one():
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="give the cluster of each unit"):
        stepped_wedge(replace(wedge(), cluster=None), rng=rng)
    mixed = replace(wedge(), cohort=np.array([2, 4] * 9))
    with pytest.raises(ValueError, match="switches as one"):
        stepped_wedge(mixed, rng=rng)


def test_units_that_never_switch_are_told():
    given = wedge()
    cohort = np.where(given.cohort == 6, NEVER, given.cohort)
    found = stepped_wedge(
        replace(given, cohort=cohort), permutations=0, rng=np.random.default_rng(1)
    )
    assert any("6 units never switch" in warning for warning in found.warnings)
    assert any("Only 2 steps" in warning for warning in found.warnings)
