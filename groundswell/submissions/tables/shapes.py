"""Sheets, rows and records: what a file is once it has been read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .oddities import Oddities, heading_key

__all__ = ["OWN_SHEET", "Place", "Record", "Row", "Sheet", "filled_rows", "heading_key", "records"]

# The hidden sheet of a workbook that Groundswell made to be filled in: what it was made for.
OWN_SHEET = "_groundswell"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells as tidied text. A row may be shorter than the one with the headings."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; a CSV file is one sheet without a name.

    `rows` are all rows from the first, the empty ones among them: row 7 is `rows[6]`. Rows above
    `heading_row` are titles. `oddities` are told once somebody reads the rows.
    """

    name: str
    rows: tuple[Row, ...]
    heading_row: int = 1
    oddities: Oddities = field(default_factory=Oddities, compare=False, repr=False)

    @property
    def headings(self) -> tuple[str, ...]:
        return self.rows[self.heading_row - 1].values if self.rows else ()


class Place(NamedTuple):
    """Where in the file a fact stands."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Record:
    """One row under headings. A column that is absent, or a short row, reads as ''."""

    sheet: str
    number: int
    values: tuple[str, ...]
    columns: dict[str, int]

    @property
    def place(self) -> Place:
        return Place(self.sheet, self.number)

    def __getitem__(self, heading: str) -> str:
        position = self.columns.get(heading)
        if position is None or position >= len(self.values):
            return ""
        return self.values[position]


def records(sheet: Sheet) -> Iterator[Record]:
    """The rows under the headings, read by them (trimmed, any case). Blank rows are passed over.

    What was found odd in the sheet is told now, refusals among it: only whoever reads a sheet
    minds what is in it.
    """
    sheet.oddities.tell(sheet.headings)
    columns = {heading_key(h): i for i, h in reversed(list(enumerate(sheet.headings))) if h}
    for row in sheet.rows[sheet.heading_row :]:
        if any(row.values):
            yield Record(sheet.name, row.number, row.values, columns)


def filled_rows(sheet: Sheet) -> list[Row]:
    """The rows of a file without headings that are not blank; tells what was found odd."""
    sheet.oddities.tell(None)
    return [row for row in sheet.rows if any(row.values)]
