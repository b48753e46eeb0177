"""An interrupted series as a picture: observed, fitted, and as if nothing had changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import altair as alt

from groundswell.reports.charts.look import BLUE, GREY, INK, MID_GREY, WIDTH, dressed, title
from groundswell.reports.charts.rendering import svg

from .periods import Clock

if TYPE_CHECKING:
    from .its import Fitted

_HEIGHT = 320


def draw(path: Path, fits: Sequence["Fitted"], clock: Clock, interruption: int) -> None:
    """Write the first series to an SVG file; a picture of many would show none."""
    fit = fits[0]
    rows = [
        {"time": t, "label": clock.write(t), "observed": y, "fitted": f, "without": c}
        for t, y, f, c in zip(fit.times, fit.observed, fit.fitted, fit.counterfactual, strict=True)
    ]
    text = "floor(datum.value / 12) + '-' + pad(datum.value % 12 + 1, 2, '0', 'left')"
    axis = alt.Axis(labelExpr=text) if clock.is_monthly else alt.Axis(format="d")
    x = alt.X("time:Q", title="Time", axis=axis, scale=alt.Scale(zero=False))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x)
    rows_after = [row for row, t in zip(rows, fit.times, strict=True) if t >= interruption]
    after = alt.Chart(alt.InlineData(values=rows_after))
    chart = alt.LayerChart(
        layer=[
            alt.Chart(alt.InlineData(values=[{"time": interruption - 0.5}]))
            .mark_rule(color=MID_GREY, strokeDash=[4, 4])
            .encode(x="time:Q"),
            base.mark_point(filled=True, color=GREY, size=30).encode(
                y=alt.Y("observed:Q", title="Outcome", scale=alt.Scale(zero=False))
            ),
            base.mark_line(color=BLUE, strokeWidth=2).encode(y="fitted:Q"),
            after.mark_line(color=INK, strokeDash=[6, 4]).encode(x=x, y="without:Q"),
        ]
    ).properties(
        width=WIDTH,
        height=_HEIGHT,
        title=title(
            f"Before and from {clock.write(interruption)}{f': {fit.name}' if fit.name else ''}",
            "Dots are observed, the line is fitted; dashes: had nothing changed.",
        ),
    )
    alt_text = f"Interrupted time series of {fit.n} times, change at {clock.write(interruption)}"
    path.write_text(svg(dressed(chart, alt_text), alt=alt_text), encoding="utf-8")
