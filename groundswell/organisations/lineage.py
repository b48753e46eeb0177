"""What each organisation has become, and every organisation that it was on the way. Pure.

`rules.follow` gives the ends of the way with their shares; whoever asks who answered for a site
needs its steps too.
"""

from collections.abc import Iterable

from .rules import LONGEST_CHAIN, Successions

# Organisation to the first day (ordinal) on which the one asked about was it.
Steps = dict[int, int]


def lineages(
    successions: Successions, organisations: Iterable[int], day: int
) -> dict[int, dict[int, Steps]]:
    """Of each organisation, what it has become by the end of a day, and the steps to each.

    Returns {organisation: {what it became: {step: first day}}}. The steps hold both ends; the
    organisation itself has been that since day 0. One that nothing succeeded became itself. Only
    steps that lead to the end in question are in it. Raises ValueError, as `follow` does, for
    successions that form a loop within one day.
    """
    heirs = _heirs(successions)
    return {one: _lineage(heirs, one, day) for one in organisations}


Heirs = dict[int, list[tuple[int, tuple[int, ...]]]]  # predecessor: days with their successors


def _heirs(successions: Successions) -> Heirs:
    by_day: dict[tuple[int, int], list[int]] = {}
    columns = (successions.predecessor, successions.on, successions.successor)
    for predecessor, on, successor in zip(*(c.tolist() for c in columns), strict=True):
        by_day.setdefault((predecessor, on), []).append(successor)
    heirs: Heirs = {}
    for (predecessor, on), successors in sorted(by_day.items()):
        heirs.setdefault(predecessor, []).append((on, tuple(successors)))
    return heirs


def _lineage(heirs: Heirs, organisation: int, day: int) -> dict[int, Steps]:
    """A level of the way at a time; ways that meet again on one day go on as one."""
    level: dict[tuple[int, int], Steps] = {(organisation, 0): {organisation: 0}}
    ends: dict[int, Steps] = {}
    for _ in range(LONGEST_CHAIN):
        further: dict[tuple[int, int], Steps] = {}
        for (now, since), steps in level.items():
            on, successors = _next(heirs, now, since, day)
            if not successors:
                _merge(ends.setdefault(now, {}), steps)
            for heir in successors:
                _merge(further.setdefault((heir, on), {}), {heir: on} | steps)
        if not further:
            return ends
        level = further
    raise ValueError("Successions form a loop within one day.")


def _next(heirs: Heirs, now: int, since: int, day: int) -> tuple[int, tuple[int, ...]]:
    """The first day, from `since` to `day`, on which it had successors, and who they were."""
    for on, successors in heirs.get(now, ()):
        if since <= on <= day:
            return on, successors
    return day, ()


def _merge(into: Steps, steps: Steps) -> None:
    for step, since in steps.items():
        into[step] = min(into.get(step, since), since)


def behind(successions: Successions, organisations: Iterable[int], day: int) -> dict[int, set[int]]:
    """Of each organisation, all those that had been or become it by the end of a day; itself too.

    What they did before, somebody who asks of it must be told.
    """
    wanted = set(organisations)
    heads: dict[int, list[int]] = {}
    for predecessor, successor in zip(
        successions.predecessor.tolist(), successions.successor.tolist(), strict=True
    ):
        heads.setdefault(successor, []).append(predecessor)
    maybe, ahead = set(wanted), list(wanted)
    while ahead:
        for predecessor in heads.get(ahead.pop(), ()):
            if predecessor not in maybe:
                maybe.add(predecessor)
                ahead.append(predecessor)
    found: dict[int, set[int]] = {one: {one} for one in wanted}
    for one, ends in lineages(successions, maybe, day).items():
        for steps in ends.values():
            for step in wanted & steps.keys():
                found[step].add(one)
    return found
