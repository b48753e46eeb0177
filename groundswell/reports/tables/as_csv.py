"""Tables as CSV text, in UTF-8 without a byte order mark once encoded."""

import csv
import io
from collections.abc import Iterable, Sequence

from ..report import Table
from .cells import harmless, plain


def table_csv(table: Table) -> str:
    """The table's columns, then its rows. A suppressed number is "s", no value an empty cell."""
    names = [column.name for column in table.columns]
    return _csv(names, (map(plain, row) for row in table.rows))


def text_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Any table of text, such as rows of a file sent to us."""
    return _csv([harmless(column) for column in columns], rows)


def _csv(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _csv_cell(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return cell
    # The writer quotes a newline but not a lone carriage return, after which a reader would
    # start a line, and with it a cell that nobody has looked at.
    return harmless(str(cell)).replace("\r\n", "\n").replace("\r", "\n")
