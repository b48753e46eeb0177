"""What a file is, told by what it holds; and what to do with the kinds that are not read."""

from pathlib import PurePath

from ..findings import Findings, Refused
from . import bounds

CSV_NAMES, WORKBOOK_NAMES = (".csv", ".txt", ".tsv"), (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb")
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
SAVE_AS_XLSX = "Open it in a spreadsheet program and save it as XLSX."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")

# How a file begins: what it is, and how to mend it.
_OTHERS = (
    (b"%PDF", "a PDF document", "Send the table that it was made from, as CSV UTF-8 or XLSX."),
    (b"\x1f\x8b", "a compressed file", "Unpack it, and send what is in it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it, and send what is in it."),
    (b"Rar!", "a RAR archive", "Unpack it, and send what is in it."),
    (b"{\\rtf", "a text document", "Send its table as CSV UTF-8 or as XLSX."),
    (b"PAR1", "a Parquet file", "Save it as CSV UTF-8."),
    (b"SQLite format 3", "a database", "Save its table as CSV UTF-8."),
)
# Markup that spreadsheet programs open as if it were a workbook of theirs.
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<workbook")


def is_workbook(file_name: str, content: bytes) -> bool:
    """Whether the bytes are a workbook's; otherwise they may be CSV.

    Raises Refused for what is known to be something else.
    """
    if content.startswith(ZIP):
        return True
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if content.startswith(_OLE):
        raise _refuse_ole(file_name, content)
    for signature, what, mend in _OTHERS:
        if content.startswith(signature):
            why = f"This is {what}, which is neither a CSV file nor an XLSX workbook."
            raise bounds.whole(file_name, why, mend)
    if start.startswith(_MARKUP):
        why = "This is a web page or XML under another name, not an XLSX workbook."
        raise bounds.whole(file_name, why, SAVE_AS_XLSX)
    return False


def _refuse_ole(file_name: str, content: bytes) -> Refused:
    """Legacy Office files, and those that a password locks, have the same beginning."""
    if _ENCRYPTED in content:
        why = "The workbook is locked with a password."
        mend = "Open it, take the password off (File, Info, Protect Workbook), and save it."
    elif _WORD in content:
        why, mend = "This is a Word document.", "Send its table as CSV UTF-8 or as XLSX."
    else:
        why = "This is a workbook in the format of Excel 97 to 2003 (.xls)."
        mend = SAVE_AS_XLSX
    return bounds.whole(file_name, why, mend)


def note_wrong_name(file_name: str, is_workbook: bool, findings: Findings) -> None:
    """Say so where a name promises something else than the file is."""
    ending = PurePath(file_name).suffix.lower()
    if is_workbook and ending in (*CSV_NAMES, ".xls", ".xlsb", ".xlsm"):
        findings.note("", 0, f"The name ends in {ending}, but it is an XLSX workbook: read as one.")
    elif not is_workbook and ending in WORKBOOK_NAMES:
        findings.note("", 0, f"The name ends in {ending}, but it is a CSV file: read as one.")
