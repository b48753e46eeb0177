"""What the funnel question answers with."""

from dataclasses import dataclass

from groundswell.adoption.rules import Definition
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month

from ..answer import Provenance
from .question import FunnelQuestion


@dataclass(frozen=True, slots=True)
class StageRow:
    """Sites whose latest stage this is; fractions occur only where a place was split.

    `reached` counts those known to have been at this stage or beyond it at some time, whatever
    became of them since; None for what is no rung of the ladder.
    """

    stage: str
    sites: float
    reached: float | None


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """The same sites under one definition of adopted."""

    definition: Definition
    eligible: float
    adopted: float
    not_adopted: float
    unknown: float

    @property
    def share(self) -> float | None:
        """Adopted of eligible, 0 to 1; None where nothing is eligible."""
        return self.adopted / self.eligible if self.eligible else None


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Sites that paused or stopped, by the reason told; "" where none was."""

    stage: str
    reason: str
    sites: float


@dataclass(frozen=True, slots=True)
class FunnelAnswer:
    """`stages` go from the foot of the ladder up, then paused, stopped and unknown."""

    question: FunnelQuestion
    programme: str
    programme_name: str
    innovation_name: str
    place_name: str
    is_demo: bool
    at: Month
    eligible: float
    headline: str
    stages: tuple[StageRow, ...]
    definitions: tuple[DefinitionRow, ...]
    reasons: tuple[ReasonRow, ...]
    places: tuple[tuple[str, str], ...]  # (code, name) of the networks that sites stand in
    provenance: Provenance

    def stage(self, name: str) -> StageRow:
        return next(row for row in self.stages if row.stage == name)


@dataclass(frozen=True, slots=True)
class FunnelSite:
    """One site, where it stands, and the row that told so.

    `reached` is the furthest rung that it is known to have been on. Where nothing but the cohort
    is known, `stage` is "unknown" and the row is the one that made it eligible.
    """

    site_code: str
    site_name: str
    place_code: str
    stage: str
    reached: str
    on: UncertainDate | None
    evidence: str
    reason: str
    submission_id: int
    file_name: str
    sheet: str
    row: int
