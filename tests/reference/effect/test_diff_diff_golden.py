"""What we take from diff-diff 3.13.0, held in place, and where it differs from R on purpose.

Golden values from R did 2.5.1 / DRDID 1.2.3 to six decimals unless said otherwise.
"""

import warnings
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import pytest

from groundswell.analysis.effect import covariates_effect, long_panel, staggered_effect
from tests.reference.effect import mpdta

pytestmark = pytest.mark.real_data
SIX = 5.1e-7


def rows(real_data, *, with_lpop=False, **more):
    found = mpdta.columns(real_data)
    lpop = found["lpop"] if with_lpop else None
    return long_panel(*mpdta.long_columns(real_data), covariates=lpop, **more)


def fit(real_data, **settings):
    from diff_diff import CallawaySantAnna
    from pandas import DataFrame

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CallawaySantAnna(**settings).fit(
            DataFrame(mpdta.columns(real_data)),
            outcome="lemp",
            unit="countyreal",
            time="year",
            first_treat="first.treat",
        )


def test_version_is_the_one_measured():
    assert version("diff-diff") == "3.13.0"


def test_doubly_robust_average_given_lpop_equals_r(real_data):
    overall = covariates_effect(rows(real_data, with_lpop=True)).overall
    assert overall.estimate[0] == pytest.approx(-0.041752, abs=SIX)
    assert overall.std_error[0] == pytest.approx(0.011503, abs=SIX)


@pytest.mark.parametrize("control", ["never", "not-yet"])
def test_cells_without_covariates_equal_our_core(real_data, control):
    ours = staggered_effect(mpdta.panel(real_data), control=control)
    theirs = covariates_effect(rows(real_data), control=control)
    for name, table in ours.tables.items():
        assert theirs.tables[name].estimate == pytest.approx(table.estimate, abs=1e-12)
        assert theirs.tables[name].std_error == pytest.approx(table.std_error, abs=1e-12)


def test_private_influence_is_of_the_errors_it_reports(real_data):
    result = fit(real_data)
    assert len(result.group_time_effects) == 12
    for cell, effect in result.group_time_effects.items():
        part = result._aggregation_kit.influence[cell]
        total = np.sum(part["treated_inf"] ** 2) + np.sum(part["control_inf"] ** 2)
        assert np.sqrt(total) == pytest.approx(effect["se"], rel=1e-12)


def test_its_average_with_anticipation_is_not_rs_but_ours_is(real_data):
    assert fit(real_data, anticipation=1).overall_att == pytest.approx(-0.035918, abs=SIX)
    ours = covariates_effect(rows(real_data), anticipation=1)
    assert ours.overall.estimate[0] == pytest.approx(-0.045206, abs=SIX)


def test_its_clustered_error_has_the_correction_that_ours_has(real_data):
    """Both are sqrt(G / (G - 1)) times R's. Invented clusters of counties, cutting cohorts."""
    from diff_diff import CallawaySantAnna
    from pandas import DataFrame

    columns = mpdta.columns(real_data)
    clusters = np.array(columns["countyreal"]).astype(int) % 25
    given = mpdta.panel(real_data)
    ours = staggered_effect(replace(given, cluster=given.labels.astype(np.int64) % 25))
    adapted = covariates_effect(rows(real_data, cluster=clusters))
    theirs = CallawaySantAnna(cluster="group").fit(
        DataFrame(columns).assign(group=clusters),
        outcome="lemp",
        unit="countyreal",
        time="year",
        first_treat="first.treat",
    )
    assert ours.n_clusters == 25
    assert adapted.overall.std_error == pytest.approx(ours.overall.std_error, rel=1e-10)
    assert ours.overall.std_error[0] == pytest.approx(theirs.overall_se, rel=1e-8)


def test_clustered_by_state_the_first_cohort_has_no_error_of_its_own(real_data):
    """All counties of the 2004 cohort lie in one state: a sum of nought is no standard error."""
    given = mpdta.panel(real_data)
    state = (given.labels // 1000).astype(np.int64)
    effect = staggered_effect(replace(given, cluster=state))
    assert np.isnan(effect.overall.std_error[0])
    assert any("one cluster only (2004)" in warning for warning in effect.warnings)


def test_nobody_never_treated_keeps_r_s_effects(real_data):
    unit, time, outcome, cohort = (np.array(c) for c in mpdta.long_columns(real_data))
    treated = cohort > 0
    panel = long_panel(unit[treated], time[treated], outcome[treated], cohort[treated])
    effect = covariates_effect(panel, control="not-yet")
    assert effect.overall.estimate[0] == pytest.approx(-0.041791, abs=SIX)
    # R drops the last cohort's cells; diff-diff on its own keeps those before treatment.
    assert set(effect.tables["group_time"].cohort.tolist()) == {2004, 2006}


def test_panel_with_gaps_three_ways(real_data):
    """A tenth of rows removed: levels equal diff-diff's average, up to its n / (n - 1)."""
    from diff_diff import CallawaySantAnna
    from pandas import DataFrame

    columns = mpdta.columns(real_data)
    keep = np.random.default_rng(3).random(2500) > 0.1
    frame = DataFrame(columns)[keep]
    names = {"outcome": "lemp", "unit": "countyreal", "time": "year", "first_treat": "first.treat"}
    panel = long_panel(*(np.array(c)[keep] for c in mpdta.long_columns(real_data)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        levels = CallawaySantAnna(allow_unbalanced_panel=True).fit(frame, **names)
        present = CallawaySantAnna().fit(frame, **names)
    ours = covariates_effect(panel, gaps="levels")
    assert ours.overall.estimate[0] == pytest.approx(levels.overall_att, rel=1e-2)
    assert ours.overall.std_error[0] == pytest.approx(levels.overall_se, rel=2e-2)
    cells = covariates_effect(panel, gaps="present").tables["group_time"]
    for g, t, estimate, std_error in zip(
        cells.cohort, cells.time, cells.estimate, cells.std_error, strict=True
    ):
        cell = present.group_time_effects[g, t]
        assert estimate == pytest.approx(cell["effect"], abs=1e-12)
        assert std_error == pytest.approx(cell["se"], rel=2e-3)
