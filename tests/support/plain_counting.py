"""A plain, slow twin of `questions.spread.counting`: one month, by loops and dictionaries."""

from collections import defaultdict
from datetime import date

from groundswell.organisations.models import Kind

from .plain_placement import above_or_ahead, units
from .worlds import World

NO_PLACE = "none"
COUNTED = ("eligible", "adopted", "not adopted", "unknown", "perhaps")


def counts(
    world: World, status: dict[str, str], eligible: set[str], day: date, kind: Kind
) -> dict[tuple[str, str], float]:
    """(place, what is counted) to a number of sites.

    `status` is of every site that has been in the cohort; `eligible` are those in it still.
    """
    became: dict[str, set[str]] = defaultdict(set)
    for site in status:
        for unit in units(world, site, day):
            became[unit].add(site)
    found: dict[tuple[str, str], float] = defaultdict(float)
    for unit, sites in became.items():
        if not sites & eligible or is_closed(world, unit, day):
            continue
        places = above_or_ahead(world, unit, day, kind)
        lost = 1 - sum(places.values())
        for place, share in [*places.items(), (NO_PLACE, lost)]:
            for name in _names({status[site] for site in sites}):
                found[place, name] += share
    return found


def _names(statuses: set[str]) -> list[str]:
    """What a unit counts as, of the statuses of the sites that became it."""
    if "adopted" in statuses:
        return ["eligible", "adopted"]
    if "perhaps" in statuses:
        return ["eligible", "unknown", "perhaps"]
    if "unknown" in statuses:
        return ["eligible", "unknown"]
    return ["eligible", "not adopted"]


def is_closed(world: World, organisation: str, day: date) -> bool:
    """It closed before the day and has not opened again by then."""
    begun = [
        life
        for life in world.lives
        if life.organisation == organisation and (life.opened or date.min) <= day
    ]
    return bool(begun) and all(life.closed is not None and life.closed < day for life in begun)
