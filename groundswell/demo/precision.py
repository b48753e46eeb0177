"""How precisely networks say when: the text of a date, no more precise than they know."""

from datetime import date

import numpy as np

from groundswell.common.dates import Precision

from .catalogue import Dates

# What share of networks report so, where an innovation's dates are mixed.
_MIXED: dict[Precision, float] = {
    "day": 0.47, "month": 0.28, "quarter": 0.13, "year": 0.05, "interval": 0.07,
}  # fmt: skip
_EITHER_SIDE = 24  # days, of an interval


def draw_precision(rng: np.random.Generator, dates: Dates) -> Precision:
    """How one network reports one innovation."""
    chosen = str(rng.choice(list(_MIXED), p=list(_MIXED.values())))
    for precision in _MIXED:
        if precision == (chosen if dates == "mixed" else dates):
            return precision
    raise ValueError(f"{dates} is no precision.")


def date_text(on: int, precision: Precision, first: int, last: int) -> str:
    """The text of a day, as UncertainDate reads it.

    A month, quarter or year that reaches beyond the days when it can have been (`first` to
    `last`) becomes the interval that they leave. So texts keep the order of their days.
    """
    earliest, latest = _ends(on, precision)
    if precision == "interval" or earliest < first or latest > last:
        earliest, latest = max(earliest, first), min(latest, last)
        if earliest == latest:
            return _iso(earliest)
        return f"{_iso(earliest)}/{_iso(latest)}"
    day = date.fromordinal(on)
    match precision:
        case "day":
            return day.isoformat()
        case "month":
            return day.isoformat()[:7]
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case _:
            return str(day.year)


def _ends(on: int, precision: Precision) -> tuple[int, int]:
    """The first and last day that a precision leaves open."""
    if precision == "day":
        return on, on
    if precision == "interval":
        return on - _EITHER_SIDE, on + _EITHER_SIDE
    day = date.fromordinal(on)
    months = {"month": 1, "quarter": 3, "year": 12}[precision]
    first = day.month - (day.month - 1) % months
    following = date(day.year + (first + months - 1) // 12, (first + months - 1) % 12 + 1, 1)
    return date(day.year, first, 1).toordinal(), following.toordinal() - 1


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
