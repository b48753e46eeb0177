"""The four rules: beyond a limit, trend, two of three near a limit, shift."""

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.spc.limits import Lines
from groundswell.analysis.spc.rule_sets import RuleSet
from groundswell.analysis.spc.segments import Bools, Floats, Segments
from groundswell.analysis.spc.words import Label

Labels = NDArray[np.int8]

# Low precedence first: a later rule overwrites an earlier one.
_RISING_PRECEDENCE = (
    Label.SHIFT_ABOVE,
    Label.SHIFT_BELOW,
    Label.TWO_IN_THREE_ABOVE,
    Label.TWO_IN_THREE_BELOW,
    Label.TREND_DOWN,
    Label.TREND_UP,
    Label.ABOVE_UPPER,
    Label.BELOW_LOWER,
)
UPWARD = (Label.SHIFT_ABOVE, Label.TWO_IN_THREE_ABOVE, Label.TREND_UP, Label.ABOVE_UPPER)


def label_points(
    lines: Lines, segments: Segments, rules: RuleSet, improvement: NDArray[np.int8]
) -> Labels:
    """(N,) labels. `improvement` (N,) is 1, -1 or 0; only a conflict rule looks at it."""
    fired, rises = _fired(lines, segments, rules)
    up, down = _one_direction(fired, rises, segments, rules)
    decided = fired | {Label.TREND_UP: up, Label.TREND_DOWN: down}
    labels = np.full(lines.x.size, Label.COMMON_CAUSE, dtype=np.int8)
    for label in _RISING_PRECEDENCE:
        np.putmask(labels, decided[label], label)
    if rules.conflict == "improvement":
        for label in _RISING_PRECEDENCE:
            better = improvement == (1 if label in UPWARD else -1)
            np.putmask(labels, fired[label] & better, label)
    labels[~segments.valid] = Label.NO_VALUE
    return labels


def _fired(lines: Lines, segments: Segments, rules: RuleSet) -> tuple[dict[Label, Bools], Bools]:
    """What each rule says by itself (a point may both end one trend and begin another), and the
    steps up."""
    x, valid, linked = lines.x, segments.valid, segments.linked
    above, below = (x > lines.centre) & valid, (x < lines.centre) & valid
    high, low = (x > lines.upper) & valid, (x < lines.lower) & valid
    near_high, near_low = (x > lines.near_upper) & valid, (x < lines.near_lower) & valid
    if not rules.beyond_limits_count:
        near_high &= ~high
        near_low &= ~low
    rises, falls = _steps(x, linked)
    fired = {
        Label.ABOVE_UPPER: high,
        Label.BELOW_LOWER: low,
        Label.TREND_UP: _run(rises, rules.trend_points),
        Label.TREND_DOWN: _run(falls, rules.trend_points),
        Label.TWO_IN_THREE_ABOVE: _two_in_three(near_high, above, linked),
        Label.TWO_IN_THREE_BELOW: _two_in_three(near_low, below, linked),
        Label.SHIFT_ABOVE: _run(_kept(above, linked), rules.shift_points),
        Label.SHIFT_BELOW: _run(_kept(below, linked), rules.shift_points),
    }
    return fired, rises


def _kept(side: Bools, linked: Bools) -> Bools:
    """(N,) is a cell on this side, as the one before it was?"""
    both = side & linked
    both[1:] &= side[:-1]
    return both


def _run(steps: Bools, points: int) -> Bools:
    """(N,) cells of every unbroken run of `points` points or more, its first point included.

    `steps[i]` joins cell i-1 to cell i, so a run of `points` points is `points - 1` steps. The
    windows of so many true steps are found by doubling, and opened again the same way.
    """
    wide = points - 1
    out = np.zeros(steps.size, dtype=np.bool_)
    if steps.size < points:
        return out
    windows, have = steps, 1
    while have < wide:
        step = min(have, wide - have)
        windows = windows[:-step] & windows[step:]
        have += step
    # Window w holds steps w to w+wide-1, that is points w-1 to w+wide-1; step 0 is never true.
    out[: windows.size - 1] = windows[1:]
    have = 1
    while have < points:
        step = min(have, points - have)
        out[step:] |= out[:-step]
        have += step
    return out


def _two_in_three(near: Bools, side: Bools, linked: Bools) -> Bools:
    """(N,) near points among three in a row on one side of which two or more are near."""
    out = np.zeros(near.size, dtype=np.bool_)
    kept = _kept(side, linked)
    one, two, three = near[:-2], near[1:-1], near[2:]
    window = kept[1:-1] & kept[2:] & ((one & two) | (three & (one | two)))
    out[:-2] = window
    out[1:-1] |= window
    out[2:] |= window
    return out & near


def _steps(x: Floats, linked: Bools) -> tuple[Bools, Bools]:
    """(N,) is a value strictly above, or strictly below, the linked one before it?"""
    rises = np.zeros(x.size, dtype=np.bool_)
    falls = np.zeros(x.size, dtype=np.bool_)
    np.greater(x[1:], x[:-1], out=rises[1:])
    np.less(x[1:], x[:-1], out=falls[1:])
    return rises & linked, falls & linked


def _one_direction(
    fired: dict[Label, Bools], rises: Bools, segments: Segments, rules: RuleSet
) -> tuple[Bools, Bools]:
    """Trend points up and trend points down, none of them both."""
    up, down = fired[Label.TREND_UP], fired[Label.TREND_DOWN]
    next_rises = np.zeros(rises.size, dtype=np.bool_)
    next_rises[:-1] = rises[1:]
    if rules.trend_direction == "own":
        # Where two runs meet, the next step belongs to the later one.
        return up & ~(down & ~next_rises), down & ~(up & next_rises)
    trend = up | down
    next_is_trend = np.zeros(rises.size, dtype=np.bool_)
    next_is_trend[:-1] = trend[1:] & segments.linked[1:]
    upward = np.where(next_is_trend, next_rises, rises)
    return trend & upward, trend & ~upward
