"""Many places side by side on one scale, each a small SPC chart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import altair as alt
import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Charts, Variation, expected_false_signals
from groundswell.questions.answer import NO_PLACE
from groundswell.reports.reach.disclosed import DisclosedReach
from groundswell.reports.reach.tables import spc_of
from groundswell.reports.words import joined, place_noun

from .. import given
from ..hues import hue
from ..look import BLUE, GREY, MID_GREY, SMALL, TARGET, TEXT, WHITE, WIDTH, dressed, title, wrapped
from ..month_axis import day, month_axis
from ..names import short_name
from ..rendering import Spec
from ..sketch import Record, Sketch, layers
from . import said
from .icons import variation_icon
from .key import Item, laid_out, line_item, status_items, variation_item
from .picture import Picture
from .scale import Scale, bare, scale
from .series import has_strip, limits_of, look_of, rounded, strip
from .spc import LIMITS, LIMITS_DASH, TARGET_DASH
from .variation import STYLES

MOST = 42
_COLUMNS = 3
_GAP = 18  # between columns
_RIGHT = 16  # half a year written at the end of the axis
_HEIGHT = 100
_STRIP = 17
_HEAD = 48  # above a plot: name, icon, verdict
_RADIUS = 10  # of an icon
_POINT = 11.0  # area beside 1 of a common cause
_DRAWS = 2_000  # of noise, for the board's sentence
_SEED = 20_250_101  # the sentence is the same every time

# Whose turn it is when there are more places than fit.
_PRIORITY = (
    Variation.CONCERN,
    Variation.IMPROVEMENT,
    Variation.NEUTRAL_LOW,
    Variation.NEUTRAL_HIGH,
    Variation.COMMON_CAUSE,
    Variation.INSUFFICIENT,
    Variation.NO_VALUE,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Board:
    reach: DisclosedReach
    charts: Charts
    rows: list[int]  # those drawn
    names: list[str]  # of all places

    def variation(self, row: int) -> Variation:
        return Variation(int(self.charts.variation_icon[row]))


def small_multiples(
    reach: DisclosedReach, places: Sequence[str] | None = None, *, charts: Charts | None = None
) -> Picture:
    """The places with these codes, or up to 42 of all: concerns first where there are more.

    Raises LookupError for a code that the answer does not have.
    """
    charts = charts or spc_of(reach)
    names = said.short_names(reach, letters=99)
    chosen = _chosen(reach, charts) if places is None else places
    board = _Board(reach, charts, [said.row_of(reach, code)[1] for code in chosen], names)
    return Picture(_alt(board), lambda: _spec(board))


def _chosen(reach: DisclosedReach, charts: Charts) -> list[str]:
    rows = [*range(len(reach.codes))]
    if len(rows) > MOST:
        order = sorted(rows, key=lambda row: _PRIORITY.index(charts.variation_icon[row]))
        rows = sorted(order[:MOST])
    return [reach.codes[row] for row in rows]


# The picture


def _spec(board: _Board) -> Spec:
    reach, measure = board.reach, board.reach.measure
    along = scale(_numbers(board), measure.unit, most=4)
    left = along.label_width + 12
    width = (WIDTH - 12 - left - _RIGHT - _GAP * (_COLUMNS - 1)) / _COLUMNS
    status = reach.places.status[board.rows]
    plot = _HEIGHT - (_STRIP if has_strip(status) else 0)
    panels = alt.LayerChart(
        data=alt.NamedData("board"), layer=_layers(board, along, plot)
    ).properties(width=width, height=_HEIGHT)
    facet = alt.Facet(
        "place:N",
        sort=[reach.codes[row] for row in board.rows],
        # Panels are named in their own head.
        header=alt.Header(labelExpr="''", labelFontSize=1, labelPadding=0, title=None),
    )
    grid = panels.facet(facet, columns=_COLUMNS).properties(spacing={"row": 14, "column": _GAP})
    foot, height = _foot(board, left)
    key = alt.LayerChart(layer=[]).properties(width=WIDTH - 12 - left, height=height)
    spec = dressed(
        alt.vconcat(grid, key, spacing=4).properties(padding=4, title=_heading(board)), _alt(board)
    )
    drawn, under = spec["vconcat"]
    drawn["spec"]["layer"] += layers()
    under["layer"] += layers("key")
    return {
        **spec,
        "datasets": {
            "board": [record for row in board.rows for record in _panel(board, row, plot, width)],
            "key": foot.records,
        },
    }


def _heading(board: _Board) -> alt.TitleParams:
    reach = board.reach
    return title(
        f"{reach.measure.short} by {place_noun(reach.by, plural=False)}, {_period(reach)}",
        said.sentence(_drawn_of_all(board)),
        said.sentence("; ".join(p for p in (_unit(board), said.direction_words(reach)) if p)),
        said.basis(reach),
    )


def _period(reach: DisclosedReach) -> str:
    return f"{reach.months[0].name} to {reach.months[-1].name}"


def _unit(board: _Board) -> str:
    unit = board.reach.measure.unit
    return f"one scale for all: {'per cent' if unit == '%' else unit}"


def _drawn_of_all(board: _Board) -> str:
    """Nothing where all are drawn."""
    drawn, every = len(board.rows), len(board.reach.codes)
    if drawn == every:
        return ""
    return f"{drawn} of {every} {place_noun(board.reach.by)}, those with signals first"


def _limits(board: _Board, row: int) -> list[Record]:
    return limits_of(board.charts, row, board.reach.months, board.reach.measure)


def _numbers(board: _Board) -> list[float]:
    levels = [float(str(limit["level"])) for row in board.rows for limit in _limits(board, row)]
    target = board.reach.measure.target
    values = board.charts.value[board.rows].ravel().tolist()
    return [*values, *levels, *([] if target is None else [target])]


def _layers(board: _Board, along: Scale, plot: float) -> list[alt.Chart]:
    months = board.reach.months
    y = along.y("value", plot, labelFontSize=SMALL)

    def x(field: str = "month") -> alt.X:
        # Every layer says the same of the axis they share.
        written = "%Y" if len(months) > 30 else "%b %y"
        return month_axis(
            months,
            field=field,
            ticks=4 if written == "%Y" else 3,
            title=None,
            format=written,
            labelFontSize=SMALL,
        )

    def of(kind: str) -> alt.Chart:
        return alt.Chart().transform_filter(f"datum.is === '{kind}'")

    limits = of("limit").encode(
        x=x("from"), x2="to:T", y=along.y("level", plot, labelFontSize=SMALL)
    )
    return [
        limits.transform_filter("datum.line !== 'mean'").mark_rule(
            color=MID_GREY, strokeDash=[3, 3], strokeWidth=1
        ),
        limits.transform_filter("datum.line === 'mean'").mark_rule(color=GREY, strokeWidth=1),
        of("target")
        .mark_rule(color=TARGET, strokeDash=[*TARGET_DASH], strokeWidth=1.25)
        .encode(y=along.y("target", plot)),
        of("month").mark_line(strokeWidth=1.75).encode(x=x(), y=y, stroke=given.stroke("hue")),
        of("month")
        .transform_filter("isValid(datum.size)")
        .transform_calculate(area=f"datum.size * {_POINT}")
        .mark_point(opacity=1, strokeWidth=0.5, stroke=WHITE)
        .encode(
            x=x(),
            y=y,
            shape=given.shape("shape"),
            fill=given.fill("ink"),
            size=given.size("area"),
        ),
    ]


def _panel(board: _Board, row: int, plot: float, width: float) -> list[Record]:
    """One place's records: months, limits, target, and what stands about its plot."""
    reach = board.reach
    of = {"place": reach.codes[row]}
    target = reach.measure.target
    records: list[Record] = [{**of, "is": "month", **month} for month in _months(board, row)]
    records += [{**of, "is": "limit", **limit} for limit in _limits(board, row)]
    records += [] if target is None else [{**of, "is": "target", "target": target}]
    sketch = Sketch(**of)
    _head(sketch, board, row, width)
    strip(
        sketch,
        reach.places.status[row],
        reach.months,
        width=width,
        top=plot,
        bottom=_HEIGHT,
        letter=SMALL,
    )
    sketch.edges(0, width, -_HEAD)
    return records + sketch.records


