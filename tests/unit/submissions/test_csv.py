"""CSV as people and programs write it: letters, delimiters, quotation marks, bounds."""

import pytest

from groundswell.submissions.tables import bounds

from .reading import notes_of, read, refusal_of, rows_of

HEADING = "site,note\n"


def _note(content: bytes) -> str:
    rows, _ = rows_of(content, "file.csv")
    return rows[0]["note"]


def _encoded(encoding: str, text: str = "Café – “live”") -> bytes:
    return f"{HEADING}L81001,{text}\n".encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_arrive_in_every_encoding_that_spreadsheets_write(encoding):
    assert _note(_encoded(encoding)) == "Café – “live”"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (_encoded("utf-16"), "Not in UTF-8: read as UTF-16."),
        (b"\xfe\xff" + _encoded("utf-16-be"), "Not in UTF-8: read as UTF-16."),
        (_encoded("cp1252"), "Not in UTF-8: read as Windows-1252."),
    ],
)
def test_other_encoding_is_noted(content, note):
    assert notes_of(content, "file.csv") == [note]


def test_plain_file_has_no_notes():
    assert notes_of(_encoded("utf-8"), "file.csv") == []


def test_byte_that_windows_1252_does_not_have_is_refused_with_its_line():
    content = b"site,note\nL81001,fine\nL81002,caf\x8e \x81\n"
    refusal = refusal_of(content, "file.csv")
    assert refusal.row == 3
    assert "neither a CSV file nor an XLSX" in refusal.why and "0x81" in refusal.why


def test_file_in_two_encodings_at_once_is_refused_rather_than_spoilt():
    content = f"{HEADING}L81001,café\n".encode() + "L81002,café\n".encode("cp1252")
    refusal = refusal_of(content, "file.csv")
    assert "some are not" in refusal.why and refusal.row == 3


@pytest.mark.parametrize(
    "content",
    [
        _encoded("utf-16-le"),
        b"site,note\nL81001,a\x00b\n",
        b"\xff\xfe\x00\x00" + _encoded("utf-32-le"),
        b"\xff\xfes\x00\x00\xd8,\x00",
    ],
)
def test_what_is_no_text_is_refused(content):
    assert "neither a CSV file nor an XLSX" in refusal_of(content, "file.csv").why


@pytest.mark.parametrize(
    ("delimiter", "note"),
    [
        (";", ["The fields are parted by semicolons."]),
        ("\t", ["The fields are parted by tabs."]),
        ("|", ["The fields are parted by bars."]),
        (",", []),
    ],
)
def test_fields_are_parted_by_what_parts_the_headings(delimiter, note):
    content = f"site{delimiter}note{delimiter}stage\nL81001{delimiter}a, b{delimiter}live\n"
    if delimiter == ",":
        content = content.replace("a, b", '"a, b"')
    rows, findings = rows_of(content.encode(), "file.csv")
    assert (rows[0]["note"], rows[0]["stage"]) == ("a, b", "live")
    assert [n.text for n in findings.notes] == note


def test_commas_inside_quotation_marks_part_nothing():
    rows, _ = rows_of(b'"a,b,c,d";x;y\n"1,2,3,4";5;6\n', "file.csv")
    assert rows[0].values == ("1,2,3,4", "5", "6")


def test_quotation_mark_that_is_never_closed_is_refused_with_its_row():
    refusal = refusal_of(b'site,note\nL81001,fine\nL81002,"told\nL81003,x\n', "file.csv")
    assert "could not be read as CSV" in refusal.why
    assert refusal.row == 3 and "quotation mark" in refusal.mend


def test_line_break_inside_a_cell_is_kept_and_rows_are_counted_as_a_spreadsheet_shows():
    rows, findings = rows_of(b'site,note\nL81001,"one\r\ntwo"\nL81002,x\n', "file.csv")
    assert [(r.number, r["note"]) for r in rows] == [(2, "one\ntwo"), (3, "x")]
    assert findings.notes == []


def test_code_kept_as_a_text_formula_is_read_and_noted():
    rows, findings = rows_of(b'site,note\n"=""00123""",x\n', "file.csv")
    assert rows[0]["site"] == "00123"
    assert [(n.row, n.text) for n in findings.notes] == [
        (2, 'Values written as ="…" are read without that: ="00123".')
    ]


@pytest.mark.parametrize("formula", ["=A1", "=SUM(B2:B9)", "=-1+2", '=HYPERLINK(""x"")'])
def test_formula_in_csv_is_refused_since_its_value_is_not_there(formula):
    refusal = refusal_of(f'site,note\nL81001,"{formula}"\n'.encode(), "file.csv")
    assert (refusal.row, refusal.column) == (2, "note")
    assert "formula" in refusal.why


@pytest.mark.parametrize("text", ["'=A1", "= as before", "-5", "+44 20", "@home", "=>"])
def test_text_that_only_looks_like_a_formula_is_text(text):
    assert _note(f"{HEADING}L81001,{text}\n".encode()) == text


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_error_of_a_spreadsheet_is_refused_with_its_place(error):
    refusal = refusal_of(f"site,note\nL81001,{error}\n".encode(), "file.csv")
    assert (refusal.row, refusal.column, refusal.value) == (2, "note", error)


def test_hash_in_a_text_is_no_error():
    assert _note(f"{HEADING}L81001,#1 of 3\n".encode()) == "#1 of 3"


def test_empty_columns_at_the_end_take_no_room():
    sheets, findings = read(b"a,b" + b"," * 500_000 + b"\n1,2\n", "file.csv")
    assert findings.refusals == []
    assert max(len(row.values) for row in sheets[0].rows) == bounds.MAX_COLUMNS


def test_value_far_to_the_right_is_refused_with_its_place():
    refusal = refusal_of(b"a,b\n1,2" + b"," * 300 + b"x\n", "file.csv")
    assert (refusal.row, refusal.column, refusal.value) == (2, "KP", "x")
    assert "larger than any" in refusal.why and "200 columns" in refusal.mend


def test_line_longer_than_any_is_refused_before_it_is_taken_apart(monkeypatch):
    monkeypatch.setattr(bounds, "LONGEST_LINE", 1_000)
    assert "larger than any" in refusal_of(b"a,b\n" + b"," * 1_000, "file.csv").why


def test_cell_longer_than_a_spreadsheet_holds_is_refused_with_its_place():
    refusal = refusal_of(f"{HEADING}L81001,{'x' * 32_768}\n".encode(), "file.csv")
    assert (refusal.row, refusal.column) == (2, "note")
    assert "longer than 32,767" in refusal.why and len(refusal.value) < 100


@pytest.mark.parametrize(("bound", "most"), [("MAX_CELLS", 6), ("MAX_LETTERS", 20)])
def test_file_that_fills_the_memory_is_refused(monkeypatch, bound, most):
    monkeypatch.setattr(bounds, bound, most)
    refusal = refusal_of(b"a,b\n1,2\n3,4\n55555555,66666666\n", "file.csv")
    assert "larger than any" in refusal.why and refusal.row == 4
