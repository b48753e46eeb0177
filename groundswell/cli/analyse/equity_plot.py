"""A picture of inequality: reach by group with its interval, and the line fitted to it."""

from xml.sax.saxutils import quoteattr

import altair as alt
import numpy as np
import vl_convert

from groundswell.analysis.equity import Inequality

MOST = 12


def draw(found: dict[str, Inequality]) -> str:
    """An SVG document."""
    points: list[dict[str, object]] = []
    ends: list[dict[str, object]] = []
    for name, result in list(found.items())[:MOST]:
        known = ~np.isnan(result.reach) & ~np.isnan(result.ridit)
        for at in np.flatnonzero(known):
            reach, low, high, ridit = (
                float(a[at]) for a in (result.reach, result.low, result.high, result.ridit)
            )
            points.append(
                {"series": name or "all", "x": ridit, "reach": reach, "low": low, "high": high}
            )
        ends += [
            {"series": name or "all", "x": x, "fitted": fitted}
            for x, fitted in zip((0.0, 1.0), result.fitted_ends, strict=True)
            if not np.isnan(fitted)
        ]
    drawn = vl_convert.vegalite_to_svg(_spec(points, ends), allowed_base_urls=[])
    said = "Reach by deprivation group, most deprived first, with a fitted line."
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1)


def _spec(points: list[dict[str, object]], ends: list[dict[str, object]]) -> dict[str, object]:
    x = alt.X(
        "x:Q",
        title="Most deprived (0) to least deprived (1)",
        scale=alt.Scale(domain=[0, 1]),
    )
    base = alt.Chart().encode(x=x)
    facet = alt.Facet("series:N", title=None, sort=None)
    picture = (
        alt.layer(
            base.mark_rule(color="#768692").encode(y=alt.Y("low:Q", title="Reach"), y2="high:Q"),
            base.mark_circle(size=60, opacity=1, color="#005eb8").encode(y="reach:Q"),
            base.mark_line(color="#212b32")
            .transform_filter("isValid(datum.fitted)")
            .encode(y="fitted:Q"),
        )
        .properties(width=300, height=200)
        .facet(
            facet=facet,
            data=alt.InlineData([*points, *ends]),
            columns=2,
        )
    )
    spec: dict[str, object] = picture.to_dict()
    return spec
