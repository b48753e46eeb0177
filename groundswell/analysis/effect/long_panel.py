"""A panel as rows, which may have gaps and covariates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .comparable import Comparable
from .panel import FloatArray, IntArray, as_cohorts


@dataclass(frozen=True, slots=True)
class LongPanel:
    """One row a unit and time, sorted; gaps allowed.

    Attributes
    ----------
    unit : (rows,) unit numbers 0..n-1, every one present. time : (rows,) whole.
    outcome : (rows,). covariates : (rows, p), p may be 0.
    cohort, cluster : (n,) one a unit; cluster None where units are independent.
    """

    unit: IntArray
    time: IntArray
    outcome: FloatArray
    covariates: FloatArray
    cohort: IntArray
    cluster: IntArray | None

    def keep(self, found: Comparable, times: IntArray) -> "LongPanel":
        """The rows of the units and times found comparable."""
        rows = found.units[self.unit] & np.isin(self.time, times[found.times])
        units, unit = np.unique(self.unit[rows], return_inverse=True)
        return LongPanel(
            unit,
            self.time[rows],
            self.outcome[rows],
            self.covariates[rows],
            found.cohort[units],
            None if self.cluster is None else self.cluster[units],
        )


def long_panel(
    unit: ArrayLike,
    time: ArrayLike,
    outcome: ArrayLike,
    cohort: ArrayLike,
    covariates: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
) -> LongPanel:
    """Rows sorted by unit and time; those without an outcome or a covariate are gaps."""
    y = np.asarray(outcome, dtype=np.float64)
    x = np.zeros((y.size, 0)) if covariates is None else np.asarray(covariates, dtype=np.float64)
    x = x.reshape(y.size, -1)
    whole_time = np.asarray(time, dtype=np.int64)
    known = np.isfinite(y) & np.isfinite(x).all(axis=1)
    if not known.any():
        raise ValueError("no row has an outcome and every covariate; check the columns")
    codes = np.unique(np.asarray(unit)[known], return_inverse=True)[1]
    order = np.lexsort((whole_time[known], codes))
    codes, times = codes[order], whole_time[known][order]
    if np.any((np.diff(codes) == 0) & (np.diff(times) == 0)):
        raise ValueError("a unit has two rows at one time; keep one row a unit and time")
    cohorts = as_cohorts(cohort, int(whole_time.min()))[known][order]
    groups = None
    if cluster is not None:
        groups = np.unique(np.asarray(cluster), return_inverse=True)[1][known][order]
    return LongPanel(
        codes,
        times,
        y[known][order],
        x[known][order],
        _per_unit(cohorts, codes, "cohort"),
        None if groups is None else _per_unit(groups, codes, "cluster"),
    )


def _per_unit(values: IntArray, unit: IntArray, what: str) -> IntArray:
    each = np.empty(int(unit.max()) + 1, dtype=np.int64)
    each[unit] = values
    if np.any(each[unit] != values):
        raise ValueError(f"{what} of a unit changes between its rows; give one value a unit")
    return each
