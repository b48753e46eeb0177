"""Set up a programme, see what was agreed of it, add to that, and close it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from groundswell import intake
from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import NotADate, read_typed_day
from groundswell.innovations.models import Innovation
from groundswell.intake.outcome import Check
from groundswell.intake.set_up import preview, set_up
from groundswell.measures.registry import measures
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.queries import names_on
from groundswell.people.models import Person
from groundswell.people.policy import NotAllowed
from groundswell.programmes import queries
from groundswell.programmes.access import may_record, records_all
from groundswell.programmes.eligibility import SITES
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.programmes.models import Closure, Programme, ProgrammeMeasure, Target
from groundswell.programmes.rules import RAG_RULE, TRAJECTORY_RULE, target_words
from groundswell.reports.tables import text_csv
from groundswell.submissions.findings import Refused

from ..access import needs, person_of, sees_people
from ..downloads import csv_response
from ..formats import sentence
from ..programme_agreed import ADDED, SAID, AddForm, agreed_tables
from ..programme_form import MEASURE_ROWS, OTHERS, TARGET_ROWS, ProgrammeForm, first_values
from .errors import NotHere

Choices = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("programmes.record")
def new(request: HttpRequest) -> HttpResponse:
    """The form; what it would do once it is checked; and then the programme."""
    person = person_of(request)
    networks = _networks(person)
    codes = tuple(code for code, _ in networks)
    if request.method != "POST":
        own = "" if records_all(person) else person.network
        return _form_page(request, ProgrammeForm(first_values(own), codes), networks, (), 200)
    form = ProgrammeForm(request.POST.dict(), codes)
    filled = form.filled()
    try:
        checks = preview(by=person, tables=[one.table for one in filled])
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    form.refuse(filled, checks)
    if form.errors:
        return _form_page(request, form, networks, checks, 400)
    if request.POST.get("do") != "save" or request.POST.get("checked") != form.mark:
        return _form_page(request, form, networks, checks, 200)
    try:
        set_up(by=person, tables=[one.table for one in filled], why="set up by form")
    except Refused as refused:  # somebody else was quicker
        form.errors[""] = str(refused)
        return _form_page(request, form, networks, (), 400)
    messages.success(request, f"{form.values['name']} is set up.")
    return redirect("programme_set_up", slug=form.values["slug"])


def _networks(person: Person) -> Choices:
    """The networks that a person may let take part: code and name, by code."""
    found = Organisation.objects.filter(kind=Kind.NETWORK)
    if not records_all(person):
        found = found.filter(code=person.network)
    return _named(list(found.order_by("code").values_list("code", flat=True)))


def _named(codes: list[str]) -> Choices:
    names = names_on(codes, timezone.localdate())
    return [(code, names.get(code, code)) for code in codes]


def _form_page(
    request: HttpRequest,
    form: ProgrammeForm,
    networks: Choices,
    checks: tuple[Check, ...] | list[Check],
    status: int,
) -> HttpResponse:
    records = records_all(person_of(request))
    places = Organisation.objects.filter(kind__in=(Kind.REGION, Kind.ICB)).order_by("kind", "code")
    innovations: Choices = list(Innovation.objects.order_by("name").values_list("slug", "name"))
    context: dict[str, Any] = {
        "form": form,
        "problems": _problems(form.errors),
        "networks": networks,
        "checks": [] if form.errors else checks,
        "notes": [note.text for check in checks for note in check.notes],
        "innovations": innovations,
        "scopes": Programme.Scope.choices if records else [("local", "Local")],
        "definitions": [(d.name, d.title) for d in DEFINITIONS.values()],
        "kinds": [("", "Not decided yet"), *((str(k), sentence(t)) for k, t in SITES.items())],
        "places": _named(list(places.values_list("code", flat=True))),
        "target_kinds": Target.Kind.choices,
        "target_rows": range(1, TARGET_ROWS + 1),
        "measure_rows": range(1, MEASURE_ROWS + 1),
        "others": range(1, OTHERS + 1),
        "measures": [(m.slug, m.title) for m in measures().values()],
        "roles": ProgrammeMeasure.Role.choices,
        "trajectory_rule": TRAJECTORY_RULE,
    }
    return render(request, "programme_setup_new.jinja", context, status=status)


def _problems(errors: dict[str, str]) -> list[tuple[str, str]]:
    """(message, id of its field) for the summary."""
    return [(message, name) for name, message in errors.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def agreed(request: HttpRequest, slug: str) -> HttpResponse:
    """What was agreed, with its source rows; and the forms that add to it for whoever may.

    `known_on` in the address shows what was known at the end of a day, without the forms.
    """
    if request.method == "POST":
        return _add(request, _facts(slug, None))
    typed = request.GET.get("known_on", "").strip()
    try:
        known_on = read_typed_day(typed)[0] if typed else None
    except NotADate as error:
        form = AddForm("", {"known_on": typed}, {"known_on": str(error)})
        return _agreed_page(request, _facts(slug, None), form, 400)
    return _agreed_page(request, _facts(slug, known_on), None, 200, known_on)


def _facts(slug: str, known_on: date | None) -> ProgrammeFacts:
    try:
        return queries.programme(slug, known_on)
    except LookupError as error:
        raise NotHere(str(error)) from error


def _may_add(request: HttpRequest, slug: str) -> bool:
    held = Programme.objects.select_related("submission__sender").get(slug=slug)
    return isinstance(request.user, Person) and may_record(request.user, held)


def _add(request: HttpRequest, facts: ProgrammeFacts) -> HttpResponse:
    layout = request.POST.get("add", "")
    if layout not in ADDED:
        raise NotHere("This form is not known.")
    if not _may_add(request, facts.slug):
        raise PermissionDenied(
            "This needs a national administrator, or a contributor of the network whose local "
            "programme it is. Log in with such an account."
        )
    form = AddForm(layout, request.POST.dict())
    try:
        intake.record(by=person_of(request), layout=layout, rows=[form.row(facts.slug)])
    except Refused as refused:
        form.refuse(refused.refusals)
        return _agreed_page(request, facts, form, 400)
    messages.success(request, SAID[layout])
    return redirect(f"{reverse('programme_set_up', kwargs={'slug': facts.slug})}#{layout}")


def _agreed_page(
    request: HttpRequest,
    facts: ProgrammeFacts,
    form: AddForm | None,
    status: int,
    known_on: date | None = None,
) -> HttpResponse:
    networks: Choices = [(p.network, p.name) for p in facts.participants]
    may_add = known_on is None and _may_add(request, facts.slug)
    day = known_on or timezone.localdate()
    if form is None:
        form = AddForm("", {"known_on": known_on.isoformat() if known_on else ""})
    context: dict[str, Any] = {
        "facts": facts,
        "known_on": known_on,
        "outcome": Programme.Outcome(facts.outcome(day)),
        "is_running": facts.is_running(day),
        "definition": DEFINITIONS[facts.definition],
        "form": form,
        "problems": _problems(form.errors),
        "may_add": may_add,
        "shows_people": sees_people(request),
        "networks": [("", "All networks together"), *networks],
        "all_networks": _networks(person_of(request)) if may_add else [],
        "target_kinds": Target.Kind.choices,
        "endings": Closure.Outcome.choices,
        "target_words": target_words,
        "trajectory_rule": TRAJECTORY_RULE,
        "rag_rule": RAG_RULE,
    }
    return render(request, "programme_setup.jinja", context, status=status)


@require_safe
def agreed_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """One table under the columns of its layout."""
    tables = agreed_tables(_facts(slug, None), personal=sees_people(request))
    if table not in tables:
        raise NotHere(f"There is no table {table!r} of a programme.")
    columns, rows = tables[table]
    return csv_response(f"{slug}-{table}.csv", text_csv(columns, rows))
