"""One month's places by size: which differ from the rest by more than chance allows?"""

from dataclasses import dataclass
from math import log

import altair as alt
import numpy as np

from groundswell.analysis.funnel import Flag, Funnel
from groundswell.analysis.panel import Status
from groundswell.common.numbers import count
from groundswell.measures.definition import ListSize
from groundswell.questions.answer import NO_PLACE
from groundswell.reports.reach.disclosed import DisclosedReach
from groundswell.reports.reach.tables import funnel_of, has_funnel
from groundswell.reports.words import joined, place_noun

from .. import given
from ..look import (
    COMMON,
    CONCERN,
    GREY,
    IMPROVEMENT,
    MID_GREY,
    NEUTRAL,
    SMALL,
    WHITE,
    text_width,
)
from ..rendering import Spec
from ..sketch import Record, Sketch
from . import said
from .frame import Frame, framed
from .key import Item, line_item, point_item
from .labels import placed
from .picture import Picture
from .scale import Scale, bare, scale
from .series import rounded

_HEIGHT = 380
_RIGHT = 26
MOST_LABELS = 10
_SKEWED = 30  # greatest to least denominator: above this, the axis is one of ratios
_DASH_95, _DASH_998 = (3, 3), (8, 4)
_SIZES = {0: 30.0, 1: 70.0, 2: 90.0}


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    reach: DisclosedReach
    found: Funnel
    names: list[str]
    rows: list[int]  # places that have a point

    def flag(self, row: int) -> Flag:
        return Flag(int(self.found.flag[row]))

    def beyond(self, side: int) -> list[int]:
        """Rows outside the 99.8% limits, above (1) or below (-1), the furthest first."""
        outside = [row for row in self.rows if self.flag(row) * side == 2]
        return sorted(outside, key=lambda row: -abs(self.found.z[row]))


def funnel(reach: DisclosedReach) -> Picture | None:
    """The last month's funnel; None for means and quantities, and where no place can be put."""
    if not has_funnel(reach):
        return None
    found = funnel_of(reach)
    rows = np.flatnonzero(~np.isnan(found.value)).tolist()
    if not rows:
        return None
    shown = _Placed(reach, found, said.short_names(reach, letters=99), rows)
    return Picture(_alt(shown), lambda: _spec(shown))


# The picture


@dataclass(frozen=True, slots=True)
class _Across:
    """The axis of denominators, even or of ratios, and where one stands on it."""

    low: float
    high: float
    is_ratio: bool

    def at(self, denominator: float, width: float) -> float:
        if self.is_ratio:
            return width * log(denominator / self.low) / log(self.high / self.low)
        return width * (denominator - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        if not self.is_ratio:
            return scale([self.low, self.high], "").ticks
        tens = [10.0**power for power in range(-3, 13)]
        return [
            ten * step for ten in tens for step in (1, 3) if self.low <= ten * step <= self.high
        ]

    def x(self, field: str, name: str) -> alt.X:
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(
                type="log" if self.is_ratio else "linear",
                domain=[self.low, self.high],
                zero=False,
                nice=False,
            ),
            axis=alt.Axis(
                title=name, values=self.ticks, format=",~f", grid=False, labelFlush=False
            ),
        )


def _across(shown: _Placed) -> _Across:
    sizes = shown.found.denominator[shown.rows]
    if sizes.max() > _SKEWED * sizes.min():
        return _Across(float(sizes.min()) * 0.9, float(sizes.max()) * 1.1, True)
    return _Across(0.0, scale([0.0, float(sizes.max())], "").high, False)


def _spec(shown: _Placed) -> Spec:
    reach, measure = shown.reach, shown.reach.measure
    along, across = scale(_numbers(shown), measure.unit), _across(shown)
    frame = Frame(left=along.label_width + 17, right=_RIGHT, height=_HEIGHT)
    sketch = Sketch()
    frame.unit(sketch, measure.unit)
    _name(sketch, shown, along, across, frame.width)
    frame.key(sketch, _key(shown))
    findings = (_outside(shown), _widened(shown), _not_placed(shown))
    return framed(
        frame,
        _layers(shown, along, across),
        sketch,
        heading=f"{measure.short} by {place_noun(reach.by, plural=False)}, {reach.months[-1].name}",
        lines=(*map(said.sentence, findings), said.basis(reach)),
        alt_text=_alt(shown),
        datasets={
            "places": [_record(shown, row) for row in shown.rows],
            "limits": _limit_records(shown, along),
            "centre": [{"value": rounded(shown.found.centre)}],
        },
    )


