"""Which cell counts, from parts laid over one another: arrays against plain dictionaries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.panel import Status
from groundswell.measures.cells.keeping import Kept
from groundswell.measures.cells.overlaying import PartCells, overlay
from tests.support.examples import many

SITES, MONTHS = 4, 5


@st.composite
def parts(draw):
    """(whole months, {(site, month): number}): parts with no gap in their months."""
    whole = draw(st.booleans())
    first = draw(st.integers(0, MONTHS - 1))
    last = draw(st.integers(first, MONTHS - 1))
    keys = st.tuples(st.integers(0, SITES - 1), st.integers(first, last))
    cells = draw(st.dictionaries(keys, st.floats(-9, 9), max_size=8))
    return whole, (first, last), cells


def as_part(number, whole, spoken_for, cells):
    columns = np.array(list(cells), np.int32).reshape(-1, 2)
    size = len(cells)
    return PartCells(
        whole,
        *spoken_for,
        columns[:, 0],
        columns[:, 1],
        np.array(list(cells.values()), float),
        np.full(size, 100.0),
        np.full(size, Status.OBSERVED, np.int8),
        np.full(size, number, np.int32),
        np.arange(2, size + 2, dtype=np.int32),
    )


def plain(history):
    held = {}
    for number, (whole, (first, last), cells) in enumerate(history, start=1):
        if whole:
            held = {k: v for k, v in held.items() if not first <= k[1] <= last}
        for row, (key, value) in enumerate(cells.items(), start=2):
            held[key] = (value, number, row)
    return held


@many
@given(st.lists(parts(), max_size=6))
def test_overlay_is_what_dictionaries_say(history):
    grid = overlay([as_part(n, *part) for n, part in enumerate(history, start=1)], SITES, MONTHS)

    expected = plain(history)
    for site in range(SITES):
        for month in range(MONTHS):
            at = site, month
            if at in expected:
                assert (grid.numerator[at], grid.submission[at], grid.row[at]) == expected[at]
                assert (grid.has_cell[at], grid.status[at]) == (True, Status.OBSERVED)
            else:
                assert np.isnan(grid.numerator[at]) and np.isnan(grid.denominator[at])
                assert (grid.has_cell[at], grid.status[at]) == (False, Status.MISSING)
                assert (grid.submission[at], grid.row[at]) == (0, 0)


def test_types_are_those_of_a_file():
    grid = overlay([as_part(1, True, (0, 1), {(0, 0): 1.0})], SITES, MONTHS)

    kinds = (grid.numerator, grid.denominator, grid.status, grid.submission, grid.row)
    assert [str(k.dtype) for k in kinds] == ["float64", "float64", "int8", "int32", "int32"]


# The cache


def test_what_was_used_longest_ago_goes_first():
    kept, made = Kept(most=250), []

    def get(key):
        def make():
            made.append(key)
            return np.zeros(100, np.int8)

        return kept.get(key, make)

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert made == ["a", "b", "c", "b"]


@pytest.mark.parametrize("size", [10, 1000])
def test_value_is_returned_whether_it_fits_or_not(size):
    kept = Kept(most=100)
    assert len(kept.get("a", lambda: np.zeros(size, np.int8))) == size
    assert len(kept.get("a", lambda: np.ones(size, np.int8))) == size


def test_forgetting_makes_values_again():
    kept = Kept(most=100)
    kept.get("a", lambda: np.zeros(1))
    kept.cache_clear()
    assert kept.get("a", lambda: np.ones(1))[0] == 1
