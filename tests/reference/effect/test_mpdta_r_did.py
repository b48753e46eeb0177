"""mpdta against R did 2.5.1, analytic standard errors.

The figures were written by R to six decimals with

    att_gt(yname="lemp", tname="year", idname="countyreal", gname="first.treat",
           data=mpdta, control_group=..., bstrap=FALSE, cband=FALSE)
    aggte(..., type="simple" | "group" | "dynamic" | "calendar", bstrap=FALSE, cband=FALSE)

so the tolerance is half a unit of the sixth decimal (5.1e-7); the Wald p-value has five decimals.
"""

import re

import pytest

from groundswell.analysis.effect import staggered_effect
from tests.reference.effect import mpdta

pytestmark = pytest.mark.real_data
SIX = 5.1e-7

NEVER = {
    "group_time": {
        (2004, 2004): (-0.010503, 0.023251),
        (2004, 2005): (-0.070423, 0.030985),
        (2004, 2006): (-0.137259, 0.036436),
        (2004, 2007): (-0.100811, 0.034359),
        (2006, 2004): (0.006520, 0.023327),
        (2006, 2005): (-0.002751, 0.019559),
        (2006, 2006): (-0.004595, 0.017755),
        (2006, 2007): (-0.041224, 0.020229),
        (2007, 2004): (0.030507, 0.015034),
        (2007, 2005): (-0.002726, 0.016396),
        (2007, 2006): (-0.031087, 0.017878),
        (2007, 2007): (-0.026054, 0.016655),
    },
    "simple": {None: (-0.039951, 0.012034)},
    "overall_group": {None: (-0.031018, 0.012446)},
    "overall_event": {None: (-0.077240, 0.019965)},
    "overall_calendar": {None: (-0.041700, 0.015972)},
    "group": {
        2004: (-0.079749, 0.026368),
        2006: (-0.022910, 0.016703),
        2007: (-0.026054, 0.016655),
    },
    "event": {
        -3: (0.030507, 0.015034),
        -2: (-0.000563, 0.013292),
        -1: (-0.024459, 0.014236),
        0: (-0.019932, 0.011826),
        1: (-0.050957, 0.016893),
        2: (-0.137259, 0.036436),
        3: (-0.100811, 0.034359),
    },
    "calendar": {
        2004: (-0.010503, 0.023251),
        2005: (-0.070423, 0.030985),
        2006: (-0.048816, 0.020126),
        2007: (-0.037059, 0.013747),
    },
}
NOT_YET = {
    "group_time": {
        (2004, 2004): (-0.019372, 0.022310),
        (2004, 2005): (-0.078319, 0.030390),
        (2004, 2006): (-0.136274, 0.035403),
        (2004, 2007): (-0.100811, 0.034359),
        (2006, 2004): (-0.002563, 0.022530),
        (2006, 2005): (-0.001939, 0.019042),
        (2006, 2006): (0.004661, 0.016336),
        (2006, 2007): (-0.041224, 0.020229),
        (2007, 2004): (0.029759, 0.014534),
        (2007, 2005): (-0.002411, 0.016031),
        (2007, 2006): (-0.031087, 0.017878),
        (2007, 2007): (-0.026054, 0.016655),
    },
    "simple": {None: (-0.039764, 0.012052)},
    "overall_group": {None: (-0.030462, 0.012575)},
    "overall_event": {None: (-0.077399, 0.019560)},
    "overall_calendar": {None: (-0.044267, 0.015571)},
    "group": {
        2004: (-0.083694, 0.025702),
        2006: (-0.018282, 0.015922),
        2007: (-0.026054, 0.016655),
    },
    "event": {
        -3: (0.029759, 0.014534),
        -2: (-0.002446, 0.013120),
        -1: (-0.024269, 0.014464),
        0: (-0.018922, 0.012045),
        1: (-0.053589, 0.016946),
        2: (-0.136274, 0.035403),
        3: (-0.100811, 0.034359),
    },
    "calendar": {
        2004: (-0.019372, 0.022310),
        2005: (-0.078319, 0.030390),
        2006: (-0.042318, 0.019056),
        2007: (-0.037059, 0.013747),
    },
}


def keyed(table):
    """A table's estimates and errors by cohort and time, as written above."""
    cohorts = [None] * table.estimate.size if table.cohort is None else table.cohort.tolist()
    times = [None] * table.estimate.size if table.time is None else table.time.tolist()
    found = {}
    for k, (g, t) in enumerate(zip(cohorts, times, strict=True)):
        key = (g, t) if table.aggregation == "group_time" else g if t is None else t
        found[key] = (table.estimate[k], table.std_error[k])
    return found


@pytest.mark.parametrize(("control", "expected"), [("never", NEVER), ("not-yet", NOT_YET)])
@pytest.mark.parametrize("name", list(NEVER))
def test_estimates_and_errors_equal_r(real_data, control, expected, name):
    found = keyed(staggered_effect(mpdta.panel(real_data), control=control).tables[name])
    assert found.keys() == expected[name].keys()
    for key, (estimate, std_error) in expected[name].items():
        assert found[key][0] == pytest.approx(estimate, abs=SIX), key
        assert found[key][1] == pytest.approx(std_error, abs=SIX), key


@pytest.mark.parametrize(("control", "p_value"), [("never", 0.16812), ("not-yet", 0.16814)])
def test_pre_trend_p_equals_r(real_data, control, p_value):
    test = staggered_effect(mpdta.panel(real_data), control=control).checks.pre_trend
    assert test.p_value == pytest.approx(p_value, abs=5.1e-6)
    assert test.restrictions == 5


def test_average_with_anticipation_equals_r(real_data):
    """R's overall effect keeps t >= g; diff-diff's own average keeps t >= g - 1 (-0.035918)."""
    effect = staggered_effect(mpdta.panel(real_data), anticipation=1)
    assert effect.overall.estimate[0] == pytest.approx(-0.045206, abs=SIX)


def test_average_without_never_treated_equals_r(real_data):
    given = mpdta.panel(real_data)
    treated = given.keep(given.cohort <= 2007)
    effect = staggered_effect(treated, control="not-yet")
    assert effect.overall.estimate[0] == pytest.approx(-0.041791, abs=SIX)


def test_typed_figures_are_those_of_the_stored_output(real_data):
    """The tables above against R's own text, so that a slip of typing cannot hide."""
    text = (real_data / "reference" / "did_mpdta_R.txt").read_text()
    for block, expected in zip(text.split("## ")[1:], (NEVER, NOT_YET), strict=True):
        cells = re.findall(r"^\s*\d+\s+(\d{4}) (\d{4})\s+(\S+)\s+(\S+)$", block, re.M)
        stored = {(int(g), int(t)): (float(a), float(s)) for g, t, a, s in cells}
        assert stored == expected["group_time"]
        for name, ours in (("group", "group"), ("dynamic", "event"), ("calendar", "calendar")):
            line = re.search(rf"^{name} (\S+) \((\S+)\) \| (.*)$", block, re.M)
            assert (float(line[1]), float(line[2])) == expected[f"overall_{ours}"][None]
            rows = re.findall(r"(-?\d+) (-?[\d.]+)\(([\d.]+)\)", line[3])
            assert {int(k): (float(a), float(s)) for k, a, s in rows} == expected[ours]
