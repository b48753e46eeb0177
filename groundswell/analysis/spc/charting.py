"""`chart`: limits, rules and icons of any number of series at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.analysis.spc.gate import enough
from groundswell.analysis.spc.icons import Direction, assurance_of, variation_of
from groundswell.analysis.spc.inputs import Given, read
from groundswell.analysis.spc.limits import LINES, Kind, on_page
from groundswell.analysis.spc.rule_sets import GROUNDSWELL, RuleSet
from groundswell.analysis.spc.rules import label_points
from groundswell.analysis.spc.segments import Floats, cut
from groundswell.analysis.spc.words import Label, Variation

# So many cells at a time stay in a core's cache through all the passes over them.
_CELLS_AT_ONCE = 32_768

_NAMES: dict[Kind, str] = {
    "xmr": "XmR chart: mean +/- 2.66 mean moving range",
    "p": "p chart: pooled proportion +/- 3 binomial standard errors",
    "pp": "p' chart (Laney): p limits widened by the spread of z-scores",
    "u": "u chart: pooled rate +/- 3 Poisson standard errors",
    "up": "u' chart (Laney): u limits widened by the spread of z-scores",
    "t": "T chart: XmR of times to the power 1/3.6 (Nelson), drawn as times",
    "g": "G chart: mean + 3 sqrt(mean (mean + 1)) (Benneyan), shifts about the median",
}


@dataclass(frozen=True, slots=True, eq=False)
class Charts:
    """S charts of T points. All of a gap is NaN, or the code 0.

    Attributes
    ----------
    value, mean, lower, upper : (S, T) float64
        As drawn: counts over sizes times `multiplier`, or the values. Limits are NaN where the
        segment is insufficient.
    label : (S, T) int8, see `Label`
        Which rule a point falls under.
    variation : (S, T) int8, see `Variation`
        What the point means given which way is better.
    segment : (S, T) int16
        1 for a series' first segment, one more after each rebase.
    variation_icon, assurance_icon : (S,) int8, see `Variation` and `Assurance`
        State of the series at its last value.
    n : (S,) int64
        Values in the segment that the icons rest on.
    """

    kind: Kind
    rules: RuleSet
    method: str
    value: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    label: NDArray[np.int8]
    variation: NDArray[np.int8]
    segment: NDArray[np.int16]
    variation_icon: NDArray[np.int8]
    assurance_icon: NDArray[np.int8]
    n: NDArray[np.int64]
    warnings: tuple[str, ...]


def chart(
    values: ArrayLike,
    *,
    kind: Kind = "xmr",
    sizes: ArrayLike | None = None,
    multiplier: float = 1.0,
    new_segment: ArrayLike | None = None,
    improvement: Direction | ArrayLike = "increase",
    target: ArrayLike | None = None,
    rules: RuleSet = GROUNDSWELL,
) -> Charts:
    """Chart every series: limits, special causes, variation and assurance.

    Parameters
    ----------
    values : (S, T) or (T,) numbers, oldest first, NaN for a gap
        xmr: the values. p, pp: how many had the attribute. u, up: how many events. t: times
        between events. g: opportunities between events. Series of other lengths are padded with
        NaN at either end. A gap breaks moving ranges and runs.
    kind : {"xmr", "p", "pp", "u", "up", "t", "g"}
    sizes : as `values`, for p and u charts only
        How many could have had it, or the exposure. A size of 0 is a gap.
    multiplier : float
        For p and u charts: 100 draws percentages, 1000 rates per thousand.
    new_segment : bool, (T,) or (S, T), optional
        True at the first point of each new segment, where all is calculated afresh. See
        `rebase_at_dates` and `rebase_at_go_live`.
    improvement : {"increase", "decrease", "neutral"}, or (S,) of 1, -1 and 0
    target : number, (S,), (1, T) or (S, T), optional; NaN for none
        On the scale drawn. A series is judged against the target at its last value.
    rules : RuleSet
        `GROUNDSWELL` unless told.

    References
    ----------
    Making Data Count (NHS England) as in NHSRplotthedots 0.2.2; Provost and Murray, *The Health
    Care Data Guide*; Laney (2002), Quality Engineering 14(4) 531-537; Nelson (1994), Journal of
    Quality Technology 26(3) 239-240; Benneyan (2001), Health Care Management Science 4, 305-318.

    Examples
    --------
    The two cases differ in their rules, not in their data:

    >>> from groundswell.analysis.spc import MDC, NHSRPLOTTHEDOTS
    >>> y = [1, 2, 1, 2, 10] + [1, 2] * 6 + [1]
    >>> [round(float(chart(y, rules=r).upper[0, 0]), 6) for r in (NHSRPLOTTHEDOTS, MDC)]
    [4.604444, 6.951503]
    """
    given = read(values, kind, sizes, multiplier, new_segment, improvement, target)
    out = _Drawn.empty(given.y.shape)
    rows = max(1, _CELLS_AT_ONCE // given.y.shape[1])
    short = sparse = 0
    for start in range(0, given.y.shape[0], rows):
        block = slice(start, start + rows)
        was_short, was_sparse = _draw(given, block, rules, out)
        short, sparse = short + was_short, sparse + was_sparse
    return _finish(given, rules, out, short, sparse)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Arrays (S, T) that blocks of series are drawn into."""

    value: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    label: NDArray[np.int8]
    variation: NDArray[np.int8]
    segment: NDArray[np.int16]
    n: NDArray[np.int64]

    @classmethod
    def empty(cls, shape: tuple[int, ...]) -> "_Drawn":
        return cls(
            value=np.empty(shape),
            mean=np.empty(shape),
            lower=np.empty(shape),
            upper=np.empty(shape),
            label=np.empty(shape, dtype=np.int8),
            variation=np.empty(shape, dtype=np.int8),
            segment=np.empty(shape, dtype=np.int16),
            n=np.empty(shape[0], dtype=np.int64),
        )


