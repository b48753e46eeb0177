"""Equal to NHSRplotthedots 0.2.2 (R, MIT): labels exactly, limits to 1e-9.

`spc_xmr_plain.csv` and `spc_xmr_rebased.csv` were written by that package (commit 050b07d) with
its defaults, improvement_direction "increase" and target 52; how is in the project's notes on
methods.
"""

import csv
from collections import defaultdict

import numpy as np
import pytest

from groundswell.analysis.spc import (
    ASSURANCE_WORDS,
    NHSRPLOTTHEDOTS,
    VARIATION_WORDS,
    chart,
    label_words,
)

pytestmark = pytest.mark.real_data
LIMITS = {"mean": "mean_col", "lower": "lpl", "upper": "upl"}


def read(path):
    series = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            series[row["f"]].append(row)
    return list(series.values())


def column(rows, name, kind=float):
    return np.array([[kind(row[name]) for row in series] for series in rows])


@pytest.mark.parametrize(("name", "series", "segments"), [("plain", 48, 48), ("rebased", 96, 160)])
def test_every_series_of_the_package(real_data, name, series, segments):
    rows = read(real_data / "reference" / f"spc_xmr_{name}.csv")
    groups = column(rows, "rebase_group", int)
    found = chart(
        column(rows, "y"),
        new_segment=np.diff(groups, axis=1, prepend=0) > 0,
        rules=NHSRPLOTTHEDOTS,
        target=52.0,
    )
    assert groups.shape == (series, 60)
    assert int((groups.max(axis=1) + 1).sum()) == segments
    words = np.array(label_words(7, 7))
    np.testing.assert_array_equal(words[found.label], column(rows, "special_cause_type", str))
    variation = np.array(VARIATION_WORDS)
    np.testing.assert_array_equal(variation[found.variation], column(rows, "point_type", str))
    assurance = np.array(ASSURANCE_WORDS)[found.assurance_icon]
    np.testing.assert_array_equal(assurance, column(rows, "assurance_type", str)[:, 0])
    np.testing.assert_array_equal(found.segment - 1, groups)
    for ours, theirs in LIMITS.items():
        np.testing.assert_allclose(getattr(found, ours), column(rows, theirs), rtol=0, atol=1e-9)
