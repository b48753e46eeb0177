"""The pictures of a programme's board say what its tables say."""

from xml.etree import ElementTree

import pytest

from groundswell.reports.charts.programme import stages, trajectory
from tests.support.programme_answers import coverage, funnel, place

RATED = (
    place("HI-West", adopted=8, due=8),
    place("HI-SW", adopted=7, not_adopted=3, due=8),
    place("UCLP", adopted=2, not_adopted=8, due=8),
    place("ICHP", adopted=1, unknown=9, takes_part=False),
    place("HI-Man", adopted=0, not_adopted=0),
)


def words(picture) -> list[str]:
    return [str(mark["text"]) for mark in drawing(picture) if mark["mark"] == "word"]


def drawing(picture) -> list[dict]:
    return picture.spec["datasets"]["drawing"]


def strokes(picture, width: float) -> list[dict]:
    return [m for m in drawing(picture) if m["mark"] == "line" and m["width"] == width]


def test_each_place_has_its_counts_and_its_rating_in_words():
    found = words(trajectory(coverage(RATED)))

    for text in ("8 of 10", "7 of 10", "2 of 10", "1 of 12", "Green", "Amber", "Red", "no part"):
        assert text in found
    assert "no eligible sites" in found


def test_ratings_differ_in_shape_as_well_as_colour():
    points = [m for m in drawing(trajectory(coverage(RATED[:3]))) if m["mark"] == "point"]

    assert len({mark["shape"] for mark in points}) == len({mark["fill"] for mark in points}) == 3


def test_the_stroke_stands_where_the_sites_were_due():
    picture = trajectory(coverage([place(adopted=4, not_adopted=6, due=5)]))
    width = picture.spec["width"]

    first = strokes(picture, 3.0)[0]

    assert first["x"] == pytest.approx(width / 2, abs=0.1)


def test_unknown_sites_are_hatched_beside_the_bar():
    plain = trajectory(coverage([place(adopted=4, not_adopted=6)]))
    unknown = trajectory(coverage([place(adopted=4, not_adopted=1, unknown=5)]))

    assert "unknown" not in words(plain)
    assert "unknown" in words(unknown)
    assert len(strokes(unknown, 1.0)) > len(strokes(plain, 1.0))


def test_more_due_than_eligible_still_fits():
    picture = trajectory(coverage([place(adopted=4, not_adopted=6, due=25)]))

    assert max(m["x"] for m in strokes(picture, 3.0)) <= picture.spec["width"] + 0.1


def test_without_targets_there_is_no_rating_and_it_says_so():
    picture = trajectory(coverage([place()]))

    assert not {"Green", "Amber", "Red", "due by then"} & set(words(picture))
    assert "No target is on record, so nothing is rated" in picture.alt


def test_alt_text_says_who_is_rated_what():
    alt = trajectory(coverage(RATED)).alt

    assert alt.startswith("Bars of adopted sites by network. 8 of 10 sites (80%)")
    for text in ("Green: West of England", "Red: UCLPartners", "Taking no part: Imperial College"):
        assert text in alt


def test_the_funnel_has_both_numbers_of_each_stage():
    found = words(stages(funnel()))

    for name in ("Eligible", "Handed over", "Paused", "Stopped", "Unknown"):
        assert name in found
    for number in ("10", "8", "6", "4", "2", "1", "0"):
        assert number in found


def test_the_funnels_alt_text_says_what_was_reached_and_what_stands_beside():
    assert stages(funnel()).alt == (
        "Funnel of stages. Of 10 sites, at 30 April 2018, 4 count as “live or beyond”. Reached at "
        "some time: Eligible 10; Approached 8; Committed 6; Live 4; Using 2; Sustained 1; "
        "Handed over 0. Stand beside the ladder: Paused 0; Stopped 2; Unknown 4."
    )


@pytest.mark.parametrize("picture", [trajectory(coverage(RATED)), stages(funnel())])
def test_they_draw_under_a_strict_policy_at_600_units(picture):
    drawn = picture.svg()
    root = ElementTree.fromstring(drawn)

    assert 590 <= float(root.get("width")) <= 604
    assert root.get("aria-label")
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "style", "foreignObject", "image", "use", "a"}
    assert picture.png().startswith(b"\x89PNG")


def test_an_empty_board_draws_too():
    assert "<svg" in trajectory(coverage([])).svg()
    assert "<svg" in stages(funnel({"unknown": 0}, (0,) * 7)).svg()
