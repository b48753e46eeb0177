"""Untidy files in, what was meant out; hostile files refused whole, within bounds."""

import csv
import io
import re
import subprocess
import sys

import openpyxl
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.models import Event
from groundswell.common.months import Month
from groundswell.intake.steps import check_content
from groundswell.questions import spread
from groundswell.reports.registry import READERS
from groundswell.reports.report import Column, Report, Table
from groundswell.reports.tables import report_xlsx, table_csv, text_csv, text_xlsx
from groundswell.submissions.findings import Findings
from groundswell.submissions.incoming import source_row
from groundswell.submissions.tables import read_sheets, records
from groundswell.submissions.tables.tidying import tidied
from tests.support.examples import few
from tests.support.intake_caches import clear_caches
from tests.support.intake_files import adoptions, as_workbook, send, workbook
from tests.support.untidy import File, files
from tests.support.workbooks import by_hand
from tests.unit.reports.answers import PROVENANCE

# What was meant comes back


@pytest.fixture
def _rolled_back(world):
    """Runs something as if in a ledger of its own."""

    def run(act):
        clear_caches()
        point = transaction.savepoint()
        try:
            act()
        finally:
            transaction.savepoint_rollback(point)
            clear_caches()

    return run


@pytest.mark.django_db
def test_events_of_any_untidy_file_are_stored_and_exported_as_they_were_meant(world, _rolled_back):
    @few
    @given(files())
    def hold(file: File) -> None:
        _rolled_back(lambda: _comes_back(world, file))

    hold()


def _comes_back(by, file: File) -> None:
    submission = send(by, file.content, file.name)
    stored = {
        (e.site.code, e.stage, str(e.on), e.note, e.row)
        for e in Event.objects.filter(submission=submission).select_related("site")
    }
    assert stored == {(m.site, m.stage, str(m.on), tidied(m.note)[0], m.row) for m in file.meant}
    assert len(submission.notes) < 20, "a repair is told once, not by row"
    exported = {r["site_code"]: r for r in _exported()}
    for meant in file.meant:
        row = exported[meant.site]
        told = (row["stage"], row["on"], row["row"], row["submission_id"])
        assert told == (meant.stage, str(meant.on), str(meant.row), str(submission.pk))


def _exported() -> list[dict[str, str]]:
    """The rows behind the spread, as the page, the API and the command export them."""
    question = spread.Question("smart-inhaler", Month.parse("2024-06"), definition="live-or-beyond")
    text = table_csv(READERS["spread"].rows(question, spread.rows(question)))
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.django_db
def test_exported_rows_can_be_sent_back_and_are_known_already(world):
    send(world, adoptions("L81001,live,04/05/2018", "A81001,using,Q2 2018", "L81002,live,Apr-18"))
    rows = [r for r in _exported() if r["stage"]]
    lines = [f"{r['site_code']},{r['stage']},{r['on']}" for r in rows]
    result = _check(world, adoptions(*lines))
    assert (result.new, result.unchanged, result.corrections, result.notes) == (0, 3, (), ())


# What the check says


def _check(by, content, file_name="return.csv"):
    return check_content(by=by, file_name=file_name, content=content, layout=None, options={})


@pytest.mark.django_db
def test_repairs_of_thousands_of_rows_are_a_handful_of_notes_with_their_first_place(world):
    row = "l81001 ,live,04/05/18,,,two  words"
    result = _check(world, adoptions("L81001,live,2018-05", *[row] * 3_000))
    assert result.acceptable
    assert [(n.row, n.text) for n in result.notes] == [
        (3, "Spaces at the ends of cells are taken off (3,000), such as 'l81001 '."),
        (3, "Several spaces in a row are read as one (3,000), such as 'two  words'."),
        (
            3,
            "Codes are read in capitals, without quotation marks (3,000), such as 'l81001' as "
            "L81001.",
        ),
        (
            3,
            "Dates in figures are read day first (3,000), such as '04/05/18' as 4 May 2018.",
        ),
        (
            3,
            "Years of two digits are read as those from 1969 to 2068 (3,000), such as '04/05/18' "
            "as 4 May 2018.",
        ),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("date", "why", "mend"),
    [
        ("43194", "a spreadsheet's number", "2018-04-04"),
        ("2018/19", "a financial year", "2018-04-01/2019-03-31"),
        ("Apr 18", "a day or a month", "2018-04"),
    ],
)
def test_date_that_can_mean_two_things_is_refused_in_its_cell(world, date, why, mend):
    (refusal,) = _check(world, adoptions(f"L81001,live,{date}")).refusals
    assert (refusal.row, refusal.column, refusal.value) == (2, "date", date)
    assert why in refusal.why and mend in refusal.mend


@pytest.mark.django_db
def test_cell_that_cannot_be_read_refuses_the_file_and_names_its_sheet_row_and_column(world):
    headings = "".join(
        f'<c t="str"><v>{h}</v></c>' for h in ("site", "innovation", "stage", "date")
    )
    cells = '<c t="str"><v>L81001</v></c><c t="str"><v>smart-inhaler</v></c>'
    error = '<c t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c><c t="str"><v>2018-04</v></c>'
    content = by_hand(f"<sheetData><row>{headings}</row><row>{cells}{error}</row></sheetData>")
    result = _check(world, content, "return.xlsx")
    places = {(r.sheet, r.row, r.column, r.value) for r in result.refusals}
    assert ("Use", 2, "stage", "#N/A") in places
    assert not result.acceptable


