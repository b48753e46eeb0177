"""Answers as files: pictures and tables, under addresses made of the question."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from groundswell.reports.registry import READERS
from groundswell.reports.report import Report, Table
from groundswell.reports.tables import report_xlsx, table_csv

from ..access import sees_people
from ..answers import answer_to, etag, pages_of, question_of
from ..downloads import csv_response, file_response
from .errors import NotHere

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}

# Keep a file, but ask whether it is still so.
kept = cache_control(no_cache=True)
unless_held = condition(etag_func=etag)


def _report(request: HttpRequest, name: str) -> Report:
    report = READERS[name].report(answer_to(question_of(request, name)))
    return report if sees_people(request) else report.for_public()


@require_safe
@kept
@unless_held
def table(request: HttpRequest, name: str, table: str) -> HttpResponse:
    """One table of an answer, or the rows of one `place` in it, as CSV; `table` is its first."""
    report = _report(request, name)
    whole = table == "table"
    try:
        found = report.table(None if whole else table)
    except LookupError as error:
        raise NotHere(str(error.args[0])) from error
    place = request.GET.get("place", "")
    parts = (report.file_name, place, "" if whole else table)
    file_name = "-".join(part for part in parts if part)
    return csv_response(f"{file_name}.csv", table_csv(_of_place(found, place) if place else found))


def _of_place(table: Table, place: str) -> Table:
    """The rows of one place, where the table is of places."""
    if table.columns[0].name != "place_code":
        return table
    return replace(table, rows=tuple(row for row in table.rows if row[0] == place))


@require_safe
@kept
@unless_held
def workbook(request: HttpRequest, name: str) -> HttpResponse:
    """All tables of an answer, and how it was computed, as XLSX."""
    report = _report(request, name)
    try:
        content = report_xlsx(report)
    except ValueError as error:  # more rows than a sheet can hold
        raise BadRequest(str(error)) from error
    return file_response(f"{report.file_name}.xlsx", XLSX, content)


@require_safe
@kept
@unless_held
def picture(request: HttpRequest, name: str, picture: str, form: str) -> HttpResponse:
    """A picture of an answer, or of one place in it, to see in a page or to keep (`download`)."""
    drawing = pages_of(name).pictures.get(picture)
    if drawing is None:
        raise NotHere(f"There is no picture {picture!r} of this question.")
    answer = answer_to(question_of(request, name))
    place = request.GET.get("place", "")
    drawn = drawing(answer, place)
    if drawn is None:
        raise NotHere("There is no such picture for this kind of place.")
    content: Any = drawn.svg() if form == "svg" else drawn.png()
    if "download" not in request.GET:
        return HttpResponse(content, content_type=PICTURE_TYPES[form])
    parts = (READERS[name].report(answer).file_name, place, picture)
    file_name = f"{'-'.join(part for part in parts if part)}.{form}"
    return file_response(file_name, PICTURE_TYPES[form], content)
