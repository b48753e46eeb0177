"""What a cell's number format shows of a day: all of it, its month, its year, or a time."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum

from .xml import Part, parse


class Shows(Enum):
    """What stands in a cell of some format."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"


# Formats that every workbook has without saying so (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 22, *range(27, 32), 36, *range(50, 59)), Shows.DAY),
    17: Shows.MONTH,
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47), Shows.TIME),
}
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LAST_DAY = 2_958_465  # 31 December 9999


def shows(code: str) -> Shows:
    """What a format's code shows: "mmm-yy" a month, "dd/mm/yyyy" a day, "0.0" a number."""
    letters = _NOT_LETTERS.sub("", code.split(";")[0]).lower()
    if "general" in letters:
        return Shows.NUMBER
    if "d" in letters:
        return Shows.DAY
    if "y" in letters:
        return Shows.MONTH if "m" in letters else Shows.YEAR
    if "h" in letters or "s" in letters:
        return Shows.TIME
    return Shows.DAY if "m" in letters else Shows.NUMBER


class Styles(Part):
    """Reads a workbook's styles: what cells of each style show."""

    def __init__(self) -> None:
        super().__init__()
        self.starts |= {"numFmt": self._format, "cellXfs": self._cell_styles, "xf": self._style}
        self.ends["cellXfs"] = self._end_cell_styles
        self.shows: list[Shows] = []
        self._codes: dict[int, Shows] = {}
        self._in_cell_styles = False

    def _format(self, attributes: dict[str, str]) -> None:
        self._codes[int(attributes["numFmtId"])] = shows(attributes.get("formatCode", ""))

    def _style(self, attributes: dict[str, str]) -> None:
        if self._in_cell_styles:
            number = int(attributes.get("numFmtId", 0))
            self.shows.append(self._codes.get(number) or _BUILT_IN.get(number, Shows.NUMBER))

    def _cell_styles(self, attributes: dict[str, str]) -> None:
        self._in_cell_styles = True

    def _end_cell_styles(self) -> None:
        self._in_cell_styles = False


def read_styles(pieces: Iterable[bytes]) -> list[Shows]:
    """What each style of cells shows, in their order. Raises Damaged."""
    reader = Styles()
    parse(pieces, reader)
    return reader.shows


def day_text(serial: float, shown: Shows, *, since_1904: bool) -> str | None:
    """A day's number as text: 2018-04-04, 2018-04-04 10:30:00, or a time alone.

    A first of a month that is shown as a month is that month, 2018-04, and so with years: nobody
    who wrote Apr-18 meant its first day. None for a number that is no day; there was no 29
    February 1900, though spreadsheets have it.
    """
    if not 0 <= serial < _LAST_DAY + 1 or (60 <= serial < 61 and not since_1904):
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if serial >= 61 else 31)
    try:
        at = start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None
    if shown is Shows.TIME and serial < 1:
        return f"{at:%H:%M:%S}"
    if at.hour or at.minute or at.second:
        return f"{at:%Y-%m-%d %H:%M:%S}"
    if shown is Shows.MONTH and at.day == 1:
        return f"{at:%Y-%m}"
    if shown is Shows.YEAR and (at.month, at.day) == (1, 1):
        return f"{at:%Y}"
    return f"{at:%Y-%m-%d}"
