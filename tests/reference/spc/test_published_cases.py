"""Worked figures: the package's vignette and snapshots, and the A&E example of its readme."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from groundswell.analysis.spc import (
    ASSURANCE_WORDS,
    NHSRPLOTTHEDOTS,
    VARIATION_WORDS,
    Label,
    chart,
    rebase_at_dates,
)

UNSCREENED = replace(NHSRPLOTTHEDOTS, screen_moving_ranges=False)
# R: set.seed(123); rnorm(20), printed to 8 digits.
RNORM = [
    -0.56047565,
    -0.23017749,
    1.55870831,
    0.07050839,
    0.12928774,
    1.71506499,
    0.46091621,
    -1.26506123,
    -0.68685285,
    -0.44566197,
    1.22408180,
    0.35981383,
    0.40077145,
    0.11068272,
    -0.55584113,
    1.78691314,
    0.49785048,
    -1.96661716,
    0.70135590,
    -0.47279141,
]


def limits(y, rules):
    found = chart(y, rules=rules)
    return found.mean[0, 0], found.lower[0, 0], found.upper[0, 0]


def test_the_deviations_vignette():
    """NHSRplotthedots, vignette on deviations from Excel; 6 decimals printed."""
    y = [1.0, 2, 1, 2, 10] + [1, 2] * 6 + [1]
    screened = (1.944444, -0.715556, 4.604444)
    assert limits(y, NHSRPLOTTHEDOTS) == pytest.approx(screened, abs=5e-7)
    assert limits(y, UNSCREENED) == pytest.approx((1.944444, -3.062614, 6.951503), abs=5e-7)
    for rules in (NHSRPLOTTHEDOTS, UNSCREENED):
        flagged = np.flatnonzero(chart(y, rules=rules).label[0] != Label.COMMON_CAUSE)
        assert flagged.tolist() == [4]


def test_the_package_snapshots():
    """NHSRplotthedots tests, snapshot of rnorm(20) and of the same with y[15] = 10; 5 decimals."""
    shocked = [*RNORM[:14], 10.0, *RNORM[15:]]
    for y, rules, expected in (
        (RNORM, NHSRPLOTTHEDOTS, (0.1416238, -3.01138, 3.294627)),
        (shocked, NHSRPLOTTHEDOTS, (0.6694159, -2.383666, 3.722497)),
        (shocked, UNSCREENED, (0.6694159, -4.596625, 5.935457)),
    ):
        assert limits(y, rules) == pytest.approx(expected, abs=5e-6)


@pytest.fixture
def breaches(real_data):
    def of(organisation):
        with (real_data / "spc" / "ae_attendances.csv").open(newline="") as file:
            rows = sorted(
                (row["period"], float(row["breaches"]))
                for row in csv.DictReader(file)
                if row["org_code"] == organisation
                and row["type"] == "1"
                and row["period"] < "2018-04-01"
            )
        return rows

    return of


@pytest.mark.real_data
def test_type_1_breaches_of_a_trust(breaches):
    """The readme's example: common cause, target 1,200 hit or miss. Limits to 3 decimals."""
    y = [value for _, value in breaches("RQM")]
    found = chart(y, rules=NHSRPLOTTHEDOTS, improvement="decrease", target=1200.0)
    assert len(y) == 24
    assert limits(y, NHSRPLOTTHEDOTS) == pytest.approx((1545.167, 740.396, 2349.938), abs=5e-4)
    assert VARIATION_WORDS[found.variation_icon[0]] == "common_cause"
    assert ASSURANCE_WORDS[found.assurance_icon[0]] == "inconsistent"
    ranges = np.abs(np.diff(y))
    assert ranges.mean() == pytest.approx(341.522, abs=5e-4)


@pytest.mark.real_data
def test_eight_months_on_one_side_and_a_merger(breaches):
    """The vignette's second trust: eight points on one side; rebasing at a date that is there."""
    rows = breaches("RRK")
    y, days = [value for _, value in rows], [day for day, _ in rows]
    assert limits(y, NHSRPLOTTHEDOTS) == pytest.approx((1711.875, 849.793, 2573.957), abs=5e-4)
    label = chart(y, rules=NHSRPLOTTHEDOTS).label[0]
    runs = (label == Label.SHIFT_BELOW) | (label == Label.SHIFT_ABOVE)
    assert [days[at] for at in np.flatnonzero(runs)] == [f"2017-0{m}-01" for m in range(2, 10)]
    cut = rebase_at_dates(days, ["2017-04-01"])
    assert chart(y, rules=NHSRPLOTTHEDOTS, new_segment=cut).segment[0].max() == 2
