"""A problem as max value @ x, matrix @ x <= high, lower <= x <= upper."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array

from .constraints import capacity_constraint, count_constraint, equity_constraint
from .problem import Codes, Floats, Limits, Problem
from .results import NOT_CHOSEN, Constraint, Kind


class Row(NamedTuple):
    """Which limit a row of the matrix is."""

    kind: Kind
    which: int  # position among the caps or the floors; the quarter of a capacity
    group: int  # group or network


ALL_QUARTERS = -1


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Columns: site by site in the first quarter, then in the next; then the spill-overs.

    Attributes
    ----------
    rows : the limits, the matrix's first rows. Rows after them only say what a choice is: each
        site once, and spill-over only from a chosen neighbour.
    whole : (columns,) 1 for choices, 0 for spill-overs, which follow from them.
    blocks : quarters that have columns of their own: 1 where quarters are merged.
    """

    problem: Problem
    value: Floats
    matrix: csc_array
    high: Floats
    upper: Floats
    whole: Floats
    rows: tuple[Row, ...]
    blocks: int

    def constraint(self, row: int) -> Constraint:
        """The limit that a row is, in words."""
        return as_constraint(self.problem, self.rows[row])

    def choice(self, x: Floats) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """(chosen, quarter) of a solution; with merged quarters all are put in the first."""
        picked = x[: self.blocks * self.problem.n].reshape(self.blocks, self.problem.n) > 0.5
        chosen: NDArray[np.bool_] = np.any(picked, axis=0)
        return chosen, np.where(chosen, picked.argmax(axis=0), NOT_CHOSEN)


def as_constraint(problem: Problem, row: Row) -> Constraint:
    """The limit that a row stands for."""
    if row.kind == "capacity":
        quarter = None if row.which == ALL_QUARTERS else row.which
        return capacity_constraint(problem, row.group, quarter)
    if row.kind == "equity":
        assert problem.equity is not None
        return equity_constraint(problem.equity.floor)
    limits = problem.caps if row.kind == "cap" else problem.floors
    return count_constraint(limits[row.which], row.group, row.kind)


class _Rows:
    """Gathers the matrix's entries; every row reads: entries @ x <= high."""

    def __init__(self, n: int, blocks: int) -> None:
        self.n, self.blocks, self.count = n, blocks, 0
        self.entries: list[tuple[Codes, Codes, Floats]] = []
        self.high: list[Floats] = []

    def add(self, row: Codes, column: Codes, weight: Floats, high: Floats) -> None:
        """Rows numbered from 0 within this call."""
        self.entries.append((row + self.count, column, weight))
        self.high.append(high)
        self.count += len(high)

    def add_in_every_block(self, row: Codes, site: Codes, weight: Floats, high: Floats) -> None:
        shifts = np.repeat(np.arange(self.blocks) * self.n, len(site))
        rows, sites = np.tile(row, self.blocks), np.tile(site, self.blocks) + shifts
        self.add(rows, sites, np.tile(weight, self.blocks), high)

    def finish(self, columns: int) -> tuple[csc_array, Floats]:
        if not self.count:
            return csc_array((0, columns)), np.zeros(0)
        row, column, weight = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        matrix = coo_array((weight, (row, column)), shape=(self.count, columns)).tocsc()
        return matrix, np.concatenate(self.high)


def build(problem: Problem, *, merged: bool = False, tightened: bool = True) -> Model:
    """The model of a problem.

    Parameters
    ----------
    merged : put the quarters' capacities together. Every plan of the problem is a plan of the
        merged one, so its bound holds; its plan may not divide into quarters.
    tightened : leave out what no whole-number plan can use: sites that cost more than their
        network has, and capacity between two sums of costs. The relaxation's bound falls.
    """
    n, spill = problem.n, problem.spill_over
    blocks = 1 if merged else len(problem.quarters)
    capacity = problem.capacity.sum(axis=1, keepdims=True) if merged else problem.capacity
    if tightened and not merged:
        capacity = usable(problem, capacity)
    elif tightened:
        capacity = usable(problem, problem.capacity).sum(axis=1, keepdims=True)
    gather = _Rows(n, blocks)
    rows = [*_capacity_rows(gather, problem, capacity, merged), *_limit_rows(gather, problem)]
    if blocks > 1:
        every = np.arange(n)
        gather.add_in_every_block(every, every, np.ones(n), np.ones(n))
    if spill:
        _add_spill_over(gather, problem)
    columns = blocks * n + (n if spill else 0)
    matrix, high = gather.finish(columns)
    worth = np.ones(1) if merged else problem.worth
    value = np.outer(worth, problem.benefit).ravel()
    upper, whole = np.ones(columns), np.ones(columns)
    if tightened:
        most = problem.capacity.max(axis=1, keepdims=True) if merged else capacity
        upper[: blocks * n] = (problem.cost <= most[problem.network.codes].T + 1e-9).ravel()
    if spill:
        value = np.concatenate([value, spill.value])
        whole[blocks * n :] = 0
        upper[blocks * n :][np.setdiff1d(np.arange(n), spill.target)] = 0
    return Model(problem, value, matrix, high, upper, whole, tuple(rows), blocks)


