"""Plain, slow twins of coverage, funnel and barriers, made from their rules: loops over facts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from groundswell.adoption.ladder import LadderEvent
from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month, month_range
from groundswell.organisations.models import Kind

from . import plain_ladder
from .plain_counting import NO_PLACE, is_closed
from .plain_placement import above_or_ahead, units
from .programmes import noon
from .worlds import World


class Listed(NamedTuple):
    """A site in a programme's cohort, told by a file of a day."""

    programme: str
    site: str
    start: date
    end: date | None
    accepted: date


class Said(NamedTuple):
    """An event; `supersedes` is the position of the one that it corrects."""

    site: str
    stage: str
    on: UncertainDate
    recorded: date
    supersedes: int | None = None
    factor: str = ""
    domain: str = ""
    reason: str = ""


LADDER = ["eligible", "approached", "committed", "live", "using", "sustained", "handed-over"]
# Of sites that merged: which one's stage stands for them all, the lowest first.
MERGED = ["eligible", "stopped", "paused", "approached", "committed", "unknown", *LADDER[3:]]


class Ledger(NamedTuple):
    world: World
    listed: list[Listed]
    said: list[Said]

    def known(self, on: date | None) -> list[int]:
        """Positions of the events that count."""
        come = [i for i, s in enumerate(self.said) if on is None or s.recorded <= on]
        gone = {self.said[i].supersedes for i in come}
        return [i for i in come if i not in gone and self.said[i].stage != "void"]

    def in_cohort(self, programme: str, day: date, on: date | None) -> set[str]:
        return {
            e.site
            for e in self.listed
            if e.programme == programme
            and e.start <= day <= (e.end or date.max)
            and (on is None or e.accepted <= on)
        }

    def ever_in_cohort(self, programme: str, at: Month, on: date | None) -> set[str]:
        """At the end of some month, up to one."""
        first = min((Month.of(e.start) for e in self.listed), default=at)
        months = month_range(min(first, at), at)
        found = set()
        for month in months:
            found |= self.in_cohort(programme, month.last_day, on)
        return found

    def ladder(self, on: date | None) -> list[LadderEvent]:
        return [
            LadderEvent(i + 1, s.site, s.stage, s.on.earliest, s.on.latest, noon(s.recorded))
            for i in self.known(on)
            for s in [self.said[i]]
        ]


def placed_units(
    ledger: Ledger, programme: str, at: Month, on: date | None, day: date, kind: Kind
) -> Iterable[tuple[set[str], list[tuple[str, float]]]]:
    """Each eligible unit: the sites that became it, and its places with shares.

    `day` is the boundaries'; a unit is open while anything that it became by the month's end is.
    """
    world, last = ledger.world, at.last_day
    ever, now = ledger.ever_in_cohort(programme, at, on), ledger.in_cohort(programme, last, on)
    became: dict[str, set[str]] = defaultdict(set)
    for site in ever:
        for unit in units(world, site, day):
            became[unit].add(site)
    for unit, sites in became.items():
        is_open = any(not is_closed(world, heir, last) for heir in units(world, unit, last))
        if not sites & now or not is_open:
            continue
        places = above_or_ahead(world, unit, day, kind)
        lost = 1 - sum(places.values())
        yield sites, [*places.items(), *([(NO_PLACE, lost)] if lost > 1e-9 else [])]


def coverage(
    ledger: Ledger,
    programme: str,
    at: Month,
    definition: str,
    *,
    on: date | None,
    day: date,
    kind: Kind,
) -> dict[str, dict[str, float]]:
    """Place to eligible, adopted, not adopted, unknown."""
    events = ledger.ladder(on)
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sites, places in placed_units(ledger, programme, at, on, day, kind):
        states = {
            plain_ladder.state(events, site, at, DEFINITIONS[definition]).name for site in sites
        }
        name = next(n for n in ("adopted", "unknown", "not adopted") if n in states)
        for place, share in places:
            found[place]["eligible"] += share
            found[place][name] += share
    return {place: dict(counts) for place, counts in found.items()}


def stage_of(ledger: Ledger, site: str, at: Month, on: date | None) -> str:
    events = ledger.ladder(on)
    if plain_ladder.state(events, site, at, DEFINITIONS["live-or-beyond"]).name == "unknown":
        return "unknown"
    come = [e for e in events if e.site == site and Month.of(e.latest) <= at]
    return max(come, key=lambda e: (e.latest, e.earliest, e.id)).stage


def furthest_of(ledger: Ledger, site: str, at: Month, on: date | None) -> int:
    """The highest rung that the site is known to have been on: 0 is eligible."""
    been = [
        LADDER.index(e.stage)
        for e in ledger.ladder(on)
        if e.site == site and Month.of(e.latest) <= at and e.stage in LADDER
    ]
    return max(been, default=0)


def funnel(
    ledger: Ledger, programme: str, at: Month, *, on: date | None, place: str | None = None
) -> tuple[dict[str, float], dict[str, float]]:
    """Stage to the sites that stand there, and rung to the sites that reached it or beyond."""
    standing: dict[str, float] = defaultdict(float)
    reached: dict[str, float] = defaultdict(float)
    network = Kind.NETWORK
    for sites, places in placed_units(ledger, programme, at, on, at.last_day, network):
        weight = sum(share for code, share in places if place in (None, code))
        stage = max((stage_of(ledger, s, at, on) for s in sites), key=MERGED.index)
        standing[stage] += weight
        furthest = max(furthest_of(ledger, s, at, on) for s in sites)
        for rung in LADDER[: furthest + 1]:
            reached[rung] += weight
    return dict(standing), dict(reached)


def barriers(
    ledger: Ledger, programme: str, *, on: date | None
) -> dict[tuple[str, str], tuple[int, int]]:
    """(domain, factor) to events and different sites; of sites ever listed in the programme."""
    sites = {
        e.site
        for e in ledger.listed
        if e.programme == programme and (on is None or e.accepted <= on)
    }
    told = [ledger.said[i] for i in ledger.known(on)]
    told = [s for s in told if s.factor and s.site in sites]
    return {
        key: (
            len([s for s in told if (s.domain, s.factor) == key]),
            len({s.site for s in told if (s.domain, s.factor) == key}),
        )
        for key in {(s.domain, s.factor) for s in told}
    }
