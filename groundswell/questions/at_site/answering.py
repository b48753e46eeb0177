"""Answering the site question: who it is, what it has, what it could have, who is like it."""

from datetime import date
from functools import lru_cache

import numpy as np
from django.utils import timezone

from groundswell.adoption.holding import APART, HOLDERS
from groundswell.common.matching import nearest
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation, SafetyNotice
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.lineage import behind
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.placement import History, place_weights
from groundswell.organisations.queries import history, names_on, postcodes_on
from groundswell.organisations.rules import FOREVER
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from .. import safety
from ..answer import Provenance, Stated, SubmissionRef
from ..errors import NotFound
from ..safety.answering import HOLDING_RULE, MERGER_RULE
from ..safety.listing import was_known
from ..safety.question import SafetyQuestion
from .alike import candidates, opened_and_closed, peers_and_theirs
from .answer import SiteAnswer, SiteInnovation, SiteNotice, SiteProgramme
from .history import events_of, innovations
from .peers import rule
from .programmes import programmes
from .question import SiteQuestion
from .words import headline

PLACES = (Kind.TRUST, Kind.PCN, Kind.CCG, Kind.ICB, Kind.REGION, Kind.NETWORK)
PROGRAMME_RULE = Stated(
    "In a programme",
    "A cohort of the programme lists the site, and something beyond eligible is known of one of "
    "the programme's innovations there. A site that is listed and of which nothing more is known "
    "could join while the programme runs.",
)


def answer(question: SiteQuestion) -> SiteAnswer:
    """Answer from the ledger as it is now. Raises NotFound for a code that nobody has."""
    return _answer(question, timezone.localdate(), data_version())


@lru_cache(maxsize=64)
def _answer(question: SiteQuestion, today: date, version: int) -> SiteAnswer:
    """`version` only keys the cache."""
    on, known_on, held = question.on or today, question.known_on, history()
    position = _position(question.site, held)
    code = held.codes[position]
    sources = behind(held.successions, [position], on.toordinal())[position]
    codes = sorted(held.codes[one] for one in sources)
    events = events_of(codes)
    found = innovations(code, events, on, known_on)
    joined = programmes(codes, events, on, known_on)
    site, others, size_of = candidates(held, position, on, known_on)
    mine = {one.slug: one.holding for one in found}
    peers, could_have = peers_and_theirs(held, site, others, mine, on, known_on)
    notices = _notices(code, found, question)
    opened, closed = opened_and_closed(held, position, on)
    before, after = _neighbours(held, position)
    names = names_on([code, *(c for c, _ in before + after)], on)
    kind = str(Kind(held.kinds[position]).label)
    places = _places(held, position, on)
    peer_rule = rule(site, kind, size_of)
    return SiteAnswer(
        question=question,
        on=on,
        code=code,
        name=names.get(code, code),
        kind=kind,
        postcode=postcodes_on([code], on).get(code, ""),
        opened=opened,
        closed=closed,
        places=places,
        predecessors=tuple((c, names.get(c, c), day) for c, day in before),
        successors=tuple((c, names.get(c, c), day) for c, day in after),
        notices=notices,
        innovations=found,
        programmes=joined,
        size=site.size,
        size_of=size_of,
        fifth=site.fifth,
        peers=peers,
        peer_rule=peer_rule,
        could_have=could_have,
        is_demo=Innovation.objects.filter(slug__in=mine, is_demo=True).exists(),
        headline=headline(names.get(code, code), found, joined, notices),
        provenance=_provenance(question, version, found, joined, peer_rule),
    )


def _position(code: str, held: History) -> int:
    """The site of a code, in capitals or not."""
    for written in (code, code.upper()):
        if written in held.index:
            return held.index[written]
    codes = Organisation.objects.values_list("code", flat=True)
    raise NotFound("site", code, nearest(code.upper(), codes))


def _neighbours(
    held: History, position: int
) -> tuple[list[tuple[str, date]], list[tuple[str, date]]]:
    """(predecessors, successors) with the day of each."""
    passed = held.successions
    before = np.flatnonzero(passed.successor == position)
    after = np.flatnonzero(passed.predecessor == position)
    return (
        [(held.codes[passed.predecessor[i]], date.fromordinal(int(passed.on[i]))) for i in before],
        [(held.codes[passed.successor[i]], date.fromordinal(int(passed.on[i]))) for i in after],
    )


def _places(held: History, position: int, on: date) -> tuple[tuple[str, str, str], ...]:
    month, site = Month.of(on), np.array([position])
    found: list[tuple[str, str]] = []
    for kind in PLACES:
        if kind != held.kinds[position] and on.toordinal() < FOREVER:
            placement = place_weights(held, site, [month], kind, AsAt(on))
            columns = placement.weights_at(month).indices
            codes = sorted(held.codes[placement.places[c]] for c in columns)
            found += [(str(kind.label), code) for code in codes]
    names = names_on([code for _, code in found], on)
    return tuple((kind, code, names.get(code, code)) for kind, code in found)


def _notices(
    code: str, found: tuple[SiteInnovation, ...], question: SiteQuestion
) -> tuple[SiteNotice, ...]:
    """The notices about what the site has or had, or may have: open ones first, then newest."""
    holds = [one.slug for one in found if one.holding in HOLDERS | APART]
    told = []
    for notice in SafetyNotice.objects.filter(innovation__slug__in=holds):
        asked = SafetyQuestion(notice.slug, on=question.on, known_on=question.known_on)
        try:
            answered = safety.answer(asked)
        except NotFound:
            continue  # not known on that day
        if answered.on < notice.issued:
            continue
        for site in (*answered.sites, *answered.apart, *answered.closed):
            if site.code == code:
                told.append(
                    SiteNotice(
                        slug=notice.slug,
                        title=notice.title,
                        asks=notice.get_asks_display(),
                        innovation_name=answered.innovation_name,
                        due=notice.due,
                        status=str(site.status),
                        is_open=site.status not in (safety.Status.ACTED, safety.Status.CLOSED),
                        is_overdue=site.is_overdue,
                    )
                )
    return tuple(sorted(told, key=lambda one: not one.is_open))


def _provenance(
    question: SiteQuestion,
    version: int,
    found: tuple[SiteInnovation, ...],
    joined: tuple[SiteProgramme, ...],
    peer_rule: str,
) -> Provenance:
    about = {event.submission_id for one in found for event in one.events}
    about |= {programme.submission_id for programme in joined}
    accepted = Submission.objects.filter(status=Submission.Status.ACCEPTED).order_by("pk")
    ours = [s for s in accepted.filter(pk__in=about) if was_known(s, question.known_on)]
    ours += [s for s in accepted.filter(facts__has_key="organisations") if s.pk not in about]
    known = (
        "Events, cohorts, notices and answers are as known on that day; organisations and where "
        "they belong are as known now."
    )
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=(HOLDING_RULE, MERGER_RULE, PROGRAMME_RULE, Stated("Sites like it", peer_rule)),
        submissions=tuple(
            SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
            for s in ours
            if s.accepted_at
        ),
        warnings=(known,) if question.known_on else (),
    )
