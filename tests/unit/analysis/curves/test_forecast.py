import numpy as np
import pytest

from groundswell.analysis.curves.fitting import fit
from groundswell.analysis.curves.forecast import forecast

from . import plain


def truth(periods):
    return np.array(plain.expected("bass", "interval-nls", 1000, 0.01, 0.15, range(1, periods + 1)))


@pytest.mark.parametrize("estimator", ["interval-nls", "density-nls"])
def test_an_exact_curve_is_continued_exactly(estimator):
    whole = np.array(plain.expected("bass", estimator, 1000, 0.01, 0.15, range(1, 49)))

    ahead = forecast(fit(whole[:36], estimator=estimator), whole[:36], 12)

    assert ahead.expected[0] == pytest.approx(np.cumsum(whole)[36:], rel=1e-5)


def test_the_interval_widens_and_never_falls_below_what_has_adopted():
    new = np.random.default_rng(1).poisson(truth(30)).astype(float)

    ahead = forecast(fit(new), new, 12)

    assert (np.diff(ahead.high - ahead.low) > 0).all()
    assert (ahead.low >= new.sum()).all()


def test_before_the_peak_the_interval_is_said_to_be_too_narrow():
    new = np.random.default_rng(1).poisson(truth(10)).astype(float)

    assert "Pool them" in forecast(fit(new), new, 12).warnings[-1]


def test_what_cannot_be_forecast_is_refused():
    new = truth(20)
    with pytest.raises(ValueError, match="ols gives no intervals"):
        forecast(fit(new, estimator="ols"), new, 3)
    with pytest.raises(ValueError, match="horizon"):
        forecast(fit(new), new, 0)
    with pytest.raises(ValueError, match="level must be between 0 and 1"):
        forecast(fit(new), new, 3, level=95)
    with pytest.raises(ValueError, match="the fits are of 1 x 20"):
        forecast(fit(new), new[:10], 3)
    short = np.array([new, new])
    short[1, -1] = np.nan
    with pytest.raises(ValueError, match="last period has missing values"):
        forecast(fit(short), short, 3)


@pytest.mark.slow
@pytest.mark.parametrize("known", [24, 36])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_intervals_cover_at_their_nominal_level_past_the_peak(known, level):
    """2,000 series of the model's own noise, peak at 17 periods; Monte Carlo error 0.01."""
    rng = np.random.default_rng(7)
    new = truth(known + 12) + 2.0 * rng.standard_normal((2000, known + 12))
    history = np.maximum(new[:, :known], 0.0)

    ahead = forecast(fit(history), history, 12, level=level)

    actual = history.sum(axis=1)[:, None] + np.cumsum(new[:, known:], axis=1)
    covered = ((ahead.low <= actual) & (actual <= ahead.high)).mean(axis=0)
    assert covered[[0, 5, 11]] == pytest.approx(level, abs=0.03)
