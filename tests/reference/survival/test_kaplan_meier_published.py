"""Kaplan-Meier against a published listing."""

import numpy as np
import pytest

from groundswell.analysis.survival import kaplan_meier

# Freireich et al. (1963), weeks in remission on 6-MP and on placebo; + marks censored.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
CONTROL = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"

# `sts list` of Stata, which uses Greenwood's variance and the log(-log) interval, as printed for
# these data at data.princeton.edu/pop509/gehan.html: time, survivor function, error, interval.
TREATED_LISTED = [
    (6, 0.8571, 0.0764, 0.6197, 0.9516),
    (7, 0.8067, 0.0869, 0.5631, 0.9228),
    (10, 0.7529, 0.0963, 0.5032, 0.8894),
    (13, 0.6902, 0.1068, 0.4316, 0.8491),
    (16, 0.6275, 0.1141, 0.3675, 0.8049),
    (22, 0.5378, 0.1282, 0.2678, 0.7468),
    (23, 0.4482, 0.1346, 0.1881, 0.6801),
]
CONTROL_LISTED = [(1, 0.9048, 0.0641, 0.6700, 0.9753), (2, 0.8095, 0.0857, 0.5689, 0.9239)]
PRINTED = 0.6e-4


@pytest.mark.parametrize(("data", "listed"), [(TREATED, TREATED_LISTED), (CONTROL, CONTROL_LISTED)])
def test_survival_error_and_interval_equal_stata(data, listed):
    km = kaplan_meier(*_read(data))

    for time, *expected in listed:
        at = int(np.flatnonzero(km.time == time)[0])
        found = (km.survival[at], km.std_error[at], km.low[at], km.high[at])
        assert found == pytest.approx(expected, abs=PRINTED)


def test_median_and_its_interval():
    """23 weeks and 8 are Freireich's; the limits are where those of the listing cross one half."""
    treated, control = kaplan_meier(*_read(TREATED)), kaplan_meier(*_read(CONTROL))

    assert (treated.median, treated.median_low, treated.median_high) == (23, 13, np.inf)
    assert (control.median, control.median_low, control.median_high) == (8, 4, 11)


def _read(text):
    marks = text.split()
    return [float(m.rstrip("+")) for m in marks], [not m.endswith("+") for m in marks]
