"""Writing a template: locked where it says what is known, drop-downs where there is a choice."""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from groundswell.adoption.asked import Return
from groundswell.adoption.recording import Held
from groundswell.adoption.rules import DOMAINS, FACTORS, REASONS
from groundswell.adoption.sources.return_rows import TOLD
from groundswell.adoption.sources.return_shape import FILLED, GIVEN, SCHEMA, SHEET, headings
from groundswell.people.action import data_version
from groundswell.submissions.tables import OWN_SHEET

from ..tables.cells import harmless
from .filling import Line, lines_of
from .help import help_lines

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Rows left free below, for a site that has more than one thing to tell.
SPARE_ROWS = 100
_WIDTHS = {"Name": 40, "Note": 60, "Known date": 22, "Date": 20, "Innovation": 24}
_CHOICES = {"Stage": TOLD, "Reason": REASONS, "Factor": FACTORS, "Domain": DOMAINS}
_HINTS = {
    "Stage": "Leave it empty where there is nothing new to tell.",
    "Reason": "Needed where a site paused, stopped or went back a stage.",
    "Factor": "What the note tells of: a barrier or an enabler.",
    "Domain": "Which domain of NASSS a barrier or enabler belongs to. Optional.",
}
_DATE_HINT = "2018-04-04, 4 April 2018, April 2018, 2018 Q2 or 2018: as precisely as it is known."


def template_of(asked: Return) -> tuple[str, bytes]:
    """A file name, and the workbook. Raises NothingToReturn where the network has no site."""
    start = asked.round.start.isoformat()
    name = f"{asked.programme.slug}-{asked.network.code}-{start}.xlsx"
    return name, return_xlsx(asked, lines_of(asked))


def return_xlsx(asked: Return, lines: Sequence[Line]) -> bytes:
    """The workbook of a return: to fill in, help, and a hidden sheet of what it is for.

    No cell is a formula; text that looks like one has an apostrophe before it.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": f"{asked.programme.name}: return of {asked.network.code}"})
        _write_rows(book, lines)
        _write_help(book, asked)
        _write_own(book, asked)
    return file.getvalue()


def _write_rows(book: xlsxwriter.Workbook, lines: Sequence[Line]) -> None:
    sheet = book.add_worksheet(SHEET)
    several = len({line.innovation for line in lines}) > 1
    columns = headings(several)
    head = book.add_format({"bold": True, "bg_color": "#d8dde0", "bottom": 1, "locked": True})
    given = book.add_format({"num_format": "@", "font_color": "#4c6272", "locked": True})
    # Text, so that a spreadsheet does not make the first of April of "April 2018".
    filled = book.add_format({"num_format": "@", "locked": False, "bg_color": "#fff9e5"})
    for number, name in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(name, 16))
        sheet.write_string(0, number, name, head)
    for row, line in enumerate(lines, start=1):
        for number, name in enumerate(columns):
            text = harmless(_text(line, name))
            look = filled if name in FILLED else given
            sheet.write_string(row, number, text, look) if text else sheet.write_blank(
                row, number, None, look
            )
    last = len(lines) + SPARE_ROWS
    for row in range(len(lines) + 1, last + 1):
        for number, name in enumerate(columns):
            sheet.write_blank(row, number, None, filled if name not in GIVEN[1:] else given)
    _add_choices(sheet, columns, last)
    sheet.freeze_panes(1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _add_choices(sheet: Worksheet, columns: Sequence[str], last: int) -> None:
    for name, choices in _CHOICES.items():
        number = columns.index(name)
        sheet.data_validation(
            1,
            number,
            last,
            number,
            {
                "validate": "list",
                "source": list(choices),
                "input_title": name,
                "input_message": _HINTS[name],
                "error_title": f"Choose a {name.lower()}",
                "error_message": "Choose one of the list, or leave the cell empty.",
            },
        )
    number = columns.index("Date")
    hint = {"validate": "any", "input_title": "Date", "input_message": _DATE_HINT}
    sheet.data_validation(1, number, last, number, hint)


def _text(line: Line, column: str) -> str:
    """What a cell of the template says; "" for an empty one."""
    told: Held | None = line.told
    match column:
        case "Site":
            return line.site
        case "Innovation":
            return line.innovation
        case "Name":
            return line.name
        case "Postcode":
            return line.postcode
        case "Known stage":
            return line.known.stage if line.known else ""
        case "Known date":
            return line.known.on.name if line.known else ""
    if told is None:
        return ""
    return {
        "Stage": told.stage,
        "Date": str(told.on),
        "Reason": told.reason,
        "Factor": told.factor,
        "Domain": told.domain,
        "Note": told.note,
    }[column]


def _write_help(book: xlsxwriter.Workbook, asked: Return) -> None:
    sheet = book.add_worksheet("Help")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for row, (label, text) in enumerate(help_lines(asked)):
        sheet.write_string(row, 0, harmless(label), bold)
        sheet.write_string(row, 1, harmless(text), plain)
    sheet.protect()


def _write_own(book: xlsxwriter.Workbook, asked: Return) -> None:
    sheet = book.add_worksheet(OWN_SHEET)
    values = {"schema": SCHEMA, **asked.options, "data version": str(data_version())}
    for row, (name, value) in enumerate(values.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.hide()
