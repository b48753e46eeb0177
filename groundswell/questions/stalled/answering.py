"""Answering the stalled question: every site's stays, the times of its peers, who is behind."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.utils.timezone import localdate

from groundswell.adoption.models import Event
from groundswell.adoption.rules import RANK
from groundswell.common.matching import nearest
from groundswell.innovations.models import Innovation
from groundswell.people.action import data_version

from ..answer import Provenance
from ..errors import NotFound
from ..known_ladders import known_ladders
from ..programme_sites import (
    COHORT_RULE,
    Owner,
    Source,
    Unit,
    cohort_sites,
    ended_by,
    last_days,
    network_names,
    next_due,
    owners,
    submission_refs,
    units_of,
)
from ..programmes import subject_of
from .answer import StalledAnswer, StalledSite
from .question import StalledQuestion
from .stays import STAGES, Length, StageTime, Stay, length, stage_time, stays
from .words import DATE_RULE, PEERS_RULE, headline, threshold_rule, warnings


def answer(question: StalledQuestion) -> StalledAnswer:
    """Raises NotFound for a programme, an innovation of it or a network that there is not."""
    return _answer(question, question.at or localdate(), data_version())


@lru_cache(maxsize=64)
def _answer(question: StalledQuestion, at: date, version: int) -> StalledAnswer:
    """`version` only keys the cache, and names the state."""
    known_on = question.known_on
    subject = subject_of(question.programme, known_on, innovation=question.innovation)
    facts, name = subject.facts, subject.facts.name
    entries = cohort_sites(facts.id, subject.innovation, at, known_on)
    units = units_of(entries, at)
    _need_network(question.network, units)
    ended = ended_by(facts, at)
    told = known_ladders(subject.innovation, entries, known_on)
    lasting = {site: stays(events, at) for site, events in told.items()}
    stood = last_days(lasting, at)
    last = {site: min(day, entries[site].end.toordinal()) for site, day in stood.items()}
    times = tuple(
        stage_time(stage, _first_lengths(stage, lasting, at, last), question.share)
        for stage in STAGES
    )
    answerable, due = owners(facts, at, at), next_due(facts, at)
    standing = {unit: found for unit in units if (found := _standing(unit, lasting))}
    behind = [] if ended else _behind(standing, times, at)
    events = Event.objects.in_bulk([stay.entered.id for _, stay, *_ in behind])
    sites = _listed(behind, events, answerable, due, at, question.network)
    now = {s: sum(stay.stage == s for stay in standing.values()) for s in STAGES}
    innovation = Innovation.objects.get(slug=subject.innovation)
    about = {unit.source.submission_id for unit in units}
    about |= set(innovation.events.values_list("submission_id", flat=True).distinct())
    about |= {owner.submission_id for owner in answerable.values()}
    return StalledAnswer(
        question=question,
        programme_name=name,
        is_demo=innovation.is_demo,
        at=at,
        due=due,
        ended=ended,
        stages=times,
        now=now,
        sites=sites,
        headline=headline(name, question, at, ended, times, sites, bool(units)),
        provenance=Provenance(
            canonical=question.canonical,
            data_version=version,
            known_on=known_on,
            rules=(threshold_rule(question.share), PEERS_RULE, DATE_RULE, COHORT_RULE),
            submissions=submission_refs(about),
            warnings=warnings(name, ended, times),
        ),
    )


def _need_network(code: str | None, units: Sequence[Unit]) -> None:
    known = {network for unit in units for network in unit.networks}
    if code and code not in known:
        raise NotFound("network of this programme", code, nearest(code, known))


def _first_lengths(
    stage: str, lasting: dict[int, list[Stay]], at: date, last: dict[int, int]
) -> list[Length]:
    """Each site's first stay in a stage: a second would count the site twice."""
    firsts = (
        (site, next((stay for stay in of_site if stay.stage == stage), None))
        for site, of_site in lasting.items()
    )
    return [length(stay, at, last[site]) for site, stay in firsts if stay is not None]


def _standing(unit: Unit, lasting: dict[int, list[Stay]]) -> Stay | None:
    """Where a unit stands: as the furthest up of the sites that became it, for the longest.

    None where nothing is known of it, or of one of its sites while none is known to be live.
    """
    latest = [lasting[site][-1] for site in unit.sites if lasting.get(site)]
    furthest = min(
        latest,
        key=lambda stay: (-RANK.get(stay.stage, -1), stay.entered.latest, stay.entered.id),
        default=None,
    )
    if furthest is None or len(latest) == len(unit.sites):
        return furthest
    return furthest if RANK.get(furthest.stage, -1) >= RANK["live"] else None


def _behind(
    standing: dict[Unit, Stay], times: Sequence[StageTime], at: date
) -> list[tuple[Unit, Stay, int, float]]:
    thresholds = {time.stage: time.threshold for time in times}
    found = []
    for unit, stay in standing.items():
        threshold = thresholds.get(stay.stage)
        days = (at - stay.entered.latest).days
        if threshold is not None and stay.is_open and days > threshold:
            found.append((unit, stay, days, threshold))
    return found


def _listed(
    behind: Sequence[tuple[Unit, Stay, int, float]],
    events: dict[int, Event],
    answerable: dict[str, Owner],
    due: date | None,
    at: date,
    network: str | None,
) -> tuple[StalledSite, ...]:
    names = network_names((code for unit, *_ in behind for code in unit.networks), at)
    nobody = Owner("", "", 0)
    found = []
    for unit, stay, days, threshold in behind:
        event = events[stay.entered.id]
        for code in unit.networks:
            if network and code != network:
                continue
            owner = answerable.get(code, nobody)
            found.append(
                StalledSite(
                    site_code=unit.code,
                    site_name=unit.name,
                    network_code=code,
                    network_name=names[code],
                    stage=stay.stage,
                    since=event.on,
                    days=days,
                    threshold=threshold,
                    owner=owner.name,
                    email=owner.email,
                    due=due,
                    source=Source(event.submission_id, event.sheet, event.row),
                )
            )
    return tuple(sorted(found, key=lambda s: (s.network_name, -s.days, s.site_code)))
