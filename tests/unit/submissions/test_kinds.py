"""Files told by what they hold: those that are no CSV and no XLSX say what to do with them."""

import codecs

import pytest

from tests.support.workbooks import by_hand, parts_of, rows_xml, zipped

from .reading import notes_of, refusal_of, rows_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
CSV = b"site,value\nL81001,x\n"
XLSX = by_hand(rows_xml(["site", "value"], ["L81001", "x"]))


@pytest.mark.parametrize(
    ("content", "name", "why", "mend"),
    [
        (OLE, "return.xls", "Excel 97 to 2003", "save it as XLSX"),
        (OLE, "return.xlsx", "Excel 97 to 2003", "save it as XLSX"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "locked with a password", "take"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "Word document", "CSV UTF-8"),
        (zipped({"content.xml": "x", "mimetype": "x"}), "a.ods", "OpenDocument", "save it as XLSX"),
        (zipped({"xl/workbook.bin": "x"}), "a.xlsb", "binary format", "save it as XLSX"),
        (zipped({"word/document.xml": "x"}), "a.xlsx", "Word document", "save it as XLSX"),
        (zipped({"Index/Document.iwa": "x"}), "a.numbers", "Apple Numbers", "save it as XLSX"),
        (zipped({"return.csv": "a,b"}), "a.zip", "ZIP archive", "Unpack"),
        (b"%PDF-1.7\n%\xe2", "a.pdf", "PDF", "CSV UTF-8"),
        (b"\x1f\x8b\x08\x00", "a.csv.gz", "compressed", "Unpack"),
        (b"7z\xbc\xaf\x27\x1c\x00", "a.7z", "7-Zip", "Unpack"),
        (b"Rar!\x1a\x07", "a.rar", "RAR", "Unpack"),
        (b"<html><table><tr><td>site", "a.xls", "web page", "save it as XLSX"),
        (codecs.BOM_UTF8 + b"\r\n <!DOCTYPE HTML>", "a.xls", "web page", "save it as XLSX"),
        (b'<?xml version="1.0"?><Workbook>', "a.xml", "web page or XML", "save it as XLSX"),
        (b"", "a.csv", "empty", "rows"),
        (codecs.BOM_UTF8 + b"\r\n", "a.csv", "empty", "rows"),
    ],
)
def test_other_kind_of_file_is_refused_with_how_to_mend_it(content, name, why, mend):
    refusal = refusal_of(content, name)
    assert (refusal.sheet, refusal.row, refusal.column) == ("", 0, "")
    assert why in refusal.why and mend in refusal.mend


@pytest.mark.parametrize(
    ("content", "name", "note"),
    [
        (CSV, "return.xlsx", "The name ends in .xlsx, but it is a CSV file: read as one."),
        (CSV, "return.XLS", "The name ends in .xls, but it is a CSV file: read as one."),
        (XLSX, "return.csv", "The name ends in .csv, but it is an XLSX workbook: read as one."),
        (XLSX, "return.xls", "The name ends in .xls, but it is an XLSX workbook: read as one."),
    ],
)
def test_wrong_name_is_read_by_what_it_holds_and_noted(content, name, note):
    rows, _ = rows_of(content, name)
    assert rows[0]["value"] == "x"
    assert notes_of(content, name) == [note]


@pytest.mark.parametrize(
    ("content", "name"), [(CSV, "a.csv"), (CSV, "a.txt"), (CSV, "a"), (XLSX, "a.xlsx"), (XLSX, "a")]
)
def test_right_name_or_none_is_not_noted(content, name):
    assert notes_of(content, name) == []


def test_workbook_without_a_word_about_its_parts_is_refused():
    parts = parts_of("")
    del parts["_rels/.rels"]
    assert "ZIP archive" in refusal_of(zipped(parts)).why
