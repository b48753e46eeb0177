"""What the cells of sites say, and which sites were expected to say something: pure arrays.

A site is (S,) in the order of the cells; its position in the history of organisations is NONE
where the ledger does not know its code.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.organisations.boundaries import Boundaries
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import History
from groundswell.organisations.rules import NONE, Ids, are_closed, first_days

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class SiteMonths:
    """S sites by T months, each array (S, T). NaN where a number is not known.

    `status` is that of the cell; MISSING where an expected site sent none, NOT_YET_ELIGIBLE
    where none is expected.
    """

    numerator: Floats
    denominator: Floats
    status: NDArray[np.int8]

    @property
    def known(self) -> Flags:
        return self.status <= Status.ZERO


# Kinds of site that contain one another: a measure told at two of these levels is told twice.
LEVELS = (
    (Kind.PRACTICE, Kind.PCN, Kind.CCG, Kind.ICB, Kind.REGION, Kind.NETWORK),
    (Kind.MATERNITY, Kind.TRUST),
)


def other_levels(kinds: NDArray[np.str_], has_cell: Flags, preferred: Kind) -> Flags:
    """(S, T): cells that would count the same people again, at another level than the month's.

    `kinds` (S,), "" for an unknown code. A month's level is the `preferred` one where anything
    was told at it, else the one of which most was told; a month without cells has the level of
    the month before.
    """
    again = np.zeros(has_cell.shape, dtype=bool)
    for family in LEVELS:
        told = np.array([has_cell[kinds == kind].sum(axis=0) for kind in family])
        if (told.sum(axis=1) > 0).sum() < 2:
            continue
        best = told.argmax(axis=0)
        if preferred in family:
            here = family.index(preferred)
            best = np.where(told[here] > 0, here, best)
        some = told.sum(axis=0) > 0
        since = np.maximum.accumulate(np.where(some, np.arange(len(best)), 0))
        level = np.array(family)[best[since]]
        again |= np.isin(kinds, family)[:, None] & (kinds[:, None] != level)
    return again


def expected_sites(status: NDArray[np.int8], has_cell: Flags, gone: Flags) -> NDArray[np.int8]:
    """Tell a month not reported from one in which nothing was to report. All arrays (S, T).

    A site is expected from its first cell that was not "not eligible" until it is `gone`
    (closed, or succeeded by another). A site whose every cell says "not eligible", such as a hub
    without patients, is never expected.
    """
    active = has_cell & (status != Status.NOT_YET_ELIGIBLE)
    since = np.logical_or.accumulate(active, axis=1)
    absent = np.where(since & ~gone, Status.MISSING, Status.NOT_YET_ELIGIBLE)
    return np.where(has_cell, status, absent).astype(np.int8)


def gone_sites(history: History, sites: Ids, months: Sequence[Month]) -> Flags:
    """(S, T): had each site closed, or been succeeded, by the end of each month?

    A code that the ledger does not know has not.
    """
    gone = np.zeros((len(sites), len(months)), dtype=bool)
    known = sites != NONE
    last_succession = np.full(len(history.codes), np.iinfo(np.int64).max)
    np.minimum.at(last_succession, history.successions.predecessor, history.successions.on)
    for number, month in enumerate(months):
        day = month.last_day.toordinal()
        out = are_closed(history.lives, len(history.codes), day) | (last_succession <= day)
        gone[known, number] = out[sites[known]]
    return gone


def unplaced(
    history: History, sites: Ids, months: Sequence[Month], boundaries: Boundaries
) -> Flags:
    """(S, T): sites under a code that was not yet in use on the day whose boundaries group them.

    Their publisher reports history under later codes; no membership of that day holds them.
    """
    first = np.full(len(sites), np.iinfo(np.int64).min)
    known = sites != NONE
    first[known] = first_days(history.successions, history.lives, len(history.codes))[sites[known]]
    days = np.array([boundaries.day_for(month).toordinal() for month in months])
    return first[:, None] > days[None, :]
