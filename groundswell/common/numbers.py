"""Counts and shares in words, the same everywhere."""

import math


def whole_percent(share: float) -> int:
    """A share from 0 to 1 as whole per cent, halves up, with 0 and 100 kept for none and all."""
    rounded = math.floor(share * 100 + 0.5)
    return rounded if is_same(share, 0) or is_same(share, 1) else min(max(rounded, 1), 99)


def percent(share: float | None) -> str:
    """93%. Some but under 0.5% is <1%, and nearly all is >99%; – where there is no share."""
    if share is None:
        return "–"
    if share < 0.005 and not is_same(share, 0):
        return "<1%"
    if share >= 0.995 and not is_same(share, 1):
        return ">99%"
    return f"{whole_percent(share)}%"


def is_same(one: float, other: float) -> bool:
    """Equal but for the dust that adding up the parts of split places leaves."""
    return abs(one - other) < 1e-6


def count(sites: float, *, decimals: int = 2) -> str:
    """1,234, or 12.25 where a place was split."""
    if is_same(sites, round(sites)):
        return f"{sites:,.0f}"
    return f"{sites:,.{decimals}f}".rstrip("0").rstrip(".")


def amount(value: float | None, unit: str) -> str:
    """A measured value with its unit: 48%, 0.0185 items per 1,000 patients; – where there is none.

    Per cent are whole, as `percent` writes them; other values have three figures.
    """
    if value is None or math.isnan(value):
        return "–"
    if unit == "%":
        return percent(value / 100)
    if unit.startswith("£"):
        return f"£{_figures(value)}{unit[1:]}"
    return f"{_figures(value)} {unit}"


def _figures(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
