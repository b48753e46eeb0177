"""Which answer counts for which site, through mergers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.adoption.holders import Source
from groundswell.adoption.holding import HOLDERS, Holding

from .answer import Status


@dataclass(frozen=True, slots=True)
class Given:
    """An answer by an organisation (a position), as far as it had come on the day asked for.

    `order` counts answers in the order of acceptance.
    """

    id: int
    order: int
    by: int
    acknowledged: date
    acted: date | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A source with the answer that counts for it; None where nobody has answered for it."""

    source: Source
    given: Given | None

    @property
    def status(self) -> Status:
        if self.given is None:
            return Status.OUTSTANDING
        return Status.ACKNOWLEDGED if self.given.acted is None else Status.ACTED


# From the least to the most that was done.
ORDER = (Status.OUTSTANDING, Status.ACKNOWLEDGED, Status.ACTED)


def by_giver(given: Iterable[Given]) -> dict[int, list[Given]]:
    """Organisation to the answers that it gave."""
    found: dict[int, list[Given]] = {}
    for one in given:
        found.setdefault(one.by, []).append(one)
    return found


def answered(source: Source, given: Mapping[int, Sequence[Given]]) -> Answered:
    """The answer for one site that had the innovation; `given` by who gave it.

    An answer counts for a site that gave it, and for every site that had become the one that gave
    it by the day it acknowledged; but not where the site went live, or live again, after it. Of
    several the last accepted prevails.
    """
    counting = [
        one
        for giver, since in source.steps.items()
        for one in given.get(giver, ())
        if since <= one.acknowledged.toordinal()
        and source.held.began <= (one.acted or one.acknowledged)
    ]
    return Answered(source, max(counting, key=lambda one: one.order, default=None))


def listed(sources: Sequence[Source]) -> Holding:
    """What a unit holds: the most certain of what the sites behind it hold."""
    return max(source.held.holding for source in sources)


def furthest_behind(told: Sequence[Answered]) -> Answered:
    """The one that the status of a unit rests on: of equals the first.

    Where some of the sites hold it, those that do not have nothing to answer for.
    """
    holding = [one for one in told if one.source.held.holding in HOLDERS] or list(told)
    return min(holding, key=lambda one: ORDER.index(one.status))
