"""Dates that say how precise they are."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Self

from .date_forms import Precision as Precision
from .date_forms import Reading, ends_of, read_one
from .date_hints import hint

PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year", "interval")
_STANDARD = "2018-04-04, 2018-04, 2018-Q2, 2018 or 2018-04-04/2018-05-01"


class NotADate(ValueError):
    """Why a text is no date, and how to mend it: both are sentences."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(f"{why} {mend}")
        self.why, self.mend = why, mend


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date known to lie from `earliest` to `latest`, both included.

    A return that says "went live in Q2 2018" is a fact about three months: keeping both ends
    means that no chart shows a surge on the last day of June.
    """

    earliest: date
    latest: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"{self.earliest} is after {self.latest}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a date however people write it; `parse_typed` also says what that assumed.

        The standard forms are 2018-04-04, 2018-04, 2018-Q2, 2018 and 2018-04-04/2018-05-01.
        Quarters are of the calendar year. Raises NotADate with the standard forms, or with what
        seems to be meant.
        """
        return cls(*_read(text)[:3])

    def __str__(self) -> str:
        match self.precision:
            case "day":
                return self.earliest.isoformat()
            case "month":
                return f"{self.earliest:%Y-%m}"
            case "quarter":
                return f"{self.earliest:%Y}-Q{(self.earliest.month + 2) // 3}"
            case "year":
                return f"{self.earliest:%Y}"
            case "interval":
                return f"{self.earliest}/{self.latest}"

    @property
    def name(self) -> str:
        """As a page writes it: 4 April 2018, April 2018, April to June 2018, 2018."""
        if self.precision == "day":
            return day_name(self.earliest)
        if self.precision == "month":
            return f"{self.earliest:%B %Y}"
        if self.precision == "quarter":
            return f"{self.earliest:%B} to {self.latest:%B %Y}"
        if self.precision == "year":
            return f"{self.earliest:%Y}"
        return f"between {day_name(self.earliest)} and {day_name(self.latest)}"


def day_name(day: date) -> str:
    """4 April 2018."""
    return f"{day.day} {day:%B %Y}"


def parse_typed(text: str) -> tuple[UncertainDate, tuple[str, ...]]:
    """A date as `UncertainDate.parse` reads it, and what reading it took for granted.

    That is nothing for the standard forms and those of publishers (20180404, 04Apr2018).
    """
    earliest, latest, precision, assumed = _read(text)
    return UncertainDate(earliest, latest, precision), assumed


def _read(text: str) -> Reading:
    with suppress(ValueError):
        return read_one(text)
    for first, last, assumed in ends_of(text):
        try:
            start, end = read_one(first), read_one(last)
        except ValueError:
            continue
        if start.earliest > end.latest:
            why = f"In {text!r} {start.earliest} is after {end.latest}."
            raise NotADate(why, "Write the earlier date first.")
        together = tuple(dict.fromkeys((*assumed, *start.assumed, *end.assumed)))
        return Reading(start.earliest, end.latest, "interval", together)
    why, mend = hint(text) or ("is not a date", f"Write {_STANDARD}.")
    raise NotADate(f"{text!r} {why}.", mend)


def read_day(text: str) -> date:
    """Read a day, as UncertainDate.parse does. Raises NotADate for anything less precise."""
    return read_typed_day(text)[0]


def read_typed_day(text: str) -> tuple[date, tuple[str, ...]]:
    """A day, and what reading it took for granted. Raises NotADate like `read_day`."""
    with suppress(ValueError):
        on = read_one(text)
        if on.precision == "day":
            return on.earliest, on.assumed
    raise NotADate(f"{text!r} is not a day.", "Write it as 2018-04-01.")
