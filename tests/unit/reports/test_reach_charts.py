"""All pictures of reach: drawn safely, readable, named, and blind to what is suppressed."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import altair as alt
import pytest

from groundswell.reports.charts import reach as pictures
from groundswell.reports.charts.reach import MAKERS, deciles, league, spc
from groundswell.reports.reach.disclosed import disclose_reach
from tests.support.reach_examples import (
    QUANTITY,
    RATE,
    RAW_SMALL,
    RISING,
    SUPPRESSED,
    five_fifths,
    many_reach,
    network_answer,
    network_reach,
)

DRAWN = {
    **MAKERS,
    "spc of a place": lambda reach: spc.spc(reach, SUPPRESSED),
    "deciles over a place": lambda reach: deciles.deciles(reach, SUPPRESSED),
    "short league": lambda reach: league.league(reach, most=6),
}


@pytest.fixture(scope="module")
def reach():
    return network_reach()


@pytest.fixture(scope="module", params=DRAWN)
def drawn(request, reach):
    picture = DRAWN[request.param](reach)
    return picture, picture.svg()


def test_svg_holds_nothing_that_a_strict_policy_refuses(drawn):
    tree = ElementTree.fromstring(drawn[1])
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    names = {name for element in tree.iter() for name in element.attrib}
    assert not tags & {"script", "style", "foreignObject", "image", "use", "a"}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert not {name for name in names if name.endswith("href")}
    assert "url(" not in drawn[1]


def test_svg_is_named_by_its_alt_text(drawn):
    picture, svg = drawn
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.alt


def test_alt_text_says_what_was_found_and_not_what_it_is(drawn):
    said = drawn[0].alt
    assert said.startswith("DOAC share")
    assert re.search(r"\d+%", said)
    assert not re.search(r"(?i)\b(chart|graph|picture|line) of", said)
    assert said.endswith(".") and ".." not in said


def test_svg_is_600_units_wide_and_scales(drawn):
    root = ElementTree.fromstring(drawn[1])
    assert 596 <= float(root.get("width")) <= 610
    assert root.get("viewBox")


def test_smallest_letters_are_readable_at_600_pixels(drawn):
    tree = ElementTree.fromstring(drawn[1])
    sizes = [
        float(element.get("font-size").removesuffix("px"))
        for element in tree.iter()
        if element.get("font-size") and "".join(element.itertext()).strip()
    ]
    assert sizes and min(sizes) >= 12


def test_spec_obeys_the_schema_of_vega_lite(drawn):
    spec = drawn[0].spec
    kind = alt.VConcatChart if "vconcat" in spec else alt.LayerChart
    kind.from_dict(spec, validate=True)


def test_spec_can_be_had_as_json(drawn):
    assert json.loads(drawn[0].vega_lite())["datasets"]


def test_png_is_a_png(reach):
    assert pictures.MAKERS["league"](reach).png().startswith(b"\x89PNG")


# Disclosure


def with_raw_small(numerator, denominator):
    """The answer where every suppressed month of one place had other numbers, and same totals."""
    answer = network_answer()
    cells, row = answer.cells, answer.codes.index(SUPPRESSED)
    small = cells.numerator[row] == RAW_SMALL[0]
    assert small.sum() == 7
    above, below, value = cells.numerator.copy(), cells.denominator.copy(), cells.value.copy()
    above[row, small], below[row, small] = numerator, denominator
    value[row, small] = 100 * numerator / denominator
    return replace(answer, cells=replace(cells, numerator=above, denominator=below, value=value))


@pytest.mark.parametrize("name", DRAWN)
def test_no_picture_depends_on_a_suppressed_number(name):
    one, other = (
        DRAWN[name](disclose_reach(with_raw_small(*raw))) for raw in (RAW_SMALL, (3.0, 90.0))
    )
    assert one.spec == other.spec
    assert one.alt == other.alt


def test_no_picture_depends_on_a_suppressed_fifth():
    one, other = (
        MAKERS["fifths"](disclose_reach(replace(network_answer(), fifths=five_fifths(numbers))))
        for numbers in ((5, 2_500, 2_600, 2_700, 2_800), (4, 2_501, 2_600, 2_700, 2_800))
    )
    assert one.spec == other.spec
    assert one.alt == other.alt


def test_suppressed_value_is_nowhere(drawn):
    text = drawn[0].vega_lite() + drawn[1]
    value = f"{100 * RAW_SMALL[0] / RAW_SMALL[1]:.6g}"
    assert value not in text
    assert f"of {RAW_SMALL[1]:.0f}" not in text


# Kinds of measure


@pytest.mark.parametrize("measured", [RATE, QUANTITY], ids=["rate", "quantity"])
@pytest.mark.parametrize("name", MAKERS)
def test_measures_of_other_kinds_are_drawn_where_they_can_be(name, measured):
    picture = MAKERS[name](network_reach(measured=measured))
    can = measured is RATE or name not in ("funnel", "fifths")
    assert (picture is not None) is can
    if picture:
        alt_text = picture.alt
        assert "%" not in alt_text.replace("95% interval", "").replace("99.8%", "")
        assert picture.svg().startswith("<svg")


def test_demonstration_data_say_so_in_every_picture():
    reach = disclose_reach(replace(network_answer(), is_demo=True))
    for maker in MAKERS.values():
        assert "Demonstration data; boundaries as at 1 April 2020" in str(
            maker(reach).spec["title"]
        )


def test_functions_give_svg_text(reach):
    made = (
        pictures.spc_svg(reach, RISING),
        pictures.small_multiples_svg(reach, [RISING, SUPPRESSED]),
        pictures.deciles_svg(reach, RISING),
        pictures.funnel_svg(reach),
        pictures.fifths_svg(reach),
        pictures.league_svg(reach, most=4),
    )
    assert all(svg.startswith("<svg") for svg in made)
    quantity = network_reach(measured=QUANTITY)
    assert pictures.funnel_svg(quantity) is None
    assert pictures.fifths_svg(quantity) is None


@pytest.mark.parametrize("how", [{"months": 1}, {"places": 1}], ids=["month", "place"])
def test_single_month_and_single_place_are_drawn(how):
    reach = many_reach(**how)
    made = [maker(reach) for maker in MAKERS.values()]
    assert all(picture.svg().startswith("<svg") for picture in made if picture)
    assert len([picture for picture in made if picture]) >= 4
