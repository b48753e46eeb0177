"""Which place does each site belong to in each month? The one function every roll-up uses.

A month's boundaries are those of one day (`Boundaries.day_for`). On that day:

1. A site counts as what it has become by then, following successions. That is a *unit*: two
   merged trusts are one unit.
2. A unit stands in the parent it had on the day of its life nearest to that day, then in what
   that parent has become by then, and so up to the kind of place asked for.
3. A unit that no membership leads to a place stands where its next successor stands: of a trust
   that closed before anybody recorded its ICB, the trust it became is known.

Shares below 1 come only from splits: the successors of one predecessor on one day share by their
stated shares, or equally where none are stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from groundswell.common.months import Month

from .boundaries import AsAt, Boundaries
from .models import Kind
from .rules import (
    FOREVER,
    LONGEST_CHAIN,
    NONE,
    Episodes,
    Ids,
    Lives,
    Shares,
    Successions,
    add_up,
    are_closed,
    follow,
    nearest_days,
    next_successors,
    parents_on,
)

# To reach a place of this kind, go to a parent of the first of these kinds that there is.
ROUTES: dict[Kind, tuple[Kind, ...]] = {
    Kind.NETWORK: (Kind.NETWORK, Kind.ICB, Kind.CCG, Kind.TRUST),
    Kind.REGION: (Kind.REGION, Kind.ICB, Kind.CCG, Kind.TRUST),
    Kind.ICB: (Kind.ICB, Kind.CCG, Kind.TRUST),
    Kind.CCG: (Kind.CCG,),
    Kind.PCN: (Kind.PCN,),
    Kind.TRUST: (Kind.TRUST,),
    Kind.PRACTICE: (),
}


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Every organisation and what happened to it. An organisation is its position in `codes`."""

    codes: tuple[str, ...]
    index: dict[str, int]
    kinds: NDArray[np.str_]
    episodes: dict[Kind, Episodes]  # by kind of parent
    successions: Successions
    lives: Lives


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """Months, all of those asked for from `first` to `last`, with the same weights.

    The weights stand as triples: `site` became `unit` by `unit_share`, and `standing` (a unit)
    belongs to `place` by `place_share`. All but the shares are positions in the lists of the
    placement. Sorted by unit, and by standing.
    """

    first: Month
    last: Month
    site: Ids
    unit: Ids
    unit_share: Shares
    standing: Ids
    place: Ids
    place_share: Shares

    def weights(self, placement: "Placement") -> sparse.csr_array:
        """(sites, places): a site's row sums to 1 where it has a place, to 0 where it has none.

        It sums to less where it was split and a part of it has no place.
        """
        sites, units, places = len(placement.sites), len(placement.units), len(placement.places)
        became = sparse.csr_array((self.unit_share, (self.site, self.unit)), shape=(sites, units))
        stands = sparse.csr_array(
            (self.place_share, (self.standing, self.place)), shape=(units, places)
        )
        return sparse.csr_array(became @ stands)


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The answer for all months: units and places are positions in `History.codes`."""

    sites: Ids
    units: Ids
    places: Ids
    periods: tuple[Period, ...]

    def open_units(self, history: History, months: Sequence[Month]) -> NDArray[np.bool_]:
        """(months, units): was each unit not yet closed at the end of each month?

        One that others succeeded is open while one of them is: boundaries of a day before the
        merger still know it.
        """
        count = len(history.codes)
        found = np.zeros((len(months), len(self.units)), dtype=bool)
        for number, month in enumerate(months):
            day = month.last_day.toordinal()
            unit, now, _ = follow(history.successions, self.units, day)
            closed = are_closed(history.lives, count, day)
            found[number, unit[~closed[now]]] = True
        return found

    def weights_at(self, month: Month) -> sparse.csr_array:
        """(sites, places) in a month: see `Period.weights`."""
        return self.at(month).weights(self)

    def at(self, month: Month) -> Period:
        """The period of a month. Raises KeyError for a month that was not asked for."""
        for period in self.periods:
            if period.first <= month <= period.last:
                return period
        raise KeyError(f"{month} is not in this placement.")


def place_weights(
    history: History,
    sites: Ids,
    months: Sequence[Month],
    kind: Kind,
    boundaries: Boundaries,
) -> Placement:
    """Weights from sites to units to places of a kind, once per distinct period.

    `months` are consecutive. Cost: one placement of all sites (a few binary searches a site) for
    each month in which something about them changed.
    """
    starts = _period_starts(history, sites, months, boundaries)
    links = [_link(history, sites, kind, boundaries.day_for(m).toordinal()) for m in starts]
    units = np.unique(np.concatenate([link.unit for link in links]))
    places = np.unique(np.concatenate([link.place for link in links]))
    periods: list[Period] = []
    for number, (month, link) in enumerate(zip(starts, links, strict=True)):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else months[-1]
        if number and link.same_as(links[number - 1]):
            periods[-1] = replace(periods[-1], last=last)
        else:
            periods.append(link.period(month, last, units, places))
    return Placement(sites, units, places, tuple(periods))


@dataclass(frozen=True, slots=True, eq=False)
class _Link:
    """The placement on one day; organisations are positions in the history."""

    site: Ids
    unit: Ids
    unit_share: Shares
    standing: Ids
    place: Ids
    place_share: Shares

    def same_as(self, other: "_Link") -> bool:
        return all(
            len(mine) == len(theirs) and np.allclose(mine, theirs, rtol=0, atol=1e-12)
            for mine, theirs in ((getattr(self, n), getattr(other, n)) for n in self.__slots__)
        )

    def period(self, first: Month, last: Month, units: Ids, places: Ids) -> Period:
        by_unit = np.argsort(self.unit, kind="stable")
        by_standing = np.argsort(self.standing, kind="stable")
        return Period(
            first,
            last,
            self.site[by_unit],
            np.searchsorted(units, self.unit[by_unit]),
            self.unit_share[by_unit],
            np.searchsorted(units, self.standing[by_standing]),
            np.searchsorted(places, self.place[by_standing]),
            self.place_share[by_standing],
        )


def _link(history: History, sites: Ids, kind: Kind, day: int) -> _Link:
    parents = _parents(history, kind, day)
    site, unit, share = follow(history.successions, sites, day)
    standing = np.unique(unit)
    row, place, place_share = _climb(history, parents, standing, kind, day)
    lost = np.setdiff1d(np.arange(len(standing)), row)
    if len(lost):
        ahead, found, found_share = _climb_ahead(history, parents, standing[lost], kind, day)
        row = np.concatenate([row, lost[ahead]])
        place = np.concatenate([place, found])
        place_share = np.concatenate([place_share, found_share])
    (row, place), place_share = add_up((row, place), place_share)
    return _Link(site, unit, share, standing[row], place, place_share)


def _climb_ahead(
    history: History, parents: Ids, organisation: Ids, kind: Kind, day: int
) -> tuple[Ids, Ids, Shares]:
    """The places of each organisation's next successor, or of that one's where it has none."""
    row, now = np.arange(len(organisation)), organisation
    share, since = np.ones(len(row)), np.full(len(row), day + 1)
    found: list[tuple[Ids, Ids, Shares]] = []
    for _ in range(LONGEST_CHAIN):
        step, heir, on, part = next_successors(history.successions, now, since, FOREVER)
        (row, now, since), share = add_up((row[step], heir, on), share[step] * part)
        above, place, place_share = _climb(history, parents, now, kind, day)
        found.append((row[above], place, share[above] * place_share))
        if not len(row):
            rows, places, shares = (np.concatenate(p) for p in zip(*found, strict=True))
            return rows, places, shares
        lost = np.setdiff1d(np.arange(len(row)), above)
        row, now, since, share = row[lost], now[lost], since[lost], share[lost]
    raise ValueError("Successions form a loop within one day.")


def _climb(
    history: History, parents: Ids, organisation: Ids, kind: Kind, day: int
) -> tuple[Ids, Ids, Shares]:
    """The places of a kind above each organisation: (position, place, share)."""
    row, now, share = np.arange(len(organisation)), organisation, np.ones(len(organisation))
    is_place = history.kinds == kind
    found: list[tuple[Ids, Ids, Shares]] = []
    for _ in range(len(Kind)):
        there = is_place[now]
        found.append((row[there], now[there], share[there]))
        row, now, share = row[~there], now[~there], share[~there]
        parent = parents[now]
        known = parent != NONE
        row, share = row[known], share[known]
        step, now, part = follow(history.successions, parent[known], day)
        row, share = row[step], share[step] * part
    rows, places, shares = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return rows, places, shares


def _parents(history: History, kind: Kind, day: int) -> Ids:
    """Of every organisation the next one on the way to a place of a kind; NONE at its end."""
    days = nearest_days(history.lives, len(history.codes), day)
    parents = np.full(len(history.codes), NONE, dtype=np.int64)
    for step in reversed(ROUTES[kind]):
        if step in history.episodes:
            nearer = parents_on(history.episodes[step], days)
            parents = np.where(nearer == NONE, parents, nearer)
    return parents


def _period_starts(
    history: History, sites: Ids, months: Sequence[Month], boundaries: Boundaries
) -> list[Month]:
    """The months, of those asked for, in which the placement may differ from the month before."""
    if isinstance(boundaries, AsAt):
        return [months[0]]
    days = _days_of_change(history, _reachable(history, sites))
    ends = np.array([boundaries.day_for(m).toordinal() for m in months])
    changed = np.unique(np.searchsorted(ends, days[days <= ends[-1]]))
    return [months[i] for i in np.union1d([0], changed).astype(int)]


def _reachable(history: History, sites: Ids) -> NDArray[np.bool_]:
    """Every organisation that could stand on the way from these sites to a place."""
    reached = np.zeros(len(history.codes), dtype=bool)
    reached[sites] = True
    joins = [(e.child, e.parent) for e in history.episodes.values()]
    joins.append((history.successions.predecessor, history.successions.successor))
    size = -1
    while reached.sum() != size:
        size = reached.sum()
        for lower, upper in joins:
            reached[upper[reached[lower]]] = True
    return reached


def _days_of_change(history: History, reached: NDArray[np.bool_]) -> NDArray[np.int64]:
    days = [history.successions.on[reached[history.successions.predecessor]]]
    for episodes in history.episodes.values():
        ours = reached[episodes.child]
        days += [episodes.start[ours], episodes.end[ours] + 1]
    lives = reached[history.lives.organisation]
    days += [history.lives.opened[lives], history.lives.closed[lives] + 1]
    return np.unique(np.concatenate(days))
