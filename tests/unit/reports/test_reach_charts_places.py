"""Pictures of many places: small multiples, deciles, funnel, fifths, league."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Variation
from groundswell.common.months import Month
from groundswell.reports.charts.hues import NETWORKS as HUES
from groundswell.reports.charts.look import SMALL, text_width
from groundswell.reports.charts.reach.deciles import deciles
from groundswell.reports.charts.reach.fifths import fifths
from groundswell.reports.charts.reach.funnel import MOST_LABELS, funnel
from groundswell.reports.charts.reach.league import league
from groundswell.reports.charts.reach.multiples import MOST, board_words, small_multiples
from groundswell.reports.reach.disclosed import disclose_reach
from groundswell.reports.reach.tables import funnel_of, spc_of
from tests.support.reach_examples import (
    FALLING,
    LATE,
    MISSING,
    NETWORKS,
    QUANTITY,
    RATE,
    RISING,
    SHORT,
    SUPPRESSED,
    five_fifths,
    many_reach,
    measure,
    network_answer,
    network_reach,
)


@pytest.fixture(scope="module")
def reach():
    return network_reach()


@pytest.fixture(scope="module")
def many():
    return many_reach()


def words(picture, data="drawing", **of):
    return [
        r["text"]
        for r in picture.spec["datasets"][data]
        if r.get("mark") == "word" and of.items() <= r.items()
    ]


# Small multiples


def test_every_network_has_a_panel_in_its_own_hue(reach):
    board = small_multiples(reach).spec["datasets"]["board"]
    hues = {(r["place"], r["hue"]) for r in board if r.get("is") == "month"}
    assert hues == set(HUES.items())


def test_all_panels_have_one_scale_that_holds_every_value(reach):
    picture = small_multiples(reach)
    layers = picture.spec["vconcat"][0]["spec"]["layer"]
    scales = {
        str(layer["encoding"]["y"]["scale"]["domain"])
        for layer in layers
        if (layer["encoding"].get("y") or {}).get("scale")
    }
    assert scales == {"[0.0, 80.0]"}
    assert "resolve" not in picture.spec["vconcat"][0]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (RISING, ["NE and N Cumbria", "H", "improvement", "79%"]),
        (FALLING, ["Kent Surrey Sussex", "L", "concern", "60%", "s", "s", "s"]),
        (SHORT, ["West of England", "not judged", "s", "s"]),
        (MISSING, ["Yorks and Humber", "common cause", "53%"]),
        (LATE, ["South West", "common cause", "57%"]),
    ],
)
def test_panel_is_headed_by_name_verdict_and_latest_value(reach, place, said):
    assert words(small_multiples(reach), "board", place=place) == said


def test_months_not_reported_are_hatched_in_their_panel_only(reach):
    board = small_multiples(reach).spec["datasets"]["board"]
    boxes = [r for r in board if r.get("mark") == "box" and r["y"] > 0]
    assert [r["place"] for r in boxes] == [MISSING, MISSING]


def test_only_special_causes_and_lone_months_have_points(reach):
    board = small_multiples(reach).spec["datasets"]["board"]
    pointed = {r["shape"] for r in board if r.get("is") == "month" and r.get("size")}
    assert pointed == {"diamond", "square", "circle"}
    circles = [r for r in board if r.get("is") == "month" and r.get("shape") == "circle"]
    known = np.pad(~np.isnan(reach.places.value), ((0, 0), (1, 1)))
    assert circles
    for record in circles:
        row = reach.codes.index(record["place"])
        column = Month.parse(record["month"]).index - reach.months[0].index
        assert known[row, column : column + 3].tolist() == [False, True, False]


def test_board_says_what_noise_alone_would_show(reach, many):
    foot = " ".join(words(small_multiples(reach), "key"))
    assert foot.endswith(
        "3 of 14 charts show a special cause at their last point; noise alone would show fewer "
        "than one."
    )
    sentence = board_words(many, spc_of(many))
    assert re.fullmatch(
        r"\d+ of 135 charts show a special cause at their last point; noise alone would show "
        r"about [1-5]\.",
        sentence,
    )
    assert sentence in small_multiples(many).alt


def test_board_sentence_is_the_same_every_time(many):
    board_words.__globals__["_board_text"].cache_clear()
    one = board_words(many, spc_of(many))
    board_words.__globals__["_board_text"].cache_clear()
    assert board_words(many, spc_of(many)) == one


def test_of_too_many_places_those_with_signals_are_drawn_first(many):
    charts = spc_of(many)
    board = small_multiples(many, charts=charts).spec
    drawn = {r["place"] for r in board["datasets"]["board"]}
    signals = {
        code
        for code, icon in zip(many.codes, charts.variation_icon, strict=False)
        if icon > Variation.COMMON_CAUSE
    }
    assert len(drawn) == MOST
    assert signals and signals <= drawn
    assert "42 of 135 CCGs, those with signals first." in board["title"]["subtitle"]


def test_places_can_be_chosen(reach):
    picture = small_multiples(reach, [SHORT, RISING])
    assert {r["place"] for r in picture.spec["datasets"]["board"]} == {SHORT, RISING}
    assert picture.spec["vconcat"][0]["facet"]["sort"] == [SHORT, RISING]
    with pytest.raises(LookupError):
        small_multiples(reach, ["E54"])


def test_ten_years_of_fifteen_networks_stay_small():
    assert len(small_multiples(network_reach(120)).svg()) < 400_000


def test_alt_text_of_multiples_names_those_that_change(reach):
    assert small_multiples(reach).alt == (
        "DOAC share in 15 networks on one scale, July 2015 to June 2020. "
        "In June 2020 from Yorks and Humber, 53%, to NE and N Cumbria, 79%. "
        "Concern: Kent Surrey Sussex. Improvement: NE and N Cumbria and East. "
        "Not judged: West of England. "
        "3 of 14 charts show a special cause at their last point; noise alone would show fewer "
        "than one."
    )


def test_sites_of_no_known_place_are_drawn_and_not_counted_as_a_place(reach):
    lost = replace(
        reach,
        codes=(*reach.codes[:-1], "none"),
        names=(*reach.names[:-1], "No known place"),
    )
    said = small_multiples(lost).alt
    assert "in 14 networks and for sites of no known place on one scale" in said
    assert "none" in {r["place"] for r in rows(league(lost))}
    status = lost.places.status.copy()
    status[-1, -1] = Status.NOT_YET_ELIGIBLE
    value = np.where(status == Status.NOT_YET_ELIGIBLE, np.nan, lost.places.value)
    numerator = np.where(np.isnan(value), np.nan, lost.places.numerator)
    empty = replace(
        lost, places=replace(lost.places, status=status, value=value, numerator=numerator)
    )
    assert "No known place" not in words(league(empty))
    assert "nothing to measure" not in funnel(empty).alt


# Deciles


def test_nine_lines_of_which_the_median_is_dashed_and_heavier(reach):
    spec = deciles(reach).spec
    assert {r["decile"] for r in spec["datasets"]["deciles"]} == {*range(10, 100, 10)}
    light, heavy = (layer["mark"] for layer in spec["layer"][:2])
    assert heavy["strokeDash"] and "strokeDash" not in light
    assert heavy["strokeWidth"] > 2 * light["strokeWidth"]
    assert {"1st decile", "median", "9th decile"} <= set(words(deciles(reach)))


def test_place_lies_over_the_deciles_in_its_hue(reach):
    picture = deciles(reach, RISING)
    assert picture.spec["layer"][2]["mark"]["color"] == HUES[RISING]
    assert len(picture.spec["datasets"]["place"]) == 60
    assert {"NE and N Cumbria", NETWORKS[RISING]} <= set(words(picture))
    assert deciles(reach).spec["datasets"]["place"] == []


def test_gaps_of_the_place_are_marked(reach):
    picture = deciles(reach, SUPPRESSED)
    hidden = [r for r in picture.spec["datasets"]["place"] if r["value"] is None]
    assert len(hidden) == 7
    assert words(picture).count("s") > 4  # three runs of months, and the key
    assert "Health Innovation Manchester: suppressed." in picture.alt


def test_months_of_fewer_than_ten_sites_are_left_out(reach):
    sites = reach.sites.copy()
    sites[[3, 59]] = 9
    picture = deciles(replace(reach, sites=sites), RISING)
    empty = {r["month"][:7] for r in picture.spec["datasets"]["deciles"] if r["value"] is None}
    assert empty == {"2015-10", "2020-06"}
    assert "May 2020: half of 120" in picture.alt
    none = deciles(replace(reach, sites=np.full(60, 9)))
    assert "Fewer than 10 CCGs or sub-ICB locations in every month" in words(none)
    assert all(r["value"] is None for r in none.spec["datasets"]["deciles"])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (10.0, "in the lowest tenth"),
        (25.0, "between the 1st and 2nd decile"),
        (85.0, "between the 7th and 8th decile"),
        (99.0, "in the highest tenth"),
    ],
)
def test_alt_text_says_where_the_place_stands(reach, value, said):
    lines = np.repeat(np.arange(20.0, 110.0, 10.0)[:, None], 60, axis=1)
    lines[8] = 97.0
    values = np.full(reach.places.value.shape, value)
    here = replace(reach, deciles=lines, places=replace(reach.places, value=values))
    assert deciles(here, RISING).alt.endswith(f"{said}.")


def test_alt_text_of_deciles_gives_median_and_spread_then_and_now(reach):
    assert deciles(reach).alt == (
        "DOAC share. June 2020: half of 120 CCGs or sub-ICB locations lie below 60%, and eight in "
        "ten between 53% and 69%. In July 2015 half lay below 59%."
    )


# Funnel


def test_points_beyond_limits_differ_in_shape_and_filling(many):
    looks = {
        (r["where"], r["shape"], r["fill"] == "#ffffff")
        for r in funnel(many).spec["datasets"]["places"]
    }
    assert looks == {
        ("inside", "circle", False),
        ("above_95", "triangle-up", True),
        ("above_998", "triangle-up", False),
        ("below_95", "triangle-down", True),
        ("below_998", "triangle-down", False),
    }


def test_side_that_is_better_is_blue_and_neither_is_purple(many):
    def ink(reach, where):
        places = funnel(reach).spec["datasets"]["places"]
        return next(r["ink"] for r in places if r["where"] == where)

    fewer = many_reach(measured=measure(direction="decrease"))
    neutral = many_reach(measured=measure(direction="neutral"))
    assert ink(many, "above_998") == ink(fewer, "below_998") == "#005eb8"
    assert ink(many, "below_998") == ink(fewer, "above_998") == "#c75300"
    assert ink(neutral, "above_998") == ink(neutral, "below_998") == "#5b2a86"


def test_only_places_beyond_the_outer_limits_are_named(many):
    names = set(words(funnel(many)))
    assert {"Barnsley", "Bury", "Castle Point and Rochford", "Dudley"} <= names
    assert not any("Knowsley" in name for name in names)


def test_at_most_ten_names_and_none_covers_another(many):
    values = many.places.numerator.copy()
    values[10:19, -1] *= 1.45
    crowded = replace(many, places=replace(many.places, numerator=values))
    assert funnel_of(crowded).outside[1] > MOST_LABELS
    labels = [
        r
        for r in funnel(crowded).spec["datasets"]["drawing"]
        if r["mark"] == "word" and 0 < r["y"] < 380
    ]
    assert 2 < len(labels) <= MOST_LABELS
    boxes = [_box(label) for label in labels]
    assert not any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for a, b in combinations(boxes, 2)
    )


def _box(label):
    width = text_width(label["text"], SMALL)
    left = label["x"] - {"left": 0, "center": width / 2, "right": width}[label["align"]]
    return left, label["y"] - SMALL / 2, left + width, label["y"] + SMALL / 2


def test_both_pairs_of_limits_and_the_centre_are_drawn(many):
    data = funnel(many).spec["datasets"]
    assert {r["limit"] for r in data["limits"]} == {
        "95% low", "95% high", "99.8% low", "99.8% high",
    }  # fmt: skip
    assert data["centre"][0]["value"] == pytest.approx(funnel_of(many).centre, rel=1e-5)


def test_limits_are_cut_where_they_leave_the_picture(reach):
    spec = funnel(reach).spec
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    values = [r["value"] for r in spec["datasets"]["limits"] if r["value"] is not None]
    assert 400 < len(values) < 800
    assert all(low <= value <= high for value in values)


def test_very_unequal_sizes_stand_on_an_axis_of_ratios(many):
    def kind(reach):
        return funnel(reach).spec["layer"][0]["encoding"]["x"]["scale"]["type"]

    below = many.places.denominator.copy()
    below[:, -1] *= np.where(np.arange(135) % 2, 60.0, 1.0)
    above = np.round(below * 0.6)
    skewed = replace(many, places=replace(many.places, numerator=above, denominator=below))
    assert (kind(many), kind(skewed)) == ("linear", "log")
    assert funnel(skewed).svg()


def test_funnel_says_who_is_not_in_it_and_that_limits_are_widened(many):
    said = funnel(many).alt
    assert (
        "4 of 131 CCGs lie outside the 99.8% limits; by chance it would be fewer than one" in said
    )
    assert "Above: Barnsley, 85% and Castle Point and Rochford, 76%." in said
    assert "Below: Bury, 39% and Dudley, 45%." in said
    assert "Not in the picture: 1 not reported, 2 suppressed, 1 nothing to measure." in said
    assert "CCGs differ more than chance allows: limits are widened." in said
    assert "widened" not in funnel(many_reach(measured=RATE)).alt


def test_means_and_quantities_have_no_funnel():
    assert funnel(network_reach(measured=QUANTITY)) is None
    assert funnel(network_reach(measured=measure(kind="mean", counts="money"))) is None


# Fifths


def test_five_points_with_intervals_the_most_deprived_on_the_left(reach):
    points = fifths(reach).spec["datasets"]["fifths"]
    assert [r["fifth"] for r in points] == [1, 2, 3, 4, 5]
    assert [r["rank"] for r in points] == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    assert all(r["low"] < r["value"] < r["high"] for r in points)
    assert points[0]["value"] == pytest.approx(58)
    drawn = words(fifths(reach))
    assert drawn.index("most deprived") < drawn.index("least deprived")


def test_line_of_the_slope_index_runs_from_end_to_end(reach):
    most, least = fifths(reach).spec["datasets"]["line"]
    assert (most["rank"], least["rank"]) == (0, 1)
    assert least["value"] - most["value"] == pytest.approx(8.6, abs=0.05)


def with_fifths(*numerators):
    return disclose_reach(replace(network_answer(), fifths=five_fifths(numerators)))


def test_suppressed_fifth_is_an_s_without_a_point():
    picture = fifths(with_fifths(5, 2_500, 2_600, 2_700, 2_800))
    hidden = [r for r in picture.spec["datasets"]["fifths"] if r["value"] is None]
    assert [r["fifth"] for r in hidden] == [1, 2]  # the second, that the first may not be told
    assert all(r["low"] is None and r["high"] is None for r in hidden)
    assert words(picture).count("s") == 3  # with the key
    assert "fifth 1 suppressed, fifth 2 suppressed, fifth 3 52%" in picture.alt


@pytest.mark.parametrize(
    ("numerators", "said"),
    [
        ((2_900, 3_010, 3_080, 3_190, 3_240), "Higher at the least than at the most deprived end"),
        ((3_240, 3_190, 3_080, 3_010, 2_900), "Higher at the most than at the least deprived end"),
        ((3_000, 3_050, 2_990, 3_040, 3_010), "No clear gradient with deprivation"),
        ((5, 5, 5, 3_000, 3_010), "Too few fifths are known for a gradient"),
    ],
)
def test_gradient_is_said_in_words(numerators, said):
    picture = fifths(with_fifths(*numerators))
    assert said in picture.alt
    assert said in " ".join(picture.spec["title"]["subtitle"])


def test_fifths_say_whom_they_leave_out(reach):
    assert "3 CCGs or sub-ICB locations of unknown deprivation left out." in fifths(reach).alt


def test_places_of_unknown_deprivation_have_no_picture(reach):
    assert fifths(replace(reach, fifths=None)) is None


# League


def rows(picture):
    return picture.spec["datasets"]["places"]


def test_places_stand_from_best_to_worst_with_intervals_and_ranks(reach):
    drawn = rows(league(reach))
    values = [r["value"] for r in drawn]
    assert len(drawn) == 13 and values == sorted(values, reverse=True)
    assert all(r["low"] < r["value"] < r["high"] for r in drawn)
    assert [r["y"] for r in drawn] == sorted(r["y"] for r in drawn)
    assert {"1", "2 to 6", "13"} <= set(words(league(reach)))
    assert {r["hue"] for r in drawn} < set(HUES.values())


def test_lowest_stands_first_where_lower_is_better():
    values = [
        r["value"] for r in rows(league(network_reach(measured=measure(direction="decrease"))))
    ]
    assert values == sorted(values)


def test_value_of_all_places_is_a_line(reach):
    picture = league(reach)
    total = float(reach.total.value[0, -1])
    assert picture.spec["datasets"]["total"] == [{"value": pytest.approx(total, rel=1e-5)}]
    assert "all places together, 61%" in words(picture)


def test_place_without_a_value_says_why_and_has_no_mark(reach, many):
    assert {r["place"] for r in rows(league(reach))}.isdisjoint({SUPPRESSED, SHORT})
    assert words(league(reach)).count("s") == 2
    assert "Suppressed: Manchester and West of England." in league(reach).alt
    whole = league(many, most=200)
    drawn = words(whole)
    assert {"not reported", "nothing to measure", "suppressed"} <= set(drawn)
    boxes = [r for r in whole.spec["datasets"]["drawing"] if r["mark"] == "box" and r["y"] > 0]
    assert len([r for r in boxes if r["y2"] > r["y"]]) == 1


def test_quantity_has_neither_intervals_nor_ranks_nor_a_line_of_the_sum():
    picture = league(network_reach(measured=QUANTITY))
    assert all(r["low"] is None and r["rank_first"] is None for r in rows(picture))
    assert picture.spec["datasets"]["total"] == []
    assert "rank" not in words(picture) and "95% interval" not in words(picture)
    assert "A quantity has no interval, so networks are not ranked" in picture.alt


def test_of_too_many_places_the_two_ends_are_drawn(many):
    picture = league(many, most=40)
    drawn = rows(picture)
    assert len(drawn) == 40
    assert drawn[0]["name"] == "NHS Barnsley CCG" and drawn[-1]["name"] == "NHS Bury CCG"
    assert "and 91 others between" in words(picture)
    assert "Not reported: Fylde and Wyre." in picture.spec["title"]["subtitle"]


def test_alt_text_of_a_league_says_what_chance_leaves_of_the_order(reach):
    assert league(reach).alt.startswith(
        "DOAC share in June 2020. NE and N Cumbria stands first whatever chance does. "
        "First: NE and N Cumbria, 79% (rank 1); South London, 64% (rank 2 to 6);"
    )
    above = np.full((15, 60), 300.0)
    level = replace(
        reach,
        places=replace(reach.places, numerator=above, denominator=2 * above, value=above / 6),
    )
    assert "Any of the 15 networks may be first: chance explains their order" in league(level).alt
