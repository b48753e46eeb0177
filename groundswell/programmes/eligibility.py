"""Which sites a programme's rule selects, on one day, and why it leaves out the others.

The day decides everything: which sites are open, in which place each stands, how many patients are
registered with it. Whether a site is left out because it does not fit or because something of it is
not known is never mixed up.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from groundswell.common.dates import day_name
from groundswell.common.months import Month
from groundswell.common.numbers import count
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import History, place_weights
from groundswell.organisations.rules import first_days, follow, nearest_days

SITES: dict[Kind, str] = {
    Kind.PRACTICE: "GP practices",
    Kind.TRUST: "NHS trusts",
    Kind.MATERNITY: "maternity units",
    Kind.PCN: "primary care networks",
    Kind.CCG: "CCGs or sub-ICB locations",
    Kind.ICB: "STPs or ICBs",
    Kind.OTHER: "other organisations",
}
PLACES = (Kind.REGION, Kind.NETWORK, Kind.ICB, Kind.CCG, Kind.PCN, Kind.TRUST)
# Places that only England has: a site that stands in one of them is in England.
_OF_ENGLAND = (Kind.NETWORK, Kind.REGION, Kind.ICB)
LONGEST_RULE = 200
_WHOLE = 0.999  # a site whose place is certain
_NEVER = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is eligible: sites of a kind, within places or listed one by one, of a size, on a day.

    `within` and `sites` hold codes; with neither it is all of England. Sizes are registered
    patients, both ends included.
    """

    kind: Kind
    on: date
    within: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    size_from: float | None = None
    size_to: float | None = None

    @property
    def by_size(self) -> bool:
        return self.size_from is not None or self.size_to is not None

    def as_data(self) -> dict[str, object]:
        """The rule as it is kept in `Cohort.chosen_by`."""
        return {
            "kind": str(self.kind),
            "on": self.on.isoformat(),
            "within": list(self.within),
            "sites": list(self.sites),
            "size_from": self.size_from,
            "size_to": self.size_to,
        }

    def words(self, names: Mapping[str, str]) -> str:
        """GP practices in Bristol ICB with 5,000 patients or more, as at 1 April 2018.

        `names` are those of the places on the day. At most `LONGEST_RULE` characters: of many
        places only their number is said.
        """
        for place in (self._places(names), f"in {len(self.within)} places"):
            text = f"{SITES[self.kind]} {place}{self._size()}, as at {day_name(self.on)}"
            if len(text) <= LONGEST_RULE:
                return text
        return text

    def _places(self, names: Mapping[str, str]) -> str:
        if self.sites:
            return f"on a list of {count(len(self.sites))}"
        if not self.within:
            return "in England"
        *rest, last = [names.get(code, code) for code in self.within]
        return f"in {', '.join(rest)} or {last}" if rest else f"in {last}"

    def _size(self) -> str:
        low, high = self.size_from, self.size_to
        if low is not None and high is not None:
            return f" with {count(low)} to {count(high)} patients"
        if low is not None:
            return f" with {count(low)} patients or more"
        return f" with {count(high)} patients or fewer" if high is not None else ""


class Left(StrEnum):
    """Why a site of the kind was left out, to go after "left out". The last three are not known."""

    NOT_OPEN = "not open yet"
    CLOSED = "closed or merged into another by then"
    LEFT = "that had left every place by then"
    ELSEWHERE = "in other places"
    TOO_SMALL = "with fewer patients"
    TOO_LARGE = "with more patients"
    NO_PLACE = "in no place that is known"
    SPLIT_PLACE = "in a place that was split, so that it is not known in which part"
    UNKNOWN_SIZE = "of unknown size"


