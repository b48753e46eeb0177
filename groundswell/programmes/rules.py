"""What was agreed of a programme, on a day: sites due, how that compares, how it ended. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

SHARE, COUNT, TRAJECTORY = "share", "count", "trajectory"
RUNNING = "running"
# The names of `adoption.rules.DEFINITIONS`, which this layer cannot see; a test holds them equal.
DEFINITIONS = ("live-or-beyond", "using-or-beyond", "ever-live")

ON_TRACK, NEAR_TRACK = 0.95, 0.80
RAG_RULE = (
    "Green: at least 95% of the sites due by that day have adopted. Amber: at least 80%. "
    "Red: fewer. Without a target there is no rating."
)
TRAJECTORY_RULE = (
    "The number due on a day lies on straight lines, from 0 when the programme starts through "
    "each target in turn. After the last target it stays as it is."
)
# A whole site is never gained or lost by how a share is stored.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Due:
    """What one place should have reached by the end of a day.

    `value` is a share of the eligible sites (0 to 1), sites, or a share (0 to 1) of `whole` sites.
    """

    day: date
    kind: str
    value: float
    whole: float | None

    def sites(self, eligible: float) -> float:
        """The target as a number of sites, of so many eligible."""
        if self.kind == SHARE:
            return self.value * eligible
        if self.kind == TRAJECTORY:
            if self.whole is None:
                raise ValueError("A share of a trajectory needs the sites of the whole trajectory.")
            return self.value * self.whole
        return self.value


def sites_due(dues: Sequence[Due], start: date, day: date, eligible: float) -> float | None:
    """The number of sites that should have adopted by the end of a day: `TRAJECTORY_RULE`.

    `dues` are the targets of one place that prevail, in any order, one a day; `start` is the day
    the programme starts, `eligible` the place's eligible sites on `day`. None without targets, and
    before the start. A target on or before the start holds from its day.
    """
    if not dues or day < start:
        return None
    points = sorted((due.day, due.sites(eligible)) for due in dues)
    if points[0][0] > start:
        points.insert(0, (start, 0.0))
    for (left, low), (right, high) in pairwise(points):
        if left <= day < right:
            return low + (high - low) * (day - left).days / (right - left).days
    return points[-1][1]


def target_words(kind: str, value: float, whole: float | None) -> str:
    """45%, 45% of 120, or 120 sites."""
    if kind == COUNT:
        return f"{value:,g} site{'' if value == 1 else 's'}"
    share = f"{round(value * 100, 6):g}%"
    return f"{share} of {whole:,g}" if whole is not None else f"{share} of eligible sites"


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


def rag(adopted: float, due: float | None) -> Rag:
    """How adopted sites compare with those due: `RAG_RULE`. Green where none are due yet."""
    if due is None:
        return Rag.NONE
    if adopted >= ON_TRACK * due - _ROUNDING:
        return Rag.GREEN
    return Rag.AMBER if adopted >= NEAR_TRACK * due - _ROUNDING else Rag.RED


@dataclass(frozen=True, slots=True)
class Ending:
    """That a programme ended, as a file or a form told it. `to` is who took it over."""

    outcome: str
    on: date
    to: str = ""
    reason: str = ""


def outcome_on(said: str, endings: Sequence[Ending], day: date) -> str:
    """The outcome of a programme at the end of a day: a value of `Programme.Outcome`.

    `said` is what the file that told of the programme said, `endings` what was told of its end, in
    the order of telling: the one told last prevails over all else. Before its day the programme is
    running.
    """
    if not endings:
        return said
    return endings[-1].outcome if endings[-1].on <= day else RUNNING


def quarters(start: date, end: date) -> list[tuple[date, date]]:
    """The quarters of the calendar from start to end, first and last day; the first may be short.

    A quarter that `end` cuts short ends on it.
    """
    found = []
    while start <= end:
        ends = _quarter_end(start)
        found.append((start, min(ends, end)))
        start = ends + timedelta(days=1)
    return found


def _quarter_end(day: date) -> date:
    month = (day.month - 1) // 3 * 3 + 4
    following = date(day.year + 1, 1, 1) if month > 12 else date(day.year, month, 1)
    return following - timedelta(days=1)
