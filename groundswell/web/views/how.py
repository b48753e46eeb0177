"""How was this computed? The question, the rules, the files, and every row behind the answer."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from groundswell.questions.asked import Question
from groundswell.reports.disclosure import Suppressed
from groundswell.reports.registry import READERS
from groundswell.reports.report import Cell, Table, for_public
from groundswell.reports.tables import table_csv

from ..access import sees_people
from ..answers import answer_to, pages_of, question_of, rows_of
from ..asking import Asked, fields_of
from ..downloads import csv_response
from ..measure_tables import named
from ..pages import QuestionPages, adding_to, how_address, page_address
from ..paging import page_of
from ..row_filters import Filter

ROWS_A_PAGE = 50


def how(request: HttpRequest, name: str) -> HttpResponse:
    pages = pages_of(name)
    asked = pages.read(request.GET.dict())
    if asked.question is None:
        return _cannot_be_asked(request, pages, asked)
    answer = answer_to(asked.question)
    filters = pages.filters(answer)
    chosen = _chosen(request, filters)
    if "" in request.GET.values():
        # A form's own address holds empty fields: the one to share does not.
        return redirect(adding_to(how_address(asked.question))(**chosen))
    rows = rows_of(asked.question, chosen)
    # Of all rows: what is hidden in one follows from the others of its place.
    table = READERS[name].rows(asked.question, rows)
    if not sees_people(request):
        table = for_public(table)
    return render(
        request,
        "how.jinja",
        {
            "pages": pages,
            "question": asked.question,
            "question_fields": fields_of(asked.question),
            "asked": asked,
            "answer": answer,
            "subject": pages.title(answer),
            "filters": filters,
            "chosen": chosen,
            "chosen_words": _chosen_words(filters, chosen),
            "page": page_of(request, _beside(rows, table), ROWS_A_PAGE),
            "hides": any(isinstance(cell, Suppressed) for row in table.rows for cell in row),
            "page_address": page_address(asked.question),
        },
    )


def rows_csv(request: HttpRequest, name: str) -> HttpResponse:
    """Every row behind the answer, or behind one place of it."""
    pages, question = pages_of(name), question_of(request, name)
    rows = rows_of(question, _chosen(request, pages.filters(answer_to(question))))
    table = READERS[name].rows(question, rows)
    text = table_csv(table if sees_people(request) else for_public(table))
    return csv_response(f"{pages.subject_of(question)}-rows.csv", text)


def _beside(rows: Sequence[object], table: Table) -> list[tuple[object, dict[str, Cell]]]:
    """Each row with its cells by name, as the public may see them."""
    return list(zip(rows, named(table), strict=True))


def _chosen(request: HttpRequest, filters: tuple[Filter, ...]) -> dict[str, str]:
    """What is asked of each filter. A place may be one that is not in the answer, and has no rows;
    another choice that does not exist is nothing asked."""
    asked = {f.name: request.GET.get(f.name, "") for f in filters}
    offered = {f.name: {value for value, _ in f.choices} for f in filters}
    return {
        name: value
        for name, value in asked.items()
        if value and (name == "place" or value in offered[name])
    }


def _chosen_words(filters: tuple[Filter, ...], chosen: dict[str, str]) -> dict[str, str]:
    """What is chosen, in words: Northern network, adopted."""
    words = {f.name: dict(f.choices) for f in filters}
    return {name: words[name].get(value, value) for name, value in chosen.items()}


def _cannot_be_asked(
    request: HttpRequest, pages: QuestionPages, asked: Asked[Question]
) -> HttpResponse:
    subject = request.GET.get(pages.subject, "")
    context: dict[str, Any] = {
        "pages": pages,
        "asked": asked,
        "question_fields": [(n, v) for n, v in request.GET.items() if n in asked.values],
        "subject_slug": subject,
        "subject": pages.known(subject),
    }
    return render(request, "how_refused.jinja", context, status=400)
