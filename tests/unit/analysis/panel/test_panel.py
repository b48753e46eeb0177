"""Cells that say what they are, and roll-ups that keep them honest."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from groundswell.analysis.panel import Panel, Status, panel, ratio, roll_up

NAN = math.nan
OBSERVED, ZERO, MISSING, SUPPRESSED, NOT_YET = Status
KNOWN = [(3.0, OBSERVED), (-2.0, OBSERVED), (2.0, OBSERVED), (0.0, ZERO)]
CELLS = st.sampled_from([*KNOWN, (NAN, MISSING), (NAN, SUPPRESSED), (NAN, NOT_YET)])


def one_month(*cells: tuple[float, Status]) -> Panel:
    return panel([[value] for value, _ in cells], [[status] for _, status in cells])


def one_place(units: int) -> sparse.csr_array:
    return sparse.csr_array(np.ones((units, 1)))


def told(p: Panel) -> tuple[float, Status, float]:
    return p.values[0, 0], Status(p.status[0, 0]), p.coverage[0, 0]


@pytest.mark.parametrize(
    ("cells", "value", "status", "coverage"),
    [
        ([(2.0, OBSERVED), (3.0, OBSERVED)], 5.0, OBSERVED, 1.0),
        ([(0.0, ZERO), (0.0, ZERO)], 0.0, ZERO, 1.0),
        ([(2.0, OBSERVED), (NAN, MISSING)], 2.0, OBSERVED, 0.5),
        ([(2.0, OBSERVED), (NAN, SUPPRESSED)], 2.0, OBSERVED, 0.5),
        ([(0.0, ZERO), (NAN, MISSING)], 0.0, OBSERVED, 0.5),
        ([(NAN, SUPPRESSED), (NAN, SUPPRESSED)], NAN, SUPPRESSED, 0.0),
        ([(NAN, SUPPRESSED), (NAN, MISSING)], NAN, MISSING, 0.0),
        ([(NAN, MISSING), (NAN, NOT_YET)], NAN, MISSING, 0.0),
        ([(4.0, OBSERVED), (NAN, NOT_YET)], 4.0, OBSERVED, 1.0),
        ([(NAN, NOT_YET), (NAN, NOT_YET)], NAN, NOT_YET, NAN),
        ([(2.0, OBSERVED), (-2.0, OBSERVED)], 0.0, ZERO, 1.0),
    ],
)
def test_a_place_says_what_its_parts_let_it_say(cells, value, status, coverage):
    found = told(roll_up(one_month(*cells), one_place(len(cells))))
    np.testing.assert_equal(found, (value, status, coverage))


def test_without_statuses_zero_is_a_true_zero_and_nan_is_missing():
    assert panel([[0.0, 2.0, NAN]]).status.tolist() == [[ZERO, OBSERVED, MISSING]]


def plain_roll_up(values, status, weights):
    """Loops and dictionaries: one place, one month at a time."""
    out = []
    for place in range(weights.shape[1]):
        row = []
        for month in range(values.shape[1]):
            weight = dict.fromkeys(Status, 0.0)
            total = 0.0
            for unit in range(values.shape[0]):
                share = weights[unit, place]
                weight[Status(status[unit, month])] += share
                if status[unit, month] in (OBSERVED, ZERO):
                    total += share * values[unit, month]
            known = weight[OBSERVED] + weight[ZERO]
            unknown = weight[MISSING] + weight[SUPPRESSED]
            if known:
                kind = ZERO if total == 0 and not unknown else OBSERVED
                row.append((total, kind, known / (known + unknown)))
            elif unknown:
                row.append((NAN, MISSING if weight[MISSING] else SUPPRESSED, 0.0))
            else:
                row.append((NAN, NOT_YET, NAN))
        out.append(row)
    return out


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(1, 6), st.integers(1, 4), st.integers(1, 3))
def test_equals_the_plain_twin(data, units, months, places):
    cells = [[data.draw(CELLS) for _ in range(months)] for _ in range(units)]
    shares = st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0])
    weights = np.array([[data.draw(shares) for _ in range(places)] for _ in range(units)])
    values = np.array([[value for value, _ in row] for row in cells])
    status = np.array([[kind for _, kind in row] for row in cells])
    found = roll_up(panel(values, status), sparse.csr_array(weights))
    for place, row in enumerate(plain_roll_up(values, status, weights)):
        for month, (value, kind, coverage) in enumerate(row):
            assert found.status[place, month] == kind
            np.testing.assert_allclose(found.values[place, month], value, atol=1e-12)
            np.testing.assert_allclose(found.coverage[place, month], coverage, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=6, max_size=6))
def test_rolling_up_twice_is_rolling_up_once(cells):
    units = one_month(*cells)
    to_pcn = sparse.csr_array(
        np.array([[1, 0, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]])
    )
    to_icb = sparse.csr_array(np.array([[1.0, 0], [0, 1], [0.25, 0.75]]))
    twice = roll_up(roll_up(units, to_pcn), to_icb)
    once = roll_up(units, sparse.csr_array(to_pcn @ to_icb))
    np.testing.assert_array_equal(twice.status, once.status)
    np.testing.assert_allclose(twice.values, once.values, atol=1e-12)
    np.testing.assert_allclose(twice.coverage, once.coverage, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(cells, random):
    mixed = cells.copy()
    random.shuffle(mixed)
    one, other = (roll_up(one_month(*c), one_place(len(c))) for c in (cells, mixed))
    np.testing.assert_equal(told(one), told(other))


def test_boundaries_that_change_move_units_from_their_month_on():
    p = panel([[1.0, 1, 1], [10.0, 10, 10]])
    before = sparse.csr_array(np.array([[1.0, 0], [1, 0]]))
    after = sparse.csr_array(np.array([[1.0, 0], [0, 1]]))
    found = roll_up(p, [(0, before), (2, after)])
    np.testing.assert_array_equal(found.values, [[11, 11, 1], [NAN, NAN, 10]])
    assert found.status[1].tolist() == [NOT_YET, NOT_YET, OBSERVED]


def test_nobody_is_counted_before_they_are_eligible():
    p = panel([[NAN, 4.0, 5.0], [1.0, 2.0, 3.0]]).eligible_from(np.array([1, 0]))
    found = roll_up(p, one_place(2))
    assert found.values.tolist() == [[1, 6, 8]]
    assert found.coverage.tolist() == [[1, 1, 1]]
    assert found.n == 3


def test_a_unit_with_half_a_ratio_is_in_neither_sum():
    """A practice that sent its list but not its items must not pull the rate towards 0."""
    items, patients = panel([[10.0], [NAN]]), panel([[100.0], [900.0]])
    rate = ratio(items, patients, multiplier=1000, label="Items per 1,000 patients")
    place = rate.roll_up(one_place(2))
    assert place.values[0, 0] == 100
    assert place.coverage[0, 0] == 0.5
    assert place.denominator.values[0, 0] == 100
    assert (place.multiplier, place.label) == (1000, "Items per 1,000 patients")


def test_a_ratio_is_of_sums_and_none_out_of_nothing():
    rate = ratio(
        panel([[1.0, 0.0], [9.0, 0.0]]),
        panel([[2.0, 0.0], [98.0, 0.0]]),
        multiplier=100,
        label="%",
    )
    np.testing.assert_array_equal(rate.roll_up(one_place(2)).values, [[10, NAN]])


def test_the_status_of_a_pair_is_the_worse_of_the_two():
    one = panel([[NAN], [NAN], [0.0]], [[SUPPRESSED], [NOT_YET], [ZERO]])
    other = panel([[5.0], [5.0], [NAN]], [[OBSERVED], [OBSERVED], [MISSING]])
    pair = ratio(one, other, multiplier=1, label="share")
    for side in (pair.numerator, pair.denominator):
        assert side.status[:, 0].tolist() == [SUPPRESSED, NOT_YET, MISSING]


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: panel([1.0]), "units x months"),
        (lambda: panel([[math.inf]]), "infinity"),
        (lambda: panel([[1.0]], [[9]]), "one code of Status"),
        (lambda: panel([[0.0]], [[SUPPRESSED]]), r"\[0, 0\] holds 0 and says SUPPRESSED"),
        (lambda: panel([[0.0]], [[OBSERVED]]), "ZERO with 0"),
        (lambda: panel([[NAN]], [[OBSERVED]]), "holds nan and says OBSERVED"),
        (lambda: panel([[1.0]]).eligible_from([0.5]), "one whole column number"),
        (lambda: roll_up(panel([[1.0]]), one_place(2)), "units x places"),
        (lambda: roll_up(panel([[1.0]]), -1 * one_place(1)), "0 or above"),
        (lambda: roll_up(panel([[1.0]]), [(1, one_place(1))]), "the first at 0"),
        (lambda: ratio(panel([[1.0]]), panel([[1.0, 2]]), multiplier=1, label="x"), "same units"),
        (lambda: ratio(panel([[1.0]]), panel([[1.0]]), multiplier=0, label="x"), "above 0"),
        (
            lambda: ratio(
                *[roll_up(panel([[1.0]] * 2), one_place(2))] * 2, multiplier=1, label="x"
            ),
            "Pair the panels of units first",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(build, says):
    with pytest.raises(ValueError, match=says):
        build()
