"""What holds of any board: order, segments, gaps and padding."""

import dataclasses

import numpy as np
import pytest

from groundswell.analysis.spc import (
    GROUNDSWELL,
    KINDS,
    NHSRPLOTTHEDOTS,
    Label,
    chart,
    rebase_at_dates,
    rebase_at_go_live,
)
from tests.unit.analysis.spc.test_twin import awkward

ARRAYS = (
    "value",
    "mean",
    "lower",
    "upper",
    "label",
    "variation",
    "segment",
    "variation_icon",
    "assurance_icon",
    "n",
)


def assert_same(one, other, rows):
    for name in ARRAYS:
        ours, theirs = getattr(one, name)[rows], getattr(other, name)
        np.testing.assert_array_equal(ours, theirs, err_msg=name)


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_series_changes_nothing_to_the_last_bit(kind):
    values, sizes, cuts = awkward(kind, 7, series=1500)
    order = np.random.default_rng(8).permutation(len(values))
    whole = chart(values, kind=kind, sizes=sizes, new_segment=cuts, target=1.0)
    mixed = chart(
        values[order],
        kind=kind,
        sizes=None if sizes is None else sizes[order],
        new_segment=cuts[order],
        target=1.0,
    )
    assert_same(whole, mixed, rows=order)


@pytest.mark.parametrize("kind", KINDS)
def test_rebasing_equals_charting_the_segments_apart(kind):
    values, sizes, _ = awkward(kind, 9)
    mask = np.zeros(values.shape[1], dtype=bool)
    mask[[13, 29]] = True
    whole = chart(values, kind=kind, sizes=sizes, new_segment=mask)
    for columns in (slice(0, 13), slice(13, 29), slice(29, None)):
        part = chart(
            values[:, columns], kind=kind, sizes=None if sizes is None else sizes[:, columns]
        )
        for name in ("value", "mean", "lower", "upper", "label", "variation"):
            np.testing.assert_array_equal(getattr(whole, name)[:, columns], getattr(part, name))


@pytest.mark.parametrize("kind", KINDS)
def test_padding_at_either_end_changes_nothing(kind):
    values, sizes, _ = awkward(kind, 10)
    pad = ((0, 0), (3, 5))
    wide = chart(
        np.pad(values, pad, constant_values=np.nan),
        kind=kind,
        sizes=None if sizes is None else np.pad(sizes, pad, constant_values=np.nan),
        target=2.0,
    )
    plain = chart(values, kind=kind, sizes=sizes, target=2.0)
    for name in ("value", "mean", "lower", "upper"):
        # Other neighbours, another order of adding: the last digit may differ.
        ours = getattr(wide, name)[:, 3:-5]
        np.testing.assert_allclose(ours, getattr(plain, name), rtol=1e-13, err_msg=name)
    for name in ("label", "variation"):
        np.testing.assert_array_equal(getattr(wide, name)[:, 3:-5], getattr(plain, name))
    for name in ("variation_icon", "assurance_icon", "n"):
        np.testing.assert_array_equal(getattr(wide, name), getattr(plain, name))


def test_a_gap_breaks_a_run_and_a_moving_range():
    y = np.array([5.0, 6, 7, np.nan, 8, 9, 10, 11])
    found = chart(y, rules=NHSRPLOTTHEDOTS)
    assert Label.TREND_UP not in found.label
    assert found.upper[0, 0] == pytest.approx(8 + 2.66)


def test_a_constant_series_lies_on_its_mean():
    found = chart(np.full((1, 61), 0.1), rules=NHSRPLOTTHEDOTS)
    assert (found.mean == 0.1).all()
    assert (found.label == Label.COMMON_CAUSE).all()


def test_a_multiplier_scales_what_is_drawn_and_nothing_else():
    values, sizes, _ = awkward("p", 3)
    plain = chart(values, kind="p", sizes=sizes)
    percent = chart(values, kind="p", sizes=sizes, multiplier=100)
    np.testing.assert_array_equal(plain.label, percent.label)
    np.testing.assert_allclose(plain.upper * 100, percent.upper, rtol=1e-15)


def test_rebase_dates_between_points_cut_at_the_next():
    days = np.array(["2024-01-01", "2024-02-01", "2024-03-01"], dtype="datetime64[D]")
    mask = rebase_at_dates(days, ["2024-02-02", "2025-01-01", "2024-01-01"])
    assert mask.tolist() == [True, False, True]


def test_each_site_is_rebased_at_its_own_go_live():
    rng = np.random.default_rng(1)
    months = np.arange("2022-01", "2025-01", dtype="datetime64[M]")
    y = rng.normal(size=(3, 36))
    y[0, 18:] += 10
    mask = rebase_at_go_live(months, ["2023-07", "NaT", "2030-01"])
    found = chart(y, new_segment=mask)
    assert found.segment.max(axis=1).tolist() == [2, 1, 1]
    assert found.mean[0, 0] < 1 and found.mean[0, -1] > 9
    assert found.n.tolist() == [18, 36, 36]


def test_what_is_given_is_not_changed_and_results_are_frozen():
    y = np.array([[1.0, np.nan, 3.0]])
    found = chart(y)
    assert np.isnan(y[0, 1])
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.kind = "p"
    assert found.rules is GROUNDSWELL
