"""The cumulative curve: the adopted share of eligible sites, month by month."""

import altair as alt
import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.common.numbers import count, is_same, percent
from groundswell.questions.answer import NO_PLACE, Curve, SpreadAnswer
from groundswell.reports.charts.hues import NETWORKS, hue
from groundswell.reports.charts.look import (
    BLUE,
    GREY,
    INK,
    LIGHT_BLUE,
    MID_GREY,
    TEXT,
    WHITE,
    WIDTH,
    dressed,
    title,
    title_height,
)
from groundswell.reports.charts.month_axis import day, month_axis
from groundswell.reports.charts.names import short_name
from groundswell.reports.charts.rendering import Spec
from groundswell.reports.words import (
    basis_words,
    headcount_words,
    is_unknown,
    place_noun,
    share_words,
)

MOST_LINES = 42  # more thin lines than this are a grey cloud that says nothing
_HEIGHT = 360  # axes and their titles included, heading and key not
_KEY_COLUMNS, _KEY_LINE = 3, 22

_NOTHING = "No eligible sites in any of these months"

Share = float | None
Record = dict[str, str | Share]


def spec(answer: SpreadAnswer) -> Spec:
    """The curve as a Vega-Lite spec, its numbers in named data sets."""
    heading = title(
        f"{answer.innovation_name}: adopted share of eligible sites",
        f"{headcount_words(answer)}.",
        basis_words(answer),
        _key(answer),
    )
    chart = alt.LayerChart(layer=_layers(answer)).properties(
        width=WIDTH,
        height=_HEIGHT + title_height(heading) + _key_height(answer.curve),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        padding={"left": 4, "right": 8, "top": 8, "bottom": 4},
        title=heading,
    )
    return {**dressed(chart, curve_alt(answer)), "datasets": _datasets(answer)}


def curve_alt(answer: SpreadAnswer) -> str:
    """The gist for someone who cannot see the curve: where it ends and began, and how sure."""
    parts = (
        f"Line chart of the share of eligible sites that have adopted {answer.innovation_name}",
        headcount_words(answer),
        *_milestones(answer.curve),
        _range_of_places(answer),
        _imprecision(answer.curve),
        basis_words(answer).rstrip("."),
    )
    return ". ".join(part for part in parts if part) + "."


# The data


def _datasets(answer: SpreadAnswer) -> dict[str, list[Record]]:
    total = _total_records(answer.curve)
    asked = [record for record in total if record["month"] == day(answer.at)]
    return {
        "places": _place_records(answer.curve),
        "total": total,
        "asked": [record for record in asked if record["low"] is not None],
        "notice": [] if answer.curve.total[0].any() else [{"notice": _NOTHING}],
    }


def _place_records(curve: Curve) -> list[Record]:
    """One record a place and month, or none at all where the lines would be too many."""
    if len(curve.codes) > MOST_LINES:
        return []
    return [
        {"place": code, "name": name, "month": day(month), "share": share}
        for code, name, low, eligible in zip(
            curve.codes, _names(curve), curve.low, curve.eligible, strict=True
        )
        for month, share in zip(curve.months, _shares(low, eligible), strict=True)
    ]


def _names(curve: Curve) -> list[str]:
    return [short_name(code, name) for code, name in zip(curve.codes, curve.names, strict=True)]


def _total_records(curve: Curve) -> list[Record]:
    """One record a month over all places; `low` and `high` are shares from 0 to 1."""
    eligible, low, high = curve.total
    return [
        {"month": day(month), "low": least, "high": most}
        for month, least, most in zip(
            curve.months, _shares(low, eligible), _shares(high, eligible), strict=True
        )
    ]


def _shares(part: NDArray[np.float64], whole: NDArray[np.float64]) -> list[Share]:
    """part / whole, both of shape (months,); None where whole is 0: a gap in the line, not 0%."""
    return [float(p / w) if w > 0 else None for p, w in zip(part, whole, strict=True)]


