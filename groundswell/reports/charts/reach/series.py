"""A place's months as records: values, limits, and the months that have no value."""

from math import isfinite

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import VARIATION_WORDS, Charts, Variation, label_words
from groundswell.common.months import Month
from groundswell.measures.definition import Measure
from groundswell.reports.reach.disclosed import ShownCells

from ..month_axis import across, day
from ..sketch import Record, Sketch
from .said import WITHOUT_VALUE, status_words
from .variation import STYLES

_LETTER_ROOM = 8.5  # units from one s to the next
_FIGURES = 6  # of numbers in a spec: more cannot be seen


def rounded(value: float) -> float | None:
    """A number of a spec; None where there is none, which breaks a line."""
    return float(f"{value:.{_FIGURES}g}") if isfinite(value) else None


def points_of(
    cells: ShownCells, row: int, charts: Charts, at: int, months: tuple[Month, ...]
) -> list[Record]:
    """A record a month. One without a value says why, and is a gap in the line."""
    labels = label_words(charts.rules.trend_points, charts.rules.shift_points)
    return [
        {
            "month": day(month),
            "value": rounded(float(charts.value[at, t])),
            "status": status_words(Status(int(cells.status[row, t]))),
            "variation": VARIATION_WORDS[charts.variation[at, t]],
            "rule": labels[charts.label[at, t]],
            **look_of(Variation(int(charts.variation[at, t]))),
        }
        for t, month in enumerate(months)
    ]


def look_of(variation: Variation) -> Record:
    """Shape, colour and size of a point; an empty shape where there is none."""
    if variation == Variation.NO_VALUE:
        return {"shape": "", "ink": "", "size": 0.0}
    style = STYLES[variation]
    return {"shape": style.shape, "ink": style.ink, "size": style.size}


def limits_of(charts: Charts, at: int, months: tuple[Month, ...], measure: Measure) -> list[Record]:
    """Mean, lower and upper limit of each segment, from its first to its last value.

    A limit where no value can lie (below 0, or above 100%) is left out.
    """
    found: list[Record] = []
    known = ~np.isnan(charts.value[at])
    top = measure.multiplier if measure.kind == "proportion" else np.inf
    bottom = 0.0 if known.any() and np.nanmin(charts.value[at]) >= 0 else -np.inf
    for first, last in segments_of(charts, at):
        column = first + int(np.flatnonzero(known[first : last + 1])[0])
        lines = {"mean": charts.mean, "lower": charts.lower, "upper": charts.upper}
        for name, line in lines.items():
            level = float(line[at, column])
            if isfinite(level) and bottom <= level <= top:
                ends = {"from": day(months[first]), "to": day(months[last])}
                found.append({"line": name, **ends, "level": rounded(level)})
    return found


def segments_of(charts: Charts, at: int) -> list[tuple[int, int]]:
    """First and last column with a value of each segment that has any."""
    known = ~np.isnan(charts.value[at])
    numbers = charts.segment[at]
    found = []
    for number in np.unique(numbers[known]).tolist():
        columns = np.flatnonzero(known & (numbers == number))
        found.append((int(columns[0]), int(columns[-1])))
    return found


def runs_of(status: NDArray[np.int8], wanted: Status) -> list[tuple[int, int]]:
    """First and last column of every unbroken run of a status."""
    held = np.concatenate([[False], status == wanted, [False]])
    edges = np.flatnonzero(held[1:] != held[:-1])
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def has_strip(status: NDArray[np.int8]) -> bool:
    """Whether any month has no value."""
    return bool(np.isin(status, WITHOUT_VALUE).any())


def strip(
    sketch: Sketch,
    status: NDArray[np.int8],
    months: tuple[Month, ...],
    *,
    width: float,
    top: float,
    bottom: float,
    letter: float,
) -> None:
    """Along the axis: hatching for months not reported, s for suppressed ones, else blank."""
    half = width / max(len(months) - 1, 1) / 2

    def span(first: int, last: int, least: float) -> tuple[float, float]:
        ends = across(months, months[first], width), across(months, months[last], width)
        middle, reach = sum(ends) / 2, max((ends[1] - ends[0]) / 2 + half, least / 2)
        return max(middle - reach, 0.0), min(middle + reach, width)

    for run in runs_of(status, Status.MISSING):
        left, right = span(*run, least=5)
        sketch.hatched(left, top + 3, right, bottom - 2)
    for run in runs_of(status, Status.SUPPRESSED):
        left, right = span(*run, least=0)
        number = min(run[1] - run[0] + 1, max(1, int((right - left) / _LETTER_ROOM)))
        for i in range(number):
            x = left + (right - left) * (i + 0.5) / number
            sketch.suppressed(min(max(x, 4), width - 4), (top + bottom) / 2, letter)
