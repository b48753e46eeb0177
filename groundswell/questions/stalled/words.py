"""What a stalled answer says in sentences, and the rules that it states."""

from collections.abc import Sequence
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.numbers import count, percent

from ..answer import Stated
from ..programme_sites import Ended
from .answer import StalledSite
from .question import StalledQuestion
from .stays import STAGES, StageTime

PEERS_RULE = Stated(
    "Peers",
    "Every site of the programme that has been in the stage, the first time it was. Kaplan and "
    "Meier's curve of the days until it moved up the ladder takes account of those that have not "
    "yet. A site that paused, stopped, went down, closed or merged counts until then.",
)
DATE_RULE = Stated(
    "Imprecise dates",
    "A site is stalled only if it certainly is: its stay counts from the last day on which it may "
    "have entered the stage, and its peers' stays are read so that the threshold is longest. A "
    "site that may have moved on already is not listed.",
)


def headline(
    name: str,
    question: StalledQuestion,
    at: date,
    ended: Ended | None,
    times: Sequence[StageTime],
    sites: Sequence[StalledSite],
    has_sites: bool,
) -> str:
    when = f"at {day_name(at)}"
    if not has_sites:
        return f"{name} has no sites in its cohort {when}, so none can be stalled."
    if ended is not None:
        on = f" on {day_name(ended.on)}" if ended.on else ""
        return f"{name} ended{on}: no site is to be chased."
    if all(time.threshold is None for time in times):
        return (
            f"No site of {name} can be called stalled {when}: too few sites have moved on from any "
            "stage to tell how long that takes."
        )
    number = len({site.site_code for site in sites})
    than = f"longer than {percent(question.share)} of their peers took"
    if not number:
        return f"No site of {name} has certainly been in its stage {than}, {when}."
    by_stage = {s: len({x.site_code for x in sites if x.stage == s}) for s in STAGES}
    each = ", ".join(f"{count(n)} {stage}" for stage, n in by_stage.items() if n)
    noun = "site is" if number == 1 else "sites are"
    return (
        f"{count(number)} {noun} stalled in {name} {when}: in the same stage for {than} ({each})."
    )


def threshold_rule(share: float) -> Stated:
    stages = f"{', '.join(STAGES[:-1])} and {STAGES[-1]}"
    return Stated(
        "Stalled",
        f"A site is stalled when it has been in a stage for longer than the time by which "
        f"{percent(share)} of its peers had moved on from it. The stages looked at are {stages}.",
    )


def warnings(name: str, ended: Ended | None, times: Sequence[StageTime]) -> tuple[str, ...]:
    found = [
        f"Nobody is called stalled at {time.stage}: {time.why}."
        for time in times
        if time.threshold is None
    ]
    if ended is not None:
        on = f" on {day_name(ended.on)}" if ended.on else ""
        found.insert(0, f"{name} ended{on} ({ended.words}).")
    return tuple(found)
