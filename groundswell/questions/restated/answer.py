"""The restated Answer: what it carries before anybody may see it (`reports/` discloses it)."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.measures.definition import Measure

from ..answer import Provenance

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Change(IntEnum):
    """What happened to a cell between two data versions."""

    RESTATED = 0  # it was there, and says something else
    WITHDRAWN = 1  # it was there, and is no more
    ADDED = 2  # it was not there, though others of its month were


CHANGE_WORDS = {
    Change.RESTATED: "restated",
    Change.WITHDRAWN: "withdrawn",
    Change.ADDED: "added",
}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The N cells in one of the two versions, each array (N,).

    Where the version has no such cell: NaN, MISSING, submission 0 and row 0. Row 0 is also that
    of a cell that adds up many rows of its file.
    """

    numerator: Floats
    denominator: Floats
    status: NDArray[np.int8]  # `analysis.panel.Status`
    submission: Ints
    row: Ints


@dataclass(frozen=True, slots=True, eq=False)
class MonthTotals:
    """All sites together in one of the two versions, each array (T,); NaN where nobody reported.

    `value` is multiplier x numerator / denominator, or the numerator of a plain quantity.
    """

    numerator: Floats
    denominator: Floats
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RestatedAnswer:
    """The N cells that differ, by change, month and site; and the T months that they are in.

    Cells of months that the earlier version did not have at all are only counted: a new month
    restates nothing.
    """

    measure: Measure
    is_demo: bool
    from_version: int
    to_version: int
    sites: tuple[str, ...]  # (N,) codes
    names: tuple[str, ...]  # (N,)
    cell_months: tuple[Month, ...]  # (N,)
    change: NDArray[np.int8]  # (N,) `Change`
    old: Side
    new: Side
    submission: Ints  # (N,) which made the change; 0 where no one file did
    files: dict[int, str]  # submission to the name of its file
    months: tuple[Month, ...]  # (T,)
    old_totals: MonthTotals
    new_totals: MonthTotals
    new_months: tuple[Month, ...]
    new_cells: int  # in those months
    headline: str  # counts of cells only: the numbers themselves pass disclosure first
    provenance: Provenance

    def __len__(self) -> int:
        return len(self.sites)


@dataclass(frozen=True, slots=True)
class RestatedRow:
    """One cell: its two states, and the file and row of each. `position` is its place among the
    N cells of the answer.
    """

    position: int
    old_submission: int | None
    old_file: str
    old_row: int
    new_submission: int | None
    new_file: str
    new_row: int
