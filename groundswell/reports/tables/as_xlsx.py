"""A report as a workbook: its tables, and how it was computed."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from groundswell.common.dates import day_name

from ..report import Report, Table
from .cells import harmless, plain

# Text is written as text whatever it looks like: a workbook never runs what a file brought in.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = {"text": 16, "month": 10, "count": 13, "number": 13, "share": 11}  # in letters
_NAME_WIDTH = 48
_HOW_WIDTHS = (24, 60, 68, 28)
_TIME_OUT_OF_MIND = datetime(1980, 1, 1)
_MOST_ROWS = 1_048_575  # of a sheet, under its headings


def report_xlsx(report: Report) -> bytes:
    """A sheet a table, and "How computed". No cell is a formula.

    The same report always gives the same bytes. Raises ValueError for a table that is longer
    than a sheet can be.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        # The day of the data, not of the download: a workbook says nothing of its reader.
        book.set_properties({"title": report.file_name, "created": _data_day(report)})
        for table in report.tables:
            _write_table(book, table)
        _write_how(book, report)
    return file.getvalue()


def text_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Any table of text as a workbook of one sheet; no cell is taken for a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": title, "created": _TIME_OUT_OF_MIND})
        sheet = book.add_worksheet(title)
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.set_column(0, max(len(columns) - 1, 0), _WIDTHS["text"])
        sheet.freeze_panes(1, 0)
        for number, cells in enumerate((columns, *rows)):
            for position, cell in enumerate(cells):
                sheet.write_string(number, position, harmless(cell), text if number else bold)
    return file.getvalue()


def _data_day(report: Report) -> datetime:
    accepted = (file.accepted_at for file in report.provenance.submissions)
    return max((day.replace(tzinfo=None) for day in accepted), default=_TIME_OUT_OF_MIND)


def _write_table(book: xlsxwriter.Workbook, table: Table) -> None:
    if len(table.rows) > _MOST_ROWS:
        raise ValueError(f"{table.title} has {len(table.rows):,} rows: get it as CSV.")
    sheet = book.add_worksheet(table.title)
    whole = book.add_format({"num_format": "#,##0"})
    part = book.add_format({"num_format": "#,##0.0###"})
    for position, column in enumerate(table.columns):
        width = _NAME_WIDTH if column.name.endswith("_name") else _WIDTHS[column.kind]
        sheet.set_column(position, position, width)
    # A table needs a row under its headings, be it an empty one.
    sheet.add_table(
        0,
        0,
        max(len(table.rows), 1),
        len(table.columns) - 1,
        {
            "name": "".join(word.capitalize() for word in table.name.split("-")),
            "style": "Table Style Light 1",
            "columns": [{"header": column.name} for column in table.columns],
        },
    )
    sheet.freeze_panes(1, 0)
    for row, cells in enumerate(table.rows, start=1):
        for position, cell in enumerate(map(plain, cells)):
            if isinstance(cell, str):
                sheet.write_string(row, position, cell)
            elif cell is not None:
                sheet.write_number(row, position, cell, whole if isinstance(cell, int) else part)


def _write_how(book: xlsxwriter.Workbook, report: Report) -> None:
    """Label and value by line, then the files; every cell is text."""
    sheet = book.add_worksheet("How computed")
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(_HOW_WIDTHS):
        sheet.set_column(column, column, width)
    said = _how(report)
    for row, (label, value) in enumerate(said):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value, plain)
    files = len(said) + 1
    _write_line(sheet, files, ("Submission", "File", "SHA-256", "Accepted at"), bold)
    for row, file in enumerate(report.provenance.submissions, start=files + 1):
        accepted_at = file.accepted_at.isoformat(timespec="seconds")
        _write_line(sheet, row, (str(file.id), file.file_name, file.sha256, accepted_at), plain)


def _how(report: Report) -> list[tuple[str, str]]:
    provenance = report.provenance
    known_on = provenance.known_on
    return [
        ("Answer", report.headline),
        *([("Demonstration data", "Nothing here is real.")] if report.is_demo else []),
        ("Question", provenance.canonical),
        ("Data version", str(provenance.data_version)),
        *([("As known on", day_name(known_on))] if known_on else []),
        *((rule.name, rule.text) for rule in provenance.rules),
        *(("Warning", text) for text in provenance.warnings),
    ]


def _write_line(sheet: Worksheet, row: int, cells: tuple[str, ...], look: Format) -> None:
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell, look)
