"""Which units and times can be compared, and what to tell the reader of those left out."""

from dataclasses import dataclass, replace

import numpy as np

from .cells import Control
from .panel import NEVER, BoolArray, EffectPanel, IntArray


@dataclass(frozen=True, slots=True)
class Comparable:
    """Cohorts as they will be compared.

    Attributes
    ----------
    cohort : (n,) with `NEVER` for those that serve as never treated.
    units, times : (n,) and (T,) which to keep.
    notes : what was left out or taken for something else.
    """

    cohort: IntArray
    units: BoolArray
    times: BoolArray
    notes: tuple[str, ...]


def comparable(
    cohort: IntArray, times: IntArray, control: Control, anticipation: int
) -> Comparable:
    """Leave out units with no time before treatment; find the untreated.

    Follows R's `did`: units first treated after the last time count as never treated; with nobody
    never treated, the last cohort is the comparison, and times from its treatment on are dropped.
    """
    notes = []
    beyond = (cohort != NEVER) & (cohort > times[-1] + anticipation)
    if beyond.any():
        notes.append(f"{int(beyond.sum())} units first treated after the last time count as never.")
        cohort = np.where(beyond, NEVER, cohort)
    kept = cohort > times[0] + anticipation
    if not kept.all():
        notes.append(
            f"{int((~kept).sum())} units were treated by time {times[0] + anticipation}, "
            "with no time before to compare; they were left out."
        )
    treated = np.unique(cohort[kept & (cohort != NEVER)])
    if treated.size == 0:
        raise ValueError("no unit is first treated within the times given; check the cohorts")
    every = np.ones(times.size, dtype=bool)
    if np.any(cohort == NEVER):
        return Comparable(cohort, kept, every, tuple(notes))
    if control == "never":
        raise ValueError(
            "no unit is never treated, so nothing can be compared with control 'never'; "
            "use 'not-yet', which compares with units treated later"
        )
    last = int(treated[-1])
    before = times < last - anticipation
    if before.sum() < 2 or treated.size < 2:
        raise ValueError(
            "every unit is treated at once, or nearly: no untreated unit is left to compare with; "
            "an interrupted time series needs none"
        )
    notes.append(
        f"No unit is never treated: the cohort of {last} serves as the comparison, and times from "
        f"{last - anticipation} on are left out."
    )
    return Comparable(np.where(cohort == last, NEVER, cohort), kept, before, tuple(notes))


def comparable_panel(
    panel: EffectPanel, control: Control, anticipation: int
) -> tuple[EffectPanel, tuple[str, ...]]:
    """The part of a panel that can be compared, with the notes."""
    found = comparable(panel.cohort, panel.times, control, anticipation)
    ready = replace(panel, cohort=found.cohort).keep(found.units, found.times)
    if not panel.n_left_out:
        return ready, found.notes
    note = f"{panel.n_left_out} units lack an outcome at some time and were left out."
    return ready, (note, *found.notes)
