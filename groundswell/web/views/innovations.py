"""An innovation's page: adopted, reached, effect; the pictures, the table, the way down to rows."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.matching import nearest
from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Kind
from groundswell.programmes.models import Programme
from groundswell.questions.answer import Curve, SpreadAnswer
from groundswell.questions.programmes import facts_of
from groundswell.questions.spread import PLACE_KINDS, SpreadQuestion
from groundswell.reports import charts

from ..answers import answer_to
from ..asking import AS_AT, Asked
from ..catalogue import first_live
from ..pages import PAGES, adding_to, how_address, page_address
from ..paging import page_of
from ..programme_words import outcome_words
from ..safety import notices
from ..standing import standing
from .recorded_use import recorded_use

PLACES_A_PAGE = 250


def innovation(request: HttpRequest, slug: str) -> HttpResponse:
    found = Innovation.objects.filter(slug=slug).first()
    if found is None:
        return _no_such_innovation(request, slug)
    asked = PAGES["spread"].read({**request.GET.dict(), "innovation": slug})
    if asked.question and AS_AT in request.GET:
        # The form's own address holds empty fields: the one to share does not.
        return redirect(page_address(asked.question))
    context = _about(found) | _controls(asked)
    if asked.question is None:
        return render(request, "innovation.jinja", context, status=400)
    return render(request, "innovation.jinja", context | _answered(request, found, asked.question))


def _about(found: Innovation) -> dict[str, Any]:
    return {
        "innovation": found,
        "first_live": first_live(found),
        "programmes": _programmes(found),
        "use": recorded_use(found),
        "open_notices": [one for one in notices(found) if one.answer.is_open],
    }


def _programmes(found: Innovation) -> list[tuple[Programme, str]]:
    """Those that spread it, alone or with others, and how each stands today."""
    about = Q(innovation=found) | Q(other_innovations=found)
    today = localdate()
    return [
        (one, outcome_words(facts_of(one.slug), today))
        for one in Programme.objects.filter(about).distinct()
    ]


def _controls(asked: Asked[SpreadQuestion]) -> dict[str, Any]:
    return {
        "asked": asked,
        "place_kinds": [Kind(kind) for kind in PLACE_KINDS],
        "definitions": list(DEFINITIONS.values()),
    }


def _answered(request: HttpRequest, found: Innovation, question: SpreadQuestion) -> dict[str, Any]:
    answer: SpreadAnswer = answer_to(question)  # the programme may be none
    return {
        "question": question,
        "answer": answer,
        "standing": standing(found, question, answer),
        "page": page_of(request, answer.rows, PLACES_A_PAGE),
        "curve_months": curve_table(answer.curve),
        "curve_alt": charts.curve_alt(answer),
        "tile_map_alt": charts.tile_map_alt(answer) if charts.has_tile_map(answer) else None,
        "how": adding_to(how_address(question)),
    }


def curve_table(curve: Curve) -> list[tuple[str, float, float, float]]:
    """Month, eligible, certainly adopted, and possibly more, over all places, newest first."""
    eligible, low, high = curve.total
    return [
        (month.name, float(e), float(lo), float(hi - lo))
        for month, e, lo, hi in zip(curve.months, eligible, low, high, strict=True)
    ][::-1]


def _no_such_innovation(request: HttpRequest, slug: str) -> HttpResponse:
    names = dict(Innovation.objects.values_list("slug", "name"))
    near = [(slug, names[slug]) for slug in nearest(slug, names)]
    return render(request, "no_such_innovation.jinja", {"slug": slug, "near": near}, status=404)
