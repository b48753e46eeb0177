"""The spread answer as a workbook: its table, and how it was computed."""

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from groundswell.common.dates import day_name
from groundswell.questions.answer import SpreadAnswer

from .cells import SPREAD_COLUMNS, spread_cells

# Text is written as text whatever it looks like: a workbook never runs what a file brought in.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = (14, 48, 12, 12, 14, 12)  # of SPREAD_COLUMNS, in letters
_HOW_WIDTHS = (24, 60, 68, 28)
_TIME_OUT_OF_MIND = datetime(1980, 1, 1)


def spread_xlsx(answer: SpreadAnswer) -> bytes:
    """Sheets "Spread", a table of SPREAD_COLUMNS, and "How computed". No cell is a formula.

    The same answer always gives the same bytes.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        # The day of the data, not of the download: a workbook says nothing of its reader.
        book.set_properties({"title": answer.innovation_name, "created": _data_day(answer)})
        _write_spread(book, answer)
        _write_how(book, answer)
    return file.getvalue()


def _data_day(answer: SpreadAnswer) -> datetime:
    accepted = (file.accepted_at for file in answer.provenance.submissions)
    return max((day.replace(tzinfo=None) for day in accepted), default=_TIME_OUT_OF_MIND)


def _write_spread(book: xlsxwriter.Workbook, answer: SpreadAnswer) -> None:
    sheet = book.add_worksheet("Spread")
    whole = book.add_format({"num_format": "#,##0"})
    part = book.add_format({"num_format": "#,##0.0###"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    # A table needs a row under its headings, be it an empty one.
    sheet.add_table(
        0,
        0,
        max(len(answer.rows), 1),
        len(SPREAD_COLUMNS) - 1,
        {
            "name": "Spread",
            "style": "Table Style Light 1",
            "columns": [{"header": name} for name in SPREAD_COLUMNS],
        },
    )
    sheet.freeze_panes(1, 0)
    for row, place in enumerate(answer.rows, start=1):
        for column, cell in enumerate(spread_cells(place)):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            else:
                sheet.write_number(row, column, cell, whole if isinstance(cell, int) else part)


def _write_how(book: xlsxwriter.Workbook, answer: SpreadAnswer) -> None:
    """Label and value by line, then the files; every cell is text."""
    sheet = book.add_worksheet("How computed")
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(_HOW_WIDTHS):
        sheet.set_column(column, column, width)
    said = _how(answer)
    for row, (label, value) in enumerate(said):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value, plain)
    files = len(said) + 1
    _write_line(sheet, files, ("Submission", "File", "SHA-256", "Accepted at"), bold)
    for row, file in enumerate(answer.provenance.submissions, start=files + 1):
        accepted_at = file.accepted_at.isoformat(timespec="seconds")
        _write_line(sheet, row, (str(file.id), file.file_name, file.sha256, accepted_at), plain)


def _how(answer: SpreadAnswer) -> list[tuple[str, str]]:
    provenance = answer.provenance
    known_on = provenance.known_on
    return [
        ("Answer", answer.headline),
        *([("Demonstration data", "Nothing here is real.")] if answer.is_demo else []),
        ("Question", provenance.canonical),
        ("Data version", str(provenance.data_version)),
        *([("As known on", day_name(known_on))] if known_on else []),
        *((rule.name, rule.text) for rule in provenance.rules),
        *(("Warning", text) for text in provenance.warnings),
    ]


def _write_line(sheet: Worksheet, row: int, cells: tuple[str, ...], look: Format) -> None:
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell, look)
