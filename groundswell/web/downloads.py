"""Tables sent as files that people open in a spreadsheet."""

import re

from django.http import HttpResponse


def csv_response(file_name: str, text: str) -> HttpResponse:
    """A CSV file to keep."""
    # The mark tells Excel that the file is UTF-8.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{plain_name(file_name)}"'
    return response


def plain_name(file_name: str) -> str:
    """A file name that can stand in a header."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", file_name)
