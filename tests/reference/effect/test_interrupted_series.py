"""Interrupted series against R: the Sicilian smoking ban and Californian cigarettes.

Sicily: Lopez Bernal and others (2017), gasparrini/2017_lopezbernal_IJE_codedata; glm in R, four
decimals of ratios and six of coefficients. Proposition 99: data of package synthdid; lm with
sandwich::NeweyWest(lag = 1, prewhite = FALSE, adjust = TRUE), six decimals.
"""

import csv

import pytest

from groundswell.analysis.effect import Season, interrupted_counts, interrupted_series

pytestmark = pytest.mark.real_data
FOUR, SIX = 5.1e-5, 5.1e-7


def sicily(real_data):
    with (real_data / "reference" / "sicily.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in ("aces", "time", "stdpop")}


def fit(real_data, **settings):
    data = sicily(real_data)
    settings = {"slope_change": False, "exposure": data["stdpop"]} | settings
    return interrupted_counts(data["aces"], data["time"], 37, **settings)


def test_poisson_step(real_data):
    found = fit(real_data, family="poisson")
    assert found.ratio[2] == pytest.approx(0.8944, abs=FOUR)
    assert (found.low[2], found.high[2]) == pytest.approx((0.8647, 0.9251), abs=FOUR)
    assert found.estimate[2] == pytest.approx(-0.111628, abs=SIX)
    assert found.std_error[2] == pytest.approx(0.017225, abs=SIX)


def test_quasi_poisson_step(real_data):
    found = fit(real_data)
    assert found.std_error[2] == pytest.approx(0.032496, abs=SIX)
    assert found.dispersion == pytest.approx(3.5592, abs=FOUR)


def test_quasi_poisson_step_with_two_harmonics(real_data):
    found = fit(real_data, season=Season(2))
    assert found.ratio[2] == pytest.approx(0.8851, abs=FOUR)
    assert (found.low[2], found.high[2]) == pytest.approx((0.8394, 0.9332), abs=FOUR)


def test_quasi_poisson_step_and_slope_with_two_harmonics(real_data):
    """The paper counts the new slope from month 36, the month before the ban."""
    found = fit(real_data, season=Season(2), slope_change=True, slope_origin=36)
    assert found.ratio[2] == pytest.approx(0.8765, abs=FOUR)
    assert (found.low[2], found.high[2]) == pytest.approx((0.8268, 0.9292), abs=FOUR)


def test_californian_cigarettes_by_least_squares(real_data):
    with (real_data / "reference" / "prop99.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["State"] == "California"]
    years = [int(row["Year"]) for row in rows]
    packs = [float(row["PacksPerCapita"]) for row in rows]
    found = interrupted_series(packs, years, 1989, lag=1)
    assert found.names[1:] == ("slope", "level_change", "slope_change")
    expected = [-1.779474, -20.058097, -1.494652]
    assert found.estimate[0, 1:] == pytest.approx(expected, abs=SIX)
    assert found.std_error[0, 1:] == pytest.approx([0.383419, 4.724395, 0.436820], abs=SIX)
