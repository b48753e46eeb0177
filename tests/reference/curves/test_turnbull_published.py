"""Turnbull's estimate against published figures."""

import numpy as np
import pytest

from groundswell.analysis.curves.dated import turnbull

# Finkelstein and Wolfe (1985), Biometrics 41, table 4: months to breast retraction after
# radiotherapy alone, 46 patients, (left, right]; "-" where it had not happened.
COSMESIS = (
    "45,- 6,10 0,7 46,- 46,- 7,16 17,- 7,14 37,44 0,8 4,11 15,- 11,15 22,- 46,- 46,- 25,37 46,- "
    "26,40 46,- 27,34 36,44 46,- 36,48 37,- 40,- 17,25 46,- 11,18 38,- 5,12 37,- 0,5 18,- 24,- "
    "36,- 5,11 19,35 17,25 24,- 32,- 33,- 19,26 37,- 34,- 36,-"
)
# R interval::icfit (Fay and Shaw 2010, J Stat Softw 36(2)) prints, to four digits, the mass on
# (4,5], (6,7], (7,8], (11,12], (24,25], (33,34], (38,40] and (46,48].
MASS = [0.0463, 0.0334, 0.0887, 0.0708, 0.0926, 0.0818, 0.1209, 0.4656]
INTERVALS = [(5, 5), (7, 7), (8, 8), (12, 12), (25, 25), (34, 34), (39, 40), (47, 48)]

# lifelines (tests/test_npmle.py), bands with both ends included, tolerance 1e-4 as there.
LEFT = [1, 8, 8, 7, 7, 17, 37, 46, 46, 45]
RIGHT = [7, 8, 10, 16, 14, np.inf, 44, np.inf, np.inf, np.inf]


def test_breast_cosmesis_equals_icfit():
    # In whole months, (left, right] is left + 1 to right, both included.
    pairs = [pair.split(",") for pair in COSMESIS.split()]
    earliest = [int(left) + 1 for left, _ in pairs]
    latest = [np.inf if right == "-" else int(right) for _, right in pairs]

    fit = turnbull(earliest, latest)

    assert fit.converged
    assert fit.n == 46
    assert list(zip(fit.left, fit.right, strict=True)) == INTERVALS
    assert fit.mass == pytest.approx(MASS, abs=0.6e-4)


def test_closed_bands_equal_lifelines():
    fit = turnbull(LEFT, RIGHT)

    assert fit.mass == pytest.approx([0.16667016, 0.33332984, 0.125, 0.375], rel=1e-4)


def test_weights_equal_lifelines():
    fit = turnbull(LEFT, RIGHT, [2, 2, 2, 1, 1, 1, 1, 1, 1, 1])

    assert fit.mass == pytest.approx([0.2051282, 0.4102564, 0.0961539, 0.2884615], rel=1e-4)
