"""Notices and answers as the files that bring them; and a plain twin of the safety question."""

from datetime import date

from tests.support.plain_placement import _next_heirs
from tests.support.worlds import World

from .intake_files import lines

NOTICE_HEADING = "slug,innovation,title,asks,text,issued,due,issuer"
ANSWER_HEADING = "notice,site,acknowledged,acted,outcome,note"


def notice(
    slug: str = "puffs",
    asks: str = "stop",
    issued: str = "2020-01-10",
    due: str = "2020-02-10",
    innovation: str = "smart-inhaler",
) -> bytes:
    """A file of one notice about the smart inhaler."""
    row = f"{slug},{innovation},Stop the inhaler,{asks},It miscounts.,{issued},{due},MHRA"
    return lines(NOTICE_HEADING, row)


def answers(*rows: str) -> bytes:
    """Rows of site,acknowledged,acted,outcome,note; the notice is `puffs`."""
    return lines(ANSWER_HEADING, *(f"puffs,{row}" for row in rows))


# The twin: one site at a time, by recursion over what was said, from the docstrings.


def ways(world: World, site: str, day: date) -> list[list[tuple[str, date]]]:
    """Every way from a site to what it has become: its steps, each with the day it became that."""
    return _ways(world, [(site, date.min)], day)


def _ways(world: World, so_far: list[tuple[str, date]], day: date) -> list[list[tuple[str, date]]]:
    now, since = so_far[-1]
    heirs = [h for h in _next_heirs(world, now, since) if h.on <= day]
    if not heirs:
        return [so_far]
    return [way for h in heirs for way in _ways(world, [*so_far, (h.successor, h.on)], day)]


def steps(world: World, site: str, day: date) -> dict[str, dict[str, date]]:
    """What a site has become, and the first day on which it was each organisation on the way."""
    found: dict[str, dict[str, date]] = {}
    for way in ways(world, site, day):
        into = found.setdefault(way[-1][0], {})
        for code, since in way:
            into[code] = min(into.get(code, since), since)
    return found


def holding(events: list[tuple[str, date, date]], day: date) -> str:
    """(stage, earliest, latest) of one site, in the order of recording, to what it holds."""
    live = ("live", "using", "sustained", "handed-over")
    ordered = sorted(events, key=lambda e: (e[2], e[1]))
    begun = [e for e in ordered if e[1] <= day]
    if not begun:
        return "unknown"
    surely = [e for e in begun if e[2] <= day]
    if [e for e in surely if e[0] in live]:
        return "has" if surely[-1][0] in live else "had"
    if [e for e in begun if e[0] in live]:
        return "may have"
    if begun[-1][0] in ("paused", "stopped"):
        return "may have had"
    if begun[-1][0] == "committed":
        return "about to"
    perhaps = [e for e in begun if e[0] == "committed" and e[2] > day]
    return "about to" if perhaps else "not"


def began(events: list[tuple[str, date, date]], day: date) -> date:
    """The first day that the events of the last run of live ones may mean, as told by a day."""
    live = ("live", "using", "sustained", "handed-over")
    begun = sorted((e for e in events if e[1] <= day), key=lambda e: (e[2], e[1]))
    surely = [e for e in begun if e[2] <= day]
    run: list[date] = []
    for stage, earliest, _ in reversed(surely):
        if stage in live:
            run.append(earliest)
        elif run:
            break
    return min(run or [e[1] for e in begun if e[0] in live] or [date.min])


def status(
    world: World,
    unit: str,
    holders: dict[str, str],
    begins: dict[str, date],
    given: list[tuple[str, date, date | None]],
    day: date,
) -> str:
    """Where a unit stands: `holders` are sites to holdings, `begins` to since when.

    `given` are (by, acknowledged, acted) in the order of acceptance.
    """
    found = []
    for site, held in holders.items():
        way = steps(world, site, day).get(unit)
        if held not in ("has", "had", "may have") or way is None:
            continue
        prevails = None
        for by, acknowledged, acted in given:
            has_acted = acted is not None and acted <= day
            told_on = acted if has_acted else acknowledged
            if by in way and way[by] <= acknowledged <= day and begins[site] <= told_on:
                prevails = "acted" if has_acted else "acknowledged"
        found.append(prevails or "outstanding")
    for one in ("outstanding", "acknowledged", "acted"):
        if one in found:
            return one
    return "not listed"
