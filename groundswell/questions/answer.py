"""The parts that every Answer has, and the spread Answer's own."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month


@dataclass(frozen=True, slots=True)
class SubmissionRef:
    """A file that an Answer rests on."""

    id: int
    layout: str
    file_name: str
    sha256: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Stated:
    """A named rule that an Answer used: a definition, the boundaries, a rule for mergers."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an Answer was computed, without its numbers."""

    canonical: str
    data_version: int
    known_on: date | None
    rules: tuple[Stated, ...]
    submissions: tuple[SubmissionRef, ...]
    warnings: tuple[str, ...]


# The row of a table for sites that no known place of the kind asked for contains.
NO_PLACE = "none"
NO_PLACE_NAME = "No known place"


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One place. Counts of sites; fractions occur only where a place was split."""

    place_code: str
    place_name: str
    eligible: float
    adopted: float
    not_adopted: float
    unknown: float

    @property
    def share(self) -> float | None:
        """Adopted of eligible, 0 to 1; None where nothing is eligible."""
        return self.adopted / self.eligible if self.eligible else None


@dataclass(frozen=True, slots=True)
class Curve:
    """Adopted sites month by month, for all places together and for each.

    `low` counts sites certainly adopted by the month's end; `high` also those whose
    date is too imprecise to tell. Arrays are (places, months); row 0 of `codes` is a place,
    the totals stand apart.
    """

    months: tuple[Month, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    eligible: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def total(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """(eligible, low, high) over all places, each of shape (months,)."""
        return self.eligible.sum(axis=0), self.low.sum(axis=0), self.high.sum(axis=0)


@dataclass(frozen=True, slots=True)
class SpreadAnswer:
    """Adopted of eligible by place at the end of a month, with the curve up to it."""

    innovation: str
    innovation_name: str
    is_demo: bool
    by: str
    at: Month
    headline: str
    rows: tuple[SpreadRow, ...]
    total: SpreadRow
    curve: Curve
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One site in an Answer, and the row of the file that decides its status.

    `stage` is "" where nothing but the cohort is known; `submission_id` and `row` then point at
    the row that made the site eligible.
    """

    site_code: str
    site_name: str
    place_code: str
    status: str  # adopted, not adopted, unknown
    stage: str
    on: UncertainDate | None
    evidence: str
    submission_id: int
    file_name: str
    sheet: str
    row: int
