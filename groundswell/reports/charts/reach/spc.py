"""One place's months with limits: is this change, or noise?"""

from dataclasses import dataclass

import altair as alt
import numpy as np

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Assurance, Charts, Variation
from groundswell.common.numbers import amount
from groundswell.reports.reach.disclosed import DisclosedReach, ShownCells
from groundswell.reports.reach.tables import spc_of

from .. import given
from ..hues import hue
from ..look import BLUE, GREY, INK, MID_GREY, TARGET, TEXT, WHITE, WIDTH, text_width
from ..month_axis import day, month_axis
from ..rendering import Spec
from ..sketch import Record, Sketch
from . import said
from .frame import STRIP, Frame, framed, haloed
from .icons import assurance_icon, variation_icon
from .key import Item, line_item, status_items, variation_item
from .picture import Picture
from .scale import Scale, bare, scale
from .series import has_strip, limits_of, points_of, segments_of, strip
from .variation import Verdict, assurance_verdict, variation_verdict

_HEIGHT = 300
_RIGHT = 14
_RADIUS = 26  # of an icon
_ICONS = -78  # where their middles stand
_SIZES = (26.0, 46.0)  # of points: of many months, of few

LIMITS_DASH = (5, 4)
TARGET_DASH = (9, 3, 2, 3)
LIMITS = "limits of chance variation"


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """The months of one place, and its chart."""

    reach: DisclosedReach
    cells: ShownCells
    row: int
    name: str
    ink: str
    charts: Charts
    at: int  # its row in the charts

    @property
    def statuses(self) -> set[Status]:
        return {Status(int(status)) for status in self.cells.status[self.row]}

    @property
    def last(self) -> int | None:
        """The last month with a value; None without any."""
        known = np.flatnonzero(~np.isnan(self.charts.value[self.at]))
        return int(known[-1]) if len(known) else None

    @property
    def variation(self) -> Variation:
        return Variation(int(self.charts.variation_icon[self.at]))

    @property
    def assurance(self) -> Assurance:
        return Assurance(int(self.charts.assurance_icon[self.at]))

    @property
    def limits(self) -> list[Record]:
        return limits_of(self.charts, self.at, self.reach.months, self.reach.measure)

    @property
    def verdicts(self) -> list[Verdict]:
        both = (
            variation_verdict(self.variation, self.reach.measure.direction),
            assurance_verdict(self.assurance),
        )
        return [verdict for verdict in both if verdict]


def spc(
    reach: DisclosedReach, place_code: str | None = None, *, charts: Charts | None = None
) -> Picture:
    """The XmR chart of a place, or of all together.

    `charts` are those of `spc_of`, or others of its rows with segments of their own. Raises
    LookupError for a place that the answer does not have.
    """
    cells, row, name = said.row_of(reach, place_code)
    at = len(reach.codes) if place_code is None else row
    ink = BLUE if place_code is None else hue(place_code, BLUE)
    place = _Place(reach, cells, row, name, ink, charts or spc_of(reach), at)
    return Picture(_alt(place), lambda: _spec(place))


# The picture


def _spec(place: _Place) -> Spec:
    reach, measure = place.reach, place.reach.measure
    along = scale(_numbers(place), measure.unit)
    has_gaps = has_strip(place.cells.status[place.row])
    frame = Frame(
        left=along.label_width + 17,
        right=_right(place),
        height=_HEIGHT,
        strip=STRIP if has_gaps else 0,
    )
    return framed(
        frame,
        _layers(place, along, frame.plot),
        _drawing(place, frame),
        heading=f"{measure.short}: {place.name}",
        lines=(_latest(place), said.sentence(_reported(place)), said.basis(reach)),
        alt_text=_alt(place),
        datasets={
            "months": points_of(place.cells, place.row, place.charts, place.at, reach.months),
            "limits": place.limits,
            "target": [] if measure.target is None else [{"target": measure.target}],
            "rebased": [
                {"month": day(reach.months[first])}
                for first, _ in segments_of(place.charts, place.at)[1:]
            ],
            "latest": _latest_record(place),
        },
    )


