"""What the demonstration measures: the files of patients, deprivation and monthly numbers."""

from collections.abc import Iterator, Sequence

from groundswell.organisations.models import Kind

from . import births, pressure, reach, tablets
from .files import Table
from .numbers import HEADINGS, Row
from .practice_facts import (
    LIST_HEADINGS,
    SCORE_HEADINGS,
    SCORED_ON,
    list_rows,
    make_practice_facts,
    score_rows,
)
from .world import World, network_of_icb


def measured_tables(seed: int, world: World, adoptions: Sequence[Row]) -> Iterator[Table]:
    """Patients and deprivation of practices, then the cells of each measure.

    `adoptions` are the rows of all innovations: what is measured follows from some of them.
    """
    facts = make_practice_facts(seed, world.practices, world.areas)
    yield Table("list-size", LIST_HEADINGS, list_rows(facts))
    scored = {"as_of": SCORED_ON.first_day.isoformat()}
    yield Table("deprivation-of-a-day", SCORE_HEADINGS, score_rows(facts), scored)

    def events(innovation: str) -> list[Row]:
        return [row for row in adoptions if row[1] == innovation]

    of_icb = network_of_icb(world.facts)
    network = {a.code: of_icb[a.parents[Kind.ICB][0].parent] for a in world.areas}
    yield _series(reach.MEASURE, reach.enrolment_rows(seed, world.areas, events(reach.INNOVATION)))
    of_pcns = events(pressure.INNOVATION)
    yield _series(pressure.MEASURE, pressure.pressure_rows(seed, world, facts, network, of_pcns))
    yield _series(
        births.MEASURE, births.birth_rows(seed, world.maternity, events(births.INNOVATION))
    )
    yield _series(
        tablets.MEASURE, tablets.tablet_rows(seed, facts, network, events(tablets.INNOVATION))
    )


def _series(measure: str, rows: Iterator[Row]) -> Table:
    return Table("series", HEADINGS, rows, {"measure": measure}, name=measure.removeprefix("demo-"))
