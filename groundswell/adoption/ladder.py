"""Where each site stands on the ladder, month by month. Pure functions of events.

A site's state at the end of a month follows from the events whose date has certainly come
(`latest` is not after the month) and is in doubt while an event's date may have come
(`earliest` is not after the month, `latest` is).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month

from .rules import Definition

UNKNOWN, NOT_ADOPTED, ADOPTED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class LadderEvent:
    """One event as the ladder needs it. `site` is any key; `id` grows in order of recording."""

    id: int
    site: int
    stage: str
    earliest: date
    latest: date
    recorded_at: datetime
    supersedes: int | None = None


def known_events(events: Iterable[LadderEvent], on: date | None) -> list[LadderEvent]:
    """The events that count as known at the end of a day (None: now).

    One recorded later was not known yet; one that a known event supersedes counts no more.
    """
    known = [e for e in events if on is None or e.recorded_at.date() <= on]
    superseded = {e.supersedes for e in known if e.supersedes is not None}
    return [e for e in known if e.id not in superseded and e.stage != "void"]


def stage_on(events: Iterable[LadderEvent], day: date) -> str | None:
    """One site's latest stage that had certainly come by a day; None where nothing is known."""
    come = [e for e in events if e.latest <= day]
    return max(come, key=lambda e: (e.latest, e.earliest, e.id)).stage if come else None


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """Known events of one innovation as arrays, sorted by site and date.

    `site` holds positions 0..n-1 in whatever list of sites the caller keeps; days are ordinals
    and months `Month.index`.
    """

    site: NDArray[np.int64]
    stage: NDArray[np.str_]
    earliest: NDArray[np.int64]  # month in which the event may first have come
    latest: NDArray[np.int64]  # month by whose end it certainly had


def ladder_of(events: Sequence[LadderEvent]) -> tuple[Ladder, list[LadderEvent]]:
    """Sort events by site and date; of two on one date, the one recorded later comes later.

    Returns the arrays, and the events in the same order.
    """
    ordered = sorted(events, key=lambda e: (e.site, e.latest, e.earliest, e.id))
    ladder = Ladder(
        np.array([e.site for e in ordered], dtype=np.int64),
        np.array([e.stage for e in ordered], dtype=np.str_),
        np.array([Month.of(e.earliest).index for e in ordered], dtype=np.int64),
        np.array([Month.of(e.latest).index for e in ordered], dtype=np.int64),
    )
    return ladder, ordered


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Of each site at the end of each month; arrays are (months, sites).

    `state` is UNKNOWN, NOT_ADOPTED or ADOPTED; `perhaps` is True where the state is unknown
    only because a date is imprecise, and the site may have adopted.
    """

    state: NDArray[np.int8]
    perhaps: NDArray[np.bool_]


def states(ladder: Ladder, sites: int, months: Sequence[Month], definition: Definition) -> States:
    """The state of sites 0..sites-1 in consecutive months under a definition of adopted.

    Linear in events + sites x months.
    """
    first, shape = months[0].index, (len(months), sites)
    flag = flags(ladder, definition)
    certain = _certain(ladder, flag, first, shape)
    if definition.ever:
        once = _certain(ladder, np.where(flag == ADOPTED, flag, UNKNOWN), first, shape)
        certain = np.maximum(certain, once)
    may_adopt = _pending(ladder, flag == ADOPTED, first, shape)
    may_not = _pending(ladder, flag == NOT_ADOPTED, first, shape)
    if may_adopt is None and may_not is None:
        return States(certain, np.zeros(shape, dtype=bool))
    nothing = np.zeros(shape, dtype=bool)
    rises = (nothing if may_adopt is None else may_adopt) & (certain != ADOPTED)
    falls = (nothing if may_not is None else may_not) & (certain != NOT_ADOPTED)
    if definition.ever:
        falls &= certain != ADOPTED
    doubtful = rises | falls
    perhaps = rises | (falls & (certain == ADOPTED))
    return States(np.where(doubtful, np.int8(UNKNOWN), certain), perhaps)


def _certain(
    ladder: Ladder, flag: NDArray[np.int8], first: int, shape: tuple[int, int]
) -> NDArray[np.int8]:
    """(months, sites): the flag of the last event that had certainly come; UNKNOWN before one.

    An event without a flag (UNKNOWN) says nothing.
    """
    certain = np.zeros(shape, dtype=np.int8)
    came = (ladder.latest < first + shape[0]) & (flag != UNKNOWN)
    month = np.maximum(ladder.latest[came] - first, 0)
    # In order of date, so that the last event of a month is the one that stays.
    certain[month, ladder.site[came]] = flag[came]
    for later in range(1, shape[0]):
        np.copyto(certain[later], certain[later - 1], where=certain[later] == UNKNOWN)
    return certain


def _pending(
    ladder: Ladder, chosen: NDArray[np.bool_], first: int, shape: tuple[int, int]
) -> NDArray[np.bool_] | None:
    """(months, sites): may one of the chosen events have come, that has not certainly come?

    None where no event is that vague.
    """
    months, _ = shape
    vague = chosen & (ladder.earliest < ladder.latest) & (ladder.earliest < first + months)
    vague &= ladder.latest > first
    if not vague.any():
        return None
    change = np.zeros((months + 1, shape[1]), dtype=np.int16)
    site = ladder.site[vague]
    np.add.at(change, (np.maximum(ladder.earliest[vague] - first, 0), site), 1)
    np.add.at(change, (np.minimum(ladder.latest[vague] - first, months), site), -1)
    return np.cumsum(change[:-1], axis=0, dtype=np.int16) > 0


def flags(ladder: Ladder, definition: Definition) -> NDArray[np.int8]:
    """ADOPTED or NOT_ADOPTED for each event, by its own stage."""
    adopted = np.isin(ladder.stage, list(definition.stages))
    return np.where(adopted, np.int8(ADOPTED), np.int8(NOT_ADOPTED))
