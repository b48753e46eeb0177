"""Where sites stand, month by month: nine lines, and one place over them."""

from dataclasses import dataclass

import altair as alt
import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.questions.reach.words import site_noun
from groundswell.reports.reach.disclosed import FEWEST_SITES, DisclosedReach, ShownCells

from ..hues import hue
from ..look import BLUE, GREY, INK, MID_GREY, TEXT, text_width
from ..month_axis import day, month_axis
from ..names import short_name
from ..rendering import Spec
from ..sketch import Record, Sketch
from . import said
from .frame import STRIP, Frame, framed
from .key import Item, line_item, status_items
from .labels import apart
from .picture import Picture
from .scale import Scale, bare, scale
from .series import has_strip, rounded, strip

_HEIGHT = 320
_MEDIAN = 4  # of nine lines
_MEDIAN_DASH = (7, 4)
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th")
_LABELLED = {0: "1st decile", _MEDIAN: "median", 8: "9th decile"}


@dataclass(frozen=True, slots=True, eq=False)
class _Over:
    """The place whose line is drawn over the deciles."""

    cells: ShownCells
    row: int
    name: str
    short: str
    ink: str

    @property
    def values(self) -> list[float]:
        return [float(value) for value in self.cells.value[self.row]]


@dataclass(frozen=True, slots=True)
class _End:
    """Words at the right end of a line."""

    value: float
    text: str
    ink: str
    bold: bool = False


def deciles(reach: DisclosedReach, place_code: str | None = None) -> Picture:
    """Deciles over sites, with a place's own line where one is given.

    Months of fewer than ten sites are left out. Raises LookupError for a place that the answer
    does not have.
    """
    over = None
    if place_code is not None:
        cells, row, name = said.row_of(reach, place_code)
        ink = hue(place_code, BLUE)
        over = _Over(cells, row, name, short_name(place_code, name, 18), ink)
    return Picture(_alt(reach, over), lambda: _spec(reach, over))


# The picture


def _lines(reach: DisclosedReach) -> NDArray[np.float64]:
    """(9, T), NaN in months that are left out."""
    return np.where(reach.sites >= FEWEST_SITES, reach.deciles, np.nan)


def _last(reach: DisclosedReach) -> int | None:
    """The last month that is drawn."""
    drawn = np.flatnonzero(~np.isnan(_lines(reach)[_MEDIAN]))
    return int(drawn[-1]) if len(drawn) else None


def _spec(reach: DisclosedReach, over: _Over | None) -> Spec:
    measure = reach.measure
    along = scale([*_lines(reach).ravel(), *(over.values if over else [])], measure.unit)
    gap = STRIP if over and has_strip(over.cells.status[over.row]) else 0
    ends = _ends(reach, over)
    frame = Frame(
        left=along.label_width + 17,
        right=12 + max((text_width(end.text) * 1.1 for end in ends), default=0),
        height=_HEIGHT,
        strip=gap,
    )
    return framed(
        frame,
        _layers(reach, over, along, frame.plot),
        _drawing(reach, over, frame, along),
        heading=f"{measure.short}: where {site_noun(measure, 2)} stand",
        lines=(*map(said.sentence, _findings(reach, over)), said.basis(reach)),
        alt_text=_alt(reach, over),
        datasets={"deciles": _decile_records(reach), "place": _place_records(reach, over)},
    )


def _decile_records(reach: DisclosedReach) -> list[Record]:
    return [
        {"month": day(month), "decile": (level + 1) * 10, "value": rounded(float(value))}
        for level, line in enumerate(_lines(reach))
        for month, value in zip(reach.months, line, strict=True)
    ]


def _place_records(reach: DisclosedReach, over: _Over | None) -> list[Record]:
    if over is None:
        return []
    return [
        {"month": day(month), "value": rounded(value)}
        for month, value in zip(reach.months, over.values, strict=True)
    ]


def _layers(
    reach: DisclosedReach, over: _Over | None, along: Scale, plot: float
) -> list[alt.Chart]:
    x, y = month_axis(reach.months), along.y("value", plot)
    lone = len(reach.months) == 1
    lines = alt.Chart(alt.NamedData("deciles")).encode(x=x, y=y, detail="decile:N")
    drawn = [
        lines.transform_filter("datum.decile !== 50").mark_line(
            color=MID_GREY, strokeWidth=1, point=lone
        ),
        lines.transform_filter("datum.decile === 50").mark_line(
            color=INK, strokeWidth=2.5, strokeDash=[*_MEDIAN_DASH], point=lone
        ),
    ]
    if over:
        place = alt.Chart(alt.NamedData("place")).encode(x=x, y=y)
        drawn.append(place.mark_line(color=over.ink, strokeWidth=3.5, point=lone))
    return drawn


