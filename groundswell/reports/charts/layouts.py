"""Where each place's tile stands: our own arrangements, north at the top, one file each.

The files in `reports/layouts/` are `code,label,column,row`, counted from the top left; `|` in a
label breaks its line. To add or mend a layout, edit its file: nothing else knows positions.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from groundswell.questions.answer import SpreadRow

_FOLDER = Path(__file__).parent.parent / "layouts"
_FILES = {
    "network": ("networks.csv",),
    "region": ("regions.csv",),
    # Until 31 March 2026, and from 1 April 2026. A tie goes to the first.
    "icb": ("icbs-42.csv", "icbs-36.csv"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place's tile. Column and row count from 0 at the top left."""

    code: str
    label: tuple[str, ...]
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Every tile of one map."""

    spots: tuple[Spot, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(spot.code for spot in self.spots)

    @property
    def columns(self) -> int:
        return max(spot.column for spot in self.spots) + 1

    @property
    def rows(self) -> int:
        return max(spot.row for spot in self.spots) + 1


def layout_for(by: str, rows: Iterable[SpreadRow]) -> Layout | None:
    """The layout of this kind of place that holds most of the rows that have eligible sites.

    None where the kind has no layout, or where no place of the rows is in one.
    """
    places = {row.place_code: row.eligible > 0 for row in rows}

    def fit(layout: Layout) -> tuple[int, int]:
        held = [places[code] for code in layout.codes & places.keys()]
        return sum(held), len(held)

    best = max((read_layout(name) for name in _FILES.get(by, ())), key=fit, default=None)
    return best if best and fit(best)[1] else None


@lru_cache
def read_layout(name: str) -> Layout:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return Layout(
            tuple(
                Spot(
                    line["code"],
                    tuple(line["label"].split("|")),
                    int(line["column"]),
                    int(line["row"]),
                )
                for line in csv.DictReader(file)
            )
        )