def _months(board: _Board, row: int) -> list[Record]:
    """Values, with a point only where it says something: special causes, and lone months."""
    values, records = board.charts.value[row], []
    known = np.concatenate([[False], ~np.isnan(values), [False]])
    for t, month in enumerate(board.reach.months):
        record: Record = {
            "month": day(month),
            "value": rounded(float(values[t])),
            "hue": _hue(board, row),
        }
        variation = Variation(int(board.charts.variation[row, t]))
        lone = known[t + 1] and not known[t] and not known[t + 2]
        if lone or (variation in STYLES and STYLES[variation].is_special):
            record |= look_of(variation)
        records.append(record)
    return records


def _hue(board: _Board, row: int) -> str:
    return hue(board.reach.codes[row], BLUE)


def _head(sketch: Sketch, board: _Board, row: int, width: float) -> None:
    """Name; icon, what it means, and the latest value."""
    reach, variation = board.reach, board.variation(row)
    measure = reach.measure
    name = short_name(reach.codes[row], reach.names[row], 18)
    top = -_HEAD + 12
    # Where most months are special causes, their points hide the line and its hue.
    sketch.line((2, top - 7, 2, top + 7), ink=_hue(board, row), width=4)
    sketch.word(10, top, name, size=TEXT - 1, bold=True)
    y = -15
    variation_icon(sketch, variation, measure.direction, _RADIUS, y, _RADIUS)
    words = STYLES[variation].words if variation in STYLES else "no value"
    start = 0 if variation == Variation.NO_VALUE else 2 * _RADIUS + 6
    sketch.word(start, y, words, size=SMALL)
    end = (row, len(board.reach.months) - 1)
    status = Status(int(reach.places.status[end]))
    if status == Status.SUPPRESSED:
        sketch.suppressed(width - 4, y)
    elif status == Status.MISSING:
        sketch.hatched(width - 18, y - 7, width, y + 7)
    elif status != Status.NOT_YET_ELIGIBLE:
        latest = bare(float(reach.places.value[end]), measure.unit)
        sketch.word(width, y, latest, size=TEXT - 1, align="right", bold=True)


