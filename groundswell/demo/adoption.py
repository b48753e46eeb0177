"""Who could take up each innovation, and what is known of whether they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.common.dates import Precision
from groundswell.organisations.models import Kind
from groundswell.programmes.models import Programme

from . import licences
from .catalogue import Invented, Spread
from .chance import stream
from .curves import go_live_days
from .ladder import DRAWS, RECALLED, WITHDRAWN, Rung, climb, halt, is_adopter, linger
from .precision import draw_precision
from .programmes import InventedProgramme
from .reporting import AdoptionRow, report
from .sites import END, Site
from .world import World, network_of_icb


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A site that could take it up, from a day to a day (None: still open)."""

    site: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Uptake:
    """All about one innovation: its denominator and its ladder events."""

    rule: str
    cohort: tuple[CohortRow, ...]
    events: tuple[AdoptionRow, ...]


class Uptakes:
    """Makes the uptake of each innovation in one world."""

    def __init__(self, seed: int, world: World) -> None:
        self._seed = seed
        self._by_kind: dict[Kind, tuple[Site, ...]] = {
            Kind.PRACTICE: world.practices,
            Kind.PCN: world.pcns,
            Kind.CCG: world.areas,
            Kind.TRUST: world.trusts,
            Kind.MATERNITY: world.maternity,
        }
        network = network_of_icb(world.facts)
        icb = {area.code: area.parents[Kind.ICB][0].parent for area in world.areas}
        self._icb = icb
        self._network = {area: network[of] for area, of in icb.items()}
        self._networks = tuple(n.code for n in world.facts.networks)
        self._predecessors: dict[str, list[str]] = {}
        for succession in world.successions:
            self._predecessors.setdefault(succession.successor, []).append(succession.predecessor)

    def of(self, innovation: Invented, programme: InventedProgramme | None) -> Uptake:
        """The same for the same seed and world, whatever else is made."""
        rng = stream(self._seed, f"uptake of {innovation.slug}")
        start = innovation.spread.start.toordinal()
        sites = [site for site in self._by_kind[innovation.sites] if self._could(innovation, site)]
        ladders = self._ladders(rng, innovation, programme, sites)
        precisions: dict[str, Precision] = {
            network: draw_precision(rng, innovation.spread.dates) for network in self._networks
        }
        told = [site for site in sites if self._told_as_published(innovation, site)]
        events = licences.licence_rows(told, programme.slug if programme else "") if told else []
        events += [
            row
            for site, rungs in zip(sites, ladders, strict=True)
            if not self._told_as_published(innovation, site)
            for row in report(site, rungs, innovation, programme, precisions[self._place(site)])
        ]
        cohort = [
            CohortRow(site.code, max(life.first, start), life.last)
            for site in sites
            for life in site.lives
            if life.last is None or life.last >= start
        ]
        return Uptake(_rule(innovation), tuple(cohort), tuple(events))

    def _place(self, site: Site) -> str:
        return self._network[site.area or site.code]

    def _told_as_published(self, innovation: Invented, site: Site) -> bool:
        return innovation.slug == licences.INNOVATION and self._place(site) == licences.NETWORK

    def _could(self, innovation: Invented, site: Site) -> bool:
        start = innovation.spread.start.toordinal()
        return (
            (site.closed is None or site.closed >= start)
            and innovation.sector in ("", site.sector)
            and (not innovation.networks or self._place(site) in innovation.networks)
        )

    def _ladders(
        self,
        rng: np.random.Generator,
        innovation: Invented,
        programme: InventedProgramme | None,
        sites: Sequence[Site],
    ) -> list[list[Rung]]:
        """The rungs of each site, none where nothing is known. Cut off at its last day."""
        spread = innovation.spread
        start = spread.start.toordinal()
        days = self._days(rng, innovation, sites)
        known = dict(
            zip(self._networks, rng.normal(spread.known, 0.15, len(self._networks)), strict=True)
        )
        chances = rng.random((len(sites), DRAWS))
        limit = _limit(spread, programme)
        made: dict[str, list[Rung]] = {}
        for number in sorted(range(len(sites)), key=lambda n: sites[n].opened):
            site, chance = sites[number], chances[number].tolist()
            first, last = max(start, site.opened), min(limit, END, site.closed or END)
            carried = self._carried(site, made) if site.opened > start else None
            live = _not_before(float(days[number]), first, chance[6])
            knows = known[self._place(site)]
            if carried and (carried.stage != "live" or first > last):
                rungs = [carried]
            elif carried:
                rungs = [carried, *climb(first, first, spread, knows, chance)[1:]]
            elif live is not None and live <= last:
                rungs = climb(live, first, spread, knows, chance)
            elif first <= last and chance[17] < knows:
                rungs = [linger(first, last, chance)]
            else:
                rungs = []
            rungs = [rung for rung in rungs if rung.on <= last or rung.exact]
            made[site.code] = _ended(rungs, site, programme, spread, chance)
        return [made[site.code] for site in sites]

    def _days(
        self, rng: np.random.Generator, innovation: Invented, sites: Sequence[Site]
    ) -> NDArray[np.float64]:
        icbs = tuple(dict.fromkeys(self._icb.values()))
        return go_live_days(
            rng,
            innovation.spread,
            np.array([self._networks.index(self._place(site)) for site in sites]),
            np.array([icbs.index(self._icb[site.area or site.code]) for site in sites]),
            self._networks.index(innovation.home),
        )

    def _carried(self, site: Site, made: Mapping[str, list[Rung]]) -> Rung | None:
        """Where a site that this new one replaced had adopted, it carries on from its first day."""
        for former in self._predecessors.get(site.code, []):
            rungs = made.get(former, [])
            if is_adopter(rungs):
                stage = "handed-over" if rungs[-1].stage == "handed-over" else "live"
                return Rung(stage, site.opened, note=f"Carried on from {former}", exact=True)
        return None


