"""Answering the missing question: who was asked about which sites, and what has come."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from functools import lru_cache

from django.utils.timezone import localdate

from groundswell.common.dates import day_name
from groundswell.common.matching import nearest
from groundswell.innovations.models import Innovation
from groundswell.people.action import data_version
from groundswell.programmes.facts import ProgrammeFacts, RoundFact

from ..answer import NO_PLACE, Provenance, Stated
from ..errors import NotFound
from ..programme_sites import (
    COHORT_RULE,
    Ended,
    Owner,
    Unit,
    cohort_sites,
    ended_by,
    network_names,
    owners,
    submission_refs,
    units_of,
)
from ..programmes import facts_of
from .answer import (
    LATE,
    MISSING,
    NETWORK_STATUSES,
    NO_SITES,
    NOT_DUE,
    PARTLY,
    RECEIVED,
    SITE_STATUSES,
    AskedRound,
    MissingAnswer,
    NetworkReturn,
    SiteReturn,
)
from .question import MissingQuestion
from .returns import Telling, changes, tellings
from .words import headline, warnings

STATUS_RULE = Stated(
    "Received, late, missing",
    "A site has come when a return for the round, whoever sent it, told something of it, were it "
    "only that there is nothing to tell. It came on time up to the end of the due day, in the time "
    "of England; after that it is late, and missing until it comes. A network's return is in part "
    "while some of its sites have come and others have not.",
)
CHANGED_RULE = Stated(
    "Changed",
    "A site has changed where a later return for the same round corrected, added or took back "
    "something. Every return is kept; the last one counts.",
)


def answer(question: MissingQuestion) -> MissingAnswer:
    """Raises NotFound for a programme, round or network of it that there is not."""
    return _answer(question, question.on or localdate(), data_version())


@lru_cache(maxsize=64)
def _answer(question: MissingQuestion, on: date, version: int) -> MissingAnswer:
    """`version` only keys the cache, and names the state."""
    facts = facts_of(question.programme, question.known_on)
    ended = ended_by(facts, on)
    asked = _round(facts, question.round, on, ended)
    if asked is None:
        return _nothing(question, facts, on, version)
    entries = cohort_sites(facts.id, None, asked.end, question.known_on)
    units = units_of(entries, asked.end)
    told = tellings(asked.id, min(on, question.known_on or on))
    answerable = owners(facts, asked.start, asked.end)
    everybody = {network for unit in units for network in unit.networks} - {NO_PLACE}
    codes = answerable.keys() if facts.participants else everybody
    _need_network(question.network, codes)
    names = network_names(codes, asked.end)
    changed = changes(told)
    sites = [
        _site(unit, code, names[code], answerable.get(code), asked, on, told, changed)
        for unit in units
        for code in unit.networks
        if code in codes and question.network in (None, code)
    ]
    networks = [
        _network(code, names[code], answerable.get(code), asked, sites)
        for code in codes
        if question.network in (None, code)
    ]
    networks.sort(key=lambda n: (NETWORK_STATUSES.index(n.status), n.name))
    sites.sort(key=lambda s: (s.network_name, SITE_STATUSES.index(s.status), s.site_code))
    about = {one.submission for ours in told.values() for one in ours}
    about |= {entry.source.submission_id for entry in entries.values()} | {asked.told.submission}
    about |= {owner.submission_id for owner in answerable.values()}
    period = AskedRound(asked.start, asked.end, asked.due)
    return MissingAnswer(
        question=question,
        programme=facts.slug,
        programme_name=facts.name,
        is_demo=_is_demo(facts),
        on=on,
        round=period,
        ended=ended,
        networks=tuple(networks),
        sites=tuple(sites),
        headline=headline(facts.name, period, on, networks, sites),
        provenance=Provenance(
            canonical=question.canonical,
            data_version=version,
            known_on=question.known_on,
            rules=(STATUS_RULE, CHANGED_RULE, COHORT_RULE),
            submissions=submission_refs(about),
            warnings=warnings(facts, ended, units, codes),
        ),
    )


def _round(
    facts: ProgrammeFacts, start: date | None, on: date, ended: Ended | None
) -> RoundFact | None:
    """The round that starts on a day, or the one that ended last; None where none has ended.

    One that was to start after the programme was over is asked of nobody.
    """
    if start is None:
        last = (ended.on if ended else None) or date.max
        past = (r for r in facts.rounds if r.end < on and r.start <= last)
        return max(past, key=lambda r: r.end, default=None)
    found = next((r for r in facts.rounds if r.start == start), None)
    if found is None:
        known = [str(r.start) for r in facts.rounds]
        near = nearest(str(start), known) or tuple(known[-2:])
        raise NotFound(f"round of {facts.name} from", str(start), near)
    return found


def _need_network(code: str | None, known: Set[str]) -> None:
    if code and code not in known:
        raise NotFound("network of this programme", code, nearest(code, known))


def _site(
    unit: Unit,
    code: str,
    name: str,
    owner: Owner | None,
    asked: RoundFact,
    on: date,
    told: Mapping[int, Sequence[Telling]],
    changed: Mapping[int, tuple[tuple[str, str], ...]],
) -> SiteReturn:
    """A unit has come when any of the sites that it is made of has."""
    ours = [one for site in unit.sites for one in told.get(site, ())]
    first = min(ours, key=lambda one: (one.accepted, one.submission), default=None)
    last = max(ours, key=lambda one: (one.accepted, one.submission), default=None)
    if first is None:
        status, late = (MISSING, (on - asked.due).days) if on > asked.due else (NOT_DUE, None)
    elif first.accepted > asked.due:
        status, late = LATE, (first.accepted - asked.due).days
    else:
        status, late = RECEIVED, None
    return SiteReturn(
        site_code=unit.code,
        site_name=unit.name,
        network_code=code,
        network_name=name,
        status=status,
        received=first.accepted if first else None,
        days_late=late,
        changes=tuple(pair for site in unit.sites for pair in changed.get(site, ())),
        owner=owner.name if owner else "",
        email=owner.email if owner else "",
        due=asked.due,
        source=last.source if last else unit.source,
    )


def _network(
    code: str, name: str, owner: Owner | None, asked: RoundFact, sites: Sequence[SiteReturn]
) -> NetworkReturn:
    ours = [site for site in sites if site.network_code == code]
    by_status = {s: sum(site.status == s for site in ours) for s in SITE_STATUSES}
    days = [site.days_late for site in ours if site.days_late is not None]
    return NetworkReturn(
        code=code,
        name=name,
        owner=owner.name if owner else "",
        email=owner.email if owner else "",
        due=asked.due,
        status=_status(by_status),
        received=min((site.received for site in ours if site.received), default=None),
        days_late=max(days, default=None),
        sites=len(ours),
        on_time=by_status[RECEIVED],
        late=by_status[LATE],
        missing=by_status[MISSING],
        not_due=by_status[NOT_DUE],
        changed=sum(bool(site.changes) for site in ours),
    )


def _status(by_status: Mapping[str, int]) -> str:
    come, absent = by_status[RECEIVED] + by_status[LATE], by_status[MISSING] + by_status[NOT_DUE]
    if come and absent:
        return PARTLY
    if come:
        return LATE if by_status[LATE] else RECEIVED
    if not absent:
        return NO_SITES
    return MISSING if by_status[MISSING] else NOT_DUE


def _is_demo(facts: ProgrammeFacts) -> bool:
    return Innovation.objects.filter(slug=facts.innovation, is_demo=True).exists()


def _nothing(
    question: MissingQuestion, facts: ProgrammeFacts, on: date, version: int
) -> MissingAnswer:
    why = "no round has ended yet" if facts.rounds else "no rounds have been agreed"
    return MissingAnswer(
        question=question,
        programme=facts.slug,
        programme_name=facts.name,
        is_demo=_is_demo(facts),
        on=on,
        round=None,
        ended=ended_by(facts, on),
        networks=(),
        sites=(),
        headline=f"No return of {facts.name} is to come by {day_name(on)}: {why}.",
        provenance=Provenance(
            canonical=question.canonical,
            data_version=version,
            known_on=question.known_on,
            rules=(STATUS_RULE,),
            submissions=submission_refs({r.told.submission for r in facts.rounds}),
            warnings=(),
        ),
    )
