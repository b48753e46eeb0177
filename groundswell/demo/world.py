"""Synthetic England: real networks, ICBs and regions; invented sites under them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from groundswell.organisations.models import Kind

from .areas import make_areas, make_hub, make_pcns, merge_pcns
from .chance import stream
from .names import Names
from .practices import AT_FIRST, make_practices
from .public_facts import PublicFacts
from .sites import NETWORKS_BEGIN, REFORM, Site, SiteSuccession
from .trusts import make_trusts

CARRIED_FORWARD = "demo assumption: footprint carried forward"


@dataclass(frozen=True, slots=True)
class World:
    """Every invented site in the order of its code, by kind, and what followed on what."""

    facts: PublicFacts
    areas: tuple[Site, ...]
    hubs: tuple[Site, ...]
    pcns: tuple[Site, ...]
    practices: tuple[Site, ...]
    trusts: tuple[Site, ...]
    maternity: tuple[Site, ...]
    successions: tuple[SiteSuccession, ...]

    @property
    def sites(self) -> Iterator[Site]:
        for group in (
            self.areas,
            self.hubs,
            self.pcns,
            self.trusts,
            self.maternity,
            self.practices,
        ):
            yield from group


def make_world(seed: int, facts: PublicFacts) -> World:
    """The same world for the same seed."""
    names = Names(stream(seed, "names"))
    areas = make_areas(stream(seed, "areas"), names, facts, AT_FIRST)
    pcns = make_pcns(stream(seed, "pcns"), names, areas)
    practices = make_practices(stream(seed, "practices"), names, areas)
    joined = merge_pcns(
        stream(seed, "pcn mergers"), areas, {p.code: p for p in pcns}, practices.sites
    )
    trusts = make_trusts(stream(seed, "trusts"), names, areas)
    successions = (*practices.successions, *joined, *trusts.successions)
    area_sites = [area.site for area in areas]
    hubs = [make_hub(names, areas[0], len(areas) + 1)]
    network = network_of_icb(facts)
    _carry_networks_forward(
        [*area_sites, *hubs, *pcns, *practices.sites, *trusts.sites],
        {area.code: network[area.icb] for area in areas},
        successions,
    )
    return World(
        facts,
        tuple(area_sites),
        tuple(hubs),
        tuple(pcns),
        tuple(practices.sites),
        tuple(trusts.sites),
        tuple(trusts.maternity),
        successions,
    )


def network_of_icb(facts: PublicFacts) -> dict[str, str]:
    """The network that covered each of the 42 ICBs."""
    return {icb.code: icb.network for icb in facts.icbs}


def _carry_networks_forward(
    sites: Iterable[Site], network: Mapping[str, str], successions: Sequence[SiteSuccession]
) -> None:
    """From the reform each site stands in the network it had (by area), not in its ICB's.

    Several new ICBs straddle two networks, and whether footprints moved is not known. Sites that
    closed before, and that nothing succeeded, have their network by name all along: otherwise
    nothing would say where their adoptions belong under the boundaries of 2026. Maternity units
    stand in the network of their trust.
    """
    succeeded = {succession.predecessor for succession in successions}
    for site in sites:
        closed = site.closed
        since = max(REFORM, site.opened)
        if closed is not None and closed < REFORM:
            if site.code in succeeded:
                continue
            before = [step.since for step in site.parents[Kind.ICB] if step.since < REFORM]
            since = max(NETWORKS_BEGIN, before[-1])
        site.join(Kind.NETWORK, network[site.area or site.code], since, CARRIED_FORWARD)
