"""The shapes of a spread curve: cumulative share F(t), density f(t), and their slopes.

Parameters are unconstrained so that a step of a fit never leaves the model: Bass works on
(log p, log q); logistic and Gompertz on (c, log q), c being the time of fastest growth.
Time is in periods since the start; period i covers (i-1, i].
"""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Model = Literal["bass", "logistic", "gompertz"]

# Wide enough for daily to annual periods; a fit that ends on an edge says so.
LOG_RATE = (np.log(1e-9), np.log(10.0))


@dataclass(frozen=True, slots=True)
class Values:
    """F or f at given times, with slopes. Shapes (S, T) and (S, 2, T)."""

    value: Array
    slopes: Array  # by theta


class Shape(Protocol):
    name: Model

    def cumulative(self, theta: Array, t: Array) -> Values: ...
    def density(self, theta: Array, t: Array) -> Values: ...
    def grid(self, periods: int) -> Array: ...
    def bounds(self, periods: int) -> tuple[Array, Array]: ...
    def p_q(self, theta: Array) -> tuple[Array, Array]: ...
    def p_q_slopes(self, theta: Array) -> Array: ...
    def theta(self, p: Array, q: Array) -> Array: ...


class Bass:
    """F(t) = (1 - e^-(p+q)t) / (1 + (q/p) e^-(p+q)t): Bass (1969), Management Science 15(5)."""

    name: Model = "bass"

    def cumulative(self, theta: Array, t: Array) -> Values:
        p, q, k, _, e, d = self._parts(theta, t)
        value = (1 - e) / d
        share = e / d
        by_a = t * share / d
        by_log_k = k * value * share
        slopes = np.empty((*value.shape[:-1], 2, value.shape[-1]))
        np.add(p * (1 + k) * by_a, by_log_k, out=slopes[..., 0, :])
        np.subtract(q * (1 + k) * by_a, by_log_k, out=slopes[..., 1, :])
        return Values(value, slopes)

    def density(self, theta: Array, t: Array) -> Values:
        p, q, k, a, e, d = self._parts(theta, t)
        common = e / (d * d)
        ke = k * e / d
        by_a = (1 + k) * common * (1 - a * t + 2 * a * t * ke)
        by_log_k = k * a * common * (1 - 2 * e * (1 + k) / d)
        slopes = np.stack((p * by_a - by_log_k, q * by_a + by_log_k), axis=-2)
        return Values(a * (1 + k) * common, slopes)

    @staticmethod
    def _parts(theta: Array, t: Array) -> tuple[Array, Array, Array, Array, Array, Array]:
        rates = np.exp(theta)
        p, q = rates[..., 0, None], rates[..., 1, None]
        k, a = q / p, p + q
        e = np.exp(-a * t)
        return p, q, k, a, e, 1 + k * e

    def grid(self, periods: int) -> Array:
        """Starts that scale with the length: how complete the curve, and how late its peak."""
        a, k = np.meshgrid(np.geomspace(0.1, 120, 18) / periods, np.geomspace(1e-2, 1e6, 17))
        return np.stack((np.log(a / (1 + k)), np.log(a * k / (1 + k))), axis=-1).reshape(-1, 2)

    def bounds(self, periods: int) -> tuple[Array, Array]:
        del periods
        return np.full(2, LOG_RATE[0]), np.full(2, LOG_RATE[1])

    def p_q(self, theta: Array) -> tuple[Array, Array]:
        """p: innovation, q: imitation, both per period."""
        return np.exp(theta[..., 0]), np.exp(theta[..., 1])

    def p_q_slopes(self, theta: Array) -> Array:
        slopes = np.zeros((*theta.shape, 2))
        slopes[..., 0, 0], slopes[..., 1, 1] = np.exp(theta[..., 0]), np.exp(theta[..., 1])
        return slopes

    def theta(self, p: Array, q: Array) -> Array:
        return np.stack((np.log(p), np.log(q)), axis=-1)


class _LocationScale:
    """F(t) = G(u), u = q (t - c). Subclasses give G and its first two derivatives."""

    @staticmethod
    def curve(u: Array) -> tuple[Array, Array, Array]:
        raise NotImplementedError

    def cumulative(self, theta: Array, t: Array) -> Values:
        c, q = theta[..., 0, None], np.exp(theta[..., 1, None])
        u = q * (t - c)
        value, first, _ = self.curve(u)
        return Values(value, np.stack((-q * first, u * first), axis=-2))

    def density(self, theta: Array, t: Array) -> Values:
        c, q = theta[..., 0, None], np.exp(theta[..., 1, None])
        u = q * (t - c)
        _, first, second = self.curve(u)
        slopes = np.stack((-q * q * second, q * (first + u * second)), axis=-2)
        return Values(q * first, slopes)

    def grid(self, periods: int) -> Array:
        c, q = np.meshgrid(
            np.linspace(-0.5, 2.5, 25) * periods, np.log(np.geomspace(0.5, 120, 14) / periods)
        )
        return np.stack((c, q), axis=-1).reshape(-1, 2)

    def bounds(self, periods: int) -> tuple[Array, Array]:
        return (
            np.array([-20.0 * periods, LOG_RATE[0]]),
            np.array([20.0 * periods, LOG_RATE[1]]),
        )

    def p_q(self, theta: Array) -> tuple[Array, Array]:
        """p = e^(q c): how far the curve is displaced; q: growth rate per period."""
        q = np.exp(theta[..., 1])
        with np.errstate(over="ignore"):
            return np.exp(q * theta[..., 0]), q

    def p_q_slopes(self, theta: Array) -> Array:
        p, q = self.p_q(theta)
        slopes = np.zeros((*theta.shape, 2))
        slopes[..., 0, 0], slopes[..., 0, 1] = p * q, p * q * theta[..., 0]
        slopes[..., 1, 1] = q
        return slopes

    def theta(self, p: Array, q: Array) -> Array:
        return np.stack((np.log(p) / q, np.log(q)), axis=-1)


class Logistic(_LocationScale):
    """F(t) = 1 / (1 + p e^-qt)."""

    name: Model = "logistic"

    @staticmethod
    def curve(u: Array) -> tuple[Array, Array, Array]:
        value = 0.5 + 0.5 * np.tanh(0.5 * u)
        first = value * (1 - value)
        return value, first, first * (1 - 2 * value)


class Gompertz(_LocationScale):
    """F(t) = exp(-p e^-qt)."""

    name: Model = "gompertz"

    @staticmethod
    def curve(u: Array) -> tuple[Array, Array, Array]:
        # Beyond e^30 the share is zero to the last bit; the clip only keeps the product finite.
        fall = np.exp(np.minimum(-u, 30.0))
        value = np.exp(-fall)
        first = fall * value
        return value, first, first * (fall - 1)


SHAPES: dict[Model, Shape] = {"bass": Bass(), "logistic": Logistic(), "gompertz": Gompertz()}


def shape_of(model: str) -> Shape:
    for name, shape in SHAPES.items():
        if name == model:
            return shape
    raise ValueError(f"Unknown model {model!r}: use bass, logistic or gompertz.")
