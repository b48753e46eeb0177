"""Deciles: equal to NumPy to the last bit, a plain twin, months with few or no sites."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from groundswell.analysis.deciles import deciles

NUMBERS = st.one_of(st.just(math.nan), st.floats(-1e6, 1e6), st.integers(0, 3).map(float))
PANELS = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=30), elements=NUMBERS)


def plain(values, level):
    """One month's quantile from a list, as the definition says it."""
    known = sorted(v for v in values if not math.isnan(v))
    if not known:
        return math.nan
    position = level * (len(known) - 1)
    below = math.floor(position)
    above = min(below + 1, len(known) - 1)
    return known[below] + (position - below) * (known[above] - known[below])


@given(values=PANELS, tails=st.booleans())
def test_equals_its_plain_twin(values, tails):
    found = deciles(values, tails=tails)
    for month, column in enumerate(values.T):
        assert found.n[month] == sum(not math.isnan(v) for v in column)
        for level, line in zip(found.levels, found.lines[:, month], strict=True):
            assert line == pytest.approx(plain(column, level), rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("tails", [False, True])
def test_equals_numpy_to_the_last_bit(tails):
    rng = np.random.default_rng(3)
    values = rng.lognormal(sigma=3, size=(61, 2000))
    values[rng.random(values.shape) < 0.2] = np.nan
    found = deciles(values, tails=tails)
    expected = np.nanquantile(values, found.levels, axis=0, method="linear")
    assert (found.lines == expected).all()


def test_levels():
    assert deciles([[1.0]]).levels.tolist() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    tails = deciles([[1.0]], tails=True).levels
    assert tails.size == 27 and (np.diff(tails) > 0).all()
    assert tails[[0, 8, 9, 17, 18, 26]] == pytest.approx([0.01, 0.09, 0.1, 0.9, 0.91, 0.99])


def test_the_panel_given_is_left_as_it_was():
    values = np.array([[3.0], [1.0], [2.0]])
    deciles(values)
    assert values.tolist() == [[3.0], [1.0], [2.0]]


def test_month_without_sites_is_unknown_and_months_with_few_are_told():
    values = np.column_stack([np.arange(12.0), np.full(12, np.nan), [1.0] * 3 + [np.nan] * 9])
    found = deciles(values)
    assert np.isnan(found.lines[:, 1]).all() and found.n.tolist() == [12, 0, 3]
    assert found.warnings == ("1 of 3 months have fewer than 10 sites: deciles say little there.",)


def test_no_site_and_no_month():
    assert deciles(np.empty((0, 4))).n.tolist() == [0, 0, 0, 0]
    assert deciles(np.empty((4, 0))).lines.shape == (9, 0)


@pytest.mark.parametrize("wrong", [[1.0, 2.0], [[math.inf]]])
def test_arguments_that_cannot_be_meant(wrong):
    with pytest.raises(ValueError, match="values has"):
        deciles(wrong)
