"""Collecting a programme's returns: who is asked, what has come, the template, sending it back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from groundswell.adoption.asked import (
    NotAsked,
    find_programme,
    find_return,
    find_round,
    round_name,
)
from groundswell.people.models import Person, Role
from groundswell.programmes.models import Programme, Round
from groundswell.questions import missing
from groundswell.questions.missing import MissingAnswer, NetworkReturn
from groundswell.reports.return_workbook import NothingToReturn, template_of

from ..access import needs, person_of
from ..answers import answer_to
from ..downloads import file_response
from ..uploads import FILE_TYPES
from .errors import NotHere

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How a network's return stands, and the colour of its tag.
STATES = {
    "received": ("Received", "green"),
    "late": ("Received late", "yellow"),
    "partly": ("In part", "yellow"),
    "missing": ("Missing", "red"),
    "not due yet": ("Not due yet", "grey"),
    "no sites": ("No sites asked about", "grey"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One network of the round, and where its template is."""

    network: NetworkReturn
    state: str
    colour: str
    told: int
    template: str
    is_own: bool


@require_safe
def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """One round of a programme: the one in the address, or the last that has ended."""
    programme = _programme(slug)
    rounds = list(programme.rounds.order_by("start"))
    chosen = _chosen(request, programme, rounds)
    answer = _answer(programme, chosen) if chosen else None
    context = {
        "programme": programme,
        "rounds": [(r.start.isoformat(), round_name(r)) for r in reversed(rounds)],
        "chosen": chosen,
        "period": round_name(chosen) if chosen else "",
        "answer": answer,
        "lines": _lines(request, programme, chosen, answer) if chosen and answer else [],
        "file_types": ",".join(FILE_TYPES),
    }
    return render(request, "returns.jinja", context)


@require_safe
@needs("submissions.send")
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbook that a network fills in for a round."""
    person = person_of(request)
    network = request.GET.get("network", "") or person.network
    try:
        name, content = template_of(find_return(slug, network, request.GET.get("round", "")))
    except (NotAsked, NothingToReturn) as error:
        raise NotHere(str(error)) from error
    return file_response(name, XLSX, content)


def _programme(slug: str) -> Programme:
    try:
        return find_programme(slug)
    except NotAsked as error:
        raise NotHere(str(error)) from error


def _chosen(request: HttpRequest, programme: Programme, rounds: list[Round]) -> Round | None:
    text = request.GET.get("round", "")
    if text:
        try:
            return find_round(programme, text)
        except NotAsked as error:
            raise BadRequest(str(error)) from error
    asked = missing.answer(missing.Question(programme=programme.slug)).round if rounds else None
    last = next((r for r in rounds if asked is not None and r.start == asked.start), None)
    return last or (rounds[0] if rounds else None)


def _answer(programme: Programme, chosen: Round) -> MissingAnswer:
    answer: MissingAnswer = answer_to(
        missing.Question(programme=programme.slug, round=chosen.start)
    )
    return answer


def _lines(
    request: HttpRequest, programme: Programme, chosen: Round, answer: MissingAnswer
) -> list[Line]:
    """The networks of the round, one's own first."""
    person = request.user
    own = person.network if isinstance(person, Person) and person.role == Role.CONTRIBUTOR else ""
    address = reverse("return_template", kwargs={"slug": programme.slug})
    lines = []
    for network in answer.networks:
        state, colour = STATES[network.status]
        asked = urlencode({"network": network.code, "round": chosen.start.isoformat()})
        told = network.on_time + network.late
        template = f"{address}?{asked}" if network.sites else ""
        lines.append(Line(network, state, colour, told, template, network.code == own))
    return sorted(lines, key=lambda line: not line.is_own)
