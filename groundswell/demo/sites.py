"""What an invented site is, and how its life becomes rows of memberships. Days are ordinals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from groundswell.organisations.models import Kind


def day(text: str) -> int:
    """The ordinal of an ISO day."""
    return date.fromisoformat(text).toordinal()


BEGINNING = day("2013-04-01")  # the demonstration's first day
END = day("2026-09-30")  # nothing is dated after it
NETWORKS_BEGIN = day("2013-05-23")
REFORM = day("2026-04-01")  # 42 ICBs become 36


@dataclass(slots=True)
class Span:
    """From a day to a day, both included; `last` None: still open."""

    first: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on the site has this parent, until its next step."""

    parent: str
    since: int
    basis: str


@dataclass(slots=True)
class Site:
    """A place of care. `parents` hold its steps in order of time, by kind of parent."""

    code: str
    kind: Kind
    name: str
    area: str
    lives: list[Span]
    sector: str = ""
    parents: dict[Kind, list[Step]] = field(default_factory=dict)
    renames: list[tuple[int, str]] = field(default_factory=list)

    @property
    def opened(self) -> int:
        """When its latest life began."""
        return self.lives[-1].first

    @property
    def closed(self) -> int | None:
        return self.lives[-1].last

    def is_open(self, on: int) -> bool:
        return any(
            life.first <= on and (life.last is None or on <= life.last) for life in self.lives
        )

    def close(self, on: int) -> None:
        """Its last day open."""
        self.lives[-1].last = on

    def join(self, kind: Kind, parent: str, since: int, basis: str) -> None:
        self.parents.setdefault(kind, []).append(Step(parent, since, basis))

    def parent(self, kind: Kind, on: int) -> str:
        """The parent of a kind on a day. Raises IndexError before the first."""
        return [step.parent for step in self.parents[kind] if step.since <= on][-1]

    def memberships(self) -> Iterator[tuple[Kind, str, int, int | None, str]]:
        """(kind of parent, parent, first day, last day or None, basis), within its lives."""
        for kind, steps in self.parents.items():
            for life in self.lives:
                for number, step in enumerate(steps):
                    first = max(step.since, life.first)
                    last = life.last
                    if number + 1 < len(steps):
                        before_next = steps[number + 1].since - 1
                        last = before_next if last is None else min(last, before_next)
                    if last is None or first <= last:
                        yield kind, step.parent, first, last, step.basis


@dataclass(frozen=True, slots=True)
class SiteSuccession:
    """Part or all of what one site did went to another, whose work it is from `on`."""

    predecessor: str
    successor: str
    on: int
    share: float | None = None  # None: all of it
