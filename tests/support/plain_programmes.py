"""Plain twins: a trajectory walked a day at a time, and a rule applied a site at a time."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from groundswell.organisations.models import Kind
from groundswell.programmes.eligibility import Rule
from groundswell.programmes.rules import Due

from . import plain_placement
from .worlds import World


def plain_sites_due(dues: Sequence[Due], start: date, day: date, eligible: float) -> float | None:
    """Each day between two targets adds an equal part of what lies between them."""
    if not dues or day < start:
        return None
    targets = {}
    for due in dues:
        base = {"share": eligible, "count": 1, "trajectory": due.whole}[due.kind]
        targets[due.day] = Fraction(due.value) * Fraction(base)
    first = min(targets)
    today = min(start, first)
    held = targets[first] if first <= start else Fraction(0)
    while today < day:
        coming = [d for d in sorted(targets) if d > today]
        if (today >= start or today >= first) and coming:
            held += (targets[coming[0]] - held) / (coming[0] - today).days
        today += timedelta(days=1)
        held = targets.get(today, held)
    return float(held)


def plain_selection(
    world: World, rule: Rule, sizes: dict[str, float]
) -> tuple[set[str], dict[str, set[str]]]:
    """The sites that a rule selects, and those left out by reason: one site at a time."""
    selected: set[str] = set()
    left: dict[str, set[str]] = {}
    for code in world.codes:
        if world.kind(code) != rule.kind or (rule.sites and code not in rule.sites):
            continue
        why = (
            _why_not_there(world, code, rule.on)
            or _why_elsewhere(world, code, rule)
            or _why_not_of_size(rule, sizes.get(code))
        )
        if why is None:
            selected.add(code)
        else:
            left.setdefault(why, set()).add(code)
    return selected, left


def _why_not_there(world: World, code: str, day: date) -> str | None:
    if set(plain_placement.units(world, code, day)) != {code}:
        return "CLOSED"
    lives = [(v.opened or date.min, v.closed or date.max) for v in world.lives]
    lives = [life for life, v in zip(lives, world.lives, strict=True) if v.organisation == code]
    begun = [life for life in lives if life[0] <= day]
    if lives and not begun:
        return "NOT_OPEN"
    if begun and max(begun)[1] < day:
        return "CLOSED"
    if any(s.successor == code for s in world.successions):
        firsts = [s.on for s in world.successions if code in (s.predecessor, s.successor)]
        if min([*firsts, *(opened for opened, _ in lives)]) > day:
            return "NOT_OPEN"
    return None


def _why_elsewhere(world: World, code: str, rule: Rule) -> str | None:
    if rule.sites:
        return None
    told = {world.kind(m.parent) for m in world.memberships}
    if not rule.within:
        kinds = [k for k in (Kind.NETWORK, Kind.REGION, Kind.ICB) if k in told]
        stands = [plain_placement.places(world, code, rule.on, kind) for kind in kinds]
        return None if not kinds or any(stands) else _why_nowhere(world, code, rule.on)
    inside, anywhere = 0.0, False
    for kind in {world.kind(place) for place in rule.within} & told:
        shares = plain_placement.places(world, code, rule.on, kind)
        inside = max(inside, sum(s for place, s in shares.items() if place in rule.within))
        anywhere = anywhere or bool(shares)
    if inside >= 0.999:
        return None
    if inside > 0:
        return "SPLIT_PLACE"
    return "ELSEWHERE" if anywhere else _why_nowhere(world, code, rule.on)


def _why_nowhere(world: World, code: str, day: date) -> str:
    """Whether all that is known of its places ended before the day, or nothing is known."""
    newest: dict[Kind, tuple[tuple[date, date, int], date]] = {}
    for number, m in enumerate(world.memberships):
        if m.child == code:
            told = ((m.start or m.observed, m.observed, number), m.end or date.max)
            kind = world.kind(m.parent)
            newest[kind] = max(newest.get(kind, told), told)
    ends = [end for _, end in newest.values()]
    return "LEFT" if ends and max(ends) < day else "NO_PLACE"


def _why_not_of_size(rule: Rule, patients: float | None) -> str | None:
    if rule.size_from is None and rule.size_to is None:
        return None
    if patients is None:
        return "UNKNOWN_SIZE"
    if rule.size_from is not None and patients < rule.size_from:
        return "TOO_SMALL"
    return "TOO_LARGE" if rule.size_to is not None and patients > rule.size_to else None
