"""Invented NHS trusts, some of them merged and one split in two, and their maternity units."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from groundswell.organisations.models import Kind

from .areas import INVENTED, Area, settle
from .chance import allot
from .names import Names
from .sites import BEGINNING, Site, SiteSuccession, Span, day

ACUTE, MENTAL_HEALTH, COMMUNITY, AMBULANCE = "acute", "mental-health", "community", "ambulance"
_AT_FIRST = {ACUTE: 134, MENTAL_HEALTH: 53, COMMUNITY: 27, AMBULANCE: 10}
# Days on which one trust took over a neighbour of its sector.
_TAKEOVERS = (
    (ACUTE, "2014-10-01"),
    (ACUTE, "2015-04-01"),
    (ACUTE, "2017-04-01"),
    (ACUTE, "2018-04-01"),
    (ACUTE, "2020-02-01"),
    (ACUTE, "2023-10-01"),
    (COMMUNITY, "2016-04-01"),
    (COMMUNITY, "2019-10-01"),
    (MENTAL_HEALTH, "2021-04-01"),
)
# Days on which two trusts closed and a new one opened in their place.
_UNIONS = (
    (ACUTE, "2017-10-01"),
    (ACUTE, "2019-07-01"),
    (ACUTE, "2021-04-01"),
    (MENTAL_HEALTH, "2018-04-01"),
)
_SPLIT = "2016-04-01"
_SPLIT_SHARES = (0.6, 0.4)
_MATERNITY = 170
_MATERNITY_CLOSED = ("2014-03-31", "2016-09-30", "2018-03-31", "2020-06-30", "2022-03-31",
                     "2023-09-30", "2024-12-31", "2025-06-30")  # fmt: skip


@dataclass(slots=True)
class Trusts:
    """All trusts and maternity units, and what became of those that closed."""

    sites: list[Site] = field(default_factory=list)
    maternity: list[Site] = field(default_factory=list)
    successions: list[SiteSuccession] = field(default_factory=list)


def make_trusts(rng: np.random.Generator, names: Names, areas: Sequence[Area]) -> Trusts:
    """Trusts over 2013 to 2026, and maternity units of the acute ones."""
    made = Trusts()
    home = {area.code: area for area in areas}
    for sector, number in _AT_FIRST.items():
        for area in _places(rng, areas, number):
            _open(made, names, area, sector, BEGINNING)
    _open_maternity(rng, names, made, home)
    changes = [
        *((on, "takeover", sector) for sector, on in _TAKEOVERS),
        *((on, "union", sector) for sector, on in _UNIONS),
        (_SPLIT, "split", ACUTE),
    ]
    for on, change, sector in sorted(changes):
        if change == "split":
            _split(rng, names, made, home, day(on))
        else:
            _merge(rng, names, made, home, sector, day(on), anew=change == "union")
    _close_maternity(rng, made)
    return made


def _places(rng: np.random.Generator, areas: Sequence[Area], number: int) -> list[Area]:
    """An area for each trust: in each ICB as many as its size suggests."""
    icbs = list(dict.fromkeys(area.icb for area in areas))
    sizes = [sum(a.practices for a in areas if a.icb == icb) for icb in icbs]
    least = 1 if number >= len(icbs) else 0
    found: list[Area] = []
    for icb, count in zip(icbs, allot(number, sizes, least), strict=True):
        here = [area for area in areas if area.icb == icb]
        order = rng.permutation(len(here))
        found += [here[int(order[i % len(here)])] for i in range(count)]
    return found


def _open(made: Trusts, names: Names, area: Area, sector: str, opened: int) -> Site:
    site = Site(
        f"DT{len(made.sites) + 1:03d}",
        Kind.TRUST,
        names.trust(sector),
        area.code,
        [Span(opened)],
        sector,
    )
    settle(site, area, opened)
    made.sites.append(site)
    return site


def _open_maternity(
    rng: np.random.Generator, names: Names, made: Trusts, home: dict[str, Area]
) -> None:
    """A unit for each acute trust, and a second one for some."""
    acute = [trust for trust in made.sites if trust.sector == ACUTE]
    seconds = rng.choice(len(acute), size=_MATERNITY - len(acute), replace=False)
    for trust in [*acute, *(acute[int(i)] for i in sorted(seconds))]:
        unit = Site(
            f"DM{len(made.maternity) + 1:03d}",
            Kind.MATERNITY,
            names.maternity(),
            trust.area,
            [Span(BEGINNING)],
        )
        unit.join(Kind.TRUST, trust.code, BEGINNING, INVENTED)
        made.maternity.append(unit)


def _merge(
    rng: np.random.Generator,
    names: Names,
    made: Trusts,
    home: dict[str, Area],
    sector: str,
    on: int,
    *,
    anew: bool,
) -> None:
    """Merge two open trusts of one ICB and sector: into the first, or into a new one."""
    open_now = [s for s in made.sites if s.sector == sector and s.is_open(on - 1)]
    pairs = [
        (one, other)
        for one in open_now
        for other in open_now
        if one.code < other.code and home[one.area].icb == home[other.area].icb
    ]
    one, other = pairs[int(rng.integers(len(pairs)))]
    into = _open(made, names, home[one.area], sector, on) if anew else one
    closing = [one, other] if anew else [other]
    for trust in closing:
        trust.close(on - 1)
        made.successions.append(SiteSuccession(trust.code, into.code, on))
        _hand_over_units(made, trust, [into], on)


def _split(
    rng: np.random.Generator, names: Names, made: Trusts, home: dict[str, Area], on: int
) -> None:
    """One acute trust with two maternity units becomes two trusts."""
    whole = next(s for s in made.sites if s.is_open(on - 1) and len(_units(made, s, on - 1)) == 2)
    whole.close(on - 1)
    parts = [_open(made, names, home[whole.area], ACUTE, on) for _ in _SPLIT_SHARES]
    for part, share in zip(parts, _SPLIT_SHARES, strict=True):
        made.successions.append(SiteSuccession(whole.code, part.code, on, share))
    _hand_over_units(made, whole, parts, on)


def _units(made: Trusts, trust: Site, on: int) -> list[Site]:
    return [u for u in made.maternity if u.parent(Kind.TRUST, on) == trust.code]


def _hand_over_units(made: Trusts, trust: Site, into: Sequence[Site], on: int) -> None:
    for number, unit in enumerate(_units(made, trust, on - 1)):
        unit.join(Kind.TRUST, into[number % len(into)].code, on, INVENTED)


def _close_maternity(rng: np.random.Generator, made: Trusts) -> None:
    """Units close where their trust keeps another, which takes over their births."""
    for text in _MATERNITY_CLOSED:
        last = day(text)
        open_now = [u for u in made.maternity if u.is_open(last + 1)]
        trusts = [u.parent(Kind.TRUST, last) for u in open_now]
        pairs = [
            (one, other)
            for one, its in zip(open_now, trusts, strict=True)
            for other, others in zip(open_now, trusts, strict=True)
            if its == others and one.code > other.code
        ]
        closing, staying = pairs[int(rng.integers(len(pairs)))]
        closing.close(last)
        made.successions.append(SiteSuccession(closing.code, staying.code, last + 1))
