"""What was given to `chart`, checked once and brought to one shape."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.spc.icons import SIGN, Direction
from groundswell.analysis.spc.limits import KINDS, WITH_SIZES, Kind
from groundswell.analysis.spc.segments import Bools, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """S series of T points. `valid` (S, T) is where there is a value (and a size above 0)."""

    kind: Kind
    y: Floats
    n: Floats | None
    valid: Bools
    new_segment: Bools | None  # (S, T)
    improvement: NDArray[np.int8]  # (S,)
    target: Floats | None  # (S, T) or broadcast to it
    multiplier: float

    @property
    def last(self) -> NDArray[np.intp]:
        """(S,) where each series has its last value; T-1 for a series without any."""
        return np.asarray(self.y.shape[1] - 1 - np.argmax(self.valid[:, ::-1], axis=1))

    def rows(self, block: slice) -> "Given":
        return Given(
            self.kind,
            self.y[block],
            None if self.n is None else self.n[block],
            self.valid[block],
            None if self.new_segment is None else self.new_segment[block],
            self.improvement[block],
            None if self.target is None else self.target[block],
            self.multiplier,
        )

    def segment_numbers(self) -> NDArray[np.int16]:
        """(S, T) counted from 1."""
        if self.new_segment is None:
            return np.ones(self.y.shape, dtype=np.int16)
        later = self.new_segment.copy()
        later[:, 0] = False
        return 1 + np.cumsum(later, axis=1, dtype=np.int16)


def read(
    values: ArrayLike,
    kind: Kind,
    sizes: ArrayLike | None,
    multiplier: float,
    new_segment: ArrayLike | None,
    improvement: Direction | ArrayLike,
    target: ArrayLike | None,
) -> Given:
    """Check everything given to `chart`. Raises ValueError that says what and how to mend it."""
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r} is not a chart: use one of {', '.join(KINDS)}.")
    if not (np.isfinite(multiplier) and multiplier > 0):
        raise ValueError(f"multiplier={multiplier}: use a number above 0, such as 100.")
    y = _series(values, "values")
    n = _sizes(y, kind, sizes)
    if n is None and multiplier != 1.0:
        raise ValueError(f"multiplier={multiplier} is for p and u charts: multiply the values.")
    if kind != "xmr":
        _refuse(y < 0, y, "value", f"a {kind} chart has no values below 0")
    valid = ~np.isnan(y)
    if n is not None:
        valid &= n > 0
        if kind in ("p", "pp"):
            _refuse(y > n, y, "count", "a proportion's count is not above its size")
    return Given(
        kind,
        y,
        n,
        valid,
        _mask(new_segment, y.shape),
        _signs(improvement, y.shape[0]),
        _targets(target, y.shape),
        float(multiplier),
    )


def _series(given: ArrayLike, name: str) -> Floats:
    array = np.atleast_2d(np.ascontiguousarray(given, dtype=np.float64))
    if array.ndim != 2 or array.size == 0:
        raise ValueError(
            f"{name} has shape {array.shape}: give series x points, with one of each or more."
        )
    _refuse(np.isinf(array), array, name, "use NaN for a gap")
    return array


def _sizes(y: Floats, kind: Kind, sizes: ArrayLike | None) -> Floats | None:
    if (kind in WITH_SIZES) != (sizes is not None):
        need = "needs sizes, one a value" if sizes is None else "takes no sizes"
        raise ValueError(f"A chart of kind {kind} {need}.")
    if sizes is None:
        return None
    n = _series(sizes, "sizes")
    if n.shape != y.shape:
        raise ValueError(f"sizes has shape {n.shape} and values {y.shape}: give one a value.")
    _refuse(n < 0, n, "size", "a size is not below 0")
    return n


def _refuse(wrong: Bools, array: Floats, name: str, why: str) -> None:
    """Name the first wrong cell, counting from 0 as indexing does."""
    if wrong.any():
        series, point = np.argwhere(wrong)[0]
        raise ValueError(f"{name} {array[series, point]:g} at [{series}, {point}]: {why}.")


def _mask(given: ArrayLike | None, shape: tuple[int, ...]) -> Bools | None:
    if given is None:
        return None
    mask = np.asarray(given)
    if mask.dtype != np.bool_ or mask.shape not in (shape, shape[1:], (1, shape[1])):
        raise ValueError(
            f"new_segment is {mask.dtype} of shape {mask.shape}: give booleans, one a point "
            f"({shape[1]}) or one a value {shape}."
        )
    return np.broadcast_to(mask, shape)


def _signs(given: Direction | ArrayLike, series: int) -> NDArray[np.int8]:
    if isinstance(given, str):
        if given not in SIGN:
            raise ValueError(f"improvement={given!r}: use increase, decrease or neutral.")
        return np.full(series, SIGN[given], dtype=np.int8)
    signs = np.asarray(given)
    if signs.shape != (series,) or not np.isin(signs, (-1, 0, 1)).all():
        raise ValueError(f"improvement: use a word, or 1, -1 or 0 for each of {series} series.")
    return signs.astype(np.int8)


def _targets(given: ArrayLike | None, shape: tuple[int, ...]) -> Floats | None:
    if given is None:
        return None
    target = np.asarray(given, dtype=np.float64)
    if target.ndim == 1:
        target = target[:, None]
    if target.ndim > 2 or any(
        have not in (1, want) for have, want in zip(target.shape, shape, strict=False)
    ):
        raise ValueError(
            f"target has shape {np.shape(given)}: give one number, one a series ({shape[0]},), "
            f"one a point (1, {shape[1]}) or one a value {shape}."
        )
    return np.broadcast_to(target, shape)
