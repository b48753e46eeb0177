"""Deprivation fifths: which fifth of the country each place stands in."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

MISSING = 0
_HAIR = 1e-9  # the middle of a place that rounding puts a hair before a border is on it


def deprivation_fifths(scores: ArrayLike, weights: ArrayLike | None = None) -> NDArray[np.int8]:
    """Fifth of each place, 1 the most deprived; 0 where its score or weight is not known.

    Parameters
    ----------
    scores : (U,) float, higher is more deprived (as of the Index of Multiple Deprivation)
    weights : (U,) float, optional
        Patients of each place: fifths of people, so that fifth 1 holds the most deprived 20% of
        them (as Core20 does with small areas). Without, fifths of places. A place without people
        stands where its score puts it and moves nobody.

    Returns
    -------
    (U,) int8
        `between_sites` of `equity` takes it less 1.

    Notes
    -----
    Places stand in a row from the most to the least deprived, each as wide as its weight. A place
    belongs to the fifth in which its middle lies. Places of one score stand together, and share
    the fifth of their common middle: a tie is never broken by the order of the file.

    Examples
    --------
    >>> deprivation_fifths([50, 40, 30, 20, 10]).tolist()
    [1, 2, 3, 4, 5]
    >>> deprivation_fifths([50, 40, 30, float("nan")], weights=[100, 400, 500, 10]).tolist()
    [1, 2, 4, 0]
    """
    score = np.asarray(scores, dtype=np.float64)
    weight = np.ones_like(score) if weights is None else np.asarray(weights, dtype=np.float64)
    if score.ndim != 1 or score.shape != weight.shape:
        raise ValueError(
            f"scores has shape {score.shape} and weights {weight.shape}: give one of each a place."
        )
    if ((weight < 0) | np.isinf(weight) | np.isinf(score)).any():
        raise ValueError("A weight is below 0, or a number is infinite: give NaN if unknown.")
    fifths = np.full(score.shape, MISSING, dtype=np.int8)
    known = ~np.isnan(score) & ~np.isnan(weight)
    total = float(weight[known].sum())
    if total > 0:
        _, group = np.unique(-score[known], return_inverse=True)
        together = np.bincount(group, weights=weight[known])
        middle = (np.cumsum(together) - together / 2) / total
        fifth = np.clip(np.floor(5 * middle + _HAIR), 0, 4).astype(np.int8)
        fifths[known] = 1 + fifth[group]
    return fifths
