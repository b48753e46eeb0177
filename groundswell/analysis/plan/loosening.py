"""The least lowering of floors that makes a plan possible."""

import numpy as np
from scipy.sparse import csc_array, eye_array, hstack

from .highs import Solved, relax, solve_whole
from .model import Model
from .problem import Floats
from .results import Loosening, deprived_share

_SHORT = 1e-6
_CORE, _CORE_SHARE, _CORE_GAP = 400, 0.05, 0.01
_PATIENCE = 5.0  # seconds for proving that a lowering is the least


def least_loosening(model: Model, *, patience: float) -> tuple[tuple[Loosening, ...], bool]:
    """Floors lowered by the fewest sites in all, and whether that is proven.

    Elastic programming: each floor may be missed at a price of 1 a site; the equity floor at a
    price of 1 for as many people as a mean site covers. First near the relaxation, then on the
    whole while time lasts.
    """
    elastic = _Elastic(model)
    relaxed = relax(elastic.value, *elastic.rows, elastic.zero, elastic.upper)
    assert relaxed is not None  # with every floor missed, choosing nothing will do
    is_free = elastic.is_miss.copy()
    size = max(_CORE, int(_CORE_SHARE * len(relaxed.x)))
    is_free[np.argsort(relaxed.reduced, kind="stable")[:size]] = True
    held = np.where(is_free, 0.0, np.round(relaxed.x))
    upper = np.where(is_free, elastic.upper, held)
    best = elastic.solve(held, upper, gap=_CORE_GAP, patience=patience)
    least = -relaxed.objective
    if best is None or best.x is None or elastic.missed(best.x) > np.ceil(least - _SHORT) + _SHORT:
        whole = elastic.solve(elastic.zero, elastic.upper, patience=min(patience, _PATIENCE))
        best, least = elastic.better(best, whole), max(least, -whole.bound if whole else 0.0)
    if best is None or best.x is None:
        return (), False
    is_least = elastic.missed(best.x) <= np.ceil(least - _SHORT) + _SHORT
    return elastic.loosenings(best.x), bool(is_least and not elastic.misses_equity(best.x))


class _Elastic:
    """A model with a column for missing each of its floors, and nothing but misses to pay."""

    def __init__(self, model: Model) -> None:
        self.model, self.columns = model, model.matrix.shape[1]
        kinds = [row.kind for row in model.rows]
        self.soft = [row for row, kind in enumerate(kinds) if kind in ("floor", "equity")]
        self.is_floor = np.array([kinds[row] == "floor" for row in self.soft])
        misses = -eye_array(model.matrix.shape[0], format="csc")[:, self.soft]
        self.rows = csc_array(hstack([model.matrix, misses])), model.high
        most = np.where(self.is_floor, -model.high[self.soft], np.inf)
        self.upper = np.concatenate([model.upper, most])
        self.zero = np.zeros(len(self.upper))
        self.value = np.concatenate([np.zeros(self.columns), -np.ones(len(self.soft))])
        self.is_miss = self.value < 0

    def solve(
        self, lower: Floats, upper: Floats, *, patience: float, gap: float = 0.0
    ) -> Solved | None:
        whole = np.concatenate([self.model.whole, self.is_floor])
        return solve_whole(
            self.value, *self.rows, lower, upper, whole, gap=gap, time_limit=patience
        )

    def missed(self, x: Floats) -> float:
        return float(x[self.columns :].sum())

    def misses_equity(self, x: Floats) -> bool:
        return bool((x[self.columns :][~self.is_floor] > _SHORT).any())

    def better(self, one: Solved | None, other: Solved | None) -> Solved | None:
        found = [solved for solved in (one, other) if solved is not None and solved.x is not None]
        return min(found, key=lambda solved: self.missed(np.asarray(solved.x)), default=None)

    def loosenings(self, x: Floats) -> tuple[Loosening, ...]:
        chosen, _ = self.model.choice(x)
        found = []
        for row, miss in zip(self.soft, x[self.columns :].tolist(), strict=True):
            if miss <= _SHORT:
                continue
            to = -float(self.model.high[row]) - round(miss)
            equity = self.model.problem.equity
            if self.model.rows[row].kind == "equity" and equity is not None:
                share = deprived_share(chosen, equity.deprived, equity.population) or 0.0
                to = float(np.floor(share * 1e4) / 1e4)
            found.append(Loosening(self.model.constraint(row), to))
        return tuple(found)
