"""A plain, slow twin of `adoption.ladder`, made from its docstrings: one site, one month."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from groundswell.adoption.ladder import LadderEvent
from groundswell.adoption.rules import Definition
from groundswell.common.months import Month


class State(NamedTuple):
    """`name` is "adopted", "not adopted" or "unknown"; `perhaps`: unknown, but may have adopted."""

    name: str
    perhaps: bool = False


def state(events: Iterable[LadderEvent], site: int, month: Month, definition: Definition) -> State:
    """What follows from what has certainly come, in doubt while something more may have come."""
    ours = sorted((e for e in events if e.site == site), key=lambda e: (e.latest, e.earliest, e.id))
    come = [e for e in ours if Month.of(e.latest) <= month]
    may_have_come = [e for e in ours if Month.of(e.earliest) <= month < Month.of(e.latest)]
    certain = _standing(come, definition)
    possible = {_standing([*come, e], definition) for e in may_have_come}
    if possible <= {certain}:
        return State(certain)
    return State("unknown", perhaps="adopted" in possible | {certain})


def _standing(come: list[LadderEvent], definition: Definition) -> str:
    if not come:
        return "unknown"
    if definition.ever:
        counts = any(e.stage in definition.stages for e in come)
    else:
        counts = come[-1].stage in definition.stages
    return "adopted" if counts else "not adopted"


def known(events: Iterable[LadderEvent], on: date) -> list[int]:
    """Ids of the events that count as known at the end of a day."""
    recorded = [e for e in events if e.recorded_at.date() <= on]
    counting = []
    for one in recorded:
        is_superseded = any(other.supersedes == one.id for other in recorded)
        if not is_superseded and one.stage != "void":
            counting.append(one.id)
    return counting
