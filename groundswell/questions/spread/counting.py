"""From a cohort and a ladder to counts by place and month. Arrays are (months, ...)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.adoption.ladder import ADOPTED, NOT_ADOPTED, States
from groundswell.adoption.queries import Uptake
from groundswell.common.months import Month
from groundswell.organisations.placement import Period, Placement

Counts = NDArray[np.float64]
Statuses = NDArray[np.int8] | NDArray[np.int16]

# The status of a site or unit in a month, in order: of the sites that became one unit, the
# highest decides. A merged site has adopted when any of its sites has, and has not when all
# have not; in between nobody knows.
NOT_ELIGIBLE, HAS_NOT, NOT_KNOWN, PERHAPS, HAS_ADOPTED = range(5)
STATUSES = 5


@dataclass(frozen=True, slots=True, eq=False)
class PlaceCounts:
    """Sites by place at the end of each month; fractions only across splits.

    The last column of places is "no known place". `merged` counts, by month, the eligible units
    that more than one of the sites became.
    """

    eligible: Counts  # (months, places + 1)
    adopted: Counts
    not_adopted: Counts
    unknown: Counts
    perhaps: Counts  # of the unknown, those whose date is only too imprecise to tell
    merged: NDArray[np.int64]  # (months,)


def eligible_sites(uptake: Uptake, months: list[Month]) -> NDArray[np.bool_]:
    """(months, sites): is each site in the cohort at the end of each month?"""
    ends = np.array([m.last_day.toordinal() for m in months])
    first = np.searchsorted(ends, uptake.cohort_start)
    after = np.searchsorted(ends, uptake.cohort_end, side="right")
    change = np.zeros((len(months) + 1, len(uptake.codes)), dtype=np.int16)
    np.add.at(change, (first, uptake.cohort_site), 1)
    np.add.at(change, (np.maximum(after, first), uptake.cohort_site), -1)
    return np.cumsum(change[:-1], axis=0, dtype=np.int16) > 0


def site_statuses(eligible: NDArray[np.bool_], states: States) -> Statuses:
    """(months, sites): the status of each site at the end of each month, once it was eligible.

    A site that has left the cohort keeps its status: it may be part of a unit that is still in.
    """
    by_state = np.full(3, NOT_KNOWN, dtype=np.int8)
    by_state[NOT_ADOPTED], by_state[ADOPTED] = HAS_NOT, HAS_ADOPTED
    status = by_state[states.state]
    status[states.perhaps] = PERHAPS
    status *= np.logical_or.accumulate(eligible, axis=0)
    return status


def count_places(
    placement: Placement,
    months: list[Month],
    open_units: NDArray[np.bool_],
    eligible: NDArray[np.bool_],
    status: Statuses,
) -> PlaceCounts:
    """Count units by place and month. A unit is a site, or the one site that several became.

    A unit is eligible while one of its sites is. `open_units` is (months, units): one that has
    closed is eligible no more. Linear in sites x months.
    """
    counts = np.zeros((len(months), len(placement.places) + 1, STATUSES))
    alone = status * eligible
    merged = np.zeros(len(months), dtype=np.int64)
    for period in placement.periods:
        span = slice(period.first.index - months[0].index, period.last.index - months[0].index + 1)
        if span.start >= len(months):
            break
        units, several = unit_statuses(
            period, alone[span], eligible[span], status[span], open_units[span]
        )
        merged[span] = (units[:, several] > NOT_ELIGIBLE).sum(axis=1)
        counts[span, :-1] = by_place(period, units, len(placement.places), STATUSES)
        everywhere = [np.bincount(row, minlength=STATUSES) for row in units]
        counts[span, -1] = np.array(everywhere) - counts[span, :-1].sum(axis=1)
    counts[np.abs(counts) < 1e-9] = 0.0
    return PlaceCounts(
        eligible=counts[..., HAS_NOT:].sum(axis=2),
        adopted=counts[..., HAS_ADOPTED],
        not_adopted=counts[..., HAS_NOT],
        unknown=counts[..., NOT_KNOWN] + counts[..., PERHAPS],
        perhaps=counts[..., PERHAPS],
        merged=merged,
    )


def unit_statuses(
    period: Period,
    alone: Statuses,
    eligible: NDArray[np.bool_],
    status: Statuses,
    open_units: NDArray[np.bool_],
) -> tuple[Statuses, NDArray[np.int64]]:
    """(months, units): the status of each unit, and which units several sites became.

    `alone` is the status that each site has as a unit of its own, 0 for one that is not eligible.
    Of several sites the highest status decides. All are (months, sites) but `open_units`.
    """
    is_first = np.append(True, period.unit[1:] != period.unit[:-1])
    first = np.flatnonzero(is_first[: len(period.unit)])  # of no unit there is no first
    sizes = np.diff(first, append=len(period.unit))
    units = np.zeros(open_units.shape, dtype=status.dtype)
    units[:, period.unit[first]] = alone[:, period.site[first]]
    several = period.unit[first[sizes > 1]]
    if len(several):
        sites = period.site[np.repeat(sizes > 1, sizes)]
        starts = np.append(0, np.cumsum(sizes[sizes > 1])[:-1])
        highest = np.maximum.reduceat(status[:, sites], starts, axis=1)
        units[:, several] = highest * np.logical_or.reduceat(eligible[:, sites], starts, axis=1)
    units *= open_units
    return units, several


def by_place(period: Period, units: Statuses, places: int, kinds: int) -> Counts:
    """(months, places, kinds): units of each status, 0 to kinds - 1, by their shares in a place."""
    keys = period.place * kinds
    counts = [
        np.bincount(
            keys + row[period.standing], weights=period.place_share, minlength=places * kinds
        )
        for row in units
    ]
    return np.array(counts, dtype=np.float64).reshape(len(units), places, kinds)
