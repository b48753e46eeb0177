"""The rows of a file of raw rows that add up to one cell."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundswell.common.months import Month
from groundswell.intake.added_up import rows_added_up
from groundswell.measures.definition import Measure
from groundswell.measures.registry import measures
from groundswell.organisations.queries import names_on
from groundswell.people.policy import may
from groundswell.reports.added_up import added_up_table
from groundswell.reports.disclosure import Suppressed, default_rule
from groundswell.reports.report import Table
from groundswell.reports.tables import table_csv
from groundswell.submissions.models import Submission

from ..downloads import csv_response
from ..measure_tables import named
from ..paging import page_of
from .errors import NotHere
from .submissions import visible_to

ROWS_A_PAGE = 100


def added_up(request: HttpRequest, number: int) -> HttpResponse:
    submission, measure, site, month, table = _asked(request, number)
    *rows, total = named(table)
    context = {
        "submission": submission,
        "measure": measure,
        "code": site,
        "site_name": names_on([site], month.last_day).get(site, site),
        "month": month,
        "table": table,
        "page": page_of(request, rows, ROWS_A_PAGE),
        "total": total,
        "hides": any(isinstance(cell, Suppressed) for row in table.rows for cell in row),
        "query": request.GET.urlencode(),
    }
    return render(request, "added_up.jinja", context)


def added_up_csv(request: HttpRequest, number: int) -> HttpResponse:
    _, measure, site, month, table = _asked(request, number)
    return csv_response(f"{measure.slug}-{site}-{month}-rows.csv", table_csv(table))


def _asked(request: HttpRequest, number: int) -> tuple[Submission, Measure, str, Month, Table]:
    submission = visible_to(request).filter(pk=number).first()
    if submission is None:
        raise NotHere(f"There is no accepted submission {number}.")
    site, slug = request.GET.get("site", ""), request.GET.get("measure", "")
    measure = measures().get(slug)
    if measure is None or not site:
        raise BadRequest("Say measure=, site= and month=, as doac-share, A81001 and 2017-09.")
    try:
        month = Month.parse(request.GET.get("month", ""))
        rows = rows_added_up(submission, measure, site, month)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    except FileNotFoundError as error:
        raise NotHere(str(error)) from error
    rule = None if may(request.user, "submissions.read") else default_rule()
    return submission, measure, site, month, added_up_table(rows, measure, rule)