def _draw(given: Given, block: slice, rules: RuleSet, out: _Drawn) -> tuple[int, int]:
    """Draw a block of series; how many of its segments with values are too short, too sparse."""
    part = given.rows(block)
    shape = part.y.shape
    segments = cut(part.valid, part.new_segment)
    y = np.where(part.valid, part.y, 0.0).reshape(-1)
    n = None if part.n is None else np.where(part.valid, part.n, 0.0).reshape(-1)
    lines = LINES[given.kind](y, n, segments, rules.screen_moving_ranges)
    towards = np.repeat(part.improvement, shape[1])
    label = label_points(lines, segments, rules, towards)
    drawn = {"mean": lines.mean, "lower": lines.lower, "upper": lines.upper}
    long_enough, dense = enough(given.kind, y, n, segments, rules)
    held = segments.spread(~(long_enough & dense)) & segments.valid
    if rules.is_gated:
        # Screening left no moving range: values that do not vary, on a chart of z-scores or times.
        held |= np.isnan(lines.upper) & segments.valid
    label[held] = Label.INSUFFICIENT
    for name, line in drawn.items():
        seen = on_page(given.kind, line) * given.multiplier
        seen[~segments.valid if name == "mean" else ~segments.valid | held] = np.nan
        getattr(out, name)[block] = seen.reshape(shape)
    value = lines.x.reshape(shape) * given.multiplier if n is not None else part.y
    out.value[block] = np.where(part.valid, value, np.nan)
    out.label[block] = label.reshape(shape)
    out.variation[block] = variation_of(out.label[block], part.improvement)
    out.segment[block] = part.segment_numbers()
    last = np.arange(shape[0]) * shape[1] + part.last
    out.n[block] = segments.spread(segments.count)[last]
    has_values = segments.count > 0
    return int((~long_enough & has_values).sum()), int((long_enough & ~dense).sum())


def _finish(given: Given, rules: RuleSet, out: _Drawn, short: int, sparse: int) -> Charts:
    row, last = np.arange(given.y.shape[0]), given.last
    icon = out.variation[row, last]
    target = np.full(row.size, np.nan) if given.target is None else given.target[row, last]
    target = np.where(icon == Variation.NO_VALUE, np.nan, target)
    assurance = assurance_of(
        out.lower[row, last],
        out.upper[row, last],
        target,
        given.improvement,
        icon == Variation.INSUFFICIENT,
    )
    return Charts(
        given.kind,
        rules,
        f"{_NAMES[given.kind]}; rules {rules.name}",
        out.value,
        out.mean,
        out.lower,
        out.upper,
        out.label,
        out.variation,
        out.segment,
        icon,
        assurance,
        out.n,
        _warnings(given, rules, out, short, sparse),
    )


def _warnings(
    given: Given, rules: RuleSet, out: _Drawn, short: int, sparse: int
) -> tuple[str, ...]:
    found = []
    if short:
        found.append(
            f"{short:,} segments have fewer than {rules.minimum_points} values: insufficient, "
            "no limits or signals."
        )
    if sparse:
        found.append(
            f"{sparse:,} segments count too few events, or hardly vary: insufficient. Chart the "
            "time (T) or the cases (G) between events, or add places or months together."
        )
    empty = int((~given.valid.any(axis=1)).sum())
    if empty:
        found.append(f"{empty:,} series have no values.")
    if not rules.is_gated and bool((out.lower == out.upper).any()):
        found.append(
            "Limits equal to their mean: too few different values. These signals are not real."
        )
    return tuple(found)
