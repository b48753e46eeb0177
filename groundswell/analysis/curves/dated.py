"""Cumulative adoption where each date is known only to lie in a band.

A site adopted at some time from `earliest` to `latest`, both included; one that had not adopted
by the end of the record has `latest` infinite and `earliest` the first time after the record.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from .shapes import Array

APPROACH = 20
STEPS = 200
OPTIMAL = 1e-7  # how far the likelihood's slope may be from its bound, per site


@dataclass(frozen=True, slots=True)
class AdoptionBand:
    """Sites adopted by each time: surely and possibly. The truth lies between, whatever it is."""

    times: Array  # (T,)
    sure: npt.NDArray[np.int64]  # (T,), latest <= t
    possible: npt.NDArray[np.int64]  # (T,), earliest <= t
    n: int
    method: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turnbull:
    """The likeliest distribution of adoption times.

    Mass lies on K intervals [left, right]; where inside one it lies, the data cannot say, so the
    share adopted is a band there.
    """

    left: Array  # (K,)
    right: Array  # (K,), infinite in the last where some have not adopted
    mass: Array  # (K,), sums to 1
    n: float  # sites, or their total weight
    log_likelihood: float
    converged: bool
    method: str
    warnings: tuple[str, ...]

    def share_by(self, times: npt.ArrayLike) -> tuple[Array, Array]:
        """Least and greatest share adopted by each time."""
        t = np.asarray(times, dtype=float)[..., None]
        least = np.where(self.right <= t, self.mass, 0.0).sum(axis=-1)
        return least, np.where(self.left <= t, self.mass, 0.0).sum(axis=-1)


def adoption_band(
    earliest: npt.ArrayLike, latest: npt.ArrayLike, times: npt.ArrayLike
) -> AdoptionBand:
    """Count the sites surely and possibly adopted by each time: no model at all.

    Examples
    --------
    >>> band = adoption_band([1, 2, 4], [1, 5, float("inf")], [1, 3, 5])
    >>> band.sure.tolist(), band.possible.tolist()
    ([1, 1, 2], [1, 2, 3])
    """
    low, high = _bands(earliest, latest)
    t = np.asarray(times, dtype=float)
    wide = float(np.mean((high > low) & np.isfinite(high)))
    warnings: tuple[str, ...] = ()
    if wide > 0.2:
        warnings = (f"{wide:.0%} of sites have an imprecise date: read the band, not a line.",)
    return AdoptionBand(
        times=t,
        sure=np.searchsorted(np.sort(high), t, side="right"),
        possible=np.searchsorted(np.sort(low), t, side="right"),
        n=len(low),
        method="count of latest dates, and of earliest dates",
        warnings=warnings,
    )


def turnbull(
    earliest: npt.ArrayLike, latest: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Turnbull:
    """The nonparametric maximum likelihood estimate for banded dates.

    Turnbull (1976), JRSS B 38(3): mass can only lie on the innermost intervals, those that begin
    at an earliest date and end at the next latest one. Stopped when the optimality conditions of
    Gentleman and Geyer (1994), Biometrika 81(3), hold. Where every date
    is exact it is the Kaplan-Meier estimate.

    Parameters
    ----------
    earliest, latest
        Bands of N sites, both ends included; `latest` infinite for sites yet to adopt.
    weights
        How many sites each row stands for.

    Examples
    --------
    >>> fit = turnbull([1, 2, 2, 4], [1, 2, 3, float("inf")])
    >>> fit.left.tolist(), fit.mass.round(4).tolist()
    ([1.0, 2.0, 4.0], [0.25, 0.5, 0.25])
    """
    low, high = _bands(earliest, latest)
    weight = np.ones(len(low)) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != low.shape or not (weight > 0).all():
        raise ValueError("weights must be above zero, one for each row.")
    rows, which = np.unique(np.column_stack((low, high)), axis=0, return_inverse=True)
    count = np.bincount(which.ravel(), weights=weight).astype(float)
    left, right = _innermost(rows[:, 0], rows[:, 1])
    inside = ((left >= rows[:, :1]) & (right <= rows[:, 1:])).astype(float)
    mass, converged = _most_likely(inside, count)
    held = mass > 0
    chance = inside @ mass
    warnings = () if converged else ("The estimate did not settle: do not use it.",)
    return Turnbull(
        left=left[held],
        right=right[held],
        mass=mass[held],
        n=float(count.sum()),
        log_likelihood=float(count @ np.log(chance)),
        converged=converged,
        method="Turnbull's estimate",
        warnings=warnings,
    )


def _bands(earliest: npt.ArrayLike, latest: npt.ArrayLike) -> tuple[Array, Array]:
    low, high = np.asarray(earliest, dtype=float), np.asarray(latest, dtype=float)
    if low.ndim != 1 or low.shape != high.shape or len(low) == 0:
        raise ValueError("earliest and latest must be lists of one length, with a site or more.")
    wrong = ~(low <= high) | ~np.isfinite(low)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"Row {i}: earliest {low[i]:g} and latest {high[i]:g} are not a band: earliest must be "
            "known and not after latest (infinite for sites yet to adopt)."
        )
    return low, high


def _innermost(low: Array, high: Array) -> tuple[Array, Array]:
    """Intervals from an earliest to the next latest with no earliest between them."""
    ends = np.concatenate((low, high))
    closing = np.concatenate((np.zeros(len(low)), np.ones(len(high))))
    order = np.lexsort((closing, ends))  # at one time, openings before closings
    ends, closing = ends[order], closing[order]
    found = np.flatnonzero((closing[:-1] == 0) & (closing[1:] == 1))
    return ends[found], ends[found + 1]


def _most_likely(inside: Array, count: Array) -> tuple[Array, bool]:
    """Self-consistency steps to come near, then constrained Newton steps to arrive.

    The Newton step is one nonnegative least squares (Wang 2007, JRSS B 69(2)), which sets masses
    to exactly nothing; self-consistency alone only ever halves them.
    """
    total = count.sum()
    mass = np.full(inside.shape[1], 1 / inside.shape[1])
    for _ in range(APPROACH):
        mass = mass * (inside.T @ (count / (inside @ mass))) / total
    for _ in range(STEPS):
        ratio = inside / (inside @ mass)[:, None]
        slope = ratio.T @ count / total
        # At the optimum the slope is 1 where there is mass and at most 1 elsewhere.
        if slope.max() < 1 + OPTIMAL and np.abs(slope[mass > 0] - 1).max() < OPTIMAL:
            return mass, True
        mass = _newton(inside, count, mass, ratio)
    return mass, False


def _newton(inside: Array, count: Array, mass: Array, ratio: Array) -> Array:
    root = np.sqrt(count)
    rows = np.vstack((ratio * root[:, None], np.full(len(mass), np.sqrt(count.sum()))))
    towards, _ = nnls(rows, np.append(2 * root, 0.0))
    towards /= towards.sum()
    now = count @ np.log(inside @ mass)
    for halving in range(30):
        tried = mass + 0.5**halving * (towards - mass)
        chance = inside @ tried
        if (chance > 0).all() and count @ np.log(chance) >= now:
            return np.asarray(tried)
    return mass
