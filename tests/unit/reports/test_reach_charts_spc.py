"""The SPC chart of a place: its marks, its icons, its words."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Assurance, Variation, chart
from groundswell.reports.charts.reach.icons import assurance_icon, variation_icon
from groundswell.reports.charts.reach.series import runs_of
from groundswell.reports.charts.reach.spc import spc
from groundswell.reports.charts.reach.variation import STYLES, variation_verdict
from groundswell.reports.charts.sketch import Sketch
from groundswell.reports.reach.disclosed import disclose_reach
from groundswell.reports.reach.tables import spc_of
from tests.support.reach_examples import (
    FALLING,
    LATE,
    MISSING,
    QUANTITY,
    RISING,
    SHORT,
    SUPPRESSED,
    ZEROS,
    answer,
    cells,
    measure,
    network_reach,
)


@pytest.fixture(scope="module")
def reach():
    return network_reach()


def words(picture):
    return [r["text"] for r in picture.spec["datasets"]["drawing"] if r["mark"] == "word"]


def months(picture):
    return picture.spec["datasets"]["months"]


def hatched_boxes(picture):
    """Those at the foot of the plot, without that of the key."""
    boxes = [r for r in picture.spec["datasets"]["drawing"] if r["mark"] == "box"]
    return [r for r in boxes if 0 < r["y"] < 300]


def flat(values, *, measured=None):
    """One place with these values, out of a hundred thousand each."""
    given = measured or measure()
    below = np.full((1, len(values)), 100_000.0)
    above = np.array([values]) * 100_000 / given.multiplier
    made = cells(above, below, given, np.zeros(below.shape, dtype=np.int8))
    return disclose_reach(answer(("A",), ("Place A",), made, given))


# Months and their marks


def test_every_month_has_a_record_with_its_status(reach):
    drawn = months(spc(reach, SUPPRESSED))
    assert len(drawn) == 60
    hidden = [r for r in drawn if r["status"] == "suppressed"]
    assert len(hidden) == 7
    assert all(r["value"] is None for r in hidden)


def test_suppressed_months_are_marked_s_at_the_foot_of_the_plot(reach):
    drawn = spc(reach, SUPPRESSED)
    letters = [
        r
        for r in drawn.spec["datasets"]["drawing"]
        if r["mark"] == "word" and r["text"] == "s" and r["y"] < 300
    ]
    assert len(letters) == 7
    assert {r["y"] for r in letters} == {289.0}
    assert len({r["x"] for r in letters}) == 7
    assert "suppressed" in words(drawn)


def test_months_not_reported_are_gaps_and_hatched(reach):
    drawn = spc(reach, MISSING)
    gaps = [i for i, r in enumerate(months(drawn)) if r["value"] is None]
    assert gaps == [20, 21, 22, 40]
    assert len(hatched_boxes(drawn)) == 2
    assert "not reported" in words(drawn)
    assert "s" not in words(drawn)


def test_months_without_anything_to_measure_stay_blank(reach):
    drawn = spc(reach, LATE)
    assert [r["value"] for r in months(drawn)[:14]] == [None] * 14
    assert hatched_boxes(drawn) == []
    assert "s" not in words(drawn)
    assert "blank: nothing to measure" in words(drawn)


def test_true_zero_is_a_point_at_zero(reach):
    drawn = months(spc(reach, ZEROS))
    assert [(r["value"], r["status"]) for r in drawn[:5]] == [(0, "zero")] * 5
    assert all(r["shape"] for r in drawn[:5])


def test_plot_without_gaps_has_no_strip(reach):
    y = spc(reach, RISING).spec["layer"][0]["encoding"]["y"]
    assert y["scale"]["range"] == [300, 0]
    assert spc(reach, MISSING).spec["layer"][0]["encoding"]["y"]["scale"]["range"] == [278, 0]


def test_runs_are_unbroken_stretches_of_one_status():
    status = np.array([3, 3, 0, 3, 2, 2], dtype=np.int8)
    assert runs_of(status, Status.SUPPRESSED) == [(0, 1), (3, 3)]
    assert runs_of(status, Status.MISSING) == [(4, 5)]
    assert runs_of(status, Status.ZERO) == []


# Variation


def test_special_causes_differ_in_colour_and_shape():
    special = [style for style in STYLES.values() if style.is_special]
    assert len({style.shape for style in special}) == len(special)
    assert "circle" not in {style.shape for style in special}
    assert len({style.words for style in STYLES.values()}) == len(STYLES)


def test_each_point_looks_as_it_varies(reach):
    drawn = months(spc(reach, RISING))
    looks = {(r["variation"], r["shape"], r["ink"]) for r in drawn}
    assert looks == {
        ("special_cause_concern", "square", "#c75300"),
        ("common_cause", "circle", "#768692"),
        ("special_cause_improvement", "diamond", "#005eb8"),
    }


def test_key_names_what_is_drawn_and_nothing_else(reach):
    assert {"improvement", "concern", "common cause"} <= set(words(spc(reach, RISING)))
    assert not {"higher", "lower", "suppressed"} & set(words(spc(reach, RISING)))


def test_neutral_measure_is_neither_better_nor_worse():
    reach = network_reach(measured=measure(direction="neutral", target=None))
    drawn = spc(reach, RISING)
    shapes = {r["shape"] for r in months(drawn)}
    assert {"triangle-up", "triangle-down"} <= shapes and "diamond" not in shapes
    assert "Change" in words(drawn)
    assert "better" not in str(drawn.spec["title"])


# Limits, target, segments


def test_limits_and_target_are_drawn(reach):
    drawn = spc(reach, SUPPRESSED).spec["datasets"]
    assert [r["line"] for r in drawn["limits"]] == ["mean", "lower", "upper"]
    lower, mean, upper = (
        next(r["level"] for r in drawn["limits"] if r["line"] == line)
        for line in ("lower", "mean", "upper")
    )
    assert 60 < lower < mean < upper < 70
    assert drawn["target"] == [{"target": 70}]
    assert any("target" in str(layer["encoding"]) for layer in spc(reach).spec["layer"])


def test_target_lies_within_the_axis(reach):
    low, high = spc(reach, MISSING).spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low <= 45 and high >= 70


def test_measure_without_a_target_has_neither_line_nor_icon():
    reach = network_reach(measured=measure(target=None))
    drawn = spc(reach, RISING)
    assert drawn.spec["datasets"]["target"] == []
    assert not any("target" in word for word in words(drawn))
    assert "arget" not in drawn.alt


def test_limit_where_no_value_can_lie_is_left_out():
    skewed = 0.1 + np.random.default_rng(2).exponential(2, 40)
    scarce = spc(flat(skewed, measured=measure(target=None)), "A")
    assert [r["line"] for r in scarce.spec["datasets"]["limits"]] == ["mean", "upper"]
    assert "upper limit" in scarce.alt
    full = spc(flat(100 - skewed), "A")
    assert [r["line"] for r in full.spec["datasets"]["limits"]] == ["mean", "lower"]
    assert "lower limit" in full.alt


def test_rebased_chart_has_limits_of_each_segment_and_a_mark_between(reach):
    plain = spc_of(reach)
    cut = np.arange(60) == 30
    charts = chart(
        plain.value, new_segment=cut, improvement="increase", target=70.0, rules=plain.rules
    )
    drawn = spc(reach, RISING, charts=charts)
    limits = drawn.spec["datasets"]["limits"]
    assert [(r["line"], r["from"][:7], r["to"][:7]) for r in limits if r["line"] == "mean"] == [
        ("mean", "2015-07", "2017-12"),
        ("mean", "2018-01", "2020-06"),
    ]
    assert drawn.spec["datasets"]["rebased"] == [{"month": "2018-01-01"}]
    assert "limits calculated afresh" in words(drawn)
    assert "since January 2018, when limits begin afresh" in drawn.alt
    assert spc(reach, RISING).spec["datasets"]["rebased"] == []


def test_chart_of_too_few_values_says_so_and_has_no_limits(reach):
    drawn = spc(reach, SHORT)
    assert [r["line"] for r in drawn.spec["datasets"]["limits"]] == ["mean"]
    assert "Not judged" in words(drawn)
    assert "Not judged: too few values, or too alike" in drawn.alt
    assert "months are beyond" not in drawn.alt


def test_place_without_any_value_says_so():
    measured = measure()
    nothing = np.full((1, 20), Status.MISSING, dtype=np.int8)
    made = cells(np.ones((1, 20)), np.ones((1, 20)), measured, nothing)
    drawn = spc(disclose_reach(answer(("A",), ("Place A",), made, measured)), "A")
    assert "No month has a value" in words(drawn)
    assert drawn.alt == (
        "DOAC share, Place A: February 2017: not reported. Target 70%. 20 months not reported."
    )
    assert drawn.svg().startswith("<svg")


def test_unknown_place_is_refused(reach):
    with pytest.raises(LookupError, match="'E54' is no place of this answer, which is by network"):
        spc(reach, "E54")


# Icons


def drawn_icon(draw):
    sketch = Sketch()
    draw(sketch)
    return sketch.records


@pytest.mark.parametrize(
    ("icon", "better", "letter"),
    [
        (Variation.IMPROVEMENT, "increase", "H"),
        (Variation.IMPROVEMENT, "decrease", "L"),
        (Variation.CONCERN, "increase", "L"),
        (Variation.CONCERN, "decrease", "H"),
        (Variation.NEUTRAL_HIGH, "neutral", "H"),
        (Variation.NEUTRAL_LOW, "neutral", "L"),
    ],
)
@pytest.mark.parametrize("radius", [26, 10], ids=["large", "small"])
def test_special_cause_icon_has_the_letter_of_its_side(icon, better, letter, radius):
    marks = drawn_icon(lambda sketch: variation_icon(sketch, icon, better, 0, 0, radius))
    assert [m["text"] for m in marks if m["mark"] == "word"] == [letter]
    assert variation_verdict(icon, better).letter == letter
    ring = next(m for m in marks if m["mark"] == "point")
    assert ring["ink"] == STYLES[icon].ink


@pytest.mark.parametrize(
    ("icon", "better", "rises"),
    [(Variation.IMPROVEMENT, "increase", True), (Variation.IMPROVEMENT, "decrease", False)],
)
def test_points_of_an_icon_go_the_way_that_the_values_went(icon, better, rises):
    marks = drawn_icon(lambda sketch: variation_icon(sketch, icon, better, 0, 0, 26))
    _, first, *_, last = (m for m in marks if m["mark"] == "point")
    assert (last["y"] < first["y"]) is rises
    assert last["x"] > first["x"]


@pytest.mark.parametrize(
    ("icon", "better", "letter", "line_is_below"),
    [
        (Assurance.CONSISTENT_PASS, "increase", "P", True),
        (Assurance.CONSISTENT_PASS, "decrease", "P", False),
        (Assurance.CONSISTENT_FAIL, "increase", "F", False),
        (Assurance.CONSISTENT_FAIL, "decrease", "F", True),
    ],
)
def test_target_of_an_assurance_icon_lies_on_its_side(icon, better, letter, line_is_below):
    marks = drawn_icon(lambda sketch: assurance_icon(sketch, icon, better, 0, 0, 26))
    target = next(m for m in marks if m["mark"] == "line" and m["dash"])
    points = [m["y"] for m in marks if m["mark"] == "point"][1:]
    assert all((target["y"] > y) is line_is_below for y in points)
    assert [m["text"] for m in marks if m["mark"] == "word"] == [letter]


def test_hit_and_miss_has_points_on_both_sides_of_its_target():
    marks = drawn_icon(lambda s: assurance_icon(s, Assurance.INCONSISTENT, "increase", 0, 0, 26))
    target = next(m for m in marks if m["mark"] == "line" and m["dash"])
    sides = {m["y"] > target["y"] for m in marks if m["mark"] == "point"}
    assert sides == {True, False}
    assert [m["text"] for m in marks if m["mark"] == "word"] == ["?"]


@pytest.mark.parametrize("nothing", [Assurance.NONE, Assurance.INSUFFICIENT])
def test_no_target_or_no_judgement_has_no_assurance_icon(nothing):
    assert drawn_icon(lambda s: assurance_icon(s, nothing, "increase", 0, 0, 26)) == []


def test_icons_stand_beside_their_words(reach):
    drawn = words(spc(reach, FALLING))
    assert {"L", "Concern", "lower than chance explains"} <= set(drawn)
    assert {"F", "Fails the target", "its limits fall short of it"} <= set(drawn)


# Words


def test_alt_text_gives_value_verdicts_usual_target_and_gaps(reach):
    assert spc(reach, SUPPRESSED).alt == (
        "DOAC share, Health Innovation Manchester: June 2020: suppressed. "
        "Latest value 66% (5,092 of 7,773) in May 2020. "
        "Common cause: no more change than chance. Fails the target: its limits fall short of it. "
        "0 of 53 months are beyond what chance does. Mean 66%; limits 62% to 69%. Target 70%. "
        "7 months suppressed."
    )


def test_heading_gives_value_reporting_and_basis(reach):
    said = spc(reach, RISING).spec["title"]
    assert said["text"] == ["DOAC share: Health Innovation North East and North", "Cumbria"]
    assert said["subtitle"] == [
        "79% (6,931 of 8,787) in June 2020.",
        "All 10 CCGs or sub-ICB locations reported; higher is better.",
        "Boundaries as at 1 April 2020; data version 12.",
    ]


def test_partial_reporting_is_said():
    reach = network_reach()
    known = np.where(reach.places.known > 0, 7.0, 0.0)
    part = replace(reach, places=replace(reach.places, known=known))
    assert "7 of 10 CCGs or sub-ICB locations reported" in str(spc(part, RISING).spec["title"])


def test_all_places_together_come_without_a_code(reach):
    assert spc(reach).spec["title"]["text"] == ["DOAC share: all places together"]
    assert months(spc(reach))[-1]["value"] == pytest.approx(
        float(reach.total.value[0, -1]), rel=1e-5
    )


def test_quantity_is_said_with_its_unit_and_without_a_denominator():
    said = spc(network_reach(measured=QUANTITY), RISING)
    assert "vials, syringes and pens in June 2020" in said.alt
    assert "Vials, syringes and pens" in words(said)
    assert " of " not in said.alt.split(".")[0].replace("North East and North Cumbria", "")
