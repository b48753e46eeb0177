"""The programmes that a site is in, and those that it could be in."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from groundswell.adoption.models import Event
from groundswell.programmes.models import CohortSite, Programme

from ..errors import NotFound
from ..programmes import facts_of
from ..safety.listing import was_known
from .answer import SiteProgramme
from .history import recorded_on


def programmes(
    sites: Sequence[str], events: Sequence[Event], on: date, known_on: date | None
) -> tuple[SiteProgramme, ...]:
    """Programmes of the site or its predecessors (codes), by name.

    It is in one when something beyond eligible is known of one of the programme's innovations.
    """
    known = [
        e
        for e in events
        if e.earliest <= on
        and (known_on is None or recorded_on(e) <= known_on)
        and e.stage not in ("eligible", "void")
    ]
    superseded = {e.supersedes_id for e in events if known_on is None or recorded_on(e) <= known_on}
    known = [e for e in known if e.pk not in superseded]
    listed: dict[int | None, CohortSite] = {}
    entries = CohortSite.objects.filter(
        Q(end__isnull=True) | Q(end__gte=on),
        cohort__programme__isnull=False,
        site__code__in=list(sites),
        start__lte=on,
    ).select_related("cohort__submission", "cohort__programme__innovation")
    for entry in entries.order_by("start", "pk"):
        if was_known(entry.cohort.submission, known_on):
            listed.setdefault(entry.cohort.programme_id, entry)
    joined = {e.programme_id: e for e in reversed(known) if e.programme_id}
    wanted = Programme.objects.filter(pk__in={*listed, *joined}).select_related("innovation")
    found = [
        _programme(p, listed.get(p.pk), joined.get(p.pk), known, _runs(p.slug, on, known_on))
        for p in wanted.prefetch_related("other_innovations")
    ]
    return tuple(sorted(found, key=lambda p: (p.name, p.slug)))


def _programme(
    programme: Programme,
    entry: CohortSite | None,
    joined: Event | None,
    known: Sequence[Event],
    is_running: bool,
) -> SiteProgramme:
    ours = {programme.innovation_id, *(i.pk for i in programme.other_innovations.all())}
    told = joined or next((e for e in known if e.innovation_id in ours), None)
    source = entry.cohort.submission if entry else told.submission if told else None
    assert source is not None  # one of the two listed it
    return SiteProgramme(
        slug=programme.slug,
        name=programme.name,
        innovation=programme.innovation.slug,
        innovation_name=programme.innovation.name,
        is_in=told is not None,
        is_running=is_running,
        start=entry.start if entry else None,
        submission_id=source.pk,
        file_name=source.file_name,
        sheet=entry.cohort.sheet if entry else told.sheet if told else "",
        row=entry.row if entry else told.row if told else 0,
    )


def _runs(slug: str, on: date, known_on: date | None) -> bool:
    """Had a programme not ended by a day, as far as was known?"""
    try:
        facts = facts_of(slug, known_on)
    except NotFound:
        return False  # nobody had told of it yet
    if facts.closure:
        return on < facts.closure.ending.on
    # What the programme's own file said of its outcome came true on the day it ended.
    return on <= facts.end if facts.end else facts.is_running(on)
