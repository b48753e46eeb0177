"""How was this computed? The question, the rules, the files, and every row behind the answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from groundswell.innovations.models import Innovation
from groundswell.questions import spread
from groundswell.questions.answer import SpreadAnswer
from groundswell.reports import tables

from ..asking import FIELDS, Asked, fields_of, how_address, page_address, read_spread
from ..downloads import csv_response
from ..paging import page_of
from .spread import answer_to, question_of

ROWS_A_PAGE = 50
STATUSES = ("adopted", "not adopted", "unknown")


def how(request: HttpRequest) -> HttpResponse:
    asked = read_spread(request.GET.get("innovation", ""), request.GET.dict())
    if asked.question is None:
        return _cannot_be_asked(request, asked)
    filters = _filters(request)
    if "" in request.GET.values():
        # A form's own address holds empty fields: the one to share does not.
        return redirect(how_address(asked.question, **filters))
    answer = answer_to(asked.question)
    rows = spread.rows(asked.question, **filters)
    context = {
        "question": asked.question,
        "question_fields": fields_of(asked.question),
        "asked": asked,
        "answer": answer,
        "filters": filters,
        "place_name": _place_name(answer, filters.get("place")),
        "statuses": STATUSES,
        "page": page_of(request, rows, ROWS_A_PAGE),
        "page_address": page_address(asked.question),
    }
    return render(request, "how.jinja", context)


def rows_csv(request: HttpRequest) -> HttpResponse:
    """Every row behind the answer, or behind one place of it."""
    question = question_of(request)
    answer_to(question)
    rows = spread.rows(question, **_filters(request))
    return csv_response(f"{question.innovation}-rows.csv", tables.rows_csv(rows))


def _filters(request: HttpRequest) -> dict[str, str]:
    """The place and status asked for. A status that does not exist is nothing asked."""
    place, status = request.GET.get("place", ""), request.GET.get("status", "")
    return {
        name: value
        for name, value in (("place", place), ("status", status if status in STATUSES else ""))
        if value
    }


def _place_name(answer: SpreadAnswer, code: str | None) -> str | None:
    return next((row.place_name for row in answer.rows if row.place_code == code), code)


def _cannot_be_asked(request: HttpRequest, asked: Asked) -> HttpResponse:
    slug = request.GET.get("innovation", "")
    context = {
        "asked": asked,
        "question_fields": [(n, v) for n, v in request.GET.items() if n in ("innovation", *FIELDS)],
        "innovation": Innovation.objects.filter(slug=slug).first(),
    }
    return render(request, "how_refused.jinja", context, status=400)
