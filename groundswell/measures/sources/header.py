"""The header row of a CSV file of any size, and how the file is written."""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

from ..engine.protocol import Unreadable

_MOST = 64 * 1024  # bytes: a header row is a few hundred
_MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Header:
    """`names` as written, without outer spaces; `newline` ends its row; `zipped` by gzip."""

    names: tuple[str, ...]
    newline: str
    zipped: bool


def read_header(path: Path) -> Header:
    """Raises Unreadable for a file that is empty, not text in UTF-8, or packed as a ZIP archive."""
    start = _first_bytes(path)
    zipped = start.startswith(b"\x1f\x8b")
    if zipped:
        start = _unpacked(path)
    if not start.strip():
        raise Unreadable("The file is empty.")
    if start.startswith(b"PK\x03\x04"):
        raise Unreadable("This is a ZIP archive or a workbook. Unpack it, and send the CSV file.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start:
        raise Unreadable("The file is not in UTF-8. Save it as CSV UTF-8.")
    line = start.split(b"\n", 1)[0] if b"\n" in start else start
    if len(line) == _MOST:
        raise Unreadable("The first row does not end: this is no CSV file with a header row.")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The header row is not in UTF-8. Save the file as CSV UTF-8.", 1) from None
    names = tuple(name.strip() for name in next(csv.reader([text.rstrip("\r")]), []))
    if len(names) > _MOST_COLUMNS:
        raise Unreadable(f"The file has {len(names):,} columns: no layout has so many.", 1)
    return Header(names, "\r\n" if text.endswith("\r") else "\n", zipped)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST)


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path, "rb") as file:
            return file.read(_MOST)
    except (OSError, EOFError) as error:
        raise Unreadable("The file says that it is gzip, and cannot be unpacked.") from error
