"""What a cell of a table may hold: whole numbers whole, and no formula."""

import math
import re

from ..disclosure import Suppressed
from ..report import Cell

_DECIMALS = 4
_SMALL, _DUST = 0.1, 1e-9
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SIGNED_NUMBER = re.compile(r"[-+][\d,]*\.?\d+%?")

Number = int | float


def plain(cell: Cell) -> str | Number | None:
    """A cell as a file holds it: "s" for a suppressed number, None for no value."""
    if isinstance(cell, Suppressed):
        return str(cell)
    if cell is None or isinstance(cell, str):
        return cell
    return None if math.isnan(cell) else number(cell)


def number(value: float) -> Number:
    """Without ".0" where it is whole; else to 4 decimals, a small one to 4 significant figures."""
    if _DUST < abs(value) < _SMALL:
        return float(f"{value:.{_DECIMALS}g}")
    rounded = round(float(value), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before one.

    A number with its sign is no formula, and stays what it is when the table is read again.
    """
    is_formula = text.startswith(_STARTS_A_FORMULA) and not _SIGNED_NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
