"""The adapter: no covariate equals the core, gaps are handled as asked, imports are lazy."""

import subprocess
import sys

import numpy as np
import pytest

from groundswell.analysis.effect import (
    NEVER,
    covariates_effect,
    long_panel,
    staggered_effect,
    synthetic_did,
)
from tests.unit.analysis.effect import twin
from tests.unit.analysis.effect.worlds import panel


def rows_of(given, keep=None):
    n, n_times = given.outcome.shape
    unit, time = np.repeat(np.arange(n), n_times), np.tile(given.times, n)
    cohort = np.where(given.cohort == NEVER, np.nan, given.cohort.astype(float))[unit]
    columns = (unit, time, given.outcome.ravel(), cohort)
    return columns if keep is None else tuple(column[keep] for column in columns)


@pytest.mark.parametrize("control", ["never", "not-yet"])
@pytest.mark.parametrize("anticipation", [0, 1])
def test_without_covariates_every_number_equals_the_core(control, anticipation):
    given = panel({4: 12, 6: 10, NEVER: 15}, 8, effect=1.0, seed=3, first=1)
    cluster = np.arange(37) // 3
    own = staggered_effect(
        type(given)(given.outcome, given.times, given.cohort, cluster),
        control=control,
        anticipation=anticipation,
    )
    rows = long_panel(*rows_of(given), cluster=np.repeat(cluster, 8))
    other = covariates_effect(rows, control=control, anticipation=anticipation)
    one, two = twin.flat(own), twin.flat(other)
    assert one.keys() == two.keys()
    for key in one:
        assert two[key] == pytest.approx(one[key], abs=1e-9, nan_ok=True), key
    assert other.checks.pre_trend.statistic == pytest.approx(own.checks.pre_trend.statistic)


def test_covariate_that_drives_trends_is_adjusted_for():
    rng = np.random.default_rng(1)
    given = panel({4: 150, NEVER: 150}, 7, effect=2.0, seed=5, first=1)
    x = rng.normal(size=300) + (given.cohort == 4)
    outcome = given.outcome + np.outer(x, given.times)
    given = type(given)(outcome, given.times, given.cohort)
    columns = rows_of(given)
    adjusted = covariates_effect(long_panel(*columns, covariates=np.repeat(x, 7)))
    assert abs(staggered_effect(given).overall.estimate[0] - 2.0) > 1.0
    assert adjusted.overall.low[0] < 2.0 < adjusted.overall.high[0]


def test_gaps_are_refused_dropped_or_compared_as_asked():
    given = panel({4: 30, NEVER: 40}, 7, effect=2.0, seed=6, first=1)
    keep = np.random.default_rng(2).random(490) > 0.03
    rows = long_panel(*rows_of(given, keep))
    with pytest.raises(ValueError, match="compare whoever is present"):
        covariates_effect(rows)
    dropped = covariates_effect(rows, gaps="drop")
    assert dropped.n < 70 and "were left out" in dropped.warnings[0]
    present = covariates_effect(rows, gaps="present")
    assert present.n == 70 and "whoever is present" in present.warnings[0]
    levels = covariates_effect(rows, gaps="levels")
    assert "separate sample" in levels.warnings[0]
    assert levels.overall.std_error[0] > present.overall.std_error[0]
    with pytest.raises(ValueError, match="is not known"):
        covariates_effect(rows, gaps="guess")


def test_dropping_equals_the_core_on_whole_units():
    given = panel({4: 30, NEVER: 40}, 7, effect=2.0, seed=6, first=1)
    short = np.arange(490) // 7 % 9 == 0
    keep = ~(short & (np.arange(490) % 7 == 3))
    dropped = covariates_effect(long_panel(*rows_of(given, keep)), gaps="drop")
    core = staggered_effect(given.keep(np.arange(70) % 9 != 0))
    assert dropped.overall.estimate[0] == pytest.approx(core.overall.estimate[0])
    assert dropped.overall.std_error[0] == pytest.approx(core.overall.std_error[0])


def test_synthetic_effect_of_a_copy_is_what_was_added():
    rng = np.random.default_rng(3)
    common = np.cumsum(rng.normal(size=(3, 30)), axis=1)
    outcome = rng.dirichlet(np.ones(3), 25) @ common + rng.normal(0, 0.05, (25, 30))
    outcome[0, 20:] += 4.0
    found = synthetic_did(outcome, np.arange(25) == 0, 20, draws=50, rng=rng)
    assert found.estimate == pytest.approx(4.0, abs=0.3)
    assert found.low < 4.0 < found.high
    assert found.unit_weights.sum() == pytest.approx(1.0)
    assert found.time_weights.sum() == pytest.approx(1.0)
    assert "Treated units: 1" in found.warnings[0]


@pytest.mark.parametrize(
    ("outcome", "treated", "n_before", "message"),
    [
        (np.zeros((4, 6)), [1, 1, 1, 1], 3, "at least one of each"),
        (np.zeros((4, 6)), [1, 0, 0, 0], 6, "one after"),
        (np.full((4, 6), np.nan), [1, 0, 0, 0], 3, "is missing"),
        (np.zeros((4, 6)), [1, 1, 0, 0], 3, "more than as many untreated"),
    ],
)
def test_synthetic_refuses_what_it_cannot_do(outcome, treated, n_before, message):
    with pytest.raises(ValueError, match=message):
        synthetic_did(outcome, treated, n_before, rng=np.random.default_rng(1))


def test_importing_the_package_imports_no_heavy_library():
    code = (
        "import sys, groundswell.analysis.effect; "
        "print([m for m in ('pandas', 'diff_diff', 'statsmodels', 'django') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
