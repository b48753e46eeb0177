"""What the pictures are put together from: axes, labels, hues, names, words."""

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell import demo
from groundswell.common.months import Month, month_range
from groundswell.reports.charts.hues import NETWORKS, hue
from groundswell.reports.charts.layouts import read_layout
from groundswell.reports.charts.look import (
    COMMON,
    CONCERN,
    IMPROVEMENT,
    MID_GREY,
    NEUTRAL,
    TARGET,
    text_width,
)
from groundswell.reports.charts.month_axis import across, month_axis
from groundswell.reports.charts.names import short_name
from groundswell.reports.charts.reach import said
from groundswell.reports.charts.reach.key import laid_out, line_item
from groundswell.reports.charts.reach.labels import apart, placed
from groundswell.reports.charts.reach.scale import bare, scale
from groundswell.reports.charts.sketch import Sketch
from tests.support.reach_examples import NETWORKS as NAMES
from tests.support.reach_examples import SHORT, SPLIT, network_reach

# Axes of values

NUMBERS = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=1, max_size=20)


@given(NUMBERS, st.integers(2, 8))
def test_axis_holds_every_number_between_round_ends(values, most):
    found = scale(values, "", most=most)
    assert all(found.low - 1e-9 <= value <= found.high + 1e-9 for value in values)
    assert 2 <= len(found.ticks) <= most + 2
    assert found.ticks[0] == pytest.approx(found.low, abs=1e-9)
    assert found.ticks[-1] == pytest.approx(found.high, abs=1e-6)
    size = found.step / 10 ** np.floor(np.log10(found.step))
    assert min(abs(size - round_one) for round_one in (1, 2, 2.5, 5, 10)) < 1e-6


@given(st.lists(st.floats(0, 100).map(lambda x: round(x, 3)), min_size=1, max_size=20))
def test_axis_of_shares_stays_within_0_and_100(values):
    found = scale(values, "%")
    assert found.low >= 0
    assert found.high <= 100 + 1e-9


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([61, 72], 60, 72.5),
        ([20, 72], 0, 80),
        ([0, 72], 0, 80),
        ([98.2, 99.9], 98, 100),
        ([float("nan"), 3.2, 3.9], 3.2, 4.0),
        ([float("nan")], 0, 1),
        ([0, 0], 0, 1),
        ([67, 67], 20, 100),
    ],
)
def test_axis_starts_at_zero_where_the_numbers_are_not_far_from_it(values, low, high):
    found = scale(values, "%")
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_heights_on_an_axis_run_downward():
    found = scale([0, 100], "%")
    assert (found.down(100, 300), found.down(0, 300), found.down(25, 300)) == (0, 300, 225)


@pytest.mark.parametrize(
    ("value", "unit", "said_so"),
    [
        (48.2, "%", "48%"),
        (0.01852, "items per 1,000 patients", "0.0185"),
        (12_345.6, "vials", "12,346"),
        (float("nan"), "%", "–"),
    ],
)
def test_bare_value_leaves_out_the_words_of_its_unit(value, unit, said_so):
    assert bare(value, unit) == said_so


# Axes of months


def test_months_stand_between_the_ends_of_their_axis():
    months = tuple(month_range(Month.parse("2015-07"), Month.parse("2020-06")))
    places = [across(months, month, 500) for month in months]
    assert (places[0], places[-1]) == (0, 500)
    assert places == sorted(places)
    assert across(months[:1], months[0], 500) == pytest.approx(250, abs=5)


@pytest.mark.parametrize("number", [1, 2, 7, 30, 61, 120, 200, 500])
def test_axis_of_months_writes_at_most_as_many_as_told(number):
    months = tuple(month_range(Month.parse("2010-04"), Month.parse("2010-04") + (number - 1)))
    written = month_axis(months, ticks=4).to_dict()["axis"]["values"]
    assert 1 <= len(written) <= (4 if number < 480 else 5)


# Labels


@given(st.lists(st.floats(0, 300), max_size=8))
def test_labels_are_kept_apart_and_in_order(heights):
    moved = apart(heights, 18, 0, 300)
    assert all(abs(a - b) >= 18 - 1e-9 for (a, b) in combinations(moved, 2))
    assert all(-1e-9 <= y <= 300 + 1e-9 for y in moved)
    order = np.argsort(heights, kind="stable")
    assert np.all(np.diff(np.array(moved)[order]) >= 0)


def test_labels_with_room_stay_where_they_are():
    assert apart([10, 200, 100], 18, 0, 300) == [10, 200, 100]
    assert apart([100, 100], 18, 0, 300) == [100, 118]
    assert apart([300, 300], 18, 0, 300) == [282, 300]


