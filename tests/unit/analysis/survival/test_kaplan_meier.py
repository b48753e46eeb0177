import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.survival import kaplan_meier

sites = st.lists(st.tuples(st.integers(0, 15), st.booleans()), min_size=1, max_size=50)


def by_loop(rows):
    """Time, at risk, events, survival and Greenwood's error, a time after another."""
    survival, spread, found = 1.0, 0.0, []
    for time in sorted({t for t, _ in rows}):
        at_risk = sum(t >= time for t, _ in rows)
        events = sum(t == time and e for t, e in rows)
        survival *= 1 - events / at_risk
        if at_risk > events:
            spread += events / (at_risk * (at_risk - events))
        found.append((time, at_risk, events, survival, survival * math.sqrt(spread)))
    return found


@given(sites)
@settings(max_examples=100, deadline=None)
def test_every_column_equals_a_plain_loop(rows):
    km = kaplan_meier(*zip(*rows, strict=True))

    for at, (time, at_risk, events, survival, error) in enumerate(by_loop(rows)):
        assert (km.time[at], km.at_risk[at], km.events[at]) == (time, at_risk, events)
        assert km.survival[at] == pytest.approx(survival, abs=1e-12)
        if survival > 1e-12:
            assert km.std_error[at] == pytest.approx(error, abs=1e-12)


@given(sites, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_sites_changes_nothing(rows, random):
    shuffled = rows.copy()
    random.shuffle(shuffled)

    one, two = (kaplan_meier(*zip(*r, strict=True)) for r in (rows, shuffled))

    assert (one.survival == two.survival).all()
    assert (one.median, one.median_low) == (two.median, two.median_low)


@given(sites)
@settings(max_examples=60, deadline=None)
def test_limits_stand_on_either_side_and_within_zero_and_one(rows):
    km = kaplan_meier(*zip(*rows, strict=True))
    known = np.isfinite(km.low)

    assert (km.low[known] >= 0).all()
    assert (km.high[known] <= 1).all()
    assert (km.low[known] <= km.survival[known] + 1e-12).all()
    assert (km.survival[known] <= km.high[known] + 1e-12).all()


def test_without_censoring_it_is_the_plain_share():
    times = np.random.default_rng(0).integers(1, 30, 200)

    km = kaplan_meier(times, np.ones(200))

    assert km.survival == pytest.approx([(times > t).mean() for t in km.time])
    assert km.median == pytest.approx(np.median(times), abs=1)


def test_a_median_that_half_never_reach_is_infinite():
    km = kaplan_meier([1, 2, 9, 9, 9, 9], [1, 1, 0, 0, 0, 0])

    assert km.median == np.inf
    assert km.at([0, 1.5, 10]).tolist()[:2] == pytest.approx([1, 5 / 6])
    assert np.isnan(km.at([10])[0])


def test_a_sentinel_for_not_adopted_is_noticed():
    """Medical Innovation's month 18 stands for 'had not prescribed'."""
    time = list(range(1, 18)) * 3 + [18] * 16

    km = kaplan_meier(time, np.ones(len(time)))

    assert any("stands for 'not adopted'" in text for text in km.warnings)
    assert kaplan_meier(time, [t < 18 for t in time]).warnings == ()


@pytest.mark.parametrize(
    ("time", "adopted", "says"),
    [
        ([1, -2], [1, 1], "Row 1: time -2"),
        ([1, np.nan], [1, 0], "Row 1: time nan"),
        ([1, 2], [1, 2], "Row 1: adopted is"),
        ([1, 2], [1], "one length"),
        ([], [], "a site or more"),
    ],
)
def test_wrong_values_are_refused_by_row(time, adopted, says):
    with pytest.raises(ValueError, match=says):
        kaplan_meier(time, adopted)


def test_a_level_is_a_share():
    with pytest.raises(ValueError, match="level must be between 0 and 1"):
        kaplan_meier([1], [1], level=95)


@pytest.mark.slow
def test_the_interval_covers_at_its_nominal_level():
    """1,500 samples of 60 sites, exponential times, a third censored; Monte Carlo error 0.006."""
    rng = np.random.default_rng(1)
    inside, held = 0, 0
    for _ in range(1500):
        time, end = rng.exponential(10, 60), rng.uniform(2, 30, 60)
        km = kaplan_meier(np.minimum(time, end), time <= end)
        at = np.searchsorted(km.time, 8.0) - 1
        inside += km.low[at] <= math.exp(-0.8) <= km.high[at]
        held += km.median_low <= 10 * math.log(2) <= km.median_high
    assert inside / 1500 == pytest.approx(0.95, abs=0.02)
    assert held / 1500 == pytest.approx(0.95, abs=0.025)
