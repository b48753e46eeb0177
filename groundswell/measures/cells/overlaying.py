"""Parts laid over one another: which cell counts for each site and month. Pure NumPy.

Later parts lie over earlier ones. A part with whole months hides every earlier cell of its
months; any other part hides the earlier cells of its own sites and months only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PartCells:
    """The N cells of one part. `site` and `month` are positions in the grid.

    `first` and `last` are the columns that a part with whole months speaks for.
    """

    whole_months: bool
    first: int
    last: int
    site: Ints  # (N,) rows of the grid
    month: Ints  # (N,) columns
    numerator: Floats
    denominator: Floats
    status: NDArray[np.int8]
    submission: Ints
    row: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """S sites by T months. Where there is no cell: NaN, MISSING, submission 0, row 0."""

    numerator: Floats
    denominator: Floats
    status: NDArray[np.int8]
    submission: Ints
    row: Ints
    has_cell: NDArray[np.bool_]


def overlay(parts: Sequence[PartCells], sites: int, months: int) -> Grid:
    """The cells that count, from parts in order, the earliest first."""
    # One flat position a cell; sites along rows, so that a site's months lie together.
    last = np.full(sites * months, -1, np.int64)  # number of the cell that counts, over all parts
    start = 0
    for part in parts:
        if part.whole_months:
            last.reshape(sites, months)[:, part.first : part.last + 1] = -1
        size = len(part.site)
        last[part.site.astype(np.int64) * months + part.month] = np.arange(start, start + size)
        start += size
    has_cell = last >= 0
    # Cell number -1 reads the fill at the end of each column.
    take = last.reshape(sites, months)
    return Grid(
        _column([p.numerator for p in parts], np.nan, np.float64)[take],
        _column([p.denominator for p in parts], np.nan, np.float64)[take],
        _column([p.status for p in parts], Status.MISSING, np.int8)[take],
        _column([p.submission for p in parts], 0, np.int32)[take],
        _column([p.row for p in parts], 0, np.int32)[take],
        has_cell.reshape(sites, months),
    )


def _column(values: Sequence[NDArray[Any]], fill: float, kind: type) -> NDArray[Any]:
    return np.concatenate([*values, np.array([fill], kind)]).astype(kind, copy=False)
