"""From the cells of sites to the cells of places: sums of arrays."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.organisations.placement import Placement
from groundswell.organisations.rules import Ids

from .answer import Floats, PlaceCells
from .expecting import Flags, SiteMonths


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What adds up: of each site and month the numbers named in `kinds`, 0 where there is none.

    A flag that is set nowhere, as those missing and suppressed often are, is left out.
    """

    kinds: tuple[int, ...]
    numbers: Floats  # (kinds, S, T)
    total: Floats  # (kinds, T): all sites together
    has_denominator: bool


_NUMERATOR, _DENOMINATOR, _KNOWN, _MISSING, _SUPPRESSED, _OFFERED = _KINDS = tuple(range(6))


def parts_of(cells: SiteMonths) -> Parts:
    """Numbers are written straight to where they stay: of all England each is 10 MB."""
    unknown = ~cells.known
    missing, suppressed = (cells.status == s for s in (Status.MISSING, Status.SUPPRESSED))
    offered = bool((cells.denominator[unknown] > 0).any())
    flags = {_KNOWN: cells.known, _MISSING: missing, _SUPPRESSED: suppressed}
    sums = (_NUMERATOR, _DENOMINATOR, *([_OFFERED] if offered else []))
    kinds = (*sums, *(kind for kind, flag in flags.items() if flag.any()))
    held = np.empty((len(kinds), *unknown.shape))
    for position, kind in enumerate(kinds):
        if kind in flags:
            held[position] = flags[kind]
            continue
        number = held[position]
        number[...] = cells.numerator if kind == _NUMERATOR else cells.denominator
        number[np.isnan(number)] = 0.0
        if kind != _OFFERED:
            number[unknown] = 0.0
    return Parts(kinds, held, held.sum(axis=1), not np.isnan(cells.denominator).all())


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where S sites stand in P places over T months.

    Most stand still: `still` (P, S) holds for all months. `moving` (M,) are the others, with
    weights (P, M) for the months of each period.
    """

    still: sparse.csr_array
    moving: Ids
    periods: tuple[tuple[slice, sparse.csr_array], ...]


def standing(
    placement: Placement | None, in_ledger: Flags, nowhere: Flags, months: Sequence[Month]
) -> Standing:
    """`placement` places the sites that are `in_ledger` (S,), in their order, but where they are
    `nowhere` (S, T)."""
    sites = len(in_ledger)
    if placement is None:
        return Standing(sparse.csr_array((0, sites)), np.array([], dtype=np.int64), ())
    spans = list(_spans(placement, in_ledger, months))
    first = spans[0][1]
    changes: Flags = np.asarray(nowhere.any(axis=1))
    for _, weights in spans[1:]:
        changes[(weights != first).nonzero()[0]] = True
    moving = np.flatnonzero(changes)
    still = sparse.diags_array((~changes).astype(np.float64)) @ first
    periods = []
    for span, weights in spans:
        # Where a code is not in use yet its weight is 0: a span may be cut by that.
        for part in _cuts(span, nowhere[moving]):
            here = sparse.diags_array((~nowhere[moving, part.start]).astype(np.float64))
            periods.append((part, sparse.csr_array((here @ weights[moving]).T)))
    return Standing(sparse.csr_array(still.T), moving, tuple(periods))


def _spans(
    placement: Placement, in_ledger: Flags, months: Sequence[Month]
) -> Iterator[tuple[slice, sparse.csr_array]]:
    """The columns of each period, and its weights (S, P); those of unknown sites are 0."""
    rows = np.flatnonzero(in_ledger)
    shape = (len(in_ledger), len(placement.places))
    for period in placement.periods:
        first, last = (m.index - months[0].index for m in (period.first, period.last))
        span = slice(max(first, 0), min(last + 1, len(months)))
        if span.start < span.stop:
            weights = period.weights(placement).tocoo()
            yield span, sparse.csr_array((weights.data, (rows[weights.row], weights.col)), shape)


def _cuts(span: slice, nowhere: Flags) -> list[slice]:
    """The span in parts within which no site's `nowhere` (M, T) changes."""
    changed = (nowhere[:, 1:] != nowhere[:, :-1]).any(axis=0)
    cuts = [c for c in (np.flatnonzero(changed) + 1).tolist() if span.start < c < span.stop]
    ends = [span.start, *cuts, span.stop]
    return [slice(a, b) for a, b in itertools.pairwise(ends)]


def roll_up(parts: Parts, stands: Standing, multiplier: float) -> tuple[PlaceCells, PlaceCells]:
    """Add sites up to places: (places + 1, T) with "no known place" last, and all: (1, T).

    One sparse product for the sites that stand still, which reads every number once, and one a
    period for those that move.
    """
    kinds, _, months = parts.numbers.shape
    placed = np.empty((kinds, stands.still.shape[0], months))
    for kind in range(kinds):
        placed[kind] = stands.still @ parts.numbers[kind]
    # The few that move stand side by side, so that a period's months are one block.
    moving = np.ascontiguousarray(parts.numbers[:, stands.moving].transpose(1, 2, 0))
    for span, weights in stands.periods:
        length = span.stop - span.start
        sums = weights @ moving[:, span].reshape(len(moving), length * kinds)
        placed[:, :, span] += sums.reshape(len(sums), length, kinds).transpose(2, 0, 1)
    lost = parts.total - placed.sum(axis=1)
    # Subtracting what was placed leaves dust where nothing is left.
    lost[np.abs(lost) < 1e-9 * np.maximum(1.0, np.abs(parts.total))] = 0.0
    return (
        _place_cells(np.concatenate([placed, lost[:, None]], axis=1), parts, multiplier),
        _place_cells(parts.total[:, None], parts, multiplier),
    )


def _place_cells(numbers: Floats, parts: Parts, multiplier: float) -> PlaceCells:
    nothing = np.zeros(numbers.shape[1:])
    sums = {
        kind: numbers[parts.kinds.index(kind)] if kind in parts.kinds else nothing
        for kind in _KINDS
    }
    known, missing, suppressed = sums[_KNOWN], sums[_MISSING], sums[_SUPPRESSED]
    some, whole = known > 0, (missing == 0) & (suppressed == 0)
    numerator = np.where(some, sums[_NUMERATOR], np.nan)
    denominator = np.where(some & parts.has_denominator, sums[_DENOMINATOR], np.nan)
    status = np.select(
        [some & whole & (numerator == 0), some, whole, missing == 0],
        [Status.ZERO, Status.OBSERVED, Status.NOT_YET_ELIGIBLE, Status.SUPPRESSED],
        Status.MISSING,
    ).astype(np.int8)
    return PlaceCells(
        numerator=numerator,
        denominator=denominator,
        value=values(numerator, denominator, multiplier) if parts.has_denominator else numerator,
        status=status,
        known=known,
        expected=known + missing + suppressed,
        offered=sums[_OFFERED if _OFFERED in parts.kinds else _DENOMINATOR],
    )


def values(numerator: Floats, denominator: Floats, multiplier: float) -> Floats:
    """multiplier x numerator / denominator; NaN where either is not known or out of nothing."""
    out = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=out, where=np.nan_to_num(denominator) > 0)
    return out * multiplier
