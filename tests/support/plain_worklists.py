"""Plain, slow twins of the work lists, made from their rules: loops over facts, exact fractions."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from groundswell.adoption.ladder import LadderEvent
from groundswell.common.months import Month
from groundswell.organisations.models import Kind

from .plain_boards import LADDER, Ledger
from .plain_counting import NO_PLACE, is_closed
from .plain_placement import _nearest_day_of_life, above_or_ahead, units
from .worlds import World

ONE_DAY = timedelta(days=1)
ON_THE_WAY = ["approached", "committed", "live"]


def listed_sites(ledger: Ledger, programme: str, day: date, on: date | None) -> dict[str, date]:
    """Site to the last day that it is in the cohort, of those that came in by a day."""
    found: dict[str, date] = {}
    for e in ledger.listed:
        known = on is None or e.accepted <= on
        if e.programme == programme and e.start <= day and known:
            found[e.site] = max(found.get(e.site, date.min), e.end or date.max)
    return found


def open_units(
    ledger: Ledger, programme: str, day: date, on: date | None
) -> dict[str, tuple[set[str], set[str]]]:
    """Unit to the sites that became it and the networks that it stands in."""
    listed, became = listed_sites(ledger, programme, day, on), defaultdict(set)
    for site in listed:
        for unit in units(ledger.world, site, day):
            became[unit].add(site)
    found = {}
    for unit, sites in became.items():
        if all(listed[site] < day for site in sites) or is_closed(ledger.world, unit, day):
            continue
        networks = set(above_or_ahead(ledger.world, unit, day, Kind.NETWORK)) or {NO_PLACE}
        found[unit] = (sites, networks)
    return found


class PlainStay(NamedTuple):
    stage: str
    start: tuple[date, date]
    end: tuple[date, date] | None  # None: it lasts, or nobody can tell
    up: bool
    doubt: date | None  # the first day on which something may have ended it


def plain_stays(events: list[LadderEvent], day: date) -> list[PlainStay]:
    come = sorted(
        (e for e in events if e.latest <= day), key=lambda e: (e.latest, e.earliest, e.id)
    )
    runs: list[LadderEvent] = []
    for event in come:
        if not runs or runs[-1].stage != event.stage:
            runs.append(event)
    found = []
    for i, event in enumerate(runs):
        start = (event.earliest, event.latest)
        if i + 1 < len(runs):
            after = runs[i + 1]
            up = after.stage in LADDER and LADDER.index(after.stage) > _rung(event.stage)
            found.append(PlainStay(event.stage, start, (after.earliest, after.latest), up, None))
            continue
        maybe = [
            e.earliest
            for e in events
            if e.earliest <= day and e.latest > day and e.stage != event.stage
        ]
        found.append(PlainStay(event.stage, start, None, False, min(maybe, default=None)))
    return found


def _rung(stage: str) -> int:
    return LADDER.index(stage) if stage in LADDER else len(LADDER)


def last_day(world: World, site: str, day: date) -> date:
    """The last day up to `day` on which the site was there, and itself."""
    last = min(day, _nearest_day_of_life(world, site, day))
    for s in world.successions:
        if s.predecessor == site:
            last = min(last, s.on - ONE_DAY)
    return last


def survival_time(lengths: list[tuple[int, bool]], share: Fraction) -> int | None:
    """The first time by which a share had moved on, by the product-limit estimate."""
    left = Fraction(1)
    for time in sorted({t for t, _ in lengths}):
        at_risk = sum(t >= time for t, _ in lengths)
        moved = sum(t == time and up for t, up in lengths)
        left *= 1 - Fraction(moved, at_risk)
        if left <= 1 - share:
            return time
    return None


def stalled(
    ledger: Ledger, programme: str, at: date, *, on: date | None, share: Fraction, fewest: int
) -> tuple[dict[str, float | None], set[tuple[str, str, str, int]]]:
    """Stage to its threshold in days; and (unit, network, stage, days) of every stalled site."""
    listed = listed_sites(ledger, programme, at, on)
    events = ledger.ladder(on)
    lasting = {
        site: plain_stays([e for e in events if e.site == site], at) for site in sorted(listed)
    }
    thresholds: dict[str, float | None] = {}
    for stage in ON_THE_WAY:
        readings: list[list[tuple[int, bool]]] = [[], [], []]
        for site, stays in lasting.items():
            stay = next((s for s in stays if s.stage == stage), None)
            if stay is None:
                continue
            last = min(last_day(ledger.world, site, at), listed[site])
            first, latest = stay.start
            if stay.end is None:
                end = last if stay.doubt is None else min(last, stay.doubt - ONE_DAY)
                ends = (end, end)
            else:
                ends = stay.end
            short, long = (max((ends[0] - latest).days, 0), max((ends[1] - first).days, 0))
            # Twice the days, so that the middle is whole.
            for reading, days in zip(readings, (2 * short, short + long, 2 * long), strict=True):
                reading.append((days, stay.up))
        thresholds[stage] = None
        if sum(up for _, up in readings[0]) >= fewest:
            times = [survival_time(reading, share) for reading in readings]
            if None not in times:
                thresholds[stage] = max(times) / 2
    behind = set()
    for unit, (sites, networks) in open_units(ledger, programme, at, on).items():
        known = [lasting[site][-1] for site in sites if lasting[site]]
        rungs = [LADDER.index(s.stage) if s.stage in LADDER else -1 for s in known]
        if not known or (len(known) < len(sites) and max(rungs) < LADDER.index("live")):
            continue
        best = [s for s, rung in zip(known, rungs, strict=True) if rung == max(rungs)]
        since = min(s.start[1] for s in best)
        if len({s.doubt is None for s in best if s.start[1] == since}) > 1:
            continue  # two merged sites of one date: either may speak for both
        stay = next(s for s in best if s.start[1] == since)
        days = (at - since).days
        limit = thresholds.get(stay.stage)
        if limit is not None and stay.doubt is None and days > limit:
            behind |= {(unit, network, stay.stage, days) for network in networks}
    return thresholds, behind


class Told(NamedTuple):
    """That a return of a network, accepted on a day, told of a site."""

    site: str
    network: str
    accepted: date


def returns(
    ledger: Ledger,
    programme: str,
    told: list[Told],
    *,
    end: date,
    due: date,
    today: date,
    on: date | None,
    networks: set[str],
) -> dict[tuple[str, str], tuple[str, int | None]]:
    """(network, unit) to what has become of its return, and by how many days it is late."""
    until = min(today, on or today)
    found: dict[tuple[str, str], tuple[str, int | None]] = {}
    for unit, (sites, theirs) in open_units(ledger, programme, end, on).items():
        came = sorted(t.accepted for t in told if t.site in sites and t.accepted <= until)
        for network in theirs & networks:
            if came and came[0] <= due:
                found[network, unit] = ("received", None)
            elif came:
                found[network, unit] = ("late", (came[0] - due).days)
            elif today > due:
                found[network, unit] = ("missing", (today - due).days)
            else:
                found[network, unit] = ("not due yet", None)
    return found


def first_use(
    ledger: Ledger,
    programme: str,
    measured: set[int],
    *,
    at: Month,
    on: date | None,
    tolerance: int,
) -> dict[tuple[str, str], str]:
    """(unit, network) to its verdict; `measured` are the positions of the measured events."""
    known = [(i, ledger.said[i]) for i in ledger.known(on)]
    come = [(i, s) for i, s in known if s.on.latest <= at.last_day]
    units_now = open_units(ledger, programme, at.last_day, on)
    ours = {site for sites, _ in units_now.values() for site in sites}
    data = [Month.of(s.on.latest) for i, s in come if i in measured and s.site in ours]
    if not data:
        return {}
    reach, live = max(data), LADDER[3:]
    found = {}
    for unit, (sites, networks) in units_now.items():
        dates: dict[bool, tuple[int, int] | None] = {}
        for kind in (False, True):
            told = [
                (s.on.latest, s.on.earliest)
                for i, s in come
                if s.site in sites and s.stage in live and (i in measured) == kind
            ]
            dates[kind] = None
            if told:
                latest, earliest = min(told)
                dates[kind] = (Month.of(earliest).index, Month.of(latest).index)
        has_data = any(i in measured and s.site in sites for i, s in come)
        verdict = _verdict(dates[False], dates[True], has_data, reach.index, at.index, tolerance)
        for network in networks:
            found[unit, network] = verdict
    return found


def _verdict(
    reported: tuple[int, int] | None,
    measured: tuple[int, int] | None,
    has_data: bool,
    reach: int,
    at: int,
    tolerance: int,
) -> str:
    if reported and measured:
        gaps = [
            m - r
            for r in range(reported[0], reported[1] + 1)
            for m in range(measured[0], measured[1] + 1)
        ]
        if min(gaps) > tolerance:
            return "measured later"
        return "measured earlier" if max(gaps) < -tolerance else "agrees"
    if reported:
        if not has_data:
            return "reported, data cannot tell"
        silent = reach - reported[1] >= tolerance
        return "reported, not measured" if silent else "too early to tell"
    if measured:
        silent = at - measured[1] >= tolerance
        return "measured, not reported" if silent else "too early to tell"
    return "neither"
