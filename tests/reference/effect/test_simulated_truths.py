"""Truths recovered at nominal coverage, nulls included. Slow; under a minute in all.

Effects and sizes from published evaluations:

- PReCePT (maternity units, staggered starts 2018-20): 137 units, +6.3 points [51].
- PReCePT enhanced support (cluster trial, 40 units, 13 supported): no gain [85].
- COVID Oximetry @home (106 commissioning groups, stepped): no association with deaths [5].

Bounds are the binomial 99.9% range around the coverage stated (95%), given the number of runs; for
Newey-West intervals, known to fall short, around the coverage that their page states.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from groundswell.analysis.effect import (
    NEVER,
    EffectPanel,
    Season,
    interrupted_counts,
    interrupted_series,
    staggered_effect,
    stepped_wedge,
)

pytestmark = pytest.mark.slow


def assert_share(hits: int, runs: int, aimed: float) -> None:
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, aimed)
    assert low <= hits <= high, f"{hits} of {runs}, aimed at {aimed}"


def maternity_units(rng, effect, cohort, n_times):
    """Per cent of eligible mothers treated: unit levels, a rising trend, binomial months."""
    n = cohort.size
    mothers = rng.integers(8, 40, (n, 1))
    share = 0.62 + rng.normal(0, 0.06, (n, 1)) + 0.004 * np.arange(n_times)
    share = share + effect * (cohort[:, None] <= np.arange(n_times))
    treated = rng.binomial(mothers, np.clip(share, 0, 1))
    return EffectPanel(100 * treated / mothers, np.arange(n_times), cohort)


def test_precept_like_rollout_recovers_six_points():
    """137 units start over five quarters; the last to start are the comparison."""
    rng, runs, hits, total = np.random.default_rng(20180401), 400, 0, 0.0
    for _ in range(runs):
        cohort = rng.permutation(np.repeat([8, 9, 10, 11, 14], [27, 27, 28, 28, 27]))
        overall = staggered_effect(
            maternity_units(rng, 0.063, cohort, 16), control="not-yet"
        ).overall
        hits += overall.low[0] < 6.3 < overall.high[0]
        total += overall.estimate[0]
    assert_share(hits, runs, 0.95)
    assert total / runs == pytest.approx(6.3, abs=0.3)


def test_precept_enhanced_support_null_is_not_made_into_an_effect():
    """27 units with standard and 13 with enhanced support: a trial of 40, so t(39)."""
    rng, runs, false = np.random.default_rng(85), 600, 0
    cohort = np.repeat([NEVER, 8], [27, 13])
    for _ in range(runs):
        panel = replace(maternity_units(rng, 0.0, cohort, 12), cluster=np.arange(40))
        overall = staggered_effect(panel).overall
        false += not overall.low[0] < 0 < overall.high[0]
    assert_share(false, runs, 0.05)


def oximetry(rng):
    """Deaths a fortnight per 1,000 cases in 106 groups that went live over six fortnights."""
    cohort = rng.permutation(np.repeat([4, 5, 6, 7, 8, 10], [18, 18, 18, 18, 17, 17]))
    cases = rng.lognormal(6, 0.4, (106, 1))
    rate = 0.03 * np.exp(rng.normal(0, 0.2, (106, 1)) + 0.5 * np.sin(np.arange(12) / 3))
    deaths = rng.poisson(cases * rate)
    return EffectPanel(1000 * deaths / cases, np.arange(12), cohort, np.arange(106))


def test_oximetry_null_is_rejected_as_often_as_stated():
    rng, runs, false = np.random.default_rng(2021), 400, 0
    for _ in range(runs):
        overall = staggered_effect(oximetry(rng), control="not-yet").overall
        false += not overall.low[0] < 0 < overall.high[0]
    assert_share(false, runs, 0.05)


def test_oximetry_null_gives_the_randomisation_test_uniform_p_values():
    rng = np.random.default_rng(106)
    p_values = [stepped_wedge(oximetry(rng), permutations=99, rng=rng).p_value for _ in range(80)]
    assert stats.kstest(p_values, "uniform").pvalue > 0.001
    assert_share(int(np.sum(np.array(p_values) <= 0.05)), 80, 0.05)


def by_network(rng, n_networks, per_network):
    """Networks drift apart and each starts at one time: assignment is by network."""
    starts = np.resize([6, 8, 10, NEVER, NEVER], n_networks)
    drift = np.cumsum(rng.normal(0, 0.35, (n_networks, 14)), axis=1)
    network = np.repeat(np.arange(n_networks), per_network)
    cohort = rng.permutation(starts)[network]
    outcome = drift[network] + rng.normal(0, 1, (network.size, 14))
    outcome = outcome + 1.0 * (cohort[:, None] <= np.arange(14))
    return EffectPanel(outcome, np.arange(14), cohort, network)


@pytest.mark.parametrize("n_networks", [15, 42])
def test_assignment_by_network_needs_clustering(n_networks):
    """By unit the intervals are far too narrow; by network with t(G - 1) they hold."""
    rng, runs, by_cluster, by_unit = np.random.default_rng(15), 500, 0, 0
    for _ in range(runs):
        panel = by_network(rng, n_networks, 10)
        overall = staggered_effect(panel).overall
        by_cluster += overall.low[0] < 1.0 < overall.high[0]
        plain = staggered_effect(replace(panel, cluster=None)).overall
        by_unit += plain.low[0] < 1.0 < plain.high[0]
    assert_share(by_cluster, runs, 0.95)
    assert by_unit < 0.8 * runs


def test_event_study_band_holds_all_at_once():
    """Twelve cohorts of 60: the band holds everywhere, where intervals one by one do not."""
    rng, runs, band, pointwise = np.random.default_rng(12), 200, 0, 0
    cohort = np.repeat([*range(4, 16), NEVER], 60)
    for _ in range(runs):
        outcome = rng.normal(size=(780, 18)) + rng.normal(size=(780, 1))
        panel = EffectPanel(outcome, np.arange(18), cohort)
        table = staggered_effect(panel, draws=200, rng=rng).tables["event"]
        band += bool(np.all((table.low < 0) & (table.high > 0)))
        pointwise += bool(np.all(np.abs(table.estimate) < 1.96 * table.std_error))
    assert_share(band, runs, 0.95)
    assert pointwise < 0.6 * runs


@pytest.mark.parametrize(
    ("rho", "small_sample", "aimed"),
    [(0.0, False, 0.90), (0.4, False, 0.845), (0.0, True, 0.93), (0.4, True, 0.88)],
)
def test_step_in_a_series_is_covered_as_its_page_says(rho, small_sample, aimed):
    """96 months: plain Newey-West falls short of 95%, the small-sample form by much less."""
    rng = np.random.default_rng(96)
    noise = np.zeros((1500, 96))
    shocks = rng.normal(size=(1500, 96))
    for t in range(96):
        noise[:, t] = (rho * noise[:, t - 1] if t else 0) + shocks[:, t]
    y = noise + 0.05 * np.arange(96) + 2.0 * (np.arange(96) >= 48)
    fit = interrupted_series(y, np.arange(96), 48, season=Season(1), small_sample=small_sample)
    hits = int(np.sum((fit.low[:, 2] < 2.0) & (fit.high[:, 2] > 2.0)))
    assert_share(hits, 1500, aimed)


def test_quasi_poisson_ratio_is_covered_when_counts_vary_too_much():
    rng, runs, hits, naive = np.random.default_rng(59), 300, 0, 0
    time = np.arange(60)
    rate = np.exp(4 + 0.005 * time - 0.12 * (time >= 36))
    for _ in range(runs):
        counts = rng.negative_binomial(rate / 2, 1 / 3)
        quasi = interrupted_counts(counts, time, 36, slope_change=False)
        plain = interrupted_counts(counts, time, 36, slope_change=False, family="poisson")
        hits += quasi.low[2] < np.exp(-0.12) < quasi.high[2]
        naive += plain.low[2] < np.exp(-0.12) < plain.high[2]
    assert_share(hits, runs, 0.95)
    assert naive < 0.85 * runs