UNKNOWN = frozenset({Left.NO_PLACE, Left.SPLIT_PLACE, Left.UNKNOWN_SIZE})


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes that a rule selects, and those of the kind that it leaves out, by reason."""

    selected: tuple[str, ...]
    left_out: Mapping[Left, tuple[str, ...]]


def select(rule: Rule, history: History, sizes: Mapping[str, float]) -> Selection:
    """Apply a rule to the organisations; codes come sorted.

    `sizes` are the registered patients that are known on the day, by code. Every place of the rule
    is known to `history`. Cost: one placement of the sites of the kind for each kind of place.
    """
    sites = _candidates(rule, history)
    reason: dict[int, Left] = {}
    day = rule.on.toordinal()
    for site, left in zip(sites, _alive(history, sites, day), strict=True):
        if left is not None:
            reason[int(site)] = left
    there = np.array([s for s in sites if int(s) not in reason], dtype=np.int64)
    if not rule.sites:
        for site, left in zip(there, _within(rule, history, there), strict=True):
            if left is not None:
                reason[int(site)] = left
    if rule.by_size:
        for site in there:
            if int(site) not in reason:
                left = _size(rule, sizes.get(history.codes[site]))
                if left is not None:
                    reason[int(site)] = left
    left_out: dict[Left, list[str]] = {}
    selected = []
    for site in sorted(map(int, sites), key=lambda s: history.codes[s]):
        if site in reason:
            left_out.setdefault(reason[site], []).append(history.codes[site])
        else:
            selected.append(history.codes[site])
    return Selection(
        tuple(selected), {left: tuple(left_out[left]) for left in Left if left in left_out}
    )


def _candidates(rule: Rule, history: History) -> NDArray[np.int64]:
    if rule.sites:
        found = [history.index[c] for c in rule.sites if c in history.index]
        return np.array([f for f in found if history.kinds[f] == rule.kind], dtype=np.int64)
    return np.flatnonzero(history.kinds == rule.kind).astype(np.int64)


def _alive(history: History, sites: NDArray[np.int64], day: int) -> list[Left | None]:
    """Of each site why it is not there on the day. One without a known life is there."""
    size = len(history.codes)
    nearest = nearest_days(history.lives, size, day)
    begins = first_days(history.successions, history.lives, size)
    position, became, _ = follow(history.successions, sites, day)
    merged = set(position[became != sites[position]].tolist())
    found: list[Left | None] = []
    for number, site in enumerate(sites):
        if nearest[site] < day or number in merged:
            found.append(Left.CLOSED)
        elif nearest[site] > day or begins[site] > day:
            found.append(Left.NOT_OPEN)
        else:
            found.append(None)
    return found


def _within(rule: Rule, history: History, sites: NDArray[np.int64]) -> list[Left | None]:
    """Of each site why it is not in the places of the rule."""
    inside = np.zeros(len(sites))
    somewhere = np.zeros(len(sites))
    wanted = {history.index[code] for code in rule.within}
    kinds = {Kind(history.kinds[place]) for place in wanted} if wanted else set(_OF_ENGLAND)
    known = [kind for kind in PLACES if kind in kinds and kind in history.episodes]
    if not wanted and not known:
        return [None] * len(sites)  # nobody has told of any place: every site counts
    for kind in known if len(sites) else []:
        shares, place = _shares(history, sites, kind, rule.on)
        chosen = np.isin(place, list(wanted)) if wanted else np.ones(len(place), dtype=bool)
        inside = np.maximum(inside, shares[:, chosen].sum(axis=1))
        somewhere = np.maximum(somewhere, shares.sum(axis=1))
    found: list[Left | None]
    if not wanted:
        found = [None if share > 0 else Left.NO_PLACE for share in somewhere]
        return _told_apart(history, sites, found, rule.on.toordinal())
    found = []
    for share, any_share in zip(inside, somewhere, strict=True):
        if share >= _WHOLE:
            found.append(None)
        elif share > 0:
            found.append(Left.SPLIT_PLACE)
        else:
            found.append(Left.ELSEWHERE if any_share > 0 else Left.NO_PLACE)
    return _told_apart(history, sites, found, rule.on.toordinal())


def _told_apart(
    history: History, sites: NDArray[np.int64], found: list[Left | None], day: int
) -> list[Left | None]:
    """Of sites in no place, those that had left every one they were in, from the others."""
    last = np.full(len(history.codes), _NEVER, dtype=np.int64)
    for episodes in history.episodes.values():
        np.maximum.at(last, episodes.child, episodes.end)
    return [
        Left.LEFT if left == Left.NO_PLACE and _NEVER < last[site] < day else left
        for site, left in zip(sites, found, strict=True)
    ]


def _shares(
    history: History, sites: NDArray[np.int64], kind: Kind, day: date
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """(sites, places) how much of each site stands in each place of a kind, and those places."""
    month = Month.of(day)
    placement = place_weights(history, sites, [month], kind, AsAt(day))
    return placement.weights_at(month).toarray(), placement.places


def _size(rule: Rule, patients: float | None) -> Left | None:
    if patients is None:
        return Left.UNKNOWN_SIZE
    if rule.size_from is not None and patients < rule.size_from:
        return Left.TOO_SMALL
    if rule.size_to is not None and patients > rule.size_to:
        return Left.TOO_LARGE
    return None


def outside_network(
    history: History, codes: Collection[str], network: str, day: date
) -> tuple[str, ...]:
    """The sites, of those given, that do not stand wholly in a network on a day."""
    ours = sorted(set(codes) & history.index.keys())
    if network not in history.index or not ours:
        return tuple(ours)
    sites = np.array([history.index[code] for code in ours], dtype=np.int64)
    shares, places = _shares(history, sites, Kind.NETWORK, day)
    inside = shares[:, places == history.index[network]].sum(axis=1)
    return tuple(code for code, share in zip(ours, inside, strict=True) if share < _WHOLE)


def gone(history: History, place: str, day: date) -> Sequence[str]:
    """What a place had become by a day; empty while it is itself."""
    here = history.index[place]
    _, became, _ = follow(history.successions, np.array([here]), day.toordinal())
    return [] if became.tolist() == [here] else [history.codes[b] for b in became]