def _numbers(shown: _Placed) -> list[float]:
    """Values, the centre, and the limits where places of middling size are."""
    curve = shown.found.curve
    middle = float(np.median(shown.found.denominator[shown.rows]))
    at = int(np.abs(curve.denominator - middle).argmin())
    limits = [float(curve.low_998[at]), float(curve.high_998[at])]
    return [*shown.found.value[shown.rows].tolist(), shown.found.centre, *limits]


def _record(shown: _Placed, row: int) -> Record:
    flag, found = shown.flag(row), shown.found
    shape, ink, filled = _look(flag, shown.reach.measure.direction)
    return {
        "place": shown.reach.codes[row],
        "name": shown.reach.names[row],
        "denominator": rounded(float(found.denominator[row])),
        "value": rounded(float(found.value[row])),
        "where": flag.name.lower(),
        "shape": shape,
        "ink": ink,
        "fill": ink if filled else WHITE,
        "size": _SIZES[abs(flag)],
    }


def _look(flag: Flag, better: str) -> tuple[str, str, bool]:
    """Shape, colour and whether it is filled: a triangle points the way, full beyond 99.8%."""
    if flag == Flag.INSIDE:
        return "circle", COMMON, True
    up = flag > 0
    shape = "triangle-up" if up else "triangle-down"
    if better == "neutral":
        return shape, NEUTRAL, abs(flag) == 2
    return shape, IMPROVEMENT if up == (better == "increase") else CONCERN, abs(flag) == 2


def _limit_records(shown: _Placed, along: Scale) -> list[Record]:
    """The curves, cut where they leave the picture."""
    curve = shown.found.curve
    lines = {
        "99.8% low": curve.low_998,
        "95% low": curve.low_95,
        "95% high": curve.high_95,
        "99.8% high": curve.high_998,
    }
    return [
        {
            "limit": name,
            "level": name.split(" ")[0],
            "denominator": rounded(float(n)),
            "value": rounded(float(value)) if along.holds(float(value)) else None,
        }
        for name, line in lines.items()
        for n, value in zip(curve.denominator, line, strict=True)
    ]


def _layers(shown: _Placed, along: Scale, across: _Across) -> list[alt.Chart]:
    x, y = across.x("denominator", _size_name(shown.reach)), along.y("value", _HEIGHT)

    def of(data: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(data))

    limits = of("limits").encode(x=x, y=y, detail="limit:N")
    return [
        limits.transform_filter("datum.level === '95%'").mark_line(
            color=MID_GREY, strokeWidth=1.5, strokeDash=[*_DASH_95]
        ),
        limits.transform_filter("datum.level === '99.8%'").mark_line(
            color=GREY, strokeWidth=1.75, strokeDash=[*_DASH_998]
        ),
        of("centre").mark_rule(color=GREY, strokeWidth=1.5).encode(y=y),
        of("places")
        .mark_point(opacity=1, strokeWidth=1.75)
        .encode(
            x=x,
            y=y,
            shape=given.shape("shape"),
            fill=given.fill("fill"),
            stroke=given.stroke("ink"),
            size=given.size("size"),
        ),
    ]


def _size_name(reach: DisclosedReach) -> str:
    name = (
        "Registered patients" if isinstance(reach.measure.denominator, ListSize) else "Denominator"
    )
    return f"{name} (larger places to the right)"


