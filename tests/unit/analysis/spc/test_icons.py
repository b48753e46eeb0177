"""Variation and assurance: directions, conflicts, and targets that change."""

import numpy as np
import pytest

from groundswell.analysis.spc import (
    GROUNDSWELL,
    MDC,
    NHSRPLOTTHEDOTS,
    Assurance,
    Label,
    Variation,
    chart,
    rule_sets,
)

LEVEL = [50.0, 52, 49, 51, 50, 52, 48, 51, 50, 49, 52, 51, 50, 48]


@pytest.mark.parametrize(
    ("improvement", "high", "low"),
    [
        ("increase", Variation.IMPROVEMENT, Variation.CONCERN),
        ("decrease", Variation.CONCERN, Variation.IMPROVEMENT),
        ("neutral", Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW),
    ],
)
def test_a_last_point_beyond_a_limit(improvement, high, low):
    y = [[*LEVEL, 90], [*LEVEL, 10]]
    assert chart(y, improvement=improvement).variation_icon.tolist() == [high, low]


def test_each_series_may_have_its_own_direction():
    y = [[*LEVEL, 90]] * 3
    found = chart(y, improvement=[1, -1, 0])
    assert found.variation_icon.tolist() == [
        Variation.IMPROVEMENT,
        Variation.CONCERN,
        Variation.NEUTRAL_HIGH,
    ]


@pytest.mark.parametrize(
    ("target", "increase", "decrease"),
    [
        (100.0, Assurance.CONSISTENT_FAIL, Assurance.CONSISTENT_PASS),
        (0.0, Assurance.CONSISTENT_PASS, Assurance.CONSISTENT_FAIL),
        (50.0, Assurance.INCONSISTENT, Assurance.INCONSISTENT),
    ],
)
def test_targets_above_below_and_between_the_limits(target, increase, decrease):
    for improvement, expected in (("increase", increase), ("decrease", decrease)):
        assert chart([LEVEL], improvement=improvement, target=target).assurance_icon[0] == expected
    assert chart([LEVEL], improvement="neutral", target=target).assurance_icon[0] == 0


def test_a_target_on_a_limit_is_hit_or_miss():
    upper = float(chart([LEVEL]).upper[0, -1])
    assert chart([LEVEL], target=upper).assurance_icon[0] == Assurance.INCONSISTENT
    above = np.nextafter(upper, np.inf)
    assert chart([LEVEL], target=above).assurance_icon[0] == Assurance.CONSISTENT_FAIL


def test_the_target_of_the_last_value_counts():
    target = np.full((1, len(LEVEL) + 1), 0.0)
    target[0, -2:] = 100.0, np.nan
    found = chart([[*LEVEL, np.nan]], target=target)
    assert found.assurance_icon[0] == Assurance.CONSISTENT_FAIL
    assert chart([LEVEL], target=np.nan).assurance_icon[0] == Assurance.NONE


def test_targets_may_differ_by_series():
    found = chart([LEVEL] * 2, target=[0.0, 100.0])
    assert found.assurance_icon.tolist() == [Assurance.CONSISTENT_PASS, Assurance.CONSISTENT_FAIL]


def test_points_beyond_the_limits_count_in_two_of_three_only_since_2023():
    """A point beyond the limit, then one near it: MDC of November 2023 flags the second."""
    y = [*LEVEL, *LEVEL, 59.0, 55.8, 51.5, *LEVEL]
    at = 2 * len(LEVEL) + 1
    old, new = (chart([y], rules=rules) for rules in (NHSRPLOTTHEDOTS, GROUNDSWELL))
    assert old.label[0, at - 1] == new.label[0, at - 1] == Label.ABOVE_UPPER
    assert old.upper[0, 0] > y[at] > old.mean[0, 0] + 2 / 3 * (old.upper - old.mean)[0, 0]
    assert old.label[0, at] == Label.COMMON_CAUSE
    assert new.label[0, at] == Label.TWO_IN_THREE_ABOVE


def test_a_conflict_shows_improvement_under_mdc_and_the_limit_under_ours():
    """Seven rising points whose first lies beyond the lower limit."""
    y = [[*LEVEL, 30.0, 44, 45, 46, 47, 48, 49, *LEVEL]]
    at = len(LEVEL)
    ours, mdc = chart(y, rules=GROUNDSWELL), chart(y, rules=MDC)
    assert ours.label[0, at] == Label.BELOW_LOWER
    assert ours.variation[0, at] == Variation.CONCERN
    assert mdc.label[0, at] == Label.TREND_UP
    assert mdc.variation[0, at] == Variation.IMPROVEMENT


def test_a_trend_between_two_trends_of_its_direction():
    """Two rises that touch with a drop between them: only our rules call the last point up."""
    y = np.array([[1.0, 2, 3, 4, 5, 6, 7, 4.2, 5.2, 6.2, 7.2, 8.2, 9.2, 10.2]])
    package, ours = chart(y, rules=NHSRPLOTTHEDOTS), chart(y, rules=GROUNDSWELL)
    assert package.label[0, 6] == Label.TREND_DOWN
    assert ours.label[0, 6] == Label.TREND_UP


def test_the_presets_say_what_they_are():
    assert rule_sets.RULE_SETS["nhsrplotthedots"] is NHSRPLOTTHEDOTS
    assert not NHSRPLOTTHEDOTS.is_gated and GROUNDSWELL.is_gated
    assert MDC.beyond_limits_count and not MDC.screen_moving_ranges
