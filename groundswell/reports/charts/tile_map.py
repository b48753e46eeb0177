"""The tile map: one tile a place, its share as a colour and always as figures too."""

from collections.abc import Iterator
from dataclasses import dataclass

import altair as alt

from groundswell.common.numbers import count, is_same, percent, whole_percent
from groundswell.questions.answer import SpreadAnswer, SpreadRow
from groundswell.reports.charts.layouts import Layout, Spot, layout_for
from groundswell.reports.charts.look import (
    BLUE,
    DARK_BLUE,
    GREY,
    INK,
    PALE_GREY,
    WHITE,
    WIDTH,
    dressed,
    title,
    wrapped,
)
from groundswell.reports.charts.rendering import Spec
from groundswell.reports.words import (
    basis_words,
    headcount_words,
    is_unknown,
    joined,
    place_noun,
    share_words,
)


@dataclass(frozen=True, slots=True)
class Shade:
    """A step of the scale: shares that are shown as `least` per cent or more."""

    least: int
    words: str
    fill: str
    ink: str


# One hue in five steps, not a ramp: between its third and fourth colour lie tints on which
# neither dark nor white letters reach a contrast of 4.5 to 1.
SHADES = (
    Shade(0, "0–19%", "#e8f1f8", INK),
    Shade(20, "20–39%", "#b9d5ec", INK),
    Shade(40, "40–59%", "#7fb2dd", INK),
    Shade(60, "60–79%", BLUE, WHITE),
    Shade(80, "80–100%", DARK_BLUE, WHITE),
)
HATCHED = Shade(-1, "no data", WHITE, INK)
BLANK = Shade(-1, "none eligible", WHITE, INK)

# Lengths are in units of a picture that is WIDTH wide.
_MARGIN = 6
_WIDTH = WIDTH - 2 * _MARGIN
_GAP = 4
_ROOM = 8  # above and below the words of the fullest tile
_SWATCH_HEIGHT = 16
_HATCH_STEP = 9
_NOTE, _KEY = 14, 13  # sizes of letters off the tiles
_LINE_GAP = 3
_ENDS = 3  # places that the alt text names at each end
_LETTER = 0.54  # mean width of a letter, of its size


@dataclass(frozen=True, slots=True)
class Letters:
    """Sizes of the letters on a tile."""

    name: int
    share: int
    small: int


_ON_WIDE_TILES, _ON_NARROW_TILES = Letters(15, 24, 15), Letters(14, 20, 13)
_WIDE = 140  # units: what a name takes at the size for wide tiles

Record = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Tile:
    """What one tile says: name, share, then counts in a line each."""

    spot: Spot
    share: str
    counts: tuple[str, ...]
    shade: Shade
    letters: Letters


def spec(answer: SpreadAnswer) -> Spec | None:
    """The map as a Vega-Lite spec; None where the kind of place has no layout."""
    layout = layout_for(answer.by, answer.rows)
    if layout is None:
        return None
    said, notes = tiles(answer, layout), _off_map_note(answer, layout)
    drawing = _Drawing(_WIDTH / layout.columns, max(_stack_height(tile) for tile in said))
    for tile in said:
        drawing.tile(tile)
    height = drawing.key(layout.rows)
    height = drawing.notes(notes, top=height)
    chart = alt.LayerChart(layer=_layers(height)).properties(
        width=_WIDTH,
        height=height,
        padding=_MARGIN,
        title=title(
            f"{answer.innovation_name}: adopted share by {place_noun(answer.by, plural=False)}",
            f"{headcount_words(answer)}.",
            basis_words(answer),
        ),
    )
    return {**dressed(chart, tile_map_alt(answer)), "datasets": drawing.datasets}


