"""Funnels: exact tails counted by brute force, limits that agree with flags, what is left out."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from groundswell.analysis.funnel import Flag, funnel
from groundswell.analysis.funnel_limits import funnel_limits

HALF, FIFTH = Fraction(1, 2), Fraction(1, 5)


def plain_flags(size, p):
    """The flag of each count of 0 to size: binomial terms added up as fractions."""
    terms = [comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size + 1)]
    flags = []
    for count in range(size + 1):
        at_most, at_least = sum(terms[: count + 1]), sum(terms[count:])
        below = sum(at_most < tail for tail in (Fraction(25, 1000), Fraction(1, 1000)))
        above = sum(at_least < tail for tail in (Fraction(25, 1000), Fraction(1, 1000)))
        flags.append(above - below)
    return flags


@pytest.mark.parametrize("size", [1, 2, 5, 20, 77])
@pytest.mark.parametrize("p", [Fraction(1, 300), FIFTH, HALF, Fraction(97, 100)])
def test_flags_of_proportions_equal_brute_force(size, p):
    counts = np.arange(size + 1)
    found = funnel(counts, np.full(size + 1, size), target=float(p), multiplier=1)
    assert found.flag.tolist() == plain_flags(size, p)


@pytest.mark.parametrize("mean", [0.0005, 0.02, 0.7, 5.0, 63.0])
def test_flags_of_rates_equal_scipy(mean):
    counts = np.arange(0, 120)
    found = funnel(counts, np.full(120, 10.0), kind="rate", target=mean / 10, multiplier=1)
    below = sum((poisson.cdf(counts, mean) < tail).astype(int) for tail in (0.025, 0.001))
    above = sum((poisson.sf(counts - 1, mean) < tail).astype(int) for tail in (0.025, 0.001))
    assert found.flag.tolist() == (above - below).tolist()


UNITS = st.lists(
    st.tuples(st.integers(1, 300), st.floats(0, 1)).map(lambda u: (round(u[0] * u[1]), u[0])),
    min_size=1,
    max_size=25,
)


@settings(deadline=None)
@given(units=UNITS, kind=st.sampled_from(["proportion", "rate"]), widened=st.booleans())
def test_unit_is_flagged_just_where_it_is_drawn_outside_the_limits(units, kind, widened):
    x, n = (np.array(column, dtype=float) for column in zip(*units, strict=True))
    found = funnel(x, n, kind=kind, overdispersion="robust" if widened else "none")
    widening = None if found.widening == 1 else found.widening
    limits = funnel_limits(n, found.centre, kind=kind, widening=widening)
    hair = 1e-7
    above = (found.value > limits.high_95 + hair).astype(int) + (
        found.value > limits.high_998 + hair
    )
    below = (found.value < limits.low_95 - hair).astype(int) + (found.value < limits.low_998 - hair)
    assert found.flag.tolist() == (above - below).tolist()


def test_limits_are_ordered_and_close_in_on_the_centre():
    n = np.geomspace(1, 1e7, 300)
    for kind, centre in (("proportion", 30.0), ("proportion", 99.9), ("rate", 2.0)):
        found = funnel_limits(n, centre, kind=kind)
        lines = [found.low_998, found.low_95, found.high_95, found.high_998]
        assert (np.diff([*lines[:2], np.full(300, centre), *lines[2:]], axis=0) >= 0).all()
        assert (np.diff(lines[0]) >= -1e-9).all() and (np.diff(lines[3]) <= 1e-9).all()
        assert lines[3][-1] - lines[0][-1] < 0.3


def test_exact_limits_come_near_normal_ones_in_large_units():
    n = np.array([1e5, 1e6])
    exact, normal = funnel_limits(n, 30.0), funnel_limits(n, 30.0, widening=1.0)
    assert exact.low_95 == pytest.approx(normal.low_95, rel=3e-4)
    assert exact.high_998 == pytest.approx(normal.high_998, rel=3e-4)


def test_centre_is_everybody_not_the_mean_of_units():
    found = funnel([10, 900], [100, 1000])
    assert found.centre == pytest.approx(100 * 910 / 1100) and not found.is_target
    assert funnel([10, 900], [100, 1000], target=50).centre == 50


def test_limits_widen_by_the_root_of_phi():
    rng = np.random.default_rng(1)
    n = rng.integers(200, 2000, 60)
    x = rng.binomial(n, rng.beta(30, 70, 60))
    plain, wide = funnel(x, n), funnel(x, n, overdispersion="robust")
    assert wide.widening == wide.dispersion.phi == plain.dispersion.phi > 2 and plain.widening == 1
    p = plain.centre / 100
    half = 1.959963984540054 * np.sqrt(wide.widening * p * (1 - p) / wide.curve.denominator)
    assert wide.curve.high_95 == pytest.approx(100 * (p + half), rel=1e-12)
    assert wide.z == pytest.approx(plain.z / np.sqrt(wide.widening), rel=1e-12)
    assert sum(wide.outside) < sum(plain.outside)
    assert "far more than chance" in plain.warnings[0] and wide.warnings == ()
    assert f"variance times {wide.widening:.3g}" in wide.method


def test_limits_stay_where_over_dispersion_is_not_significant_and_that_is_said():
    rng = np.random.default_rng(5)
    n = rng.integers(200, 2000, 60)
    found = funnel(rng.binomial(n, 0.3), n, overdispersion="robust")
    assert found.widening == 1 and "not significantly above 1" in found.method
    assert found.by_chance == pytest.approx((3.0, 0.12))


def test_units_that_cannot_be_placed_are_told_and_move_nobody():
    x, n = [30, np.nan, 5, 5, 12, -1, np.inf], [100, 100, np.nan, 0, 10, 10, np.inf]
    found = funnel(x, n)
    assert (found.flag[1:] == Flag.UNKNOWN).all() and found.n == 1
    assert np.isnan(found.value[1:]).all() and np.isnan(found.z[1:]).all()
    assert (found.centre, found.flag[0]) == (30, Flag.INSIDE)
    assert "6 of 7 units are not placed" in found.warnings[0]


def test_curve_runs_over_the_denominators_that_there_are():
    found = funnel([1, 20, 300], [10, 100, 1000], points=50)
    assert found.curve.denominator.size == 50
    assert found.curve.denominator[[0, -1]] == pytest.approx([10, 1000])


def test_few_units_a_dominant_one_and_rare_events_are_told():
    warnings = " ".join(funnel([1, 1, 1], [100, 100, 900]).warnings)
    for part in ("Fewer than 10 units", "82% of the whole", "expect fewer than 5"):
        assert part in warnings


def test_target_that_nobody_should_ever_reach_flags_the_one_that_does():
    found = funnel([0, 1], [50, 50], target=0)
    assert found.flag.tolist() == [Flag.INSIDE, Flag.ABOVE_998]
    assert np.isnan(found.z).all() and (found.curve.high_998 == 0).all()


def test_no_units():
    found = funnel([], [])
    assert (found.n, found.curve.denominator.size) == (0, 0) and np.isnan(found.centre)
    assert funnel([np.nan], [5]).flag.tolist() == [Flag.UNKNOWN]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "mean"}, "a proportion or a rate"),
        ({"overdispersion": True}, "use none, robust or published"),
        ({"target": 120.0}, "not a proportion"),
        ({"multiplier": -1}, "multiplier"),
        ({"denominator": [1, 2]}, "one of each a unit"),
    ],
)
def test_arguments_that_cannot_be_meant(wrong, says):
    with pytest.raises(ValueError, match=says):
        funnel(**({"numerator": [1], "denominator": [2]} | wrong))


@pytest.mark.slow
def test_chance_alone_puts_no_more_outside_than_is_said():
    rng = np.random.default_rng(3)
    n = rng.integers(50, 3000, 20_000)
    found = funnel(rng.binomial(n, 0.3), n)
    assert 0.8 < found.outside[0] / found.by_chance[0] <= 1.03
    assert 0.5 < found.outside[1] / found.by_chance[1] <= 1.4


@pytest.mark.slow
def test_widened_limits_hold_units_whose_variance_is_some_times_that_of_chance():
    rng = np.random.default_rng(4)
    n = rng.integers(500, 3000, 10_000)
    x = 0.3 * n + np.sqrt(5 * 0.21 * n) * rng.normal(size=n.size)
    robust, published = (funnel(x, n, overdispersion=o) for o in ("robust", "published"))
    assert robust.widening == pytest.approx(5, rel=0.05)
    assert robust.outside[0] / robust.n == pytest.approx(0.05, abs=0.006)
    assert published.outside[0] / published.n > 0.09
