"""Axes of values: round ends and round steps, the same wherever the same numbers are drawn."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np

from groundswell.common.numbers import amount

from ..look import text_width

_STEPS = (1, 2, 2.5, 5, 10)
_NEAR_ZERO = 0.4  # an axis starts at 0 where the least value is below this part of the greatest


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` by `step`, in the unit of a measure."""

    low: float
    high: float
    step: float
    unit: str

    @property
    def ticks(self) -> list[float]:
        number = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 12) for i in range(number + 1)]

    @property
    def suffix(self) -> str:
        return "%" if self.unit == "%" else ""

    @property
    def label_width(self) -> float:
        """What the widest label takes."""
        labels = (f"{tick:,.{self._decimals}f}{self.suffix}" for tick in self.ticks)
        return max(text_width(label) for label in labels)

    @property
    def _decimals(self) -> int:
        return next(d for d in range(13) if math.isclose(self.step, round(self.step, d)))

    def axis(self, **look: Any) -> alt.Axis:
        """The axis, without a title."""
        said: dict[str, Any] = {"title": None, "domain": False, "ticks": False}
        return alt.Axis(
            values=self.ticks,
            format=f",.{self._decimals}f",
            labelFlush=False,
            labelExpr=f"datum.label + '{self.suffix}'",
            **{**said, **look},
        )

    def y(self, field: str, height: float, **look: Any) -> alt.Y:
        """The axis upward: `low` so many units down, `high` at the top."""
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(
                domain=[self.low, self.high], range=[height, 0], zero=False, nice=False
            ),
            axis=self.axis(labelPadding=9, **look),
        )

    def x(self, field: str, **look: Any) -> alt.X:
        """The axis to the right, over the whole width."""
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[self.low, self.high], zero=False, nice=False),
            axis=self.axis(**look),
        )

    def down(self, value: float, height: float) -> float:
        """Units from the top at which a value stands in a plot so high."""
        return height * (self.high - value) / (self.high - self.low)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def scale(values: Iterable[float], unit: str, *, most: int = 5) -> Scale:
    """Round ends about the numbers that are known, with at most so many steps.

    It starts at 0 where that is not far from the data. Numbers from 0 up to 100% stay within
    these, because every step divides both.
    """
    known = np.array([value for value in values if math.isfinite(value)])
    if not len(known):
        return Scale(0.0, 1.0, 1.0, unit)
    least, greatest = float(known.min()), float(known.max())
    if 0 <= least < _NEAR_ZERO * greatest:
        least = 0.0
    if greatest == least:
        around = abs(greatest) / 2 or 1.0
        top = 100.0 if unit == "%" and greatest <= 100 else np.inf
        least, greatest = (0.0 if least == 0 else least - around), min(greatest + around, top)
    step = _step((greatest - least) / most)
    low, high = math.floor(least / step + 1e-9) * step, math.ceil(greatest / step - 1e-9) * step
    return Scale(low, high, step, unit)


def _step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * step for step in _STEPS if size * step >= rough * (1 - 1e-9))


def bare(value: float, unit: str) -> str:
    """A value without the words of its unit: 48%, 0.0185; – where there is none."""
    return amount(value, unit if unit == "%" else "").strip()


def sentence_case(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