def tile_map_alt(answer: SpreadAnswer) -> str:
    """The gist of the map in sentences: all, the greatest and least shares, and what is missing.

    For a kind of place without a layout it says that there is no map.
    """
    noun = place_noun(answer.by)
    layout = layout_for(answer.by, answer.rows)
    if layout is None:
        return f"There is no tile map of {noun}. The table has every place."
    held = [row for row in answer.rows if row.place_code in layout.codes]
    away = [_named(row) for row in _off_map(answer, layout)]
    parts = (
        f"Tile map of {noun}: the share of eligible sites that have adopted "
        f"{answer.innovation_name}",
        headcount_words(answer),
        *_ranked(held),
        _listed("No data", [row.place_name for row in held if is_unknown(row)]),
        _listed("No eligible sites", [row.place_name for row in held if not row.eligible]),
        _listed("Not on the map", away),
        basis_words(answer).rstrip("."),
    )
    return ". ".join(part for part in parts if part) + "."


# What the tiles say


def tiles(answer: SpreadAnswer, layout: Layout) -> list[Tile]:
    """A tile for every spot of the layout, whether or not the answer has its place."""
    rows = {row.place_code: row for row in answer.rows}
    width = _WIDTH / layout.columns
    letters = _ON_WIDE_TILES if width >= _WIDE else _ON_NARROW_TILES
    longest = max((len(_of(row)) for row in answer.rows), default=0)
    between = " of " if longest * letters.small * _LETTER <= width else "/"
    return [Tile(spot, *_said(rows.get(spot.code), between), letters) for spot in layout.spots]


def _said(row: SpreadRow | None, between: str) -> tuple[str, tuple[str, ...], Shade]:
    """The share, the counts and the shade of a place; `row` is None where there is none."""
    if row is None or row.share is None:
        return "–", (), BLANK
    if is_unknown(row):
        return HATCHED.words, (f"{_short(row.unknown)} unknown",), HATCHED
    counts = [_of(row, between)]
    if not is_same(row.unknown, 0):
        counts.append(f"{_short(row.unknown)} unknown")
    return percent(row.share), tuple(counts), shade_of(row.share)


def shade_of(share: float) -> Shade:
    """The step that holds a share as it is printed: 19.6% is printed 20%, so it is 20–39%."""
    shown = whole_percent(share)
    return next(shade for shade in reversed(SHADES) if shown >= shade.least)


def _of(row: SpreadRow, between: str = " of ") -> str:
    return f"{_short(row.adopted)}{between}{_short(row.eligible)}"


def _short(sites: float) -> str:
    """A count that fits a tile: the table has every decimal."""
    return count(sites, decimals=1)


def _off_map(answer: SpreadAnswer, layout: Layout) -> list[SpreadRow]:
    """Places that count but have no tile: an ICB of another year, a place that is not known."""
    return [r for r in answer.rows if r.place_code not in layout.codes and r.eligible > 0]


def _off_map_note(answer: SpreadAnswer, layout: Layout) -> list[str]:
    away = [_named(row) for row in _off_map(answer, layout)]
    return wrapped([f"Not on the map: {joined(away)}."]) if away else []


def _named(row: SpreadRow) -> str:
    return f"{row.place_name}, {share_words(row)}"


def _ranked(rows: list[SpreadRow]) -> list[str]:
    """How many are complete, the greatest and least shares, and how many lie between."""
    known = [row for row in rows if row.share is not None and not is_unknown(row)]
    known.sort(key=lambda row: -(row.share or 0))
    named = [_named(row) for row in known]
    complete = sum(is_same(row.share or 0, 1) for row in known)
    said = [f"{complete} of {len(known)} with data are at 100%"] if complete else []
    if known and complete == len(known):
        return said
    if len(named) <= 2 * _ENDS + 1:
        return [*said, _listed("From the greatest share", named)]
    return [
        *said,
        _listed("Greatest", named[:_ENDS]),
        _listed("Least", named[-_ENDS:]),
        f"Between them, {len(named) - 2 * _ENDS} others",
    ]


def _listed(heading: str, names: list[str]) -> str:
    return f"{heading}: {'; '.join(names)}" if names else ""


# The picture


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tile's words."""

    text: str
    size: int
    is_bold: bool = False


def _lines(tile: Tile) -> list[Line]:
    letters = tile.letters
    return [
        *(Line(text, letters.name) for text in tile.spot.label),
        Line(tile.share, letters.name if tile.shade is HATCHED else letters.share, is_bold=True),
        *(Line(text, letters.small) for text in tile.counts),
    ]


