"""The funnel: how many sites reached each stage, and how many of them stand there now."""

from groundswell.common.dates import day_name
from groundswell.common.numbers import count
from groundswell.questions.funnel import FunnelAnswer, StageRow

from ..look import BLUE, GREY, LIGHT_BLUE, SMALL, text_width
from ..reach.frame import framed
from ..reach.key import Item
from ..reach.picture import Picture
from ..reach.scale import scale
from ..rendering import Spec
from ..sketch import Sketch
from .bars import BAR, Rows, rows_of, swatch, unknown_item

_REACHED, _NOW = 78, 78  # columns on the right
_UNKNOWN = "unknown"


def stages(answer: FunnelAnswer) -> Picture:
    """The rungs of the ladder from its foot up, then what stands beside it."""
    return Picture(stages_alt(answer), lambda: _spec(answer))


def stages_alt(answer: FunnelAnswer) -> str:
    """How many reached each stage, where the rest stand, and what each definition makes of it."""
    reached = "; ".join(
        f"{stage_name(row.stage)} {count(row.reached)}"
        for row in answer.stages
        if row.reached is not None
    )
    beside = "; ".join(
        f"{stage_name(row.stage)} {count(row.sites)}"
        for row in answer.stages
        if row.reached is None
    )
    return (
        f"Funnel of stages. {answer.headline} Reached at some time: {reached}. "
        f"Stand beside the ladder: {beside}."
    )


def stage_name(stage: str) -> str:
    return stage.replace("-", " ").capitalize()


def _spec(answer: FunnelAnswer) -> Spec:
    rows = answer.stages
    left = 12 + max(text_width(stage_name(row.stage), SMALL) for row in rows)
    axis = scale([0.0, max(answer.eligible, 1.0)], "sites")
    ticks = [(tick, count(tick)) for tick in axis.ticks]
    plot = rows_of(len(rows), left=left, right=_REACHED + _NOW, top=axis.high, ticks=ticks)
    sketch = Sketch()
    plot.grid(sketch)
    width = plot.frame.width
    sketch.word(width + _REACHED - 4, -12, "reached", size=SMALL, ink=GREY, align="right")
    sketch.word(width + _REACHED + _NOW, -12, "here now", size=SMALL, ink=GREY, align="right")
    for number, row in enumerate(rows):
        _draw(sketch, plot, number, row)
    plot.frame.key(sketch, _key(answer))
    where = f" in {answer.place_name}" if answer.question.place else ""
    known = answer.provenance.known_on
    day = f"As known on {day_name(known)}. " if known else ""
    demo = "Demonstration data. " if answer.is_demo else ""
    return framed(
        plot.frame,
        (),
        sketch,
        heading=f"{answer.programme_name}: sites by stage{where}",
        lines=(
            f"{count(answer.eligible)} eligible sites at {day_name(answer.at.last_day)}.",
            f"{day}{demo}Data version {answer.provenance.data_version}.",
        ),
        alt_text=stages_alt(answer),
        datasets={},
    )


def _draw(sketch: Sketch, plot: Rows, number: int, row: StageRow) -> None:
    y, width = plot.middle(number), plot.frame.width
    sketch.word(-plot.frame.left, y, stage_name(row.stage), size=SMALL)
    if row.reached is not None:
        plot.bar(sketch, number, 0, row.reached, LIGHT_BLUE)
        reached = count(row.reached, decimals=1)
        sketch.word(width + _REACHED - 4, y, reached, size=SMALL, align="right", bold=True)
    if row.stage == _UNKNOWN:
        plot.hatched(sketch, number, 0, row.sites)
    else:
        plot.bar(sketch, number, 0, row.sites, BLUE, height=BAR / 2)
    now = count(row.sites, decimals=1)
    sketch.word(width + _REACHED + _NOW, y, now, size=SMALL, align="right")


def _key(answer: FunnelAnswer) -> list[Item]:
    items = [
        Item("reached it or beyond, at some time", swatch(LIGHT_BLUE)),
        Item("stand here now", swatch(BLUE, BAR / 2)),
    ]
    if answer.stage(_UNKNOWN).sites:
        items.append(unknown_item())
    return items
