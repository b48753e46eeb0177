"""The cumulative curve: what is drawn, what is left out, and what is said of it."""

import altair as alt
import numpy as np
import pytest

from groundswell.common.months import Month
from groundswell.reports.charts.curve import MOST_LINES, curve_alt, spec
from groundswell.reports.charts.hues import NETWORKS
from groundswell.reports.charts.look import MID_GREY

from .answers import answer, curve, ending_at, row


def banded():
    """Two places over three months; two of A's sites have dates that are imprecise in month 2."""
    rows = [row("A", adopted=6, not_adopted=4), row("B", adopted=5, not_adopted=5)]
    low = np.array([[0, 2, 6], [0, 5, 5]], dtype=float)
    high = np.array([[0, 4, 6], [0, 5, 5]], dtype=float)
    eligible = np.full((2, 3), 10.0)
    return answer(rows, curve=curve(rows, eligible=eligible, low=low, high=high))


def test_spec_obeys_the_schema_of_vega_lite():
    alt.LayerChart.from_dict(spec(banded()), validate=True)


def test_bold_line_is_the_share_over_all_places_with_its_band():
    assert spec(banded())["datasets"]["total"] == [
        {"month": "2018-02-01", "low": 0, "high": 0},
        {"month": "2018-03-01", "low": 0.35, "high": 0.45},
        {"month": "2018-04-01", "low": 0.55, "high": 0.55},
    ]


def test_each_place_has_a_thin_line_of_its_own_share():
    places = spec(banded())["datasets"]["places"]
    assert [r["share"] for r in places if r["place"] == "A"] == [0, 0.2, 0.6]


def test_month_without_eligible_sites_is_a_gap_and_not_zero():
    rows = [row("A", adopted=1, not_adopted=1)]
    eligible, low = np.array([[0.0, 2, 2]]), np.array([[0.0, 0, 1]])
    drawn = spec(answer(rows, curve=curve(rows, eligible=eligible, low=low, high=low)))["datasets"]
    assert [r["share"] for r in drawn["places"]] == [None, 0, 0.5]
    assert [r["low"] for r in drawn["total"]] == [None, 0, 0.5]


def test_picture_without_any_eligible_site_says_so():
    drawn = spec(answer([row(adopted=0, not_adopted=0)]))["datasets"]
    assert drawn["notice"] == [{"notice": "No eligible sites in any of these months"}]
    assert drawn["asked"] == []
    assert spec(banded())["datasets"]["notice"] == []


def test_asked_month_is_marked():
    assert [r["month"] for r in spec(banded())["datasets"]["asked"]] == ["2018-04-01"]


@pytest.mark.parametrize(("places", "drawn"), [(MOST_LINES, True), (MOST_LINES + 1, False)])
def test_too_many_places_have_no_thin_lines(places, drawn):
    asked = answer([row(f"P{i}") for i in range(places)], by="ccg")
    assert bool(spec(asked)["datasets"]["places"]) is drawn
    assert ("thin lines: each CCG" in str(spec(asked)["title"])) is drawn


def test_subtitle_states_figures_date_and_basis_and_explains_the_shading():
    said = " ".join(spec(banded())["title"]["subtitle"])
    assert said.startswith("11 of 20 eligible sites (55%) at the end of April 2018.")
    assert "boundaries as then; data version 12." in said
    assert "shading: room left by imprecise dates." in said


def test_shading_is_not_explained_where_there_is_none():
    assert "shading" not in str(spec(answer())["title"])


def test_dust_of_split_places_is_no_shading():
    rows = [row("A", adopted=1, not_adopted=1)]
    low = np.array([[0.3, 1.0]])
    dusty = curve(rows, eligible=np.full((1, 2), 2.0), low=low, high=low + 1e-12)
    assert "shading" not in str(spec(answer(rows, curve=dusty))["title"])


