"""The key under a picture: only what is drawn in it, each thing with its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Variation

from ..look import INK, SMALL, text_width
from ..sketch import Sketch
from .variation import STYLES

_GLYPH = 30  # units that the thing itself takes
_GAP = 14
_LINE = 22
_POINT = 34.0  # area of a plain point


@dataclass(frozen=True, slots=True)
class Item:
    """A thing and its words; `draw` is told the middle of its room of 24 by 16 units."""

    words: str
    draw: Callable[[Sketch, float, float], None]


def line_item(words: str, ink: str, width: float, dash: Sequence[int] = ()) -> Item:
    def draw(sketch: Sketch, x: float, y: float) -> None:
        sketch.line((x - 12, y, x + 12, y), ink=ink, width=width, dash=dash)

    return Item(words, draw)


def variation_item(variation: Variation) -> Item:
    style = STYLES[variation]
    return point_item(style.words, style.shape, style.ink, style.size * _POINT)


def point_item(
    words: str, shape: str, ink: str, size: float = _POINT, *, fill: str | None = None
) -> Item:
    def draw(sketch: Sketch, x: float, y: float) -> None:
        sketch.point(x, y, shape, size, fill or ink, ink, 1.5)

    return Item(words, draw)


def _suppressed(sketch: Sketch, x: float, y: float) -> None:
    sketch.suppressed(x, y)


def _missing(sketch: Sketch, x: float, y: float) -> None:
    sketch.hatched(x - 12, y - 7, x + 12, y + 7)


def _blank(sketch: Sketch, x: float, y: float) -> None:
    """Nothing: that is how it looks."""


_STATUS = {
    Status.SUPPRESSED: Item("suppressed", _suppressed),
    Status.MISSING: Item("not reported", _missing),
    Status.NOT_YET_ELIGIBLE: Item("blank: nothing to measure", _blank),
}


def status_items(statuses: set[Status]) -> list[Item]:
    """The ways of having no value that occur."""
    return [item for status, item in _STATUS.items() if status in statuses]


def laid_out(
    sketch: Sketch, items: Sequence[Item], *, left: float, right: float, y: float
) -> float:
    """Draw the items side by side in lines, the first about `y`; returns where they end."""
    x = left
    for item in items:
        glyph = 0 if item.draw is _blank else _GLYPH
        width = glyph + text_width(item.words, SMALL)
        if x > left and x + width > right:
            x, y = left, y + _LINE
        item.draw(sketch, x + 12, y)
        sketch.word(x + glyph, y, item.words, size=SMALL, ink=INK)
        x += width + _GAP
    return y + _LINE / 2
