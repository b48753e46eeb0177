"""Assumption checks: each tells what it should when it should."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from groundswell.analysis.effect import NEVER, EffectPanel, staggered_effect
from groundswell.analysis.effect.aggregations import by_event, mean_of
from groundswell.analysis.effect.bands import Reference
from groundswell.analysis.effect.cells import group_time
from groundswell.analysis.effect.parallel_trends import pre_trend_test, relative_magnitudes
from tests.unit.analysis.effect.worlds import panel

BIG = {4: 60, 6: 60, NEVER: 80}


def said(effect, part: str) -> bool:
    return any(part in warning for warning in effect.warnings)


def test_sound_panel_raises_no_warning():
    effect = staggered_effect(panel(BIG, 9, effect=5.0, seed=1))
    assert effect.warnings == ()
    checks = effect.checks
    assert (checks.n_units, checks.n_clusters, checks.n_cohorts) == (200, None, 2)
    assert (checks.smallest_cohort, checks.share_never) == (60, 0.4)


def test_trend_before_treatment_is_told():
    given = panel(BIG, 9, seed=1)
    drift = (given.cohort != NEVER)[:, None] * given.times * 0.8
    effect = staggered_effect(replace(given, outcome=given.outcome + drift))
    assert effect.checks.pre_trend.p_value < 0.001
    assert said(effect, "already moved apart before treatment")


def test_response_before_treatment_is_told():
    given = panel(BIG, 9, seed=1)
    early = (given.cohort[:, None] - 1 <= given.times) * 4.0
    effect = staggered_effect(replace(given, outcome=given.outcome + early))
    assert said(effect, "With anticipation of 1 instead")
    allowed = staggered_effect(replace(given, outcome=given.outcome + early), anticipation=1)
    assert allowed.overall.estimate[0] == pytest.approx(4.0, abs=0.4)
    assert not said(allowed, "With anticipation")


def test_pre_trend_wald_is_the_quadratic_form_of_all_cells_before():
    att = group_time(panel({4: 30, 6: 30, NEVER: 30}, 8, seed=2), "never")
    test = pre_trend_test(att, by_event(att), 0, Reference(0.95, None))
    before = att.event < 0
    scores = att.influence.by_cluster()[:, before]
    theta = att.estimate[before]
    wald = theta @ np.linalg.inv(scores.T @ scores / 90**2) @ theta
    assert test.statistic == pytest.approx(wald)
    assert test.p_value == pytest.approx(stats.chi2.sf(wald, before.sum()))
    assert test.basis == "cohort-by-time effects"


def test_pre_trend_test_of_few_clusters_uses_the_nearest_leads_and_f():
    given = panel({4: 30, 6: 30, NEVER: 40}, 8, seed=2)
    att = group_time(replace(given, cluster=np.arange(100) // 4), "never")
    test = pre_trend_test(att, by_event(att), 0, Reference(0.95, 24))
    assert test.restrictions == 2
    assert test.basis == "the nearest 2 leads of the event study"
    assert test.p_value == pytest.approx(stats.f.sf(test.statistic * 23 / 48, 2, 23))


def test_pre_trend_test_of_outcomes_that_never_move_is_left_out():
    given = panel({4: 30, NEVER: 30}, 8, seed=2)
    outcome = given.outcome.copy()
    outcome[:, 1] = outcome[:, 0]  # nothing moves from time 0 to 1: an error of nought
    effect = staggered_effect(replace(given, outcome=outcome))
    assert effect.checks.pre_trend is None


def test_pre_trend_test_of_repeated_effects_is_left_out():
    given = panel({4: 30, NEVER: 30}, 8, seed=2)
    outcome = given.outcome.copy()
    outcome[:, 2] = 2 * outcome[:, 1] - outcome[:, 0]  # the second change is the first again
    effect = staggered_effect(replace(given, outcome=outcome))
    assert effect.checks.pre_trend is None


def test_pre_trend_test_keeps_its_size_when_trends_are_parallel():
    p_values = [
        staggered_effect(panel({3: 60, 5: 60, NEVER: 80}, 7, seed=s)).checks.pre_trend.p_value
        for s in range(200)
    ]
    assert 0.01 <= np.mean(np.array(p_values) < 0.05) <= 0.11


def test_bound_grows_by_the_largest_change_before_times_the_reach():
    given = panel({3: 50, NEVER: 50}, 6, effect=9.0, seed=3)
    att = group_time(given, "never")
    events = by_event(att)
    overall = mean_of(events, events.key >= 0)
    bound = relative_magnitudes(events, overall, 0.5, 0, 2.0)
    largest = np.abs(events.estimate[events.key < 0]).max()
    # Effects 0, 1 and 2 times after: out by 1, 2 and 3 changes, on average 2.
    assert bound.high - bound.low == pytest.approx(2 * (2.0 * 0.5 + bound.m * largest * 2))
    assert bound.breakdown == pytest.approx((overall.estimate[0] - 1.0) / (2 * largest))
    at = relative_magnitudes(events, overall, 0.5, 1, 2.0)
    assert at.largest_change <= bound.largest_change


def test_bound_holds_the_truth_when_trends_part_as_allowed():
    given = panel({4: 80, NEVER: 80}, 8, effect=3.0, seed=4)
    drift = (given.cohort != NEVER)[:, None] * given.times * 1.0
    effect = staggered_effect(replace(given, outcome=given.outcome + drift))
    bound = effect.checks.parallel_trends
    assert effect.tables["overall_event"].low[0] > 3.0  # naive: the drift is credited
    at_one = bound.m.tolist().index(1.0)
    assert bound.low[at_one] < 3.0 < bound.high[at_one]
    assert said(effect, "if trends parted") == (0 < bound.breakdown < 1)


def test_few_clusters_and_small_cohorts_are_told_and_use_t():
    given = panel({4: 24, 6: 24, NEVER: 24}, 9, seed=5)
    effect = staggered_effect(replace(given, cluster=np.arange(72) // 6))
    assert said(effect, "Only 12 clusters")
    assert said(effect, "smallest cohort has 24 units")
    assert effect.overall.critical == pytest.approx(stats.t.ppf(0.975, 11))


def test_cohort_in_one_cluster_gets_no_error_of_its_own():
    given = panel({4: 12, 6: 12, NEVER: 12}, 9, seed=6)
    cluster = np.repeat([0, 1, 2, 3, 4], [12, 6, 6, 6, 6])
    effect = staggered_effect(replace(given, cluster=cluster))
    table = effect.tables["group_time"]
    assert np.isnan(table.std_error[table.cohort == 4]).all()
    assert np.isfinite(table.std_error[table.cohort == 6]).all()
    assert np.isnan(effect.overall.std_error[0])
    assert said(effect, "Cohorts seen in one cluster only (4)")


def test_lone_control_leaves_every_error_unknown():
    effect = staggered_effect(panel({4: 20, NEVER: 1}, 8, seed=7))
    assert np.isnan(effect.tables["group_time"].std_error).all()


def test_units_left_out_are_told():
    given = panel({0: 5, 4: 40, 20: 10, NEVER: 40}, 9, seed=8)
    effect = staggered_effect(given)
    assert said(effect, "5 units were treated by time 0")
    assert said(effect, "10 units first treated after the last time count as never")
    assert effect.n == 90


def test_nobody_never_treated_uses_the_last_cohort_until_its_turn():
    given = panel({3: 40, 6: 40}, 9, seed=9)
    effect = staggered_effect(given, control="not-yet")
    assert effect.tables["group_time"].cohort.tolist() == [3] * 5
    assert effect.tables["group_time"].time.max() == 5
    assert said(effect, "the cohort of 6 serves as the comparison")
    with pytest.raises(ValueError, match="use 'not-yet'"):
        staggered_effect(given)


def test_too_few_times_for_a_test_before_treatment_is_told():
    effect = staggered_effect(panel({1: 40, NEVER: 40}, 2, seed=1))
    assert effect.checks.pre_trend is None
    assert effect.checks.parallel_trends is None
    assert said(effect, "could not be tested")


def test_one_cluster_is_refused():
    given = panel({4: 10, NEVER: 10}, 8, seed=1)
    with pytest.raises(ValueError, match="all units are in one cluster"):
        staggered_effect(replace(given, cluster=np.zeros(20, dtype=np.int64)))


def test_few_never_treated_is_told():
    effect = staggered_effect(panel({4: 90, NEVER: 4}, 8, seed=1))
    assert said(effect, "4.3% of units are never treated")


@pytest.mark.parametrize(
    ("sizes", "arguments", "message"),
    [
        ({NEVER: 5}, {}, "no unit is first treated within the times"),
        ({4: 5}, {"control": "not-yet"}, "every unit is treated at once"),
        ({4: 5, NEVER: 5}, {"control": "nobody"}, "use 'never' or 'not-yet'"),
        ({4: 5, NEVER: 5}, {"anticipation": -1}, "is negative"),
        ({4: 5, NEVER: 5}, {"level": 95}, "between 0 and 1"),
        ({4: 5, NEVER: 5}, {"draws": 10}, "pass rng="),
    ],
)
def test_what_cannot_be_estimated_is_refused(sizes, arguments, message):
    with pytest.raises(ValueError, match=message):
        staggered_effect(panel(sizes, 8), **arguments)


def test_anticipation_reaching_past_every_time_before_is_refused():
    given = EffectPanel(np.zeros((4, 4)), np.arange(4), np.array([2, 2, NEVER, NEVER]))
    with pytest.raises(ValueError, match="no unit is first treated"):
        staggered_effect(given, anticipation=2)
