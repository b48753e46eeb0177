"""A picture of control charts: one small chart a series, points coloured by what they mean."""

from xml.sax.saxutils import quoteattr

import altair as alt
import click
import numpy as np
import vl_convert
from numpy.typing import NDArray

from groundswell.analysis.spc import VARIATION_WORDS, Charts

from .spc_table import Table

MOST_CHARTS = 20  # more are a wallpaper; the table holds them all
# Making Data Count: grey, blue for improvement, orange for concern, purple for neither.
_COLOURS = {
    "common_cause": "#768692",
    "special_cause_improvement": "#005eb8",
    "special_cause_concern": "#ed8b00",
    "special_cause_neutral_high": "#330072",
    "special_cause_neutral_low": "#330072",
    "insufficient": "#d8dde0",
}


def draw(table: Table, charts: Charts, targets: NDArray[np.float64] | None) -> str:
    """An SVG document."""
    shown = len(table.names[:MOST_CHARTS])
    if shown < len(table.names):
        click.echo(f"Mind: the picture shows the first {shown} series.", err=True)
    target = np.broadcast_to(np.nan if targets is None else targets, charts.value.shape)
    points: list[dict[str, object]] = [
        {
            "series": name or "all",
            "date": day.isoformat(),
            "value": _or_none(charts.value[at, point]),
            "mean": _or_none(charts.mean[at, point]),
            "lower": _or_none(charts.lower[at, point]),
            "upper": _or_none(charts.upper[at, point]),
            "target": _or_none(target[at, point]),
            "segment": int(charts.segment[at, point]),
            "variation": VARIATION_WORDS[charts.variation[at, point]] or "common_cause",
        }
        for at, name in enumerate(table.names[:shown])
        for point, day in enumerate(table.dates[at])
    ]
    drawn = vl_convert.vegalite_to_svg(_spec(points, charts.method), allowed_base_urls=[])
    said = f"Control charts of {shown} series. {charts.method}."
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1)


def _or_none(number: np.float64) -> float | None:
    return None if np.isnan(number) else float(number)


def _spec(points: list[dict[str, object]], method: str) -> dict[str, object]:
    base = alt.Chart().encode(x=alt.X("date:T", title=None))
    scale = alt.Scale(zero=False)
    lines = [
        base.mark_line(color="#212b32", strokeDash=dash, strokeWidth=width).encode(
            y=alt.Y(f"{name}:Q", title=None, scale=scale), detail="segment:N"
        )
        for name, dash, width in (("mean", [1, 0], 1), ("lower", [4, 3], 1), ("upper", [4, 3], 1))
    ]
    target = base.mark_line(color="#da291c", strokeDash=[8, 4]).encode(y="target:Q")
    path = base.mark_line(color="#768692").encode(y="value:Q")
    dots = base.mark_circle(size=40, opacity=1).encode(
        y="value:Q",
        color=alt.Color(
            "variation:N",
            title=None,
            scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
            legend=alt.Legend(orient="bottom", columns=3),
        ),
    )
    facet = alt.Facet("series:N", title=None, sort=None)
    picture = (
        alt.layer(*lines, target, path, dots)
        .properties(width=360, height=160)
        .facet(
            facet=facet,
            data=alt.InlineData(points),
            columns=2,
        )
        .resolve_scale(x="independent", y="independent")
        .properties(title=method)
    )
    spec: dict[str, object] = picture.to_dict()
    return spec
