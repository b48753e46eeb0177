"""Blood pressure within its target, by area over five years: noise, one change, one gap, a hub."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month, month_range

from .chance import stream
from .numbers import Floats, Row, live_share, rows_of
from .practice_facts import PracticeFacts, by_area
from .sites import Site
from .world import World

MEASURE = "demo-pressure-controlled"
INNOVATION = "home-pressure-loop"
MONTHS = month_range(Month.parse("2021-09"), Month.parse("2026-08"))
IMPROVED, WORSENED, SILENT = "UCLP", "HI-NWC", "HI-YH"  # networks
_PEOPLE = 0.14  # of an area's patients have high blood pressure
_GAIN = 0.11  # where every primary care network of an area has the innovation
_LOSS, _LOSS_MONTHS = 0.022, 9
_SILENT_MONTHS = 7  # at the end, of one area
_LOST = 0.004  # of cells: sent without a number


def pressure_rows(
    seed: int,
    world: World,
    facts: PracticeFacts,
    network: Mapping[str, str],
    events: Sequence[Row],
) -> Iterator[Row]:
    """By area and month; `network` gives each area's. Hubs have nobody to count: 0 of 0.

    In the network where it began the innovation changes the numbers, as far as it has spread.
    """
    areas, hubs, pcns = world.areas, world.hubs, world.pcns
    rng = stream(seed, "pressure")
    names = np.array([network[area.code] for area in areas])
    patients = by_area(facts, areas, facts.patients[:, 0])
    people = _PEOPLE * patients[:, None] * np.linspace(1, 1.04, len(MONTHS))
    deprived = by_area(facts, areas, facts.patients[:, 0] * facts.score) / patients
    share = _level(rng, names, deprived)
    share += (names == IMPROVED)[:, None] * _GAIN * _spread(areas, pcns, events)
    share[names == WORSENED, -_LOSS_MONTHS:] -= _LOSS
    below = people.round().astype(np.int64)
    above = (share * below).round().astype(np.int64)
    sent = np.ones(below.shape, dtype=bool)
    sent[np.flatnonzero(names == SILENT)[0], -_SILENT_MONTHS:] = False
    yield from rows_of(
        [area.code for area in areas],
        MONTHS,
        above,
        below,
        sent=sent,
        known=rng.random(below.shape) >= _LOST,
    )
    nobody = np.zeros((len(hubs), len(MONTHS)), dtype=np.int64)
    told = nobody == 0
    yield from rows_of([h.code for h in hubs], MONTHS, nobody, nobody, sent=told, known=told)


def _level(rng: np.random.Generator, names: NDArray[np.str_], deprived: Floats) -> Floats:
    """(areas, months): shares that vary as chance does, lower where people are more deprived."""
    every = sorted(set(names))
    at = np.array([every.index(name) for name in names])
    months = len(MONTHS)
    level = rng.normal(0.69, 0.012, len(every))[at] + rng.normal(0, 0.012, len(names))
    level -= 0.0012 * (deprived - deprived.mean())
    together = rng.normal(0, 0.0045, (len(every), months))[at]
    alone: Floats = rng.normal(0, 0.006, (len(names), months))
    return np.asarray(level[:, None] + together + alone, dtype=np.float64)


def _spread(areas: Sequence[Site], pcns: Sequence[Site], events: Sequence[Row]) -> Floats:
    """(areas, months): the share of each area's primary care networks that have it."""
    position = {area.code: i for i, area in enumerate(areas)}
    live = live_share(events, [pcn.code for pcn in pcns], MONTHS)
    found = np.zeros((len(areas), len(MONTHS)))
    number = np.zeros(len(areas))
    for pcn, months in zip(pcns, live, strict=True):
        found[position[pcn.area]] += months
        number[position[pcn.area]] += 1
    return found / number[:, None]
