"""What the pictures with one plot share: its place in 600 units, heading, key and data sets."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from ..look import INK, TEXT, WHITE, WIDTH, dressed, title
from ..rendering import Spec
from ..sketch import Record, Sketch, layers
from .key import Item, laid_out
from .scale import sentence_case

STRIP = 22  # at the foot of a plot, for what has no value
AXIS = 62  # under it: labels and a title
_PADDING = 4
_KEY = 12  # from the axis to the middle of the key's first line


@dataclass(frozen=True, slots=True)
class Frame:
    """Room left of the plot, right of it, its height, and what of that is strip."""

    left: float
    right: float
    height: float
    strip: float = 0.0
    axis: float = AXIS

    @property
    def width(self) -> float:
        return WIDTH - 2 * _PADDING - self.left - self.right

    @property
    def plot(self) -> float:
        """Height for values."""
        return self.height - self.strip

    def unit(self, sketch: Sketch, unit: str) -> None:
        """What the upward axis counts, laid flat above it. Labels say per cent themselves."""
        if unit != "%":
            sketch.word(-self.left, -20, sentence_case(unit))

    def key(self, sketch: Sketch, items: Sequence[Item]) -> None:
        """The key under the picture, which is made as wide as all others."""
        right = self.width + self.right
        laid_out(sketch, items, left=-self.left, right=right, y=self.height + self.axis + _KEY)
        sketch.edges(-self.left, right, self.height)


def framed(
    frame: Frame,
    marks: Sequence[alt.Chart],
    sketch: Sketch,
    *,
    heading: str,
    lines: Sequence[str],
    alt_text: str,
    datasets: dict[str, list[Record]],
) -> Spec:
    """The spec: marks on axes, the sketch over them, heading and lines above."""
    chart = alt.LayerChart(layer=[*marks]).properties(
        width=frame.width, height=frame.height, padding=_PADDING, title=title(heading, *lines)
    )
    spec = dressed(chart, alt_text)
    return {
        **spec,
        "layer": [*spec["layer"], *layers("drawing")],
        "datasets": {**datasets, "drawing": sketch.records},
    }


def haloed(at: alt.Chart, *, text: str, **where: float | str) -> list[alt.Chart]:
    """Words that stay legible over lines: white ones underneath."""
    return [
        at.mark_text(
            fontSize=TEXT,
            fontWeight="bold",
            baseline="middle",
            color=ink,
            stroke=ink,
            strokeWidth=halo,
            **where,  # type: ignore[arg-type]  # Altair's types know each by its name
        ).encode(text=text)
        for ink, halo in ((WHITE, 5), (INK, 0))
    ]
