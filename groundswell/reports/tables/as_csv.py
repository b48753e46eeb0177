"""Tables as CSV text, in UTF-8 without a byte order mark once encoded."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields

from groundswell.questions.answer import SourceRow, SpreadAnswer

from .cells import SPREAD_COLUMNS, harmless, spread_cells

SOURCE_COLUMNS = tuple(field.name for field in fields(SourceRow))


def spread_csv(answer: SpreadAnswer) -> str:
    """SPREAD_COLUMNS, then one row a place in the answer's order; no row of totals."""
    return _csv(SPREAD_COLUMNS, (spread_cells(row) for row in answer.rows))


def rows_csv(rows: Sequence[SourceRow]) -> str:
    """SOURCE_COLUMNS, then one row a site with the file's row that decides its status.

    Dates keep their precision: 2018-04-04, 2018-Q2; empty where there is none.
    """
    return _csv(SOURCE_COLUMNS, ([getattr(r, name) for name in SOURCE_COLUMNS] for r in rows))


def text_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Any table of text, such as rows of a file sent to us."""
    return _csv([harmless(column) for column in columns], rows)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
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
