"""Many small curve fits at once: variable projection and Levenberg-Marquardt.

The ceiling m enters linearly, so for given shape parameters its best value is known (Golub and
Pereyra 1973) and only the shape is searched: first over one grid shared by every series (two
matrix products), then by Levenberg-Marquardt steps taken for all unfinished series together.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .shapes import Array

# Given shape parameters (s, P) of the series `rows`, the expected new adopters for m = 1, and
# their slopes: (s, T) and (s, P, T).
Columns = Callable[[Array, npt.NDArray[np.intp]], tuple[Array, Array]]

MAX_STEPS = 200
TOLERANCE = 1e-12  # relative fall in the sum of squares below which a series is finished
DAMPING_LIMIT = 1e12


@dataclass(frozen=True, slots=True)
class Problem:
    y: Array  # (S, T), zero where missing
    seen: Array | None  # (S, T), 1 where observed; None where all is
    least: Array  # (S,), bounds of the ceiling m
    most: Array  # (S,)
    low: Array  # (P,), bounds of the shape
    high: Array  # (P,)
    columns: Columns


@dataclass(frozen=True, slots=True)
class Solution:
    theta: Array  # (S, P)
    m: Array  # (S,)
    sse: Array  # (S,)
    converged: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _State:
    m: Array
    sse: Array
    gradient: Array
    curvature: Array


def best_of_grid(problem: Problem, grid: Array, x: Array) -> Array:
    """The grid point (G, P) with the least sum of squares, each series. `x` is (G, T)."""
    tiny = np.finfo(float).tiny
    free = not problem.least.any() and np.isinf(problem.most).all()
    if problem.seen is None:
        xx = np.maximum((x * x).sum(axis=1), tiny)[None]
    else:
        xx = np.maximum(problem.seen @ (x * x).T, tiny)
    xy = problem.y @ x.T
    if free:
        # With m free the fall in the sum of squares is the squared projection; none is negative.
        return np.asarray(grid[np.argmax(xy / np.sqrt(xx), axis=1)])
    m = _ceiling(xy, xx, problem.least[:, None], problem.most[:, None])
    return np.asarray(grid[np.argmin(m * (m * xx - 2 * xy), axis=1)])


def solve(problem: Problem, start: Array) -> Solution:
    series = len(problem.y)
    theta = np.clip(start, problem.low, problem.high)
    rows = np.arange(series)
    state = _evaluate(problem, theta, rows)
    m, sse = state.m.copy(), state.sse.copy()
    converged = np.zeros(series, dtype=np.bool_)
    damping = np.full(series, 1e-3)
    # What is still being fitted, packed: finished series leave, so late steps are cheap.
    at = theta.copy()
    for _ in range(MAX_STEPS):
        if len(rows) == 0:
            break
        tried = np.clip(at + _step(state, damping, at, problem), problem.low, problem.high)
        new = _evaluate(problem, tried, rows)
        better = new.sse <= state.sse
        fall = state.sse - new.sse
        scale = state.sse + np.finfo(float).tiny
        done = (better & (fall <= TOLERANCE * scale)) | (~better & (damping > DAMPING_LIMIT))
        at = np.where(better[:, None], tried, at)
        state = _choose(better, new, state)
        damping = np.where(better, np.maximum(damping / 8, 1e-12), damping * 6)
        theta[rows], m[rows], sse[rows] = at, state.m, state.sse
        converged[rows[done]] = True
        keep = ~done
        if not keep.all():
            rows, at, damping = rows[keep], at[keep], damping[keep]
            state = _State(
                state.m[keep], state.sse[keep], state.gradient[keep], state.curvature[keep]
            )
    return Solution(theta, m, sse, converged)


def _ceiling(xy: Array, xx: Array, least: Array, most: Array) -> Array:
    return np.clip(xy / np.maximum(xx, np.finfo(float).tiny), least, most)


def _evaluate(problem: Problem, theta: Array, rows: npt.NDArray[np.intp]) -> _State:
    x, dx = problem.columns(theta, rows)
    y = problem.y[rows]
    if problem.seen is not None:
        seen = problem.seen[rows]
        x, dx = x * seen, dx * seen[:, None]
    xx = np.einsum("st,st->s", x, x)
    least, most = problem.least[rows], problem.most[rows]
    m = _ceiling(np.einsum("st,st->s", x, y), xx, least, most)
    residual = y - m[:, None] * x
    gram = dx @ dx.transpose(0, 2, 1)
    along = (dx @ x[..., None])[..., 0]
    # Kaufman's form: where m is free, what it can absorb is taken out of the slopes. Where m is
    # known or held at a bound, nothing is.
    free = (m > least) & (m < most) & (xx > 0)
    share = np.where(free, 1 / np.where(xx > 0, xx, 1.0), 0.0)
    gram -= share[:, None, None] * along[:, :, None] * along[:, None, :]
    gradient = m[:, None] * (dx @ residual[..., None])[..., 0]
    return _State(
        m, np.einsum("st,st->s", residual, residual), gradient, gram * (m * m)[:, None, None]
    )


def _step(state: _State, damping: Array, at: Array, problem: Problem) -> Array:
    diagonal = np.einsum("spp->sp", state.curvature)
    # A parameter held at its bound stays out of the step while the slope pushes outwards;
    # otherwise it would drag the others along a line that the clip then cuts.
    held = ((at <= problem.low) & (state.gradient < 0)) | (
        (at >= problem.high) & (state.gradient > 0)
    )
    floor = 1e-14 * diagonal.max(axis=1, keepdims=True) + np.finfo(float).tiny ** 0.5
    matrix = state.curvature.copy()
    matrix[held] = 0.0
    matrix.transpose(0, 2, 1)[held] = 0.0
    eye = np.arange(matrix.shape[1])
    matrix[:, eye, eye] = np.where(held, 1.0, diagonal * (1 + damping[:, None]) + floor)
    step = _solve_small(matrix, np.where(held, 0.0, state.gradient))
    return np.where(np.isfinite(step), step, 0.0)


def _solve_small(matrix: Array, right: Array) -> Array:
    if matrix.shape[1] != 2:
        return np.asarray(np.linalg.solve(matrix, right[..., None])[..., 0], dtype=float)
    # Two by two by hand: a call of LAPACK for each series costs as much as all the rest.
    a, b, d = matrix[:, 0, 0], matrix[:, 0, 1], matrix[:, 1, 1]
    one, two = right.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack((d * one - b * two, a * two - b * one), axis=1) / (a * d - b * b)[:, None]


def _choose(better: npt.NDArray[np.bool_], new: _State, old: _State) -> _State:
    return _State(
        np.where(better, new.m, old.m),
        np.where(better, new.sse, old.sse),
        np.where(better[:, None], new.gradient, old.gradient),
        np.where(better[:, None, None], new.curvature, old.curvature),
    )
