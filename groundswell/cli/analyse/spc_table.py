"""A file's rows as charts side by side, and charts as rows again."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.spc import (
    ASSURANCE_WORDS,
    VARIATION_WORDS,
    Charts,
    Kind,
    label_words,
    rebase_at_dates,
)

from .files import FileProblem, each, read_columns

COLUMNS = (
    "series",
    "date",
    "value",
    "mean",
    "lower",
    "upper",
    "label",
    "segment",
    "variation",
    "assurance",
)
Row = tuple[str, str, float | None, float | None, float | None, float | None, str, int, str, str]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Series of a file: (S, T), oldest first, shorter series padded with NaN at the end."""

    file: str
    names: tuple[str, ...]
    dates: tuple[tuple[date, ...], ...]
    values: Floats
    sizes: Floats | None
    targets: Floats | None


def read_table(
    file: Path,
    kind: Kind,
    series: str | None,
    day: str,
    value: str,
    size: str | None,
    target: str | None,
) -> Table:
    """Read and sort the rows, series in the order in which the file first names them."""
    numbers = [column for column in (value, size, target) if column]
    text = read_columns(file, [column for column in (series, day, *numbers) if column])
    days = each(day, text[day], read_day)
    names = text[series] if series else [""] * len(days)
    read = {column: each(column, text[column], read_number) for column in numbers}
    _refuse_wrong(kind, value, size, read)
    place = {name: at for at, name in enumerate(dict.fromkeys(names))}
    order = sorted(range(len(days)), key=lambda row: (place[names[row]], days[row]))
    _refuse_twice(names, days, order)
    groups = [list(rows) for _, rows in groupby(order, key=lambda row: names[row])]
    return Table(
        file.name,
        tuple(names[rows[0]] for rows in groups),
        tuple(tuple(days[row] for row in rows) for rows in groups),
        _side_by_side(groups, read[value]),
        _side_by_side(groups, read[size]) if size else None,
        _side_by_side(groups, read[target]) if target else None,
    )


def read_day(text: str) -> date:
    """A date, or the first day of a month. Raises ValueError."""
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise ValueError("write a date as 2024-04-01 or 2024-04") from None


def read_number(text: str) -> float:
    """A number; NaN for a blank or NA. Raises ValueError."""
    if text in ("", "NA"):
        return math.nan
    try:
        number = float(text)
    except ValueError:
        raise ValueError("write a number, or leave it blank for a gap") from None
    if not math.isfinite(number):
        raise ValueError("write a number, or leave it blank for a gap")
    return number


def _refuse_wrong(kind: Kind, value: str, size: str | None, read: dict[str, list[float]]) -> None:
    for column in [] if kind == "xmr" else [value, size] if size else [value]:
        for row, number in enumerate(read[column], start=2):
            if number < 0:
                raise FileProblem(
                    f"column {column!r}, row {row}, value {number:g}: a {kind} chart has none "
                    "below 0"
                )
    if size is not None and kind in ("p", "pp"):
        for row, (count, of) in enumerate(zip(read[value], read[size], strict=True), start=2):
            if count > of:
                raise FileProblem(
                    f"column {value!r}, row {row}, value {count:g}: more than the size {of:g} in "
                    f"column {size!r}; a u chart takes such counts"
                )


def _refuse_twice(names: list[str], days: list[date], order: list[int]) -> None:
    for one, two in pairwise(order):
        if (names[one], days[one]) == (names[two], days[two]):
            raise FileProblem(
                f"rows {one + 2} and {two + 2} both hold {names[one] or 'the series'} on "
                f"{days[one]}: keep one row a series and date, or name the series with --series"
            )


def _side_by_side(groups: list[list[int]], numbers: list[float]) -> Floats:
    cells = np.full((len(groups), max(map(len, groups))), np.nan)
    for at, rows in enumerate(groups):
        cells[at, : len(rows)] = [numbers[row] for row in rows]
    return cells


def read_cuts(file: Path, table: Table) -> NDArray[np.bool_]:
    """(S, T) True where a segment starts: columns date and, if not for all series, series."""
    with file.open(newline="", encoding="utf-8-sig") as opened:
        header = opened.readline().strip().split(",")
    has_series = "series" in header
    text = read_columns(file, ["date", "series"] if has_series else ["date"])
    days = each("date", text["date"], read_day)
    names = text["series"] if has_series else [""] * len(days)
    cuts = np.zeros(table.values.shape, dtype=np.bool_)
    known = set(table.names)
    for row, name in enumerate(names, start=2):
        if name and name not in known:
            raise FileProblem(
                f"{file.name}: column 'series', row {row}, value {name!r}: {table.file} has no "
                "such series"
            )
    for at, name in enumerate(table.names):
        own = [day for day, of in zip(days, names, strict=True) if of in ("", name)]
        length = len(table.dates[at])
        cuts[at, :length] = rebase_at_dates(
            *(np.array(listed, dtype="datetime64[D]") for listed in (table.dates[at], own))
        )
    return cuts


def _days(dates: Iterable[date]) -> NDArray[np.datetime64]:
    return np.array(list(dates), dtype="datetime64[D]")


def rows_of(table: Table, charts: Charts) -> list[Row]:
    """One row a point, in `COLUMNS`; None where there is no number."""
    words = label_words(charts.rules.trend_points, charts.rules.shift_points)
    value, mean, lower, upper = (
        [[None if math.isnan(number) else number for number in line] for line in lines.tolist()]
        for lines in (charts.value, charts.mean, charts.lower, charts.upper)
    )
    return [
        (
            name,
            day.isoformat(),
            value[at][point],
            mean[at][point],
            lower[at][point],
            upper[at][point],
            words[charts.label[at, point]],
            int(charts.segment[at, point]),
            VARIATION_WORDS[charts.variation[at, point]],
            ASSURANCE_WORDS[charts.assurance_icon[at]],
        )
        for at, name in enumerate(table.names)
        for point, day in enumerate(table.dates[at])
    ]
