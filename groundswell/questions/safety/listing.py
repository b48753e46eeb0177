"""Every unit that a safety question is about, from the ledger: before anything is put in words."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from django.db.models import Q
from django.utils import timezone
from numpy.typing import NDArray

from groundswell.adoption.holders import holders
from groundswell.adoption.holding import APART, HOLDERS
from groundswell.common.matching import nearest
from groundswell.common.months import Month
from groundswell.innovations.models import Acknowledgement, Innovation, SafetyNotice
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.lineage import lineages
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import History, place_weights
from groundswell.organisations.queries import history
from groundswell.organisations.rules import are_closed
from groundswell.programmes.models import CohortSite
from groundswell.submissions.models import Submission

from ..answer import NO_PLACE
from ..errors import NotFound
from .answer import Status
from .question import SafetyQuestion
from .standing import Answered, Given, answered, by_giver, furthest_behind


@dataclass(frozen=True, slots=True)
class Unit:
    """What sites have become by the day. `told` are the sites behind it that make it listed.

    `cohort` are (site, submission, row) of those of which only the cohort is known: a unit with
    nothing else is unknown.
    """

    position: int
    status: Status
    decides: Answered | None
    told: tuple[Answered, ...]
    cohort: tuple[tuple[int, int, int], ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    question: SafetyQuestion
    on: date
    notice: SafetyNotice | None
    innovation: Innovation
    history: History
    units: tuple[Unit, ...]
    answers: dict[int, Acknowledgement]
    still_open: tuple[int, ...]  # sites that others succeeded, and that a source says are open


@lru_cache(maxsize=64)
def listing(question: SafetyQuestion, today: date, version: int) -> Listing:
    """List the units of a question. `version` only keys the cache.

    Raises NotFound for a notice or innovation that is not there, or was not known on the day.
    """
    on, held = question.on or today, history()
    notice = _notice(question)
    innovation = notice.innovation if notice else _innovation(question)
    answers = _answers(notice, on, question.known_on) if notice else {}
    given = by_giver(_given(i, a, held, on) for i, a in enumerate(answers.values()))
    units = holders(innovation.pk, on, question.known_on).units
    cohort = _cohort(innovation, on, question.known_on, held)
    is_closed = are_closed(held.lives, len(held.codes), on.toordinal())
    found = []
    for position in sorted(units.keys() | cohort.keys()):
        sources = units.get(position, ())
        told = tuple(answered(s, given) for s in sources if s.held.holding in HOLDERS | APART)
        spoken = {s.site for s in sources}
        silent = tuple(row for row in cohort.get(position, ()) if row[0] not in spoken)
        status = _status(told, bool(silent), bool(is_closed[position]), bool(notice))
        if status is not None:
            decides = furthest_behind(told) if told else None
            found.append(Unit(position, status, decides, told, silent, ()))
    placed = _placed(found, question.by, on, held)
    return Listing(
        question=question,
        on=on,
        notice=notice,
        innovation=innovation,
        history=held,
        units=tuple(placed),
        answers=answers,
        still_open=_still_open(found, is_closed, set(held.lives.organisation.tolist())),
    )


def _status(
    told: tuple[Answered, ...], is_silent: bool, is_closed: bool, is_asked: bool
) -> Status | None:
    """None for a unit that nobody need ask: known not to have it, or closed without having had it.

    What a site that has closed answered before it closed stays its status.
    """
    holds = any(one.source.held.holding in HOLDERS for one in told)
    if holds:
        if not is_asked:
            return Status.CLOSED if is_closed else Status.NOT_ASKED
        status = furthest_behind(told).status
        return Status.CLOSED if is_closed and status != Status.ACTED else status
    if is_closed:
        return None
    if told:
        return Status.APART
    return Status.UNKNOWN if is_silent else None


def _notice(question: SafetyQuestion) -> SafetyNotice | None:
    if question.notice is None:
        return None
    notices = SafetyNotice.objects.select_related("innovation", "submission")
    found = notices.filter(slug=question.notice).first()
    if found is None:
        slugs = SafetyNotice.objects.values_list("slug", flat=True)
        raise NotFound("safety notice", question.notice, nearest(question.notice, slugs))
    if not was_known(found.submission, question.known_on):
        raise NotFound(f"safety notice known on {question.known_on}, that is called", found.slug)
    return found


def _innovation(question: SafetyQuestion) -> Innovation:
    slug = question.innovation or ""
    found = Innovation.objects.filter(slug=slug).first()
    if found is None:
        slugs = Innovation.objects.values_list("slug", flat=True)
        raise NotFound("innovation", slug, nearest(slug, slugs))
    return found


def was_known(submission: Submission, known_on: date | None) -> bool:
    """Was a file accepted by the end of a day (None: now), in the time of England?"""
    accepted = submission.accepted_at
    if known_on is None:
        return True
    return accepted is not None and timezone.localtime(accepted).date() <= known_on


def _answers(notice: SafetyNotice, on: date, known_on: date | None) -> dict[int, Acknowledgement]:
    """The answers that had come by a day, by id, in the order of acceptance."""
    told = Acknowledgement.objects.filter(notice=notice, acknowledged__lte=on)
    ordered = told.select_related("site", "submission").order_by("submission__version", "pk")
    return {a.pk: a for a in ordered if was_known(a.submission, known_on)}


def _given(order: int, answer: Acknowledgement, held: History, on: date) -> Given:
    acted = answer.acted if answer.acted and answer.acted <= on else None
    return Given(answer.pk, order, held.index[answer.site.code], answer.acknowledged, acted)


def _cohort(
    innovation: Innovation, on: date, known_on: date | None, held: History
) -> dict[int, list[tuple[int, int, int]]]:
    """Unit to the (site, submission, row) of cohorts that list a site behind it on a day."""
    listed = CohortSite.objects.filter(
        Q(end__isnull=True) | Q(end__gte=on), cohort__innovation=innovation, start__lte=on
    ).select_related("cohort__submission", "site")
    rows: dict[int, tuple[int, int, int]] = {}
    for entry in listed.order_by("pk"):
        if was_known(entry.cohort.submission, known_on):
            site = held.index[entry.site.code]
            rows.setdefault(site, (site, entry.cohort.submission_id, entry.row))
    units: dict[int, list[tuple[int, int, int]]] = {}
    for site, became in lineages(held.successions, rows, on.toordinal()).items():
        for unit in became:
            units.setdefault(unit, []).append(rows[site])
    return units


def _placed(units: list[Unit], by: Kind, on: date, held: History) -> list[Unit]:
    """The units, each with the codes of its places on the day; NO_PLACE where none is known."""
    if not units:
        return []
    month = Month.of(on)
    positions = np.array([unit.position for unit in units], dtype=np.int64)
    placement = place_weights(held, positions, [month], by, AsAt(on))
    weights = placement.weights_at(month)
    placed = []
    for row, unit in enumerate(units):
        columns = weights.indices[weights.indptr[row] : weights.indptr[row + 1]]
        codes = tuple(sorted(held.codes[placement.places[c]] for c in columns)) or (NO_PLACE,)
        placed.append(Unit(unit.position, unit.status, unit.decides, unit.told, unit.cohort, codes))
    return placed


def _still_open(
    units: list[Unit], is_closed: NDArray[np.bool_], lived: set[int]
) -> tuple[int, ...]:
    """Sites that had it and were succeeded, though a source says that they are open.

    `lived` are those of whose opening or closing any source tells.
    """
    behind = {one.source.site for unit in units for one in unit.told}
    standing = {unit.position for unit in units}
    gone = (behind - standing) & lived
    return tuple(sorted(site for site in gone if not is_closed[site]))
