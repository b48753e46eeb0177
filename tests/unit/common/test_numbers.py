"""Counts and shares in words."""

import math

import pytest

from groundswell.common.numbers import amount, count, percent, whole_percent


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (0.001, "<1%"),
        (0.005, "1%"),
        (0.125, "13%"),
        (178 / 191, "93%"),
        (0.994, "99%"),
        (0.996, ">99%"),
        (1, "100%"),
        (sum([1 / 3] * 3) - 1e-12, "100%"),
        (None, "–"),
    ],
)
def test_percent_says_none_and_all_only_of_none_and_all(share, said):
    assert percent(share) == said


def test_whole_percent_keeps_0_and_100_for_none_and_all():
    assert [whole_percent(s) for s in (0, 0.001, 0.996, 1)] == [0, 1, 99, 100]


@pytest.mark.parametrize(
    ("sites", "said"),
    [(0, "0"), (1234, "1,234"), (12.5, "12.5"), (12.256, "12.26"), (11.999999999, "12")],
)
def test_count_is_whole_unless_a_place_was_split(sites, said):
    assert count(sites) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (48.4, "%", "48%"),
        (0.2, "%", "<1%"),
        (0.0184718, "sensors per 1,000 patients", "0.0185 sensors per 1,000 patients"),
        (12_345.6, "vials", "12,346 vials"),
        (178.81, "£ per registered patient", "£179 per registered patient"),
        (math.nan, "%", "–"),
        (None, "vials", "–"),
    ],
)
def test_amount_is_written_with_its_unit(value, unit, said):
    assert amount(value, unit) == said
