"""Proposition 99 against R synthdid: estimates to six decimals, placebo errors as a range.

R's placebo standard errors ran from 8.4 to 10.1 over seeds, diff-diff's from 9.7 to 10.9 with 200
draws; here 100 draws must lie within 7 to 12.
"""

import csv

import numpy as np
import pytest

from groundswell.analysis.effect import synthetic_did

pytestmark = pytest.mark.real_data


def test_synthetic_and_plain_differences_equal_r(real_data):
    with (real_data / "reference" / "prop99.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    states = sorted({row["State"] for row in rows})
    outcome = np.zeros((len(states), 31))
    for row in rows:
        packs = float(row["PacksPerCapita"])
        outcome[states.index(row["State"]), int(row["Year"]) - 1970] = packs
    treated = np.array(states) == "California"
    rng = np.random.default_rng(1)
    found = synthetic_did(outcome, treated, 19, draws=100, rng=rng)
    assert found.estimate == pytest.approx(-15.603828, abs=5.1e-6)
    assert found.difference_in_differences == pytest.approx(-27.349111, abs=5.1e-7)
    assert 7 < found.std_error < 12
    assert (found.n_treated, found.n_controls) == (1, 38)
    # The weights that carry it: Nevada most, and the last three years before.
    assert states[np.flatnonzero(~treated)[found.unit_weights.argmax()]] == "Nevada"
    assert found.time_weights[-3:].sum() == pytest.approx(1.0)
