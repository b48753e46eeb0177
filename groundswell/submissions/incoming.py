"""Files as received, kept by hash under `incoming/` in the data directory."""

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

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
    """One row of the file as received: (heading, value) pairs.

    A file without headings gives its columns their numbers. Raises LookupError for a row that
    the file does not have.
    """
    for candidate in _sheets(submission.file_name, submission.sha256):
        if candidate.name == sheet and 1 <= row <= len(candidate.rows):
            values = candidate.rows[row - 1].values
            headings = candidate.headings
            if row == 1 or looks_like_data(headings):
                headings = tuple(f"column {i}" for i in range(1, len(values) + 1))
            return [
                (heading or f"column {i}", value)
                for i, (heading, value) in enumerate(zip(headings, values, strict=False), start=1)
            ]
    raise LookupError(f"{submission.file_name} has no row {row} in sheet {sheet or '1'}.")


def looks_like_data(headings: tuple[str, ...]) -> bool:
    """Headings repeat no digits-only cells: a first row with dates or counts is data."""
    return any(h.isdigit() for h in headings)


@lru_cache(maxsize=8)
def _sheets(file_name: str, sha256: str) -> tuple[Sheet, ...]:
    content = _path(sha256).read_bytes()
    return tuple(read_sheets(file_name, content, Findings(file_name)))


def _path(sha256: str) -> Path:
    return Path(settings.HOME) / "incoming" / sha256
