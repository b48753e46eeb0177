"""One month's places in order, with the intervals and ranks that chance leaves open."""

from dataclasses import dataclass

import altair as alt
import numpy as np

from groundswell.analysis.league import League
from groundswell.analysis.league import league as ranked
from groundswell.analysis.panel import Status
from groundswell.questions.answer import NO_PLACE
from groundswell.reports.reach.disclosed import DisclosedReach
from groundswell.reports.words import joined, place_noun

from .. import given
from ..hues import hue
from ..look import BLUE, GREY, INK, SMALL, WHITE, text_width
from ..names import short_name
from ..rendering import Spec
from ..sketch import Record, Sketch
from . import said
from .frame import Frame, framed
from .key import Item, line_item, point_item
from .picture import Picture
from .scale import Scale, bare, scale, sentence_case
from .series import rounded

_LINE = 23  # from place to place
_AXIS = 34  # under the plot
_VALUE, _RANK = 62, 78  # columns on the right
_DASH = (6, 4)
_ENDS = 3  # places that the alt text names at each end


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    reach: DisclosedReach
    found: League
    order: list[int]  # every place, the best first, those without a value last
    known: list[int]  # those of them that have a value
    rows: list[int | None]  # those drawn; None where some are left out
    names: list[str]

    @property
    def values(self) -> list[float]:
        return [float(value) for value in self.reach.places.value[:, -1]]

    @property
    def total(self) -> float:
        """NaN for a quantity: places are parts of it, not above or below it."""
        if self.reach.measure.denominator is None:
            return float("nan")
        return float(self.reach.total.value[0, -1])

    def status(self, row: int) -> Status:
        return said.status_of(self.reach.places, row, len(self.reach.months) - 1)

    @property
    def has_intervals(self) -> bool:
        return bool((~np.isnan(self.found.low[self.known])).any())


def league(reach: DisclosedReach, most: int = 60) -> Picture:
    """The last month's places, the best first; of more than `most` the two ends.

    Those without a value stand last where there is room for all, else only words tell of them.
    """
    measure, cells = reach.measure, reach.places
    found = ranked(
        cells.numerator[:, -1],
        None if measure.denominator is None else cells.denominator[:, -1],
        kind=measure.kind,
        highest_first=measure.direction != "decrease",
        multiplier=measure.multiplier,
    )
    sign = 1 if measure.direction == "decrease" else -1
    worth = np.nan_to_num(sign * cells.value[:, -1], nan=np.inf)
    order = [row for row in np.argsort(worth, kind="stable").tolist() if _counts(reach, row)]
    known = [row for row in order if not np.isnan(cells.value[row, -1])]
    table = _Table(reach, found, order, known, _drawn(order, known, most), _names(reach))
    return Picture(_alt(table), lambda: _spec(table))


def _counts(reach: DisclosedReach, row: int) -> bool:
    """Sites of no known place have a line only where there are any."""
    empty = reach.places.status[row, -1] == Status.NOT_YET_ELIGIBLE
    return reach.codes[row] != NO_PLACE or not empty


