"""One month by deprivation fifth: does it reach the most deprived as it reaches the others?"""

from dataclasses import dataclass

import altair as alt
import numpy as np

from groundswell.analysis.equity import Inequality
from groundswell.analysis.panel import Status
from groundswell.questions.reach.words import site_noun
from groundswell.reports.reach.disclosed import DisclosedReach
from groundswell.reports.reach.tables import gradient_of

from ..look import BLUE, GREY, TEXT, WHITE
from ..rendering import Spec
from ..sketch import Record, Sketch
from . import said
from .frame import STRIP, Frame, framed, haloed
from .key import Item, line_item, point_item, status_items
from .picture import Picture
from .scale import Scale, bare, scale
from .series import rounded

_HEIGHT = 300
_RIGHT = 30
_DASH = (7, 4)
_UNDER = {0: "most deprived", 4: "least deprived"}


@dataclass(frozen=True, slots=True, eq=False)
class _Fifths:
    reach: DisclosedReach
    found: Inequality

    @property
    def values(self) -> list[float]:
        return [float(value) for value in self.found.reach]

    @property
    def has_line(self) -> bool:
        return not np.isnan(self.found.slope_index.estimate)


def fifths(reach: DisclosedReach) -> Picture | None:
    """The last month by fifth; None where the deprivation of sites is not known."""
    given = reach.fifths
    if given is None:
        return None
    found = gradient_of(reach.measure, given)
    shown = _Fifths(reach, found)
    return Picture(_alt(shown), lambda: _spec(shown))


# The picture


def _spec(shown: _Fifths) -> Spec:
    reach, found, measure = shown.reach, shown.found, shown.reach.measure
    along = scale([*found.low, *found.high, *shown.values, *found.fitted_ends], measure.unit)
    frame = Frame(
        left=along.label_width + 17,
        right=_RIGHT,
        height=_HEIGHT,
        strip=STRIP if reach.hidden_fifths.any() else 0,
    )
    sketch = Sketch()
    frame.unit(sketch, measure.unit)
    _under(sketch, shown, frame)
    frame.key(sketch, _key(shown))
    return framed(
        frame,
        _layers(along, frame.plot),
        sketch,
        heading=f"{measure.short} by deprivation, {reach.months[-1].name}",
        lines=(
            said.sentence(_gradient(shown)),
            said.sentence(_without(shown)),
            said.basis(reach),
        ),
        alt_text=_alt(shown),
        datasets={
            "fifths": [_record(shown, fifth) for fifth in range(5)],
            "line": _line(shown),
        },
    )


def _record(shown: _Fifths, fifth: int) -> Record:
    found = shown.found
    value = shown.values[fifth]
    return {
        "fifth": fifth + 1,
        "rank": rounded(float(found.ridit[fifth])),
        "value": rounded(value),
        "low": rounded(float(found.low[fifth])),
        "high": rounded(float(found.high[fifth])),
        "label": "" if np.isnan(value) else bare(value, shown.reach.measure.unit),
    }


def _line(shown: _Fifths) -> list[Record]:
    if not shown.has_line:
        return []
    ends = zip((0.0, 1.0), shown.found.fitted_ends, strict=True)
    return [{"rank": rank, "value": rounded(value)} for rank, value in ends]


def _layers(along: Scale, plot: float) -> list[alt.Chart]:
    x = alt.X("rank:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    points = alt.Chart(alt.NamedData("fifths")).transform_filter("isValid(datum.value)")
    y = along.y("value", plot)
    return [
        alt.Chart(alt.NamedData("line"))
        .mark_line(color=GREY, strokeWidth=2, strokeDash=[*_DASH])
        .encode(x=x, y=y),
        points.mark_rule(color=BLUE, strokeWidth=2).encode(
            x=x, y=along.y("low", plot), y2="high:Q"
        ),
        points.mark_point(
            shape="circle", size=110, fill=BLUE, stroke=WHITE, strokeWidth=1, opacity=1
        ).encode(x=x, y=y),
        *haloed(points.encode(x=x, y=y), text="label:N", align="left", dx=10),
    ]


def _under(sketch: Sketch, shown: _Fifths, frame: Frame) -> None:
    """The fifths' numbers under their points, and an s for one that is suppressed."""
    foot, ridit = frame.height, shown.found.ridit
    sketch.line((0, foot, frame.width, foot))
    for fifth in np.flatnonzero(~np.isnan(ridit)).tolist():
        x = float(ridit[fifth]) * frame.width
        sketch.line((x, foot, x, foot + 5))
        sketch.word(x, foot + 16, str(fifth + 1), align="center")
        sketch.word(x, foot + 36, _UNDER.get(fifth, ""), align="center")
        if shown.reach.hidden_fifths[fifth]:
            sketch.suppressed(x, (frame.plot + foot) / 2, TEXT)
    sketch.word(frame.width / 2, foot + 36, "Deprivation fifth", align="center")


def _key(shown: _Fifths) -> list[Item]:
    items = [
        point_item("value", "circle", BLUE, 110),
        line_item("95% interval", BLUE, 2),
    ]
    if shown.has_line:
        items.append(line_item("fitted line: the slope index", GREY, 2, _DASH))
    if shown.reach.hidden_fifths.any():
        items += status_items({Status.SUPPRESSED})
    return items


# The words


def _gradient(shown: _Fifths) -> str:
    """Which end is reached more, by how much, and whether that is clear."""
    if not shown.has_line:
        return "Too few fifths are known for a gradient"
    slope, unit = shown.found.slope_index, shown.reach.measure.unit
    between = f"95% interval {_signed(slope.low, unit)} to {_signed(slope.high, unit)}"
    if slope.low <= 0 <= slope.high:
        return f"No clear gradient with deprivation: {_difference(slope.estimate, unit)}, {between}"
    more = "least" if slope.estimate > 0 else "most"
    less = "most" if slope.estimate > 0 else "least"
    return (
        f"Higher at the {more} than at the {less} deprived end, by "
        f"{_difference(abs(slope.estimate), unit)} ({between})"
    )


def _difference(value: float, unit: str) -> str:
    return f"{value:.1f} percentage points" if unit == "%" else f"{value:.3g} {unit}"


def _signed(value: float, unit: str) -> str:
    return f"{value:.1f}" if unit == "%" else f"{value:.3g}"


def _without(shown: _Fifths) -> str:
    given = shown.reach.fifths
    if given is None or not given.without:
        return ""
    noun = site_noun(shown.reach.measure, given.without)
    return f"{given.without:,} {noun} of unknown deprivation left out"


def _alt(shown: _Fifths) -> str:
    unit = shown.reach.measure.unit
    values = [f"fifth {fifth + 1} {_said(shown, fifth, unit)}" for fifth in range(5)]
    return said.sentences(
        f"{shown.reach.measure.short} in {shown.reach.months[-1].name}. {_gradient(shown)}",
        f"From the most deprived: {', '.join(values)}",
        _without(shown),
    )


def _said(shown: _Fifths, fifth: int, unit: str) -> str:
    if shown.reach.hidden_fifths[fifth]:
        return said.status_words(Status.SUPPRESSED)
    value = shown.values[fifth]
    return "not known" if np.isnan(value) else bare(value, unit)
