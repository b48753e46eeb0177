"""Invented GP practices: opened, closed, merged, moved and sometimes opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from groundswell.organisations.models import Kind

from .areas import INVENTED, PCNS_BEGIN, Area, settle
from .names import Names
from .sites import BEGINNING, END, Site, SiteSuccession, Span, day

AT_FIRST = 8_130
_OPENINGS = 640
# How many close in each year: more in the years in which practices grew by merging.
_CLOSINGS = {
    2013: 70, 2014: 120, 2015: 160, 2016: 220, 2017: 230, 2018: 310, 2019: 270,
    2020: 210, 2021: 160, 2022: 170, 2023: 180, 2024: 160, 2025: 150, 2026: 70,
}  # fmt: skip
_MERGED = 0.58  # of those that close, into an open neighbour
_MERGED_ANEW = 0.07  # two neighbours, into a new practice
_REOPENED = 14
_RENAMED = 360
# Practices that moved to another ICB: from, to, on, how many. Invented.
_MOVES = (
    ("QU9", "QNQ", "2016-04-01", 5),
    ("QRV", "QMJ", "2017-04-01", 6),
    ("QUA", "QHL", "2018-04-01", 14),
    ("QJG", "QM7", "2019-04-01", 5),
    ("QNX", "QXU", "2020-04-01", 8),
    ("QF7", "QT1", "2021-04-01", 9),
    ("QOP", "QJ2", "2022-07-01", 6),
)
_MOVED = "demo: invented move between ICBs"


@dataclass(slots=True)
class Practices:
    """All practices, and what became of those that closed."""

    sites: list[Site] = field(default_factory=list)
    successions: list[SiteSuccession] = field(default_factory=list)


def make_practices(rng: np.random.Generator, names: Names, areas: Sequence[Area]) -> Practices:
    """Practices over 2013 to 2026."""
    made = Practices()
    home = {area.code: area for area in areas}
    for area in areas:
        for _ in range(area.practices):
            _open(made, names, area, BEGINNING)
    for where, opened in zip(
        rng.integers(len(areas), size=_OPENINGS), _opening_days(rng), strict=True
    ):
        _open(made, names, areas[int(where)], opened)
    _move(rng, made, areas)
    for year, number in _CLOSINGS.items():
        _close_in_year(rng, names, made, home, year, number)
    _reopen(rng, made)
    _rename(rng, names, made)
    _join_pcns(rng, made, home)
    return made


def _open(made: Practices, names: Names, area: Area, opened: int) -> Site:
    site = Site(
        f"DP{len(made.sites) + 1:05d}",
        Kind.PRACTICE,
        names.practice(),
        area.code,
        [Span(opened)],
    )
    settle(site, area, opened)
    site.join(Kind.CCG, area.code, opened, INVENTED)
    made.sites.append(site)
    return site


def _opening_days(rng: np.random.Generator) -> list[int]:
    """The first of a month: of April for four in ten."""
    years = rng.integers(2013, 2026, size=_OPENINGS)
    months = np.where(rng.random(_OPENINGS) < 0.4, 4, rng.integers(1, 13, size=_OPENINGS))
    months = np.where((years == 2013) & (months < 5), 7, months)
    return [date(int(y), int(m), 1).toordinal() for y, m in zip(years, months, strict=True)]


def _close_in_year(
    rng: np.random.Generator,
    names: Names,
    made: Practices,
    home: dict[str, Area],
    year: int,
    number: int,
) -> None:
    """Close some of those open for two years; their patients go to a neighbour, or all over."""
    longest_ago = max(BEGINNING, day(f"{year}-01-01") - 730)
    here = [s for s in made.sites if s.closed is None and _is_settled(s, year)]
    old = [site for site in here if site.opened <= longest_ago]
    chosen = [old[int(i)] for i in rng.choice(len(old), size=number, replace=False)]
    neighbours: dict[str, list[Site]] = {}
    for site in here:
        neighbours.setdefault(site.area, []).append(site)
    leaving = {site.code for site in chosen}
    for site, last in zip(chosen, _closing_days(rng, year, number), strict=True):
        if site.closed is not None:
            continue
        near = [
            other
            for other in neighbours[site.area]
            if other.code not in leaving and other.closed is None and other.opened <= last
        ]
        how, which = rng.random(), rng.random()
        site.close(last)
        if not near or how > _MERGED + _MERGED_ANEW:
            continue
        partner = near[int(which * len(near))]
        if how < _MERGED:
            made.successions.append(SiteSuccession(site.code, partner.code, last + 1))
            continue
        partner.close(last)
        merged = _open(made, names, home[site.area], last + 1)
        neighbours[site.area].append(merged)
        for former in (site, partner):
            made.successions.append(SiteSuccession(former.code, merged.code, last + 1))


def _is_settled(site: Site, year: int) -> bool:
    """It is not to move to another area after this year."""
    return site.parents[Kind.CCG][-1].since <= day(f"{year}-12-31")


def _closing_days(rng: np.random.Generator, year: int, number: int) -> list[int]:
    """Last days of months, in order: of March for four in ten, of other quarters often."""
    months = rng.choice(
        np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        p=np.array([2, 2, 40, 3, 3, 14, 3, 3, 14, 3, 3, 10]) / 100,
        size=number,
    )
    if year == 2013:
        months = np.maximum(months, 6)
    lasts = [_month_end(year, int(m)) for m in months]
    return sorted(min(last, END - 31) for last in lasts)


def _month_end(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following.toordinal() - 1


def _move(rng: np.random.Generator, made: Practices, areas: Sequence[Area]) -> None:
    """Move practices between ICBs. Done before any closes, so some close later elsewhere."""
    icb = {area.code: area.icb for area in areas}
    for origin, target, on, number in _MOVES:
        since = day(on)
        area = next(a for a in areas if a.icb == target)
        here = [s for s in made.sites if icb[s.area] == origin and s.opened == BEGINNING]
        for i in rng.choice(len(here), size=number, replace=False):
            site = here[int(i)]
            site.parents[Kind.ICB] = site.parents[Kind.ICB][:1]
            settle(site, area, since, _MOVED)
            site.join(Kind.CCG, area.code, since, _MOVED)


def _reopen(rng: np.random.Generator, made: Practices) -> None:
    """Some that closed without a successor open again, six to eighteen months later."""
    merged = {succession.predecessor for succession in made.successions}
    gone = [
        site
        for site in made.sites
        if site.closed is not None and site.code not in merged and site.closed < day("2023-01-01")
    ]
    for i in rng.choice(len(gone), size=_REOPENED, replace=False):
        closed = gone[int(i)].lives[-1].last or 0
        again = date.fromordinal(closed + int(rng.integers(180, 540))).replace(day=1)
        gone[int(i)].lives.append(Span(again.toordinal()))


def _rename(rng: np.random.Generator, names: Names, made: Practices) -> None:
    """New names on some day of their lives, as happens when partners retire."""
    for i in rng.choice(len(made.sites), size=_RENAMED, replace=False):
        site = made.sites[int(i)]
        last = site.closed or END
        when = site.opened + int((0.2 + 0.7 * rng.random()) * (last - site.opened))
        site.renames.append((date.fromordinal(when).replace(day=1).toordinal(), names.practice()))
    for site in made.sites:
        site.renames = [r for r in site.renames if r[0] > site.opened]


def _join_pcns(rng: np.random.Generator, made: Practices, home: dict[str, Area]) -> None:
    """Each practice joins a PCN of its area when PCNs begin, or when it opens or moves later."""
    for site, chance in zip(made.sites, rng.random(len(made.sites)), strict=True):
        for number, step in enumerate(site.parents[Kind.CCG]):
            coming = site.parents[Kind.CCG][number + 1 :]
            if coming and coming[0].since <= PCNS_BEGIN:
                continue
            pcns = home[step.parent].pcns
            since = max(step.since, PCNS_BEGIN)
            site.join(Kind.PCN, pcns[int(chance * len(pcns))], since, INVENTED)
