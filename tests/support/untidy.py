"""Adoption events as people write them down: what was meant, and the untidy cells that say it."""

import csv
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import xlsxwriter
from hypothesis import strategies as st

from groundswell.common.dates import UncertainDate
from tests.support.workbooks import with_parts

SITES = ("L81001", "L81002", "A81001")
STAGES = ("approached", "committed", "live", "using", "sustained")
FIRST, LAST = date(2016, 1, 1), date(2023, 12, 31)
COLUMNS = ("site", "innovation", "stage", "date", "note")


@dataclass(frozen=True)
class Meant:
    """An event of the smart inhaler, and the row that tells it."""

    site: str
    stage: str
    on: UncertainDate
    note: str
    row: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell: its text, or a day shown in a format; perhaps worked out by a formula."""

    text: str
    day: date | None = None
    format: str = ""
    is_formula: bool = False


@dataclass
class File:
    """A file, and the events that it means."""

    name: str
    content: bytes
    meant: list[Meant] = field(default_factory=list)


# Notes keep their typographic marks and their lines.
_NOTES = st.text(st.sampled_from("ab Zé“”’–=+-@#,;\t\n\"'\xa0\u200b1"), max_size=15)
_IN_CSV = _NOTES.filter(lambda text: not text.lstrip("\t\n \xa0\u200b").startswith("="))


@st.composite
def events(draw: st.DrawFn, is_workbook: bool) -> list[Meant]:
    """At most one event of each site, in any order. Nobody means a formula by a note in CSV."""
    sites = draw(st.lists(st.sampled_from(SITES), min_size=1, max_size=3, unique=True))
    notes = _NOTES if is_workbook else _IN_CSV
    return [
        Meant(site, draw(st.sampled_from(STAGES)), draw(_dates()), draw(notes)) for site in sites
    ]


@st.composite
def _dates(draw: st.DrawFn) -> UncertainDate:
    day = draw(st.dates(FIRST, LAST))
    forms = (f"{day}", f"{day:%Y-%m}", f"{day:%Y}-Q{(day.month + 2) // 3}", f"{day:%Y}")
    kind = draw(st.integers(0, 4))
    if kind == 4:
        return UncertainDate(day, day + timedelta(draw(st.integers(1, 99))), "interval")
    return UncertainDate.parse(forms[kind])


@st.composite
def files(draw: st.DrawFn) -> File:
    """A workbook or a CSV file that says some events untidily."""
    is_workbook = draw(st.booleans())
    meant = draw(events(is_workbook))
    columns = draw(st.permutations((*COLUMNS, "", "programme", "looked up")))
    rows: list[list[Cell]] = []
    if draw(st.booleans()):
        rows += [[Cell("Spring return")], []]
    rows.append([Cell(draw(_spaced(_cased(draw, c)))) if c else Cell("") for c in columns])
    told = []
    for event in meant:
        rows += [[]] * draw(st.integers(0, 2))
        cells = draw(_cells(event, is_workbook))
        rows.append([cells.get(column, Cell("")) for column in columns])
        told.append(replace(event, row=len(rows)))
    name, content = draw(_workbooks(rows)) if is_workbook else draw(_csv_files(rows))
    return File(name, content, told)


def _cased(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from((text, text.upper(), text.capitalize())))


def _spaced(text: str) -> st.SearchStrategy[str]:
    """The text among spaces and letters that do not show."""
    around = st.sampled_from(("", "", " ", "\xa0", "  ", "\u200b", "\t", "\ufeff"))
    middle = len(text) // 2
    inside = st.sampled_from(("", "", "\u200b", "\xad"))
    return st.builds(
        lambda a, b, c: a + text[:middle] + b + text[middle:] + c, around, inside, around
    )


@st.composite
def _cells(draw: st.DrawFn, event: Meant, is_workbook: bool) -> dict[str, Cell]:
    """The cells of an event by heading."""
    site = draw(st.sampled_from((event.site, event.site.lower(), f"“{event.site}”")))
    dated = draw(_date_cells(event.on, is_workbook))
    return {
        "site": Cell(draw(_spaced(site)), is_formula=is_workbook and draw(st.booleans())),
        "innovation": Cell(draw(_spaced(_cased(draw, "smart-inhaler")))),
        "stage": Cell(draw(_spaced(_cased(draw, event.stage)))),
        "date": dated,
        "note": Cell(event.note),
        "looked up": Cell("x", is_formula=is_workbook and draw(st.booleans())),
    }


# How a date of each precision is typed; # is its quarter.
_FORMS = {
    "day": (
        "{0:%Y-%m-%d}",
        "{0:%Y%m%d}",
        "{0:%d/%m/%Y}",
        "{0:%d/%m/%Y} 00:00",
        "{0:%d.%m.%y}",
        "{0.day} {0:%B %Y}",
        "{0:%B %-d, %Y}",
        "{0:%-d-%b-%y}",
        "{0:%d‑%b‑%Y}",
    ),
    "month": ("{0:%Y-%m}", "{0:%B %Y}", "{0:%b-%y}", "{0:%m/%Y}", "{0:%b ’%y}"),
    "quarter": ("{0:%Y}-Q#", "Q# {0:%Y}", "{0:%Y} q#"),
    "year": ("{0:%Y}",),
    "interval": (
        "{0}/{1}",
        "{0.day} {0:%B %Y} to {1.day} {1:%B %Y}",
        "{0:%d/%m/%Y} – {1:%d/%m/%Y}",
    ),
}
# How a workbook shows a cell that holds a day.
_SHOWN = {
    "day": ("dd/mm/yyyy", "d-mmm-yy"),
    "month": ("mmm-yy", "mmmm yyyy"),
    "year": ("yyyy",),
}


@st.composite
def _date_cells(draw: st.DrawFn, on: UncertainDate, is_workbook: bool) -> Cell:
    first, last = on.earliest, on.latest
    forms = [form.replace("#", str((first.month + 2) // 3)) for form in _FORMS[on.precision]]
    shown = _SHOWN.get(on.precision)
    if is_workbook and shown and draw(st.booleans()):
        return Cell("", first, draw(st.sampled_from(shown)))
    return Cell(draw(_spaced_outside(draw(st.sampled_from(forms)).format(first, last))))


def _spaced_outside(text: str) -> st.SearchStrategy[str]:
    around = st.sampled_from(("", "", " ", "\xa0", "\u200b"))
    return st.builds(lambda a, b: a + text + b, around, around)


@st.composite
def _workbooks(draw: st.DrawFn, rows: list[list[Cell]]) -> tuple[str, bytes]:
    file = io.BytesIO()
    hidden = draw(st.sets(st.integers(0, len(rows))))
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Our return")
        for number, cells in enumerate(rows):
            if number in hidden:
                sheet.set_row(number, None, None, {"hidden": True})
            for column, cell in enumerate(cells):
                if cell.day:
                    shown = book.add_format({"num_format": cell.format})
                    sheet.write_datetime(number, column, cell.day, shown)
                elif cell.is_formula:
                    sheet.write_formula(number, column, "=Lists!A1", None, cell.text)
                elif cell.text:
                    sheet.write_string(number, column, cell.text)
        if draw(st.booleans()):
            book.add_worksheet("Lists").hide()
    return draw(st.sampled_from(("return.xlsx", "return.csv"))), _worked_out(file.getvalue())


def _worked_out(content: bytes) -> bytes:
    """As a spreadsheet program saves it, which has worked the formulas out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    saved = book.replace(' fullCalcOnLoad="1"', "")
    assert saved != book
    return with_parts(content, {"xl/workbook.xml": saved})


@st.composite
def _csv_files(draw: st.DrawFn, rows: list[list[Cell]]) -> tuple[str, bytes]:
    text = io.StringIO()
    delimiter = draw(st.sampled_from((",", ";", "\t")))
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=draw(st.sampled_from(("\n", "\r\n")))
    )
    writer.writerows([cell.text for cell in row] for row in rows)
    encodings = ["utf-8", "utf-8-sig", "utf-16"]
    with suppress(UnicodeEncodeError):
        text.getvalue().encode("cp1252")
        encodings.append("cp1252")
    encoding = draw(st.sampled_from(encodings))
    return draw(st.sampled_from(("return.csv", "return.xlsx"))), text.getvalue().encode(encoding)
