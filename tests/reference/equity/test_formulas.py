"""Equal to the published formula of HD*Calc and to the simulated intervals of PHE's method.

No executed output is stored: both are written out here, from HD*Calc's help page on the slope
index of inequality and from the documentation of PHEindicatormethods' phe_sii.
"""

import numpy as np
import pytest

from groundswell.analysis.equity import inequality

X = [120.0, 150.0, 210.0, 260.0, 270.0]
N = [1000.0, 1100.0, 1300.0, 1200.0, 900.0]


def test_equals_the_national_cancer_institute_formula():
    """HD*Calc: sum p R (y - mean) / (sum p R^2 - (sum p R)^2)."""
    p = np.array(N) / sum(N)
    ridit = np.cumsum(p) - p / 2
    y = np.array(X) / np.array(N)
    slope = (p * ridit * (y - p @ y)).sum() / (p @ ridit**2 - (p @ ridit) ** 2)
    assert inequality(X, N, multiplier=1).slope_index.estimate == pytest.approx(slope, rel=1e-12)


def test_the_interval_is_the_limit_of_the_simulated_one():
    """PHEindicatormethods draws the groups' rates and takes quantiles of the slope."""
    errors = np.array([0.01, 0.012, 0.011, 0.013, 0.015])
    found = inequality(X, N, standard_errors=errors, multiplier=1)
    rates = np.array(X) / N + np.random.default_rng(1).normal(size=(200_000, 5)) * errors
    p = np.array(N) / sum(N)
    ridit = np.cumsum(p) - p / 2
    lean = p * (ridit - 0.5) / (p @ (ridit - 0.5) ** 2)
    drawn = np.quantile(rates @ lean, [0.025, 0.975])
    interval = (found.slope_index.low, found.slope_index.high)
    assert interval == pytest.approx(tuple(drawn), abs=4e-4)
    most = rates @ (p - 0.5 * lean)
    ratios = np.quantile((most + rates @ lean) / most, [0.025, 0.975])
    relative = (found.relative_index.low, found.relative_index.high)
    assert relative == pytest.approx(tuple(ratios), rel=0.004)
