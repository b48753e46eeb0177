"""Where sites stand on the ladder at the end of one month, and how far up they have been.

A site's stage is that of the last event that had certainly come by then. It is unknown where there
is none, and where an event whose date is imprecise would, if it had come, make the site live or
beyond, or no longer so. The live, using, sustained and handed-over sites are thus exactly those
that have adopted under "live or beyond".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.adoption.ladder import UNKNOWN as STATE_UNKNOWN
from groundswell.adoption.ladder import Ladder
from groundswell.adoption.rules import RANK
from groundswell.organisations.placement import Period, Placement

from ..spread.counting import by_place, unit_statuses

UNKNOWN = "unknown"
# From 1 up: of the sites that became one unit, the highest decides. As in spread, a merged site
# has adopted when any of its sites has, and is unknown while one is and none has.
STANDING = (
    "eligible",
    "stopped",
    "paused",
    "approached",
    "committed",
    UNKNOWN,
    "live",
    "using",
    "sustained",
    "handed-over",
)
RUNGS = tuple(RANK)
NOBODY = -1  # the event of a site of which nothing had certainly come

Codes = NDArray[np.int8] | NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """Of each site: its stage and furthest rung, both counted from 1, and the event that tells."""

    stage: NDArray[np.int8]
    reached: NDArray[np.int8]
    event: NDArray[np.int64]  # position in the ladder, or NOBODY

    def stage_name(self, site: int) -> str:
        return STANDING[int(self.stage[site]) - 1]

    def reached_name(self, site: int) -> str:
        return RUNGS[int(self.reached[site]) - 1]


def standings(ladder: Ladder, state: NDArray[np.int8], month: int) -> Standings:
    """Where each site stands at the end of a month (`Month.index`).

    `state` is each site's under "live or beyond", (sites,). Every site has reached "eligible":
    it is in the cohort.
    """
    sites = len(state)
    come = np.flatnonzero(ladder.latest <= month)
    event = np.full(sites, NOBODY, dtype=np.int64)
    event[ladder.site[come]] = come  # in order of date: the last one stays
    code = {name: number for number, name in enumerate(STANDING, start=1)}
    stages, inverse = np.unique(ladder.stage[come], return_inverse=True)
    code_of = np.array([code.get(str(s), code[UNKNOWN]) for s in stages], dtype=np.int8)
    rung_of = np.array([RANK.get(str(s), 0) + 1 for s in stages], dtype=np.int8)
    stage = np.full(sites, code[UNKNOWN], dtype=np.int8)
    reached = np.ones(sites, dtype=np.int8)
    if len(come):
        stage[ladder.site[come]] = code_of[inverse]
        np.maximum.at(reached, ladder.site[come], rung_of[inverse])
    stage[state == STATE_UNKNOWN] = code[UNKNOWN]
    return Standings(stage, reached, event)


def units_by_code(
    period: Period,
    placement: Placement,
    code: Codes,
    eligible: NDArray[np.bool_],
    open_units: NDArray[np.bool_],
    kinds: int,
) -> NDArray[np.float64]:
    """(places + 1, kinds + 1): units whose code is 0 (not eligible), 1, 2..., by place.

    `eligible` is (months, sites), up to the month asked for; the last row of places is
    "no known place".
    """
    ever = np.logical_or.reduce(eligible, axis=0)
    now, status = eligible[-1:], (code * ever)[np.newaxis]
    units, _ = unit_statuses(period, status * now, now, status, open_units[-1:])
    places = len(placement.places)
    placed = by_place(period, units, places, kinds + 1)[0]
    everywhere = np.bincount(units[0], minlength=kinds + 1)
    found = np.vstack([placed, everywhere - placed.sum(axis=0)])
    found[np.abs(found) < 1e-9] = 0.0
    return found
