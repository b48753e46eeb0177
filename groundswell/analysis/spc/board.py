"""A board of many charts: how many signals would noise alone show?"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from groundswell.analysis.spc.charting import Charts, chart
from groundswell.analysis.spc.limits import Kind
from groundswell.analysis.spc.rule_sets import RuleSet
from groundswell.analysis.spc.segments import Floats
from groundswell.analysis.spc.words import Variation

_MOST_LENGTHS = 12  # lengths between these are read off a straight line


@dataclass(frozen=True, slots=True)
class NoiseRates:
    """Shares of pure noise that a rule set flags, for series of one length."""

    points: float  # of all points
    last_points: float  # of last points: of icons
    series: float  # of series, anywhere in them


@dataclass(frozen=True, slots=True)
class Board:
    """What a board shows beside what noise would.

    Attributes
    ----------
    n : charts that have values
    insufficient : of those, charts too short or too sparse to judge
    special : charts whose icon is a special cause
    expected : icons that noise alone would show on the charts judged
    """

    n: int
    insufficient: int
    special: int
    expected: float
    method: str
    warnings: tuple[str, ...]

    @property
    def text(self) -> str:
        """One sentence for the foot of a board."""
        judged = self.n - self.insufficient
        return (
            f"{self.special:,} of {judged:,} charts show a special cause at their last point; "
            f"noise alone would show about {self.expected:,.0f}."
        )


def noise_rates(
    kind: Kind, rules: RuleSet, points: int, rng: Generator, draws: int = 10_000
) -> NoiseRates:
    """Chart noise and count: independent values with nothing to find.

    Normal for XmR; binomial (200, 0.3) for p and p'; Poisson (50) for u and u'; exponential for
    T; geometric of mean 20 for G. The gate is off: what is charted here would pass it.

    Parameters
    ----------
    points : int
        Values in each series, 2 or more.
    rng : numpy Generator
    draws : int
        Series. The standard error of a share s is sqrt(s (1 - s) / draws).

    Examples
    --------
    >>> from groundswell.analysis.spc import NHSRPLOTTHEDOTS
    >>> rates = noise_rates("xmr", NHSRPLOTTHEDOTS, 36, np.random.default_rng(1))
    >>> 0.04 < rates.points < 0.055 and 0.27 < rates.series < 0.33
    True
    """
    if points < 2 or draws < 1:
        raise ValueError(f"points={points}, draws={draws}: use 2 points and 1 draw, or more.")
    open_rules = replace(rules, minimum_points=0, minimum_expected=0.0, maximum_flat_share=1.0)
    values, sizes = _noise(kind, (draws, points), rng)
    charts = chart(values, kind=kind, sizes=sizes, rules=open_rules)
    flagged = charts.variation > Variation.COMMON_CAUSE
    return NoiseRates(
        float(flagged.mean()), float(flagged[:, -1].mean()), float(flagged.any(axis=1).mean())
    )


def _noise(kind: Kind, shape: tuple[int, int], rng: Generator) -> tuple[Floats, Floats | None]:
    if kind in ("p", "pp"):
        return rng.binomial(200, 0.3, shape).astype(np.float64), np.full(shape, 200.0)
    if kind in ("u", "up"):
        return rng.poisson(50, shape).astype(np.float64), np.ones(shape)
    if kind == "t":
        return rng.exponential(1.0, shape), None
    if kind == "g":
        return rng.geometric(1 / 21, shape).astype(np.float64) - 1, None
    return rng.normal(size=shape), None


def expected_false_signals(charts: Charts, rng: Generator, draws: int = 10_000) -> Board:
    """How many icons of a board noise alone would make special cause.

    The rate at each chart's own number of points, found by `noise_rates`, summed over the charts
    judged. Real series follow themselves from month to month, which makes more false signals
    than this: with correlation 0.6 between neighbours some ten times as many.

    Parameters
    ----------
    charts : Charts
    rng : numpy Generator
    draws : int
        Noise series a length. The cost is that of charting them.
    """
    icon = charts.variation_icon
    has_values = icon != Variation.NO_VALUE
    judged = has_values & (icon != Variation.INSUFFICIENT) & (charts.n >= 2)
    expected = _expected(charts, charts.n[judged], rng, draws) if judged.any() else 0.0
    return Board(
        n=int(has_values.sum()),
        insufficient=int((icon == Variation.INSUFFICIENT).sum()),
        special=int((icon > Variation.COMMON_CAUSE).sum()),
        expected=expected,
        method=f"{draws:,} noise series a length, {charts.kind} charts, rules {charts.rules.name}",
        warnings=("Independent noise is assumed: months that follow each other show more.",),
    )


def _expected(charts: Charts, n: NDArray[np.int64], rng: Generator, draws: int) -> float:
    lengths, counts = np.unique(n, return_counts=True)
    tried = lengths
    if lengths.size > _MOST_LENGTHS:
        at = np.linspace(0, lengths.size - 1, _MOST_LENGTHS).round().astype(int)
        tried = lengths[at]
    rates = [noise_rates(charts.kind, charts.rules, int(k), rng, draws).last_points for k in tried]
    return float(np.interp(lengths, tried, rates) @ counts)