# The picture


def _layers(answer: SpreadAnswer) -> list[alt.Chart]:
    months = answer.curve.months
    lone = len(months) == 1  # a line through one month has no length: show its point
    return [
        _place_lines(_chart("places", months), answer.curve, lone),
        _chart("total", months)
        .mark_area(color=LIGHT_BLUE, opacity=0.45)
        .encode(y=alt.Y("low:Q"), y2="high:Q"),
        _chart("total", months)
        .mark_line(color=BLUE, strokeWidth=4, strokeCap="round")
        .encode(y=_share_axis()),
        *_asked_month(answer),
        _notice(),
    ]


def _place_lines(places: alt.Chart, curve: Curve, lone: bool) -> alt.Chart:
    """A thin line a place: in their hues, named under the picture, where they are networks."""
    hued = _hued(curve)
    drawn: alt.Chart = places.mark_line(
        color=MID_GREY,
        opacity=0.8 if hued else 0.5,
        strokeWidth=1.5 if hued else 1.25,
        point=lone,
    ).encode(y=alt.Y("share:Q"), detail="place:N")
    if not hued:
        return drawn
    names = dict(zip(curve.codes, _names(curve), strict=True))
    hues: alt.Chart = drawn.encode(
        color=alt.Color(
            "name:N",
            scale=alt.Scale(
                domain=[names[code] for code in hued],
                range=[hue(code, MID_GREY) for code in hued],
            ),
            legend=alt.Legend(
                orient="bottom",
                columns=_KEY_COLUMNS,
                title=None,
                symbolType="stroke",
                symbolStrokeWidth=3,
                symbolOpacity=1,
                labelFontSize=TEXT - 1,
                labelColor=INK,
                labelLimit=WIDTH / _KEY_COLUMNS - 30,
                rowPadding=3,
            ),
        )
    )
    return hues


def _hued(curve: Curve) -> list[str]:
    """The places whose lines have hues of their own: all, where all are networks, or none."""
    if 1 < len(curve.codes) <= MOST_LINES and set(curve.codes) - {NO_PLACE} <= set(NETWORKS):
        return list(curve.codes)
    return []


def _key_height(curve: Curve) -> int:
    return -(-len(_hued(curve)) // _KEY_COLUMNS) * _KEY_LINE


def _chart(data: str, months: tuple[Month, ...]) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=data)).encode(x=month_axis(months))


def _share_axis() -> alt.Y:
    """0 to 100%, whatever the data, with its title laid flat above it."""
    return alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(
            title="Adopted, % of eligible sites",
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            titleX=-44,
            titleY=-14,
            format=".0%",
            values=[0, 0.25, 0.5, 0.75, 1],
            domain=False,
            ticks=False,
            labelPadding=6,
        ),
    )


def _asked_month(answer: SpreadAnswer) -> list[alt.Chart]:
    """A dashed line at the month that was asked, the point there, and its share in figures."""
    months = answer.curve.months
    if answer.at not in months:
        return []
    asked = _chart("asked", months)
    return [
        asked.mark_rule(color=GREY, strokeDash=[4, 4], strokeWidth=1.5),
        asked.mark_point(
            shape="circle", size=110, filled=True, fill=BLUE, stroke=WHITE, opacity=1
        ).encode(y=alt.Y("low:Q")),
        # White letters underneath keep the dark ones legible where lines cross them.
        _label(asked, answer, color=WHITE, outline=6),
        _label(asked, answer, color=INK, outline=0),
    ]


def _label(asked: alt.Chart, answer: SpreadAnswer, *, color: str, outline: float) -> alt.Chart:
    """The asked month's share, above its point, where a rising curve leaves room."""
    months = answer.curve.months
    is_late = months.index(answer.at) * 2 >= len(months) - 1
    label: alt.Chart = asked.mark_text(
        text=f"{answer.at.name}: {_asked_share(answer)}",
        align="right" if is_late else "left",
        dx=-10 if is_late else 10,
        dy=-16,
        fontSize=TEXT,
        fontWeight="bold",
        color=color,
        stroke=color,
        strokeWidth=outline,
    ).encode(y=alt.Y("low:Q"))
    return label


