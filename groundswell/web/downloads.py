"""Tables and pictures sent as files to keep."""

import re

from django.http import HttpResponse


def csv_response(file_name: str, text: str) -> HttpResponse:
    """A CSV file to keep."""
    # The mark tells Excel that the file is UTF-8.
    return file_response(file_name, "text/csv; charset=utf-8", "\ufeff" + text)


def file_response(file_name: str, content_type: str, content: str | bytes) -> HttpResponse:
    """A file that a browser keeps under its name and does not open."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{plain_name(file_name)}"'
    return response


def plain_name(file_name: str) -> str:
    """A file name that can stand in a header."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", file_name)
