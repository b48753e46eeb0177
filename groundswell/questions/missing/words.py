"""What a missing answer says in sentences."""

from collections.abc import Sequence, Set
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.numbers import count
from groundswell.programmes.facts import ProgrammeFacts

from ..programme_sites import Ended, Unit
from .answer import (
    LATE,
    MISSING,
    NO_SITES,
    NOT_DUE,
    PARTLY,
    RECEIVED,
    AskedRound,
    NetworkReturn,
    SiteReturn,
)

_SENT = {
    RECEIVED: "sent all of it on time",
    LATE: "sent it late",
    PARTLY: "sent part of it",
    MISSING: "sent nothing yet",
    NOT_DUE: "sent nothing yet, still in time",
}


def headline(
    name: str,
    asked: AskedRound,
    on: date,
    networks: Sequence[NetworkReturn],
    sites: Sequence[SiteReturn],
) -> str:
    asking = [network for network in networks if network.status != NO_SITES]
    what = f"The return of {name} for {asked.name}"
    if not asking:
        return f"{what} asks nobody: no network has sites in its cohort."
    said = [
        f"{count(number)} {words}"
        for status, words in _SENT.items()
        if (number := sum(network.status == status for network in asking))
    ]
    due = "was due" if on > asked.due else "is due"
    missing = len({site.site_code for site in sites if site.status == MISSING})
    total = len({site.site_code for site in sites})
    tail = f" {count(missing)} of {_sites(total)} are missing." if missing else ""
    return (
        f"{what} {due} on {day_name(asked.due)}: of {_networks(len(asking))}, "
        f"{_joined(said)}.{tail}"
    )


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _networks(number: int) -> str:
    return f"{count(number)} {'network' if number == 1 else 'networks'}"


def _sites(number: int) -> str:
    return f"{count(number)} {'site' if number == 1 else 'sites'}"


def warnings(
    facts: ProgrammeFacts, ended: Ended | None, units: Sequence[Unit], codes: Set[str]
) -> tuple[str, ...]:
    found = []
    if ended is not None:
        on = f" on {day_name(ended.on)}" if ended.on else ""
        found.append(f"{facts.name} ended{on} ({ended.words}).")
    if not facts.participants:
        found.append(
            "It is not known which networks take part, nor who answers there: every network with a "
            "site in the cohort is listed."
        )
    nobodys = sum(codes.isdisjoint(unit.networks) for unit in units)
    if nobodys:
        noun = "site is" if nobodys == 1 else "sites are"
        found.append(f"{count(nobodys)} {noun} in no network that takes part: nobody is asked.")
    return tuple(found)