def _stack_height(tile: Tile) -> int:
    return sum(line.size + _LINE_GAP for line in _lines(tile))


class _Drawing:
    """Collects the marks of a map, in units from its top left, as Vega-Lite data sets."""

    def __init__(self, width: float, stack: int) -> None:
        """Tiles are `width` wide, gap included, and hold words `stack` high."""
        self._width = width
        self._height = stack + 2 * _ROOM + _GAP
        self._boxes: list[Record] = []
        self._hatches: list[Record] = []
        self._words: list[Record] = []
        self._figures: list[Record] = []

    @property
    def datasets(self) -> dict[str, list[Record]]:
        return {
            "boxes": self._boxes,
            "hatches": self._hatches,
            "words": self._words,
            "figures": self._figures,
        }

    def tile(self, tile: Tile) -> None:
        left, top = tile.spot.column * self._width, tile.spot.row * self._height
        width, height = self._width - _GAP, self._height - _GAP
        self._box(left, top, width, height, tile.shade)
        y = top + (height - _stack_height(tile)) / 2
        for line in _lines(tile):
            step = line.size + _LINE_GAP
            self._write(line, x=left + width / 2, y=y + step / 2, ink=tile.shade.ink)
            y += step

    def key(self, rows: int) -> float:
        """Under so many rows: the steps, hatching and blank in words. Returns where it ends."""
        steps = (*SHADES, HATCHED, BLANK)
        width = _WIDTH / len(steps)
        top = rows * self._height + 12
        for place, shade in enumerate(steps):
            left = place * width
            self._box(left, top, width - _GAP, _SWATCH_HEIGHT, shade)
            words = Line(shade.words, _KEY)
            self._write(words, x=left + (width - _GAP) / 2, y=top + _SWATCH_HEIGHT + 12, ink=INK)
        return top + _SWATCH_HEIGHT + 24

    def notes(self, lines: list[str], top: float) -> float:
        """Lines of small print from `top`. Returns where they end."""
        for place, line in enumerate(lines):
            self._write(Line(line, _NOTE), x=_WIDTH / 2, y=top + 20 * place + 14, ink=INK)
        return top + 20 * len(lines) + 6

    def _write(self, line: Line, *, x: float, y: float, ink: str) -> None:
        layer = self._figures if line.is_bold else self._words
        layer.append({"x": x, "y": y, "text": line.text, "size": line.size, "ink": ink})

    def _box(self, left: float, top: float, width: float, height: float, shade: Shade) -> None:
        box = {"x": left, "y": top, "x2": left + width, "y2": top + height}
        self._boxes.append({**box, "fill": shade.fill})
        if shade is HATCHED:
            self._hatches.extend(
                {"x": left + 2 + a, "y": top + 2 + b, "x2": left + 2 + c, "y2": top + 2 + d}
                for a, b, c, d in hatching(width - 4, height - 4)
            )


def hatching(width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """Slanting lines that fill a box: (x, y, x2, y2) from its top left, none outside it."""
    reach = _HATCH_STEP
    while reach < width + height:
        yield (
            max(0.0, reach - height),
            min(reach, height),
            min(reach, width),
            max(0.0, reach - width),
        )
        reach += _HATCH_STEP


def _layers(height: float) -> list[alt.Chart]:
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, _WIDTH], zero=False, nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], zero=False, nice=False), axis=None)
    boxes, hatches, words, figures = (
        alt.Chart(alt.NamedData(name=name)) for name in ("boxes", "hatches", "words", "figures")
    )
    return [
        boxes.mark_rect(stroke=GREY, strokeWidth=1).encode(
            x=x, y=y, x2="x2:Q", y2="y2:Q", fill=alt.Fill("fill:N", scale=None)
        ),
        hatches.mark_rule(color=PALE_GREY, strokeWidth=2).encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
        *(
            letters.encode(
                x=x,
                y=y,
                text="text:N",
                size=alt.Size("size:Q", scale=None),
                color=alt.Color("ink:N", scale=None),
            )
            for letters in (words.mark_text(), figures.mark_text(fontWeight="bold"))
        ),
    ]
