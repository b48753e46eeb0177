"""The events of an innovation that counted as known on a day, as the work lists read them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django.utils.timezone import localtime

from groundswell.adoption.ladder import LadderEvent, known_events
from groundswell.adoption.models import Event
from groundswell.people.action import data_version


def known_ladders(
    innovation: str, sites: Iterable[int], known_on: date | None
) -> dict[int, list[LadderEvent]]:
    """The events of an innovation that count as known at some sites, by site.

    A routine file's word that it saw a site not using the innovation is no step on the ladder:
    it is left out.
    """
    wanted = set(sites)
    by_site: dict[int, list[LadderEvent]] = {}
    for event, evidence in known_of(innovation, known_on):
        if event.site in wanted and not (event.stage == "eligible" and evidence == "measured"):
            by_site.setdefault(event.site, []).append(event)
    return by_site


def known_of(innovation: str, known_on: date | None) -> Sequence[tuple[LadderEvent, str]]:
    """Every event of an innovation that counts as known, with its evidence, in recorded order.

    All of them at once: an event may correct one of another site.
    """
    return _known_at(innovation, known_on, data_version())


# The work lists of one page read the same events one after another.
@lru_cache(maxsize=1)
def _known_at(
    innovation: str, known_on: date | None, version: int
) -> tuple[tuple[LadderEvent, str], ...]:
    """`version` only keys the cache."""
    evidence: dict[int, str] = {}
    events = []
    for pk, site, stage, earliest, latest, at, supersedes, kind in (
        Event.objects.filter(innovation__slug=innovation)
        .order_by("pk")
        .values_list(
            "pk",
            "site_id",
            "stage",
            "earliest",
            "latest",
            "recorded_at",
            "supersedes_id",
            "evidence",
        )
    ):
        evidence[pk] = kind
        recorded = localtime(at) if known_on else at
        events.append(LadderEvent(pk, site, stage, earliest, latest, recorded, supersedes))
    return tuple((event, evidence[event.id]) for event in known_events(events, known_on))
