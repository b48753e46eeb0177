"""Programmes: the list of them, and each one's board."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import day_name
from groundswell.common.matching import nearest
from groundswell.organisations.models import Kind
from groundswell.people.policy import may
from groundswell.programmes.models import Programme
from groundswell.questions import coverage
from groundswell.questions.coverage import KINDS, CoverageQuestion
from groundswell.questions.errors import NotFound
from groundswell.questions.programmes import facts_of

from ..asking import AS_AT, Asked
from ..pages import PAGES, page_address
from ..paging import page_of
from ..programme_board import about, board
from ..programme_list import programme_list
from ..programme_words import RUNNING

PROGRAMMES_A_PAGE = 25


def programmes(request: HttpRequest) -> HttpResponse:
    listed = programme_list()
    context = {
        "page": page_of(request, listed, PROGRAMMES_A_PAGE),
        "running": sum(row.outcome == RUNNING for row in listed),
        "may_set_up": may(request.user, "programmes.record"),
    }
    return render(request, "programmes.jinja", context)


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        facts = facts_of(slug)
    except NotFound:
        return _no_such_programme(request, slug)
    asked = PAGES["coverage"].read({**request.GET.dict(), "programme": slug})
    if asked.question and AS_AT in request.GET:
        # The form's own address holds empty fields: the one to share does not.
        return redirect(page_address(asked.question))
    context: dict[str, Any] = {}
    question = asked.question
    if question is not None:
        try:
            answer = coverage.answer(question)
            facts = facts_of(slug, question.known_on)
            context = board(question, answer, facts, request.build_absolute_uri("/"))
        except NotFound as error:
            asked = Asked(asked.values, _errors(question, error), None)
    context |= about(facts, question.known_on if context and question else None)
    context |= _controls(asked)
    return render(request, "programme.jinja", context, status=400 if asked.errors else 200)


def _controls(asked: Asked[CoverageQuestion]) -> dict[str, Any]:
    return {
        "asked": asked,
        "place_kinds": [Kind(kind) for kind in KINDS],
        "definitions": list(DEFINITIONS.values()),
        "today": timezone.localdate(),
    }


def _errors(question: CoverageQuestion, error: NotFound) -> dict[str, str]:
    if error.what.startswith("innovation"):
        return {"": str(error)}
    day = day_name(question.known_on) if question.known_on else ""
    return {
        "known_on": f"Nothing was known of this programme on {day}. "
        "Choose a later day, or leave this empty for what is known now."
    }


def _no_such_programme(request: HttpRequest, slug: str) -> HttpResponse:
    names = dict(Programme.objects.values_list("slug", "name"))
    near = [(slug, names[slug]) for slug in nearest(slug, names)]
    return render(request, "no_such_programme.jinja", {"slug": slug, "near": near}, status=404)
