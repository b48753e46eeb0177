"""Measures: the list of them, and each one's page with what it says of whom was reached."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from groundswell.common.dates import day_name
from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.measures.definition import Measure
from groundswell.measures.registry import measures as all_measures
from groundswell.organisations.models import Kind
from groundswell.questions import reach
from groundswell.questions.errors import NotFound
from groundswell.questions.places import PLACE_KINDS
from groundswell.questions.reach import ReachAnswer, ReachQuestion

from .. import words
from ..asking import AS_AT, Asked
from ..definitions import definition_of
from ..figures import figures_of
from ..measure_list import in_order, measure_list, without_title
from ..measure_tables import MeasureTables, measure_tables, month_table
from ..pages import PAGES, adding_to, how_address, page_address
from ..paging import page_of
from ..places import place_of
from .errors import NotHere

MEASURES_A_PAGE = 25
PLACES_A_PAGE = 250
MOST_UNREPORTED = 50


def measures(request: HttpRequest) -> HttpResponse:
    page = page_of(request, in_order(all_measures().values()), MEASURES_A_PAGE)
    listed = measure_list(page.items)
    context = {
        "page": page,
        "known": [row for row in listed if row.sentence],
        "unknown": [row for row in listed if not row.sentence],
        "words": words,
    }
    return render(request, "measures.jinja", context)


def measure(request: HttpRequest, slug: str) -> HttpResponse:
    found = all_measures().get(slug)
    if found is None:
        return _no_such_measure(request, slug)
    asked = PAGES["reach"].read({**request.GET.dict(), "measure": slug})
    if asked.question and AS_AT in request.GET:
        # The form's own address holds empty fields: the one to share does not.
        return redirect(page_address(asked.question))
    answer, asked = _ask(asked)
    context = _about(found) | {
        "asked": asked,
        "place_kinds": [Kind(kind) for kind in PLACE_KINDS],
    }
    if answer is not None and asked.question is not None:
        context |= _answered(request, asked.question, answer)
    return render(request, "measure.jinja", context, status=400 if asked.errors else 200)


def _ask(asked: Asked[ReachQuestion]) -> tuple[ReachAnswer | None, Asked[ReachQuestion]]:
    """The answer; or what is wrong with asking for those months; or neither: there is no data."""
    question = asked.question
    if question is None:
        return None, asked
    try:
        return reach.answer(question), asked
    except NotFound:
        if question.known_on is None:
            return None, asked
        errors = {
            "known_on": f"Nothing was known of this measure on {day_name(question.known_on)}. "
            "Choose a later day, or leave this empty for what is known now."
        }
    except ValueError as error:
        errors = {"from" if question.start else "to": f"{error} Choose months among these."}
    return None, Asked(asked.values, errors, None)


def _about(found: Measure) -> dict[str, Any]:
    return {
        "measure": found,
        "words": words,
        "definition": definition_of(found),
        "innovations": list(Innovation.objects.filter(slug__in=found.innovations)),
    }


def _answered(request: HttpRequest, question: ReachQuestion, answer: ReachAnswer) -> dict[str, Any]:
    made = measure_tables(answer)
    month = _month(request, answer)
    in_month = month_table(made.reach, month)
    return {
        "question": question,
        "answer": answer,
        "said": without_title(made.reach),
        "made": made,
        "figures": figures_of(question, answer),
        "place": _place(request, question, answer, made),
        "league": page_of(request, made.league.rows, PLACES_A_PAGE),
        "month": month,
        "in_month": page_of(request, in_month.rows, PLACES_A_PAGE, "places"),
        "unreported": made.unreported.rows[:MOST_UNREPORTED],
        "how": adding_to(how_address(question)),
        "here": adding_to(page_address(question)),
    }


def _month(request: HttpRequest, answer: ReachAnswer) -> Month:
    """The month that the table of places is of: the last unless another is asked for."""
    text = request.GET.get("month", "")
    try:
        month = Month.parse(text) if text else answer.last
    except ValueError as error:
        raise BadRequest(str(error)) from error
    if month not in answer.months:
        first, last = answer.months[0], answer.last
        raise BadRequest(f"{month} is not in the answer, which has {first} to {last}.")
    return month


def _place(
    request: HttpRequest, question: ReachQuestion, answer: ReachAnswer, made: MeasureTables
) -> Any:
    code = request.GET.get("place", "")
    if not code:
        return None
    if code not in answer.codes:
        near = did_you_mean(nearest(code, answer.codes))
        kind = PLACE_KINDS[question.by]
        raise NotHere(f"No {kind} {code!r} is in this answer. {near}".rstrip())
    return place_of(question, answer, made, code)


def _no_such_measure(request: HttpRequest, slug: str) -> HttpResponse:
    known = all_measures()
    near = [(slug, known[slug].title) for slug in nearest(slug, known)]
    return render(request, "no_such_measure.jinja", {"slug": slug, "near": near}, status=404)
