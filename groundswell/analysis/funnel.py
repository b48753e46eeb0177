"""Funnel plots: which units differ from the rest by more than their size explains?"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from groundswell.analysis.dispersion import SIGNIFICANT, Dispersion, dispersion
from groundswell.analysis.funnel_limits import (
    LEVELS,
    Floats,
    Kind,
    Limits,
    funnel_limits,
    read_centre,
    standard_errors,
    tails,
)

Overdispersion = Literal["none", "robust", "published"]

_FEWEST = 10  # below, tenths of the scores cannot be drawn in, and each unit is much of the centre
_FEW_EXPECTED = 5  # below, scores are too skewed for one number of over-dispersion
_STRONG = 2.0


class Flag(IntEnum):
    """Where a unit stands: outside the 95% or also the 99.8% limits, and on which side."""

    BELOW_998 = -2
    BELOW_95 = -1
    INSIDE = 0
    ABOVE_95 = 1
    ABOVE_998 = 2
    UNKNOWN = 9


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Units, their flags, and the limits to draw. Values are on the scale of `multiplier`.

    Attributes
    ----------
    value, denominator : (U,) float64
        NaN where unknown.
    z : (U,) float64
        Distance from the centre in standard errors, widened where limits are; NaN where unknown.
    flag : (U,) int8
        Values of `Flag`.
    centre : float
        The target, or all units' numerators over all their denominators.
    curve : Limits
        Limits from the smallest to the largest denominator.
    dispersion : Dispersion
        Its `widening` is not applied where over-dispersion is "none".
    widening : float
        What variances were multiplied by; 1: not widened.
    outside, by_chance : (int, float)
        Units outside the 95% and the 99.8% limits; how many would be if there were chance alone
        (at most: of whole counts fewer).
    n : int
        Units placed.
    """

    value: Floats
    denominator: Floats
    z: Floats
    flag: NDArray[np.int8]
    centre: float
    is_target: bool
    curve: Limits
    dispersion: Dispersion
    widening: float
    outside: tuple[int, int]
    by_chance: tuple[float, float]
    n: int
    method: str
    level: tuple[float, float]
    warnings: tuple[str, ...]


def funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    kind: Kind = "proportion",
    target: float | None = None,
    overdispersion: Overdispersion = "none",
    multiplier: float = 100.0,
    points: int = 200,
) -> Funnel:
    """Units against 95% and 99.8% limits around the overall value or a target.

    Parameters
    ----------
    numerator, denominator : (U,) of each unit; NaN where unknown
        A unit without a denominator, or whose two numbers cannot be, is not placed.
    kind : {"proportion", "rate"}
        Binomial or Poisson.
    target : float, optional
        On the scale of `multiplier`. Without one the centre is the overall value.
    overdispersion : {"none", "robust", "published"}
        Widen the limits where units differ significantly more than chance allows, with the
        `estimate` of `dispersion`.
    multiplier : float
        100 for percentages.
    points : int
        Of the curve.

    Notes
    -----
    Spiegelhalter (2005), doi 10.1002/sim.1970. Without widening, a unit is outside where its
    exact binomial or Poisson tail, its own count included, is below 2.5% or 0.1%; limits are
    those of `funnel_limits`. With widening phi, limits are centre +- z sqrt(phi variance).

    Examples
    --------
    >>> found = funnel([30, 50, 95], [100, 100, 200], target=50)
    >>> [Flag(f).name for f in found.flag], found.z.round(2).tolist()
    (['BELOW_998', 'INSIDE', 'INSIDE'], [-4.0, 0.0, -0.71])
    """
    x, n = _read(numerator, denominator, overdispersion)
    aim = read_centre(target or 0.0, kind, multiplier)
    placed = (x >= 0) & (x < np.inf) & (n > 0) & (n < np.inf) & ((kind == "rate") | (x <= n))
    x, n = np.where(placed, x, np.nan), np.where(placed, n, np.nan)
    centre = aim if target is not None else _overall(x[placed], n[placed])
    score = _scores(x, n, centre, kind)
    spread = dispersion(score, "published" if overdispersion == "published" else "robust")
    widening = 1.0 if overdispersion == "none" else spread.widening
    flag = np.full(x.shape, Flag.UNKNOWN, dtype=np.int8)
    flag[placed] = (
        _exact_flags(x[placed], n[placed], centre, kind)
        if widening == 1
        else _score_flags(score[placed] / np.sqrt(widening))
    )
    number = int(placed.sum())
    return Funnel(
        value=multiplier * x / n,
        denominator=n,
        z=score / np.sqrt(widening),
        flag=flag,
        centre=centre * multiplier,
        is_target=target is not None,
        curve=_curve(n[placed], centre, kind, widening, multiplier, points),
        dispersion=spread,
        widening=widening,
        outside=(
            int((np.abs(flag[placed]) >= 1).sum()),
            int((np.abs(flag[placed]) == 2).sum()),
        ),
        by_chance=(number * (1 - LEVELS[0]), number * (1 - LEVELS[1])),
        n=number,
        method=_method(kind, overdispersion, spread, widening),
        level=LEVELS,
        warnings=_warnings(x, n, centre, kind, spread, widening, target is not None),
    )


