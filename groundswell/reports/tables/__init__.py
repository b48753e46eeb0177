"""Reports as tables that leave the building: CSV, a workbook, and the JSON of the API."""

from .as_csv import table_csv, text_csv
from .as_json import SpreadJson, report_json, rows_json, spread_json
from .as_xlsx import report_xlsx, text_xlsx
from .cells import harmless, plain

__all__ = [
    "SpreadJson",
    "harmless",
    "plain",
    "report_json",
    "report_xlsx",
    "rows_json",
    "spread_json",
    "table_csv",
    "text_csv",
    "text_xlsx",
]
