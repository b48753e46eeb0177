"""Cells for every measure at every place: where no row was counted, the sum is 0."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from groundswell.analysis.panel import Status

from .places import Places


def fill(
    added: pa.Table, slugs: Sequence[str], two_sided: Sequence[bool], places: Places
) -> pa.Table:
    """Cells sorted by measure, site and month.

    `added` has rows of measure (a position in `slugs`, which are sorted), place (a position in
    `places.places`), numerator and denominator. A denominator of 0 makes a cell not eligible; a
    measure without one has NaN there.
    """
    shape = (len(slugs), len(places.places))
    numerator, denominator = np.zeros(shape), np.zeros(shape)
    at = tuple(added[name].to_numpy() for name in ("measure", "place"))
    numerator[at] = np.nan_to_num(added["numerator"].to_numpy())
    denominator[at] = np.nan_to_num(added["denominator"].to_numpy())
    denominator[~np.array(two_sided, np.bool_)] = np.nan
    status = np.where(numerator == 0, np.int8(Status.ZERO), np.int8(Status.OBSERVED))
    status[denominator == 0] = Status.NOT_YET_ELIGIBLE
    sites = pa.array([site for site, _ in places.places], pa.string())
    months = np.array([month for _, month in places.places], np.int32)
    return pa.table(
        {
            "measure": pa.array(slugs, pa.string()).take(np.repeat(np.arange(shape[0]), shape[1])),
            "site": sites.take(np.tile(np.arange(shape[1]), shape[0])),
            "month": np.tile(months, shape[0]),
            "numerator": numerator.ravel(),
            "denominator": denominator.ravel(),
            "status": status.ravel(),
        }
    )
