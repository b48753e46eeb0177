"""Tables sent as files that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")


def csv_response(file_name: str, text: str) -> HttpResponse:
    """A CSV file to keep."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{plain_name(file_name)}"'
    return response


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of text from files sent to us, harmless to open."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    # The mark tells Excel that the file is UTF-8.
    return "\ufeff" + text.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: a formula sent to us is quoted."""
    if cell.startswith(("=", "@", "\t", "\r")):
        return f"'{cell}"
    if cell.startswith(("+", "-")) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def plain_name(file_name: str) -> str:
    """A file name that can stand in a header."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", file_name)
