"""Reading a file in a test: its sheets, and what was found odd about them."""

import pytest

from groundswell.submissions.findings import Findings, Refusal, Refused
from groundswell.submissions.tables import Record, Sheet, read_sheets, records


def read(content: bytes, name: str = "file.xlsx") -> tuple[list[Sheet], Findings]:
    findings = Findings(name)
    return read_sheets(name, content, findings), findings


def rows_of(content: bytes, name: str = "file.xlsx") -> tuple[list[Record], Findings]:
    """The records of the first sheet, read as a layout reads them."""
    sheets, findings = read(content, name)
    return list(records(sheets[0])), findings


def notes_of(content: bytes, name: str = "file.xlsx") -> list[str]:
    return [note.text for note in rows_of(content, name)[1].notes]


def refusal_of(content: bytes, name: str = "file.xlsx") -> Refusal:
    """The one refusal of a file, whole or of a cell; it says why and how to mend it."""
    try:
        found = rows_of(content, name)[1].refusals
    except Refused as refused:
        found = list(refused.refusals)
    if len(found) != 1:
        pytest.fail(f"{len(found)} refusals: {found[:3]}")
    assert found[0].file == name
    assert found[0].why.endswith((".", "?")) and len(found[0].mend) > 10
    return found[0]
