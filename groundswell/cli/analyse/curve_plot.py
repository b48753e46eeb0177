"""A picture of spread curves: adopters so far, and the curve fitted through them."""

from xml.sax.saxutils import quoteattr

import altair as alt
import click
import numpy as np
import vl_convert

from groundswell.analysis.curves.fitting import CurveFits
from groundswell.analysis.curves.shapes import shape_of

from .curve_table import Table

MOST_CURVES = 20
BEYOND = 0.5  # the curve goes on for half as long again, dashed
Point = dict[str, object]


def draw(table: Table, fits: CurveFits) -> str:
    """An SVG document."""
    shown = len(table.names[:MOST_CURVES])
    if shown < len(table.names):
        click.echo(f"Mind: the picture shows the first {shown} series.", err=True)
    points: list[Point] = []
    for at in range(shown):
        points += _observed(table, at) + _fitted(table, fits, at)
    drawn = vl_convert.vegalite_to_svg(_spec(points, fits.method), allowed_base_urls=[])
    said = f"Adopters so far and fitted curves of {shown} series. {fits.method}."
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1)


def _when(table: Table, at: int, period: int) -> object:
    number = table.first[at] + period
    return f"{number // 12:04d}-{number % 12 + 1:02d}-01" if table.monthly else number


def _observed(table: Table, at: int) -> list[Point]:
    seen = np.isfinite(table.new[at])
    total = np.cumsum(np.where(seen, table.new[at], 0.0))
    name = table.names[at] or "all"
    return [
        {"series": name, "time": _when(table, at, int(i)), "so_far": float(total[i])}
        for i in np.flatnonzero(seen)
    ]


def _fitted(table: Table, fits: CurveFits, at: int) -> list[Point]:
    if not np.isfinite(fits.theta[at]).all():
        return []
    length = int(np.flatnonzero(np.isfinite(table.new[at]))[-1]) + 1
    t = np.arange(1.0, length + int(np.ceil(BEYOND * length)) + 1)
    shape = shape_of(fits.model)
    total = fits.m[at] * shape.cumulative(fits.theta[at][None], t).value[0]
    name = table.names[at] or "all"
    # The last observed period belongs to both parts, so that the line is whole.
    parts = [(i, "fitted") for i in range(length)]
    parts += [(i, "ahead") for i in range(length - 1, len(t))]
    return [
        {"series": name, "time": _when(table, at, i), "fitted": float(total[i]), "part": part}
        for i, part in parts
    ]


def _spec(points: list[Point], method: str) -> dict[str, object]:
    kind = "T" if any(isinstance(point["time"], str) for point in points) else "Q"
    axis = alt.Axis(format="d") if kind == "Q" else alt.Axis()
    base = alt.Chart(alt.NamedData(name="points")).encode(
        x=alt.X(f"time:{kind}", title=None, scale=alt.Scale(zero=False), axis=axis)
    )
    dash = alt.StrokeDash(
        "part:N", legend=None, scale=alt.Scale(domain=["fitted", "ahead"], range=[[1, 0], [5, 4]])
    )
    dots = base.mark_circle(size=36, color="#768692", opacity=1).encode(
        y=alt.Y("so_far:Q", title="adopters so far")
    )
    line = base.mark_line(color="#005eb8").encode(y="fitted:Q", strokeDash=dash)
    picture = (
        alt.layer(line, dots)
        .properties(width=360, height=200)
        .facet(facet=alt.Facet("series:N", title=None, sort=None), columns=2)
        .resolve_scale(x="independent", y="independent")
        .properties(title=method)
    )
    return {**picture.to_dict(), "datasets": {"points": points}}
