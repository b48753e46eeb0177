"""A file's rows as series of new adopters, a period a column."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .files import FileProblem

MOST_PERIODS = 10_000  # beyond this a time is a slip of the pen


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """(S, T) from each series' first period on; NaN where a period has no row."""

    names: tuple[str, ...]
    first: tuple[int, ...]  # (S,), the first period: a number, or months since year 0
    monthly: bool
    new: NDArray[np.float64]


def read_table(
    time: str,
    times: Sequence[str],
    new: str,
    adopters: Sequence[str],
    names: Sequence[str] | None,
    each: Callable[[str, Sequence[str], Callable[[str], Any]], list[Any]],
) -> Table:
    monthly = any("-" in text[1:] for text in times)
    periods: list[int] = each(time, times, read_month if monthly else read_period)
    counts: list[float] = each(new, adopters, read_count)
    held = names or [""] * len(periods)
    cells: dict[str, dict[int, tuple[int, float]]] = {}
    for row, (name, period, count) in enumerate(zip(held, periods, counts, strict=True), start=2):
        of = cells.setdefault(name, {})
        if period in of:
            raise FileProblem(
                f"column {time!r}, rows {of[period][0]} and {row}: both hold {times[row - 2]} of "
                f"{name or 'the series'}: keep one row a period, or name the series with --series"
            )
        of[period] = (row, count)
    first = {name: min(of) for name, of in cells.items()}
    width = max(max(of) - first[name] + 1 for name, of in cells.items())
    if width > MOST_PERIODS:
        raise FileProblem(f"column {time!r}: spans {width:,} periods; is one of them a slip?")
    table = np.full((len(cells), width), np.nan)
    for at, (name, of) in enumerate(cells.items()):
        for period, (_, count) in of.items():
            table[at, period - first[name]] = count
    return Table(tuple(cells), tuple(first.values()), monthly, table)


def read_period(text: str) -> int:
    """A whole number. Raises ValueError."""
    try:
        number = float(text)
    except ValueError:
        raise ValueError("write a whole number, or a month as 2024-04") from None
    if not math.isfinite(number) or number != int(number):
        raise ValueError("write a whole number, or a month as 2024-04")
    return int(number)


def read_month(text: str) -> int:
    """Months since year 0 of a month, or of the first day of one. Raises ValueError."""
    try:
        day = date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise ValueError("write a month as 2024-04 or 2024-04-01") from None
    if day.day != 1:
        raise ValueError("periods are months: count by month, and write it as 2024-04")
    return 12 * day.year + day.month - 1


def read_count(text: str) -> float:
    """New adopters; NaN for a blank or NA. Raises ValueError."""
    if text in ("", "NA"):
        return math.nan
    try:
        number = float(text)
    except ValueError:
        raise ValueError("write a number, or leave it blank for a gap") from None
    if not math.isfinite(number) or number < 0:
        raise ValueError("new adopters are 0 or more; leave it blank for a gap")
    return number
