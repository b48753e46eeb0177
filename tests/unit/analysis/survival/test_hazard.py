import numpy as np
import pytest

from groundswell.analysis.exposure import group_exposure
from groundswell.analysis.hazard import fit_hazard, person_periods


def adopt(rng, sites, periods, effect, groups=20):
    """Sites adopting month by month with odds that rise by `effect` with exposure."""
    group = rng.integers(0, groups, sites)
    toa = np.full(sites, np.nan)
    for t in range(1, periods + 1):
        exposed = group_exposure(toa, t, group)[:, -1]
        chance = 1 / (1 + np.exp(3.2 - effect * exposed))
        toa[np.isnan(toa) & (rng.random(sites) < chance)] = t
    return toa, group


def design(toa, group, periods):
    rows = person_periods(toa, periods)
    exposure = group_exposure(toa, periods, group)[rows.site, rows.period - 1]
    return np.column_stack((np.ones(len(exposure)), exposure)), rows


def test_rows_are_those_of_a_plain_loop():
    toa = np.array([3.0, np.nan, 1.0, 5.0])
    first, last = [1, 2, 1, 1], [5, 4, 5, 3]

    rows = person_periods(toa, 5, first=first, last=last)

    expected = [
        (i, t, t == toa[i])
        for i in range(4)
        for t in range(1, 6)
        if first[i] <= t <= last[i] and not toa[i] < t
    ]
    assert list(zip(rows.site, rows.period, rows.adopted, strict=True)) == expected


def test_a_table_of_two_by_two_gives_its_log_odds():
    x = [[1, 0]] * 40 + [[1, 1]] * 40
    y = [1] * 10 + [0] * 30 + [1] * 20 + [0] * 20

    fit = fit_hazard(x, y, ["intercept", "exposed"])

    assert fit.coefficient == pytest.approx([np.log(1 / 3), np.log(3)])
    assert fit.std_error[1] == pytest.approx(np.sqrt(1 / 10 + 1 / 30 + 1 / 20 + 1 / 20))
    assert fit.low[1] < np.log(3) < fit.high[1]


def test_a_complementary_log_log_intercept_is_the_log_rate():
    fit = fit_hazard(np.ones((50, 1)), [1] * 5 + [0] * 45, ["intercept"], link="cloglog")

    assert fit.coefficient[0] == pytest.approx(np.log(-np.log(0.9)))


def test_every_result_says_association_not_influence():
    toa, group = adopt(np.random.default_rng(0), 300, 20, 2.0)
    x, rows = design(toa, group, 20)

    fit = fit_hazard(x, rows.adopted, ["intercept", "own network"])

    assert fit.warnings[0].startswith("Association, not influence")
    assert fit.events == np.isfinite(toa).sum()


def test_sites_of_one_cluster_that_move_together_widen_the_error():
    toa, group = adopt(np.random.default_rng(0), 300, 20, 2.0)
    x, rows = design(toa, group, 20)
    names = ["intercept", "own network"]

    plain = fit_hazard(x, rows.adopted, names)
    twice = fit_hazard(np.vstack((x, x)), np.tile(rows.adopted, 2), names)
    clustered = fit_hazard(
        np.vstack((x, x)), np.tile(rows.adopted, 2), names, cluster=np.tile(np.arange(len(x)), 2)
    )

    # Every row written twice is no news: the plain error shrinks, the clustered one does not.
    assert twice.std_error == pytest.approx(plain.std_error / np.sqrt(2), rel=1e-6)
    assert clustered.std_error == pytest.approx(plain.std_error, rel=0.1)
    few = fit_hazard(x, rows.adopted, names, cluster=group[rows.site])
    assert any("Only 20 clusters" in text for text in few.warnings)


def test_a_group_that_never_adopts_is_named():
    x = np.column_stack((np.ones(60), np.arange(60) >= 40))
    y = [1, 0] * 20 + [0] * 20

    fit = fit_hazard(x, y, ["intercept", "rural"])

    assert any("rural always or never adopt" in text for text in fit.warnings)


@pytest.mark.parametrize(
    ("x", "y", "names", "says"),
    [
        ([[1.0], [np.nan]], [1, 0], ["exposure"], "Row 1 has no value for exposure"),
        ([[1.0], [1.0]], [1, 1], ["a"], "nothing to compare"),
        ([[1.0], [1.0]], [1, 3], ["a"], "adopted must be 1 or 0"),
        ([[1.0, 1.0], [1.0, 1.0]], [1, 0], ["a", "b"], "repeat one another"),
        ([[1.0, 0.0], [1.0, 0.0]], [1, 0], ["a", "b"], "repeat one another"),
        ([[1.0], [1.0]], [1, 0], ["a", "b"], "names K"),
    ],
)
def test_what_cannot_be_fitted_is_refused(x, y, names, says):
    with pytest.raises(ValueError, match=says):
        fit_hazard(x, y, names)


def test_unknown_links_and_lone_clusters_are_refused():
    x, y = [[1.0]] * 4, [1, 0, 0, 1]
    with pytest.raises(ValueError, match="use logit or cloglog"):
        fit_hazard(x, y, ["a"], link="probit")
    with pytest.raises(ValueError, match="two groups or more"):
        fit_hazard(x, y, ["a"], cluster=["A"] * 4)
    with pytest.raises(ValueError, match="one group a row"):
        fit_hazard(x, y, ["a"], cluster=["A"] * 3)
    with pytest.raises(ValueError, match="after the last period"):
        person_periods(np.array([9.0]), 5)


@pytest.mark.slow
@pytest.mark.parametrize("effect", [0.0, 2.0])
def test_true_effects_and_nulls_are_covered_at_the_nominal_level(effect):
    """300 worlds of 400 sites, 24 months; Monte Carlo error 0.013."""
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(300):
        toa, group = adopt(rng, 400, 24, effect)
        x, rows = design(toa, group, 24)
        fit = fit_hazard(x, rows.adopted, ["intercept", "own network"])
        inside += fit.low[1] <= effect <= fit.high[1]
    assert inside / 300 == pytest.approx(0.95, abs=0.035)
