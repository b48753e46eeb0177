"""A part of a disclosed answer: some of its places, some of its months.

What was hidden in the whole stays hidden in the part.
"""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from groundswell.reports.reach import DisclosedReach, ShownCells


def of_places(reach: DisclosedReach, rows: Sequence[int]) -> DisclosedReach:
    """Only the places in these rows, in their order; the total stays of all."""
    at = np.array(rows, dtype=np.int64)
    return replace(
        reach,
        codes=tuple(reach.codes[row] for row in rows),
        names=tuple(reach.names[row] for row in rows),
        places=_cells(reach.places, (at, slice(None))),
    )


def of_month(reach: DisclosedReach, column: int) -> DisclosedReach:
    """Only one month."""
    one = slice(column, column + 1)
    return replace(
        reach,
        months=reach.months[one],
        places=_cells(reach.places, (slice(None), one)),
        total=_cells(reach.total, (slice(None), one)),
        deciles=reach.deciles[:, one],
        sites=reach.sites[one],
    )


def _cells(cells: ShownCells, at: tuple[object, object]) -> ShownCells:
    return ShownCells(**{field.name: getattr(cells, field.name)[at] for field in fields(cells)})
