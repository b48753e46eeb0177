"""Networks against their trajectory: a bar of adopted sites, a stroke where they should be."""

from groundswell.common.dates import day_name
from groundswell.common.numbers import count
from groundswell.programmes.rules import Rag
from groundswell.questions.answer import NO_PLACE
from groundswell.questions.coverage import CoverageAnswer, CoverageRow
from groundswell.reports.words import joined, place_noun

from ..hues import hue
from ..look import BLUE, GREY, INK, SMALL, text_width
from ..names import short_name
from ..reach.frame import framed
from ..reach.key import Item, point_item
from ..reach.picture import Picture
from ..rendering import Spec
from ..sketch import Sketch
from .bars import LINE, Rows, rows_of, swatch, unknown_item

_COUNTS, _RATING = 86, 84  # columns on the right
# Shape and word say it too: 3 to 1 and more on white.
RATINGS = {
    Rag.GREEN: ("circle", "#007f3b"),
    Rag.AMBER: ("triangle-up", "#b36200"),
    Rag.RED: ("diamond", "#d5281b"),
}
_ICON = 90.0


def trajectory(answer: CoverageAnswer) -> Picture:
    """Every place in the answer's order, and all of them together last."""
    return Picture(trajectory_alt(answer), lambda: _spec(answer))


def trajectory_alt(answer: CoverageAnswer) -> str:
    """The headline, who is rated what, and who is not rated and why."""
    parts = [answer.headline.removesuffix(".")]
    for rag in RATINGS:
        names = [_name(row) for row in answer.rows if row.rag == rag]
        if names:
            parts.append(f"{rag.value.capitalize()}: {joined(names, most=20)}")
    apart = [_name(row) for row in answer.rows if row.takes_part is False]
    if apart:
        parts.append(f"Taking no part: {joined(apart, most=20)}")
    if not answer.is_rated:
        parts.append(answer.why_unrated.removesuffix("."))
    noun = place_noun(answer.question.by, plural=False)
    return f"Bars of adopted sites by {noun}. {'. '.join(parts)}."


def _spec(answer: CoverageAnswer) -> Spec:
    lines = [*answer.rows, answer.total]
    left = 12 + max(text_width(_name(row), SMALL) for row in lines)
    right = _COUNTS + (_RATING if answer.is_rated else 0)
    top = max([1.0, *(row.due_share or 0.0 for row in lines)])
    ticks = [(value, f"{value:.0%}") for value in (0.0, 0.25, 0.5, 0.75, 1.0)]
    plot = rows_of(len(lines), left=left, right=right, top=top, ticks=ticks)
    sketch = Sketch()
    plot.grid(sketch)
    for number, row in enumerate(lines):
        _draw(sketch, plot, number, row)
    sketch.line((-left, LINE * len(answer.rows), plot.frame.width + right, LINE * len(answer.rows)))
    plot.frame.key(sketch, _key(answer))
    noun = place_noun(answer.question.by, plural=False)
    return framed(
        plot.frame,
        (),
        sketch,
        heading=f"{answer.programme_name}: adopted share by {noun}",
        lines=(answer.headline, _basis(answer)),
        alt_text=trajectory_alt(answer),
        datasets={},
    )


def _basis(answer: CoverageAnswer) -> str:
    known = answer.provenance.known_on
    day = f"As known on {day_name(known)}. " if known else ""
    demo = "Demonstration data. " if answer.is_demo else ""
    return f"{day}{demo}Data version {answer.provenance.data_version}."


def _draw(sketch: Sketch, plot: Rows, number: int, row: CoverageRow) -> None:
    y, width = plot.middle(number), plot.frame.width
    is_total = not row.place_code
    sketch.word(-plot.frame.left, y, _name(row), size=SMALL, bold=is_total)
    if not row.eligible:
        sketch.word(4, y, "no eligible sites", size=SMALL, ink=GREY)
    else:
        share, unknown = row.adopted / row.eligible, row.unknown / row.eligible
        plot.bar(sketch, number, 0, share, INK if is_total else hue(row.place_code, BLUE))
        plot.hatched(sketch, number, share, share + unknown)
        counts = f"{count(row.adopted, decimals=1)} of {count(row.eligible, decimals=1)}"
        x = width + _COUNTS - 6
        sketch.word(x, y, counts, size=SMALL, align="right", bold=is_total)
    if row.due_share is not None:
        plot.mark(sketch, number, row.due_share, INK)
    _rating(sketch, width + _COUNTS + 10, y, row)


def _rating(sketch: Sketch, x: float, y: float, row: CoverageRow) -> None:
    if row.takes_part is False:
        sketch.word(x - 6, y, "no part", size=SMALL, ink=GREY)
    elif row.rag in RATINGS and row.eligible:
        shape, ink = RATINGS[row.rag]
        sketch.point(x, y, shape, _ICON, ink, ink, 0)
        sketch.word(x + 12, y, row.rag.value.capitalize(), size=SMALL)


def _name(row: CoverageRow) -> str:
    if row.place_code == NO_PLACE:
        return row.place_name
    return short_name(row.place_code, row.place_name, 26) if row.place_code else row.place_name


def _key(answer: CoverageAnswer) -> list[Item]:
    items = [Item("adopted", swatch(BLUE))]
    if answer.total.unknown:
        items.append(unknown_item())
    if answer.is_rated:
        items.append(_stroke_item("due by then"))
        rated = {row.rag for row in (*answer.rows, answer.total)}
        items += [
            point_item(rag.value, shape, ink, _ICON)
            for rag, (shape, ink) in RATINGS.items()
            if rag in rated
        ]
    return items


def _stroke_item(words: str) -> Item:
    return Item(words, lambda s, x, y: s.line((x, y - 10, x, y + 10), ink=INK, width=3))