def _read(
    numerator: ArrayLike, denominator: ArrayLike, overdispersion: Overdispersion
) -> tuple[Floats, Floats]:
    x = np.asarray(numerator, dtype=np.float64)
    n = np.asarray(denominator, dtype=np.float64)
    if x.ndim != 1 or x.shape != n.shape:
        raise ValueError(
            f"numerator has shape {x.shape} and denominator {n.shape}: give one of each a unit."
        )
    if overdispersion not in get_args(Overdispersion):
        raise ValueError(f"overdispersion={overdispersion!r}: use none, robust or published.")
    return x, n


def _overall(x: Floats, n: Floats) -> float:
    return float(x.sum() / n.sum()) if n.size else np.nan


def _scores(x: Floats, n: Floats, centre: float, kind: Kind) -> Floats:
    """(U,) z-scores; NaN where nothing can vary about the centre."""
    error = standard_errors(n, centre, kind)
    score = np.full(x.shape, np.nan)
    np.divide(x / n - centre, error, out=score, where=error > 0)
    return score


def _exact_flags(x: Floats, n: Floats, centre: float, kind: Kind) -> NDArray[np.int64]:
    at_most, at_least = tails(x, n, centre, kind)
    beyond = [(1 - level) / 2 for level in LEVELS]
    above = sum((at_least < tail).astype(np.int64) for tail in beyond)
    below = sum((at_most < tail).astype(np.int64) for tail in beyond)
    return np.asarray(above - below)


def _score_flags(z: Floats) -> NDArray[np.int64]:
    ends = [float(ndtri((1 + level) / 2)) for level in LEVELS]
    return np.asarray(sum((np.abs(z) > end).astype(np.int64) for end in ends) * np.sign(z))


def _curve(
    n: Floats, centre: float, kind: Kind, widening: float, multiplier: float, points: int
) -> Limits:
    """Limits over the denominators that there are, closer together where they bend."""
    at = np.geomspace(n.min(), n.max(), points) if n.size else n
    return funnel_limits(
        at,
        centre * multiplier if n.size else 0.0,
        kind=kind,
        widening=None if widening == 1 else widening,
        multiplier=multiplier,
    )


def _method(kind: Kind, overdispersion: Overdispersion, spread: Dispersion, widening: float) -> str:
    exact = f"exact {'binomial' if kind == 'proportion' else 'Poisson'} limits"
    if overdispersion == "none":
        return exact
    if widening == 1:
        return f"{exact}; not widened, {spread.method} is not significantly above 1"
    return f"normal limits, variance times {widening:.3g}: {spread.method}"


def _warnings(
    x: Floats,
    n: Floats,
    centre: float,
    kind: Kind,
    spread: Dispersion,
    widening: float,
    is_target: bool,
) -> tuple[str, ...]:
    found = []
    used = n[~np.isnan(n)]
    if used.size < x.size:
        found.append(
            f"{x.size - used.size:,} of {x.size:,} units are not placed: a number is missing, or "
            "the two cannot be."
        )
    if used.size < _FEWEST:
        found.append(f"Fewer than {_FEWEST} units: over-dispersion can hardly be seen.")
    if not used.size:
        return tuple(found)
    if not is_target and used.size > 1 and used.max() > used.sum() / 4:
        share = used.max() / used.sum()
        found.append(f"One unit is {share:.0%} of the whole: it is compared mostly with itself.")
    rarer = min(centre, 1 - centre) if kind == "proportion" else centre
    if np.median(used) * rarer < _FEW_EXPECTED:
        found.append(
            f"Most units expect fewer than {_FEW_EXPECTED}: over-dispersion is rough, and a small "
            "unit can hardly be flagged."
        )
    if widening == 1 and spread.p < SIGNIFICANT:
        found.append(_say_dispersed(spread.phi))
    return tuple(found)


def _say_dispersed(phi: float) -> str:
    if phi < _STRONG:
        return f"Units differ more than chance allows: variance times {phi:.2g}."
    return (
        f"Units differ far more than chance allows, variance times {phi:.3g}: most flags say that "
        "units differ, not that something happened there. Widen the limits, or compare like units."
    )
