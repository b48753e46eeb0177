"""How many of a site's own network, neighbours or peers had adopted before: exposure.

Every exposure is lagged: what stood at the end of the period before, so that no site is counted
as exposed to itself or to what happened at the same moment.
"""

from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array
from scipy.spatial import cKDTree

Array = npt.NDArray[np.float64]


def adoption_times(toa: npt.ArrayLike, periods: int, sentinel: float | None = None) -> Array:
    """Periods of adoption (N,), NaN where a site had not adopted by the end.

    Many published sets mark non-adopters with a period after the last (18 in Medical Innovation,
    last + 1 in the Korean villages). Counted as adoptions they distort everything: name the
    sentinel, and those sites are censored.

    Examples
    --------
    >>> adoption_times([3, 18, 17], periods=17, sentinel=18).tolist()
    [3.0, nan, 17.0]
    """
    times = np.asarray(toa, dtype=float).copy()
    if times.ndim != 1 or len(times) == 0:
        raise ValueError("toa must be one period of adoption a site, NaN where there is none.")
    if sentinel is not None:
        times[times == sentinel] = np.nan
    known = times[np.isfinite(times)]
    if (known > periods).any() or np.isinf(times).any():
        worst = np.nanmax(times)
        raise ValueError(
            f"A time of adoption, {worst:g}, lies after the last period, {periods}. If it marks "
            f"sites that had not adopted, pass sentinel={worst:g}, so that they are censored."
        )
    if (known < 1).any() or (known != np.round(known)).any():
        raise ValueError("Times of adoption must be whole periods, 1 being the first.")
    return times


def adopted_before(toa: Array, periods: int) -> Array:
    """1 where a site had adopted before the period: (N, T) for periods 1 to T."""
    when = np.where(np.isnan(toa), np.inf, toa)
    return (when[:, None] < np.arange(1, periods + 1)).astype(float)


def group_exposure(toa: Array, periods: int, group: npt.ArrayLike) -> Array:
    """Share of the other sites in one's group (network, ICB) that had adopted before: (N, T).

    Zero for a site alone in its group.

    Examples
    --------
    >>> import numpy as np
    >>> toa = np.array([1.0, np.nan, 2.0])
    >>> group_exposure(toa, 3, ["West", "West", "West"])[1].tolist()
    [0.0, 0.5, 1.0]
    """
    _, code = np.unique(np.asarray(group), return_inverse=True)
    if code.shape != toa.shape:
        raise ValueError(f"group must name one group a site: {len(toa)} sites, {code.size} names.")
    before = adopted_before(toa, periods)
    size = np.bincount(code)
    total = np.zeros((len(size), periods))
    np.add.at(total, code, before)
    others = np.maximum(size[code] - 1, 1)[:, None]
    return np.asarray((total[code] - before) / others)


def graph_exposure(toa: Array, periods: int, weights: csr_array) -> Array:
    """Weighted share of a site's ties that had adopted before: (N, T).

    `weights` is (N, N), row i holding the ties of site i; rows are normalised to sum to one, and
    ties to oneself are dropped. Zero for a site without ties.
    """
    number = len(toa)
    if weights.shape != (number, number):
        raise ValueError(f"weights must be ({number}, {number}); they are {weights.shape}.")
    if weights.nnz and not (np.isfinite(weights.data) & (weights.data >= 0)).all():
        raise ValueError("weights must be zero or more.")
    off = weights - diags_array(weights.diagonal(), format="csr")
    total = np.asarray(off.sum(axis=1)).ravel()
    scaled = diags_array(np.divide(1.0, total, out=np.zeros(number), where=total > 0)) @ off
    return np.asarray(scaled @ adopted_before(toa, periods))


def ties(number: int, source: npt.ArrayLike, target: npt.ArrayLike) -> csr_array:
    """Unweighted ties, (N, N), from a list of pairs of site indices; repeats count once."""
    i, j = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    if i.shape != j.shape or ((i < 0) | (i >= number) | (j < 0) | (j >= number)).any():
        raise ValueError(f"Ties must be pairs of site indices from 0 to {number - 1}.")
    weights = csr_array((np.ones(len(i)), (i, j)), shape=(number, number))
    weights.data[:] = 1.0
    return weights


def nearest(points: npt.ArrayLike, k: int) -> csr_array:
    """Ties from each site to its k nearest: neighbours on a map, or peers by what they are like.

    `points` is (N, D): coordinates in one unit of length, or characteristics, which should be
    standardised first so that each counts alike.

    Examples
    --------
    >>> nearest([[0.0], [1.0], [5.0]], k=1).toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    at = np.asarray(points, dtype=float)
    if at.ndim != 2 or not np.isfinite(at).all():
        raise ValueError("points must be (N, D) without missing values.")
    if not 1 <= k < len(at):
        raise ValueError(f"k must be from 1 to {len(at) - 1}, not {k}.")
    found = cast("npt.NDArray[np.int64]", cKDTree(at).query(at, k=k + 1)[1])
    own = np.arange(len(at))[:, None]
    # Sites at one spot may not find themselves first: drop oneself, or else the farthest.
    drop = found == own
    drop[~drop.any(axis=1), -1] = True
    return ties(len(at), np.repeat(own.ravel(), k), found[~drop])
