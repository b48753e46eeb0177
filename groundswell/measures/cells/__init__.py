"""Cells: a measure's number by site and month, in Parquet files that a manifest publishes.

`publish` writes inside an action; `site_cells` reads a measure as arrays, as it is now or as it
was in a data version; `differences` says what changed between two.
"""

from .collecting import collect
from .compacting import compact
from .differences import Differences, cells_that_differ, differences
from .manifest import NoLongerKept, cells_version, measures_with_cells
from .publishing import publish
from .reading import SiteCells, site_cells

__all__ = [
    "Differences",
    "NoLongerKept",
    "SiteCells",
    "cells_that_differ",
    "cells_version",
    "collect",
    "compact",
    "differences",
    "measures_with_cells",
    "publish",
    "site_cells",
]