def _asked_share(answer: SpreadAnswer) -> str:
    """93%, or 93% to 96% where imprecise dates leave room."""
    eligible, low, high = _at(answer)
    if not eligible or percent(low / eligible) == percent(high / eligible):
        return percent(answer.total.share)
    return f"{percent(low / eligible)} to {percent(high / eligible)}"


def _at(answer: SpreadAnswer) -> tuple[float, float, float]:
    """(eligible, low, high) over all places in the month that was asked."""
    month = answer.curve.months.index(answer.at)
    eligible, low, high = answer.curve.total
    return float(eligible[month]), float(low[month]), float(high[month])


def _notice() -> alt.Chart:
    """Says why the picture is empty; its data set holds a record only when it is."""
    notice: alt.Chart = (
        alt.Chart(alt.NamedData(name="notice"))
        .mark_text(fontSize=TEXT, color=INK)
        .encode(x=alt.value(WIDTH / 2 - 40), y=alt.value(40), text="notice:N")
    )
    return notice


def _key(answer: SpreadAnswer) -> str:
    """What the lines and the shading are, in words, only for those that are drawn."""
    places = len(answer.curve.codes)
    if places < 2:
        return ""
    parts = ["Bold line: all places together"]
    if places <= MOST_LINES:
        parts.append(f"thin lines: each {place_noun(answer.by, plural=False)}")
    if _imprecise_months(answer.curve):
        parts.append("shading: room left by imprecise dates")
    return "; ".join(parts) + "."


# The words


def _milestones(curve: Curve) -> list[str]:
    """Where the line began, and when it passed half."""
    eligible, low, _ = curve.total
    shares = [
        (month, share)
        for month, share in zip(curve.months, _shares(low, eligible), strict=True)
        if share is not None
    ]
    if len(shares) < 2:
        return []
    (first, began), *_ = shares
    halfway = next((month for month, share in shares if share >= 0.5), first)
    said = [f"At the end of {first.name} it was {percent(began)}"]
    if halfway != first:
        said.append(f"It first reached half in {halfway.name}")
    return said


def _range_of_places(answer: SpreadAnswer) -> str:
    """The least and greatest share among places, and how many have no share."""
    noun = place_noun(answer.by, plural=False)
    known = [row for row in answer.rows if row.share is not None and not is_unknown(row)]
    if len(answer.rows) < 2:
        return ""
    without = len(answer.rows) - len(known)
    gap = f"; {without} without data or eligible sites" if without else ""
    if not known:
        return f"No {noun} has data"
    least = min(known, key=lambda row: row.share or 0)
    most = max(known, key=lambda row: row.share or 0)
    if is_same(least.share or 0, most.share or 0):
        return f"Every {noun} with data is at {percent(least.share)}{gap}"
    return (
        f"By {noun}, from {least.place_name}, {share_words(least)}, "
        f"to {most.place_name}, {share_words(most)}{gap}"
    )


def _imprecise_months(curve: Curve) -> list[Month]:
    _, low, high = curve.total
    return [
        month
        for month, least, most in zip(curve.months, low, high, strict=True)
        if not is_same(least, most)
    ]


def _imprecision(curve: Curve) -> str:
    months = _imprecise_months(curve)
    if not months:
        return ""
    _, low, high = curve.total
    widest = int(np.argmax(high - low))
    return (
        f"Imprecise dates leave room in {len(months)} of {len(curve.months)} months, most in "
        f"{curve.months[widest].name}: between {count(float(low[widest]))} and "
        f"{count(float(high[widest]))} sites"
    )
