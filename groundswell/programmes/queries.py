"""Reads of programmes: what was agreed of one, as it is known now or was at the end of a day."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, QuerySet
from django.utils import timezone

from groundswell.common.matching import did_you_mean, nearest
from groundswell.organisations.queries import names_on
from groundswell.submissions.models import FromSubmission

from .facts import (
    ClosureFact,
    CohortFact,
    MeasureFact,
    ParticipantFact,
    ProgrammeFacts,
    ResultFact,
    RoundFact,
    TargetFact,
    Told,
)
from .models import Participant, Programme, Target
from .rules import Ending

Fact = TypeVar("Fact", bound=FromSubmission)


def programme(slug: str, known_on: date | None = None) -> ProgrammeFacts:
    """One programme as it is known now, or was at the end of `known_on`.

    Raises LookupError, with near matches, where no programme was known by that slug.
    """
    held = as_known(Programme.objects.all(), known_on)
    found = held.select_related("innovation", "submission").filter(slug=slug).first()
    if found is None:
        near = did_you_mean(nearest(slug, held.values_list("slug", flat=True)))
        raise LookupError(f"There is no programme {slug!r}. {near}".rstrip())
    participants = participants_of(found, known_on)
    names = names_on({p.network.code for p in participants}, known_on or timezone.localdate())
    others = found.other_innovations.order_by("slug").values_list("slug", "name")
    return ProgrammeFacts(
        id=found.pk,
        slug=found.slug,
        name=found.name,
        innovation=found.innovation.slug,
        innovation_name=found.innovation.name,
        other_innovations=tuple((slug, name) for slug, name in others),
        scope=found.scope,
        commissioner=found.commissioner,
        licence=found.licence,
        definition=found.definition,
        start=found.start,
        end=found.end,
        outcome_said=found.outcome,
        summary=found.summary,
        told=_told(found),
        participants=tuple(
            ParticipantFact(
                p.network.code,
                names.get(p.network.code, p.network.code),
                p.owner,
                p.email,
                p.start,
                p.end,
                _told(p),
            )
            for p in participants
        ),
        targets=tuple(
            TargetFact(
                t.network.code if t.network else None,
                t.due,
                t.kind,
                t.value,
                t.whole,
                t.source,
                _told(t),
            )
            for t in targets_of(found, known_on)
        ),
        rounds=tuple(
            RoundFact(r.pk, r.start, r.end, r.due, _told(r))
            for r in _facts(found.rounds, known_on).order_by("start")
        ),
        measures=tuple(
            MeasureFact(m.measure, m.role, _told(m)) for m in _facts(found.measures, known_on)
        ),
        results=tuple(
            ResultFact(r.kind, r.text, r.period, r.source, _told(r))
            for r in _facts(found.results, known_on)
        ),
        closures=tuple(
            ClosureFact(Ending(c.outcome, c.on, c.to, c.reason), _told(c))
            for c in _facts(found.closures, known_on)
        ),
        cohorts=_cohorts(found, known_on),
    )


def programmes(known_on: date | None = None) -> list[Programme]:
    """Every programme known now, or at the end of `known_on`; the one that began last first."""
    held = as_known(Programme.objects.all(), known_on).select_related("innovation")
    return list(held.order_by("-start", "slug"))


def participants_of(found: Programme, known_on: date | None = None) -> list[Participant]:
    """The networks that take part, by code and day: of several rows for one, the last told."""
    facts = _facts(found.participants, known_on).select_related("network")
    held = prevailing(facts, lambda p: (p.network_id, p.start))
    return sorted(held, key=lambda p: (p.network.code, p.start))


def targets_of(found: Programme, known_on: date | None = None) -> list[Target]:
    """The targets of all together first, then by network; each place's by day, the last told."""
    facts = _facts(found.targets, known_on).select_related("network")
    held = prevailing(facts, lambda t: (t.network_id, t.due))
    return sorted(held, key=lambda t: (t.network.code if t.network else "", t.due))


def prevailing(facts: Iterable[Fact], key: Callable[[Fact], Hashable]) -> list[Fact]:
    """Of the facts with equal keys the last one: they come in the order of telling."""
    return list({key(fact): fact for fact in facts}.values())


def as_known(facts: QuerySet[Fact], known_on: date | None) -> QuerySet[Fact]:
    """The facts accepted by the end of a day in England; all where no day is given."""
    return facts if known_on is None else facts.filter(submission__accepted_at__date__lte=known_on)


def _facts(related: Any, known_on: date | None) -> Any:
    """Facts of one kind in the order of telling, each with its submission."""
    return as_known(related.select_related("submission"), known_on).order_by(
        "submission__version", "pk"
    )


def _cohorts(found: Programme, known_on: date | None) -> tuple[CohortFact, ...]:
    rows = _facts(found.cohorts, known_on).select_related("innovation")
    return tuple(
        CohortFact(c.pk, c.innovation.slug, c.rule, c.on, c.chosen_by, c.count, _told(c))
        for c in rows.annotate(count=Count("sites__site", distinct=True))
    )


def _told(fact: FromSubmission) -> Told:
    sent = fact.submission
    accepted = timezone.localtime(sent.accepted_at).date() if sent.accepted_at else date.min
    return Told(sent.pk, sent.file_name, fact.sheet, fact.row, accepted)
