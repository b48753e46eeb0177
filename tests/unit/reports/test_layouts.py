"""The tile layouts: complete, without overlaps, north at the top."""

import pytest

from groundswell.reports.charts.layouts import layout_for, read_layout

from .answers import row

NETWORKS = (
    "HI-NENC HI-NWC HI-Man HI-YH HI-EM HI-WM HI-East UCLP ICHP HIN-SL HI-OTV HI-KSS HI-Wessex "
    "HI-West HI-SW"
)
ICBS_42 = (
    "QHM QYG QE1 QOP QWO QF7 QOQ QJ2 QK1 QJM QPM QT1 QHL QUA QWU QGH QOC QNC QUE QMM QJG QM7 QMJ "
    "QMF QH8 QRV QKK QWE QU9 QNQ QHG QKS QXU QNX QRL QVV QUY QOX QR1 QSL QT6 QJK"
)
GONE_IN_2026 = "QHG QUE QM7 QH8 QJG QMM QU9 QNQ QXU QNX QMJ QRV"
NEW_IN_2026 = "S1Y5D D7T5G T6Y0W S0E4D S9B9J Z9B2Z"
ICBS_36 = " ".join((set(ICBS_42.split()) - set(GONE_IN_2026.split())) | set(NEW_IN_2026.split()))
REGIONS = "Y56 Y58 Y59 Y60 Y61 Y62 Y63"

LAYOUTS = {
    "networks.csv": NETWORKS,
    "icbs-42.csv": ICBS_42,
    "icbs-36.csv": ICBS_36,
    "regions.csv": REGIONS,
}


@pytest.mark.parametrize(("name", "codes"), LAYOUTS.items())
def test_layout_has_every_place_once_on_a_tile_of_its_own(name, codes):
    layout = read_layout(name)
    assert sorted(spot.code for spot in layout.spots) == sorted(codes.split())
    cells = [(spot.column, spot.row) for spot in layout.spots]
    assert len(set(cells)) == len(cells)


@pytest.mark.parametrize(
    ("name", "north", "south"),
    [
        ("networks.csv", "HI-NENC", "HI-SW"),
        ("icbs-42.csv", "QHM", "QT6"),
        ("icbs-36.csv", "QHM", "QT6"),
        ("regions.csv", "Y63", "Y58"),
    ],
)
def test_north_is_at_the_top_and_east_to_the_right(name, north, south):
    spots = {spot.code: spot for spot in read_layout(name).spots}
    assert spots[north].row == 0
    assert spots[south].row == max(spot.row for spot in spots.values())
    assert spots[south].column < spots[north].column


def test_icbs_before_april_2026_are_laid_out_as_42():
    layout = layout_for("icb", [row(code) for code in ICBS_42.split()])
    assert layout == read_layout("icbs-42.csv")


def test_icbs_after_april_2026_are_laid_out_as_36():
    layout = layout_for("icb", [row(code) for code in ICBS_36.split()])
    assert layout == read_layout("icbs-36.csv")


def test_places_that_no_longer_have_sites_do_not_decide_the_layout():
    gone = [row(code, adopted=0, not_adopted=0) for code in GONE_IN_2026.split()]
    layout = layout_for("icb", [*gone, *(row(code) for code in NEW_IN_2026.split())])
    assert layout == read_layout("icbs-36.csv")


def test_kind_of_place_without_a_layout_has_none():
    assert layout_for("trust", [row("RA7")]) is None


def test_places_that_are_in_no_layout_have_none():
    assert layout_for("network", [row("elsewhere")]) is None
    assert layout_for("network", []) is None
