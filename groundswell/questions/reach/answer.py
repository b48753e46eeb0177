"""The reach Answer: what it carries before anybody may see it (`reports/` discloses it)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.definition import Measure

from ..answer import Provenance

Floats = NDArray[np.float64]

# How a status is said, everywhere.
STATUS_WORDS = {
    Status.OBSERVED: "observed",
    Status.ZERO: "zero",
    Status.MISSING: "missing",
    Status.SUPPRESSED: "suppressed",
    Status.NOT_YET_ELIGIBLE: "not eligible",
}


@dataclass(frozen=True, slots=True, eq=False)
class PlaceCells:
    """P places by T months, each array (P, T). Weights are counts of sites; parts across splits.

    `numerator` and `denominator` are sums over the sites that reported both, NaN where none did
    (`denominator` is NaN throughout for a plain quantity). `offered` is the denominator of all
    eligible sites, those too whose numerator never came. `expected` counts the eligible sites,
    `known` those of them that reported.
    """

    numerator: Floats
    denominator: Floats
    value: Floats  # multiplier x numerator / denominator; NaN where there is none
    status: NDArray[np.int8]
    known: Floats
    expected: Floats
    offered: Floats

    @property
    def coverage(self) -> Floats:
        """(P, T) share of the eligible sites that reported; NaN where none is eligible."""
        out: Floats = np.full(self.known.shape, np.nan)
        np.divide(self.known, self.expected, out=out, where=self.expected > 0)
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Fifths:
    """One month's sums by deprivation fifth, the most deprived first; each array (5,).

    `standard_error` is of numerator / denominator, from how sites differ within a fifth.
    """

    numerator: Floats
    denominator: Floats
    standard_error: Floats
    sites: NDArray[np.int64]
    without: int  # sites that reported and whose deprivation is not known


@dataclass(frozen=True, slots=True)
class Unreported:
    """A site that was expected to report the last month and did not."""

    site_code: str
    site_name: str
    place_code: str
    last_reported: Month | None


@dataclass(frozen=True, slots=True, eq=False)
class ReachAnswer:
    """Numerator of denominator by place and month. `codes` are in the order of `names`."""

    measure: Measure
    is_demo: bool
    by: str
    months: tuple[Month, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    cells: PlaceCells  # (P, T)
    total: PlaceCells  # (1, T): all places together
    deciles: Floats  # (9, T) of the values of sites
    sites: NDArray[np.int64]  # (T,) sites with a value
    fifths: Fifths | None  # None where the deprivation of sites is not known
    unreported: tuple[Unreported, ...]
    headline: str
    provenance: Provenance

    @property
    def last(self) -> Month:
        return self.months[-1]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One site in one month: the cell behind an answer, and the file it came from.

    `row` is 0 where the cell adds up many rows of the file.
    """

    site_code: str
    site_name: str
    place_code: str
    month: Month
    numerator: float | None
    denominator: float | None
    status: str
    submission_id: int | None
    file_name: str
    row: int
