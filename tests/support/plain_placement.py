"""A plain, slow twin of `organisations.placement.place_weights`, made from its docstrings.

One site, one day and one kind of place at a time; loops and dictionaries over raw evidence.
"""

from datetime import date, timedelta

from groundswell.organisations.models import Kind

from .worlds import Member, Succeeded, World

# The kinds of parent to try on the way to a place, first to last.
WAYS = {
    Kind.NETWORK: [Kind.NETWORK, Kind.ICB, Kind.CCG, Kind.TRUST],
    Kind.REGION: [Kind.REGION, Kind.ICB, Kind.CCG, Kind.TRUST],
    Kind.ICB: [Kind.ICB, Kind.CCG, Kind.TRUST],
    Kind.CCG: [Kind.CCG],
    Kind.PCN: [Kind.PCN],
    Kind.TRUST: [Kind.TRUST],
    Kind.PRACTICE: [],
}
ONE_DAY = timedelta(days=1)

Shares = dict[str, float]


def units(world: World, site: str, day: date) -> Shares:
    """What a site has become by the end of a day, with shares."""
    return _became(world, site, date.min, day)


def places(world: World, site: str, day: date, kind: Kind) -> Shares:
    """The places of a site on a day, with weights."""
    found: Shares = {}
    for unit, share in units(world, site, day).items():
        _add(found, above_or_ahead(world, unit, day, kind), share)
    return found


def above_or_ahead(world: World, unit: str, day: date, kind: Kind) -> Shares:
    """The places of what a site has become by a day."""
    return _standing(world, unit, day, kind, day + ONE_DAY)


def _standing(world: World, unit: str, day: date, kind: Kind, since: date) -> Shares:
    """Where a unit stands: where its memberships lead, or else where its next successor stands.

    A successor is next if it came on or after `since`.
    """
    found = above(world, unit, day, kind)
    if found:
        return found
    heirs = _next_heirs(world, unit, since)
    for heir in heirs:
        _add(found, _standing(world, heir.successor, day, kind, heir.on), _share(heir, heirs))
    return found


def above(world: World, organisation: str, day: date, kind: Kind) -> Shares:
    """The places that memberships lead to."""
    if world.kind(organisation) == kind:
        return {organisation: 1.0}
    found: Shares = {}
    parent = _parent(world, organisation, _nearest_day_of_life(world, organisation, day), kind)
    if parent is not None:
        for now, share in _became(world, parent, date.min, day).items():
            _add(found, above(world, now, day, kind), share)
    return found


def _became(world: World, organisation: str, since: date, day: date) -> Shares:
    heirs = [h for h in _next_heirs(world, organisation, since) if h.on <= day]
    if not heirs:
        return {organisation: 1.0}
    found: Shares = {}
    for heir in heirs:
        _add(found, _became(world, heir.successor, heir.on, day), _share(heir, heirs))
    return found


def _next_heirs(world: World, organisation: str, since: date) -> list[Succeeded]:
    """The successions of the first day, not before `since`, on which it had any."""
    coming = [s for s in world.successions if s.predecessor == organisation and s.on >= since]
    first = min((s.on for s in coming), default=None)
    return [s for s in coming if s.on == first]


def _share(heir: Succeeded, heirs: list[Succeeded]) -> float:
    """Stated shares, scaled to sum to 1; equal ones unless each is stated."""
    stated = [h.share for h in heirs]
    if None in stated:
        return 1 / len(heirs)
    return heir.share / sum(stated)


def _nearest_day_of_life(world: World, organisation: str, day: date) -> date:
    lives = [
        (v.opened or date.min, v.closed or date.max)
        for v in world.lives
        if v.organisation == organisation
    ]
    begun = [life for life in lives if life[0] <= day]
    if begun:
        return min(day, max(begun)[1])
    return min(lives)[0] if lives else day


def _parent(world: World, child: str, day: date, kind: Kind) -> str | None:
    for step in WAYS[kind]:
        said = [m for m in world.memberships if m.child == child and world.kind(m.parent) == step]
        parent = _parent_of_kind(said, day)
        if parent is not None:
            return parent
    return None


def _parent_of_kind(said: list[Member], day: date) -> str | None:
    """The parent on a day, of all that was said about one kind of parent."""
    by_first_day: dict[date, Member] = {}
    for member in said:
        begins = member.start or member.observed
        held = by_first_day.get(begins)
        if held is None or member.observed >= held.observed:
            by_first_day[begins] = member
    days = sorted(by_first_day)
    for number, begins in enumerate(days):
        member = by_first_day[begins]
        since = date.min if number == 0 and member.start is None else begins
        until = member.end or date.max
        if number + 1 < len(days):
            until = min(until, days[number + 1] - ONE_DAY)
        if since <= day <= until:
            return member.parent
    return None


def _add(into: Shares, shares: Shares, times: float) -> None:
    for code, share in shares.items():
        into[code] = into.get(code, 0.0) + share * times
