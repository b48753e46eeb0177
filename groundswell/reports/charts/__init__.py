"""Pictures of Answers: a Vega-Lite spec is built first, then rendered; neither changes a number."""

from groundswell.questions.answer import SpreadAnswer
from groundswell.reports.charts import curve, tile_map
from groundswell.reports.charts.curve import curve_alt
from groundswell.reports.charts.layouts import layout_for
from groundswell.reports.charts.rendering import png, svg
from groundswell.reports.charts.tile_map import tile_map_alt

__all__ = [
    "curve_alt",
    "curve_png",
    "curve_svg",
    "has_tile_map",
    "tile_map_alt",
    "tile_map_png",
    "tile_map_svg",
]


def curve_svg(answer: SpreadAnswer) -> str:
    """The adopted share over time, as an SVG document 600 units wide."""
    return svg(curve.spec(answer), alt=curve_alt(answer))


def curve_png(answer: SpreadAnswer) -> bytes:
    """The same picture as a PNG about 1200 pixels wide, for slides and documents."""
    return png(curve.spec(answer))


def has_tile_map(answer: SpreadAnswer) -> bool:
    """Whether this kind of place, and these places, have a layout. Draws nothing."""
    return layout_for(answer.by, answer.rows) is not None


def tile_map_svg(answer: SpreadAnswer) -> str | None:
    """The share in each place on a tile map; None for a kind of place that has no layout."""
    spec = tile_map.spec(answer)
    return None if spec is None else svg(spec, alt=tile_map_alt(answer))


def tile_map_png(answer: SpreadAnswer) -> bytes | None:
    """The same picture as a PNG about 1200 pixels wide."""
    spec = tile_map.spec(answer)
    return None if spec is None else png(spec)
