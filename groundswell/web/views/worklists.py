"""What is to be done next in a programme: every work list, whole, for all networks or for one."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.common.dates import day_name
from groundswell.organisations.queries import names_on
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.questions.errors import NotFound
from groundswell.questions.missing import MissingQuestion
from groundswell.questions.programmes import facts_of
from groundswell.questions.stalled import StalledQuestion

from ..asking import Asked
from ..worklists import page_by_page, worklists
from .errors import NotHere

FIELDS = ("at", "known_on", "network", "round")


def do_next(request: HttpRequest, slug: str) -> HttpResponse:
    typed = {name: request.GET.get(name, "").strip() for name in FIELDS}
    # The day goes by another name in the question of returns.
    typed["at"] = typed["at"] or request.GET.get("on", "").strip()
    if "" in request.GET.values():
        # The form's own address holds empty fields: the one to share does not.
        kept = {name: value for name, value in typed.items() if value}
        here = reverse("do_next", kwargs={"slug": slug})
        return redirect(f"{here}?{urlencode(kept)}" if kept else here)
    errors = _errors(slug, typed)
    try:
        facts = facts_of(slug)
        context = _about(facts, Asked(typed, errors, None))
        if not errors:
            context |= _answered(request, slug, typed)
    except NotFound as error:
        raise NotHere(str(error)) from error
    return render(request, "do_next.jinja", context, status=400 if errors else 200)


def _errors(slug: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each field that was typed, by the questions' own words."""
    found = {}
    for kind, name in (
        (StalledQuestion, "at"),
        (StalledQuestion, "known_on"),
        (MissingQuestion, "round"),
    ):
        try:
            if typed[name]:
                kind.from_query({"programme": slug, name: typed[name]})
        except ValueError as error:
            found[name] = str(error)
    return found


def _about(facts: ProgrammeFacts, asked: Asked[Any]) -> dict[str, Any]:
    names = names_on({p.network for p in facts.participants}, localdate())
    return {
        "programme": facts,
        "asked": asked,
        "networks": sorted(names.items(), key=lambda pair: pair[1]),
        "rounds": [(str(r.start), _round_words(r.start, r.end)) for r in facts.rounds[::-1]],
    }


def _round_words(start: date, end: date) -> str:
    return f"{day_name(start)} to {day_name(end)}"


def _answered(request: HttpRequest, slug: str, typed: Mapping[str, str]) -> dict[str, Any]:
    fields = {name: typed[name] for name in ("at", "known_on") if typed[name]}
    read = StalledQuestion.from_query({"programme": slug, **fields})
    whole = worklists(
        slug,
        read.at,
        read.known_on,
        network=typed["network"] or None,
        round_start=date.fromisoformat(typed["round"]) if typed["round"] else None,
        base=request.build_absolute_uri("/"),
        most=None,
    )
    return page_by_page(request, whole)
