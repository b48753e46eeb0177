"""From a cohort and a ladder to counts by place and month. Arrays are (months, ...)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from groundswell.adoption.ladder import ADOPTED, NOT_ADOPTED, States
from groundswell.adoption.queries import Uptake
from groundswell.common.months import Month
from groundswell.organisations.placement import Period, Placement

Counts = NDArray[np.float64]

# What is counted of each unit, in this order.
ELIGIBLE, HAS_ADOPTED, HAS_NOT, PERHAPS = range(4)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceCounts:
    """Sites by place at the end of each month; fractions only across splits.

    The last column of places is "no known place". `merged` counts, by month, the units that
    more than one of the sites became.
    """

    eligible: Counts  # (months, places + 1)
    adopted: Counts
    not_adopted: Counts
    perhaps: Counts
    merged: NDArray[np.int64]  # (months,)

    @property
    def unknown(self) -> Counts:
        """Of the eligible, those that are neither known to have adopted nor not to."""
        return self.eligible - self.adopted - self.not_adopted


def eligible_sites(uptake: Uptake, months: list[Month]) -> NDArray[np.bool_]:
    """(months, sites): is each site in the cohort at the end of each month?"""
    ends = np.array([m.last_day.toordinal() for m in months])
    first = np.searchsorted(ends, uptake.cohort_start)
    after = np.searchsorted(ends, uptake.cohort_end, side="right")
    change = np.zeros((len(months) + 1, len(uptake.codes)), dtype=np.int16)
    np.add.at(change, (first, uptake.cohort_site), 1)
    np.add.at(change, (np.maximum(after, first), uptake.cohort_site), -1)
    return np.cumsum(change[:-1], axis=0) > 0


def count_places(
    placement: Placement,
    months: list[Month],
    open_units: NDArray[np.bool_],
    eligible: NDArray[np.bool_],
    state: States,
) -> PlaceCounts:
    """Count units by place and month. A unit is a site, or the one site that several became.

    A unit that has closed, and that nothing succeeded, is eligible no more. Linear in sites x months; the products are sparse, one pair for each distinct period.
    """
    counts = np.zeros((len(months), len(placement.places) + 1, 4))
    merged = np.zeros(len(months), dtype=np.int64)
    for period in placement.periods:
        span = slice(period.first.index - months[0].index, period.last.index - months[0].index + 1)
        units, several = _unit_statuses(period, eligible[span], state, span)
        units *= open_units[span, :, None]
        counts[span, :-1] = _by_place(period, units)
        counts[span, -1] = units.sum(axis=1) - counts[span, :-1].sum(axis=1)
        merged[span] = (several[:, None] & units[..., ELIGIBLE].T.astype(bool)).sum(axis=0)
    counts[np.abs(counts) < 1e-9] = 0.0
    eligible_units, adopted, not_adopted, perhaps = np.moveaxis(counts, 2, 0)
    return PlaceCounts(eligible_units, adopted, not_adopted, perhaps, merged)


def _unit_statuses(
    period: Period, eligible: NDArray[np.bool_], state: States, span: slice
) -> tuple[Counts, NDArray[np.bool_]]:
    """(months, units, 4) of 0 and 1, and which units several sites became.

    A merged unit has adopted when any of its sites has, and has not when all have not.
    """
    now = state.state[span]
    sites = np.stack(
        [
            eligible,
            eligible & (now == ADOPTED),
            eligible & (now != ADOPTED) & (now != NOT_ADOPTED),
            eligible & state.perhaps[span],
        ],
        axis=2,
    )
    to_units = period.site_to_unit.T.tocsr()
    several = np.diff(to_units.indptr) > 1
    units = _any(to_units, sites)
    adopted = units[..., 1].copy()
    unknown = units[..., 2] * (1 - adopted)
    units[..., HAS_NOT] = units[..., ELIGIBLE] - adopted - unknown
    units[..., PERHAPS] *= unknown
    return units, several


def _any(to_units: sparse.csr_array, sites: NDArray[np.bool_]) -> Counts:
    """Is it so of any site of each unit? (months, sites, k) to (months, units, k)."""
    months, count, kinds = sites.shape
    flat = sites.transpose(1, 0, 2).reshape(count, months * kinds).astype(np.float32)
    summed = np.asarray(to_units @ flat)
    return (summed > 0).astype(np.float64).reshape(-1, months, kinds).transpose(1, 0, 2)


def _by_place(period: Period, units: Counts) -> Counts:
    months, count, kinds = units.shape
    flat = units.transpose(1, 0, 2).reshape(count, months * kinds)
    summed = period.unit_to_place.T @ flat
    return np.asarray(summed).reshape(-1, months, kinds).transpose(1, 0, 2)
