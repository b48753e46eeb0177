"""Published intervals, and those of SciPy and statsmodels."""

import numpy as np
import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from groundswell.analysis.intervals import intervals

# Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: score, no correction.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("x", "n", "low", "high"), NEWCOMBE)
def test_equals_newcombes_table(x, n, low, high):
    found = intervals([x], [n], multiplier=1)
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=5e-5)


def test_equals_the_printed_output_of_desctools_on_the_prussian_horse_kicks():
    """R, DescTools: PoissonCI(196, 280, method="exact") prints 0.7 0.6054271 0.8051570."""
    found = intervals([196], [280], kind="rate", multiplier=1)
    printed = (0.7, 0.6054271, 0.8051570)
    assert (found.estimate[0], found.low[0], found.high[0]) == pytest.approx(printed, abs=5e-8)


def test_equals_garwoods_table():
    """Garwood (1936), and any table since: 95% limits of counts of 0, 1 and 10."""
    found = intervals([0, 1, 10], [1, 1, 1], kind="rate", multiplier=1)
    assert found.low == pytest.approx([0, 0.0253, 4.7954], abs=5e-5)
    assert found.high == pytest.approx([3.6889, 5.5716, 18.3904], abs=5e-5)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_proportions_equal_scipy_and_statsmodels(level):
    x, n = (grid.ravel() for grid in np.meshgrid([0, 1, 7, 30], [30, 100, 12345]))
    found = intervals(x, n, multiplier=1, level=level)
    other = [
        binomtest(int(a), int(b)).proportion_ci(level, method="wilson")
        for a, b in zip(x, n, strict=True)
    ]
    assert found.low == pytest.approx([o.low for o in other], abs=1e-12)
    assert found.high == pytest.approx([o.high for o in other], abs=1e-12)
    low, high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    assert (found.low == pytest.approx(low, abs=1e-12)) and found.high == pytest.approx(high)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_rates_equal_statsmodels(level):
    x, n = np.array([1, 3, 12, 400, 90_000]), np.array([10.0, 2.5, 7.0, 1e4, 1e6])
    found = intervals(x, n, kind="rate", multiplier=1, level=level)
    low, high = confint_poisson(x, n, method="exact-c", alpha=1 - level)
    assert found.low == pytest.approx(low, rel=1e-12)
    assert found.high == pytest.approx(high, rel=1e-12)


def test_byars_approximation_is_as_near_as_its_technical_guide_says():
    """PHE, Technical Guide: Confidence Intervals (2018): within 0.2% from a count of 10 up."""
    x = np.arange(10.0, 5000.0)
    z = 1.959963984540054
    byar_low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    byar_high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    found = intervals(x, np.ones_like(x), kind="rate", multiplier=1)
    assert found.low == pytest.approx(byar_low, rel=0.002)
    assert found.high == pytest.approx(byar_high, rel=0.002)
