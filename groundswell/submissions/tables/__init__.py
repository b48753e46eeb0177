"""Reading a file into sheets of text, each row with the number a spreadsheet shows."""

from .reading import read_sheets
from .shapes import OWN_SHEET, Place, Record, Row, Sheet, filled_rows, heading_key, records

__all__ = [
    "OWN_SHEET",
    "Place",
    "Record",
    "Row",
    "Sheet",
    "filled_rows",
    "heading_key",
    "read_sheets",
    "records",
]
