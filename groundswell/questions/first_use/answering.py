"""Answering the first-use question: two dates for each site, and where they disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.timezone import localdate

from groundswell.common.matching import nearest
from groundswell.common.months import Month
from groundswell.common.numbers import count
from groundswell.innovations.models import Innovation
from groundswell.measures.registry import measures
from groundswell.measures.rules import FIRST_USE_TEXT
from groundswell.people.action import data_version
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.programmes.models import ProgrammeMeasure

from ..answer import Provenance, Stated
from ..errors import NotFound
from ..programme_sites import (
    COHORT_RULE,
    Owner,
    Unit,
    cohort_sites,
    network_names,
    next_due,
    owners,
    submission_refs,
    units_of,
)
from ..programmes import subject_of
from .comparing import DISCREPANCIES, NEITHER, VERDICTS, compare
from .question import FirstUseQuestion
from .seen import Measured, Seen, go_lives, measured_cells, measured_events, together

MEASURED_RULE = Stated("First use in routine data", FIRST_USE_TEXT)
REPORTED_RULE = Stated(
    "Reported go-live",
    "The first event of a site at live or beyond that somebody reported. Where sites merged, the "
    "first of any of them counts, reported and measured alike.",
)


@dataclass(frozen=True, slots=True)
class SiteFirstUse:
    """One site in one of its networks. `months` is by how many at least the two dates differ."""

    site_code: str
    site_name: str
    network_code: str
    network_name: str
    verdict: str
    months: int | None
    reported: Seen | None
    measured: Seen | None
    owner: str
    email: str
    due: date | None


@dataclass(frozen=True, slots=True)
class FirstUseAnswer:
    """`sites` holds every site of which something was reported or measured, discrepancies first.

    `counts` are of sites by verdict; `by_network` has (code, name, counts by verdict).
    `has_data` is False where no routine data tell of first use: nothing is compared then.
    """

    question: FirstUseQuestion
    programme_name: str
    is_demo: bool
    at: Month
    has_data: bool
    counts: Mapping[str, int]
    by_network: tuple[tuple[str, str, Mapping[str, int]], ...]
    sites: tuple[SiteFirstUse, ...]
    headline: str
    provenance: Provenance

    @property
    def discrepancies(self) -> tuple[SiteFirstUse, ...]:
        return tuple(site for site in self.sites if site.verdict in DISCREPANCIES)


def answer(question: FirstUseQuestion) -> FirstUseAnswer:
    """Raises NotFound for a programme, an innovation of it or a network that there is not.

    Raises NoLongerKept where the cells of `known_on` were collected.
    """
    return _answer(question, question.at or Month.of(localdate()), data_version())


@lru_cache(maxsize=64)
def _answer(question: FirstUseQuestion, at: Month, version: int) -> FirstUseAnswer:
    """`version` only keys the cache, and names the state."""
    known_on = question.known_on
    subject = subject_of(question.programme, known_on, innovation=question.innovation)
    facts = subject.facts
    day = min(at.last_day, max(localdate(), at.first_day))
    entries = cohort_sites(facts.id, subject.innovation, day, known_on)
    units = units_of(entries, day)
    sites = {site for unit in units for site in unit.sites}
    reported, _ = go_lives(subject.innovation, sites, "reported", at, known_on)
    measured = _measured(facts, subject.innovation, sites, at, known_on)
    compared = [
        _compared(unit, reported, measured, at, question.tolerance, bool(measured.sources))
        for unit in units
    ]
    answerable = owners(facts, day, day)
    names = network_names((code for unit in units for code in unit.networks), day)
    _need_network(question.network, units)
    listed = _listed(compared, names, answerable, next_due(facts, day), question.network)
    codes = {site.network_code for site in listed}
    innovation = Innovation.objects.get(slug=subject.innovation)
    about = {entry.source.submission_id for entry in entries.values()} | measured.submissions
    about |= {seen.source.submission_id for seen in reported.values()}
    counts = _counts(listed)
    has_data = bool(measured.sources)
    return FirstUseAnswer(
        question=question,
        programme_name=facts.name,
        is_demo=innovation.is_demo,
        at=at,
        has_data=has_data,
        counts=counts,
        by_network=tuple(
            (code, names[code], _counts(site for site in listed if site.network_code == code))
            for code in sorted(codes, key=lambda code: names[code])
        ),
        sites=tuple(site for site in listed if site.verdict != NEITHER),
        headline=_headline(facts.name, innovation.name, question.tolerance, counts, has_data),
        provenance=Provenance(
            canonical=question.canonical,
            data_version=version,
            known_on=known_on,
            rules=(
                _agree_rule(question.tolerance),
                REPORTED_RULE,
                *([_source_rule(measured)] if has_data else []),
                MEASURED_RULE,
                COHORT_RULE,
            ),
            submissions=submission_refs(about),
            warnings=(),
        ),
    )


def _measured(
    facts: ProgrammeFacts, innovation: str, sites: set[int], at: Month, known_on: date | None
) -> Measured:
    """Measured events of the innovation, and the measures that the programme names for it."""
    found = [measured_events(innovation, sites, at, known_on)]
    if innovation == facts.innovation:
        defined = measures()
        for fact in facts.measures:
            if fact.role == ProgrammeMeasure.Role.FIRST_USE:
                held = defined.get(fact.measure)
                title = held.title if held else fact.measure
                found.append(measured_cells(fact.measure, title, sites, at, known_on))
    return together(found)


def _compared(
    unit: Unit,
    reported: Mapping[int, Seen],
    measured: Measured,
    at: Month,
    tolerance: int,
    has_data: bool,
) -> tuple[Unit, str, int | None, Seen | None, Seen | None]:
    said = _first(reported[site] for site in unit.sites if site in reported)
    used = _first(measured.first[site] for site in unit.sites if site in measured.first)
    until = max((measured.until[s] for s in unit.sites if s in measured.until), default=None)
    verdict, months = compare(
        said.span if said else None,
        used.span if used else None,
        data_until=until if has_data else None,
        reports_until=at,
        tolerance=tolerance,
    )
    return unit, verdict, months, said, used


def _first(seen: Iterable[Seen]) -> Seen | None:
    return min(seen, key=lambda one: (one.on.latest, one.on.earliest), default=None)


def _need_network(code: str | None, units: Sequence[Unit]) -> None:
    known = {network for unit in units for network in unit.networks}
    if code and code not in known:
        raise NotFound("network of this programme", code, nearest(code, known))


def _listed(
    compared: Sequence[tuple[Unit, str, int | None, Seen | None, Seen | None]],
    names: Mapping[str, str],
    answerable: Mapping[str, Owner],
    due: date | None,
    network: str | None,
) -> list[SiteFirstUse]:
    found = []
    for unit, verdict, months, said, used in compared:
        for code in unit.networks:
            if network and code != network:
                continue
            owner = answerable.get(code)
            found.append(
                SiteFirstUse(
                    site_code=unit.code,
                    site_name=unit.name,
                    network_code=code,
                    network_name=names[code],
                    verdict=verdict,
                    months=months,
                    reported=said,
                    measured=used,
                    owner=owner.name if owner else "",
                    email=owner.email if owner else "",
                    due=due,
                )
            )
    return sorted(
        found,
        key=lambda s: (VERDICTS.index(s.verdict), s.network_name, -(s.months or 0), s.site_code),
    )


def _counts(sites: Iterable[SiteFirstUse]) -> dict[str, int]:
    """Each site once, however many networks it stands in."""
    verdicts = {site.site_code: site.verdict for site in sites}
    return {verdict: sum(v == verdict for v in verdicts.values()) for verdict in VERDICTS}


def _headline(
    name: str, innovation: str, tolerance: int, counts: Mapping[str, int], has_data: bool
) -> str:
    if not has_data:
        return f"No routine data tells of first use of {innovation} in {name}."
    both = counts["agrees"] + counts["measured earlier"] + counts["measured later"]
    sites = "site has" if both == 1 else "sites have"
    agree = "agrees" if counts["agrees"] == 1 else "agree"
    months = "1 month" if tolerance == 1 else f"{tolerance} months"
    return (
        f"{count(both)} {sites} both a reported go-live and a first use in routine data; "
        f"{count(counts['agrees'])} of them {agree} within {months}. "
        f"{count(counts['reported, not measured'])} reported live show no use, and "
        f"{count(counts['measured, not reported'])} that use it are not reported."
    )


def _agree_rule(tolerance: int) -> Stated:
    return Stated(
        "Agree",
        f"The two dates agree where they may lie within {tolerance} months of each other: an "
        "imprecise date is given the benefit of the doubt. A silence is a discrepancy only once "
        "the data, or the reports, reach that many months past the other date.",
    )


def _source_rule(measured: Measured) -> Stated:
    return Stated("Measured by", f"{'; '.join(measured.sources)}.")
