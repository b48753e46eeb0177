"""Drawing: files that work in a page under a strict policy, and on their own."""

import re
from unittest import mock
from xml.etree import ElementTree

import pytest

from groundswell.reports import charts
from groundswell.reports.charts import rendering

from .answers import answer, row

PICTURES = {"curve": charts.curve_svg, "tile map": charts.tile_map_svg}


@pytest.fixture(scope="module", params=PICTURES)
def drawn(request):
    return PICTURES[request.param](answer([row(), row("HI-SW", name='A & "B" <c>')]))


def test_svg_holds_nothing_that_a_strict_policy_refuses(drawn):
    tree = ElementTree.fromstring(drawn)
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    names = {name for element in tree.iter() for name in element.attrib}
    assert not tags & {"script", "style", "foreignObject", "image", "use", "a"}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert not {name for name in names if name.endswith("href")}
    assert "url(" not in drawn


def test_svg_has_an_accessible_name(drawn):
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert "8 of 12" in root.get("aria-label") or "16 of 24" in root.get("aria-label")


def test_svg_is_as_wide_as_it_says_and_scales(drawn):
    root = ElementTree.fromstring(drawn)
    assert 598 <= float(root.get("width")) <= 602
    assert root.get("viewBox")


def test_smallest_letters_are_readable_at_600_pixels(drawn):
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawn)]
    assert sizes and min(sizes) >= 11


def test_png_is_a_png():
    assert charts.curve_png(answer()).startswith(b"\x89PNG")
    assert charts.tile_map_png(answer()).startswith(b"\x89PNG")


def test_kind_of_place_without_a_layout_has_no_picture():
    asked = answer([row("RA7")], by="trust")
    assert charts.tile_map_svg(asked) is None
    assert charts.tile_map_png(asked) is None
    assert not charts.has_tile_map(asked)
    assert charts.has_tile_map(answer())


def test_same_numbers_are_drawn_once_and_other_numbers_anew():
    rendering._svg.cache_clear()
    with mock.patch.object(rendering.vl_convert, "vegalite_to_svg", return_value="<svg />") as draw:
        charts.curve_svg(answer())
        charts.curve_svg(answer())
        assert draw.call_count == 1
        charts.curve_svg(answer([row(adopted=9)]))
        assert draw.call_count == 2
    rendering._svg.cache_clear()
