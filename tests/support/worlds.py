"""Small worlds of organisations, written as their raw evidence; and random ones.

An organisation's kind follows from the first letter of its code (`P1` is a practice, `C1` a
CCG) unless the world says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from groundswell.common.months import Month, month_range
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import History
from groundswell.organisations.rules import (
    ALWAYS,
    FOREVER,
    Lives,
    resolve_episodes,
    resolve_successions,
)

LETTERS = {
    "P": Kind.PRACTICE,
    "T": Kind.TRUST,
    "M": Kind.MATERNITY,
    "U": Kind.PCN,
    "C": Kind.CCG,
    "I": Kind.ICB,
    "R": Kind.REGION,
    "N": Kind.NETWORK,
}


class Member(NamedTuple):
    """A source's word; `start` None makes it a snapshot."""

    child: str
    parent: str
    start: date | None
    end: date | None
    observed: date


class Succeeded(NamedTuple):
    predecessor: str
    successor: str
    on: date
    share: float | None = None


class Lived(NamedTuple):
    """Both days included; None: not said."""

    organisation: str
    opened: date | None
    closed: date | None


def snapshot(child: str, parent: str, on: str) -> Member:
    return Member(child, parent, None, None, date.fromisoformat(on))


def episode(
    child: str, parent: str, start: str, end: str | None = None, observed: str = "2026-05-01"
) -> Member:
    return Member(child, parent, date.fromisoformat(start), _day(end), date.fromisoformat(observed))


def succession(predecessor: str, successor: str, on: str, share: float | None = None) -> Succeeded:
    return Succeeded(predecessor, successor, date.fromisoformat(on), share)


def life(organisation: str, opened: str | None, closed: str | None = None) -> Lived:
    return Lived(organisation, _day(opened), _day(closed))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class World:
    """Everything that is said of some organisations, in the order of recording."""

    memberships: tuple[Member, ...] = ()
    successions: tuple[Succeeded, ...] = ()
    lives: tuple[Lived, ...] = ()
    kinds: dict[str, Kind] = field(default_factory=dict)
    others: tuple[str, ...] = ()  # organisations of which nothing else is said

    @property
    def codes(self) -> tuple[str, ...]:
        named = set(self.kinds) | set(self.others) | {v.organisation for v in self.lives}
        named |= {code for m in self.memberships for code in (m.child, m.parent)}
        named |= {code for s in self.successions for code in (s.predecessor, s.successor)}
        return tuple(sorted(named))

    def kind(self, code: str) -> Kind:
        return self.kinds.get(code) or LETTERS[code[0]]

    def history(self) -> History:
        """The world as the product holds it."""
        codes = self.codes
        index = {code: i for i, code in enumerate(codes)}
        episodes = {}
        for kind in Kind:
            ours = [m for m in self.memberships if self.kind(m.parent) == kind]
            if ours:
                episodes[kind] = resolve_episodes(
                    _ints(index[m.child] for m in ours),
                    _ints(index[m.parent] for m in ours),
                    _ints(_ordinal(m.start, ALWAYS) for m in ours),
                    _ints(_ordinal(m.end, FOREVER) for m in ours),
                    _ints(m.observed.toordinal() for m in ours),
                )
        lives = sorted(
            (index[v.organisation], _ordinal(v.opened, ALWAYS), _ordinal(v.closed, FOREVER))
            for v in self.lives
        )
        return History(
            codes=codes,
            index=index,
            kinds=np.array([self.kind(code).value for code in codes], dtype=np.str_),
            episodes=episodes,
            successions=resolve_successions(
                _ints(index[s.predecessor] for s in self.successions),
                _ints(index[s.successor] for s in self.successions),
                _ints(s.on.toordinal() for s in self.successions),
                np.array([np.nan if s.share is None else s.share for s in self.successions]),
            ),
            lives=Lives(
                *(_ints(column) for column in (zip(*lives, strict=True) if lives else ((), (), ())))
            ),
        )

    def positions(self, sites: tuple[str, ...] | list[str]) -> np.ndarray:
        return _ints(self.codes.index(site) for site in sites)


def _ordinal(day: date | None, missing: int) -> int:
    return missing if day is None else day.toordinal()


def _ints(values) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)


# Random worlds: few organisations and few days, so that what happens, happens to the same ones.
# They are made from a seed, not drawn fact by fact: Hypothesis would spend most of its examples
# on sparse worlds and on near copies. `smallest` reduces one that fails.