def test_label_gives_a_range_where_the_asked_months_dates_are_imprecise():
    rows = [row("A", adopted=4, not_adopted=4, unknown=2)]
    low, high = np.array([[2.0, 4]]), np.array([[2.0, 6]])
    asked = answer(rows, curve=curve(rows, eligible=np.full((1, 2), 10.0), low=low, high=high))
    assert "April 2018: 40% to 60%" in str(spec(asked))


def test_asked_month_outside_the_curve_is_not_marked():
    asked = answer(curve=ending_at([row()], at=Month.parse("2017-01")))
    assert spec(asked)["datasets"]["asked"] == []


def test_axis_has_at_most_six_months_written_out():
    rows = [row()]
    for months in (1, 6, 7, 48, 120, 500):
        (axis,) = {
            str(layer["encoding"]["x"]["axis"]["values"])
            for layer in spec(answer(rows, curve=ending_at(rows, months=months)))["layer"]
            if "axis" in layer["encoding"].get("x", {})
        }
        assert 1 <= axis.count("year") <= 6


def test_long_name_is_broken_into_lines_and_adds_to_the_height():
    short, long = spec(answer()), spec(answer(name="Polypharmacy, getting the balance right " * 3))
    assert len(long["title"]["text"]) > len(short["title"]["text"])
    assert long["height"] > short["height"]


def place_colour(drawn):
    """How the thin lines get their colour; None: all are grey."""
    return drawn["layer"][0]["encoding"].get("color")


def test_networks_have_their_hues_and_are_named_in_the_key():
    drawn = spec(answer([row("HI-NENC"), row("HI-SW"), row("none", name="No known place")]))
    scale = place_colour(drawn)["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "NE and N Cumbria": NETWORKS["HI-NENC"],
        "South West": NETWORKS["HI-SW"],
        "No known place": MID_GREY,
    }
    assert {r["name"] for r in drawn["datasets"]["places"]} == set(scale["domain"])
    assert drawn["height"] > spec(answer([row("A"), row("B"), row("C")]))["height"]


@pytest.mark.parametrize("codes", [["QT1", "QM7"], ["HI-SW", "QM7"], ["HI-SW"]])
def test_other_places_and_a_lone_network_are_grey_without_a_key(codes):
    assert place_colour(spec(answer([row(code) for code in codes]))) is None


# What is said of it


def test_alt_text_gives_end_start_halfway_range_and_imprecision():
    assert curve_alt(banded()) == (
        "Line chart of the share of eligible sites that have adopted FreeStyle Libre. "
        "11 of 20 eligible sites (55%) at the end of April 2018. "
        "At the end of February 2018 it was 0%. It first reached half in April 2018. "
        "By network, from Place B, 50% (5 of 10), to Place A, 60% (6 of 10). "
        "Imprecise dates leave room in 1 of 3 months, most in March 2018: between 7 and 9 sites. "
        "Adopted: live or beyond (version 1); boundaries as then; data version 12."
    )


def test_alt_text_counts_places_without_a_share_apart_from_those_at_zero():
    rows = [
        row("A", adopted=0, not_adopted=3),
        row("B", adopted=2, not_adopted=2),
        row("C", adopted=0, not_adopted=0),
        row("D", adopted=0, not_adopted=0, unknown=4),
    ]
    said = curve_alt(answer(rows))
    assert "from Place A, 0% (0 of 3), to Place B, 50% (2 of 4)" in said
    assert "2 without data or eligible sites" in said


def test_alt_text_of_equal_places_names_none_of_them():
    assert "Every network with data is at 67%" in curve_alt(answer([row("A"), row("B")]))


def test_alt_text_of_places_without_data_says_so():
    rows = [row(code, adopted=0, not_adopted=0, unknown=2) for code in "AB"]
    assert "No network has data" in curve_alt(answer(rows))


def test_alt_text_of_a_single_month_has_no_beginning():
    rows = [row()]
    assert "it was" not in curve_alt(answer(rows, curve=ending_at(rows, months=1)))
