"""The invented areas (CCGs, later sub-ICB locations) and primary care networks.

Areas nest in ICBs, so that where an ICB was split in April 2026 each area, with all its sites,
goes to one successor. That is an assumption of the demonstration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.organisations.models import Kind

from .chance import allot
from .names import Names
from .public_facts import PublicFacts
from .sites import BEGINNING, REFORM, Site, SiteSuccession, Span, day

FOOTPRINT = "demo: invented site, ICB footprint carried back"
INVENTED = "demo: invented"
ONE_SUCCESSOR = "demo assumption: each site in one successor ICB"
AREAS = 106
PCNS = 1_280
PCNS_BEGIN = day("2019-07-01")
_CCGS_END = day("2022-07-01")
# Enough areas in an ICB that was split for each successor to get one.
_AREAS_OF_SPLIT_ICBS = {"QM7": 3, "QJG": 3, "QNQ": 3}
# Which successor the areas of a split ICB go to, in turn.
_TURNS = {
    "QM7": ("S1Y5D", "D7T5G", "S1Y5D"),
    "QJG": ("T6Y0W", "D7T5G", "T6Y0W"),
    "QNQ": ("S0E4D", "S9B9J", "QRL"),
}


@dataclass(slots=True)
class Area:
    """An area of an ICB until the reform; `heir` is its ICB from then (perhaps the same)."""

    site: Site
    icb: str
    heir: str
    practices: int  # open in 2013
    pcns: list[str]

    @property
    def code(self) -> str:
        return self.site.code


def make_areas(
    rng: np.random.Generator, names: Names, facts: PublicFacts, practices: int
) -> list[Area]:
    """Areas of every ICB; `practices` are shared out among them as they are in England."""
    least = [_AREAS_OF_SPLIT_ICBS.get(icb.code, 1) for icb in facts.icbs]
    spare = allot(AREAS - sum(least), [icb.practices for icb in facts.icbs])
    in_icb = allot(practices, [icb.practices for icb in facts.icbs])
    areas: list[Area] = []
    for icb, count, total in zip(facts.icbs, np.add(least, spare).tolist(), in_icb, strict=True):
        heirs = [s.successor for s in facts.successions if s.predecessor == icb.code]
        turns = _TURNS.get(icb.code, tuple(heirs) or (icb.code,))
        sizes = allot(total, rng.uniform(0.6, 1.4, count).tolist(), least=8)
        for number, size in enumerate(sizes):
            stem = names.area()
            site = Site(f"DC{len(areas) + 1:03d}", Kind.CCG, f"{stem} CCG", "", [Span(BEGINNING)])
            site.renames.append((_CCGS_END, f"{stem} sub-ICB location"))
            area = Area(site, icb.code, turns[number % len(turns)], size, [])
            settle(site, area, BEGINNING)
            areas.append(area)
    return areas


def settle(site: Site, area: Area, since: int, basis: str = FOOTPRINT) -> None:
    """Put a site in an area, and so in its ICB then and, from the reform, in its heir."""
    if since < REFORM or area.heir == area.icb:
        site.join(Kind.ICB, area.icb, since, basis)
    if area.heir != area.icb:
        site.join(Kind.ICB, area.heir, max(since, REFORM), ONE_SUCCESSOR)
    if site.kind != Kind.CCG:
        site.area = area.code


def make_hub(names: Names, area: Area, number: int) -> Site:
    """A code beside the areas that buys for several of them and has no patients of its own."""
    hub = Site(
        f"DC{number:03d}", Kind.CCG, f"{names.area()} prescribing hub", area.code, [Span(BEGINNING)]
    )
    settle(hub, area, BEGINNING)
    return hub


def make_pcns(rng: np.random.Generator, names: Names, areas: Sequence[Area]) -> list[Site]:
    """Primary care networks from July 2019, in proportion to practices."""
    pcns: list[Site] = []
    for area, count in zip(areas, allot(PCNS, [a.practices for a in areas], least=2), strict=True):
        for _ in range(count):
            site = Site(
                f"DN{len(pcns) + 1:04d}", Kind.PCN, names.pcn(), area.code, [Span(PCNS_BEGIN)]
            )
            settle(site, area, PCNS_BEGIN)
            area.pcns.append(site.code)
            pcns.append(site)
    return pcns


def merge_pcns(
    rng: np.random.Generator,
    areas: Sequence[Area],
    pcns: Mapping[str, Site],
    practices: Sequence[Site],
) -> list[SiteSuccession]:
    """Some primary care networks join a neighbour, and their practices go with them."""
    successions: list[SiteSuccession] = []
    roomy = [area for area in areas if len(area.pcns) >= 6]
    for number, chosen in enumerate(rng.permutation(len(roomy))[:24]):
        leaver, joined = (pcns[roomy[chosen].pcns[i]] for i in (0, 1))
        last = day(("2022-03-31", "2023-03-31", "2024-03-31")[number % 3])
        leaver.close(last)
        successions.append(SiteSuccession(leaver.code, joined.code, last + 1))
        for practice in practices:
            steps = practice.parents.get(Kind.PCN, [])
            if steps and steps[-1].parent == leaver.code:
                practice.join(Kind.PCN, joined.code, max(last + 1, steps[-1].since), INVENTED)
    return successions
