"""Workbooks made by hand, part by part: to build what no spreadsheet program would write."""

import io
import zipfile
from collections.abc import Iterable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Parts = dict[str, str | bytes]


def relations(*kinds_and_targets: tuple[str, str]) -> str:
    """A part of relations rId1, rId2 and so on."""
    inside = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(kinds_and_targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def parts_of(
    sheet: str,
    *,
    strings: str = "",
    styles: str = "",
    workbook: str = "",
    others: Iterable[tuple[str, str]] = (),
) -> Parts:
    """The parts of a workbook with one sheet, "Use": what stands inside <worksheet>, and so on.

    `others` are further relations of the workbook.
    """
    return {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        '<sheets><sheet name="Use" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
            *others,
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def by_hand(sheet: str, **others: object) -> bytes:
    """A workbook of one sheet, from what stands inside <worksheet>."""
    return zipped(parts_of(sheet, **others))  # type: ignore[arg-type]


def with_parts(content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """A workbook with parts added, or put in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held: Parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(held | dict(parts))


def rows_xml(*rows: Iterable[str]) -> str:
    """<sheetData> of rows of text."""
    cells = "".join(
        "<row>" + "".join(f'<c t="str"><v>{text}</v></c>' for text in row) + "</row>"
        for row in rows
    )
    return f"<sheetData>{cells}</sheetData>"