def _foot(board: _Board, left: float) -> tuple[Sketch, float]:
    """The key and the board's sentence, and how high they are."""
    sketch = Sketch()
    y = laid_out(sketch, _key(board), left=-left, right=WIDTH - 12 - left, y=12)
    for line in wrapped([board_words(board.reach, board.charts)]):
        y += TEXT + 5
        sketch.word(-left, y, line)
    sketch.edges(-left, WIDTH - 12 - left, 0)
    return sketch, y + 10


def _key(board: _Board) -> list[Item]:
    measure, rows = board.reach.measure, board.rows
    lines = {str(limit["line"]) for row in rows for limit in _limits(board, row)}
    items = [line_item("mean", GREY, 1)] if "mean" in lines else []
    if len(lines) > 1:
        items.append(line_item(LIMITS, MID_GREY, 1, LIMITS_DASH))
    if measure.target is not None:
        words = f"target {bare(measure.target, measure.unit)}"
        items.append(line_item(words, TARGET, 1.25, TARGET_DASH))
    found = {Variation(int(code)) for code in np.unique(board.charts.variation[rows])}
    shown = [v for v in sorted(found) if v in STYLES and STYLES[v].is_special]
    items += [variation_item(variation) for variation in shown]
    statuses = {Status(int(code)) for code in np.unique(board.reach.places.status[rows])}
    return items + status_items(statuses)


# The words


def board_words(reach: DisclosedReach, charts: Charts) -> str:
    """How many charts of all places show a special cause, and how many noise alone would."""
    rows = slice(0, len(reach.codes))
    icons, n = charts.variation_icon[rows], charts.n[rows]
    return _board_text(_Key(replace(charts, variation_icon=icons, n=n)))


class _Key:
    """Charts that are equal where the board's sentence is: it takes a second to find."""

    def __init__(self, charts: Charts) -> None:
        self.charts = charts
        self._key = (charts.kind, charts.rules, _bytes(charts.variation_icon), _bytes(charts.n))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)


def _bytes(array: NDArray[np.generic]) -> bytes:
    return np.sort(array).tobytes()


@lru_cache(maxsize=64)
def _board_text(key: _Key) -> str:
    text = expected_false_signals(key.charts, np.random.default_rng(_SEED), _DRAWS).text
    return text.replace("about 0.", "fewer than one.")


def _alt(board: _Board) -> str:
    """How many improve and worsen, which, and how many noise alone would show."""
    reach = board.reach
    kinds = (
        (Variation.CONCERN, "Concern"),
        (Variation.IMPROVEMENT, "Improvement"),
        (Variation.NEUTRAL_HIGH, "Higher than chance explains"),
        (Variation.NEUTRAL_LOW, "Lower than chance explains"),
        (Variation.INSUFFICIENT, "Not judged"),
        (Variation.NO_VALUE, "Without any value"),
    )
    named = []
    for kind, words in kinds:
        found = [board.names[row] for row in board.rows if board.variation(row) == kind]
        if found:
            named.append(f"{words}: {joined(found, most=8)}")
    return said.sentences(
        f"{reach.measure.short} in {_drawn(board)} on one scale, {_period(reach)}",
        _range(board),
        *named,
        board_words(reach, board.charts).rstrip("."),
    )


def _drawn(board: _Board) -> str:
    """15 networks; those without a known place are none of them."""
    codes = {board.reach.codes[row] for row in board.rows}
    number = len(codes - {NO_PLACE})
    others = " and for sites of no known place" if NO_PLACE in codes else ""
    return f"{number} {place_noun(board.reach.by, plural=number != 1)}{others}"


def _range(board: _Board) -> str:
    """The least and the greatest value of the last month, and whose they are."""
    reach, values = board.reach, board.reach.places.value[:, -1]
    known = [row for row in board.rows if not np.isnan(values[row])]
    if len(known) < 2:
        return ""
    ends = min(known, key=lambda row: values[row]), max(known, key=lambda row: values[row])
    least, most = (
        f"{board.names[row]}, {bare(float(values[row]), reach.measure.unit)}" for row in ends
    )
    return f"In {reach.months[-1].name} from {least}, to {most}"
