"""How pages write numbers, shares and dates; numbers as the reports write them."""

from datetime import date, datetime

from django.utils import timezone

from groundswell.common import numbers
from groundswell.common.dates import day_name
from groundswell.common.months import Month


def count(value: float) -> str:
    """1,234, or 12.5 where a split place made a fraction."""
    return numbers.count(value)


def percent(share: float | None) -> str:
    """A share of 0 to 1 as 93%."""
    return numbers.percent(share)


def figure(value: float, unit: str) -> str:
    """A value of a measure in a table whose heading names the unit: 57.8%, 0.0185.

    Of per cent one decimal is kept, which a sentence leaves out: between places and the ends of
    their intervals it tells.
    """
    if unit != "%":
        return numbers.amount(value, "").rstrip()
    near_none, near_all = 0 < value < 0.05, 99.95 <= value < 100
    return "<0.1%" if near_none else ">99.9%" if near_all else f"{value:.1f}%"


def month(text: str) -> str:
    """July 2020, of 2020-07."""
    return Month.parse(text).name


def day(value: date | datetime) -> str:
    """4 April 2018, in the time of England."""
    return day_name(timezone.localtime(value).date() if isinstance(value, datetime) else value)


def size(length: int) -> str:
    """A file's length for people: 12 KB, 3.4 MB."""
    if length < 1000:
        return f"{length} bytes"
    if length < 1_000_000:
        return f"{length / 1000:.0f} KB"
    return f"{length / 1_000_000:.1f} MB"


def plural(number: float, one: str, many: str = "") -> str:
    """1 site, 2 sites."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """The text with a capital at its start, and otherwise as it is."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text without a capital at its start, to stand in a sentence."""
    return text[:1].lower() + text[1:]
