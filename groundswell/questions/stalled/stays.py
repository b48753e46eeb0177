"""How long sites stay in a stage, and by when most have moved on. Pure functions of events.

A date known only to a month or a quarter makes a stay some days shorter or longer. A stay is
therefore read three ways: as short as its dates allow, as long, and in the middle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from groundswell.adoption.ladder import LadderEvent
from groundswell.adoption.rules import RANK
from groundswell.analysis.survival import KaplanMeier, kaplan_meier

# The stages that a site is expected to move on from.
STAGES = ("approached", "committed", "live")
FEWEST_MOVES = 5


@dataclass(frozen=True, slots=True)
class Stay:
    """One site in one stage. `left` is what ended it, None while it lasts.

    `is_open`: it certainly lasts. One that something may have ended already is not open, and
    `left` is then the first thing that may have.
    """

    stage: str
    entered: LadderEvent
    left: LadderEvent | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Length:
    """Days that a stay took, read two ways; `moved` where it ended in moving up."""

    shortest: int
    longest: int
    moved: bool

    @property
    def middle(self) -> float:
        return (self.shortest + self.longest) / 2


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long sites took to move on from a stage, in days.

    `median` and its 95% interval are of stays read in the middle; None where the curve or its
    interval does not come down to one half. `threshold` is None where `why` says that none can
    be told.
    """

    stage: str
    sites: int
    moved: int
    median: float | None
    median_low: float | None
    median_high: float | None
    threshold: float | None
    why: str


def stays(events: Iterable[LadderEvent], day: date) -> list[Stay]:
    """One site's stays up to a day, in order.

    A stage told again while the site is in it does not start a new stay. What has not certainly
    come by the day ends a stay without a move.
    """
    events = list(events)
    come = sorted(
        (e for e in events if e.latest <= day), key=lambda e: (e.latest, e.earliest, e.id)
    )
    found: list[Stay] = []
    current: LadderEvent | None = None
    for event in come:
        if current is not None and event.stage == current.stage:
            continue
        if current is not None:
            found.append(Stay(current.stage, current, event, is_open=False))
        current = event
    if current is not None:
        perhaps = [e for e in events if e.earliest <= day < e.latest and e.stage != current.stage]
        left = min(perhaps, key=lambda e: (e.earliest, e.id), default=None)
        found.append(Stay(current.stage, current, left, is_open=left is None))
    return found


def length(stay: Stay, day: date, last: int) -> Length:
    """How long a stay took by the end of a day; `last` is the last day (ordinal) of the site.

    It ended in a move where the site went up the ladder. A site that paused, stopped, went down,
    closed, merged, or may have moved on already, was only seen to stay until then.
    """
    first, certain = stay.entered.earliest.toordinal(), stay.entered.latest.toordinal()
    if stay.left is None:
        end = min(day.toordinal(), last)
        return Length(max(end - certain, 0), max(end - first, 0), moved=False)
    if stay.left.latest > day:
        end = min(stay.left.earliest.toordinal() - 1, last)
        return Length(max(end - certain, 0), max(end - first, 0), moved=False)
    moved = RANK.get(stay.left.stage, -1) > RANK[stay.stage]
    shortest = max(stay.left.earliest.toordinal() - certain, 0)
    return Length(shortest, max(stay.left.latest.toordinal() - first, 0), moved)


def stage_time(stage: str, lengths: Sequence[Length], share: float) -> StageTime:
    """The time by which a share of the sites had moved on: the longest of the three readings.

    The longest, so that no site is called stalled for how its peers' dates were written down. No
    time is told from fewer than `FEWEST_MOVES` moves, or where the curve does not come that far.
    """
    sites, moved = len(lengths), sum(one.moved for one in lengths)
    if moved < FEWEST_MOVES:
        few = "nobody has" if not moved else f"only {moved} of {sites} have"
        return StageTime(stage, sites, moved, None, None, None, None, f"{few} moved on yet")
    ends = [one.moved for one in lengths]
    middle = kaplan_meier([one.middle for one in lengths], ends)
    readings = (
        middle,
        kaplan_meier([one.shortest for one in lengths], ends),
        kaplan_meier([one.longest for one in lengths], ends),
    )
    threshold = max(quantile(curve, share) for curve in readings)
    median, low, high = (_finite(v) for v in (middle.median, middle.median_low, middle.median_high))
    if np.isinf(threshold):
        why = "too few have moved on for the curve to come that far"
        return StageTime(stage, sites, moved, median, low, high, None, why)
    return StageTime(stage, sites, moved, median, low, high, threshold, "")


def quantile(curve: KaplanMeier, share: float) -> float:
    """The first time by which a share had moved on; infinite where the curve does not get there."""
    # Rounding may leave a product a bit above the share that it is exactly.
    there = curve.survival <= (1 - share) + 1e-12
    return float(curve.time[np.argmax(there)]) if there.any() else np.inf


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
