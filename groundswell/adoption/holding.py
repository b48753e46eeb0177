"""Who has an innovation, and who had it: pure functions of events, for safety.

The ladder asks whether a site *counts* as having adopted. Here the question is whether a thing is,
or was, in a building: whoever may have it must hear of a notice, so doubt is kept apart and never
dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from .ladder import LadderEvent
from .rules import DEFINITIONS

LIVE = DEFINITIONS["ever-live"].stages
ENDED = frozenset({"paused", "stopped"})


class Holding(IntEnum):
    """From the least to the most certain that the thing is there."""

    NOT = 0  # known not to have gone so far
    MAY_HAVE_HAD = 1  # paused or stopped; that it was ever live, nobody said
    ABOUT_TO = 2  # committed, and not known to be live
    MAY_HAVE = 3  # went live on a date too imprecise to say whether it has come
    HAD = 4  # was live; has paused, stopped or gone back since
    HAS = 5


# Those that a notice counts, and those that are listed apart.
HOLDERS = frozenset({Holding.HAS, Holding.HAD, Holding.MAY_HAVE})
APART = frozenset({Holding.ABOUT_TO, Holding.MAY_HAVE_HAD})


@dataclass(frozen=True, slots=True)
class Held:
    """`event` is the id of the one that decides: the latest that tells.

    `began` is the first day on which the thing may have been there, since it last went live; of a
    site that never was, the first day there is.
    """

    holding: Holding
    event: int
    began: date = date.min


def holdings(events: Iterable[LadderEvent], day: date) -> dict[int, Held]:
    """Site to what it holds at the end of a day, from known events (`ladder.known_events`).

    A site without an event whose date has come, or may have come, is not in it: unknown.
    """
    by_site: dict[int, list[LadderEvent]] = {}
    for event in events:
        if event.earliest <= day:
            by_site.setdefault(event.site, []).append(event)
    return {site: _held(its, day) for site, its in by_site.items()}


def _held(events: list[LadderEvent], day: date) -> Held:
    ordered = sorted(events, key=lambda e: (e.latest, e.earliest, e.id))
    come = [e for e in ordered if e.latest <= day]
    if any(e.stage in LIVE for e in come):
        last = come[-1]
        holding = Holding.HAS if last.stage in LIVE else Holding.HAD
        return Held(holding, last.id, _began(come))
    vague = [e for e in ordered if e.latest > day and e.stage in LIVE]
    if vague:
        return Held(Holding.MAY_HAVE, vague[-1].id, min(e.earliest for e in vague))
    last = ordered[-1]
    if last.stage in ENDED:
        return Held(Holding.MAY_HAVE_HAD, last.id)
    committed = [e for e in ordered if e.stage == "committed"]
    if last.stage == "committed" or (committed and committed[-1].latest > day):
        return Held(Holding.ABOUT_TO, committed[-1].id)
    return Held(Holding.NOT, last.id)


def _began(events: list[LadderEvent]) -> date:
    """The first day that the last run of live events may mean; at least one is live."""
    began, is_live = date.min, False
    for event in events:
        if event.stage in LIVE:
            began = min(began, event.earliest) if is_live else event.earliest
        is_live = event.stage in LIVE
    return began
