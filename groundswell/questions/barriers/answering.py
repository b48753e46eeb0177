"""Answering the barriers question: what was told on events, by domain."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

import numpy as np
from django.db.models import Q
from django.utils import timezone

from groundswell.adoption.models import Event
from groundswell.adoption.rules import DOMAINS
from groundswell.common.matching import nearest
from groundswell.common.months import Month, month_range
from groundswell.innovations.models import Innovation
from groundswell.organisations.boundaries import AS_THEN
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.placement import place_weights
from groundswell.organisations.queries import history, names_on
from groundswell.people.action import data_version
from groundswell.programmes.facts import ProgrammeFacts, Told
from groundswell.programmes.models import CohortSite

from ..answer import NO_PLACE, NO_PLACE_NAME, Provenance, Stated
from ..errors import NotFound
from ..programmes import facts_of, submissions_with
from .answer import NO_DOMAIN, BarriersAnswer, DomainRow, FactorRow
from .question import BarriersQuestion
from .words import headline

WHOSE_RULE = Stated(
    "Which barriers and enablers",
    "Those on any event about the programme's innovations: told in its name, or of a site of its "
    "cohort, whoever told. What a later event corrected or took back counts no more.",
)
DOMAIN_RULE = Stated(
    "Domains",
    "The seven domains of the NASSS framework (Greenhalgh and others 2017, doi 10.2196/jmir.8775), "
    "as named by who told. Events are counted, and the different sites they are of: a domain that "
    "is often told is not thereby the one that matters most.",
)
PLACE_RULE = Stated(
    "Places", "A site counts in the network it was in at the end of the month of the event."
)


def answer(question: BarriersQuestion) -> BarriersAnswer:
    """Answer from the ledger as it is now.

    Raises NotFound for a programme that is unknown, or was on the day asked for, and for a
    network that is none.
    """
    return _answer(question, data_version())


@lru_cache(maxsize=256)
def _answer(question: BarriersQuestion, version: int) -> BarriersAnswer:
    """`version` only keys the cache."""
    facts = facts_of(question.programme, question.known_on)
    _need_network(question.place)
    found = _factors(facts, question.known_on)
    factors = tuple(f for f in found if question.place in (None, f.place_code))
    domains = tuple(_domain(name, factors) for name in (*DOMAINS, NO_DOMAIN))
    codes = {factor.place_code for factor in factors}
    names = names_on(codes, timezone.localdate()) | {NO_PLACE: NO_PLACE_NAME}
    return BarriersAnswer(
        question=question,
        programme=facts.slug,
        programme_name=facts.name,
        is_demo=Innovation.objects.get(slug=facts.innovation).is_demo,
        headline=headline(facts.name, domains, factors),
        domains=domains,
        factors=factors,
        places=tuple(sorted(((c, names.get(c, c)) for c in codes), key=lambda pair: pair[1])),
        provenance=_provenance(question, facts, factors, version),
    )


def _need_network(code: str | None) -> None:
    networks = list(Organisation.objects.filter(kind=Kind.NETWORK).values_list("code", flat=True))
    if code not in (None, NO_PLACE, *networks):
        raise NotFound("network", str(code), nearest(str(code), networks))


def _factors(facts: ProgrammeFacts, known_on: date | None) -> list[FactorRow]:
    """What was known on the day, newest first: a row for each network that its site was in."""
    cohort = CohortSite.objects.filter(cohort__in=[c.id for c in facts.cohorts])
    own = (facts.innovation, *(slug for slug, _ in facts.other_innovations))
    events = (
        Event.objects.filter(
            Q(programme=facts.id) | Q(innovation__slug__in=own, site__in=cohort.values("site")),
        )
        .exclude(factor="")
        .exclude(stage="void")
        .select_related("site", "innovation", "submission", "recorded_by", "superseded_by")
    )
    known = [event for event in events if _counts(event, known_on)]
    known.sort(key=lambda e: (e.latest, e.earliest, e.pk), reverse=True)
    names = names_on({e.site.code for e in known}, known_on or timezone.localdate())
    return [
        FactorRow(
            event=event.pk,
            site_code=event.site.code,
            site_name=names.get(event.site.code, event.site.code),
            place_code=place,
            factor=event.factor,
            domain=event.domain,
            note=event.note,
            stage=event.stage,
            on=event.on,
            innovation=event.innovation.slug,
            told_by=event.recorded_by.network or "national",
            submission_id=event.submission_id,
            file_name=event.submission.file_name,
            sheet=event.sheet,
            row=event.row,
        )
        for event, places in zip(known, _networks(known), strict=True)
        for place in places
    ]


def _counts(event: Event, known_on: date | None) -> bool:
    """Was it recorded by then, and not yet corrected?"""
    later = getattr(event, "superseded_by", None)
    if known_on is None:
        return later is None
    return _day(event.recorded_at) <= known_on and (
        later is None or _day(later.recorded_at) > known_on
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _networks(events: Sequence[Event]) -> list[list[str]]:
    """The networks that each event's site was in; more than one where a place was split."""
    if not events:
        return []
    held = history()
    codes = sorted({event.site.code for event in events})
    column = {code: number for number, code in enumerate(codes)}
    months = [Month.of(event.latest) for event in events]
    sites = np.array([held.index[code] for code in codes], dtype=np.int64)
    span = month_range(min(months), max(months))
    placement = place_weights(held, sites, span, Kind.NETWORK, AS_THEN)
    periods = {month: placement.at(month) for month in set(months)}
    weights = {p.first: p.weights(placement) for p in periods.values()}
    names = [held.codes[place] for place in placement.places]
    found = []
    for event, month in zip(events, months, strict=True):
        above, row = weights[periods[month].first], column[event.site.code]
        places = above.indices[above.indptr[row] : above.indptr[row + 1]]
        found.append(sorted(names[place] for place in places) or [NO_PLACE])
    return found


def _domain(name: str, factors: Sequence[FactorRow]) -> DomainRow:
    ours = [factor for factor in factors if factor.domain == name]
    barriers = [factor for factor in ours if factor.factor == "barrier"]
    enablers = [factor for factor in ours if factor.factor == "enabler"]
    return DomainRow(
        name,
        len(_events(barriers)),
        len({factor.site_code for factor in barriers}),
        len(_events(enablers)),
        len({factor.site_code for factor in enablers}),
    )


def _events(factors: Sequence[FactorRow]) -> set[int]:
    """Each event once: one whose site was in two networks has two rows."""
    return {factor.event for factor in factors}


def _provenance(
    question: BarriersQuestion,
    facts: ProgrammeFacts,
    factors: Sequence[FactorRow],
    version: int,
) -> Provenance:
    told = [facts.told, *(c.told for c in facts.cohorts)]
    told += [Told(f.submission_id, f.file_name, f.sheet, f.row, date.min) for f in factors]
    unnamed = sum(factor.domain == NO_DOMAIN for factor in factors)
    warnings = (
        (f"{unnamed:,} of {len(factors):,} barriers and enablers name no domain.",)
        if unnamed
        else ()
    )
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=(WHOSE_RULE, DOMAIN_RULE, PLACE_RULE),
        submissions=submissions_with((), told),
        warnings=warnings,
    )
