"""A workbook's ZIP archive: looked over before anything in it is unpacked."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from ...findings import Refused
from .. import bounds
from ..kinds import SAVE_AS_XLSX

_PIECE = 1 << 20
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"


class Archive:
    """The parts of a workbook, by name in any case. Those that nobody asks for stay packed."""

    def __init__(self, file_name: str, content: bytes) -> None:
        """Raises Refused for an archive that is damaged, or made to do harm."""
        self.file_name = file_name
        if content.count(_ENTRY) > bounds.MAX_PARTS:
            raise bounds.too_large(file_name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self.unreadable(str(error)) from error
        entries = self._zip.infolist()
        self._entries = {_name(entry.filename): entry for entry in entries}
        if len(self._entries) < len(entries):
            raise self.unreadable("it has two parts of one name")
        self._refuse_overlapping(entries)
        self._unpacked = 0

    @property
    def parts(self) -> frozenset[str]:
        """The names of all parts, in lower case."""
        return frozenset(self._entries)

    def read(self, part: str) -> Iterator[bytes]:
        """A part a piece at a time. Raises Refused where it is not there or too large."""
        entry = self._entries.get(_name(part))
        if entry is None:
            raise self.unreadable(f"it has no part {part}")
        if entry.flag_bits & 1 or entry.compress_type not in _READ:
            raise self.unreadable(f"{part} is locked, or packed in a way that workbooks are not")
        self._unpacked += entry.file_size
        if self._unpacked > bounds.MAX_UNPACKED:
            raise bounds.too_large(self.file_name)
        return self._pieces(entry)

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        # No more than the size stated there is unpacked, whatever the part holds.
        try:
            with self._zip.open(entry) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise self.unreadable(str(error)) from error

    def unreadable(self, why: str) -> Refused:
        return bounds.whole(self.file_name, f"The workbook could not be read: {why}.", SAVE_AS_XLSX)

    def _refuse_overlapping(self, entries: list[zipfile.ZipInfo]) -> None:
        """Parts that share their bytes unpack to far more than the archive holds."""
        end = 0
        for entry in sorted(entries, key=lambda e: e.header_offset):
            if entry.header_offset < end:
                raise self.unreadable("its parts overlap")
            end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size


def _name(part: str) -> str:
    return posixpath.normpath(part.replace("\\", "/")).lstrip("/").lower()
