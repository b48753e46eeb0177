"""From a file's bytes to its sheets."""

from ..findings import Findings
from . import bounds
from .csv_text import read_csv
from .kinds import is_workbook, note_wrong_name
from .shapes import Sheet
from .workbooks import read_workbook


def read_sheets(file_name: str, content: bytes, findings: Findings) -> list[Sheet]:
    """Read a CSV file or an XLSX workbook, told apart by what they hold, not by their name.

    A workbook's visible sheets come before its hidden ones. What is odd about the file is noted
    at once; what is odd about a sheet, once somebody reads its rows. Raises Refused for a file
    that is neither, is empty or is too large to be meant.
    """
    if not content.strip(b" \t\r\n\xef\xbb\xbf"):
        raise bounds.whole(file_name, "The file is empty.", "Send a file with rows.")
    if not is_workbook(file_name, content):
        note_wrong_name(file_name, False, findings)
        return [read_csv(file_name, content, findings)]
    sheets = read_workbook(file_name, content, findings)
    note_wrong_name(file_name, True, findings)
    return sheets
