"""The real, public facts that the demonstration stands on, typed into `facts/` with their basis."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "facts"


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Network:
    """A health innovation network, with the name it had as an AHSN and the name it has as a HIN."""

    code: str
    ahsn_name: str
    ahsn_since: date
    hin_name: str
    hin_since: date


@dataclass(frozen=True, slots=True)
class Icb:
    """One of the 42 ICBs of July 2022, or one of the 6 that opened in April 2026.

    The new ones have no `network`: whether footprints moved is not known. `practices` is about
    how many GP practices it had, which the invented ones follow; 0 for the new ones.
    """

    code: str
    name: str
    region: str
    opened: date | None = None
    network: str = ""
    covered_from: date | None = None
    covered_to: date | None = None
    coverage_basis: str = ""
    practices: int = 0


@dataclass(frozen=True, slots=True)
class IcbSuccession:
    predecessor: str
    successor: str
    on: date
    extent: str


@dataclass(frozen=True, slots=True)
class LicenceFact:
    name: str
    start: date
    end: date
    commissioner: str
    basis: str


@dataclass(frozen=True, slots=True)
class PublicFacts:
    regions: tuple[Region, ...]
    networks: tuple[Network, ...]
    icbs: tuple[Icb, ...]
    new_icbs: tuple[Icb, ...]
    successions: tuple[IcbSuccession, ...]
    licences: tuple[LicenceFact, ...]


def read_public_facts(folder: Path = FOLDER) -> PublicFacts:
    """Read `facts/*.csv`, in the order of the files."""
    day = date.fromisoformat
    return PublicFacts(
        regions=tuple(Region(r["code"], r["name"]) for r in _rows(folder, "regions")),
        networks=tuple(
            Network(
                r["code"],
                r["ahsn_name"],
                day(r["ahsn_since"]),
                r["hin_name"],
                day(r["hin_since"]),
            )
            for r in _rows(folder, "networks")
        ),
        icbs=tuple(
            Icb(
                r["code"],
                r["name"],
                r["region"],
                network=r["network"],
                covered_from=day(r["covered_from"]),
                covered_to=day(r["covered_to"]),
                # The basis is of several facts; its first part is of the coverage.
                coverage_basis=r["basis"].split(":")[0].split(". ")[0],
                practices=int(r["practices"]),
            )
            for r in _rows(folder, "icbs")
        ),
        new_icbs=tuple(
            Icb(r["code"], r["name"], r["region"], opened=day(r["opened"]))
            for r in _rows(folder, "icbs_2026")
        ),
        successions=tuple(
            IcbSuccession(r["from"], r["to"], day(r["effective_on"]), r["extent"])
            for r in _rows(folder, "icb_successions")
        ),
        licences=tuple(
            LicenceFact(r["name"], day(r["start"]), day(r["end"]), r["commissioner"], r["basis"])
            for r in _rows(folder, "licences")
        ),
    )


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