@pytest.mark.django_db
def test_rows_under_a_title_open_to_what_was_sent(world):
    content = b"Spring return 2018\n\n" + adoptions("L81001,live,2018-04")
    submission = send(world, as_workbook(content, "Return"), "return.xlsx")
    event = Event.objects.get()
    assert (event.sheet, event.row) == ("Return", 4)
    assert dict(source_row(submission, "Return", 4))["site"] == "L81001"
    assert dict(source_row(submission, "Return", 1))["column 1"] == "Spring return 2018"


@pytest.mark.django_db
def test_thousands_in_a_series_are_read_and_noted(world):
    rows = [["site", "month", "numerator", "denominator"], ["l81001", "2018-01", "1,004", "10,000"]]
    result = check_content(
        by=world,
        file_name="use.xlsx",
        content=workbook(Use=rows),
        layout=None,
        options={"innovation": "smart-inhaler"},
    )
    assert result.acceptable
    texts = [n.text for n in result.notes]
    assert "Marks at the thousands of numbers are left out (2), such as '1,004' as 1004." in texts
    assert "Codes are read in capitals, without quotation marks: 'l81001' as L81001." in texts


# Bounds, in a process of its own with 1 GB of memory and 60 seconds

BOMBS = """
import io, resource, sys, zipfile
sys.path.insert(0, ".")
from groundswell.submissions.findings import Findings, Refused
from groundswell.submissions.tables import read_sheets
from tests.support.workbooks import MAIN, parts_of

SHEET = "xl/worksheets/sheet1.xml"
START, END = f'<worksheet xmlns="{MAIN}"><sheetData><row>', "</row></sheetData></worksheet>"


def zipped(part, start, unit, times, end):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of("").items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w") as opened:
            opened.write(start.encode())
            many = unit.encode() * (1 + (1 << 18) // len(unit))
            for _ in range(times * len(unit) // len(many)):
                opened.write(many)
            opened.write(end.encode())
    return file.getvalue()


CASES = {
    "a part of a gigabyte": lambda: zipped(SHEET, START, "<c/>", 1 << 28, END),
    "a comment": lambda: zipped(SHEET, START + "<!--", "x", 180_000_000, "-->" + END),
    "one text": lambda: zipped(SHEET, START + "<c t='str'><v>", "x", 180_000_000, "</v></c>" + END),
    "nested": lambda: zipped(SHEET, START, "<a>", 60_000_000, END),
    "strings": lambda: zipped("xl/sharedStrings.xml", "<sst>", "<si/>", 40_000_000, "</sst>"),
    "long strings": lambda: zipped(
        "xl/sharedStrings.xml", "<sst>", f"<si><t>{'x' * 32_000}</t></si>", 6_500, "</sst>"
    ),
    "columns": lambda: b"," * 50_000_000 + b"x",
    "a million columns": lambda: b"x," * 1_000_000,
    "rows": lambda: b"x,y\\n" * 5_000_000,
}
content = CASES[sys.argv[1]]()
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
try:
    read_sheets("bomb.xlsx", content, Findings("bomb.xlsx"))
except Refused as refused:
    print(refused)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        "a part of a gigabyte",
        "a comment",
        "one text",
        "nested",
        "strings",
        "long strings",
        "columns",
        "a million columns",
        "rows",
    ],
)
def test_bomb_is_refused_and_uses_up_neither_memory_nor_time(bomb):
    done = subprocess.run(
        [sys.executable, "-c", BOMBS, bomb], capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("bomb.xlsx")


# What leaves carries no formula

_DANGEROUS = st.text(st.sampled_from("=+-@\t\r\n \"',;A1()|!\x00"), max_size=8) | st.text(
    max_size=8
)
_SIGNED = re.compile(r"[-+][\d,]*\.?\d+%?")


@few
@given(st.lists(st.tuples(_DANGEROUS, _DANGEROUS), max_size=5), st.tuples(_DANGEROUS, _DANGEROUS))
def test_no_cell_of_an_exported_csv_starts_a_formula(rows, headings):
    columns = (Column("one", "One"), Column("two", "Two"))
    for text in (table_csv(Table("t", "T", columns, tuple(rows))), text_csv(headings, rows)):
        # As spreadsheets do, which take a lone carriage return for the end of a line too.
        lines = list(csv.reader(io.StringIO(text, newline="")))
        assert len(lines) == len(rows) + 1
        for cell in (cell for line in lines for cell in line):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or _SIGNED.fullmatch(cell)


@few
@given(st.lists(st.tuples(_DANGEROUS, _DANGEROUS), min_size=1, max_size=5))
def test_no_cell_of_an_exported_workbook_is_a_formula_and_each_text_comes_back(rows):
    table = Table("t", "Things", (Column("one", "One"), Column("two", "Two")), tuple(rows))
    content = report_xlsx(Report("test", "Headline.", False, {"t": lambda: table}, PROVENANCE))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    findings = Findings("export.xlsx")
    sheet = read_sheets("export.xlsx", content, findings)[0]
    read = [(r["one"], r["two"]) for r in records(sheet)]
    assert read == [pair for r in rows if any(pair := (tidied(r[0])[0], tidied(r[1])[0]))]
    assert all("error" in refusal.why for refusal in findings.refusals)


@few
@given(st.lists(st.tuples(_DANGEROUS, _DANGEROUS), max_size=5), st.tuples(_DANGEROUS, _DANGEROUS))
def test_no_cell_of_refused_rows_given_back_as_a_workbook_starts_a_formula(rows, headings):
    book = openpyxl.load_workbook(io.BytesIO(text_xlsx("Refused", headings, rows)))
    cells = [cell for line in book["Refused"].iter_rows() for cell in line if cell.value]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    starts = ("=", "+", "-", "@", "\t", "\r")
    assert all(
        not str(cell.value).startswith(starts) or _SIGNED.fullmatch(str(cell.value))
        for cell in cells
    )
