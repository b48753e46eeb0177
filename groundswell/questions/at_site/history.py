"""Where a site stands with each innovation, and every event that says so."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from groundswell.adoption.holding import Held, Holding, holdings
from groundswell.adoption.ladder import LadderEvent, known_events
from groundswell.adoption.models import Event

from .answer import SiteEvent, SiteInnovation

RELATED = ("innovation", "site", "submission", "programme")


def events_of(sites: Iterable[str]) -> list[Event]:
    """Every event of some sites (codes), in the order of recording."""
    found = Event.objects.filter(site__code__in=list(sites)).select_related(*RELATED)
    return list(found.order_by("pk"))


def recorded_on(event: Event) -> date:
    """The day on which an event was recorded, in the time of England."""
    return timezone.localtime(event.recorded_at).date()


def held_by_innovation(
    events: Sequence[Event], on: date, known_on: date | None
) -> dict[int, dict[int, Held]]:
    """Innovation to site (ids both) to what it holds on a day."""
    ladder: dict[int, list[LadderEvent]] = {}
    for e in events:
        recorded = timezone.localtime(e.recorded_at)
        ladder.setdefault(e.innovation_id, []).append(
            LadderEvent(e.pk, e.site_id, e.stage, e.earliest, e.latest, recorded, e.supersedes_id)
        )
    return {
        innovation: holdings(known_events(its, known_on), on) for innovation, its in ladder.items()
    }


def innovations(
    code: str, events: Sequence[Event], on: date, known_on: date | None
) -> tuple[SiteInnovation, ...]:
    """Every innovation of which something is known here or at a predecessor, by name."""
    known = [e for e in events if known_on is None or recorded_on(e) <= known_on]
    superseded = {e.supersedes_id for e in known if e.supersedes_id is not None}
    by_id = {e.pk: e for e in known}
    its: dict[int, list[Event]] = {}
    for one in known:
        its.setdefault(one.innovation_id, []).append(one)
    found = []
    for innovation, held in held_by_innovation(known, on, known_on).items():
        event, holding = _decides(code, held, by_id)
        ours = its[innovation]
        found.append(
            SiteInnovation(
                slug=ours[0].innovation.slug,
                name=ours[0].innovation.name,
                holding=holding,
                stage=event.stage if event else "",
                on=event.on if event else None,
                has_come=event is not None and event.latest <= on,
                via=event.site.code if event and event.site.code != code else "",
                events=_told(ours, superseded),
            )
        )
    return tuple(sorted(found, key=lambda i: (i.name, i.slug)))


def _decides(
    code: str, held: dict[int, Held], by_id: dict[int, Event]
) -> tuple[Event | None, Holding]:
    """The event that decides: the site's own, unless a predecessor held more.

    None where nothing that stands has come: all of it lies ahead, or was taken back.
    """
    told = [(by_id[h.event], h.holding) for h in held.values()]
    decides = max(told, key=lambda t: (t[1], t[0].site.code == code, t[0].latest), default=None)
    return decides or (None, Holding.NOT)


def _told(events: Sequence[Event], superseded: set[int]) -> tuple[SiteEvent, ...]:
    """Newest first; one taken back stays, marked as superseded, and so does what took it back."""
    ordered = sorted(events, key=lambda e: (e.latest, e.earliest, e.pk), reverse=True)
    return tuple(
        SiteEvent(
            innovation=e.innovation.slug,
            site_code=e.site.code,
            stage=e.stage,
            on=e.on,
            evidence=e.evidence,
            reason=e.reason,
            note=e.note,
            programme=e.programme.name if e.programme else "",
            recorded=recorded_on(e),
            is_superseded=e.pk in superseded,
            submission_id=e.submission_id,
            file_name=e.submission.file_name,
            sheet=e.sheet,
            row=e.row,
        )
        for e in ordered
    )
