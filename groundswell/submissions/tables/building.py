"""Putting rows together to a sheet, and noting what its shape says."""

from collections.abc import Sequence

from ..findings import Findings
from . import bounds
from .oddities import Oddities, letters
from .shapes import Row, Sheet
from .tidying import Tidier

MOST_TITLE_ROWS = 10
HIDDEN_COLUMNS = "Hidden columns are read like the others"


class SheetBuilder:
    """Collects the rows of one sheet within the bounds."""

    def __init__(self, name: str, findings: Findings, room: bounds.Room) -> None:
        self.oddities = Oddities(findings, name)
        self.tidier = Tidier(self.oddities)
        self._name, self._room = name, room
        self._rows: list[Row] = []
        self.hidden_columns: list[int] = []  # the first of each stretch, from 0

    def add_row(self, number: int, texts: Sequence[str]) -> None:
        """Add a row, tidied. Rows come in order; those left out are blank.

        Raises Refused for what is too far out, or once the file is too large.
        """
        tidy, check = self.tidier.tidy, self.tidier.check
        values = tuple([tidy(text, number) if text else "" for text in texts])
        length = sum(map(len, values))
        if not length:
            return
        for column, value in enumerate(values):
            if value[:1] == "#" or len(value) > bounds.LONGEST_CELL:
                check(value, number, column)
        self._refuse_far_out(number, values)
        self._room.take(len(values) - values.count(""), length, self._name, number)
        values = values[: bounds.MAX_COLUMNS]
        self._rows += [Row(n, ()) for n in range(len(self._rows) + 1, number)]
        self._rows.append(Row(number, values))

    def _refuse_far_out(self, number: int, values: Sequence[str]) -> None:
        file, blank_rows = self._room.file, number - len(self._rows) - 1
        if any(values[bounds.MAX_COLUMNS :]) or blank_rows > bounds.MAX_BLANK_ROWS:
            column = max(i for i, value in enumerate(values) if value)
            raise bounds.too_far(file, self._name, number, letters(column), values[column])
        if number > bounds.MAX_ROWS:
            raise bounds.too_large(file, self._name, number)

    def sheet(self, *, is_ragged: bool = False) -> Sheet:
        """The sheet, once all its rows are added.

        `is_ragged`: rows come without the empty cells at their ends. The first row is then made
        as wide as the widest, since some layouts are told by their number of columns.
        """
        if is_ragged and self._rows:
            widest = max(len(row.values) for row in self._rows)
            values = self._rows[0].values
            self._rows[0] = Row(1, values + ("",) * (widest - len(values)))
        heading_row = self._heading_row()
        self.oddities.heading_row = heading_row
        self._note_headless(heading_row)
        self._keep_what_holds_values()
        return Sheet(self._name, tuple(self._rows), heading_row, self.oddities)

    def _heading_row(self) -> int:
        """The first of the first rows with two values or more: above it there are titles."""
        for row in self._rows[:MOST_TITLE_ROWS]:
            if len(row.values) - row.values.count("") > 1:
                return row.number
        return 1

    def _note_headless(self, heading_row: int) -> None:
        headings = self._rows[heading_row - 1].values if self._rows else ()
        without = {i for i, heading in enumerate(headings) if not heading}
        found = self.oddities.headless
        for row in self._rows[heading_row:]:
            for column in range(len(headings), len(row.values)):
                without.add(column)
            for column in without:
                if column < len(row.values) and row.values[column]:
                    cells, first = found.get(column, (0, row.number))
                    found[column] = cells + 1, first

    def _keep_what_holds_values(self) -> None:
        """Merged cells and hidden columns matter only where there is something in them."""
        widest = max((len(row.values) for row in self._rows), default=0)
        for column in self.hidden_columns:
            if column < widest:
                self.oddities.repair(HIDDEN_COLUMNS, 0, f"column {letters(column)}")
        self.oddities.merged = [m for m in self.oddities.merged if self._value(m.row, m.column)]

    def _value(self, row: int, column: int) -> str:
        values = self._rows[row - 1].values if 1 <= row <= len(self._rows) else ()
        return values[column] if column < len(values) else ""
