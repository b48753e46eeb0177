"""Every question on a page: asked by a form of its fields, answered by its tables.

Questions about an innovation, a measure or a programme have pages of their own that say more.
"""

from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from groundswell.measures.cells import NoLongerKept
from groundswell.questions.asked import Question, fields_of
from groundswell.questions.errors import NotFound
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.registry import READERS
from groundswell.reports.report import Report

from ..access import sees_people
from ..asking import AS_AT, Asked, read_asked
from ..paging import page_of
from .errors import NotHere

ROWS_A_PAGE = 100


def questions(request: HttpRequest) -> HttpResponse:
    listed = [(name, _said(module)) for name, module in sorted(QUESTIONS.items())]
    return render(request, "questions.jinja", {"questions": listed})


def _said(module: ModuleType) -> str:
    """What a question answers, in its own words."""
    return (module.__doc__ or "").split("\n")[0]


def question(request: HttpRequest, name: str) -> HttpResponse:
    """The form alone until something is asked; where nothing has to be, the answer at once."""
    module = QUESTIONS.get(name)
    if module is None:
        raise NotHere(f"There is no question {name!r}: use one of {', '.join(QUESTIONS)}.")
    fields = fields_of(module.Question)
    typed = request.GET.dict()
    asked: Asked[Question] = read_asked(module.Question, typed)
    # With nothing typed it asks what needs no field, and else shows its form.
    is_asked = bool(typed) or asked.question is not None
    if asked.question and (AS_AT in typed or "" in typed.values()):
        # The form's own address holds empty fields: the one to share does not.
        return redirect(f"{reverse('question', kwargs={'name': name})}?{asked.question.query}")
    if not is_asked:
        asked = Asked(asked.values, {}, None)
    context: dict[str, Any] = {
        "name": name,
        "doc": _said(module),
        "fields": fields,
    }
    if asked.question is not None:
        try:
            report = READERS[name].report(module.answer(asked.question))
            if not sees_people(request):
                report = report.for_public()
            context |= _answered(request, asked.question, report)
        except (NotFound, NoLongerKept, ValueError) as error:
            asked = Asked(asked.values, {"": str(error)}, None)
    status = 400 if asked.errors else 200
    return render(request, "question.jinja", context | {"asked": asked}, status=status)


def _answered(request: HttpRequest, question: Question, report: Report) -> dict[str, Any]:
    chosen = request.GET.get("table", "")
    chosen = chosen if chosen in report.makers else next(iter(report.makers))
    table = report.table(chosen)
    api = f"/api/v1/questions/{question.NAME}?{question.query}"
    here = reverse("question", kwargs={"name": question.NAME})
    return {
        "question": question,
        "report": report,
        "table": table,
        "page": page_of(request, table.rows, ROWS_A_PAGE),
        "api": api,
        "rows_api": f"/api/v1/questions/{question.NAME}/rows?{question.query}&format=csv",
        "tables": [
            (name, f"{here}?{question.query}&{urlencode({'table': name})}#answer")
            for name in report.makers
        ],
    }
