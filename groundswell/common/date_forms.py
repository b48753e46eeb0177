"""Ways to write a date: the standard ones, and those that people type into spreadsheets."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "quarter", "year", "interval"]

# What reading a date took for granted. A file's notes tell each of them once.
DAY_FIRST = "Dates in figures are read day first"
YEAR_FIRST = "Dates in figures that begin with the year are read year, month, day"
WORDS = "Dates in words are read as the day or the month that they name"
CENTURY = "Years of two digits are read as those from 1969 to 2068"
MONTH_FIGURES = "A month and a year in figures are read as the whole month"
QUARTERS = "Quarters are read as those of the calendar year, Q2 as April to June"
TIMES = "Times of day are left out"
RANGES = "Two dates joined by a dash or by words are read as the time from one to the other"


class Reading(NamedTuple):
    """The first and last day that a text can mean, and what reading it took for granted."""

    earliest: date
    latest: date
    precision: Precision
    assumed: tuple[str, ...] = ()


_YEAR4, _YEAR = r"(?P<year>\d{4})", r"'?(?P<year>\d{4}|\d\d)"
_DAY, _MONTH = r"(?P<day>\d{1,2})(st|nd|rd|th)?", r"(?P<name>[a-z]{3,9})\.?"

# The first whose shape fits is the one meant. A fit that is no date, as 2018-13, is refused.
_FORMS = tuple(
    (re.compile(shape, re.IGNORECASE | re.ASCII), assumed)
    for shape, assumed in (
        (rf"{_YEAR4}-(?P<month>\d\d)-(?P<day>\d\d)", ()),
        (rf"{_YEAR4}-(?P<month>\d\d)", ()),
        (rf"{_YEAR4}-?Q(?P<quarter>[1-4])", ()),
        (_YEAR4, ()),
        (rf"{_YEAR4}(?P<month>\d\d)(?P<day>\d\d)", ()),
        (rf"(?P<day>\d\d)(?P<name>[a-z]{{3}}){_YEAR4}", ()),
        (rf"{_YEAR4}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})", (YEAR_FIRST,)),
        (rf"(?P<day>\d{{1,2}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep){_YEAR}", (DAY_FIRST,)),
        (rf"{_DAY}[- ]?{_MONTH}[-, ]*{_YEAR}", (WORDS,)),
        (rf"{_MONTH} {_DAY},? {_YEAR4}", (WORDS,)),
        (rf"{_MONTH}[-, ]*{_YEAR4}", (WORDS,)),
        (rf"{_MONTH}(-| ?')(?P<year>\d\d)", (WORDS,)),
        (rf"(?P<month>\d{{1,2}})[-/.]{_YEAR4}", (MONTH_FIGURES,)),
        (rf"Q(?P<quarter>[1-4])[-/ ]?{_YEAR4}", (QUARTERS,)),
        (rf"{_YEAR4}[/ ]Q(?P<quarter>[1-4])", (QUARTERS,)),
    )
)
_WITH_TIME = re.compile(r"(.*\w)[T ](\d{1,2}:\d\d(:\d\d(\.\d+)?)?)Z?", re.IGNORECASE | re.ASCII)
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
} | {"sept": 9}


@lru_cache(maxsize=20_000)
def read_one(text: str) -> Reading:
    """One date of any precision but an interval. Raises ValueError for any other text."""
    text = plain(text)
    if timed := _WITH_TIME.fullmatch(text):
        on = read_one(timed[1])
        if on.precision != "day":
            raise ValueError(text)
        is_midnight = not timed[2].strip("0:.")
        return on if is_midnight else on._replace(assumed=(*on.assumed, TIMES))
    for shape, assumed in _FORMS:
        if found := shape.fullmatch(text):
            return _reading(found.groupdict(), assumed)
    raise ValueError(text)


def _reading(parts: dict[str, str | None], assumed: tuple[str, ...]) -> Reading:
    """The date of a form's parts. Raises ValueError where there is no such date."""
    written = parts["year"] or ""
    year = int(written)
    if len(written) == 2:
        year += 1900 if year > 68 else 2000
        assumed = (*assumed, CENTURY)
    if quarter := parts.get("quarter"):
        return _span(year, 3 * int(quarter) - 2, 3, "quarter", assumed)
    name, figure, day = parts.get("name"), parts.get("month"), parts.get("day")
    if name is None and figure is None:
        return _span(year, 1, 12, "year", assumed)
    month = int(figure) if figure else _MONTHS.get(str(name).lower(), 0)
    if day is None:
        return _span(year, month, 1, "month", assumed)
    on = date(year, month, int(day))
    return Reading(on, on, "day", assumed)


def _span(
    year: int, first: int, months: int, precision: Precision, assumed: tuple[str, ...]
) -> Reading:
    start, last = date(year, first, 1), first + months - 1
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Reading(start, end, precision, assumed)


def ends_of(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Ways to take a text for two dates: the first, the last, and what that takes for granted."""
    text = plain(text)
    for joined, assumed in (("/", ()), (" - ", (RANGES,)), (" to ", (RANGES,))):
        if text.count(joined) == 1:
            first, last = text.split(joined)
            yield first, last, assumed
    if found := re.fullmatch(r"between (.+) and (.+)", text, re.IGNORECASE):
        yield found[1], found[2], (RANGES,)


def plain(text: str) -> str:
    """With plain dashes, apostrophes and single spaces: a word processor's are as good."""
    return " ".join(re.sub("[‐‑‒–—−]", "-", text).replace("’", "'").split())
