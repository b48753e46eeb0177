"""Reading a file into sheets of text, each row with the number a spreadsheet shows."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from .findings import Findings, Refusal, Refused

MAX_COLUMNS = 200
MAX_ROWS = 1_000_000
MAX_CELLS = 20_000_000  # of a workbook's sheet, the empty ones among them
MAX_UNPACKED = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells as trimmed text."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return self.rows[0].values if self.rows else ()


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
    """The rows under the first one, read by its headings (trimmed, any case)."""
    columns = {heading_key(h): i for i, h in reversed(list(enumerate(sheet.headings))) if h}
    for row in sheet.rows[1:]:
        if any(row.values):
            yield Record(sheet.name, row.number, row.values, columns)


def heading_key(heading: str) -> str:
    """Headings are compared in lower case with single spaces."""
    return " ".join(heading.lower().split())


def read_sheets(file_name: str, content: bytes, findings: Findings) -> list[Sheet]:
    """Read a CSV file or an XLSX workbook, told apart by what they hold, not by their name.

    Raises Refused for a file that is neither, is empty or is too large to be meant.
    """
    if not content.strip():
        raise Refused((_whole(file_name, "The file is empty.", "Send a file with rows."),))
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(file_name, content)
    return [Sheet("", tuple(_read_csv(file_name, content, findings)))]


def _read_csv(file_name: str, content: bytes, findings: Findings) -> Iterator[Row]:
    if b"\x00" in content:
        why = "This is neither a CSV file nor an XLSX workbook."
        raise Refused((_whole(file_name, why, "Save it as CSV UTF-8 or as XLSX."),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        findings.note("", 0, "Not in UTF-8: read as Windows-1252.")
    try:
        for number, values in enumerate(
            csv.reader(io.StringIO(text, newline=""), strict=True), start=1
        ):
            if len(values) > MAX_COLUMNS or number > MAX_ROWS:
                raise Refused((_too_large(file_name, number),))
            yield Row(number, tuple([_trim(v) for v in values]))
    except csv.Error as error:
        why = f"The file could not be read as CSV: {error}."
        raise Refused((_whole(file_name, why, "Save it again as CSV UTF-8."),)) from error


def _read_workbook(file_name: str, content: bytes) -> list[Sheet]:
    mend = "Open it in a spreadsheet program and save it as XLSX."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise Refused((_too_large(file_name, 0),))
            _refuse_far_cells(file_name, archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if len(cells) > MAX_ROWS or (cells and len(cells[0]) > MAX_COLUMNS):
                raise Refused((_too_large(file_name, 0),))
            rows = tuple(
                Row(number, tuple([_text(v) for v in values]))
                for number, values in enumerate(cells, start=1)
            )
            sheets.append(Sheet(name.strip(), rows))
        return sheets
    except (CalamineError, zipfile.BadZipFile) as error:
        why = f"The workbook could not be read: {error}."
        raise Refused((_whole(file_name, why, mend),)) from error


_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')


def _refuse_far_cells(file_name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a cell far out before the reader makes room for all the empty ones up to it."""
    for part in archive.namelist():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            cells = _CELL.findall(archive.read(part))
            rows = max((int(row) for _, row in cells), default=0)
            columns = max((_column_number(column) for column in {c for c, _ in cells}), default=0)
            if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
                raise Refused((_too_large(file_name, rows),))


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: Any) -> str:
    """A workbook's cell as text: whole numbers without '.0', days in ISO form."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _trim(str(value))


def _trim(value: str) -> str:
    """Without spaces at the ends; a non-breaking space is a space."""
    if "\xa0" in value:
        value = value.replace("\xa0", " ")
    return value.strip()


def _whole(file_name: str, why: str, mend: str) -> Refusal:
    return Refusal(file_name, "", 0, "", "", why, mend)


def _too_large(file_name: str, row: int) -> Refusal:
    return Refusal(
        file_name,
        "",
        row,
        "",
        "",
        "The file is larger than any that this layout could mean.",
        f"Send at most {MAX_ROWS:,} rows of {MAX_COLUMNS} columns a sheet.",
    )
