"""The tile map: figures on every tile, and nothing shown as 0% that is not."""

import altair as alt
import pytest

from groundswell.reports.charts.layouts import read_layout
from groundswell.reports.charts.look import PALE_GREY
from groundswell.reports.charts.tile_map import (
    BLANK,
    HATCHED,
    SHADES,
    hatching,
    shade_of,
    spec,
    tile_map_alt,
    tiles,
)

from .answers import answer, row
from .test_layouts import ICBS_42, NETWORKS

LAYOUT = read_layout("networks.csv")


def tile(place, *others):
    """What the tile of one network says, beside other networks."""
    drawn = tiles(answer([place, *others]), LAYOUT)
    return next(t for t in drawn if t.spot.code == place.place_code)


def contrast(one, other):
    """The ratio of WCAG 2.2 between two colours written as #rrggbb."""

    def luminance(colour):
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_spec_obeys_the_schema_of_vega_lite():
    alt.LayerChart.from_dict(spec(answer()), validate=True)


@pytest.mark.parametrize("shade", [*SHADES, HATCHED, BLANK])
def test_words_stand_out_from_every_tile(shade):
    assert contrast(shade.ink, shade.fill) >= 4.5


def test_words_stand_out_from_the_hatching_behind_them():
    assert contrast(HATCHED.ink, PALE_GREY) >= 4.5


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0–19%"),
        (0.194, "0–19%"),
        (0.196, "20–39%"),
        (0.5, "40–59%"),
        (0.6, "60–79%"),
        (0.996, "80–100%"),
        (1, "80–100%"),
    ],
)
def test_colour_is_that_of_the_share_as_printed(share, words):
    assert shade_of(share).words == words


def test_tile_says_its_share_and_its_count():
    said = tile(row("HI-YH", adopted=9, not_adopted=3))
    assert (said.share, said.counts) == ("75%", ("9 of 12",))


def test_tile_says_how_many_sites_are_unknown():
    said = tile(row("HI-YH", adopted=9, not_adopted=1, unknown=2))
    assert said.counts == ("9 of 12", "2 unknown")


def test_zero_is_zero():
    said = tile(row("HI-YH", adopted=0, not_adopted=3))
    assert (said.share, said.counts, said.shade) == ("0%", ("0 of 3",), SHADES[0])


def test_place_of_which_nothing_is_known_is_hatched_and_has_no_share():
    said = tile(row("HI-YH", adopted=0, not_adopted=0, unknown=4))
    assert (said.share, said.counts, said.shade) == ("no data", ("4 unknown",), HATCHED)


def test_place_without_eligible_sites_is_blank_and_has_no_share():
    said = tile(row("HI-YH", adopted=0, not_adopted=0))
    assert (said.share, said.counts, said.shade) == ("–", (), BLANK)


def test_place_that_the_answer_does_not_have_is_blank():
    said = tiles(answer([row("HI-YH")]), LAYOUT)
    assert {t.share for t in said if t.spot.code != "HI-YH"} == {"–"}


def test_parts_of_split_places_fit_a_tile():
    said = tile(row("HI-YH", adopted=12.25, not_adopted=100.6))
    assert said.counts == ("12.2 of 112.8",) or said.counts == ("12.2 of 112.9",)


def test_long_counts_of_one_tile_shorten_all_of_them():
    layout = read_layout("icbs-42.csv")
    rows = [row("QHM", adopted=1200, not_adopted=300), row("QYG", adopted=1, not_adopted=2)]
    said = {t.spot.code: t.counts for t in tiles(answer(rows, by="icb"), layout)}
    assert (said["QHM"], said["QYG"]) == (("1,200/1,500",), ("1/3",))


def test_hatching_stays_within_its_box():
    for x, y, x2, y2 in hatching(40, 30):
        assert 0 <= x <= x2 <= 40
        assert 0 <= y2 <= y <= 30


def test_only_hatched_tiles_and_the_key_are_hatched():
    plain = spec(answer())["datasets"]["hatches"]
    unknown = row("HI-YH", adopted=0, not_adopted=0, unknown=4)
    assert len(spec(answer([row(), unknown]))["datasets"]["hatches"]) > len(plain)


def test_every_tile_carries_its_share_in_figures():
    rows = [row(code) for code in NETWORKS.split()]
    figures = spec(answer(rows))["datasets"]["figures"]
    assert [figure["text"] for figure in figures] == ["67%"] * 15


def test_kind_of_place_without_a_layout_has_no_map_and_its_alt_text_says_so():
    asked = answer([row("RA7")], by="trust")
    assert spec(asked) is None
    assert tile_map_alt(asked) == "There is no tile map of trusts. The table has every place."


def test_place_without_a_tile_is_named_under_the_map_and_in_the_alt_text():
    lost = row("none", adopted=1, not_adopted=1, name="No known place")
    asked = answer([row(), lost])
    words = [word["text"] for word in spec(asked)["datasets"]["words"]]
    assert "Not on the map: No known place, 50% (1 of 2)." in words
    assert "Not on the map: No known place, 50% (1 of 2)." in tile_map_alt(asked)


def test_alt_text_of_few_places_gives_each_from_the_greatest():
    said = tile_map_alt(answer([row("HI-YH", adopted=3, not_adopted=3), row("HI-SW")]))
    assert said == (
        "Tile map of networks: the share of eligible sites that have adopted FreeStyle Libre. "
        "11 of 18 eligible sites (61%) at the end of April 2018. "
        "From the greatest share: Place HI-SW, 67% (8 of 12); Place HI-YH, 50% (3 of 6). "
        "Adopted: live or beyond (version 1); boundaries as then; data version 12."
    )


def test_alt_text_of_many_places_gives_both_ends():
    rows = [row(code, adopted=i, not_adopted=41 - i) for i, code in enumerate(ICBS_42.split())]
    said = tile_map_alt(answer(rows, by="icb"))
    assert "1 of 42 with data are at 100%." in said
    assert "Greatest: Place QJK, 100% (41 of 41); Place QT6" in said
    assert "Place QHM, 0% (0 of 41)" in said
    assert "Between them, 36 others." in said


def test_alt_text_tells_missing_from_not_eligible():
    said = tile_map_alt(
        answer(
            [
                row("HI-YH", adopted=0, not_adopted=0, unknown=2),
                row("HI-SW", adopted=0, not_adopted=0),
            ]
        )
    )
    assert "No data: Place HI-YH. No eligible sites: Place HI-SW." in said


def test_alt_text_of_places_that_are_all_complete_ranks_none_of_them():
    said = tile_map_alt(answer([row(code, not_adopted=0) for code in NETWORKS.split()]))
    assert "15 of 15 with data are at 100%. Adopted:" in said
