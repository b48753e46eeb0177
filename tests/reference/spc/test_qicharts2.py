"""Equal to qicharts2 0.8.1 (R) on p, p', u and u' charts, limits to 1e-9.

`spc_pu.csv` holds that package's output for its defaults: moving ranges of z-scores screened.
"""

import csv
from collections import defaultdict

import numpy as np
import pytest

from groundswell.analysis.spc import MDC, NHSRPLOTTHEDOTS, chart

pytestmark = pytest.mark.real_data
FIELDS = ("k", "n", "y", "cl", "lcl", "ucl")


@pytest.mark.parametrize("kind", ["p", "pp", "u", "up"])
def test_every_series_of_the_package(real_data, kind):
    series = defaultdict(list)
    with (real_data / "reference" / "spc_pu.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["ch"] == kind:
                series[row["s"]].append([float(row[field]) for field in FIELDS])
    k, n, y, cl, lcl, ucl = np.moveaxis(np.array(list(series.values())), 2, 0)
    assert k.shape == (6, 40)
    found = chart(k, kind=kind, sizes=n, rules=NHSRPLOTTHEDOTS)
    pairs = ((found.value, y), (found.mean, cl), (found.lower, lcl), (found.upper, ucl))
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-9)
    if kind in ("pp", "up"):
        unscreened = chart(k, kind=kind, sizes=n, rules=MDC)
        assert not np.allclose(unscreened.upper, ucl, rtol=0, atol=1e-9)