def _numbers(place: _Place) -> list[float]:
    """All that the axis must hold."""
    target = place.reach.measure.target
    levels = [float(str(record["level"])) for record in place.limits]
    return [*place.charts.value[place.at].tolist(), *levels, *([] if target is None else [target])]


def _layers(place: _Place, along: Scale, plot: float) -> list[alt.Chart]:
    months = place.reach.months
    x, y = month_axis(months), along.y("value", plot)
    many = len(months) > 72
    point = _SIZES[0 if many else 1]

    def of(data: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(data))

    # The first layer carries the axes: all layers share them.
    line = of("months").mark_line(color=place.ink, strokeWidth=1.75 if many else 2.25)
    limits = of("limits").encode(
        x=month_axis(months, field="from"), x2="to:T", y=along.y("level", plot)
    )
    return [
        line.encode(x=x, y=y),
        limits.transform_filter("datum.line !== 'mean'").mark_rule(
            color=MID_GREY, strokeDash=[*LIMITS_DASH], strokeWidth=1.5
        ),
        limits.transform_filter("datum.line === 'mean'").mark_rule(color=GREY, strokeWidth=1.5),
        of("target")
        .mark_rule(color=TARGET, strokeDash=[*TARGET_DASH], strokeWidth=2)
        .encode(y=along.y("target", plot)),
        of("rebased")
        .mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=1.5)
        .encode(x=x, y=alt.value(0), y2=alt.value(plot)),
        of("months")
        .transform_filter("isValid(datum.value)")
        .transform_calculate(area=f"datum.size * {point}")
        .mark_point(opacity=1, strokeWidth=1, stroke=WHITE)
        .encode(
            x=x,
            y=y,
            shape=given.shape("shape"),
            fill=given.fill("ink"),
            size=given.size("area"),
        ),
        *_label(of("latest").encode(x=x, y=y), place),
    ]


def _right(place: _Place) -> float:
    """Room beside the plot: for the last month's value, which stands beside its point."""
    if not _ends_with_value(place):
        return _RIGHT
    label = str(_latest_record(place)[0]["label"])
    return text_width(label) * 1.1 + 12


def _ends_with_value(place: _Place) -> bool:
    return place.last == len(place.reach.months) - 1


def _label(latest: alt.Chart, place: _Place) -> list[alt.Chart]:
    """The latest value in figures: beside the plot, or above its point within it."""
    if _ends_with_value(place):
        return haloed(latest, text="label:N", align="left", dx=8, dy=0)
    return haloed(latest, text="label:N", align="center", dx=0, dy=-16)


def _latest_record(place: _Place) -> list[Record]:
    if place.last is None:
        return []
    value = float(place.charts.value[place.at, place.last])
    month = place.reach.months[place.last]
    label = bare(value, place.reach.measure.unit)
    return [{"month": day(month), "value": value, "label": label}]


def _drawing(place: _Place, frame: Frame) -> Sketch:
    """Icons and unit above the plot, months without a value at its foot, the key under it."""
    sketch = Sketch()
    _icons(sketch, place, frame.left)
    frame.unit(sketch, place.reach.measure.unit)
    strip(
        sketch,
        place.cells.status[place.row],
        place.reach.months,
        width=frame.width,
        top=frame.plot,
        bottom=frame.height,
        letter=TEXT,
    )
    if place.last is None:
        sketch.word(frame.width / 2, frame.plot / 2, "No month has a value", align="center")
    frame.key(sketch, _key(place))
    return sketch


def _icons(sketch: Sketch, place: _Place, left: float) -> None:
    better, x = place.reach.measure.direction, -left + _RADIUS + 2
    variation_icon(sketch, place.variation, better, x, _ICONS, _RADIUS)
    if len(place.verdicts) > 1:
        assurance_icon(sketch, place.assurance, better, x + WIDTH / 2, _ICONS, _RADIUS)
    for verdict, across in zip(place.verdicts, (0, WIDTH / 2), strict=False):
        start = x + across + _RADIUS + 8
        sketch.word(start, _ICONS - 10, verdict.name, bold=True)
        sketch.word(start, _ICONS + 11, verdict.rest)


