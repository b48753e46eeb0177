"""Least squares on the difference equation of a spread curve: Bass (1969).

With N the adopters before the period: Bass n = a + b N + c N^2; logistic n = b N + c N^2;
Gompertz n = b N + c N log N.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .shapes import Array


@dataclass(frozen=True, slots=True)
class OlsFit:
    m: Array  # (S,)
    p: Array  # (S,)
    q: Array  # (S,)
    sse: Array  # (S,), of the regression


def fit_ols(y: Array, model: str) -> OlsFit:
    """Regress new adopters (S, T) on those before. A series must be consecutive from period 1."""
    seen = np.isfinite(y)
    gaps = seen[:, 1:] & ~seen[:, :-1]
    if gaps.any() or not seen[:, 0].all():
        s = int(np.argmax(gaps.any(axis=1) | ~seen[:, 0]))
        raise ValueError(
            f"Series {s} has a period without data before its end: ols counts the adopters before "
            "each period, so fill the gap or use interval-nls."
        )
    total = np.nansum(y, axis=1)
    # In units of the total, so that N and N^2 are of one size.
    new = np.where(seen, y, 0.0) / total[:, None]
    before = np.cumsum(new, axis=1) - new
    used = _used(before, seen, model)
    new = np.where(used, new, 0.0)
    x = np.where(used[..., None], _regressors(before, model), 0.0)
    beta = np.stack([np.linalg.lstsq(a, b, rcond=None)[0] for a, b in zip(x, new, strict=True)])
    residual = new - np.einsum("stk,sk->st", x, beta)
    m, p, q = _to_m_p_q(beta, before, new, model)
    return OlsFit(m * total, p, q, np.einsum("st,st->s", residual, residual) * total**2)


def _used(before: Array, seen: npt.NDArray[np.bool_], model: str) -> npt.NDArray[np.bool_]:
    # Without earlier adopters the logistic and Gompertz equations say nothing.
    return seen if model == "bass" else seen & (before > 0)


def _regressors(before: Array, model: str) -> Array:
    if model == "bass":
        return np.stack((np.ones_like(before), before, before**2), axis=-1)
    if model == "logistic":
        return np.stack((before, before**2), axis=-1)
    log = np.log(np.where(before > 0, before, 1.0))
    return np.stack((before, before * log), axis=-1)


def _to_m_p_q(beta: Array, before: Array, new: Array, model: str) -> tuple[Array, Array, Array]:
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if model == "bass":
            a, b, c = beta.T
            m = (-b - np.sqrt(b * b - 4 * a * c)) / (2 * c)
            return m, a / m, -m * c
        b, c = beta.T
        if model == "logistic":
            m, q = -b / c, b
        else:
            q = -c
            m = np.exp(b / q)
        # Where the curve stands at the middle of the data fixes its displacement p.
        middle = new.shape[1] // 2
        share = (before[:, middle] + new[:, middle]) / m
        gone = 1 / share - 1 if model == "logistic" else -np.log(share)
        return m, gone * np.exp(q * (middle + 1.0)), q
