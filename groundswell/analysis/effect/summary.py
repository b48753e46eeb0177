"""Group-time effects summarised: averages, intervals, assumption checks, warnings."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .aggregations import (
    Aggregation,
    by_calendar,
    by_event,
    by_group,
    mean_of,
    simple,
    size_weighted,
)
from .bands import Reference, simultaneous
from .cells import Control, GroupTime
from .checks import AnticipationCheck, AssumptionChecks, plain_warnings
from .panel import NEVER, FloatArray, IntArray
from .parallel_trends import pre_trend_test, relative_magnitudes

# Cohorts of one cluster show no variation of their own; beyond this share of an average's weight
# its standard error would be too small to print (at a tenth it is some 5% too small).
_MOST_WEIGHT_UNMEASURED = 0.1


@dataclass(frozen=True, slots=True)
class EffectTable:
    """Estimates of one aggregation with intervals.

    Attributes
    ----------
    cohort, time : (k,) or None where the row belongs to no cohort or time. In the event study
        `time` counts from first treatment.
    estimate, std_error, low, high : (k,) in units of the outcome; NaN where the data cannot say.
    critical : what the standard error is multiplied by.
    is_simultaneous : whether the intervals hold for all k at once.
    """

    aggregation: str
    cohort: IntArray | None
    time: IntArray | None
    estimate: FloatArray
    std_error: FloatArray
    low: FloatArray
    high: FloatArray
    critical: float
    is_simultaneous: bool


@dataclass(frozen=True, slots=True)
class StaggeredEffect:
    """The effect of a change that reached units at different times.

    `tables` maps group_time, simple, overall_event, event, overall_group, group, overall_calendar
    and calendar to their estimates.
    """

    tables: dict[str, EffectTable]
    checks: AssumptionChecks
    n: int
    n_clusters: int | None
    level: float
    method: str
    warnings: tuple[str, ...]

    @property
    def overall(self) -> EffectTable:
        """The average over all treated units and times: one row."""
        return self.tables["simple"]


def summarise(
    att: GroupTime,
    *,
    control: Control,
    anticipation: int,
    level: float,
    draws: int,
    rng: np.random.Generator | None,
    notes: tuple[str, ...],
    with_anticipation: Callable[[int], Aggregation | None],
    method: str = "Callaway and Sant'Anna (2021), no covariates",
) -> StaggeredEffect:
    """Aggregations, intervals and checks of group-time effects, however they were made."""
    atoms = att.influence.atoms
    reference = Reference(level, atoms.n_clusters - 1 if atoms.is_clustered else None)
    events, groups, calendar = by_event(att), by_group(att), by_calendar(att)
    averages = {
        "simple": simple(att),
        "overall_event": mean_of(events, events.key >= 0),
        "event": events,
        "overall_group": size_weighted(att, groups),
        "group": groups,
        "overall_calendar": mean_of(calendar, np.ones(calendar.key.size, dtype=bool)),
        "calendar": calendar,
    }
    parts = {"group_time": _cells_as_aggregation(att), **averages}
    std_errors = {name: _std_errors(att, part) for name, part in parts.items()}
    families = ("group_time", "event", "group", "calendar")
    critical = dict.fromkeys(parts, reference.pointwise)
    if draws:
        assert rng is not None  # checked with the arguments
        chosen = [(parts[name].influence, std_errors[name]) for name in families]
        critical.update(zip(families, simultaneous(chosen, reference, draws, rng), strict=True))
    tables = {
        name: _table(name, att, part, std_errors[name], critical[name], bool(draws))
        for name, part in parts.items()
    }
    overall = averages["overall_event"]
    checks = AssumptionChecks(
        pre_trend=pre_trend_test(att, events, anticipation, reference),
        n_units=atoms.n,
        n_clusters=atoms.n_clusters if atoms.is_clustered else None,
        n_cohorts=int((att.cohorts != NEVER).sum()),
        smallest_cohort=int(att.sizes[att.cohorts != NEVER].min()),
        fewest_clusters=int(atoms.clusters_per_cohort.min()),
        share_never=float(att.sizes[att.cohorts == NEVER].sum() / att.sizes.sum()),
        anticipation=tuple(
            _anticipated(later, averages["simple"], other)
            for later in (anticipation + 1, anticipation + 2)
            if (other := with_anticipation(later)) is not None
        ),
        parallel_trends=relative_magnitudes(
            events,
            overall,
            float(std_errors["overall_event"][0]),
            anticipation,
            reference.pointwise,
        ),
        n_without_control=att.n_without_control,
    )
    first = float(averages["simple"].estimate[0])
    unmeasured = [int(g) for g in att.cohorts[atoms.clusters_per_cohort < 2] if g != NEVER]
    return StaggeredEffect(
        tables,
        checks,
        n=atoms.n,
        n_clusters=checks.n_clusters,
        level=level,
        method=f"{method}; controls {control} treated; anticipation {anticipation}",
        warnings=(*notes, *plain_warnings(checks, first, unmeasured)),
    )


def _anticipated(anticipation: int, reported: Aggregation, other: Aggregation) -> AnticipationCheck:
    """Both averages rest on the same units, so their difference is known better than either."""
    one, two = reported.influence, other.influence
    own, others = float(one.std_errors()[0]), float(two.std_errors()[0])
    difference = float(np.hypot(own, others))
    if (one.atoms.n, one.atoms.n_clusters) == (two.atoms.n, two.atoms.n_clusters):
        gap = one.by_cluster()[:, 0] - two.by_cluster()[:, 0]
        difference = float(np.sqrt(one.atoms.correction * np.square(gap).sum()) / one.atoms.n)
    return AnticipationCheck(anticipation, float(other.estimate[0]), others, difference)


def _std_errors(att: GroupTime, part: Aggregation) -> FloatArray:
    """Standard errors, NaN where too much rests on cohorts seen in one cluster only."""
    clusters = att.influence.atoms.clusters_per_cohort
    unmeasured = np.abs(part.weights) @ (clusters[att.cohort_index] < 2)
    lone_control = bool(np.any(clusters[att.cohorts == NEVER] < 2))
    std_error = part.influence.std_errors()
    bad = (unmeasured > _MOST_WEIGHT_UNMEASURED) | lone_control
    return np.where(bad, np.nan, std_error)


def _cells_as_aggregation(att: GroupTime) -> Aggregation:
    return Aggregation(att.cohort, att.estimate, att.influence, np.eye(att.estimate.size))


def _table(
    name: str,
    att: GroupTime,
    part: Aggregation,
    std_error: FloatArray,
    critical: float,
    has_draws: bool,
) -> EffectTable:
    half = critical * std_error
    by_time = name in ("event", "calendar")
    return EffectTable(
        name,
        part.key if name in ("group_time", "group") else None,
        att.time if name == "group_time" else part.key if by_time else None,
        part.estimate,
        std_error,
        part.estimate - half,
        part.estimate + half,
        critical,
        has_draws and name in ("group_time", "event", "group", "calendar"),
    )
