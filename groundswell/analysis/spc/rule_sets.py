"""Rule sets as frozen settings: every known variant of Making Data Count is a named field."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RuleSet:
    """How limits are drawn and which points are special cause.

    Parameters
    ----------
    name : str
        What a result says it was judged by.
    screen_moving_ranges : bool
        Leave out, once, moving ranges of 3.267 times their mean or more before the limits are
        drawn, so that one shock does not widen them. Also for the z-scores of p' and u' charts.
    trend_points, shift_points : int
        Points of a trend (each strictly beyond the one before) and of a shift (all strictly on
        one side of the centre line). Every point of the run is flagged.
    beyond_limits_count : bool
        Whether a point beyond a limit counts as one of the two in "two of three near a limit".
    trend_direction : {"own", "next_step"}
        The direction of a point in a trend: that of its own run (the later one where two meet),
        or that of the step to the next point wherever that point is in a trend too. They differ
        only between two runs of one direction that touch.
    conflict : {"precedence", "improvement"}
        What a point is that one rule calls improvement and another concern: by precedence
        (beyond a limit, trend, two of three, shift), or improvement.
    minimum_points : int
        A segment with fewer values is insufficient: no limits, no signals, no icons.
    minimum_expected : float
        A segment whose whole-number counts average less (p charts: expected events or expected
        non-events; u charts: expected events) is insufficient. Not for T and G charts.
    maximum_flat_share : float
        An XmR segment where more than this share of the moving ranges is zero is insufficient:
        the values hardly vary, so their limits mean nothing. 1 switches it off.
    """

    name: str
    screen_moving_ranges: bool = True
    trend_points: int = 7
    shift_points: int = 7
    beyond_limits_count: bool = False
    trend_direction: Literal["own", "next_step"] = "own"
    conflict: Literal["precedence", "improvement"] = "precedence"
    minimum_points: int = 0
    minimum_expected: float = 0.0
    maximum_flat_share: float = 1.0

    def __post_init__(self) -> None:
        if min(self.trend_points, self.shift_points) < 3:
            raise ValueError(
                f"trend_points={self.trend_points} and shift_points={self.shift_points}: a run "
                "needs at least 3 points. Making Data Count uses 6 or 7."
            )
        if self.trend_direction not in ("own", "next_step"):
            raise ValueError(f"trend_direction={self.trend_direction!r}: use own or next_step.")
        if self.conflict not in ("precedence", "improvement"):
            raise ValueError(f"conflict={self.conflict!r}: use precedence or improvement.")
        if self.minimum_points < 0 or self.minimum_expected < 0 or self.maximum_flat_share < 0:
            raise ValueError(
                "minimum_points, minimum_expected and maximum_flat_share are not negative: "
                "use 0, 0 and 1 for no gate."
            )

    @property
    def is_gated(self) -> bool:
        return self.minimum_points > 0 or self.minimum_expected > 0 or self.maximum_flat_share < 1


NHSRPLOTTHEDOTS = RuleSet("nhsrplotthedots", trend_direction="next_step")
"""Exactly the R package NHSRplotthedots 0.2.2 with its defaults. No gate."""

MDC = RuleSet(
    "mdc",
    screen_moving_ranges=False,
    beyond_limits_count=True,
    conflict="improvement",
    minimum_points=13,
)
"""The Making Data Count texts as of 2023 (the team's notes of 6 November and 21 December 2023 in
NHSRplotthedots issue 194): no screening, points beyond a limit count in two of three, limits and
icons from 13 points, a conflict shows improvement."""

GROUNDSWELL = RuleSet(
    "groundswell",
    beyond_limits_count=True,
    minimum_points=13,
    minimum_expected=5.0,
    maximum_flat_share=0.25,
)
"""Ours, the default. Screening, because one shock should not hide the next; points beyond a limit
count, as Making Data Count has it since 2023; a conflict by precedence, because a board should
not see an improvement where a limit was crossed the wrong way; and a gate, because without one
up to 98% of the points of a rare event's chart are false signals."""

RULE_SETS = {rules.name: rules for rules in (GROUNDSWELL, MDC, NHSRPLOTTHEDOTS)}
