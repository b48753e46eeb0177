"""The stepped wedge: clusters switch in a random order until all have; a special case."""

from dataclasses import dataclass

import numpy as np

from .cells import cohort_means, differences, plan_cells
from .comparable import comparable_panel
from .panel import NEVER, EffectPanel, FloatArray, IntArray
from .staggered import staggered_effect
from .summary import StaggeredEffect


@dataclass(frozen=True, slots=True)
class SteppedWedge:
    """The effect in a stepped wedge.

    Attributes
    ----------
    effect : with not-yet-treated clusters as controls; times from the last step on have none.
    steps : (s,) times at which clusters switch; clusters_per_step : (s,).
    p_value : of a randomisation test that the change did nothing to anybody: the share of random
        orders with an overall effect at least as far from zero. It needs no model and no number
        of clusters, but assumes that the order was drawn at random. None without draws.
    n : units.
    """

    effect: StaggeredEffect
    steps: IntArray
    clusters_per_step: IntArray
    p_value: float | None
    n: int
    method: str
    warnings: tuple[str, ...]


def stepped_wedge(
    panel: EffectPanel,
    *,
    anticipation: int = 0,
    level: float = 0.95,
    draws: int = 0,
    permutations: int = 999,
    rng: np.random.Generator,
) -> SteppedWedge:
    """Staggered effects with the steps of a wedge, and a randomisation test of no effect.

    Parameters
    ----------
    panel : with `cluster`, the unit that was randomised; each cluster has one step.
    draws : for simultaneous bands, as in `staggered_effect`.
    permutations : random orders of the clusters; 0 for no test.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> step = np.repeat([2, 4, 6], 8)
    >>> y = rng.normal(size=(24, 8)) + 3.0 * (step[:, None] <= np.arange(8))
    >>> wedge = stepped_wedge(
    ...     EffectPanel(y, np.arange(8), step, np.arange(24) // 2), permutations=99, rng=rng)
    >>> wedge.p_value <= 0.05
    True

    References
    ----------
    Roth and Sant'Anna (2023), Journal of Political Economy Microeconomics 1(4), for random
    timing; Ji and others (2017), The American Statistician 71(4), for permuting the order.
    """
    if panel.cluster is None:
        raise ValueError("a stepped wedge randomises clusters: give the cluster of each unit")
    sizes, sums, step = _clusters(panel, panel.cluster)
    effect = staggered_effect(
        panel, control="not-yet", anticipation=anticipation, level=level, draws=draws, rng=rng
    )
    steps, per_step = np.unique(step[step != NEVER], return_counts=True)
    p_value = None
    if permutations:
        observed = abs(_overall(sums, sizes, step, panel.times, anticipation))
        drawn = [
            abs(_overall(sums, sizes, rng.permutation(step), panel.times, anticipation))
            for _ in range(permutations)
        ]
        n_as_far = sum(far >= observed * (1 - 1e-12) for far in drawn)
        # The order that happened is one of the possible ones.
        p_value = (1 + n_as_far) / (1 + permutations)
    return SteppedWedge(
        effect,
        steps,
        per_step,
        p_value,
        panel.cohort.size,
        f"stepped wedge, {step.size} clusters in {steps.size} steps; {effect.method}",
        (*_about_wedge(panel, steps, per_step), *effect.warnings),
    )


def _clusters(panel: EffectPanel, cluster: IntArray) -> tuple[IntArray, FloatArray, IntArray]:
    """Units, summed outcomes (G, T) and step of each cluster."""
    _, index, sizes = np.unique(cluster, return_inverse=True, return_counts=True)
    step = np.empty(sizes.size, dtype=np.int64)
    step[index] = panel.cohort
    mixed = step[index] != panel.cohort
    if mixed.any():
        name = panel.label(int(np.argmax(mixed)))
        raise ValueError(
            f"unit {name} switches at another time than its cluster; in a stepped wedge a cluster "
            "switches as one"
        )
    sums = cohort_means(panel.outcome, index, sizes) * sizes[:, None]
    return sizes, sums, step


def _overall(
    sums: FloatArray, sizes: IntArray, step: IntArray, times: IntArray, anticipation: int
) -> float:
    """The overall effect were the clusters' steps these: group_time and simple, estimates only."""
    by_cluster = EffectPanel(sums, times, step, np.arange(step.size))
    ready, _ = comparable_panel(by_cluster, "not-yet", anticipation)
    assert ready.cluster is not None
    units = sizes[ready.cluster]
    cohorts, index = np.unique(ready.cohort, return_inverse=True)
    size = np.bincount(index, weights=units)
    means = cohort_means(ready.outcome, index, size)
    plan = plan_cells(cohorts, ready.times, "not-yet", anticipation)
    change, control_change, _ = differences(plan, means, size)
    att = change[np.arange(plan.own.size), plan.own] - control_change
    weight = size[plan.own] * (ready.times[plan.time] >= cohorts[plan.own])
    return float(weight @ att / weight.sum())


def _about_wedge(panel: EffectPanel, steps: IntArray, per_step: IntArray) -> list[str]:
    found = []
    n_never = int((panel.cohort == NEVER).sum())
    if n_never:
        found.append(f"{n_never} units never switch; a stepped wedge ends with all switched.")
    if steps.size < 3:
        found.append(f"Only {steps.size} steps: the effect rests on few comparisons.")
    if per_step.min() < 2:
        found.append("Some steps hold one cluster; rely on the randomisation test.")
    return found
