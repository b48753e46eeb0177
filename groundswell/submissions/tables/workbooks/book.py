"""From a workbook's archive to its sheets, and what is odd about the workbook as a whole."""

import posixpath
from dataclasses import dataclass

from ...findings import Findings
from .. import bounds
from ..kinds import SAVE_AS_XLSX
from ..shapes import OWN_SHEET, Sheet
from .archive import Archive
from .formats import read_styles
from .sheet import SheetContext, read_sheet
from .strings import read_strings
from .xml import Damaged, Part, parse

_MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "xl/intlmacrosheets/")
# What other archives hold: the part that tells them, what they are.
_OTHER_ARCHIVES = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "a workbook in the OpenDocument format (.ods) or like it"),
    ("xl/workbook.bin", "a workbook in Excel's binary format (.xlsb)"),
    ("index/document.iwa", "a workbook of Apple Numbers"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where one part points at another."""

    kind: str  # the last word of its address, in lower case: worksheet, styles
    target: str


class Relations(Part):
    """Reads a part's relations by their id. `folder` is where the part stands."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.starts["Relationship"] = self._relation
        self.found: dict[str, Relation] = {}
        self._folder = folder

    def _relation(self, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode", "Internal") == "Internal":
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            target = attributes.get("Target", "").replace("\\", "/")
            place = posixpath.join("/", self._folder, target)
            self.found[attributes.get("Id", "")] = Relation(kind, place)


class Contents(Part):
    """Reads the workbook's own part: its sheets in order, and how it counts days."""

    def __init__(self) -> None:
        super().__init__()
        self.starts |= {
            "sheet": self._sheet,
            "workbookPr": self._properties,
            "calcPr": self._calculation,
        }
        self.sheets: list[tuple[str, str, bool]] = []  # name, relation, whether it is hidden
        self.since_1904 = False
        # False: written by a program that leaves working out the formulas to whoever opens it.
        self.is_worked_out = True

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        is_hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((attributes.get("name", "").strip()[:60], relation, is_hidden))

    def _properties(self, attributes: dict[str, str]) -> None:
        self.since_1904 = attributes.get("date1904") in ("1", "true")

    def _calculation(self, attributes: dict[str, str]) -> None:
        self.is_worked_out = attributes.get("fullCalcOnLoad") not in ("1", "true")


def read_workbook(file_name: str, content: bytes, findings: Findings) -> list[Sheet]:
    """The sheets of a workbook: visible ones first. Raises Refused."""
    archive = Archive(file_name, content)
    try:
        _refuse_others(archive)
        return _read(archive, findings)
    except Damaged as damaged:
        raise archive.unreadable(str(damaged)) from damaged


def _read(archive: Archive, findings: Findings) -> list[Sheet]:
    main = _main_part(archive)
    relations = _relations(archive, main)
    contents = Contents()
    parse(archive.read(main), contents)
    if len(contents.sheets) > bounds.MAX_SHEETS:
        raise bounds.too_large(archive.file_name)
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    context = SheetContext(
        strings=_strings(archive, by_kind.get("sharedstrings")),
        shows=read_styles(archive.read(by_kind["styles"])) if "styles" in by_kind else [],
        since_1904=contents.since_1904,
        is_worked_out=contents.is_worked_out,
        findings=findings,
        room=bounds.Room(archive.file_name),
    )
    _note_links(relations, findings)
    hidden = [name for name, _, is_hidden in contents.sheets if is_hidden and name != OWN_SHEET]
    if hidden:
        findings.note("", 0, f"Hidden sheets, taken after the others: {', '.join(hidden[:5])}.")
    sheets = []
    for name, relation, _ in sorted(contents.sheets, key=lambda sheet: sheet[2]):
        found = relations.get(relation)
        if found is None:
            raise Damaged(f"the sheet {name!r} is missing")
        if found.kind == "worksheet":  # others are charts and dialogues
            sheets.append(read_sheet(name, archive.read(found.target), context))
    if not sheets:
        raise bounds.whole(archive.file_name, "The workbook has no sheet of cells.", SAVE_AS_XLSX)
    return sheets


def _main_part(archive: Archive) -> str:
    top = Relations("")
    parse(archive.read("_rels/.rels"), top)
    for relation in top.found.values():
        if relation.kind == "officedocument":
            return relation.target
    raise Damaged("it does not say where its sheets are")


def _relations(archive: Archive, part: str) -> dict[str, Relation]:
    folder, name = posixpath.split(part)
    reader = Relations(folder)
    parse(archive.read(f"{folder}/_rels/{name}.rels"), reader)
    return reader.found


def _strings(archive: Archive, part: str | None) -> list[str]:
    return read_strings(archive.file_name, archive.read(part)) if part else []


def _refuse_others(archive: Archive) -> None:
    """Refuse archives that are no XLSX workbook, and workbooks with programs in them."""
    macros = [p for p in archive.parts if any(m in p for m in _MACRO_PARTS)]
    if macros:
        why = "The workbook has macros: programs that run when it is opened."
        mend = "Save it as Excel Workbook (.xlsx), which leaves them out."
        raise bounds.whole(archive.file_name, why, mend)
    for part, what in _OTHER_ARCHIVES:
        if part in archive.parts:
            why = f"This is {what}, not an XLSX workbook."
            raise bounds.whole(archive.file_name, why, SAVE_AS_XLSX)
    if "_rels/.rels" not in archive.parts:
        why = "This is a ZIP archive, not an XLSX workbook."
        raise bounds.whole(archive.file_name, why, "Unpack it, and send what is in it.")


def _note_links(relations: dict[str, Relation], findings: Findings) -> None:
    links = sum(r.kind in ("externallink", "externallinkpath") for r in relations.values())
    if links:
        findings.note(
            "",
            0,
            f"Links to other workbooks ({links:,}) were not followed: the values last "
            "worked out from them were read.",
        )
    if any(r.kind == "connections" for r in relations.values()):
        findings.note("", 0, "Connections to other data were not followed.")