def usable(problem: Problem, capacity: Floats) -> Floats:
    """Capacity rounded down to what sums of costs can use, where costs have a common step.

    Costs of 2, 4 and 6 can use 10 of a capacity of 11.9. Steps under 0.01 are not looked for.
    """
    lower = capacity.copy()
    hundredths = np.round(problem.cost * 100)
    exact = np.abs(problem.cost * 100 - hundredths) <= 1e-9 * np.maximum(1.0, hundredths)
    for network in range(len(problem.network.names)):
        inside = problem.network.codes == network
        step = np.gcd.reduce(hundredths[inside].astype(np.int64)) / 100
        if exact[inside].all() and step > 0:
            lower[network] = np.floor(capacity[network] / step + 1e-9) * step
    return lower


def _capacity_rows(gather: _Rows, problem: Problem, capacity: Floats, merged: bool) -> list[Row]:
    rows: list[Row] = []
    every = np.arange(problem.n)
    for quarter in range(capacity.shape[1]):
        limited = np.flatnonzero(np.isfinite(capacity[:, quarter]))
        row, site = _rows_of(problem.network.codes, limited, every)
        high = capacity[limited, quarter]
        gather.add(row, site + quarter * problem.n, problem.cost[site], high)
        which = ALL_QUARTERS if merged and len(problem.quarters) > 1 else quarter
        rows += [Row("capacity", which, int(network)) for network in limited]
    return rows


def _limit_rows(gather: _Rows, problem: Problem) -> list[Row]:
    rows: list[Row] = []
    for which, limits in enumerate(problem.caps):
        rows += _count_rows(gather, limits, "cap", which)
    for which, limits in enumerate(problem.floors):
        rows += _count_rows(gather, limits, "floor", which)
    if problem.equity:
        # In units of a mean site's population, so that the solver's tolerance means the same.
        equity, every = problem.equity, np.arange(problem.n)
        lack = (equity.floor - equity.deprived) * equity.population / equity.population.mean()
        gather.add_in_every_block(np.zeros(problem.n, dtype=np.intp), every, lack, np.zeros(1))
        rows.append(Row("equity", 0, 0))
    return rows


def _count_rows(gather: _Rows, limits: Limits, kind: Kind, which: int) -> list[Row]:
    sizes = limits.by.totals(1.0)
    is_cap = kind == "cap"
    # A cap on fewer sites than it allows is no limit; a floor of 0 is none either.
    limiting = np.flatnonzero(limits.sites < sizes if is_cap else limits.sites > 0)
    row, site = _rows_of(limits.by.codes, limiting, np.arange(len(limits.by.codes)))
    whole = np.floor(limits.sites + 1e-9) if is_cap else np.ceil(limits.sites - 1e-9)
    sign = 1.0 if is_cap else -1.0
    gather.add_in_every_block(row, site, np.full(len(site), sign), sign * whole[limiting])
    return [Row(kind, which, int(group)) for group in limiting]


def _rows_of(codes: Codes, groups: Codes, sites: Codes) -> tuple[Codes, Codes]:
    """(row, site) of the sites in the given groups, rows numbered as the groups are given."""
    row_of = np.full(max(int(codes.max(initial=0)), int(groups.max(initial=0))) + 2, -1)
    row_of[groups] = np.arange(len(groups))
    row = row_of[codes]  # a code of -1 reads the last place, which no group has
    return row[row >= 0], sites[row >= 0]


def _add_spill_over(gather: _Rows, problem: Problem) -> None:
    """Spill-over to a site needs a chosen neighbour, and the site itself not chosen."""
    spill = problem.spill_over
    assert spill is not None
    n, blocks, every = problem.n, gather.blocks, np.arange(problem.n)
    own_column = blocks * n + every
    shift = np.repeat(np.arange(blocks) * n, len(spill.source))
    sources, targets = np.tile(spill.source, blocks) + shift, np.tile(spill.target, blocks)
    gather.add(
        np.concatenate([every, targets]),
        np.concatenate([own_column, sources]),
        np.concatenate([np.ones(n), np.full(len(targets), -1.0)]),
        np.zeros(n),
    )
    sites = np.tile(every, blocks) + np.repeat(np.arange(blocks) * n, n)
    gather.add(
        np.concatenate([every, np.tile(every, blocks)]),
        np.concatenate([own_column, sites]),
        np.ones((blocks + 1) * n),
        np.ones(n),
    )
