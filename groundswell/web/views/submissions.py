"""The files that the ledger rests on, and their rows as received."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundswell.intake import LAYOUTS
from groundswell.intake.layouts import count_columns, personal_columns
from groundswell.people.policy import may
from groundswell.reports.disclosure import default_rule, disclose_source_row
from groundswell.submissions.incoming import source_row
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import heading_key

from ..paging import page_of
from .errors import NotHere

SUBMISSIONS_A_PAGE = 50


def visible_to(request: HttpRequest) -> QuerySet[Submission]:
    """Accepted files are public; what is not accepted is for those who work on it."""
    submissions = Submission.objects.select_related("sender")
    if may(request.user, "submissions.read"):
        return submissions
    return submissions.filter(status=Submission.Status.ACCEPTED)


def submissions(request: HttpRequest) -> HttpResponse:
    page = page_of(request, list(visible_to(request)), SUBMISSIONS_A_PAGE)
    return render(request, "submissions.jinja", {"page": page, "layouts": LAYOUTS})


def submission(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    context = {
        "submission": found,
        "layout": LAYOUTS.get(found.layout),
        "names_sender": may(request.user, "submissions.read"),
        "notes": page_of(request, found.notes, SUBMISSIONS_A_PAGE),
    }
    return render(request, "submission.jinja", context)


def row(request: HttpRequest, number: int, row: int) -> HttpResponse:
    """One row, with the headings and values of its file."""
    found = _found(request, number)
    sheet = request.GET.get("sheet", "")
    try:
        cells = source_row(found, sheet, row)
    except LookupError as error:
        raise NotHere(str(error)) from error
    as_received = may(request.user, "submissions.read")
    shown: list[tuple[str, object]] = [*cells]
    counts: frozenset[str] = frozenset()
    hides_people = False
    if not as_received:
        counts = count_columns(found, [heading for heading, _ in cells])
        people = personal_columns(found)
        told = [(heading, value) for heading, value in cells if heading_key(heading) not in people]
        hides_people = len(told) < len(cells)
        shown = [*disclose_source_row(told, count_columns=counts, rule=default_rule())]
    context = {
        "submission": found,
        "sheet": sheet,
        "row": row,
        "cells": shown,
        "hides_counts": bool(counts),
        "hides_people": hides_people,
    }
    return render(request, "source_row.jinja", context)


def _found(request: HttpRequest, number: int) -> Submission:
    found = visible_to(request).filter(pk=number).first()
    if found is None:
        raise NotHere(f"There is no accepted submission {number}.")
    return found
