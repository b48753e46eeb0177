"""Interrupted series: terms found exactly, batches equal single fits, statsmodels agrees."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.diagnostic import acorr_ljungbox

from groundswell.analysis.effect import Season, interrupted_counts, interrupted_series
from groundswell.analysis.effect.segments import segmented_design

TIME = np.arange(60)


def noisy(seed, n_series=1):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_series, 60)) + 0.1 * TIME + 2.0 * (TIME >= 30)


def test_terms_without_noise_are_found_exactly():
    y = 5 + 0.2 * (TIME + 1) + 3 * (TIME >= 24) - 0.1 * np.maximum(TIME - 24, 0)
    y = y + 0.7 * np.sin(2 * np.pi * TIME / 12) - 0.4 * np.cos(4 * np.pi * TIME / 12)
    fit = interrupted_series(y, TIME, 24, season=Season(2))
    expected = [5, 0.2, 3, -0.1, 0.7, 0, 0, -0.4]
    assert fit.estimate[0] == pytest.approx(expected, abs=1e-9)
    assert fit.fitted[0] == pytest.approx(y)
    assert (fit.fitted - fit.counterfactual)[0, 24] == pytest.approx(3.0)
    assert (fit.fitted - fit.counterfactual)[0, :24] == pytest.approx(0.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 6), st.booleans())
def test_errors_equal_statsmodels(seed, lag, slope_change):
    y = noisy(seed)[0]
    fit = interrupted_series(y, TIME, 30, lag=lag, slope_change=slope_change)
    x = segmented_design(TIME, 30, slope_change=slope_change).x
    peer = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": True})
    assert fit.estimate[0] == pytest.approx(peer.params, rel=1e-9)
    assert fit.std_error[0] == pytest.approx(peer.bse, rel=1e-9)


def test_small_sample_errors_of_lag_nought_are_hc3():
    y = noisy(7)[0]
    x = segmented_design(TIME, 30).x
    fit = interrupted_series(y, TIME, 30, lag=0, small_sample=True)
    assert fit.std_error[0] == pytest.approx(sm.OLS(y, x).fit(cov_type="HC3").bse, rel=1e-9)
    plain = interrupted_series(y, TIME, 30, lag=0)
    assert np.all(fit.high - fit.low > plain.high - plain.low)
    assert "small-sample form is wider" in plain.warnings[0][-1]
    assert fit.warnings[0] == ()


def test_batch_equals_its_series_fitted_one_by_one():
    y = noisy(3, n_series=20)
    batch = interrupted_series(y, TIME, 30, season=Season(1))
    for s in range(20):
        one = interrupted_series(y[s], TIME, 30, season=Season(1))
        assert batch.estimate[s] == pytest.approx(one.estimate[0], abs=1e-12)
        assert batch.std_error[s] == pytest.approx(one.std_error[0], abs=1e-12)
        assert batch.warnings[s] == one.warnings[0]


def test_portmanteau_equals_statsmodels():
    fit = interrupted_series(noisy(4)[0], TIME, 30, lag=3)
    peer = acorr_ljungbox(noisy(4)[0] - fit.fitted[0], lags=[3])
    assert fit.autocorrelation_p[0] == pytest.approx(float(peer["lb_pvalue"].iloc[0]), rel=1e-6)


def test_start_of_the_clock_does_not_matter():
    y = noisy(5)[0]
    one = interrupted_series(y, TIME, 30)
    two = interrupted_series(y, TIME + 24_000, 24_030)
    assert one.estimate == pytest.approx(two.estimate, abs=1e-9)


def test_lag_nought_with_following_residuals_is_told():
    rng = np.random.default_rng(0)
    noise = np.zeros(60)
    for t in range(1, 60):
        noise[t] = 0.7 * noise[t - 1] + rng.normal()
    assert "lag 0 ignores it" in interrupted_series(noise, TIME, 30, lag=0).warnings[0][0]


def test_short_series_and_confused_seasons_are_told():
    fit = interrupted_series(np.arange(14.0) ** 1.1, range(14), 7, season=Season(1))
    assert "fewer than 8 on a side" in fit.warnings[0][0]
    assert "two cycles of 12" in fit.warnings[0][1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0, 2.0, 3.0], [0, 1, 2], 1), "at least four times"),
        (([1.0, 2, 3, 4, 5], [0, 1, 2, 4, 5], 2), "after time 2 comes 4"),
        (([1.0, 2, 3, 4, 5], range(5), 1), "leaves 1 times before it"),
        (([1.0, 2, 3, 4, np.nan], range(5), 2), "is missing"),
        (([1.0, 2, 3, 4], range(5), 2), "one value a time"),
        (([1.0, 2, 3, 4], range(4), 2), "cannot carry 4 terms"),
    ],
)
def test_series_that_cannot_be_fitted_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        interrupted_series(*arguments)


def test_lag_and_season_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="lag 60 does not fit"):
        interrupted_series(noisy(1), TIME, 30, lag=60)
    with pytest.raises(ValueError, match="7 harmonics do not fit"):
        Season(7, 12)


def test_half_cycle_has_a_cosine_only():
    names = segmented_design(TIME, 30, season=Season(2, 4)).names
    assert names[-3:] == ("sin1", "cos1", "cos2")


def test_counts_of_a_known_curve_are_found():
    rate = np.exp(3 + 0.01 * (TIME + 1) - 0.3 * (TIME >= 30))
    people = np.linspace(1000, 1200, 60)
    fit = interrupted_counts(np.round(rate * people), TIME, 30, exposure=people)
    assert fit.estimate == pytest.approx([3, 0.01, -0.3, 0.0], abs=1e-4)
    assert fit.ratio[2] == pytest.approx(np.exp(-0.3), abs=1e-4)
    assert fit.counterfactual[40] == pytest.approx(fit.fitted[40] / np.exp(-0.3), rel=1e-3)


def test_overdispersed_counts_are_told_and_scale_the_errors():
    rng = np.random.default_rng(2)
    counts = rng.negative_binomial(2, 0.05, 60)
    plain = interrupted_counts(counts, TIME, 30, family="poisson")
    quasi = interrupted_counts(counts, TIME, 30)
    assert quasi.std_error == pytest.approx(plain.std_error * np.sqrt(plain.dispersion))
    assert "use quasi-poisson" in plain.warnings[0]


def test_what_statsmodels_warns_of_is_handed_on():
    fit = interrupted_counts(np.full(60, 7.0), TIME, 30, family="poisson")
    assert any("Perfect" in warning for warning in fit.warnings)


def test_missing_season_in_counts_is_told():
    rate = 100 * np.exp(0.5 * np.sin(2 * np.pi * TIME / 12))
    fit = interrupted_counts(np.round(rate), TIME, 30)
    assert any("look for a missing season" in warning for warning in fit.warnings)


@pytest.mark.parametrize(
    ("count", "exposure", "message"),
    [
        ([-1.0] * 60, None, "negative or missing"),
        ([1.0] * 59, None, "one count a time"),
        ([5.0] * 30 + [0.0] * 30, None, "every count from the interruption is 0"),
        ([0.0] * 30 + [5.0] * 30, None, "every count before the interruption is 0"),
        ([1.0] * 60, [0.0] * 60, "above 0 a time"),
    ],
)
def test_counts_that_cannot_be_fitted_are_refused(count, exposure, message):
    with pytest.raises(ValueError, match=message):
        interrupted_counts(count, TIME, 30, exposure=exposure)