def test_label_goes_where_it_covers_no_point():
    wanted = [(50.0, 50.0, "A place", 40.0)]
    room = (0.0, 0.0, 200.0, 100.0)

    def beside(*others):
        return placed(wanted, [(50.0, 50.0), *others], height=14, within=room, most=5)

    assert beside()[0].align == "left"
    assert beside((75.0, 50.0))[0].align == "right"
    assert beside((75.0, 50.0), (25.0, 50.0))[0].y < 50
    assert beside((75.0, 50.0), (25.0, 50.0), (50.0, 35.0), (50.0, 65.0)) == []


def test_key_breaks_into_lines_where_it_would_run_off():
    sketch = Sketch()
    items = [line_item(f"a rather long description, number {i}", "#000000", 1) for i in range(5)]
    bottom = laid_out(sketch, items, left=-40, right=540, y=400)
    words = [r for r in sketch.records if r["mark"] == "word"]
    assert len({r["y"] for r in words}) == 3
    assert all(r["x"] >= -40 and r["x"] + text_width(r["text"], 14) <= 541 for r in words)
    assert bottom > max(r["y"] for r in words)


# Hues and names

_FACTS = Path(demo.__file__).parent / "facts" / "networks.csv"


def luminance(colour):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear, float(linear @ [0.2126, 0.7152, 0.0722])


def contrast_on_white(colour):
    return 1.05 / (luminance(colour)[1] + 0.05)


def test_every_network_has_a_hue_of_its_own():
    with _FACTS.open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert codes == set(NETWORKS) == set(NAMES)
    assert len(set(NETWORKS.values())) == 15
    assert hue("E54", MID_GREY) == MID_GREY


@pytest.mark.parametrize(
    "colour", [*NETWORKS.values(), IMPROVEMENT, CONCERN, NEUTRAL, COMMON, TARGET]
)
def test_lines_and_points_stand_out_from_white(colour):
    assert contrast_on_white(colour) >= 3


# Machado, Oliveira and Fernandes (2009), severity 1: linear colours as seen without red or green.
_SEEN = {
    "all cones": np.eye(3),
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
}


def oklab(linear):
    """Ottosson's OKLab, where distances are as large as differences look; x 100."""
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return 100 * lab @ np.cbrt(np.clip(cones @ linear, 0, None))


@pytest.mark.parametrize(
    ("eyes", "least"), [("all cones", 12), ("no green cones", 7), ("no red cones", 7)]
)
def test_hues_of_networks_differ_also_to_colour_blind_eyes(eyes, least):
    seen = {
        code: oklab(np.clip(np.array(_SEEN[eyes]) @ luminance(colour)[0], 0, 1))
        for code, colour in NETWORKS.items()
    }
    nearest = min(np.linalg.norm(seen[a] - seen[b]) for a, b in combinations(seen, 2))
    assert nearest >= least


def test_short_names_of_networks_and_icbs_fit_and_differ():
    short = [short_name(code, name, 18) for code, name in NAMES.items()]
    assert len(set(short)) == 15 and not any("…" in name for name in short)
    assert short_name("HI-East", "Eastern AHSN") == "East"  # as it was called until 2023
    assert short_name("QT1", "whatever it is called") == "Nottinghamshire"
    icbs = [spot.code for spot in read_layout("icbs-42.csv").spots]
    assert len({short_name(code, code) for code in icbs}) == 42


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("NHS Barnsley CCG", "Barnsley"),
        ("NHS Devon Integrated Care Board", "Devon"),
        ("University Hospitals of Morecambe Bay NHS Foundation Trust", "University Hospitals of…"),
    ],
)
def test_other_names_lose_what_all_of_their_kind_have(name, short):
    assert short_name("X", name) == short


# Words


def test_value_is_said_with_its_counts_and_parts_of_split_sites():
    reach = network_reach()
    cells, row, name = said.row_of(reach, SPLIT)
    assert name == NAMES[SPLIT]
    assert said.value_words(reach, cells, row, 5).endswith(")")
    assert ".5 of " in said.value_words(reach, cells, row, 5)


def test_month_without_a_value_is_said_by_its_reason():
    reach = network_reach()
    cells, row, _ = said.row_of(reach, SHORT)
    assert said.value_words(reach, cells, row, 0) == "nothing to measure"
    assert said.value_words(reach, cells, row, 59) == "suppressed"
    assert said.reporting_words(reach, cells, row, 0) == ""


def test_zero_out_of_a_hidden_denominator_does_not_tell_it():
    reach = network_reach()
    cells, row, _ = said.row_of(reach, SPLIT)
    cells.numerator[row, 0] = cells.value[row, 0] = 0
    cells.hidden_denominator[row, 0] = True
    assert said.value_words(reach, cells, row, 0) == "0% (0 of s)"
