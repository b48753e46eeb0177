"""What changed in a measure between two data versions, cell by cell."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.months import Month, month_range

from .overlaying import Floats, Ints
from .reading import SiteCells, site_cells


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """The N cells that differ, by month and site.

    `old_*` is what the older version had, `new_*` what the newer has: NaN and MISSING where
    there is no cell (then `*_has_cell` is False). `submission` told the new cell; 0 where the
    newer version has none.
    """

    measure: str
    old: int
    new: int
    sites: tuple[str, ...]
    months: tuple[Month, ...]
    old_numerator: Floats
    old_denominator: Floats
    old_status: NDArray[np.int8]
    old_has_cell: NDArray[np.bool_]
    new_numerator: Floats
    new_denominator: Floats
    new_status: NDArray[np.int8]
    new_has_cell: NDArray[np.bool_]
    submission: Ints

    def __len__(self) -> int:
        return len(self.sites)


def differences(measure: str, old: int, new: int) -> Differences:
    """The cells of a measure that differ between two data versions.

    A cell told again with the same numbers and status does not differ. Raises NoLongerKept where
    the cells of either version were collected.
    """
    return cells_that_differ(site_cells(measure, old), site_cells(measure, new), old, new)


def cells_that_differ(before: SiteCells, after: SiteCells, old: int, new: int) -> Differences:
    """`differences` of cells that were read already, as with denominators joined to them."""
    sites = sorted({*before.sites, *after.sites})
    months = _months(before, after)
    one, other = (_on_grid(cells, sites, months) for cells in (before, after))
    differ = one["has_cell"] != other["has_cell"]
    for name in ("numerator", "denominator", "status"):
        differ |= ~_same(one[name], other[name])
    # Transposed, so that cells come by month and then by site.
    month, site = np.nonzero(differ.T)
    return Differences(
        after.measure,
        old,
        new,
        tuple(sites[i] for i in site),
        tuple(months[i] for i in month),
        **{f"old_{name}": one[name][site, month] for name in _COMPARED},
        **{f"new_{name}": other[name][site, month] for name in _COMPARED},
        submission=other["submission"][site, month],
    )


_COMPARED = ("numerator", "denominator", "status", "has_cell")
_NOTHING = {
    "numerator": np.nan,
    "denominator": np.nan,
    "status": Status.MISSING,
    "has_cell": False,
    "submission": 0,
}


def _months(*both: SiteCells) -> list[Month]:
    ends = [month for cells in both for month in (cells.months[:1] + cells.months[-1:])]
    return month_range(min(ends), max(ends)) if ends else []


def _on_grid(cells: SiteCells, sites: list[str], months: list[Month]) -> dict[str, NDArray[Any]]:
    """The arrays of a measure with a row for each of `sites` and a column for each of `months`."""
    at = {site: row for row, site in enumerate(sites)}
    rows = np.array([at[site] for site in cells.sites], np.intp)
    start = cells.months[0].index - months[0].index if cells.months else 0
    columns = np.arange(start, start + len(cells.months))
    out = {}
    for name, fill in _NOTHING.items():
        held = getattr(cells, name)
        out[name] = np.full((len(sites), len(months)), fill, held.dtype)
        out[name][rows[:, None], columns] = held
    return out


def _same(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    equal: NDArray[np.bool_] = one == other
    return equal | (np.isnan(one) & np.isnan(other)) if one.dtype.kind == "f" else equal
