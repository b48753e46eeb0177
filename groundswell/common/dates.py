"""Dates that say how precise they are."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self

Precision = Literal["day", "month", "quarter", "year", "interval"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year", "interval")


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
        """Read 2018-04-04, 2018-04, 2018-Q2, 2018 or 2018-04-04/2018-05-01.

        Quarters are of the calendar year. Raises ValueError with the accepted forms.
        """
        parts = text.strip().split("/")
        try:
            if len(parts) == 2:
                first, last = (cls._one(part.strip()) for part in parts)
                return cls(first.earliest, last.latest, "interval")
            if len(parts) == 1:
                return cls._one(parts[0])
            raise ValueError(text)
        except ValueError as error:
            if " is after " in str(error):
                raise ValueError(f"In {text!r} {error} Write the earlier date first.") from None
            raise ValueError(
                f"{text!r} is not a date. "
                "Write 2018-04-04, 2018-04, 2018-Q2, 2018 or 2018-04-04/2018-05-01."
            ) from None

    @classmethod
    def _one(cls, text: str) -> Self:
        """One date of any precision but an interval."""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text)
            return cls(day, day, "day")
        if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return cls._months(int(found[1]), int(found[2]), 1, "month")
        if found := re.fullmatch(r"(\d{4})-?Q([1-4])", text, re.IGNORECASE):
            return cls._months(int(found[1]), 3 * int(found[2]) - 2, 3, "quarter")
        if re.fullmatch(r"\d{4}", text):
            return cls._months(int(text), 1, 12, "year")
        raise ValueError(text)

    @classmethod
    def _months(cls, year: int, month: int, length: int, precision: Precision) -> Self:
        last = month + length - 1
        return cls(
            date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1]), precision
        )

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


# Shapes stand beside the forms because strptime takes 2018041 for 1 April 2018.
_DAY_FORMS = (
    (r"\d{8}", "%Y%m%d"),
    (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
    (r"\d{1,2}-[A-Za-z]{3}-\d{2}", "%d-%b-%y"),
    (r"\d{1,2}-[A-Za-z]{3}-\d{4}", "%d-%b-%Y"),
    (r"\d{2}[A-Za-z]{3}\d{4}", "%d%b%Y"),
    (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
)


def read_day(text: str) -> date:
    """Read the day formats that NHS files use: 20180401, 2018-04-01, 01-Sep-20, 01Jan2022.

    Raises ValueError.
    """
    text = text.strip()
    for shape, form in _DAY_FORMS:
        if re.fullmatch(shape, text):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                break
    raise ValueError(f"{text!r} is not a day. Write it as 2018-04-01.")