def _key(place: _Place) -> list[Item]:
    measure, charts = place.reach.measure, place.charts
    means = [record for record in place.limits if record["line"] == "mean"]
    items = []
    if means:
        level = f" {bare(float(str(means[0]['level'])), measure.unit)}" if len(means) == 1 else ""
        items.append(line_item(f"mean{level}", GREY, 1.5))
    if len(means) < len(place.limits):
        items.append(line_item(LIMITS, MID_GREY, 1.5, LIMITS_DASH))
    if measure.target is not None:
        words = f"target {bare(measure.target, measure.unit)}"
        items.append(line_item(words, TARGET, 2, TARGET_DASH))
    shown = {Variation(int(code)) for code in charts.variation[place.at]} - {Variation.NO_VALUE}
    items += [variation_item(variation) for variation in sorted(shown)]
    if len(segments_of(charts, place.at)) > 1:
        items.append(line_item("limits calculated afresh", INK, 1.5, (2, 3)))
    return items + status_items(place.statuses)


# The words


def _latest(place: _Place) -> str:
    """86% in July 2020 (4,210 of 4,890), or why not and what was known last."""
    months, end = place.reach.months, len(place.reach.months) - 1
    if place.last == end:
        return said.sentence(_value_in(place, end))
    why = said.status_words(said.status_of(place.cells, place.row, end))
    before = f"latest value {_value_in(place, place.last)}" if place.last is not None else ""
    return said.sentences(f"{months[end].name}: {why}", before)


def _value_in(place: _Place, column: int) -> str:
    value = said.value_words(place.reach, place.cells, place.row, column)
    return f"{value} in {place.reach.months[column].name}"


def _reported(place: _Place) -> str:
    end = len(place.reach.months) - 1
    parts = (
        said.reporting_words(place.reach, place.cells, place.row, end),
        said.direction_words(place.reach),
    )
    return "; ".join(part for part in parts if part)


def _alt(place: _Place) -> str:
    """Where it stands, whether that is noise, what is usual, the target, and what is not known."""
    measure = place.reach.measure
    return said.sentences(
        f"{measure.short}, {place.name}: {_latest(place).rstrip('.')}",
        *(f"{verdict.name}: {verdict.rest}" for verdict in place.verdicts),
        _special(place),
        _usual(place),
        "" if measure.target is None else f"Target {amount(measure.target, measure.unit)}",
        _without(place),
    )


def _special(place: _Place) -> str:
    """How many months are special causes, where any could be."""
    variation = place.charts.variation[place.at]
    judged = int((variation >= Variation.COMMON_CAUSE).sum())
    special = int((variation > Variation.COMMON_CAUSE).sum())
    return f"{special} of {judged} months are beyond what chance does" if judged else ""


def _usual(place: _Place) -> str:
    segments = segments_of(place.charts, place.at)
    if not segments:
        return ""
    unit, since = place.reach.measure.unit, day(place.reach.months[segments[-1][0]])
    levels = {
        str(record["line"]): bare(float(str(record["level"])), unit)
        for record in place.limits
        if record["from"] == since
    }
    afresh = ""
    if len(segments) > 1:
        afresh = f" since {place.reach.months[segments[-1][0]].name}, when limits begin afresh"
    return f"Mean {levels['mean']}{afresh}; {_limits_words(levels)}"


def _limits_words(levels: dict[str, str]) -> str:
    """A limit where no value can lie is not said."""
    match levels.get("lower"), levels.get("upper"):
        case None, None:
            return "without limits"
        case None, upper:
            return f"upper limit {upper}"
        case lower, None:
            return f"lower limit {lower}"
        case lower, upper:
            return f"limits {lower} to {upper}"
    raise AssertionError  # the four cases are all


def _without(place: _Place) -> str:
    status = place.cells.status[place.row]
    said_of = []
    for kind in said.WITHOUT_VALUE:
        number = int((status == kind).sum())
        if number:
            noun = "month" if number == 1 else "months"
            link = "with " if kind == Status.NOT_YET_ELIGIBLE else ""
            said_of.append(f"{number} {noun} {link}{said.status_words(kind)}")
    return ", ".join(said_of)