def _name(sketch: Sketch, shown: _Placed, along: Scale, across: _Across, width: float) -> None:
    """Names of places beyond 99.8%, the furthest first, where they cover nothing."""
    at = {
        row: (
            across.at(float(shown.found.denominator[row]), width),
            along.down(float(shown.found.value[row]), _HEIGHT),
        )
        for row in shown.rows
    }
    outside = sorted(
        [*shown.beyond(1), *shown.beyond(-1)], key=lambda row: -abs(shown.found.z[row])
    )
    names = said.short_names(shown.reach, letters=28)
    wanted = [(*at[row], names[row], text_width(names[row], SMALL)) for row in outside]
    room = (0.0, 0.0, width + _RIGHT, float(_HEIGHT))
    for label in placed(wanted, list(at.values()), height=SMALL, within=room, most=MOST_LABELS):
        sketch.word(label.x, label.y, label.text, size=SMALL, align=label.align)


def _key(shown: _Placed) -> list[Item]:
    centre = bare(shown.found.centre, shown.reach.measure.unit)
    items = [
        line_item(f"{said.ALL_PLACES}, {centre}", GREY, 1.5),
        line_item("95% limits", MID_GREY, 1.5, _DASH_95),
        line_item("99.8% limits", GREY, 1.75, _DASH_998),
    ]
    words = {
        Flag.INSIDE: "within",
        Flag.ABOVE_95: "above 95%",
        Flag.ABOVE_998: "above 99.8%",
        Flag.BELOW_95: "below 95%",
        Flag.BELOW_998: "below 99.8%",
    }
    held = {shown.flag(row) for row in shown.rows}
    for flag, said_so in words.items():
        if flag in held:
            shape, ink, filled = _look(flag, shown.reach.measure.direction)
            items.append(
                point_item(said_so, shape, ink, _SIZES[abs(flag)], fill=ink if filled else WHITE)
            )
    return items


# The words


def _outside(shown: _Placed) -> str:
    """How many lie beyond 99.8%, and how many would by chance."""
    number, placed_here = shown.found.outside[1], shown.found.n
    by_chance = shown.found.by_chance[1]
    chance = "fewer than one" if by_chance < 1 else f"at most {by_chance:,.0f}"
    noun = place_noun(shown.reach.by, plural=placed_here != 1)
    return (
        f"{number} of {placed_here} {noun} {'lies' if number == 1 else 'lie'} outside the 99.8% "
        f"limits; by chance it would be {chance}"
    )


def _widened(shown: _Placed) -> str:
    if shown.found.widening == 1:
        return ""
    return f"{place_noun(shown.reach.by)} differ more than chance allows: limits are widened"


def _not_placed(shown: _Placed) -> str:
    """Places without a point, and why."""
    reach = shown.reach
    status = reach.places.status[:, -1]
    absent = [
        row
        for row, code in enumerate(reach.codes)
        if row not in shown.rows and code != NO_PLACE  # it is no place
    ]
    parts = []
    for kind in said.WITHOUT_VALUE:
        number = sum(Status(int(status[row])) == kind for row in absent)
        if number:
            parts.append(f"{number} {said.status_words(kind)}")
    others = len(absent) - sum(int(part.split(" ")[0]) for part in parts)
    if others:
        parts.append(f"{others} without two numbers to compare")
    return f"Not in the picture: {', '.join(parts)}" if parts else ""


def _alt(shown: _Placed) -> str:
    reach, unit = shown.reach, shown.reach.measure.unit
    above = [_valued(shown, row) for row in shown.beyond(1)]
    below = [_valued(shown, row) for row in shown.beyond(-1)]
    sizes = shown.found.denominator[shown.rows]
    return said.sentences(
        f"{reach.measure.short} in {reach.months[-1].name}: {_outside(shown)}",
        f"Above: {joined(above)}" if above else "",
        f"Below: {joined(below)}" if below else "",
        f"All together {bare(shown.found.centre, unit)}; denominators from "
        f"{count(float(sizes.min()), decimals=0)} to {count(float(sizes.max()), decimals=0)}",
        _widened(shown),
        _not_placed(shown),
    )


def _valued(shown: _Placed, row: int) -> str:
    return f"{shown.names[row]}, {bare(float(shown.found.value[row]), shown.reach.measure.unit)}"
