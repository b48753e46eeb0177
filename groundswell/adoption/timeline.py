"""Whether one site's account of one innovation runs forward. Pure functions of what was told.

A step down is an event lower on the ladder than one that certainly came before it: either a date
is wrong (using in January, live in June), or the site did go back, for which there is a reason.
A pause or a stop that may lie between the two ends the first climb: what follows begins anew.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from groundswell.common.dates import UncertainDate

from .rules import RANK


@dataclass(frozen=True, slots=True)
class Told:
    """An event as somebody told it. `row` is that of the file being checked; None: stored."""

    stage: str
    on: UncertainDate
    reason: str = ""
    row: int | None = None


class StepDown(NamedTuple):
    higher: Told
    lower: Told


def steps_down(events: Sequence[Told]) -> list[StepDown]:
    """Every event without a reason that steps down, each with the last event that it falls below.

    "Certainly before" is by the dates' precision: live in April to June 2018 does not come after
    using in May 2018. O(n log n), since nothing bounds how often a file names one site.
    """
    breaks = sorted((e.on.earliest, e.on.latest) for e in events if e.stage not in RANK)
    begins = [earliest for earliest, _ in breaks]
    ends = list(accumulate((latest for _, latest in breaks), max))
    ranked = [e for e in events if e.stage in RANK]
    climb = sorted(ranked, key=lambda e: e.on.latest)
    last_at: dict[int, Told] = {}  # of each rung the event that began last, of those passed
    passed, found = 0, []
    for lower in sorted((e for e in ranked if not e.reason), key=lambda e: e.on.earliest):
        while passed < len(climb) and climb[passed].on.latest < lower.on.earliest:
            event = climb[passed]
            held = last_at.get(RANK[event.stage])
            if held is None or held.on.earliest < event.on.earliest:
                last_at[RANK[event.stage]] = event
            passed += 1
        above = [event for rank, event in last_at.items() if rank > RANK[lower.stage]]
        higher = max(above, key=lambda e: e.on.earliest, default=None)
        if higher and higher.on.earliest > _last_break(begins, ends, lower.on.latest):
            found.append(StepDown(higher, lower))
    return found


def _last_break(begins: list[date], ends: list[date], until: date) -> date:
    """The last day that a pause or stop begun by a day may have come on."""
    number = bisect_right(begins, until)
    return ends[number - 1] if number else date.min
