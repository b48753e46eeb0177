"""A picture of time to adopt: the share adopted, a step curve a group with its interval."""

from xml.sax.saxutils import quoteattr

import altair as alt
import numpy as np
import vl_convert

from groundswell.analysis.survival import KaplanMeier


def draw(curves: dict[str, KaplanMeier]) -> str:
    """An SVG document."""
    values = [value for name, km in curves.items() for value in _steps(name or "all", km)]
    drawn = vl_convert.vegalite_to_svg(_spec(values, len(curves) > 1), allowed_base_urls=[])
    said = f"Share adopted over time, {len(curves)} curves, with intervals."
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(said)} ', 1)


def _steps(name: str, km: KaplanMeier) -> list[dict[str, object]]:
    start: dict[str, object] = {"group": name, "time": 0.0, "adopted": 0.0, "low": 0.0, "high": 0.0}
    return [start] + [
        {
            "group": name,
            "time": float(km.time[at]),
            "adopted": 1 - float(km.survival[at]),
            "low": _share(km.high[at]),
            "high": _share(km.low[at]),
        }
        for at in range(len(km.time))
    ]


def _share(survival: np.float64) -> float | None:
    return None if np.isnan(survival) else 1 - float(survival)


def _spec(values: list[dict[str, object]], several: bool) -> dict[str, object]:
    base = alt.Chart(alt.NamedData(name="curves")).encode(x=alt.X("time:Q", title="time"))
    if several:
        base = base.encode(color=alt.Color("group:N", title=None, legend=alt.Legend(orient="top")))
    scale = alt.Scale(domain=[0, 1])
    band = base.mark_area(interpolate="step-after", opacity=0.15).encode(
        y=alt.Y("low:Q", title="share adopted", scale=scale), y2="high:Q"
    )
    line = base.mark_line(interpolate="step-after").encode(y=alt.Y("adopted:Q", scale=scale))
    picture = alt.layer(band, line).properties(width=480, height=260)
    return {**picture.to_dict(), "datasets": {"curves": values}}