def _not_before(live: float, first: int, chance: float) -> int | None:
    """A site that opened after its day on the curve adopts within a year or so of opening."""
    if live == np.inf:
        return None
    return int(live) if live >= first else first + 30 + int(500 * chance * chance)


def _limit(spread: Spread, programme: InventedProgramme | None) -> int:
    """After this day nobody takes it up: it was withdrawn, handed over or recalled."""
    if spread.recalled:
        return spread.recalled.toordinal()
    if programme and programme.end and programme.outcome in _FINAL:
        return programme.end.toordinal()
    return END


_FINAL = {Programme.Outcome.WITHDRAWN, Programme.Outcome.HANDED_OVER}


def _ended(
    rungs: list[Rung],
    site: Site,
    programme: InventedProgramme | None,
    spread: Spread,
    chance: Sequence[float],
) -> list[Rung]:
    """The ladder after what happened everywhere at once."""
    limit = _limit(spread, programme)
    if limit == END or not site.is_open(limit):
        return rungs
    if spread.recalled:
        return _recall(rungs, limit, chance)
    if programme and programme.outcome == Programme.Outcome.WITHDRAWN:
        return halt(rungs, limit, Rung("stopped", limit, WITHDRAWN, exact=True))
    if rungs and rungs[-1].stage == "paused":
        return rungs
    became = Rung("handed-over", limit, note="Became an NHS service", exact=True)
    return halt(rungs, limit, became)


def _recall(rungs: list[Rung], on: int, chance: Sequence[float]) -> list[Rung]:
    """Every adopter stops using it at once; four in ten start again once it is mended."""
    if chance[2] < 0.6:
        return halt(rungs, on, Rung("stopped", on, RECALLED))
    if not is_adopter(rungs) or rungs[-1].stage == "paused":
        return rungs
    again = Rung(rungs[-1].stage, on + 60 + int(120 * chance[5]), note="Resumed once mended")
    return [*rungs, Rung("paused", on, RECALLED), again]


_SITES = {
    Kind.PRACTICE: "GP practices",
    Kind.PCN: "Primary care networks",
    Kind.CCG: "CCGs and sub-ICB locations",
    Kind.TRUST: "NHS trusts",
    Kind.MATERNITY: "Maternity units",
}


def _rule(innovation: Invented) -> str:
    """The eligibility rule in words."""
    who = _SITES[innovation.sites]
    if innovation.sector:
        who = f"{innovation.sector.replace('-', ' ').capitalize()} trusts"
    where = f" in {', '.join(innovation.networks)}" if innovation.networks else ""
    start = innovation.spread.start
    return f"{who}{where} open on or after {start.day} {start:%B %Y}"