def _drawn(order: list[int], known: list[int], most: int) -> list[int | None]:
    """All, or the two ends of those with a value; None in between."""
    if len(order) <= most:
        return [*order]
    if len(known) <= most:
        return [*known]
    return [*known[: most - most // 2], None, *known[-(most // 2) :]]


def _names(reach: DisclosedReach) -> list[str]:
    return said.short_names(reach, letters=99)


# The picture


def _spec(table: _Table) -> Spec:
    reach, measure = table.reach, table.reach.measure
    drawn = [row for row in table.rows if row is not None]
    ends = [*table.found.low[drawn], *table.found.high[drawn]]
    along = scale([*(table.values[row] for row in drawn), *ends, table.total], measure.unit)
    frame = Frame(
        left=12 + max((text_width(_cut(table, row), SMALL) for row in drawn), default=0),
        right=_VALUE + (_RANK if table.has_intervals else 0),
        height=_LINE * len(table.rows),
        axis=_AXIS,
    )
    return framed(
        frame,
        _layers(along),
        _drawing(table, frame),
        heading=f"{measure.short} by {place_noun(reach.by, plural=False)}, {reach.months[-1].name}",
        lines=(
            said.sentence(_gist(table)),
            said.sentence(_how(table)),
            *map(said.sentence, _left_out(table)),
            said.basis(reach),
        ),
        alt_text=_alt(table),
        datasets={
            "places": [
                _record(table, row, place)
                for place, row in enumerate(table.rows)
                if row is not None and row in table.known
            ],
            "total": [] if np.isnan(table.total) else [{"value": rounded(table.total)}],
        },
    )


def _middle(place: int) -> float:
    return _LINE * (place + 0.5)


def _record(table: _Table, row: int, place: int) -> Record:
    return {
        "place": table.reach.codes[row],
        "name": table.reach.names[row],
        "y": _middle(place),
        "value": rounded(table.values[row]),
        "low": rounded(float(table.found.low[row])),
        "high": rounded(float(table.found.high[row])),
        "rank_first": int(table.found.first[row]) or None,
        "rank_last": int(table.found.last[row]) or None,
        "hue": hue(table.reach.codes[row], BLUE),
    }


def _layers(along: Scale) -> list[alt.Chart]:
    look = {"grid": True, "labelFontSize": SMALL}
    y = given.y("y")
    places = alt.Chart(alt.NamedData("places"))
    return [
        alt.Chart(alt.NamedData("total"))
        .mark_rule(color=INK, strokeDash=[*_DASH], strokeWidth=1.5)
        .encode(x=along.x("value", **look)),
        places.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2)
        .encode(
            x=along.x("low", **look),
            x2="high:Q",
            y=y,
            stroke=given.stroke("hue"),
        ),
        places.mark_point(shape="circle", size=60, stroke=WHITE, strokeWidth=1, opacity=1).encode(
            x=along.x("value", **look),
            y=y,
            fill=given.fill("hue"),
        ),
    ]


def _drawing(table: _Table, frame: Frame) -> Sketch:
    """Names on the left; values, ranks, and why there is no value."""
    sketch, left, width = Sketch(), frame.left, frame.width
    _columns(sketch, table, width)
    for place, row in enumerate(table.rows):
        y = _middle(place)
        if row is None:
            others = len(table.known) - len(table.rows) + 1
            sketch.word(-left, y, f"and {others:,} others between", size=SMALL, ink=GREY)
            continue
        sketch.word(-left, y, _cut(table, row), size=SMALL)
        if row in table.known:
            value = bare(table.values[row], table.reach.measure.unit)
            sketch.word(width + _VALUE - 4, y, value, size=SMALL, align="right", bold=True)
            if rank := _rank(table, row):
                sketch.word(width + _VALUE + _RANK, y, rank, size=SMALL, align="right")
        else:
            _absent(sketch, table.status(row), y)
    frame.key(sketch, _key(table))
    return sketch


def _cut(table: _Table, row: int) -> str:
    return short_name(table.reach.codes[row], table.reach.names[row], 28)


def _columns(sketch: Sketch, table: _Table, width: float) -> None:
    heads = [(width + _VALUE - 4, "value", "right")]
    if table.has_intervals:
        heads.append((width + _VALUE + _RANK, "rank", "right"))
    if table.reach.measure.unit != "%":
        heads.append((0, sentence_case(table.reach.measure.unit), "left"))
    for x, text, align in heads:
        sketch.word(x, -12, text, size=SMALL, ink=GREY, align=align)


def _rank(table: _Table, row: int) -> str:
    first, last = int(table.found.first[row]), int(table.found.last[row])
    if not first:
        return ""
    return str(first) if first == last else f"{first} to {last}"


def _absent(sketch: Sketch, status: Status, y: float) -> None:
    if status == Status.SUPPRESSED:
        sketch.suppressed(16, y)
    elif status == Status.MISSING:
        sketch.hatched(4, y - 7, 28, y + 7)
    start = 36 if status in (Status.SUPPRESSED, Status.MISSING) else 4
    sketch.word(start, y, said.status_words(status), size=SMALL, ink=GREY)


def _key(table: _Table) -> list[Item]:
    items = [point_item("value", "circle", BLUE, 60)]
    if table.has_intervals:
        items.append(line_item("95% interval", BLUE, 2))
    if not np.isnan(table.total):
        total = bare(table.total, table.reach.measure.unit)
        items.append(line_item(f"{said.ALL_PLACES}, {total}", INK, 1.5, _DASH))
    return items


# The words


def _gist(table: _Table) -> str:
    """What chance leaves of the order."""
    places = place_noun(table.reach.by)
    if not table.has_intervals:
        return f"A {table.reach.measure.kind} has no interval, so {places} are not ranked"
    rows = table.known
    firsts, ranked_here = sum(int(table.found.first[row]) == 1 for row in rows), table.found.n
    if firsts == ranked_here:
        return f"Any of the {ranked_here} {places} may be first: chance explains their order"
    if firsts == 1:
        return f"{table.names[rows[0]]} stands first whatever chance does"
    return f"Any of {firsts} of the {ranked_here} {places} may be first, as far as chance goes"


def _how(table: _Table) -> str:
    better = {"increase": "highest first", "decrease": "lowest first"}
    order = better.get(
        table.reach.measure.direction, "highest first, which is neither good nor bad"
    )
    if not table.has_intervals:
        return order
    return f"{order}; ranks are those that chance leaves open for all together"


def _alt(table: _Table) -> str:
    """What chance leaves of the order, its two ends, the whole, and who has no value."""
    reach, known = table.reach, table.known
    unit = reach.measure.unit
    both = len(known) > 2 * _ENDS
    first = known[:_ENDS] if both else known
    last = known[-_ENDS:] if both else []
    total = "" if np.isnan(table.total) else f"{said.ALL_PLACES}: {bare(table.total, unit)}"
    return said.sentences(
        f"{reach.measure.short} in {reach.months[-1].name}. {_gist(table)}",
        f"First: {'; '.join(_named(table, row) for row in first)}" if first else "",
        f"Last: {'; '.join(_named(table, row) for row in last)}" if last else "",
        total,
        *_absent_words(table),
    )


def _named(table: _Table, row: int) -> str:
    rank = _rank(table, row)
    value = bare(table.values[row], table.reach.measure.unit)
    return f"{table.names[row]}, {value}" + (f" (rank {rank})" if rank else "")


def _left_out(table: _Table) -> list[str]:
    """Who has no value, where there is no line for them."""
    return _absent_words(table) if table.order[-1] not in table.rows else []


def _absent_words(table: _Table) -> list[str]:
    found = []
    for kind in said.WITHOUT_VALUE:
        names = [
            table.names[row]
            for row in table.order
            if row not in table.known and table.status(row) == kind
        ]
        if names:
            found.append(f"{said.status_words(kind)}: {joined(names)}")
    return found
