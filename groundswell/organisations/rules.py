"""How what the sources said becomes one history. Pure: days are ordinals, arrays in and out.

Evidence about an organisation comes as dated episodes ("in 00K from 1 April 2013") and as
snapshots ("in 16C on 1 September 2020"). Two rules make one timeline of it:

1. Evidence begins on the day it says it starts; a snapshot begins on the day it was observed.
   What began earlier holds until the next evidence begins, or until the end it states.
2. The first evidence, where it is a snapshot, holds back to the beginning of records: somebody
   observed in 2020 was somewhere in 2015 too, and nothing known says it was elsewhere.

Where two sources speak of the same first day, the one observed later wins.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Ids = NDArray[np.int64]
Shares = NDArray[np.float64]

ALWAYS = 0
FOREVER = 3_652_059  # date.max.toordinal()
NONE = -1
LONGEST_CHAIN = 64  # of successions; a longer one goes round in a loop


@dataclass(frozen=True, slots=True)
class Episodes:
    """Who belonged to whom from which day to which, both included.

    Sorted by child and start; a child's episodes never overlap.
    """

    child: Ids
    parent: Ids
    start: Days
    end: Days


def resolve_episodes(child: Ids, parent: Ids, start: Days, end: Days, observed: Days) -> Episodes:
    """One timeline per child from all evidence about one kind of parent.

    `start` is ALWAYS for a snapshot and `end` FOREVER where none is known. The order of the
    arrays is the order of recording: it decides between equal evidence.
    """
    begins = np.where(start == ALWAYS, observed, start)
    order = np.lexsort((observed, begins, child))  # stable: later recorded last
    child, parent, start, end = child[order], parent[order], start[order], end[order]
    begins = begins[order]
    # Of several on one day the last counts: it was observed, or recorded, last.
    last = np.append((child[1:] != child[:-1]) | (begins[1:] != begins[:-1]), True)[: len(child)]
    child, parent, start, end = child[last], parent[last], start[last], end[last]
    begins = begins[last]
    if not len(child):
        return Episodes(child, parent, begins, end)
    is_first = np.append(True, child[1:] != child[:-1])
    is_last = np.append(child[1:] != child[:-1], True)
    begins = np.where(is_first & (start == ALWAYS), ALWAYS, begins)
    until_next = np.append(begins[1:] - 1, FOREVER)
    end = np.where(is_last, end, np.minimum(end, until_next))
    return Episodes(child, parent, begins, end)


@dataclass(frozen=True, slots=True)
class Successions:
    """Predecessors and successors, sorted by predecessor and day.

    `share` sums to 1 over the successors of one predecessor on one day.
    """

    predecessor: Ids
    successor: Ids
    on: Days
    share: Shares


def resolve_successions(predecessor: Ids, successor: Ids, on: Days, share: Shares) -> Successions:
    """Each succession once, with shares that sum to 1.

    `share` is NaN where no source gives one. Successors of a day share equally unless every
    one of them has a stated share; stated shares are scaled to sum to 1.
    """
    order = np.lexsort((~np.isnan(share), successor, on, predecessor))
    predecessor, successor = predecessor[order], successor[order]
    on, share = on[order], share[order]
    if not len(predecessor):
        return Successions(predecessor, successor, on, share)
    new_day = (predecessor[1:] != predecessor[:-1]) | (on[1:] != on[:-1])
    # Of one succession told several times the share stated last counts.
    last = np.append(new_day | (successor[1:] != successor[:-1]), True)
    group = np.cumsum(np.append(0, new_day))[last]
    predecessor, successor, on, share = predecessor[last], successor[last], on[last], share[last]
    size = np.bincount(group)
    stated = np.bincount(group, ~np.isnan(share)) == size
    total = np.bincount(group, np.nan_to_num(share))
    even = 1.0 / size[group]
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = share / total[group]
    return Successions(predecessor, successor, on, np.where(stated[group], scaled, even))


def next_successors(
    successions: Successions, organisation: Ids, since: Days, until: int
) -> tuple[Ids, Ids, Days, Shares]:
    """The successors of the first day, from each one's `since` to `until`, on which it had any.

    Returns (position in `organisation`, successor, day, share); one without any is left out.
    """
    span = FOREVER + 1
    keys = successions.predecessor * span + successions.on
    first = np.searchsorted(keys, organisation * span + since)
    at = np.minimum(first, len(keys) - 1)
    has = (first < len(keys)) & (successions.on[at] <= until) if len(keys) else first < 0
    if len(keys):
        has &= successions.predecessor[at] == organisation
    position, at = np.flatnonzero(has), at[has]
    size = np.searchsorted(keys, keys[at], side="right") - at
    rank = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    step = np.repeat(at, size) + rank
    return (
        np.repeat(position, size),
        successions.successor[step],
        successions.on[step],
        successions.share[step],
    )


def follow(successions: Successions, organisation: Ids, day: int) -> tuple[Ids, Ids, Shares]:
    """What each organisation has become by the end of a day.

    Returns (position in `organisation`, organisation it became, share of it). One that nothing
    succeeded stays itself. A chain goes forward in time only. Raises ValueError for successions
    that form a loop within one day.
    """
    row, now = np.arange(len(organisation)), organisation.astype(np.int64)
    weight, since = np.ones(len(row)), np.zeros(len(row), dtype=np.int64)
    settled: list[tuple[Ids, Ids, Shares]] = []
    for _ in range(LONGEST_CHAIN):
        moved, heir, on, share = next_successors(successions, now, since, day)
        stays = np.ones(len(now), dtype=bool)
        stays[moved] = False
        settled.append((row[stays], now[stays], weight[stays]))
        if not len(moved):
            rows, became, shares = (np.concatenate(parts) for parts in zip(*settled, strict=True))
            (rows, became), shares = add_up((rows, became), shares)
            return rows, became, shares
        # Ways that meet again go on as one: a loop through splits would double at each turn.
        (row, now, since), weight = add_up((row[moved], heir, on), weight[moved] * share)
    raise ValueError("Successions form a loop within one day.")


def add_up(keys: tuple[Ids, ...], weight: Shares) -> tuple[tuple[Ids, ...], Shares]:
    """Sort by the keys, first key first, and add up the weights of equal ones."""
    order = np.lexsort(keys[::-1])
    keys = tuple(key[order] for key in keys)
    first = np.append(True, np.any([key[1:] != key[:-1] for key in keys], axis=0))[: len(order)]
    if first.all():
        return keys, weight[order]
    return tuple(key[first] for key in keys), np.add.reduceat(weight[order], np.flatnonzero(first))


@dataclass(frozen=True, slots=True)
class Lives:
    """When organisations were open: from which day to which, both included.

    Sorted by organisation and opening; an organisation that closed and opened again has several.
    """

    organisation: Ids
    opened: Days
    closed: Days


def nearest_days(lives: Lives, organisations: int, day: int) -> Days:
    """The day of every organisation's life nearest to a day: that day itself where it was open.

    Before its first opening that is the opening; after a closing, the closing. Without a known
    life it is the day itself. Shape: (organisations,).
    """
    nearest = np.full(organisations, day, dtype=np.int64)
    started = lives.opened <= day
    # Lives come in order of opening: where several have started, the last one stays.
    nearest[lives.organisation[started]] = np.minimum(day, lives.closed[started])
    is_first = np.append(True, lives.organisation[1:] != lives.organisation[:-1])
    coming = is_first[: len(started)] & ~started
    nearest[lives.organisation[coming]] = lives.opened[coming]
    return nearest


def are_closed(lives: Lives, organisations: int, day: int) -> NDArray[np.bool_]:
    """Has each organisation closed before a day, and not opened again? (organisations,)

    One that has not opened yet has not closed.
    """
    return nearest_days(lives, organisations, day) < day


def first_days(successions: Successions, lives: Lives, organisations: int) -> Days:
    """(organisations,) the first day on which each code is known to be in use; ALWAYS if unsaid.

    Only a code that succeeded another has such a day: of any other, what it was before its first
    record is not known.
    """
    first = np.full(organisations, FOREVER, dtype=np.int64)
    np.minimum.at(first, successions.successor, successions.on)
    is_successor = first < FOREVER
    np.minimum.at(first, successions.predecessor, successions.on)
    np.minimum.at(first, lives.organisation, lives.opened)
    return np.where(is_successor, first, ALWAYS)


def parents_on(episodes: Episodes, days: Days) -> Ids:
    """The parent of every organisation on its own day; NONE where no episode covers it.

    `days` and the result have the shape (organisations,).
    """
    parent = np.full(len(days), NONE, dtype=np.int64)
    day = days[episodes.child]
    covers = (episodes.start <= day) & (day <= episodes.end)
    parent[episodes.child[covers]] = episodes.parent[covers]
    return parent
