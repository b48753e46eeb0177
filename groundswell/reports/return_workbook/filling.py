"""What stands in a template before anybody fills it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell.adoption.asked import Return, innovations_of, round_name
from groundswell.adoption.recording import Held, held_events
from groundswell.adoption.returned import Earlier, earlier_events
from groundswell.organisations.models import Organisation
from groundswell.organisations.queries import names_on, postcodes_on


class NothingToReturn(LookupError):
    """The network has no site that this return would be about. The message says so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a site, what is known of it now, and what this round's last return told of it."""

    site: str
    innovation: str
    name: str
    postcode: str
    known: Held | None
    told: Held | None


def lines_of(asked: Return) -> list[Line]:
    """A row a site and innovation; more where the last return of this round told several things.

    Raises NothingToReturn for an empty cohort.
    """
    if not asked.sites:
        raise NothingToReturn(
            f"{asked.network.code} has no site in the cohort of {asked.programme.name} in "
            f"{round_name(asked.round)}: there is nothing to return."
        )
    codes = sorted(set().union(*asked.sites.values()))
    ids = dict(Organisation.objects.filter(code__in=codes).values_list("code", "pk"))
    names = names_on(codes, asked.round.end)
    postcodes = postcodes_on(codes, asked.round.end)
    innovations = innovations_of(asked.programme)
    held = held_events(set(innovations.values()), set(ids.values()))
    earlier = earlier_events(asked.round, asked.network.pk)
    lines: list[Line] = []
    for slug, sites in asked.sites.items():
        for code in sites:
            subject = (innovations[slug], ids[code])
            events = _all(held, *subject)
            known = max(events, key=lambda e: (*e.order, e.id or 0), default=None)
            for told in _told(earlier.get(subject, ())):
                named = (names.get(code, ""), postcodes.get(code, ""))
                lines.append(Line(code, slug, *named, known, told))
    return lines


def _all(held: Mapping[tuple[int, int, str], Sequence[Held]], *subject: int) -> list[Held]:
    """A site's events that count, reported and measured."""
    innovation, site = subject
    both = (held.get((innovation, site, evidence), ()) for evidence in ("reported", "measured"))
    return [event for events in both for event in events if event.stage != "void"]


def _told(earlier: Sequence[Earlier]) -> list[Held | None]:
    return [e.event for e in earlier] or [None]
