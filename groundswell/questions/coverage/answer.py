"""What the coverage question answers with."""

from dataclasses import dataclass

from groundswell.common.months import Month
from groundswell.programmes.rules import Rag

from ..answer import Provenance, SpreadAnswer
from .question import CoverageQuestion


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One place. Counts of sites; fractions occur only where a place was split.

    `due` is None where no target is set for the place. `takes_part` is None where that is not
    said: of a place that is no network, and of a programme that names no participants.
    """

    place_code: str
    place_name: str
    eligible: float
    adopted: float
    not_adopted: float
    unknown: float
    due: float | None
    rag: Rag
    takes_part: bool | None

    @property
    def share(self) -> float | None:
        """Adopted of eligible, 0 to 1; None where nothing is eligible."""
        return self.adopted / self.eligible if self.eligible else None

    @property
    def due_share(self) -> float | None:
        """Due of eligible, 0 to 1 and above where more sites are due than there are."""
        return self.due / self.eligible if self.eligible and self.due is not None else None

    @property
    def difference(self) -> float | None:
        """Adopted beyond those due; below 0 where some are lacking."""
        return None if self.due is None else self.adopted - self.due


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """Adopted of eligible by place against what was due, at the end of a month.

    `definition` is that of *adopted*, by its name, `spread` the answer that the counts come from,
    with the curve up to the month.
    """

    question: CoverageQuestion
    programme: str
    programme_name: str
    innovation: str
    innovation_name: str
    definition: str
    is_demo: bool
    at: Month
    headline: str
    rows: tuple[CoverageRow, ...]
    total: CoverageRow
    targets: int  # on record for any place
    spread: SpreadAnswer
    provenance: Provenance

    @property
    def is_rated(self) -> bool:
        return any(row.due is not None for row in (*self.rows, self.total))

    @property
    def why_unrated(self) -> str:
        """Why no place is held to a trajectory; "" where one is."""
        if self.is_rated:
            return ""
        which = "applies to these places at that day" if self.targets else "is on record"
        return f"No target {which}, so nothing is rated."
