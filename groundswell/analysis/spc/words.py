"""What a chart says of a point and of a series, as small integers with their published words."""

from enum import IntEnum


class Label(IntEnum):
    """Which rule a point falls under. The order of the rules is their precedence."""

    NO_VALUE = 0
    INSUFFICIENT = 1
    COMMON_CAUSE = 2
    ABOVE_UPPER = 3
    BELOW_LOWER = 4
    TREND_UP = 5
    TREND_DOWN = 6
    TWO_IN_THREE_ABOVE = 7
    TWO_IN_THREE_BELOW = 8
    SHIFT_ABOVE = 9
    SHIFT_BELOW = 10


class Variation(IntEnum):
    """What a point means, given which way is better. A series' last point gives its icon."""

    NO_VALUE = 0
    INSUFFICIENT = 1
    COMMON_CAUSE = 2
    IMPROVEMENT = 3
    CONCERN = 4
    NEUTRAL_HIGH = 5
    NEUTRAL_LOW = 6


class Assurance(IntEnum):
    """Whether the process, left as it is, will meet its target."""

    NONE = 0
    INSUFFICIENT = 1
    CONSISTENT_PASS = 2
    CONSISTENT_FAIL = 3
    INCONSISTENT = 4


# The words of NHSRplotthedots (special_cause_type, point_type, assurance_type), plus our own
# for a gap and for a chart that must not be judged.
VARIATION_WORDS = (
    "",
    "insufficient",
    "common_cause",
    "special_cause_improvement",
    "special_cause_concern",
    "special_cause_neutral_high",
    "special_cause_neutral_low",
)
ASSURANCE_WORDS = ("", "insufficient", "consistent_pass", "consistent_fail", "inconsistent")


def label_words(trend_points: int, shift_points: int) -> tuple[str, ...]:
    """The words of each `Label`, in order, for the run lengths of a rule set.

    >>> label_words(7, 7)[Label.TREND_UP]
    '7 Point Trend (Increasing)'
    """
    return (
        "",
        "Insufficient",
        "Common Cause",
        "Above UCL",
        "Below LCL",
        f"{trend_points} Point Trend (Increasing)",
        f"{trend_points} Point Trend (Decreasing)",
        "2 in 3 Above CL",
        "2 in 3 Below CL",
        f"{shift_points} Points Above CL",
        f"{shift_points} Points Below CL",
    )
