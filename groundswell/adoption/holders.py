"""Reads of who holds an innovation: through mergers, as known on a day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from groundswell.organisations.lineage import Steps, lineages
from groundswell.organisations.models import Organisation
from groundswell.organisations.queries import history

from .holding import Held, holdings
from .ladder import LadderEvent, known_events
from .models import Event


@dataclass(frozen=True, slots=True)
class Source:
    """A site with events, what it holds, and the steps by which it became the unit asked of.

    Organisations are positions in `organisations.queries.history().codes`.
    """

    site: int
    held: Held
    steps: Steps


@dataclass(frozen=True, slots=True)
class Holders:
    """Unit (what sites have become by the day) to the sites with events that it goes back to."""

    units: dict[int, tuple[Source, ...]]


def holders(innovation: int, day: date, known_on: date | None) -> Holders:
    """Everybody of whom something is known of an innovation (its id), by the end of a day."""
    index = history().index
    codes = dict(Organisation.objects.values_list("pk", "code"))
    rows = Event.objects.filter(innovation=innovation).values_list(
        "pk", "site_id", "stage", "earliest", "latest", "recorded_at", "supersedes_id"
    )
    events = known_events(
        (
            LadderEvent(row[0], index[codes[row[1]]], *row[2:5], timezone.localtime(row[5]), row[6])
            for row in rows
        ),
        known_on,
    )
    held = holdings(events, day)
    became = lineages(history().successions, held, day.toordinal())
    units: dict[int, list[Source]] = {}
    for site in sorted(held):
        for unit, steps in became[site].items():
            units.setdefault(unit, []).append(Source(site, held[site], steps))
    return Holders({unit: tuple(sources) for unit, sources in sorted(units.items())})
