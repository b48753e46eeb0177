"""Over-dispersion: the published formula written out, what winsorising leaves, simulated rates."""

import math

import numpy as np
import pytest

from groundswell.analysis.dispersion import _normal_moments, dispersion


def published(scores):
    """FunnelPlotR's winsorisation and phi_func, in R's words: type 7 quantiles, ifelse, 1 / n."""
    ordered = sorted(scores)

    def quantile(level):
        position = level * (len(ordered) - 1)
        low = math.floor(position)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (position - low) * (ordered[high] - ordered[low])

    lz, uz = quantile(0.1), quantile(0.9)
    drawn_in = [lz if s < lz else uz if s > uz else s for s in scores]
    return 1 / len(scores) * sum(s * s for s in drawn_in)


@pytest.mark.parametrize("units", [1, 7, 42, 300])
def test_published_phi_equals_the_formula_of_funnelplotr(units):
    scores = np.random.default_rng(units).normal(0, 2, units)
    assert dispersion(scores, "published").phi == pytest.approx(published(scores), rel=1e-12)
    robust = dispersion(scores)
    assert robust.phi == pytest.approx(published(scores) / 0.6786545589528743, rel=1e-9)


def test_what_winsorising_leaves_of_normal_scores_equals_numerical_integrals():
    from scipy.integrate import quad
    from scipy.stats import norm

    c, k = norm.isf(0.1), 0.2 * norm.isf(0.1) / norm.pdf(norm.isf(0.1))
    mean = 2 * quad(lambda z: min(z, c) ** 2 * norm.pdf(z), 0, 12, points=[c])[0]
    second = (
        2 * quad(lambda z: (min(z, c) ** 2 + k * (z > c)) ** 2 * norm.pdf(z), 0, 12, points=[c])[0]
    )
    assert _normal_moments() == pytest.approx((mean, second - (mean + k * 0.2) ** 2), rel=1e-9)


def test_one_extreme_unit_does_not_widen_the_limits_for_all():
    scores = np.random.default_rng(1).normal(size=100)
    scores[0] = 500.0
    assert dispersion(scores).widening == 1


def test_scores_that_vary_less_than_chance_allows_do_not_narrow_them():
    assert dispersion(np.random.default_rng(2).normal(0, 0.3, 500)).widening == 1


def test_unknown_scores_are_left_out():
    with_gaps = dispersion([np.nan, -4.0, 4.0, np.nan, 5.0])
    assert with_gaps == dispersion([-4.0, 4.0, 5.0])
    assert with_gaps.n == 3


def test_no_scores():
    found = dispersion([])
    assert math.isnan(found.phi) and found.widening == 1 and found.n == 0


def test_estimate_that_is_not_known():
    with pytest.raises(ValueError, match="use robust or published"):
        dispersion([1.0], "winsorised")


@pytest.mark.slow
@pytest.mark.parametrize("units", [15, 42, 500])
def test_robust_phi_is_right_on_average_and_significant_in_5_percent_without_over_dispersion(units):
    rng = np.random.default_rng(8)
    found = [dispersion(rng.normal(size=units)) for _ in range(4000)]
    assert 0.97 < np.mean([f.phi for f in found]) < 1.06
    assert 0.035 < np.mean([f.p < 0.05 for f in found]) < 0.07


@pytest.mark.slow
def test_published_phi_does_not_see_variances_that_are_two_fifths_larger_and_robust_phi_does():
    rng = np.random.default_rng(9)
    scores = [rng.normal(0, math.sqrt(1.4), 135) for _ in range(500)]
    assert np.mean([dispersion(s, "published").widening > 1 for s in scores]) < 0.1
    assert np.mean([dispersion(s).widening > 1 for s in scores]) > 0.7
