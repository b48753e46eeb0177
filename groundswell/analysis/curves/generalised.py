"""The generalised Bass model: a curve that campaigns, prices or support push along.

F is the Bass curve run on a clock that effort speeds up: with z_k(i) what was done in period i,
the clock advances by x(i) = 1 + sum_k beta_k z_k(i). With no effort it is the Bass model.
Bass, Krishnan and Jain (1994), Why the Bass model fits without decision variables, Marketing
Science 13(3): z are relative changes, such as in price, or a yes/no such as a funded quarter.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .fitting import Ceiling, adopters, ceiling_bounds, fit, steps
from .shapes import Array, Bass
from .varpro import Columns, Problem, solve

EFFECT = 20.0  # a unit of effort cannot move the clock by more periods than this


@dataclass(frozen=True, slots=True)
class GeneralisedBassFits:
    """`beta` says by how many periods one unit of effort moves the clock: an association."""

    m: Array  # (S,)
    p: Array  # (S,), per period
    q: Array  # (S,), per period
    beta: Array  # (S, K)
    sse: Array  # (S,)
    fitted: Array  # (S, T), expected new adopters
    n: npt.NDArray[np.int64]
    converged: npt.NDArray[np.bool_]
    method: str
    warnings: tuple[str, ...]


def fit_generalised_bass(
    new: npt.ArrayLike, effort: npt.ArrayLike, *, ceiling: Ceiling | None = None
) -> GeneralisedBassFits:
    """Fit the generalised Bass model by interval-nls.

    Parameters
    ----------
    new
        New adopters in each period, (T,) or (S, T); NaN where unknown.
    effort
        What was done in each period, (T, K) for every series or (S, T, K). No missing values.
    ceiling
        As for :func:`fit`.

    Examples
    --------
    >>> import numpy as np
    >>> push = np.zeros((24, 1)); push[8:12] = 1.0
    >>> clock = np.cumsum(1 + 1.5 * push[:, 0])
    >>> share = (1 - np.exp(-0.2 * clock)) / (1 + 9 * np.exp(-0.2 * clock))
    >>> fits = fit_generalised_bass(500 * np.diff(share, prepend=0), push)
    >>> round(float(fits.beta[0, 0]), 3), round(float(fits.m[0]))
    (1.5, 500)
    """
    y = adopters(new)
    series, periods = y.shape
    z = _effort(effort, series, periods)
    least, most = ceiling_bounds(ceiling, series)
    count = z.shape[2]
    seen = np.isfinite(y)
    shape = Bass()
    low, high = shape.bounds(periods)
    columns = _columns(np.cumsum(z, axis=1))
    problem = Problem(
        np.where(seen, y, 0.0),
        None if seen.all() else seen.astype(float),
        least,
        most,
        np.concatenate((low, np.full(count, -EFFECT))),
        np.concatenate((high, np.full(count, EFFECT))),
        columns,
    )
    plain = fit(y, ceiling=ceiling)
    found = solve(problem, np.concatenate((plain.theta, np.zeros((series, count))), axis=1))
    p, q = shape.p_q(found.theta[:, :2])
    beta = found.theta[:, 2:]
    x, _ = columns(found.theta, np.arange(series))
    return GeneralisedBassFits(
        m=found.m,
        p=p,
        q=q,
        beta=beta,
        sse=found.sse,
        fitted=found.m[:, None] * x,
        n=seen.sum(axis=1),
        converged=found.converged,
        method="generalised bass, interval-nls",
        warnings=_warnings(z, beta, found.converged, seen.sum(axis=1)),
    )


def _effort(effort: npt.ArrayLike, series: int, periods: int) -> Array:
    z = np.asarray(effort, dtype=float)
    if z.ndim == 2:
        z = np.broadcast_to(z, (series, *z.shape))
    if z.ndim != 3 or z.shape[:2] != (series, periods):
        raise ValueError(
            f"effort must have shape ({periods}, K) or ({series}, {periods}, K); it has {z.shape}."
        )
    if not np.isfinite(z).all():
        raise ValueError("effort has missing values: say what was done in every period (0: none).")
    flat = np.ptp(z, axis=1) == 0
    if flat.any():
        s, k = (int(i) for i in np.argwhere(flat)[0])
        raise ValueError(
            f"effort {k} of series {s} never changes, so its effect cannot be told from the curve."
        )
    return np.asarray(z)


def _columns(total: Array) -> Columns:
    clock = np.arange(1.0, total.shape[1] + 1)
    shape = Bass()

    def columns(theta: Array, rows: npt.NDArray[np.intp]) -> tuple[Array, Array]:
        pushed = total[rows]
        # A clock before zero has no adopters; holding it there keeps trial steps finite.
        tau = np.maximum(clock + np.einsum("stk,sk->st", pushed, theta[:, 2:]), 0.0)
        values = shape.cumulative(theta[:, :2], tau)
        rate = shape.density(theta[:, :2], tau).value
        by_beta = rate[:, None] * pushed.transpose(0, 2, 1)
        slopes = np.concatenate((values.slopes, by_beta), axis=1)
        return steps(values.value), steps(slopes)

    return columns


def _warnings(
    z: Array, beta: Array, converged: npt.NDArray[np.bool_], n: npt.NDArray[np.int64]
) -> tuple[str, ...]:
    warnings = ["beta is an association: effort goes where spread is expected."]
    if not converged.all():
        warnings.append(f"{int((~converged).sum())} of {len(beta)} fits did not settle.")
    backwards = (1 + np.einsum("stk,sk->st", z, beta) <= 0).any(axis=1)
    if backwards.any():
        warnings.append(f"In {int(backwards.sum())} series the clock stops or runs backwards.")
    if (n < 4 * (3 + beta.shape[1])).any():
        warnings.append("Fewer than four periods a parameter: beta is not reliable.")
    return tuple(warnings)