SITES = ("P1", "P2", "T1", "T2", "T3", "M1")
CCGS, ICBS, NETWORKS = ("C1", "C2", "C3"), ("I1", "I2", "I3", "I4"), ("N1", "N2", "N3")
EVERYBODY = (*SITES, "U1", *CCGS, *ICBS, "R1", "R2", *NETWORKS)

# Ends, beginnings and middles of months over four years.
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2013-04-01",
        "2013-09-30",
        "2013-10-01",
        "2014-03-31",
        "2014-04-01",
        "2014-04-02",
        "2014-11-15",
        "2015-02-28",
        "2015-04-01",
        "2015-08-01",
        "2016-01-31",
        "2016-04-01",
        "2016-12-31",
    )
)
MONTHS = month_range(Month.parse("2013-01"), Month.parse("2017-03"))
PLACE_KINDS = (Kind.NETWORK, Kind.REGION, Kind.ICB, Kind.CCG, Kind.PCN, Kind.TRUST, Kind.PRACTICE)

# Who may belong to whom: always upward, and nothing nests. Twice where it is usual.
_ABOVE = {
    "P": (*CCGS, *CCGS, "U1", "I1", "N1"),
    "M": ("T1", "T2", "I1"),
    "T": (*ICBS, *ICBS, "N1", "R1"),
    "C": (*ICBS, *ICBS, *NETWORKS, "R1"),
    "I": (*NETWORKS, *NETWORKS, "R1", "R2"),
}
_CHILDREN = tuple(code for code in EVERYBODY if code[0] in _ABOVE)


def worlds() -> st.SearchStrategy[World]:
    """Merges, splits with and without shares, chains, gaps, re-openings, straddling places."""
    return st.integers(0, 2**24 - 1).map(lambda seed: random_world(Random(seed)))


def random_world(chance: Random) -> World:
    facts = {
        s[:3]: s for _ in range(chance.randint(0, 14)) for s in _passed_on(chance)
    }  # once each: two stated shares of one succession contradict each other
    organisations = chance.sample(EVERYBODY, chance.randint(0, 10))
    return World(
        memberships=tuple(_member(chance) for _ in range(chance.randint(0, 60))),
        successions=tuple(facts.values()),
        lives=tuple(one for code in organisations for one in _lives(chance, code)),
        others=EVERYBODY,
    )


def _member(chance: Random) -> Member:
    """A source's word about one child: a snapshot, or an episode that may have ended."""
    child = chance.choice(_CHILDREN)
    parent, observed = chance.choice(_ABOVE[child[0]]), chance.choice(DAYS)
    start, end = sorted(chance.choices(DAYS, k=2))
    if chance.random() < 0.5:
        return Member(child, parent, None, None, observed)
    return Member(child, parent, start, chance.choice((None, end)), observed)


def _passed_on(chance: Random) -> list[Succeeded]:
    """One organisation's work goes to one to three others on a day.

    All of one day go one way, so that none form a loop within a day; over days they may.
    """
    predecessor, on = chance.choice(EVERYBODY), chance.choice(DAYS)
    upward = on.toordinal() % 2 == 0
    heirs = [
        code
        for code in EVERYBODY
        if (code[0] == predecessor[0] and code != predecessor and (code > predecessor) == upward)
        or (predecessor[0], code) == ("C", "I1")  # a CCG that became an ICB
    ]
    heirs = chance.sample(heirs, min(len(heirs), chance.randint(1, 3)))
    stated = chance.choice(((), heirs, heirs[:1]))
    return [
        Succeeded(
            predecessor, heir, on, chance.choice((0.25, 0.5, 1.0)) if heir in stated else None
        )
        for heir in heirs
    ]


def _lives(chance: Random, code: str) -> list[Lived]:
    """It opened and closed once or twice; some opened before anybody wrote it down."""
    days: list[date | None] = [None] if chance.random() < 0.5 else []
    days += sorted(chance.sample(DAYS, chance.randint(1, 4)))
    if len(days) % 2:
        days.append(None)
    return [Lived(code, *days[i : i + 2]) for i in range(0, len(days), 2)]


def smallest(world: World, fails: Callable[[World], object]) -> World:
    """The world without every fact that its failure does not need."""
    for name in ("memberships", "successions", "lives"):
        for fact in getattr(world, name):
            fewer = tuple(f for f in getattr(world, name) if f is not fact)
            if fails(smaller := replace(world, **{name: fewer})):
                world = smaller
    return world
