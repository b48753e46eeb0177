"""The event study as a picture: the effect by time since treatment, with its band."""

from pathlib import Path

import altair as alt

from groundswell.analysis.effect import StaggeredEffect
from groundswell.reports.charts.look import BLUE, INK, MID_GREY, WIDTH, dressed, title
from groundswell.reports.charts.rendering import svg

_HEIGHT = 320


def draw(path: Path, found: StaggeredEffect) -> None:
    """Write the event study to an SVG file."""
    table = found.tables["event"]
    assert table.time is not None  # event studies have times
    columns = zip(table.time, table.estimate, table.low, table.high, strict=True)
    rows = [
        {"time": int(e), "estimate": float(y)}
        | ({"low": float(a), "high": float(b)} if a == a else {})
        for e, y, a, b in columns
    ]
    at_once = "for all at once" if table.is_simultaneous else "each by itself"
    x = alt.X("time:Q", title="Times since first treatment", axis=alt.Axis(format="d"))
    base = alt.Chart(alt.InlineData(values=rows))
    chart = alt.LayerChart(
        layer=[
            alt.Chart(alt.InlineData(values=[{}])).mark_rule(color=MID_GREY).encode(y=alt.datum(0)),
            base.mark_rule(color=BLUE, strokeWidth=2).encode(
                x=x, y=alt.Y("low:Q", title="Effect on the outcome"), y2="high:Q"
            ),
            base.mark_point(filled=True, size=60, opacity=1).encode(
                x=x,
                y="estimate:Q",
                color=alt.condition("datum.time < 0", alt.value(INK), alt.value(BLUE)),
            ),
        ]
    ).properties(
        width=WIDTH,
        height=_HEIGHT,
        title=title(
            "Effect by time since treatment",
            f"Intervals of {found.level:.0%}, {at_once}. Before 0 nothing should differ.",
        ),
    )
    overall = found.overall
    alt_text = (
        f"Event study of {found.n} units; overall effect {overall.estimate[0]:.4g}, "
        f"{overall.low[0]:.4g} to {overall.high[0]:.4g}"
    )
    path.write_text(svg(dressed(chart, alt_text), alt=alt_text), encoding="utf-8")
