"""Reading one sheet of a workbook: cells to text, formulas by their last value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ...findings import Findings
from .. import bounds
from ..building import SheetBuilder
from ..oddities import MOST_FAULTS, Merged, letters
from ..shapes import Sheet
from .formats import Shows, day_text
from .strings import Texts, unescaped
from .xml import Damaged, parse

FORMULAS = "Formulas are read by the value last worked out"
HIDDEN_ROWS = "Hidden rows are read like the others"
SHOWN_AS_MONTH = "Days shown as a month or a year are read as the whole of it"
LONG_NUMBERS = "Of numbers with more than 15 digits a spreadsheet keeps no more than those"

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_MOST_EXACT = 15  # digits that a spreadsheet keeps
_WIDEST = 16_384


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What the cells of a workbook's sheets refer to."""

    strings: list[str]
    shows: list[Shows]
    since_1904: bool
    is_worked_out: bool
    findings: Findings
    room: bounds.Room


class SheetReader(Texts):
    """Takes the elements of a sheet as they come, and hands over its rows."""

    def __init__(self, name: str, context: SheetContext) -> None:
        super().__init__()
        self.starts |= {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "is": self._start_inline,
            "mergeCell": self._merge,
            "col": self._column_look,
        }
        self.ends |= {"row": self._end_row, "c": self._end_cell, "v": self._end_text}
        self.builder = SheetBuilder(name, context.findings, context.room)
        self._context = context
        self._oddities = self.builder.oddities
        self._row = 0  # number of the row being read, or of the last one
        self._digits = 1  # of that number
        self._in_row = self._in_cell = self._is_hidden = False
        self._column = 0  # of the cell being read, from 0; of the next one between cells
        self._texts: list[str] = []
        self._kind = self._style = ""
        self._has_formula = self._has_value = self._is_inline = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if self._in_row or number <= self._row:
            raise Damaged("its rows are out of order")
        self._row, self._in_row, self._column = number, True, 0
        self._digits = len(str(number))
        self._is_hidden = attributes.get("hidden") in ("1", "true")
        self._texts = []

    def _end_row(self) -> None:
        if self._is_hidden and any(self._texts):
            self._oddities.repair(HIDDEN_ROWS, self._row, f"row {self._row}")
        if self._texts:
            self.builder.add_row(self._row, self._texts)
        self._in_row = False

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._in_cell or not self._in_row:
            raise Damaged("a cell stands outside of any row")
        place = attributes.get("r")
        if place is not None:
            column = _column(place[: -self._digits])
            if column < self._column:
                raise Damaged("its cells are out of order")
            self._column = column
        self._in_cell = True
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._has_formula = self._has_value = self._is_inline = False

    def _start_value(self, attributes: dict[str, str]) -> None:
        self.is_text = self._has_value = self._in_cell

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._has_formula = self._in_cell

    def _start_inline(self, attributes: dict[str, str]) -> None:
        self._is_inline = self._in_cell

    def _end_cell(self) -> None:
        text = self._text() if self._has_value or self._is_inline else ""
        if self._has_formula:
            self._minded_formula(text)
        if text:
            # Empty cells before it are only made room for within the bounds.
            if self._column >= _WIDEST:
                raise Damaged("it has more columns than a sheet can have")
            self._texts += [""] * (self._column - len(self._texts))
            self._texts.append(text)
        self._column += 1
        self._in_cell = False
        if self.pieces:
            self.drop()

    def _text(self) -> str:
        """The cell's value as text."""
        kind, value = self._kind, self.take()
        if self._is_inline:
            return unescaped(value)
        if kind == "s":
            position = int(value)
            if not 0 <= position < len(self._context.strings):
                raise Damaged("a cell refers to a text that is not there")
            return self._context.strings[position]
        if kind == "n":
            return self._number(value)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "e":
            self.builder.tidier.refuse_error(value, self._row, self._column)
            return ""
        if kind == "d":
            return value.removesuffix("T00:00:00").replace("T", " ")
        return unescaped(value)

    def _number(self, value: str) -> str:
        """A number as a spreadsheet shows it: whole ones without '.0', days as days."""
        if not value:
            return ""
        if not _NUMBER.fullmatch(value):
            raise Damaged("a cell's number is none")
        shows = self._shows()
        if shows is not Shows.NUMBER:
            return self._day(value, shows)
        if value.isdigit() and len(value) <= _MOST_EXACT:
            return value
        number = float(value)
        if not number.is_integer():
            return f"{number:.{_MOST_EXACT}g}"
        if abs(number) >= 10**_MOST_EXACT:
            self._oddities.repair(LONG_NUMBERS, self._row, str(int(number)))
        return str(int(number))

    def _day(self, value: str, shows: Shows) -> str:
        text = day_text(float(value), shows, since_1904=self._context.since_1904)
        if text is None:
            why = "This number is shown as a day, and there is no such day."
            self._oddities.fault(self._row, self._column, value, why, "Write the day again.")
            return ""
        if len(text) < len("2018-04-04") and shows is not Shows.TIME:
            self._oddities.repair(SHOWN_AS_MONTH, self._row, repr(text))
        return text

    def _shows(self) -> Shows:
        style = int(self._style) if self._style else 0
        shows = self._context.shows
        return shows[style] if 0 <= style < len(shows) else Shows.NUMBER

    def _minded_formula(self, text: str) -> None:
        place = f"{letters(self._column)}{self._row}"
        if self._has_value and (text or self._kind == "str") and self._context.is_worked_out:
            self._oddities.repair(FORMULAS, self._row, f"{place} as {text[:40]!r}")
        elif self._kind != "e":
            why = "This cell is a formula that no spreadsheet program has worked out."
            mend = "Open the workbook in one and save it, or write the value itself."
            self._oddities.fault(self._row, self._column, place, why, mend)

    def _column_look(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            self.builder.hidden_columns.append(int(attributes["min"]) - 1)

    def _merge(self, attributes: dict[str, str]) -> None:
        name = attributes.get("ref", "")
        first, _, last = name.partition(":")
        if last and first != last and len(self._oddities.merged) < MOST_FAULTS:
            column, row = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
            if not column or not row:
                raise Damaged("it merges cells that cannot be")
            self._oddities.merged.append(
                Merged(name, int(column[2]), int(row[2]), _column(column[1]))
            )


@lru_cache(maxsize=1_000)
def _column(name: str) -> int:
    """A column by its letters, from 0: 2 for C."""
    if not re.fullmatch("[A-Z]{1,3}", name):
        raise Damaged(f"a cell is said to be in column {name[:20]!r}")
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def read_sheet(name: str, pieces: Iterable[bytes], context: SheetContext) -> Sheet:
    """A sheet's rows as text. Raises Damaged, or Refused where it is too large."""
    reader = SheetReader(name, context)
    parse(pieces, reader)
    return reader.builder.sheet(is_ragged=True)
