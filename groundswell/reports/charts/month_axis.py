"""Months along the bottom of a picture."""

from typing import Any

import altair as alt

from groundswell.common.months import Month

MOST_TICKS = 6
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)  # months from tick to tick


def day(month: Month) -> str:
    """Where a month stands on the axis: its first day, so that points stand over their ticks."""
    return month.first_day.isoformat()


def month_axis(
    months: tuple[Month, ...], *, field: str = "month", ticks: int = MOST_TICKS, **look: Any
) -> alt.X:
    """At most so many months written out; `look` is of the axis."""
    if not months:
        return alt.X(f"{field}:T", axis=None)
    first, last = ends(months)
    step = _step(months, ticks)
    said: dict[str, Any] = {"title": "Month", "format": "%b %Y", "grid": False}
    return alt.X(
        f"{field}:T",
        scale=alt.Scale(type="utc", domain=[_utc(first), _utc(last)]),
        axis=alt.Axis(
            values=[_utc(month) for month in months if month.index % step == 0],
            labelFlush=False,
            **{**said, **look},
        ),
    )


def ends(months: tuple[Month, ...]) -> tuple[Month, Month]:
    """The ends of the axis. A single month stands in its middle."""
    first, last = months[0], months[-1]
    return (first, last) if first != last else (first - 1, last + 1)


def across(months: tuple[Month, ...], month: Month, width: float) -> float:
    """How many units from the left of a picture so wide a month stands."""
    first, last = (end.first_day.toordinal() for end in ends(months))
    return width * (month.first_day.toordinal() - first) / (last - first)


def _step(months: tuple[Month, ...], ticks: int) -> int:
    for step in _STEPS:
        if len(months) <= step * ticks:
            return step
    return _STEPS[-1]


def _utc(month: Month) -> alt.DateTime:
    return alt.DateTime(year=month.year, month=month.number, date=1, utc=True)
