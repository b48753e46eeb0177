"""Time to adopt where some sites have not adopted yet: Kaplan and Meier (1958), JASA 53(282)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """The share not yet adopted after each distinct time (K,), with its interval.

    `std_error` is Greenwood's; `low` and `high` are its interval on the log(-log) scale, which
    stays between 0 and 1 (NaN before the first adoption and once all have adopted, where it is
    not defined). `median` is infinite where fewer than half are estimated to have adopted, and
    so is `median_high` where the interval does not end.
    """

    time: Array  # (K,), in the unit given
    at_risk: npt.NDArray[np.int64]
    events: npt.NDArray[np.int64]
    censored: npt.NDArray[np.int64]
    survival: Array
    std_error: Array
    low: Array
    high: Array
    median: float
    median_low: float
    median_high: float
    level: float
    n: int
    method: str
    warnings: tuple[str, ...]

    def at(self, times: npt.ArrayLike) -> Array:
        """Share not yet adopted at any times; NaN past the last site observed."""
        t = np.asarray(times, dtype=float)
        steps = np.concatenate(([1.0], self.survival))
        known = steps[np.searchsorted(self.time, t, side="right")]
        return np.where((t > self.time[-1]) & (self.survival[-1] > 0), np.nan, known)


def kaplan_meier(
    time: npt.ArrayLike, adopted: npt.ArrayLike, *, level: float = 0.95
) -> KaplanMeier:
    """Estimate the time to adopt from sites that have adopted and sites that have not yet.

    Parameters
    ----------
    time
        Time from when a site became eligible to its adoption, or to when it was last known not
        to have adopted, (N,). A site that never adopted has the length of its record, never a
        sentinel beyond it.
    adopted
        True where `time` is an adoption, False where the site is censored, (N,).
    level
        Coverage of the intervals.

    Returns
    -------
    KaplanMeier
        One row a distinct time. The median's interval is where the curve's own crosses one half:
        Brookmeyer and Crowley (1982), Biometrics 38(1).

    Examples
    --------
    Weeks in remission, Freireich et al. (1963), first six:

    >>> km = kaplan_meier([6, 6, 6, 6, 7, 9], [1, 1, 1, 0, 1, 0])
    >>> km.survival.round(4).tolist(), km.median
    ([0.5, 0.25, 0.25], 6.5)
    """
    t, event = _check(time, adopted)
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, such as 0.95, not {level}.")
    times, which = np.unique(t, return_inverse=True)
    events = np.bincount(which, weights=event).astype(np.int64)
    leaving = np.bincount(which)
    at_risk = len(t) - np.concatenate(([0], np.cumsum(leaving)[:-1]))
    survival = np.cumprod(1 - events / at_risk)
    spent = at_risk - events
    hazard_variance = np.cumsum(
        np.divide(events, at_risk * spent, out=np.zeros(len(times)), where=spent > 0)
    )
    std_error = np.where(survival > 0, survival * np.sqrt(hazard_variance), np.nan)
    low, high = _log_log(survival, hazard_variance, level)
    return KaplanMeier(
        time=times,
        at_risk=at_risk,
        events=events,
        censored=leaving - events,
        survival=survival,
        std_error=std_error,
        low=low,
        high=high,
        median=_crossing(times, survival),
        median_low=_first_at_most_half(times, low),
        median_high=_first_at_most_half(times, high),
        level=level,
        n=len(t),
        method="Kaplan-Meier, Greenwood's variance, log(-log) interval",
        warnings=_warnings(t, event),
    )


def _check(time: npt.ArrayLike, adopted: npt.ArrayLike) -> tuple[Array, npt.NDArray[np.bool_]]:
    t = np.asarray(time, dtype=float)
    given = np.asarray(adopted)
    if t.ndim != 1 or t.shape != given.shape or len(t) == 0:
        raise ValueError("time and adopted must be lists of one length, with a site or more.")
    wrong = ~np.isfinite(t) | (t < 0)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ValueError(
            f"Row {i}: time {t[i]:g} is not a length of time. A site that has not adopted needs "
            "the time to its last observation, with adopted False."
        )
    odd = ~np.isin(given, (0, 1))
    if odd.any():
        i = int(np.argmax(odd))
        raise ValueError(f"Row {i}: adopted is {given[i]!r}; it must be 1 or 0 (True or False).")
    return t, given.astype(np.bool_)


def _log_log(survival: Array, hazard_variance: Array, level: float) -> tuple[Array, Array]:
    inside = (survival > 0) & (survival < 1)
    log = np.log(np.where(inside, survival, 0.5))
    wide = ndtri(0.5 + level / 2) * np.sqrt(hazard_variance) / -log
    low, high = np.exp(log * np.exp(wide)), np.exp(log * np.exp(-wide))
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _crossing(times: Array, survival: Array) -> float:
    """Where the curve passes one half; the middle of the step where it stands on one half."""
    # Rounding may leave a product that is exactly one half a bit above or below it.
    on = np.isclose(survival, 0.5, rtol=1e-12, atol=0)
    below = (survival < 0.5) & ~on
    first = float(times[np.argmax(below)]) if below.any() else np.inf
    if on.any() and np.isfinite(first):
        return 0.5 * (float(times[np.argmax(on)]) + first)
    return float(times[np.argmax(on)]) if on.any() else first


def _first_at_most_half(times: Array, bound: Array) -> float:
    passed = bound <= 0.5
    return float(times[np.argmax(passed)]) if passed.any() else np.inf


def _warnings(t: Array, event: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    warnings = []
    if event.sum() < 10:
        warnings.append(f"Only {int(event.sum())} adoptions: the interval is rough.")
    last = t == t.max()
    if event[last].any() and last.sum() > 0.05 * len(t) and last.sum() > 5:
        warnings.append(
            f"{int(last.sum())} sites have the greatest time, {t.max():g}, and count as adopted: "
            "if that time stands for 'not adopted', mark them as not adopted."
        )
    return tuple(warnings)
