"""Months as values that sort, subtract and index arrays."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Self


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, held as the number of months since year 0.

    `Month.parse("2018-04").index` can index an array of months once the first one is subtracted.
    """

    index: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year * 12 + day.month - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2018-04" (or the first of a month, "2018-04-01"). Raises ValueError."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(-01)?", text.strip())
        if not found or found[1] == "0000":
            raise ValueError(f"{text!r} is not a month. Write it as 2018-04.")
        return cls(int(found[1]) * 12 + int(found[2]) - 1)

    @property
    def year(self) -> int:
        return self.index // 12

    @property
    def number(self) -> int:
        """1 for January to 12 for December."""
        return self.index % 12 + 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def name(self) -> str:
        """April 2018, as NHS pages write it."""
        return f"{calendar.month_name[self.number]} {self.year}"

    def __add__(self, months: int) -> "Month":
        return Month(self.index + months)

    def __sub__(self, months: int) -> "Month":
        return Month(self.index - months)

    def __lt__(self, other: "Month") -> bool:
        return self.index < other.index

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_range(first: Month, last: Month) -> list[Month]:
    """Every month from first to last, both included."""
    return [Month(i) for i in range(first.index, last.index + 1)]
