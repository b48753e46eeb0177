"""Answering the safety question: the units in words, by place, with who answers there."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache

from django.utils import timezone

from groundswell.adoption.holding import Holding
from groundswell.adoption.models import Event
from groundswell.innovations.models import Acknowledgement
from groundswell.organisations.models import Kind
from groundswell.organisations.queries import names_on
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..answer import NO_PLACE, NO_PLACE_NAME, Provenance, Stated, SubmissionRef
from .answer import NoticeFacts, SafetyAnswer, SafetyPlace, SafetySite, Status
from .listing import Listing, Unit, listing, was_known
from .owners import participants
from .question import SafetyQuestion
from .words import headline, warnings

HOLDING_RULE = Stated(
    "Has or had it",
    "A site that was live, using, sustained or handed over at some time, as reported or as its "
    "first use in routine data shows, even if it has paused or stopped since. A date too imprecise "
    "to say whether it has come counts as come. Sites that committed and are not known to be live, "
    "and sites that stopped and were never said to be live, are listed apart.",
)
MERGER_RULE = Stated(
    "Mergers",
    "A site that others succeeded is represented by them, through as many steps as there were; "
    "after a split, by each of them.",
)
ANSWER_RULE = Stated(
    "Answers",
    "An answer counts for the site that gave it and for the sites that had become part of it by "
    "the day it acknowledged. One given before a site went live, or live again, does not count. Of "
    "several the last accepted prevails. Where several sites became "
    "one, it stands where the one of them stands that is furthest behind.",
)
OVERDUE_RULE = Stated("Overdue", "Outstanding after the day on which the notice was due.")
_COUNTED = (Status.OUTSTANDING, Status.ACKNOWLEDGED, Status.ACTED, Status.NOT_ASKED)


def answer(question: SafetyQuestion) -> SafetyAnswer:
    """Answer from the ledger as it is now. Raises NotFound for what is not there."""
    return _answer(question, timezone.localdate(), data_version())


@lru_cache(maxsize=64)
def _answer(question: SafetyQuestion, today: date, version: int) -> SafetyAnswer:
    found = listing(question, today, version)
    notice = _notice_facts(found)
    sites = _sites(found)
    names = _place_names(found)
    total = _total(sites)
    is_past_due = bool(notice) and found.on > notice.due  # type: ignore[union-attr]

    def of(*statuses: Status) -> tuple[SafetySite, ...]:
        return tuple(site for site in sites if site.status in statuses)

    return SafetyAnswer(
        question=question,
        on=found.on,
        notice=notice,
        innovation=found.innovation.slug,
        innovation_name=found.innovation.name,
        is_demo=found.innovation.is_demo,
        headline=headline(
            total,
            notice,
            found.innovation.name,
            closed=len(of(Status.CLOSED)),
            is_past_due=is_past_due,
        ),
        sites=of(*_COUNTED),
        apart=of(Status.APART),
        closed=of(Status.CLOSED),
        unknown=of(Status.UNKNOWN),
        places=_places(sites, names, _owners(found)),
        total=total,
        provenance=_provenance(found, sites, version),
    )


def _notice_facts(found: Listing) -> NoticeFacts | None:
    notice = found.notice
    if notice is None:
        return None
    return NoticeFacts(
        slug=notice.slug,
        title=notice.title,
        asks=notice.get_asks_display(),
        text=notice.text,
        issued=notice.issued,
        due=notice.due,
        issuer=notice.issuer,
        submission_id=notice.submission_id,
        file_name=notice.submission.file_name,
        sheet=notice.sheet,
        row=notice.row,
    )


def _sites(found: Listing) -> list[SafetySite]:
    """Every unit in words, by code."""
    codes = found.history.codes
    wanted = {unit.position for unit in found.units}
    wanted |= {one.source.site for unit in found.units for one in unit.told}
    names = names_on([codes[p] for p in wanted], found.on)
    places = _place_names(found)
    events = Event.objects.in_bulk(
        [unit.decides.source.held.event for unit in found.units if unit.decides]
    )

    def named(position: int) -> tuple[str, str]:
        return codes[position], names.get(codes[position], codes[position])

    sites = [_site(found, unit, named, places, events) for unit in found.units]
    return sorted(sites, key=lambda site: site.code)


def _site(
    found: Listing,
    unit: Unit,
    named: Callable[[int], tuple[str, str]],
    places: dict[str, str],
    events: dict[int, Event],
) -> SafetySite:
    code, name = named(unit.position)
    decides = unit.decides
    given = found.answers.get(decides.given.id) if decides and decides.given else None
    event = events[decides.source.held.event] if decides else None
    is_past_due = found.notice is not None and found.on > found.notice.due
    return SafetySite(
        code=code,
        name=name,
        places=tuple((place, places[place]) for place in unit.places),
        holding=max((one.source.held.holding for one in unit.told), default=Holding.NOT),
        status=unit.status,
        is_overdue=unit.status == Status.OUTSTANDING and is_past_due,
        inherited=tuple(
            named(one.source.site) for one in unit.told if one.source.site != unit.position
        ),
        stage=event.stage if event else "",
        on=event.on if event else None,
        acknowledged=given.acknowledged if given else None,
        acted=given.acted if given and given.acted and given.acted <= found.on else None,
        outcome=_outcome(given, found.on),
        note=given.note if given else "",
    )


def _outcome(given: Acknowledgement | None, on: date) -> str:
    if given is None or given.acted is None or given.acted > on:
        return ""
    return str(given.get_outcome_display())


def _place_names(found: Listing) -> dict[str, str]:
    codes = sorted({place for unit in found.units for place in unit.places})
    names = names_on(codes, found.on)
    return {code: names.get(code, code) for code in codes} | {NO_PLACE: NO_PLACE_NAME}


def _total(sites: Sequence[SafetySite]) -> SafetyPlace:
    return _count("", "All places", "", sites)


def _places(
    sites: Sequence[SafetySite], names: dict[str, str], owners: dict[str, str]
) -> tuple[SafetyPlace, ...]:
    """One row a place, by name; sites without a place stand last."""
    inside: dict[str, list[SafetySite]] = {}
    for site in sites:
        for code, _ in site.places:
            inside.setdefault(code, []).append(site)
    rows = [_count(c, names[c], owners.get(c, ""), its) for c, its in inside.items()]
    return tuple(sorted(rows, key=lambda row: (row.code == NO_PLACE, row.name)))


def _count(code: str, name: str, owner: str, sites: Sequence[SafetySite]) -> SafetyPlace:
    def number(*statuses: Status) -> int:
        return sum(site.status in statuses for site in sites)

    return SafetyPlace(
        code=code,
        name=name,
        owner=owner,
        sites=number(*_COUNTED),
        acknowledged=number(Status.ACKNOWLEDGED, Status.ACTED),
        acted=number(Status.ACTED),
        outstanding=number(Status.OUTSTANDING),
        overdue=sum(site.is_overdue for site in sites),
        apart=number(Status.APART),
        unknown=number(Status.UNKNOWN),
    )


def _owners(found: Listing) -> dict[str, str]:
    """Code of a network to who answers there."""
    if found.question.by != Kind.NETWORK:
        return {}
    told = participants(found.innovation, found.on, found.question.known_on)
    return {p.network.code: p.owner for p in told if p.owner}


def _provenance(found: Listing, sites: Iterable[SafetySite], version: int) -> Provenance:
    question = found.question
    several = sum(len(site.places) > 1 for site in sites)
    perhaps = sum(site.holding == Holding.MAY_HAVE for site in sites)
    rules = [HOLDING_RULE, MERGER_RULE]
    if found.notice:
        rules += [ANSWER_RULE, OVERDUE_RULE]
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=tuple(rules),
        submissions=_submissions(found),
        warnings=warnings(
            perhaps=perhaps,
            several=several,
            still_open=tuple(found.history.codes[p] for p in found.still_open),
            is_known_on=question.known_on is not None,
        ),
    )


def _submissions(found: Listing) -> tuple[SubmissionRef, ...]:
    """The files that tell of the notice, its answers, the innovation and the organisations."""
    innovation, known_on = found.innovation, found.question.known_on
    about = set(innovation.events.values_list("submission_id", flat=True).distinct())
    about |= set(innovation.cohorts.values_list("submission_id", flat=True))
    about |= {given.submission_id for given in found.answers.values()}
    if found.notice:
        about.add(found.notice.submission_id)
    accepted = Submission.objects.filter(status=Submission.Status.ACCEPTED).order_by("pk")
    ours = [s for s in accepted.filter(pk__in=about) if was_known(s, known_on)]
    ours += [s for s in accepted.filter(facts__has_key="organisations") if s.pk not in about]
    return tuple(
        SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
        for s in ours
        if s.accepted_at
    )
