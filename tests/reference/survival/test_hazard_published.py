"""The discrete-time hazard against netdiffuseR and statsmodels."""

import csv

import numpy as np
import pytest

from groundswell.analysis.exposure import adoption_times, graph_exposure, ties
from groundswell.analysis.hazard import fit_hazard, person_periods

PERIODS, SENTINEL = 17, 18  # Medical Innovation marks the 16 who did not prescribe with month 18

# netdiffuseR 1.25.0, Medical Innovation: adoption on lagged exposure, belief, proage, proage^2,
# months and cities as factors; 826 person-months. Coefficient and standard error as printed.
PUBLISHED = {
    "lagged_expo": (0.068352, 0.362897),
    "belief": (0.508415, 0.165888),
    "proage": (0.949835, 0.341815),
    "proage^2": (-0.106201, 0.047365),
}
DEVIANCE = 548.4699


@pytest.fixture(scope="module")
def medical_innovation(real_data):
    """Design, outcome, names and site of each row."""
    folder = real_data / "diffusion"
    doctors, edges = (
        _rows(folder / "medInnovations.csv"),
        _rows(folder / "medInnovationsDiffNet_edges.csv"),
    )
    place = {str(1000 * int(d["city"]) + int(d["id"])): i for i, d in enumerate(doctors)}
    toa = adoption_times([float(d["toa"]) for d in doctors], PERIODS, sentinel=SENTINEL)
    graph = ties(len(doctors), [place[e["from"]] for e in edges], [place[e["to"]] for e in edges])
    exposure = graph_exposure(toa, PERIODS, graph)
    # Month 1 has no month before it.
    rows = person_periods(toa, PERIODS, first=np.full(len(toa), 2))
    belief, proage, city = (_numbers(doctors, c) for c in ("belief", "proage", "city"))
    known = np.isfinite(belief + proage)[rows.site]
    i, t, y = rows.site[known], rows.period[known], rows.adopted[known]
    columns = [np.ones(len(i)), exposure[i, t - 1], belief[i], proage[i], proage[i] ** 2]
    columns += [(t == month).astype(float) for month in range(3, PERIODS + 1)]
    columns += [(city[i] == c).astype(float) for c in (2, 3, 4)]
    names = ["intercept", *PUBLISHED, *(f"month {m}" for m in range(3, PERIODS + 1))]
    return np.column_stack(columns), y, [*names, "city 2", "city 3", "city 4"], i


@pytest.mark.real_data
def test_lagged_exposure_equals_netdiffuser(medical_innovation):
    x, y, names, _ = medical_innovation

    fit = fit_hazard(x, y, names)

    assert fit.n == 826
    assert fit.deviance == pytest.approx(DEVIANCE, abs=0.6e-4)
    for name, (coefficient, error) in PUBLISHED.items():
        at = names.index(name)
        assert fit.coefficient[at] == pytest.approx(coefficient, abs=0.6e-6)
        assert fit.std_error[at] == pytest.approx(error, abs=0.6e-6)


@pytest.mark.real_data
@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_every_coefficient_equals_statsmodels(medical_innovation, link):
    sm = pytest.importorskip("statsmodels.api")
    x, y, names, _ = medical_innovation
    links = {"logit": sm.families.links.Logit, "cloglog": sm.families.links.CLogLog}
    family = sm.families.Binomial(links[link]())
    # Their default stops on the deviance, at 1e-8: on the parameters it goes on.
    peer = sm.GLM(y.astype(float), x, family=family).fit(
        tol=1e-13, maxiter=200, tol_criterion="params"
    )

    fit = fit_hazard(x, y, names, link=link)

    assert np.abs(fit.coefficient - peer.params).max() < 1e-8
    assert np.abs(fit.std_error - peer.bse).max() < 1e-8
    assert fit.deviance == pytest.approx(peer.deviance, abs=1e-8)


@pytest.mark.real_data
def test_clustered_errors_equal_statsmodels(medical_innovation):
    sm = pytest.importorskip("statsmodels.api")
    x, y, names, site = medical_innovation
    peer = sm.GLM(y.astype(float), x, family=sm.families.Binomial()).fit(
        tol=1e-13, cov_type="cluster", cov_kwds={"groups": site, "use_correction": False}
    )

    fit = fit_hazard(x, y, names, cluster=site)

    correction = np.sqrt(fit.clusters / (fit.clusters - 1))
    assert np.abs(fit.std_error / correction - peer.bse).max() < 1e-8


@pytest.mark.real_data
def test_the_sentinel_is_refused_unless_named(real_data):
    """netdiffuseR's fitbass counts the 16 at month 18 as adopters; here that is an error."""
    doctors = _rows(real_data / "diffusion" / "medInnovations.csv")
    toa = [float(d["toa"]) for d in doctors]

    with pytest.raises(ValueError, match="sentinel=18"):
        adoption_times(toa, PERIODS)

    assert int(np.isnan(adoption_times(toa, PERIODS, sentinel=SENTINEL)).sum()) == 16


def _numbers(rows, column):
    return np.array([float(row[column]) if row[column] else np.nan for row in rows])


def _rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
