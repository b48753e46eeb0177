"""Another reader of workbooks, as a judge: what it reads, we read."""

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from groundswell.submissions.tables.tidying import tidied
from tests.support.examples import few

from .reading import read

_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=12)
_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda n: round(n, 4)),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    ),
    _TEXTS,
)
_SHEETS = st.lists(st.lists(_CELLS, min_size=1, max_size=5), min_size=1, max_size=6)


@few
@given(_SHEETS)
def test_sheet_of_xlsxwriter_reads_as_calamine_reads_it(rows):
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(file, plain) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
    _same(file.getvalue())


@few
@given(_SHEETS)
def test_sheet_of_openpyxl_reads_as_calamine_reads_it(rows):
    book = openpyxl.Workbook()
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            cell = book.active.cell(number, column, value)
            if cell.data_type == "f":
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    _same(file.getvalue())


@pytest.mark.real_data
def test_published_workbooks_read_as_calamine_reads_them(real_data):
    files = sorted(real_data.rglob("*.xlsx"))
    assert files
    for file in files:
        _same(file.read_bytes())


def _same(content: bytes) -> None:
    sheets, findings = read(content)
    assert findings.notes == [] == findings.refusals
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [sheet.name for sheet in sheets] == [name.strip() for name in book.sheet_names]
    for sheet in sheets:
        theirs = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        assert _full([row.values for row in sheet.rows]) == _full(
            [tuple(map(_text, row)) for row in theirs]
        )


def _full(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Without the empty cells at the ends of rows, and the empty rows at the end."""
    cut = [row[: max((i + 1 for i, cell in enumerate(row) if cell), default=0)] for row in rows]
    while cut and not cut[-1]:
        cut.pop()
    return cut


def _text(value: object) -> str:
    """A value as a spreadsheet shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    return tidied(str(value))[0]
