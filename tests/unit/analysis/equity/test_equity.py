"""Slope and relative index of inequality: closed forms, brute force, empty and missing fifths."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.analysis.equity import between_sites, inequality

X = [120.0, 150.0, 210.0, 260.0, 270.0]
N = [1000.0, 1100.0, 1300.0, 1200.0, 900.0]


def plain(x, n):
    """(at the most, at the least deprived end): the normal equations, person by person."""
    total = sum(n)
    place, sums = 0.0, [0.0] * 5
    for reached, people in zip(x, n, strict=True):
        ridit = (place + people / 2) / total
        y = reached / people
        terms = (1, ridit, ridit**2, y, ridit * y)
        sums = [s + people * t for s, t in zip(sums, terms, strict=True)]
        place += people
    w, r, rr, y, ry = sums
    slope = (w * ry - r * y) / (w * rr - r * r)
    start = (y - slope * r) / w
    return start, start + slope


def test_equals_the_normal_equations():
    found = inequality(X, N)
    most, least = plain(X, N)
    assert found.slope_index.estimate == pytest.approx(100 * (least - most), rel=1e-12)
    assert found.relative_index.estimate == pytest.approx(least / most, rel=1e-12)
    assert found.fitted_ends == pytest.approx((100 * most, 100 * least), rel=1e-12)
    assert found.n == sum(N)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 99), st.integers(100, 5000)), min_size=3, max_size=10))
def test_turning_the_order_round_turns_the_indices_round(groups):
    x, n = zip(*((share * size / 100, size) for share, size in groups), strict=True)
    one, other = inequality(x, n), inequality(x[::-1], n[::-1])
    assert one.slope_index.estimate == pytest.approx(-other.slope_index.estimate, abs=1e-9)
    assert one.slope_index.low == pytest.approx(-other.slope_index.high, abs=1e-9)
    if 0 < other.relative_index.high < math.inf:
        assert one.relative_index.low == pytest.approx(1 / other.relative_index.high, rel=1e-6)


def test_equal_reach_is_no_inequality():
    found = inequality(np.array(N) * 0.2, N)
    assert found.slope_index.estimate == pytest.approx(0, abs=1e-12)
    assert found.relative_index.estimate == pytest.approx(1, abs=1e-12)
    assert found.relative_index.low < 1 < found.relative_index.high


def test_a_fifth_without_anyone_is_left_out_and_moves_nobody():
    empty = inequality([10.0, 20, 0, 40, 50], [100.0, 100, 0, 100, 100])
    without = inequality([10.0, 20, 40, 50], [100.0] * 4)
    assert empty.slope_index == without.slope_index
    assert math.isnan(empty.ridit[2]) and math.isnan(empty.reach[2])
    assert "Group 3: without anyone eligible" in empty.warnings[0]


def test_a_suppressed_fifth_keeps_its_place_in_the_order():
    n = [1000.0] * 5
    found = inequality([100, 120, math.nan, 160, 180], n)
    assert found.slope_index.estimate == pytest.approx(10)
    assert found.ridit.tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    assert found.n == 4000
    assert found.warnings == ("Group 3: not known: the line is fitted to the others.",)


def test_an_unknown_population_is_said():
    found = inequality([100, 120, 140, 160, 180], [1000, 1000, math.nan, 1000, 1000])
    assert any("as if it were 0" in line for line in found.warnings)


def test_two_known_fifths_are_too_few():
    found = inequality([10, math.nan, math.nan, 40, math.nan], [100.0] * 5)
    assert math.isnan(found.slope_index.estimate) and math.isnan(found.relative_index.low)
    assert "Fewer than 3 groups" in found.warnings[1]


def test_nobody_reached_is_no_certainty():
    found = inequality([0.0] * 5, [200.0] * 5)
    assert found.slope_index.estimate == 0
    assert found.slope_index.high > 0.5
    assert math.isnan(found.relative_index.estimate)
    assert found.high[0] == pytest.approx(100 * 0.018846, abs=1e-3)  # Wilson for 0 of 200
    assert any("no relative index" in line for line in found.warnings)
    assert any("fewer than 5 events" in line for line in found.warnings)


def test_a_bent_gradient_is_said():
    found = inequality([500, 100, 100, 100, 500], [1000.0] * 5)
    assert found.fit_p < 0.001
    assert "not straight" in found.warnings[-1]
    assert inequality([100, 120, 140, 160, 180], [1000.0] * 5).fit_p > 0.99


def test_rates_may_pass_one():
    found = inequality([200.0, 150, 100], [100.0] * 3, kind="rate", multiplier=1)
    assert found.reach.tolist() == [2, 1.5, 1]
    assert found.slope_index.estimate == pytest.approx(-1.5)


@pytest.mark.parametrize(
    ("x", "n", "options", "says"),
    [
        ([1, 2], [3, 4], {}, "3 groups or more"),
        ([1, 2, 3], [3, 4], {}, "one of each"),
        ([1, 2, 9], [5, 5, 5], {}, "9 of group 2 is above its population 5"),
        ([1, 2, 3], [5, 5, 0], {"kind": "rate"}, "above its population 0"),
        ([1, -2, 3], [5, 5, 5], {}, "numerator -2 of group 1"),
        ([1, 2, 3], [5, math.inf, 5], {}, "population inf of group 1"),
        ([1, 2, 3], [5, 5, 5], {"kind": "odds"}, "proportion or rate"),
        ([1, 2, 3], [5, 5, 5], {"level": 95}, "use 0.95"),
        ([1, 2, 3], [5, 5, 5], {"standard_errors": [0.1]}, "one, 0 or more, for each"),
    ],
)
def test_wrong_input(x, n, options, says):
    with pytest.raises(ValueError, match=says):
        inequality(x, n, **options)


def test_sites_add_up_and_say_how_they_differ():
    group = np.array([0, 0, 0, 1, 1, -1, 2])
    x = np.array([1.0, 2, 3, 5, math.nan, 9, 4])
    n = np.array([10.0, 10, 10, 20, 20, 9, 8])
    reached, people, error = between_sites(group, x, n, groups=4)
    np.testing.assert_array_equal(reached, [6, 5, 4, math.nan])
    np.testing.assert_array_equal(people, [30, 20, 8, 0])
    assert error[0] == pytest.approx(np.std([0.1, 0.2, 0.3], ddof=1) / 3**0.5)
    assert np.isnan(error[1:]).all()


def test_wrong_sites():
    with pytest.raises(ValueError, match="one of each a site"):
        between_sites([0, 1], [1.0], [1.0])
    with pytest.raises(ValueError, match="from 0 to 4"):
        between_sites([5], [1.0], [1.0])


def coverage(draw, true_slope, true_ratio, rng, runs=3000):
    slope = relative = 0
    for _ in range(runs):
        found = draw(rng)
        slope += found.slope_index.low <= true_slope <= found.slope_index.high
        relative += found.relative_index.low <= true_ratio <= found.relative_index.high
    return slope / runs, relative / runs


@pytest.mark.slow
@pytest.mark.parametrize(
    ("p", "n"),
    [
        ([0.10, 0.12, 0.14, 0.16, 0.18], [300, 400, 350, 250, 200]),
        ([0.2] * 5, [400] * 5),
        ([0.01, 0.01, 0.02, 0.02, 0.03], [500, 500, 400, 400, 500]),
        ([0.3, 0.1, 0.1, 0.2, 0.25], [600, 500, 500, 400, 700]),
    ],
    ids=["straight", "null", "rare", "bent"],
)
def test_intervals_cover_the_line_closest_to_the_truth(p, n):
    """3,000 draws: three standard errors are 0.012; rare events may be wider, not tighter."""
    most, least = plain(np.array(p) * n, n)
    slope, relative = coverage(
        lambda rng: inequality(rng.binomial(n, p), n),
        100 * (least - most),
        least / most,
        np.random.default_rng(11),
    )
    assert 0.938 <= slope <= 0.972
    assert 0.938 <= relative <= 0.975


@pytest.mark.slow
def test_sites_that_differ_need_errors_between_sites():
    """40 sites a fifth, site reach beta around 0.2: binomial intervals fail, these cover."""
    group = np.repeat(np.arange(5), 40)
    n = np.tile(np.linspace(50, 250, 40).round(), 5)
    rng = np.random.default_rng(12)

    def draw(errors):
        def one(rng):
            x = rng.binomial(n.astype(int), rng.beta(4, 16, n.size)).astype(float)
            reached, people, error = between_sites(group, x, n)
            return inequality(reached, people, standard_errors=error if errors else None)

        return one

    assert coverage(draw(True), 0.0, 1.0, rng, 1500)[0] == pytest.approx(0.94, abs=0.025)
    assert coverage(draw(False), 0.0, 1.0, rng, 500)[0] < 0.6
