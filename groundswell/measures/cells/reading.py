"""A measure's cells as arrays: sites by months."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from groundswell.common.months import Month, month_range

from .files import codes_and_names, read_file
from .keeping import Kept
from .manifest import HeldPart, parts_at
from .overlaying import Floats, Grid, Ints, PartCells, overlay

MOST_KEPT = 256 * 1024 * 1024  # bytes: about seven measures of all practices over ten years
MANY_PARTS = 8  # from here on threads read them


@dataclass(frozen=True, eq=False)
class SiteCells:
    """The cells of one measure: S sites by T months. Arrays are read-only.

    Attributes
    ----------
    sites : codes, sorted: every site with a cell
    months : consecutive, from the first with any cell to the last
    numerator, denominator : (S, T) float64, NaN where there is none
    status : (S, T) int8 `analysis.panel.Status`; MISSING where there is no cell
    submission, row : (S, T) int32, where the cell was told; 0 where there is no cell, and row 0
        where many rows of the file were added up
    has_cell : (S, T) bool; False where nobody told anything, not even that it is missing
    parts : the parts of the manifest that hold the cells: they name this state
    """

    measure: str
    sites: tuple[str, ...]
    months: tuple[Month, ...]
    numerator: Floats
    denominator: Floats
    status: NDArray[np.int8]
    submission: Ints
    row: Ints
    has_cell: NDArray[np.bool_]
    parts: tuple[int, ...]

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @cached_property
    def submissions(self) -> tuple[int, ...]:
        """The submissions that the cells came from."""
        return tuple(np.unique(self.submission[self.has_cell]).tolist())

    @property
    def nbytes(self) -> int:
        arrays = (getattr(self, field.name) for field in fields(self))
        return sum(a.nbytes for a in arrays if isinstance(a, np.ndarray))


def site_cells(measure: str, version: int | None = None) -> SiteCells:
    """The cells of a measure in a data version; as they are now where none is given.

    A measure without cells has no sites and no months. Raises NoLongerKept where the version's
    files were collected, and FileNotFoundError where the data directory lost one.
    """
    try:
        return _cells_of(measure, parts_at(measure, version))
    except FileNotFoundError:
        # Collected between reading the manifest and opening the file: the manifest is newer now.
        return _cells_of(measure, parts_at(measure, version))


def _cells_of(measure: str, parts: Sequence[HeldPart]) -> SiteCells:
    # File names are made from content: unlike keys alone they are right in every ledger.
    key = (measure, *((part.pk, part.path) for part in parts))
    return _kept.get(key, lambda: read_parts(measure, parts))


_kept: Kept[SiteCells] = Kept(MOST_KEPT)


def read_parts(measure: str, parts: Sequence[HeldPart]) -> SiteCells:
    """Read and overlay parts, the earliest first. Keeps nothing."""
    tables = _read(measure, parts)
    if not sum(len(table) for table in tables):
        return _without_cells(measure, parts)
    cells = pa.concat_tables(tables)
    site, names = codes_and_names(cells.column("site"))
    month = cells.column("month").to_numpy()
    first, last = int(month.min()), int(month.max())
    columns = {name: cells.column(name).to_numpy() for name in _NUMBERS}
    ends = np.cumsum([len(table) for table in tables])
    laid = [
        PartCells(
            part.whole_months,
            part.months[0] - first,
            part.months[-1] - first,
            site[start:end],
            month[start:end] - first,
            **{name: column[start:end] for name, column in columns.items()},
        )
        for part, start, end in zip(parts, [0, *ends[:-1]], ends, strict=True)
    ]
    grid = overlay(laid, len(names), last - first + 1)
    return _trimmed(measure, names, Month(first), grid, parts)


def _read(measure: str, parts: Sequence[HeldPart]) -> list[pa.Table]:
    def read(part: HeldPart) -> pa.Table:
        return _of_months(read_file(part.path, measure), part)

    if len(parts) < MANY_PARTS:
        return [read(part) for part in parts]
    # Reading is native code that lets go of the interpreter's lock.
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        return list(pool.map(read, parts))


_NUMBERS = ("numerator", "denominator", "status", "submission", "row")


def _of_months(table: pa.Table, part: HeldPart) -> pa.Table:
    """A file can hold several parts of a measure: runs of whole months with gaps between."""
    first, last = part.months[0], part.months[-1]
    month = table.column("month").to_numpy()
    if not len(month) or (first <= month.min() and month.max() <= last):
        return table
    return table.filter(pa.array((first <= month) & (month <= last)))


def _trimmed(
    measure: str, names: list[str], first: Month, grid: Grid, parts: Sequence[HeldPart]
) -> SiteCells:
    """Without the sites and the months at either end whose every cell was hidden."""
    rows = np.flatnonzero(grid.has_cell.any(axis=1))
    columns = np.flatnonzero(grid.has_cell.any(axis=0))
    if not len(rows):
        return _without_cells(measure, parts)
    start, stop = int(columns[0]), int(columns[-1]) + 1
    whole = len(rows) == len(names) and stop - start == grid.has_cell.shape[1]

    def trim(values: NDArray[Any]) -> NDArray[Any]:
        return values if whole else values[rows, start:stop]

    return SiteCells(
        measure,
        tuple(names[i] for i in rows),
        tuple(month_range(first + start, first + (stop - 1))),
        **{field.name: trim(getattr(grid, field.name)) for field in fields(grid)},
        parts=tuple(part.pk for part in parts),
    )


def _without_cells(measure: str, parts: Sequence[HeldPart]) -> SiteCells:
    nothing: dict[str, Any] = {
        "numerator": np.zeros((0, 0)),
        "denominator": np.zeros((0, 0)),
        "status": np.zeros((0, 0), np.int8),
        "submission": np.zeros((0, 0), np.int32),
        "row": np.zeros((0, 0), np.int32),
        "has_cell": np.zeros((0, 0), np.bool_),
    }
    return SiteCells(measure, (), (), **nothing, parts=tuple(part.pk for part in parts))
