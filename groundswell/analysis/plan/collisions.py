"""Why there is no plan: which limits cannot hold together, and the least lowering of floors."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from .highs import SolverFailed, relax, solve_whole
from .loosening import least_loosening
from .model import ALL_QUARTERS, Model, Row, as_constraint, build
from .problem import Floats, Problem
from .results import Collision, Constraint, Infeasible

METHOD = "elastic relaxation, then a deletion filter"

_MOST_COLLISIONS = 20
_SHORT = 1e-6


def explain(problem: Problem, *, patience: float = 30.0) -> Infeasible | None:
    """Which limits collide; None where a plan exists.

    Only floors can make a problem infeasible, as choosing nothing keeps every other limit. The
    elastic relaxation lets floors be missed at a price; the limits with a price at its optimum
    cannot hold together (Farkas). A deletion filter then tries each one out: what stays is
    irreducible (Chinneck 2008, *Feasibility and Infeasibility in Optimization*, chapter 6). The
    floors found are set aside and the rest is tried again. Where only whole sites cannot do it,
    the filter asks HiGHS for whole-number plans instead.

    Parameters
    ----------
    patience : seconds, after which a set may not have been shown to be irreducible.

    Examples
    --------
    >>> import numpy as np
    >>> from groundswell.analysis.plan import Grouping, Limits, Problem, explain
    >>> by = Grouping.of("icb", ["A", "A"])
    >>> problem = Problem(
    ...     sites=("a", "b"), benefit=np.ones(2), cost=np.ones(2),
    ...     network=Grouping.of("network", ["N", "N"]), capacity=np.array([[1.0]]),
    ...     floors=(Limits.same(by, 2),),
    ... )
    >>> print(explain(problem).collisions[0].words)
    These cannot all hold: at least 2 sites in icb A; capacity of 1 in network N.
    """
    # Spill-over asks for nothing, so it plays no part in what can hold.
    bare = replace(problem, spill_over=None)
    sets = _colliding_sets(bare, end := time.monotonic() + patience)
    if not sets:
        return None
    collisions = tuple(_collision(bare, rows, is_certain) for rows, is_certain in sets)
    left = max(end - time.monotonic(), 1.0)
    loosenings, is_least = least_loosening(build(bare), patience=left)
    said = () if all(found.is_irreducible for found in collisions) else (_UNSURE,)
    return Infeasible(collisions, loosenings, is_least, problem.n, METHOD, said)


_UNSURE = "Time ran out: a set of colliding limits may hold some that are not needed."


# Limits that cannot all hold, and whether each is known to be needed.
_Set = tuple[list[Row], bool]


def _colliding_sets(problem: Problem, end: float) -> list[_Set]:
    """Sets of limits that collide, no floor in two of them.

    With one quarter's capacity left out, all sites fit in that quarter: so a set holds all of a
    network's quarters or none, and what collides with the quarters merged collides in them.
    """
    full = _Search(build(problem, tightened=False), end)
    found: list[_Set] = []
    if len(problem.quarters) > 1:
        merged = _Search(build(problem, merged=True, tightened=False), end)
        for rows, _ in merged.sets([])[0]:
            found.append(full.narrowed(rows))
    more, is_known = full.sets([row for rows, _ in found for row in rows], parts=not found)
    if not found and not more and not is_known:
        raise SolverFailed("time ran out before it was known whether a plan exists")
    return found + more


class _Search:
    def __init__(self, model: Model, end: float) -> None:
        self.model, self.end = model, end
        self.by_row = model.matrix.tocsr()
        self.soft = np.array([row.kind in ("floor", "equity") for row in model.rows], dtype=bool)
        self.place = {row: index for index, row in enumerate(model.rows)}

    def left(self) -> float:
        return max(self.end - time.monotonic(), 0.0)

    def sets(self, aside: Sequence[Row], *, parts: bool = True) -> tuple[list[_Set], bool]:
        """The sets with these floors set aside, and whether what is left is known to hold.

        parts : whether to look first for what even parts of sites cannot keep.
        """
        kept = np.ones(len(self.model.rows), dtype=bool)
        kept[[self.place[row] for row in aside if row.kind in ("floor", "equity")]] = False
        found: list[_Set] = []
        while len(found) < _MOST_COLLISIONS:
            rows, is_certain = self._one_set(kept, parts)
            if not rows:
                return found, is_certain
            found.append(([self.model.rows[row] for row in rows], is_certain))
            kept[[row for row in rows if self.soft[row]]] = False
        return found, False

    def narrowed(self, merged: Sequence[Row]) -> _Set:
        """A set of the merged problem as one of this, without what its quarters make needless."""
        rows: list[int] = []
        for row in merged:
            quarters = range(self.model.blocks) if row.kind == "capacity" else [row.which]
            rows += [self.place[row._replace(which=quarter)] for quarter in quarters]
        kept, is_certain = self._filtered(rows, whole=True)
        return [self.model.rows[row] for row in kept], is_certain

    def _one_set(self, kept: NDArray[np.bool_], parts: bool) -> tuple[list[int], bool]:
        """Rows that cannot hold together, and whether they are known to be irreducible."""
        support = self._elastic_support(kept) if parts else []
        if support:
            # Few are left by now: a second pass leaves out what only parts of sites could keep.
            return self._filtered(self._filtered(support, whole=False)[0], whole=True)
        rows = np.flatnonzero(kept).tolist()
        verdict = self._is_feasible(rows, whole=True)
        if verdict is not False:
            return [], verdict is not None
        return self._filtered(rows, whole=True)

    def _elastic_support(self, kept: NDArray[np.bool_]) -> list[int]:
        """Limits with a price in the elastic relaxation; none where it misses no floor."""
        model = self.model
        hard = np.ones(self.by_row.shape[0], dtype=bool)
        hard[: len(kept)] = kept
        rows = np.flatnonzero(hard)
        matrix, high = self._elastic(rows)
        columns, slacks = model.matrix.shape[1], matrix.shape[1] - model.matrix.shape[1]
        value = np.concatenate([np.zeros(columns), -np.ones(slacks)])
        upper = np.concatenate([model.upper, np.full(slacks, np.inf)])
        relaxed = relax(value, matrix, high, np.zeros_like(upper), upper)
        assert relaxed is not None  # with every floor missed, choosing nothing will do
        if relaxed.objective > -_SHORT:
            return []
        priced = rows[relaxed.price > 1e-9]
        support = priced[priced < len(kept)].tolist()
        return next(
            (part for part in (*self._parts(support), support) if self._collides(part)),
            rows[rows < len(kept)].tolist(),
        )

    def _parts(self, rows: list[int]) -> list[list[int]]:
        """Rows in parts that share no site, the smallest first; equity, which joins all, apart."""
        rows = [row for row in rows if self.model.rows[row].kind != "equity"]
        if not rows:
            return []
        counts = abs(self.by_row[rows]).sign()
        _, part = connected_components(counts @ counts.T, directed=False)
        numbers = range(part.max() + 1)
        parts = [[rows[at] for at in np.flatnonzero(part == number)] for number in numbers]
        return sorted(parts, key=len)

    def _collides(self, rows: list[int]) -> bool:
        return self._is_feasible(rows, whole=False) is False

    def _elastic(self, rows: NDArray[np.intp]) -> tuple[csc_array, Floats]:
        """The rows with a column for missing each floor among them."""
        model = self.model
        limits = len(model.rows)
        soft = np.array([row < limits and self.soft[row] for row in rows], dtype=bool)
        misses = -eye_array(len(rows), format="csc")[:, soft]
        return csc_array(hstack([self.by_row[rows], misses])), model.high[rows]

    def _filtered(self, rows: Sequence[int], *, whole: bool) -> tuple[list[int], bool]:
        """Halves, quarters and single limits are left out wherever the rest still collides."""
        kept, is_certain = list(rows), True
        size = max(len(kept) // 2, 1)
        while True:
            start = 0
            while start < len(kept):
                rest = kept[:start] + kept[start + size :]
                verdict = self._is_feasible(rest, whole=whole)
                if verdict is False:
                    kept = rest
                else:
                    is_certain = is_certain and (verdict is not None or size > 1)
                    start += size
            if size == 1:
                return kept, is_certain
            size = max(size // 2, 1)

    def _is_feasible(self, limits: Sequence[int], *, whole: bool) -> bool | None:
        """Whether some choice keeps these limits; None where time ran out."""
        model = self.model
        # Sites that these limits do not count may as well be left out.
        counted = np.unique(self.by_row[limits].indices)
        after = len(model.rows)
        others = after + np.flatnonzero(np.diff(self.by_row[after:][:, counted].indptr) > 1)
        rows = np.concatenate([np.array(limits, dtype=np.intp), others])
        matrix, high = csc_array(self.by_row[rows][:, counted]), model.high[rows]
        nothing, ones = np.zeros(len(counted)), np.ones(len(counted))
        if not len(counted):
            return bool((high >= 0).all())
        if not whole:
            return relax(nothing, matrix, high, nothing, ones) is not None
        if not self.left():
            return None
        solved = solve_whole(nothing, matrix, high, nothing, ones, ones, time_limit=self.left())
        if solved is None:
            return False
        return True if solved.x is not None else None


def _collision(problem: Problem, rows: Sequence[Row], is_irreducible: bool) -> Collision:
    """The limits in words, a network's quarters as one."""
    limits = {as_constraint(problem, _all_quarters(problem, row)) for row in rows}
    ordered = sorted(limits, key=_floors_first)
    return Collision(tuple(ordered), _words(problem, ordered), is_irreducible)


def _all_quarters(problem: Problem, row: Row) -> Row:
    is_one = row.kind == "capacity" and len(problem.quarters) > 1
    return row._replace(which=ALL_QUARTERS) if is_one else row


def _floors_first(limit: Constraint) -> tuple[int, str]:
    return ["floor", "equity", "cap", "capacity"].index(limit.kind), limit.words


def _words(problem: Problem, limits: list[Constraint]) -> str:
    if len(limits) > 1:
        return f"These cannot all hold: {'; '.join(limit.words for limit in limits)}."
    (limit,) = limits
    for floors in problem.floors:
        if limit.name in floors.by.names and limit.words.endswith(
            f"in {floors.by.kind} {limit.name}"
        ):
            count = int(floors.by.totals(1.0)[floors.by.names.index(limit.name)])
            sites = "site" if count == 1 else "sites"
            return f"This cannot hold: {limit.words}, which has {count} {sites}."
    return f"This cannot hold: {limit.words}."
