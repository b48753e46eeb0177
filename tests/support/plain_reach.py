"""A plain, slow twin of `questions.reach.counting`: one site and month at a time."""

from collections import defaultdict
from datetime import date

from groundswell.common.months import Month
from groundswell.organisations.boundaries import Boundaries
from groundswell.organisations.models import Kind

from .plain_counting import NO_PLACE, is_closed
from .plain_placement import places
from .worlds import World

ZERO, OBSERVED, MISSING, SUPPRESSED, NOT_ELIGIBLE = (
    "zero",
    "observed",
    "missing",
    "suppressed",
    "not eligible",
)
# (site, month) to (numerator, denominator, status); a number is None where it is not known.
Cells = dict[tuple[str, Month], tuple[float | None, float | None, str]]


def statuses(world: World, cells: Cells, months: list[Month]) -> dict[tuple[str, Month], str]:
    """What each site with any cell says in each month, or would have been expected to say."""
    found = {}
    for site in {site for site, _ in cells}:
        active = False
        for month in months:
            if (site, month) in cells:
                status = cells[site, month][2]
                active = active or status != NOT_ELIGIBLE
            else:
                status = MISSING if active and not gone(world, site, month) else NOT_ELIGIBLE
            found[site, month] = status
    return found


def gone(world: World, site: str, month: Month) -> bool:
    succeeded = any(s.predecessor == site and s.on <= month.last_day for s in world.successions)
    return succeeded or is_closed(world, site, month.last_day)


def not_yet_in_use(world: World, site: str, day: date) -> bool:
    """It succeeded another later, and nothing is known of it on the day or before."""
    if not any(s.successor == site for s in world.successions):
        return False
    known = [s.on for s in world.successions if site in (s.successor, s.predecessor)]
    known += [life.opened or date.min for life in world.lives if life.organisation == site]
    return min(known) > day


def place_cells(
    world: World, cells: Cells, months: list[Month], kind: Kind, boundaries: Boundaries
) -> dict[tuple[str, Month], dict[str, float]]:
    """(place, month) to sums: of sites that reported both numbers, and of weights by status."""
    found: dict[tuple[str, Month], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (site, month), status in statuses(world, cells, months).items():
        day = boundaries.day_for(month)
        known = site in world.codes and not not_yet_in_use(world, site, day)
        weights = dict(places(world, site, day, kind)) if known else {}
        weights[NO_PLACE] = 1 - sum(weights.values())
        numerator, denominator, _ = cells.get((site, month), (None, None, status))
        for place, weight in weights.items():
            sums = found[place, month]
            if status in (OBSERVED, ZERO):
                sums["known"] += weight
                sums["numerator"] += weight * numerator
                sums["denominator"] += weight * denominator
            if status != NOT_ELIGIBLE:
                sums["expected"] += weight
                sums["offered"] += weight * (denominator or 0)
            if status in (MISSING, SUPPRESSED):
                sums[status] += weight
    return found


def place_status(sums: dict[str, float]) -> str:
    """What a place says, from its sums."""
    known, missing, suppressed = (_(sums, n) for n in ("known", MISSING, SUPPRESSED))
    if known:
        whole = not missing and not suppressed
        return ZERO if whole and not _(sums, "numerator") else OBSERVED
    if missing:
        return MISSING
    return SUPPRESSED if suppressed else NOT_ELIGIBLE


def _(sums: dict[str, float], name: str) -> float:
    return 0.0 if abs(sums[name]) < 1e-9 else sums[name]
