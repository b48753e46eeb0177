"""Answers as tables that leave the building: CSV, a workbook, and the JSON that the API returns."""

from .as_csv import SOURCE_COLUMNS, rows_csv, spread_csv, text_csv
from .as_json import SpreadJson, spread_json
from .as_xlsx import spread_xlsx
from .cells import SPREAD_COLUMNS, harmless

__all__ = [
    "SOURCE_COLUMNS",
    "SPREAD_COLUMNS",
    "SpreadJson",
    "harmless",
    "rows_csv",
    "spread_csv",
    "spread_json",
    "spread_xlsx",
    "text_csv",
]
