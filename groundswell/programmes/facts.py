"""What was agreed of a programme, as frozen rows; each knows the file and row that told it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .rules import RUNNING, Due, Ending, outcome_on


@dataclass(frozen=True, slots=True)
class Told:
    """Where a fact was told, and the day on which that was accepted."""

    submission: int
    file_name: str
    sheet: str
    row: int
    accepted: date


@dataclass(frozen=True, slots=True)
class ParticipantFact:
    """A network that takes part from `start` to `end` (None: as long as the programme runs)."""

    network: str
    name: str
    owner: str
    email: str
    start: date
    end: date | None
    told: Told

    def takes_part(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class TargetFact:
    """What a network (None: all together) should have reached by the end of `due`."""

    network: str | None
    due: date
    kind: str
    value: float
    whole: float | None
    source: str
    told: Told

    @property
    def as_due(self) -> Due:
        return Due(self.due, self.kind, self.value, self.whole)


@dataclass(frozen=True, slots=True)
class RoundFact:
    """A return asked for of every network: of which period, and by when."""

    id: int
    start: date
    end: date
    due: date
    told: Told


@dataclass(frozen=True, slots=True)
class MeasureFact:
    measure: str
    role: str
    told: Told


@dataclass(frozen=True, slots=True)
class ResultFact:
    """What others published, in their words. `kind` is reported or evaluated."""

    kind: str
    text: str
    period: str
    source: str
    told: Told


@dataclass(frozen=True, slots=True)
class ClosureFact:
    ending: Ending
    told: Told


@dataclass(frozen=True, slots=True)
class CohortFact:
    """A rule of the programme and how many sites it selected. `on` None: a file listed them."""

    id: int
    innovation: str
    rule: str
    on: date | None
    chosen_by: Mapping[str, Any]
    sites: int
    told: Told


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme and what was agreed of it.

    Of participants and targets only those that prevail, in the order of networks and days;
    `closures` in the order of telling, the last one prevailing.
    """

    id: int
    slug: str
    name: str
    innovation: str
    innovation_name: str
    other_innovations: tuple[tuple[str, str], ...]  # slug and name
    scope: str
    commissioner: str
    licence: str
    definition: str
    start: date
    end: date | None
    outcome_said: str
    summary: str
    told: Told
    participants: tuple[ParticipantFact, ...] = ()
    targets: tuple[TargetFact, ...] = ()
    rounds: tuple[RoundFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    results: tuple[ResultFact, ...] = ()
    closures: tuple[ClosureFact, ...] = ()
    cohorts: tuple[CohortFact, ...] = field(default=())

    @property
    def closure(self) -> ClosureFact | None:
        return self.closures[-1] if self.closures else None

    def outcome(self, day: date) -> str:
        """A value of `Programme.Outcome`: where the programme stood at the end of a day."""
        return outcome_on(self.outcome_said, [c.ending for c in self.closures], day)

    def is_running(self, day: date) -> bool:
        return self.outcome(day) == RUNNING

    def dues(self, network: str | None = None) -> list[Due]:
        """The trajectory of a network, or (None) of all together, for `rules.sites_due`."""
        return [target.as_due for target in self.targets if target.network == network]
