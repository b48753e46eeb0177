"""Synthetic England as files in Groundswell's own layouts: the same bytes for the same seed.

Real are the networks, ICBs, regions and licences (`facts/`). Invented are every practice, trust,
maternity unit, primary care network, area, innovation, maker, programme and number.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from groundswell.organisations.models import Kind

from . import agreed, returns
from .adoption import Uptakes
from .catalogue import INNOVATIONS
from .files import DemoFile, Table, write
from .measured import measured_tables
from .numbers import Row
from .programmes import PROGRAMMES
from .public_facts import PublicFacts, read_public_facts
from .sites import BEGINNING, REFORM
from .world import World, make_world, network_of_icb

SEED = 2013
_CARRIED_BACK = "demo assumption: carried back to 2013"
_INFERRED = "inferred from the predecessors"


def generate(folder: Path, seed: int = SEED) -> list[DemoFile]:
    """Write the files into a folder; returns them in the order of loading."""
    return [write(table, folder) for table in tables(seed)]


def tables(seed: int = SEED) -> Iterator[Table]:
    """Everything there is to load, in order."""
    facts = read_public_facts()
    world = make_world(seed, facts)
    cohorts, adoptions = _uptake(seed, world)
    yield Table("organisations", "code,name,kind,opened,closed", _organisations(world))
    yield Table("names", "code,name,since", _names(world))
    yield Table("memberships", "child,parent,start,end,basis", _memberships(world))
    yield Table("successions", "from,to,effective_on,extent,share", _successions(world))
    yield Table("licences", "name,start,end,commissioner,basis", _licences(facts))
    yield Table(
        "innovations", "slug,name,kind,origin,summary,demo,finding,finding_source", _innovations()
    )
    yield Table(
        "programmes",
        "slug,name,innovation,commissioner,start,end,outcome,scope,summary",
        _programmes(),
    )
    yield Table("cohorts", "innovation,programme,rule,site,start,end", cohorts)
    yield Table(
        "adoptions",
        "site,innovation,stage,date,programme,reason,note",
        [row for row in adoptions if not returns.is_told_by_return(row)],
    )
    yield from agreed_tables(facts, adoptions)
    yield from returns.return_tables(_local_sites(world, cohorts), adoptions)
    yield from measured_tables(seed, world, adoptions)


def agreed_tables(facts: PublicFacts, adoptions: list[Row]) -> Iterator[Table]:
    """What was agreed of programmes, what was asked of sites, and what they answered."""
    yield Table(
        "participants", "programme,network,owner,email,start,end", agreed.participant_rows(facts)
    )
    yield Table(
        "targets", "programme,network,due,kind,value,whole,source", agreed.target_rows(facts)
    )
    yield Table("rounds", "programme,start,end,due", agreed.round_rows())
    yield Table("programme-measures", "programme,measure,role", agreed.MEASURES)
    yield Table("closures", "programme,outcome,on,to,reason", agreed.CLOSURES)
    yield Table(
        "safety-notices", "slug,innovation,title,asks,text,issued,due,issuer", agreed.NOTICES
    )
    yield Table(
        "acknowledgements",
        "notice,site,acknowledged,acted,outcome,note",
        agreed.acknowledgement_rows(adoptions),
    )


def _local_sites(world: World, cohorts: list[Row]) -> dict[str, list[str]]:
    """The open sites of the local programme, by network."""
    of_icb = network_of_icb(world.facts)
    of_area = {area.code: of_icb[area.parents[Kind.ICB][0].parent] for area in world.areas}
    network = {site.code: of_area[site.area] for site in world.practices}
    found: dict[str, list[str]] = {code: [] for code in agreed.LOCAL_NETWORKS}
    for _, programme, _, site, _, end in cohorts:
        if programme == agreed.LOCAL and not end:
            found[network[site]].append(site)
    return found


def _iso(ordinal: int | None) -> str:
    return "" if ordinal is None else date.fromordinal(ordinal).isoformat()


def _organisations(world: World) -> Iterable[Row]:
    """One row for each life: a practice that opened again has two."""
    facts = world.facts
    closing = {succession.predecessor for succession in facts.successions}
    for region in facts.regions:
        yield region.code, region.name, Kind.REGION, "", ""
    for network in facts.networks:
        yield network.code, network.ahsn_name, Kind.NETWORK, network.ahsn_since.isoformat(), ""
    for icb in facts.icbs:
        closed = _iso(REFORM - 1) if icb.code in closing else ""
        yield icb.code, icb.name, Kind.ICB, "", closed
    for icb in facts.new_icbs:
        yield icb.code, icb.name, Kind.ICB, _iso(REFORM), ""
    for site in world.sites:
        for life in site.lives:
            yield site.code, site.name, site.kind, _iso(life.first), _iso(life.last)


def _names(world: World) -> Iterable[Row]:
    for network in world.facts.networks:
        if network.hin_name != network.ahsn_name:
            yield network.code, network.hin_name, network.hin_since.isoformat()
    for site in world.sites:
        for since, name in site.renames:
            yield site.code, name, _iso(since)


def _memberships(world: World) -> Iterable[Row]:
    closing = {s.predecessor for s in world.facts.successions}
    for icb in world.facts.icbs:
        end = _iso(REFORM - 1) if icb.code in closing else ""
        yield icb.code, icb.region, _iso(BEGINNING), end, _CARRIED_BACK
        if icb.covered_from and icb.covered_to:
            yield (
                icb.code,
                icb.network,
                icb.covered_from.isoformat(),
                icb.covered_to.isoformat(),
                icb.coverage_basis,
            )
    for icb in world.facts.new_icbs:
        yield icb.code, icb.region, _iso(REFORM), "", _INFERRED
    for site in world.sites:
        for _, parent, first, last, basis in site.memberships():
            yield site.code, parent, _iso(first), _iso(last), basis


def _successions(world: World) -> Iterable[Row]:
    for of in world.facts.successions:
        yield of.predecessor, of.successor, of.on.isoformat(), of.extent, ""
    for each in world.successions:
        part = each.share is not None
        share = f"{each.share}" if part else ""
        extent = "part" if part else "whole"
        yield each.predecessor, each.successor, _iso(each.on), extent, share


def _licences(facts: PublicFacts) -> Iterable[Row]:
    for of in facts.licences:
        yield of.name, of.start.isoformat(), of.end.isoformat(), of.commissioner, of.basis


def _innovations() -> Iterable[Row]:
    for of in INNOVATIONS:
        about = of.slug, of.name, of.kind, of.origin, of.summary
        yield (*about, "yes", of.finding, of.finding_source)


def _programmes() -> Iterable[Row]:
    for of in PROGRAMMES:
        end = of.end.isoformat() if of.end else ""
        start = of.start.isoformat()
        yield (
            of.slug, of.name, of.innovation, of.commissioner, start, end, of.outcome, of.scope,
            of.summary,
        )  # fmt: skip


def _uptake(seed: int, world: World) -> tuple[list[Row], list[Row]]:
    """Cohort rows and adoption rows of every innovation."""
    uptakes = Uptakes(seed, world)
    programmes = {programme.innovation: programme for programme in PROGRAMMES}
    cohorts: list[Row] = []
    adoptions: list[Row] = []
    for innovation in INNOVATIONS:
        programme = programmes.get(innovation.slug)
        slug = programme.slug if programme else ""
        uptake = uptakes.of(innovation, programme)
        cohorts += [
            (innovation.slug, slug, uptake.rule, of.site, _iso(of.start), _iso(of.end))
            for of in uptake.cohort
        ]
        adoptions += [
            (of.site, innovation.slug, of.stage, of.date, of.programme, of.reason, of.note)
            for of in uptake.events
        ]
    return cohorts, adoptions
