"""What a cell of a table may hold: whole numbers whole, and no formula."""

import re

from groundswell.questions.answer import SpreadRow

SPREAD_COLUMNS = ("place_code", "place_name", "eligible", "adopted", "not_adopted", "unknown")

_DECIMALS = 4
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SIGNED_NUMBER = re.compile(r"[-+][\d,]*\.?\d+%?")

Number = int | float


def spread_cells(row: SpreadRow) -> list[str | Number]:
    """One place's values, in the order of SPREAD_COLUMNS."""
    counts = (row.eligible, row.adopted, row.not_adopted, row.unknown)
    return [row.place_code, row.place_name, *map(number, counts)]


def number(value: float) -> Number:
    """A count without ".0" where it is whole, else to 4 decimals (only splits leave fractions)."""
    rounded = round(float(value), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before one.

    A number with its sign is no formula, and stays what it is when the table is read again.
    """
    is_formula = text.startswith(_STARTS_A_FORMULA) and not _SIGNED_NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
