"""The texts that a workbook's cells share, and texts with parts that look different."""

import re
from collections.abc import Iterable

from .. import bounds
from .xml import Damaged, Part, parse

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LONGEST = 20 * bounds.LONGEST_CELL


class Texts(Part):
    """A part with texts: gathers all runs of one, but not how it is spoken (<rPh>)."""

    def __init__(self) -> None:
        super().__init__()
        self.starts |= {"t": self._start_text, "rPh": self._start_spoken}
        self.ends |= {"t": self._end_text, "rPh": self._end_spoken}
        self.pieces: list[str] = []
        self.is_text = False
        self._is_spoken = False
        self._length = 0

    def text(self, data: str) -> None:
        if self.is_text:
            self.pieces.append(data)
            self._length += len(data) + 10  # and what a piece takes itself
            if self._length > _LONGEST:
                raise Damaged("a cell has more text than a cell can hold")

    def take(self) -> str:
        """The text so far. The next one starts empty."""
        text = "".join(self.pieces)
        self.drop()
        return text

    def drop(self) -> None:
        """Forget the text so far."""
        self.pieces.clear()
        self._length = 0

    def _start_text(self, attributes: dict[str, str]) -> None:
        self.is_text = not self._is_spoken

    def _end_text(self) -> None:
        self.is_text = False

    def _start_spoken(self, attributes: dict[str, str]) -> None:
        self._is_spoken = True

    def _end_spoken(self) -> None:
        self._is_spoken = False


class SharedStrings(Texts):
    """Reads the table of shared strings."""

    def __init__(self, file_name: str) -> None:
        super().__init__()
        self.ends["si"] = self._end_string
        self.strings: list[str] = []
        self._room = bounds.Room(file_name)

    def _end_string(self) -> None:
        text = unescaped(self.take())
        self._room.take(1, len(text), "", 0)
        self.strings.append(text)


def read_strings(file_name: str, pieces: Iterable[bytes]) -> list[str]:
    """The shared strings in their order. Raises Damaged or Refused."""
    reader = SharedStrings(file_name)
    parse(pieces, reader)
    return reader.strings


def unescaped(text: str) -> str:
    """Letters that XML cannot hold are written _x000D_; an underscore before such is _x005F_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