def _ends(reach: DisclosedReach, over: _Over | None) -> list[_End]:
    """What to write at the right ends of the lines."""
    last = _last(reach)
    if last is None:
        return []
    ends = [
        _End(float(_lines(reach)[level, last]), words, GREY) for level, words in _LABELLED.items()
    ]
    known = [value for value in over.values if not np.isnan(value)] if over else []
    if over and known:
        ends.append(_End(known[-1], over.short, over.ink, bold=True))
    return ends


def _drawing(reach: DisclosedReach, over: _Over | None, frame: Frame, along: Scale) -> Sketch:
    sketch = Sketch()
    frame.unit(sketch, reach.measure.unit)
    ends = _ends(reach, over)
    heights = apart([along.down(end.value, frame.plot) for end in ends], TEXT + 2, 0, frame.plot)
    for end, y in zip(ends, heights, strict=True):
        sketch.word(frame.width + 8, y, end.text, ink=end.ink, bold=end.bold)
    if _last(reach) is None:
        few = f"Fewer than {FEWEST_SITES} {site_noun(reach.measure, 2)} in every month"
        sketch.word(frame.width / 2, frame.plot / 2, few, align="center")
    if over:
        strip(
            sketch,
            over.cells.status[over.row],
            reach.months,
            width=frame.width,
            top=frame.plot,
            bottom=frame.height,
            letter=TEXT,
        )
    frame.key(sketch, _key(over))
    return sketch


def _key(over: _Over | None) -> list[Item]:
    items = [
        line_item("median: half lie below", INK, 2.5, _MEDIAN_DASH),
        line_item("the other deciles, a tenth between each", MID_GREY, 1),
    ]
    if over:
        items.append(line_item(over.name, over.ink, 3.5))
        gaps = {Status(int(status)) for status in over.cells.status[over.row]}
        items += status_items(gaps)
    return items


# The words


def _findings(reach: DisclosedReach, over: _Over | None) -> list[str]:
    last = _last(reach)
    if last is None:
        return [
            f"Fewer than {FEWEST_SITES} {site_noun(reach.measure, 2)} have a value in every month"
        ]
    found = [_spread(reach, last)]
    if over:
        found.append(_standing(reach, over))
    return found


def _spread(reach: DisclosedReach, last: int) -> str:
    unit, lines = reach.measure.unit, _lines(reach)[:, last]
    low, middle, high = (bare(float(lines[level]), unit) for level in (0, _MEDIAN, 8))
    number = int(reach.sites[last])
    return (
        f"{reach.months[last].name}: half of {number:,} {site_noun(reach.measure, number)} lie "
        f"below {middle}, and eight in ten between {low} and {high}"
    )


def _standing(reach: DisclosedReach, over: _Over) -> str:
    """The place's last month beside that month's deciles."""
    end = len(reach.months) - 1
    value = said.value_words(reach, over.cells, over.row, end)
    said_so = f"{over.name}: {value}"
    lines = _lines(reach)[:, end]
    if np.isnan(over.values[end]) or np.isnan(lines).any():
        return said_so
    below = int((lines < over.values[end]).sum())
    if below == 0:
        return f"{said_so}, in the lowest tenth"
    if below == len(lines):
        return f"{said_so}, in the highest tenth"
    return f"{said_so}, between the {_ORDINALS[below - 1]} and {_ORDINALS[below]} decile"


def _alt(reach: DisclosedReach, over: _Over | None) -> str:
    drawn = np.flatnonzero(~np.isnan(_lines(reach)[_MEDIAN]))
    began = ""
    if len(drawn) > 1:
        first = int(drawn[0])
        median = bare(float(_lines(reach)[_MEDIAN, first]), reach.measure.unit)
        began = f"In {reach.months[first].name} half lay below {median}"
    findings = _findings(reach, over)
    return said.sentences(f"{reach.measure.short}. {findings[0]}", began, *findings[1:])
