"""Reading XLSX workbooks within bounds: each part is read as it unpacks, and never run."""

from .book import read_workbook

__all__ = ["read_workbook"]
