"""The gate: insufficient, never a false signal."""

from dataclasses import replace

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
)


def test_twelve_points_are_insufficient_and_thirteen_are_not():
    y = np.random.default_rng(1).normal(50, 5, (1, 13))
    for rules in (GROUNDSWELL, MDC):
        short = chart(y[:, :12], rules=rules, target=50.0)
        enough = chart(y, rules=rules, target=50.0)
        assert (short.label == Label.INSUFFICIENT).all()
        assert np.isnan(short.upper).all() and not np.isnan(short.mean).any()
        assert short.variation_icon[0] == Variation.INSUFFICIENT
        assert short.assurance_icon[0] == Assurance.INSUFFICIENT
        assert "1 segments have fewer than 13" in short.warnings[0]
        assert enough.variation_icon[0] == Variation.COMMON_CAUSE


def test_gaps_do_not_count_towards_thirteen():
    y = np.random.default_rng(1).normal(50, 5, (1, 15))
    y[0, [3, 7, 9]] = np.nan
    assert chart(y).variation_icon[0] == Variation.INSUFFICIENT


def test_the_sparse_series_that_breaks_the_package_is_insufficient_here():
    y = np.array([0.0] * 15 + [1, 0, 0, 1, 0])
    broken = chart(y, rules=NHSRPLOTTHEDOTS)
    assert (broken.variation > Variation.COMMON_CAUSE).all()
    assert "not real" in broken.warnings[0]
    assert (chart(y).variation == Variation.INSUFFICIENT).all()


@pytest.mark.parametrize("rate", [0.1, 0.3, 1.0])
def test_pure_poisson_noise_of_rare_events_raises_no_signal(rate):
    y = np.random.default_rng(2).poisson(rate, (2000, 60)).astype(float)
    assert (chart(y).variation == Variation.INSUFFICIENT).all()


def test_the_published_shares_of_false_signals_without_the_gate():
    """METHODS section 1: 98% / 83%, 39% / 34%, 16% / 15% of points, screened / unscreened."""
    rng = np.random.default_rng(3)
    for rate, screened, unscreened in ((0.1, 0.98, 0.83), (0.3, 0.39, 0.34), (1.0, 0.16, 0.15)):
        y = rng.poisson(rate, (2000, 60)).astype(float)
        for screen, expected in ((True, screened), (False, unscreened)):
            rules = replace(NHSRPLOTTHEDOTS, screen_moving_ranges=screen)
            flagged = chart(y, rules=rules).variation > Variation.COMMON_CAUSE
            assert flagged.mean() == pytest.approx(expected, abs=0.015)


def test_a_rate_of_rare_events_is_known_by_its_flat_steps():
    y = np.random.default_rng(4).poisson(0.5, (200, 48)) * 1.7
    assert (chart(y).variation_icon == Variation.INSUFFICIENT).mean() > 0.95


def test_a_proportion_needs_both_outcomes():
    n = np.full((2, 24), 400.0)
    k = np.array([[398.0] * 24, [380.0] * 24])
    k[:, ::2] -= 1
    found = chart(k, kind="p", sizes=n)
    assert found.variation_icon.tolist() == [Variation.INSUFFICIENT, Variation.COMMON_CAUSE]


def test_rare_events_have_charts_of_their_own():
    y = np.random.default_rng(5).geometric(0.02, (1, 30)).astype(float)
    for kind in ("t", "g"):
        assert chart(y, kind=kind).variation_icon[0] != Variation.INSUFFICIENT


def test_only_the_segment_that_is_too_short_is_insufficient():
    y = np.random.default_rng(6).normal(50, 5, (1, 30))
    cut = np.arange(30) == 25
    found = chart(y, new_segment=cut)
    assert (found.label[0, :25] != Label.INSUFFICIENT).all()
    assert (found.label[0, 25:] == Label.INSUFFICIENT).all()
    assert found.n[0] == 5


def test_enough_noise_keeps_its_limits():
    y = np.random.default_rng(7).poisson(6, (500, 60)).astype(float)
    found = chart(y)
    assert (found.variation_icon != Variation.INSUFFICIENT).mean() > 0.97
    assert (found.variation > Variation.COMMON_CAUSE).mean() < 0.08


@pytest.mark.parametrize("kind", ["pp", "up", "t"])
def test_values_that_do_not_vary_are_insufficient(kind):
    sizes = None if kind == "t" else np.full(20, 100.0)
    found = chart(np.full(20, 40.0), kind=kind, sizes=sizes, target=50.0)
    assert (found.label == Label.INSUFFICIENT).all()
    assert found.assurance_icon[0] == Assurance.INSUFFICIENT
