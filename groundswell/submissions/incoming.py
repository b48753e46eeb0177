"""Files as received, kept by hash under `incoming/` in the data directory."""

import csv
import gzip
import hashlib
import itertools
import os
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from .findings import Findings
from .models import Submission
from .tables import Sheet, read_sheets


def keep(content: bytes) -> str:
    """Store the bytes and return their SHA-256. Safe to repeat, and to kill at any moment."""
    sha256 = sha256_of(content)
    write_once(_path(sha256), content)
    return sha256


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """The hash of a file of any size, a piece at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_file(path: Path, *, link: bool = False) -> str:
    """Store a file of any size and return its SHA-256, without holding it in memory.

    `link`: by a hard link where that can be, so that it takes no room. Whoever changes the
    original in place then changes what was kept. Otherwise the hash is that of the bytes that were
    written. Safe to repeat, and to kill at any moment.
    """
    if link:
        sha256 = sha256_of_file(path)
        kept = _path(sha256)
        kept.parent.mkdir(parents=True, exist_ok=True)
        # On another disk, or one without links, it is copied.
        with suppress(OSError):
            kept.hardlink_to(path)
        if kept.exists():
            return sha256
    folder = Path(settings.HOME) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as out, path.open("rb") as file:
            sha256 = _copy(file, out)
        Path(unfinished).replace(_path(sha256))
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return sha256


_PIECE = 1024 * 1024


def _copy(file: BinaryIO, out: BinaryIO) -> str:
    """Copy, and hash what is copied on the way."""
    hashed = hashlib.sha256()
    while piece := file.read(_PIECE):
        hashed.update(piece)
        out.write(piece)
    return hashed.hexdigest()


def path_of(submission: Submission) -> Path:
    """Where the file as received lies. Raises FileNotFoundError where it was lost."""
    path = _path(submission.sha256)
    if not path.exists():
        raise FileNotFoundError(f"{submission.file_name} is no longer in the data directory.")
    return path


def write_once(path: Path, content: bytes) -> None:
    """Write a file that is never changed: whole under its name, or not there at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def content_of(submission: Submission) -> bytes:
    """The bytes as received. Raises FileNotFoundError where the data directory lost them."""
    return _path(submission.sha256).read_bytes()


def source_row(submission: Submission, sheet: str, row: int) -> list[tuple[str, str]]:
    """One row of the file as received: (heading, value) pairs. Sheet "" is the first one.

    A file without headings gives its columns their numbers. Raises LookupError for a row that
    the file does not have.
    """
    if submission.size > _LARGE:
        return _row_of_large_file(submission, row)
    for number, candidate in enumerate(_sheets(submission.file_name, submission.sha256)):
        is_meant = candidate.name == sheet or (not sheet and number == 0)
        if is_meant and 1 <= row <= len(candidate.rows):
            values = candidate.rows[row - 1].values
            headings = candidate.headings
            if row <= candidate.heading_row or looks_like_data(headings):
                headings = tuple(f"column {i}" for i in range(1, len(values) + 1))
            values += ("",) * (len(headings) - len(values))
            return [
                (heading or f"column {i}", value)
                for i, (heading, value) in enumerate(zip(headings, values, strict=False), start=1)
            ]
    raise LookupError(f"{submission.file_name} has no row {row} in sheet {sheet or '1'}.")


# Beyond this a file is read up to the row that is asked for, and not kept in memory.
_LARGE = 60 * 1024 * 1024


def _row_of_large_file(submission: Submission, row: int) -> list[tuple[str, str]]:
    """Files so large are CSV with a header row: see `intake.routine`."""
    path = path_of(submission)
    with path.open("rb") as file:
        opener = gzip.open if file.read(2) == b"\x1f\x8b" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text)
        headings = next(rows, [])
        values = next(itertools.islice(rows, row - 2, None), None) if row > 1 else headings
    if values is None:
        raise LookupError(f"{submission.file_name} has no row {row}.")
    return [(h.strip(), v.strip()) for h, v in zip(headings, values, strict=False)]


def looks_like_data(headings: tuple[str, ...]) -> bool:
    """Headings repeat no digits-only cells: a first row with dates or counts is data."""
    return any(h.isdigit() for h in headings)


@lru_cache(maxsize=8)
def _sheets(file_name: str, sha256: str) -> tuple[Sheet, ...]:
    content = _path(sha256).read_bytes()
    return tuple(read_sheets(file_name, content, Findings(file_name)))


def _path(sha256: str) -> Path:
    return Path(settings.HOME) / "incoming" / sha256
