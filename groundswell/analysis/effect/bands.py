"""Intervals: pointwise by z or t(G - 1), simultaneous by the multiplier bootstrap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from .influence import Influence, stack
from .panel import FloatArray

_DRAWS_AT_ONCE = 250  # 250 x 7,000 multipliers are 14 MB


@dataclass(frozen=True, slots=True)
class Reference:
    """The distribution that one estimate over its standard error is compared with.

    `df` is clusters less one, or None for the normal (units independent, many of them).
    """

    level: float
    df: int | None

    @property
    def pointwise(self) -> float:
        """Critical value of one two-sided interval."""
        return self.quantile((1 + self.level) / 2)

    def quantile(self, p: float) -> float:
        return float(stats.norm.ppf(p) if self.df is None else stats.t.ppf(p, self.df))

    def from_normal(self, critical: float) -> float:
        """The critical value with the tail that `critical` has under the normal.

        Multiplier draws know nothing of the degrees of freedom lost with few clusters.
        """
        if self.df is None:
            return critical
        return float(stats.t.isf(stats.norm.sf(critical), self.df))


def simultaneous(
    families: Sequence[tuple[Influence, FloatArray]],
    reference: Reference,
    draws: int,
    rng: np.random.Generator,
) -> list[float]:
    """Critical values, one a family, that hold for all its estimates at once.

    Each family is an influence (k) with its standard errors (k,). Clusters, or units, get
    independent signs (Rademacher multipliers); the critical value is the quantile of the largest
    absolute drawn error over its standard error (Callaway and Sant'Anna 2021, algorithm 1, with
    analytic instead of bootstrap standard errors). Never below the pointwise value.
    """
    measured = [np.flatnonzero(np.isfinite(se) & (se > 0)) for _, se in families]
    chosen = [influence.of(k) for (influence, _), k in zip(families, measured, strict=True)]
    ends = np.cumsum([k.size for k in measured])
    std_errors = np.concatenate([se[k] for (_, se), k in zip(families, measured, strict=True)])
    everything = stack(chosen)
    largest = np.empty((draws, len(families)))
    for start in range(0, draws, _DRAWS_AT_ONCE):
        size = min(_DRAWS_AT_ONCE, draws - start)
        signs = rademacher(rng, (size, everything.atoms.n_clusters))
        t = np.abs(everything.draws(signs)) / std_errors
        for f, part in enumerate(np.split(t, ends[:-1], axis=1)):
            largest[start : start + size, f] = part.max(axis=1, initial=0.0)
    critical = np.quantile(largest, reference.level, axis=0)
    return [max(reference.from_normal(float(c)), reference.pointwise) for c in critical]


def rademacher(rng: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    """Independent signs, -1 or 1, drawn 8 to a byte."""
    rows, columns = shape
    bits = np.unpackbits(rng.integers(0, 256, (rows, -(-columns // 8)), dtype=np.uint8), axis=1)
    signs = bits[:, :columns].astype(np.float64)
    signs *= 2.0
    signs -= 1.0
    return signs
