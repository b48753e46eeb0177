"""Workbooks that are made to do harm, and files that are none: refused, within bounds."""

import io
import struct
import zipfile
from itertools import pairwise

import pytest

from groundswell.submissions.tables import bounds
from groundswell.submissions.tables.workbooks import archive as archives
from tests.support.workbooks import MAIN, by_hand, parts_of, relations, rows_xml, with_parts, zipped

from .reading import notes_of, refusal_of, rows_of

ROWS = rows_xml(["site", "value"], ["L81001", "x"])
GOOD = by_hand(ROWS)
SHEET = "xl/worksheets/sheet1.xml"


def _sheet(content: str | bytes) -> bytes:
    return with_parts(GOOD, {SHEET: content})


def test_workbook_made_by_hand_is_read_without_a_word():
    rows, findings = rows_of(GOOD)
    assert rows[0]["value"] == "x"
    assert findings.notes == [] == findings.refusals


# What unpacks to too much


def test_part_that_unpacks_to_too_much_is_refused_unread(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_UNPACKED", 100_000)
    monkeypatch.setattr(archives.Archive, "_pieces", _small_only)
    bomb = _sheet(f'<worksheet xmlns="{MAIN}">{ROWS}<!--{"0" * 200_000}--></worksheet>')
    assert len(bomb) < 5_000
    assert "larger than any" in refusal_of(bomb).why


def _small_only(self, entry):
    assert entry.file_size < 10_000
    with self._zip.open(entry) as file:
        yield file.read()


def test_parts_count_together(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_UNPACKED", 12_000)
    parts = parts_of(ROWS, strings="<si><t>" + "x" * 8_000 + "</t></si>")
    assert rows_of(zipped(parts))[1].refusals == []
    parts[SHEET] = f'<worksheet xmlns="{MAIN}">{ROWS}<!--{"x" * 8_000}--></worksheet>'
    assert "larger than any" in refusal_of(zipped(parts)).why


def test_part_that_nobody_reads_stays_packed(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_UNPACKED", 100_000)
    inner = zipped({"bomb.xml": "0" * 1_000_000})
    content = with_parts(GOOD, {"xl/media/image1.png": "0" * 1_000_000, "xl/a.zip": inner})
    assert rows_of(content)[0][0]["value"] == "x"


def test_part_larger_than_it_says_is_cut_off_and_refused():
    content = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as held:
        size = held.getinfo(SHEET).file_size
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = 0
        while (at := content.find(signature, at)) >= 0:
            if struct.unpack_from("<I", content, at + offset)[0] == size:
                struct.pack_into("<I", content, at + offset, 40)
            at += 4
    assert "could not be read" in refusal_of(bytes(content)).why


def test_parts_that_share_their_bytes_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(ROWS).items():
            archive.writestr(name, content)
        first = archive.getinfo(SHEET)
        for n in range(2, 50):
            again = zipfile.ZipInfo(f"xl/worksheets/sheet{n}.xml")
            for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    assert "overlap" in refusal_of(file.getvalue()).why


def test_two_parts_of_one_name_are_refused():
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(SHEET.upper(), "<worksheet/>")
    assert "two parts of one name" in refusal_of(file.getvalue()).why


def test_archive_of_very_many_parts_is_refused_before_they_are_listed(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_PARTS", 20)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    content = _many_parts()
    assert "larger than any" in refusal_of(content).why


def _many_parts() -> bytes:
    entry = struct.pack("<4s42x", b"PK\x01\x02")
    return b"PK\x03\x04" + entry * 21


def test_archive_cut_short_is_refused():
    assert "could not be read" in refusal_of(GOOD[:-30]).why


def test_part_packed_in_another_way_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts_of(ROWS).items():
            archive.writestr(name, content)
    assert "packed in a way" in refusal_of(file.getvalue()).why


# What XML can do


TENFOLD = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
LAUGHS = f'<!DOCTYPE lolz [<!ENTITY a "ha">{TENFOLD}]>'


@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part(declared, part):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        content = archive.read(part).decode()
    refusal = refusal_of(with_parts(GOOD, {part: declared + content.replace(">", ">&i;", 1)}))
    assert "document type" in refusal.why and "save it as XLSX" in refusal.mend


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ("<a>" * 200, "deeper in each other"),
        (f"<!--{'x' * 4_000_000}-->", "tag without end"),
        (f'<a b="{"x" * 4_000_000}"/>', "tag without end"),
        (f"<sheetData><row><c t='str'><v>{'x' * 2_000_000}</v></c></row></sheetData>", "more text"),
        ("".join(f"<a{n}/>" for n in range(200_000)), "larger than any"),
        ("<sheetData><row r='2'/><row r='1'/></sheetData>", "out of order"),
        ("<sheetData><row><row/></row></sheetData>", "out of order"),
        ("<sheetData><row><c r='B1'/><c r='A1'/></row></sheetData>", "out of order"),
        ("<sheetData><row><c><c/></c></row></sheetData>", "outside of any row"),
        ("<sheetData><c/></sheetData>", "outside of any row"),
        ("<sheetData><row><c r='1A'><v>1</v></c></row></sheetData>", "in column"),
        ("<sheetData><row><c t='s'><v>9</v></c></row></sheetData>", "not there"),
        ("<sheetData><row><c t='s'><v>-1</v></c></row></sheetData>", "not there"),
        ("<sheetData><row><c><v>soon</v></c></row></sheetData>", "number"),
        ("<sheetData><row><c><v>nan</v></c></row></sheetData>", "number"),
        ("<sheetData><row><c r='ZZZ1'><v>1</v></c></row></sheetData>", "more columns"),
        ("<sheetData><row r='soon'/></sheetData>", "could not be read"),
        ("<mergeCells><mergeCell ref='here:there'/></mergeCells>", "merges cells"),
        ("</worksheet><worksheet>", "could not be read"),
        ("<sheetData>", "could not be read"),
    ],
)
def test_xml_that_no_program_writes_is_refused(sheet, why):
    refusal = refusal_of(by_hand(sheet))
    assert why in refusal.why and "save it as XLSX" in refusal.mend


def test_sheet_of_more_tags_than_any_is_refused(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_TAGS", 1_000)
    assert "larger than any" in refusal_of(by_hand("<a/>" * 1_000)).why


def test_encoding_that_nobody_knows_is_refused():
    content = f'<?xml version="1.0" encoding="ebcdic-7"?><worksheet xmlns="{MAIN}"/>'
    assert "could not be read" in refusal_of(_sheet(content)).why


# Cells far out, and texts that multiply


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ('<row r="3"><c r="XFD3"><v>1</v></c></row>', (3, "XFD")),
        ('<row r="3"><c r="GS3"><v>1</v></c></row>', (3, "GS")),
        ('<row r="1048576"><c r="B1048576"><v>1</v></c></row>', (1_048_576, "B")),
        ('<row r="30000"><c r="A30000"><v>1</v></c></row>', (30_000, "A")),
    ],
)
def test_cell_far_out_is_refused_with_its_place(row, place):
    refusal = refusal_of(by_hand(ROWS.replace("</sheetData>", f"{row}</sheetData>")))
    assert (refusal.row, refusal.column, refusal.value) == (*place, "1")
    assert "larger than any" in refusal.why and "Clear it" in refusal.mend


def test_empty_cells_far_out_are_nothing():
    row = '<row r="3"><c r="A3" s="1"/><c r="XFD3" s="1"/></row><row r="1048576" hidden="1"/>'
    rows, findings = rows_of(by_hand(ROWS.replace("</sheetData>", f"{row}</sheetData>")))
    assert len(rows) == 1 and findings.notes == []


def test_text_that_is_shared_by_very_many_cells_counts_as_often_as_it_stands(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_LETTERS", 1_000_000)
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * 100
    content = by_hand(f"<sheetData>{cells}</sheetData>", strings=f"<si><t>{'x' * 30_000}</t></si>")
    assert len(content) < 10_000
    assert "larger than any" in refusal_of(content).why


def test_shared_strings_that_fill_the_memory_are_refused(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_LETTERS", 1_000_000)
    strings = f"<si><t>{'x' * 30_000}</t></si>" * 40
    assert "larger than any" in refusal_of(by_hand(ROWS, strings=strings)).why


def test_text_longer_than_a_cell_holds_is_refused_with_its_place():
    content = by_hand(rows_xml(["site", "value"], ["L81001", "x" * 40_000]))
    refusal = refusal_of(content)
    assert (refusal.row, refusal.column) == (2, "value") and "longer than" in refusal.why


def test_workbook_of_very_many_sheets_is_refused(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_SHEETS", 3)
    sheets = "".join(f'<sheet name="S{n}" r:id="rId1"/>' for n in range(4))
    assert "larger than any" in refusal_of(by_hand(ROWS, workbook=f"<x>{sheets}</x>")).why


# What is in the workbook beside its cells


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/VBAPROJECT.BIN"]
)
def test_macros_are_refused_with_how_to_leave_them_out(part):
    refusal = refusal_of(with_parts(GOOD, {part: b"x"}), "return.xlsm")
    assert "macros" in refusal.why and ".xlsx" in refusal.mend


def test_links_and_connections_are_noted_and_not_followed():
    content = by_hand(
        ROWS,
        others=[
            ("externalLink", "externalLinks/externalLink1.xml"),
            ("externalLink", "externalLinks/externalLink2.xml"),
            ("connections", "connections.xml"),
        ],
    )
    notes = notes_of(content)
    assert "Links to other workbooks (2) were not followed" in notes[0]
    assert notes[1] == "Connections to other data were not followed."


def test_sheet_that_lies_outside_of_the_archive_is_refused():
    outside = relations(("worksheet", "file:///etc/passwd")).replace(
        "Target=", 'TargetMode="External" Target='
    )
    content = with_parts(GOOD, {"xl/_rels/workbook.xml.rels": outside})
    assert "missing" in refusal_of(content).why


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "worksheets\\Sheet1.xml"])
def test_parts_are_found_however_they_are_pointed_at(target):
    content = with_parts(GOOD, {"xl/_rels/workbook.xml.rels": relations(("worksheet", target))})
    assert rows_of(content)[0][0]["value"] == "x"


def test_parts_of_a_program_that_names_them_with_backslashes_are_found():
    parts = {name.replace("/", "\\"): content for name, content in parts_of(ROWS).items()}
    assert rows_of(zipped(parts))[0][0]["value"] == "x"


@pytest.mark.parametrize("missing", ["xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels"])
def test_workbook_without_a_part_that_it_needs_is_refused(missing):
    parts = parts_of(ROWS)
    del parts[missing]
    assert "could not be read" in refusal_of(zipped(parts)).why


def test_workbook_of_charts_alone_is_refused():
    content = with_parts(
        GOOD, {"xl/_rels/workbook.xml.rels": relations(("chartsheet", "charts/sheet1.xml"))}
    )
    assert "no sheet of cells" in refusal_of(content).why
