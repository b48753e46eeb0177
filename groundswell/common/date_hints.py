"""How to mend a date that can be taken in two ways, or that leaves out what is needed."""

import re
from datetime import date, timedelta

from .date_forms import plain

_SERIAL_OF_1970, _SERIAL_OF_2070 = 25_569, 62_093
_MONTH = r"[A-Za-z]{3,9}"


def hint(text: str) -> tuple[str, str] | None:
    """What seems wrong with a text that is no date, and how to mend it; None where nothing does.

    The first goes on from the text itself. None of these is repaired: two people could mean two
    things by them.
    """
    text = plain(text)
    if re.fullmatch(r"\d{5}", text) and _SERIAL_OF_1970 <= int(text) < _SERIAL_OF_2070:
        day = date(1899, 12, 30) + timedelta(int(text))
        why = "may be a spreadsheet's number for a day"
        return why, f"Write it as {day} if that is the day."
    if (years := re.fullmatch(r"(\d{2})(\d{2})[-/](\d{2})", text)) and _follows(years):
        start = int(years[1] + years[2])
        why = "looks like a financial year"
        return why, f"Write it as {start}-04-01/{start + 1}-03-31 if that is meant."
    if re.fullmatch(r"Q[1-4][-/ ]?\d{2,4}[-/]\d{2}", text, re.IGNORECASE):
        why = "looks like a quarter of a financial year"
        return why, "Write its first and last month, as 2018-04/2018-06."
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text):
        month, day_number = int(found[1]), int(found[3])
        if 1 <= month <= 12 < day_number <= 31:
            why = "has the month first, and days come first here"
            return why, f"Write it as {found[4]}-{month:02}-{day_number:02} if that is the day."
    if re.fullmatch(rf"{_MONTH}\.? \d{{1,2}}", text):
        return "can be a day or a month", "Write the month as 2018-04, or the day as 2018-04-04."
    if re.fullmatch(rf"\d{{1,2}}([-/. ]\d{{1,2}}|[- ]?{_MONTH})", text):
        return "has no year", "Write it as 2018-04-04."
    return None


def _follows(years: re.Match[str]) -> bool:
    """Whether the second year is the one after the first, as in 2018/19."""
    return (int(years[2]) + 1) % 100 == int(years[3])
