"""A workbook's cells as text: what they show, by their last value, and what cannot be read."""

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from tests.support.workbooks import by_hand, parts_of, rows_xml, zipped

from .reading import notes_of, read, refusal_of, rows_of

HEADINGS = '<row r="1"><c r="A1" t="str"><v>site</v></c><c r="B1" t="str"><v>value</v></c></row>'
# 0 a number, 1 a day, 2 a month, 3 a year, 4 a time, 5 a month in words, 6 quoted d
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="mmmm\\ yyyy"/>'
    '<numFmt numFmtId="165" formatCode="yyyy"/>'
    '<numFmt numFmtId="166" formatCode="0.0&quot; days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="17"/><xf numFmtId="165"/>'
    '<xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="166"/></cellXfs>'
)


def _with(cell: str, **others: str) -> bytes:
    """A workbook with L81001 in A2 and this cell beside it."""
    row = f'<row r="2"><c r="A2" t="str"><v>L81001</v></c>{cell}</row>'
    return by_hand(f"<sheetData>{HEADINGS}{row}</sheetData>", styles=STYLES, **others)


def _value(cell: str, **others: str) -> str:
    rows, findings = rows_of(_with(cell, **others))
    assert findings.refusals == []
    return rows[0]["value"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="str"><v>live</v></c>', "live"),
        ('<c t="s"><v>0</v></c>', "shared"),
        ('<c t="s"><v>1</v></c>', "rich and red"),
        ('<c t="s"><v>2</v></c>', "東京"),
        ('<c t="s"><v>3</v></c>', "one\ntwo _x0041_"),
        ('<c t="inlineStr"><is><t>inline</t></is></c>', "inline"),
        ('<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>', "inline"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
        ("<c><v>7</v></c>", "7"),
        ("<c><v>7.0</v></c>", "7"),
        ("<c><v>-12</v></c>", "-12"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>1.5E-3</v></c>", "0.0015"),
        ("<c><v>1E3</v></c>", "1000"),
        ('<c s="6"><v>2.5</v></c>', "2.5"),
        ('<c t="d"><v>2018-04-04T00:00:00</v></c>', "2018-04-04"),
        ('<c t="d"><v>2018-04-04T10:30:00</v></c>', "2018-04-04 10:30:00"),
        ('<c s="1"/>', ""),
        ("<c><v></v></c>", ""),
        ("<c r='B2'><v>1</v></c>", "1"),
    ],
)
def test_cell_reads_as_the_text_that_it_shows(cell, text):
    strings = (
        "<si><t>shared</t></si><si><r><t>rich </t></r><r><rPr/><t>and red</t></r></si>"
        "<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si>"
        "<si><t>one_x000D_\ntwo _x005F_x0041_</t></si>"
    )
    assert _value(cell, strings=strings) == text


@pytest.mark.parametrize(
    ("cell", "text", "is_noted"),
    [
        ('<c s="1"><v>43194</v></c>', "2018-04-04", False),
        ('<c s="1"><v>43194.4375</v></c>', "2018-04-04 10:30:00", False),
        ('<c s="1"><v>1</v></c>', "1900-01-01", False),
        ('<c s="1"><v>59</v></c>', "1900-02-28", False),
        ('<c s="1"><v>61</v></c>', "1900-03-01", False),
        ('<c s="2"><v>43191</v></c>', "2018-04", True),
        ('<c s="5"><v>43191</v></c>', "2018-04", True),
        ('<c s="5"><v>43194</v></c>', "2018-04-04", False),
        ('<c s="3"><v>43101</v></c>', "2018", True),
        ('<c s="3"><v>43194</v></c>', "2018-04-04", False),
        ('<c s="4"><v>0.4375</v></c>', "10:30:00", False),
    ],
)
def test_day_reads_as_what_is_shown_of_it(cell, text, is_noted):
    rows, findings = rows_of(_with(cell))
    assert rows[0]["value"] == text
    note = "Days shown as a month or a year are read as the whole of it"
    assert [n.text for n in findings.notes] == ([f"{note}: {text!r}."] if is_noted else [])


@pytest.mark.parametrize(
    ("number", "day"), [("41732", "2018-04-04"), ("60", "1904-03-01"), ("0", "1904-01-01")]
)
def test_days_count_from_1904_where_the_workbook_says_so(number, day):
    cell = f'<c s="1"><v>{number}</v></c>'
    assert _value(cell, workbook='<workbookPr date1904="1"/>') == day


@pytest.mark.parametrize("number", ["60", "-1", "2958466", "9e99"])
def test_number_shown_as_a_day_that_never_was_is_refused(number):
    refusal = refusal_of(_with(f'<c s="1"><v>{number}</v></c>'))
    assert (refusal.sheet, refusal.row, refusal.column, refusal.value) == (
        "Use",
        2,
        "value",
        number,
    )
    assert "no such day" in refusal.why


def test_number_of_many_digits_is_noted_since_the_last_ones_are_lost():
    rows, findings = rows_of(_with("<c><v>12345678901234567890</v></c>"))
    assert rows[0]["value"].startswith("123456789012345")
    assert "more than 15 digits" in findings.notes[0].text


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_error_is_refused_with_its_place(error):
    refusal = refusal_of(_with(f'<c t="e"><f>A9</f><v>{error}</v></c>'))
    place = (refusal.sheet, refusal.row, refusal.column, refusal.value)
    assert place == ("Use", 2, "value", error)
    assert "error" in refusal.why


def test_error_written_as_text_is_refused_too():
    assert refusal_of(_with('<c t="str"><v>#N/A</v></c>')).value == "#N/A"


def test_formula_is_read_by_its_last_value_and_noted_with_its_place():
    rows, findings = rows_of(_with("<c><f>6*7</f><v>42</v></c>"))
    assert rows[0]["value"] == "42"
    note = "Formulas are read by the value last worked out: B2 as '42'."
    assert [(n.sheet, n.row, n.text) for n in findings.notes] == [("Use", 2, note)]


@pytest.mark.parametrize("said", ['calcId="191029"', 'fullCalcOnLoad="0"'])
def test_formula_of_a_workbook_that_is_worked_out_is_read(said):
    assert _value("<c><f>6*7</f><v>42</v></c>", workbook=f"<calcPr {said}/>") == "42"


def test_formula_whose_value_is_an_empty_text_is_an_empty_cell():
    assert _value('<c t="str"><f>IF(1,"","x")</f><v></v></c>') == ""


@pytest.mark.parametrize("cell", ["<c><f>6*7</f><v></v></c>", "<c><f>6*7</f></c>"])
def test_formula_never_worked_out_is_refused_with_its_place(cell):
    refusal = refusal_of(_with(cell))
    assert (refusal.sheet, refusal.row, refusal.column, refusal.value) == (
        "Use",
        2,
        "value",
        "B2",
    )
    assert "worked out" in refusal.why and "save it" in refusal.mend


def test_formula_of_a_program_that_leaves_working_it_out_to_others_is_refused():
    """xlsxwriter writes 0 as the value of every formula; openpyxl writes none."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["site", "value"])
        sheet.write_row(1, 0, ["L81001", "=6*7"])
    assert "worked out" in refusal_of(file.getvalue()).why
    other = openpyxl.Workbook()
    other.active.append(["site", "value"])
    other.active.append(["L81001", "=6*7"])
    file = io.BytesIO()
    other.save(file)
    assert "worked out" in refusal_of(file.getvalue()).why


def test_equals_sign_in_a_text_cell_is_text():
    assert _value('<c t="str"><v>=6*7</v></c>') == "=6*7"


def test_merged_cells_among_the_rows_are_refused_with_their_range():
    rows = rows_xml(["site", "value"], ["L81001", "x"], ["L81002", "y"])
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    refusal = refusal_of(by_hand(rows + merged))
    assert (refusal.sheet, refusal.row, refusal.column) == ("Use", 2, "A")
    assert "A2:A3" in refusal.why and "Unmerge" in refusal.mend


def test_merged_headings_are_refused():
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    rows = rows_xml(["site", "", "value"], ["L81001", "x", "y"])
    assert "A1:B1" in refusal_of(by_hand(rows + merged)).why


@pytest.mark.parametrize("ref", ["A1:B1", "D3:E3", "A9:B9", "A3:A3"])
def test_merged_cells_of_a_title_or_beside_the_table_or_empty_do_no_harm(ref):
    rows = rows_xml(["Spring return"], ["site", "value"], ["L81001", "x", "", "aside"])
    content = by_hand(f'{rows}<mergeCells><mergeCell ref="{ref}"/></mergeCells>')
    rows, findings = rows_of(content)
    assert rows[0]["value"] == "x" and findings.refusals == []


def test_hidden_rows_and_columns_are_read_and_noted():
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
        f"<sheetData>{HEADINGS}"
        '<row r="2" hidden="1"><c t="str"><v>L81001</v></c><c t="str"><v>x</v></c></row>'
        '<row r="3" hidden="1"><c s="1"/></row></sheetData>'
    )
    rows, findings = rows_of(by_hand(sheet))
    assert rows[0]["value"] == "x"
    assert [(n.row, n.text) for n in findings.notes] == [
        (2, "Hidden rows are read like the others: row 2."),
        (0, "Hidden columns are read like the others: column B."),
    ]


def test_hidden_sheets_come_after_the_visible_ones_and_are_noted():
    book = openpyxl.Workbook()
    book.active.title = "Lists"
    book.active.append(["a", "b"])
    book.active.sheet_state = "veryHidden"
    book.create_sheet("Return").append(["site", "value"])
    file = io.BytesIO()
    book.save(file)
    sheets, findings = read(file.getvalue())
    assert [sheet.name for sheet in sheets] == ["Return", "Lists"]
    assert [n.text for n in findings.notes] == ["Hidden sheets, taken after the others: Lists."]


def test_errors_on_a_sheet_that_nobody_reads_do_no_harm():
    book = openpyxl.Workbook()
    book.active.append(["site", "value"])
    book.active.append(["L81001", "x"])
    book.create_sheet("Workings").append(["a", "#REF!"])
    file = io.BytesIO()
    book.save(file)
    rows, findings = rows_of(file.getvalue())
    assert rows[0]["value"] == "x" and findings.refusals == []


def test_rows_and_cells_left_out_are_blank():
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="str"><v>a</v></c><c r="C1" t="str"><v>c</v></c></row>'
        '<row r="4"><c r="C4"><v>7</v></c></row></sheetData>'
    )
    (sheet_read,), _ = read(by_hand(sheet))
    assert [row.values for row in sheet_read.rows] == [("a", "", "c"), (), (), ("", "", "7")]
    assert [row.number for row in sheet_read.rows] == [1, 2, 3, 4]


def test_first_row_is_as_wide_as_the_widest():
    """Files without headings are told by how many columns they have."""
    (sheet,), _ = read(by_hand(rows_xml(["a", "b"], ["a", "b", "c"])))
    assert sheet.headings == ("a", "b", "")


def test_names_with_a_prefix_and_strict_workbooks_are_read():
    parts = parts_of("")
    sheet = rows_xml(["site", "value"], ["L81001", "x"])
    for name in ("sheetData", "row", "c", "v"):
        sheet = sheet.replace(f"<{name}", f"<x:{name}").replace(f"</{name}", f"</x:{name}")
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts["xl/worksheets/sheet1.xml"] = f'<x:worksheet xmlns:x="{strict}">{sheet}</x:worksheet>'
    rows, _ = rows_of(zipped(parts))
    assert rows[0]["value"] == "x"


def test_workbook_of_a_spreadsheet_program_has_no_notes():
    book = openpyxl.Workbook()
    book.active.append(["site", "value", "day", "at"])
    book.active.append(["L81001", 1.5, date(2018, 4, 4), datetime(2018, 4, 4, 10, 30)])
    file = io.BytesIO()
    book.save(file)
    rows, _ = rows_of(file.getvalue())
    assert rows[0].values == ("L81001", "1.5", "2018-04-04", "2018-04-04 10:30:00")
    assert notes_of(file.getvalue()) == []
