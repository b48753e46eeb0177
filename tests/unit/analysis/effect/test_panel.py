"""What a panel refuses, and how it says so."""

import numpy as np
import pytest

from groundswell.analysis.effect import NEVER, EffectPanel, long_panel, panel_from_long
from groundswell.analysis.effect.panel import as_cohorts


def test_rows_in_any_order_make_the_same_panel():
    unit, time = ["b", "a", "b", "a"], [2, 1, 1, 2]
    found = panel_from_long(unit, time, [4.0, 1.0, 3.0, 2.0], [2, 0, 2, 0], ["y", "x", "y", "x"])
    assert found.outcome.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert found.cohort.tolist() == [NEVER, 2]
    assert found.cluster.tolist() == [0, 1]
    assert found.label(1) == "b"


def test_never_treated_is_zero_nan_or_infinity():
    assert as_cohorts([0, np.nan, np.inf, 2004], 2003).tolist() == [NEVER, NEVER, NEVER, 2004]


def test_cohort_zero_is_refused_where_a_time_is_zero():
    with pytest.raises(ValueError, match="use NaN for never treated"):
        as_cohorts([0, 2], first_time=0)


def test_cohort_between_times_is_refused():
    with pytest.raises(ValueError, match=r"cohort 2004\.5 is not a whole time"):
        as_cohorts([2004.5], 2003)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((["a", "a"], [1, 1], [1, 2], [0, 0]), "unit a has two rows at time 1"),
        ((["a", "a", "b"], [1, 2, 1], [1, 2, 3], [2, 2, 0]), "first unit b at time 2"),
        ((["a", "a"], [1, 2], [1, np.nan], [2, 2]), "first unit a at time 2"),
        ((["a", "a"], [1, 2], [1, 2], [2, 1]), "cohort of unit a changes"),
        ((["a", "a"], [1, 2], [1, 2], [2, 2], ["p", "q"]), "cluster of unit a changes"),
    ],
)
def test_rows_that_make_no_panel_are_refused_by_name(columns, message):
    with pytest.raises(ValueError, match=message):
        panel_from_long(*columns)


def test_incomplete_units_are_dropped_and_counted_when_asked():
    found = panel_from_long(["a", "a", "b"], [1, 2, 1], [1, 2, 3], [2, 2, 0], incomplete="drop")
    assert found.labels.tolist() == ["a"]
    assert found.n_left_out == 1


def test_nobody_complete_is_refused():
    with pytest.raises(ValueError, match="no unit has an outcome at every time"):
        panel_from_long(["a", "b"], [1, 2], [1, 2], [2, 0], incomplete="drop")


@pytest.mark.parametrize(
    ("outcome", "times", "cohort", "cluster", "message"),
    [
        (np.zeros((2, 2)), [1, 2, 3], [1, 2], None, "one time a column"),
        (np.zeros((2, 2)), [2, 1], [1, 2], None, "sort the columns"),
        (np.zeros((2, 2)), [1, 2], [1, 2], [1], "give one each"),
        (np.array([[0, np.inf], [0, 0]]), [1, 2], [1, 2], None, "unit 0 at time 2"),
    ],
)
def test_matrices_that_do_not_fit_are_refused(outcome, times, cohort, cluster, message):
    groups = None if cluster is None else np.array(cluster)
    with pytest.raises(ValueError, match=message):
        EffectPanel(outcome, np.array(times), np.array(cohort), groups)


def test_long_panel_drops_rows_without_a_value_and_refuses_repeats():
    found = long_panel(["b", "a", "a"], [1, 1, 2], [3.0, 1.0, np.nan], [2, 0, 0], [1.0, 2.0, 3.0])
    assert found.unit.tolist() == [0, 1]
    assert found.covariates.tolist() == [[2.0], [1.0]]
    with pytest.raises(ValueError, match="two rows at one time"):
        long_panel(["a", "a"], [1, 1], [1.0, 2.0], [0, 0])
    with pytest.raises(ValueError, match="cohort of a unit changes"):
        long_panel(["a", "a"], [1, 2], [1.0, 2.0], [1, 2])
    with pytest.raises(ValueError, match="no row has an outcome"):
        long_panel(["a"], [1], [np.nan], [1])
