"""mpdta against the figures printed in the vignette of R did (bootstrap standard errors).

Estimates are printed to four decimals (tolerance 5.1e-5). Their standard errors come from one
bootstrap and ours are analytic: within 15%, and interval ends within 0.025.
"""

import csv

import numpy as np
import pytest

from groundswell.analysis.effect import staggered_effect
from tests.reference.effect import mpdta

pytestmark = pytest.mark.real_data


def rows(table):
    for k in range(table.estimate.size):
        cohort = "" if table.cohort is None else str(table.cohort[k])
        time = "" if table.time is None else str(table.time[k])
        numbers = (table.estimate[k], table.std_error[k], table.low[k], table.high[k])
        yield (table.aggregation, cohort, time), numbers


def test_published_rows_are_all_there_and_agree(real_data):
    with (real_data / "diffusion" / "mpdta_expected.csv").open(newline="") as file:
        published = list(csv.DictReader(file))
    rng = np.random.default_rng(1)
    effect = staggered_effect(mpdta.panel(real_data), draws=1000, rng=rng)
    found = dict(row for table in effect.tables.values() for row in rows(table))
    assert len(published) == 24
    for row in published:
        estimate, std_error, low, high = found[row["aggregation"], row["cohort"], row["time"]]
        assert estimate == pytest.approx(float(row["estimate"]), abs=5.1e-5)
        assert std_error == pytest.approx(float(row["std_error"]), rel=0.15)
        assert low == pytest.approx(float(row["low"]), abs=0.025)
        assert high == pytest.approx(float(row["high"]), abs=0.025)
