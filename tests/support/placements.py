"""A placement in words: which site became which unit, and stands in which place."""

from groundswell.common.months import Month
from groundswell.organisations.placement import Period, Placement

from .worlds import World

Shares = dict[str, dict[str, float]]  # one code to another to a share of it


def units_of(world: World, placement: Placement, month: Month) -> Shares:
    """Each site's units."""
    period = placement.at(month)
    sites, units = _codes(world, placement.sites), _codes(world, placement.units)
    found: Shares = {site: {} for site in sites}
    for site, unit, share in zip(period.site, period.unit, period.unit_share, strict=True):
        _add(found[sites[site]], units[unit], share)
    return found


def standing(world: World, placement: Placement, period: Period) -> Shares:
    """Each unit's places."""
    units, places = _codes(world, placement.units), _codes(world, placement.places)
    found: Shares = {}
    for unit, place, share in zip(period.standing, period.place, period.place_share, strict=True):
        _add(found.setdefault(units[unit], {}), places[place], share)
    return found


def places_of(world: World, placement: Placement, month: Month) -> Shares:
    """Each site's places, from the weights that readers use."""
    weights = placement.weights_at(month).tocoo()
    sites, places = _codes(world, placement.sites), _codes(world, placement.places)
    found: Shares = {site: {} for site in sites}
    for site, place, share in zip(weights.row, weights.col, weights.data, strict=True):
        _add(found[sites[site]], places[place], share)
    return found


def are_alike(ours: dict[str, float], theirs: dict[str, float]) -> bool:
    codes = ours.keys() | theirs.keys()
    return all(abs(ours.get(c, 0.0) - theirs.get(c, 0.0)) < 1e-12 for c in codes)


def _codes(world: World, positions: object) -> list[str]:
    return [world.codes[i] for i in positions]


def _add(into: dict[str, float], code: str, share: float) -> None:
    into[code] = into.get(code, 0.0) + float(share)
