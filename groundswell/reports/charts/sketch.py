"""Marks that stand at units of the picture and not at numbers of its axes: keys, icons, words.

The origin is the top left of the plot; what stands above or left of it is below 0.
"""

from collections.abc import Iterable
from functools import lru_cache

import altair as alt

from . import given
from .look import GREY, INK, MID_GREY, SMALL, TEXT, WHITE
from .tile_map import hatching

Record = dict[str, object]
Layer = dict[str, object]
NONE = "transparent"


class Sketch:
    """Collects such marks as records of one data set; `of` is added to each of them."""

    def __init__(self, **of: object) -> None:
        self.records: list[Record] = []
        self._of = of

    def _add(self, mark: str, x: float, y: float, **how: object) -> None:
        self.records.append({**self._of, "mark": mark, "x": round(x, 1), "y": round(y, 1), **how})

    def box(
        self, x: float, y: float, x2: float, y2: float, fill: str = WHITE, ink: str = MID_GREY
    ) -> None:
        self._add("box", x, y, x2=round(x2, 1), y2=round(y2, 1), fill=fill, ink=ink)

    def line(
        self,
        ends: tuple[float, float, float, float],
        ink: str = GREY,
        width: float = 1.0,
        dash: Iterable[int] = (),
    ) -> None:
        x, y, x2, y2 = ends
        self._add(
            "line", x, y, x2=round(x2, 1), y2=round(y2, 1), ink=ink, width=width, dash=[*dash]
        )

    def point(
        self, x: float, y: float, shape: str, size: float, fill: str, ink: str, width: float = 1.0
    ) -> None:
        """`size` in square units, as Vega measures symbols."""
        self._add("point", x, y, shape=shape, size=round(size, 1), fill=fill, ink=ink, width=width)

    def word(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT,
        ink: str = INK,
        align: str = "left",
        bold: bool = False,
    ) -> None:
        weight = "bold" if bold else "normal"
        self._add("word", x, y, text=text, size=size, ink=ink, align=align, weight=weight)

    def hatched(self, x: float, y: float, x2: float, y2: float) -> None:
        """A box of slanting lines: nothing was reported."""
        self.box(x, y, x2, y2)
        for a, b, c, d in hatching(x2 - x, y2 - y):
            self.line((x + a, y + b, x + c, y + d), ink=MID_GREY)

    def edges(self, left: float, right: float, y: float) -> None:
        """Nothing to be seen: the picture reaches from here to there whatever is in it."""
        self.box(left, y, right, y, fill=NONE, ink=NONE)

    def suppressed(self, x: float, y: float, size: float = SMALL) -> None:
        """An s: there is a number, and it is not shown."""
        self.word(x, y, "s", size=size, align="center", bold=True)


@lru_cache(maxsize=8)
def layers(data: str | None = None) -> tuple[Layer, ...]:
    """What draws the records of a sketch, as parts of a spec: boxes, lines, points, words.

    `data` names the data set; None: that of the chart that they are put into. They are made once,
    because building them takes as long as drawing.
    """
    drawn = tuple(
        draw(_of(mark)).to_dict(validate=False, context={"top_level": False})
        for mark, draw in _DRAWN.items()
    )
    # Altair names data that are not given "empty": those of the chart around are meant.
    named = {} if data is None else {"data": {"name": data}}
    return tuple({**{k: v for k, v in layer.items() if k != "data"}, **named} for layer in drawn)


def _of(mark: str) -> alt.Chart:
    marked: alt.Chart = (
        alt.Chart()
        .transform_filter(f"datum.mark === '{mark}'")
        .encode(x=given.x("x"), y=given.y("y"))
    )
    return marked


def _boxes(chart: alt.Chart) -> alt.Chart:
    drawn: alt.Chart = chart.mark_rect(strokeWidth=1).encode(
        x2="x2:Q", y2="y2:Q", fill=given.fill("fill"), stroke=given.stroke("ink")
    )
    return drawn


def _lines(chart: alt.Chart) -> alt.Chart:
    drawn: alt.Chart = chart.mark_rule(strokeDash=_each("dash")).encode(
        x2="x2:Q", y2="y2:Q", stroke=given.stroke("ink"), strokeWidth=given.stroke_width("width")
    )
    return drawn


def _points(chart: alt.Chart) -> alt.Chart:
    drawn: alt.Chart = chart.mark_point(opacity=1).encode(
        shape=given.shape("shape"),
        size=given.size("size"),
        fill=given.fill("fill"),
        stroke=given.stroke("ink"),
        strokeWidth=given.stroke_width("width"),
    )
    return drawn


def _words(chart: alt.Chart) -> alt.Chart:
    drawn: alt.Chart = chart.mark_text(
        align=_each("align"), fontWeight=_each("weight"), baseline="middle"
    ).encode(text="text:N", size=given.size("size"), color=given.color("ink"))
    return drawn


_DRAWN = {"box": _boxes, "line": _lines, "point": _points, "word": _words}


def _each(field: str) -> alt.ExprRef:
    """A property that no encoding offers, read from each record."""
    return alt.ExprRef(f"datum['{field}']")
