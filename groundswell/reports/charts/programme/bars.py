"""Rows of bars along one scale: what both pictures of a board are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..look import GREY, PALE_GREY, SMALL, WHITE, WIDTH
from ..reach.frame import Frame
from ..reach.key import Item
from ..sketch import Sketch

LINE = 26  # from row to row
BAR = 15  # height of a bar
_TICK = 20  # from the last row to the labels of the scale


@dataclass(frozen=True, slots=True)
class Rows:
    """A plot of so many rows whose scale goes from 0 to `top`, with a label at each of `ticks`."""

    frame: Frame
    top: float
    ticks: Sequence[tuple[float, str]]

    def along(self, value: float) -> float:
        """Units from the left at which a value stands."""
        return self.frame.width * min(value, self.top) / self.top if self.top else 0.0

    def middle(self, row: int) -> float:
        return LINE * (row + 0.5)

    def grid(self, sketch: Sketch) -> None:
        for value, text in self.ticks:
            x = self.along(value)
            # A box, not a line: lines are drawn over all boxes.
            sketch.box(x, 0, x, self.frame.height, PALE_GREY, ink=PALE_GREY)
            place = self.frame.height + _TICK
            sketch.word(x, place, text, size=SMALL, ink=GREY, align="center")

    def bar(
        self, sketch: Sketch, row: int, start: float, end: float, fill: str, height: float = BAR
    ) -> None:
        if end <= start:
            return
        y = self.middle(row)
        sketch.box(
            self.along(start), y - height / 2, self.along(end), y + height / 2, fill, ink=fill
        )

    def hatched(self, sketch: Sketch, row: int, start: float, end: float) -> None:
        """What nobody has said."""
        left, right, y = self.along(start), self.along(end), self.middle(row)
        if right - left >= 1:
            sketch.hatched(left, y - BAR / 2, right, y + BAR / 2)

    def mark(self, sketch: Sketch, row: int, value: float, ink: str) -> None:
        """A stroke across the bar, with a white edge so that it is seen on any colour."""
        x, y = self.along(value), self.middle(row)
        for width, colour in ((6.0, WHITE), (3.0, ink)):
            sketch.line((x, y - BAR / 2 - 4, x, y + BAR / 2 + 4), ink=colour, width=width)


def rows_of(
    number: int, *, left: float, right: float, top: float, ticks: Sequence[tuple[float, str]]
) -> Rows:
    """Room for `number` rows between a column of names and one of numbers."""
    width = min(left, WIDTH / 2)
    frame = Frame(left=width, right=right, height=LINE * number, axis=_TICK + 14)
    return Rows(frame, top, ticks)


def swatch(fill: str, height: float = BAR) -> Callable[[Sketch, float, float], None]:
    """A piece of a bar, for the key."""

    def draw(sketch: Sketch, x: float, y: float) -> None:
        sketch.box(x - 12, y - height / 2, x + 12, y + height / 2, fill, ink=fill)

    return draw


def unknown_item() -> Item:
    return Item("unknown", lambda s, x, y: s.hatched(x - 12, y - 7, x + 12, y + 7))
