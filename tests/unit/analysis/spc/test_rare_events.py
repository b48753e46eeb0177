"""T and G charts by hand."""

import numpy as np
import pytest

from groundswell.analysis.spc import Label, chart


def test_a_g_chart_by_hand():
    """Mean 11, sigma sqrt(132); the median 11 parts seven below from seven above."""
    found = chart([10.0] * 7 + [12.0] * 7, kind="g")
    assert found.mean[0, 0] == 11
    assert found.upper[0, 0] == pytest.approx(11 + 3 * 132**0.5)
    assert (found.lower == 0).all()
    assert found.label[0].tolist() == [Label.SHIFT_BELOW] * 7 + [Label.SHIFT_ABOVE] * 7


def test_a_long_stretch_without_an_event_is_improvement():
    y = [*np.random.default_rng(1).geometric(0.05, 20).astype(float), 400.0]
    found = chart(y, kind="g", improvement="increase")
    assert found.label[0, -1] == Label.ABOVE_UPPER


def test_a_t_chart_by_hand():
    """Times x^3.6 of x = 2, 3, 2, 3...: mean 2.5, ranges 1, limits (2.5 +/- 2.66)^3.6."""
    y = np.array([2.0, 3.0] * 8) ** 3.6
    found = chart(y, kind="t")
    assert found.mean[0, 0] == pytest.approx(2.5**3.6)
    assert found.upper[0, 0] == pytest.approx(5.16**3.6)
    assert found.lower[0, 0] == 0  # 2.5 - 2.66 is below 0
    np.testing.assert_allclose(found.value[0], y)


def test_a_t_chart_of_exponential_times_rarely_cries_wolf():
    y = np.random.default_rng(2).exponential(30, (3000, 30))
    beyond = np.isin(chart(y, kind="t").label, (Label.ABOVE_UPPER, Label.BELOW_LOWER))
    assert beyond.mean() < 0.008
