"""One site's way up the ladder, and down: which stages, on which days. Days are ordinals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from .catalogue import Spread
from .sites import day

# Why a site paused or stopped: codes of `adoption.rules.REASONS`.
_PAUSES = ("wider-system", "organisation", "adopters")  # the first: the pandemic
_STOPS = (
    "technology",
    "value-proposition",
    "value-proposition",
    "adopters",
    "organisation",
    "wider-system",
    "embedding",
)
WITHDRAWN, RECALLED = "withdrawn", "safety"
_PANDEMIC = day("2020-03-16")
_SURVEYED = 900  # days in which networks find out which sites are eligible
_ONLY_ELIGIBLE = 0.66  # of sites that they know of
DRAWS = 18  # how many chances one ladder takes


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage that a site reached on a day.

    `exact`: the day is known to everybody, however precisely the site's network reports.
    """

    stage: str
    on: int
    reason: str = ""
    note: str = ""
    exact: bool = False


def climb(
    live: int, first: int, spread: Spread, known: float, chance: Sequence[float]
) -> list[Rung]:
    """The ladder of a site that went live on a day, in order.

    `first` is the day from which it could. `known` is the share of sites of which its network
    knows something before they adopt; `chance` holds DRAWS numbers from 0 to 1. Rungs may lie
    after the site's last day: cut them off.
    """
    before = _before_live(live, first, known, chance[:7])
    after = _after_live(live, chance[7:12])
    if chance[12] < spread.pausing:
        after = _pause(after, chance[13:16])
    if spread.leaving:
        stop = live + 150 + _wait(365 / spread.leaving, chance[16])
        reason = _STOPS[int(chance[17] * len(_STOPS))]
        after = [rung for rung in after if rung.on < stop] + [Rung("stopped", stop, reason)]
    return [*before, *after]


def _before_live(live: int, first: int, known: float, chance: Sequence[float]) -> list[Rung]:
    """Some are recorded as eligible, approached or committed first."""
    room = live - first
    rungs: list[Rung] = []
    asked = live - 25 - _wait(90, chance[0])
    if chance[1] < _ONLY_ELIGIBLE * known and room > 60:
        rungs.append(Rung("eligible", first + int(chance[2] * min(0.2 * room, _SURVEYED))))
    if chance[3] < 0.35 and asked >= first + 0.2 * room:
        rungs.append(Rung("approached", asked))
    if chance[4] < 0.25 and live - 20 >= first + 0.5 * room:
        start = max(asked, first + int(0.5 * room))
        rungs.append(Rung("committed", start + int(chance[5] * (live - start))))
    return sorted(rungs, key=lambda rung: rung.on)


def _after_live(live: int, chance: Sequence[float]) -> list[Rung]:
    rungs = [Rung("live", live)]
    if chance[0] < 0.62:
        using = live + 14 + _wait(80, chance[1])
        rungs.append(Rung("using", using))
        if chance[2] < 0.35:
            rungs.append(Rung("sustained", using + 330 + _wait(150, chance[3])))
    return rungs


def _pause(rungs: list[Rung], chance: Sequence[float]) -> list[Rung]:
    """Most pauses are in the pandemic, of sites live by then; most sites resume."""
    live = rungs[0].on
    pandemic = live < _PANDEMIC - 30 and chance[0] < 0.7
    start = _PANDEMIC + int(30 * chance[1]) if pandemic else live + 60 + _wait(600, chance[1])
    reason = _PAUSES[0 if pandemic else 1 + int(chance[0] * 50) % 2]
    so_far = [rung for rung in rungs if rung.on < start]
    paused = [*so_far, Rung("paused", start, reason)]
    if chance[2] > 0.8:
        return paused
    again = start + 90 + int(400 * chance[2])
    return [*paused, Rung(so_far[-1].stage, again, note="Resumed after a pause")]


def halt(rungs: Sequence[Rung], on: int, last: Rung) -> list[Rung]:
    """What was reached by a day, and then, for a site that had adopted, one last rung."""
    reached = [rung for rung in rungs if rung.on <= on]
    if is_adopter(reached):
        reached.append(last)
    return reached


def is_adopter(rungs: Sequence[Rung]) -> bool:
    """It has been live and has not stopped; it may have paused."""
    stages = [rung.stage for rung in rungs]
    return "live" in stages and "stopped" not in stages


def linger(first: int, last: int, chance: Sequence[float]) -> Rung:
    """The one thing known of a site that has not adopted: most were only found eligible."""
    on = first + int(chance[0] * min(last - first, _SURVEYED))
    if chance[1] < _ONLY_ELIGIBLE:
        return Rung("eligible", on)
    return Rung("approached" if chance[1] < 0.95 else "committed", on)


def _wait(mean: float, chance: float) -> int:
    """Days until something that happens at a constant rate."""
    return int(-mean * log(1 - chance))
