"""Intervals: missing and impossible numbers, kinds without one, simulated coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.intervals import intervals


def test_missing_and_empty_places_have_no_value_and_disturb_nobody():
    found = intervals([5, np.nan, 5, 5], [10, 10, np.nan, 0])
    assert np.isnan(found.estimate).tolist() == [False, True, True, True]
    assert (
        np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [False, True, True, True]
    )
    assert (found.n, found.warnings) == (1, ())
    assert found.low[0] == intervals([5], [10]).low[0]


def test_nobody_and_everybody_end_exactly_at_the_ends():
    found = intervals([0, 7], [7, 7])
    assert found.low[0] == 0 and found.high[1] == 100
    assert 0 < found.high[0] < 50 < found.low[1] < 100
    assert intervals([0], [7], kind="rate").low[0] == 0


@pytest.mark.parametrize(("kind", "x"), [("proportion", 11), ("proportion", -1), ("rate", -1)])
def test_numbers_that_cannot_be_keep_their_value_and_get_no_interval(kind, x):
    found = intervals([x, 5], [10, 10], kind=kind)
    assert found.estimate == pytest.approx([x * 10, 50])
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [True, False]
    assert found.warnings[0].startswith("1 of 2: a number is below 0")


def test_a_rate_may_be_above_its_denominator():
    assert intervals([11], [10], kind="rate").warnings == ()


@pytest.mark.parametrize(("kind", "denominator"), [("mean", [10.0]), ("quantity", None)])
def test_means_and_quantities_have_no_interval_and_say_so(kind, denominator):
    found = intervals([50.0], denominator, kind=kind, multiplier=1)
    assert found.estimate[0] == (5 if denominator else 50)
    assert np.isnan(found.low[0]) and np.isnan(found.high[0])
    assert "no interval" in found.warnings[0] and found.method.startswith("none")


def test_any_shape():
    x, n = np.arange(6.0).reshape(2, 3), np.full((2, 3), 9.0)
    found = intervals(x, n)
    assert found.low.shape == (2, 3)
    assert found.low[1, 2] == intervals([5], [9]).low[0]


@given(x=st.just(0.0) | st.floats(1e-9, 500), extra=st.floats(0, 500), level=st.floats(0.5, 0.999))
def test_intervals_contain_the_estimate_and_widen_with_the_level(x, extra, level):
    for kind in ("proportion", "rate"):
        found = intervals([x], [x + extra + 1], kind=kind, level=level)
        wider = intervals([x], [x + extra + 1], kind=kind, level=(1 + level) / 2)
        hair = 1e-9
        assert 0 <= wider.low[0] <= found.low[0] + hair
        assert found.low[0] <= found.estimate[0] + hair
        assert found.estimate[0] <= found.high[0] + hair
        assert found.high[0] <= wider.high[0] + hair


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "ratio"}, "use proportion, rate"),
        ({"level": 95}, "level=95"),
        ({"multiplier": 0}, "multiplier=0"),
        ({"denominator": None}, "needs a denominator"),
        ({"denominator": [1, 2]}, "shape"),
    ],
)
def test_arguments_that_cannot_be_meant(wrong, says):
    with pytest.raises(ValueError, match=says):
        intervals(**({"numerator": [1], "denominator": [2]} | wrong))


@pytest.mark.slow
def test_simulated_coverage_of_proportions_is_95_percent_on_average():
    rng = np.random.default_rng(5)
    p = rng.uniform(0.01, 0.99, 200_000)
    n = rng.integers(5, 2000, p.size)
    found = intervals(rng.binomial(n, p), n, multiplier=1)
    assert 0.948 < ((found.low <= p) & (p <= found.high)).mean() < 0.955


@pytest.mark.slow
def test_simulated_coverage_of_rates_is_never_below_95_percent():
    rng = np.random.default_rng(6)
    for mean in (0.5, 2, 10, 100, 5000):
        found = intervals(rng.poisson(mean, 50_000), np.ones(50_000), kind="rate", multiplier=1)
        assert ((found.low <= mean) & (mean <= found.high)).mean() > 0.949
