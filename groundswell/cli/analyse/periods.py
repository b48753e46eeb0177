"""Times in an analyst's file: whole numbers, or months written 2024-03 or 2024-03-01."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .files import FileProblem, each

_WHOLE = re.compile(r"-?\d+(\.0+)?")
_MONTH = re.compile(r"(\d{4})-(\d{2})(-\d{2})?")
NEVER_WORDS = frozenset({"", "0", "never", "na", "nan", "inf", "none"})


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are written: as whole numbers, or as months (counted from year 0)."""

    is_monthly: bool

    def read(self, text: str) -> int:
        """The time as a whole number; ValueError if it is not written so."""
        if self.is_monthly:
            month = _MONTH.fullmatch(text)
            if month is None or not 1 <= int(month[2]) <= 12:
                raise ValueError("not a month; write months as 2024-03")
            return 12 * int(month[1]) + int(month[2]) - 1
        if _WHOLE.fullmatch(text) is None:
            raise ValueError("not a whole number or a month; write times as 2004, or as 2024-03")
        return int(float(text))

    def read_cohort(self, text: str) -> float:
        """The time of first treatment; NaN for never (blank, 0, never, NA, Inf)."""
        if text.lower() in NEVER_WORDS:
            return float("nan")
        return float(self.read(text))

    def write(self, time: int) -> str:
        return f"{time // 12:04d}-{time % 12 + 1:02d}" if self.is_monthly else str(time)


def clock_of(values: Sequence[str]) -> Clock:
    """Monthly if the first value is a month."""
    return Clock(bool(values) and _MONTH.fullmatch(values[0]) is not None)


def read_times(column: str, values: Sequence[str]) -> tuple[Clock, list[int]]:
    clock = clock_of(values)
    return clock, each(column, values, clock.read)


def read_number(text: str) -> float:
    """A number; blank, NA and NaN are gaps."""
    if text.lower() in {"", "na", "nan"}:
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        raise ValueError("not a number") from None
    if value in (float("inf"), float("-inf")):
        raise ValueError("not a finite number")
    return value


def read_known(text: str) -> float:
    """A number that must be there."""
    value = read_number(text)
    if value != value:
        raise ValueError("missing; this analysis needs every value")
    return value


__all__ = ["Clock", "FileProblem", "clock_of", "read_known", "read_number", "read_times"]
