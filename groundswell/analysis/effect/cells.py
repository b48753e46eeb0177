"""Group-time average effects ATT(g, t) without covariates (Callaway and Sant'Anna 2021)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .influence import Influence, collapse
from .panel import NEVER, BoolArray, EffectPanel, FloatArray, IntArray

Control = Literal["never", "not-yet"]


@dataclass(frozen=True, slots=True)
class GroupTime:
    """The effect of each cohort at each time, before any interval.

    Attributes
    ----------
    cohort, time : (k,) g and t of each cell; time is that of `base` to `time` differences.
    estimate : (k,) ATT(g, t), in units of the outcome.
    influence : of the k estimates.
    cohorts : (C,) values of the cohorts, `NEVER` last.
    sizes : (C,) units of each.
    n_without_control : cells left out because nobody was left to compare with.
    """

    cohort: IntArray
    time: IntArray
    estimate: FloatArray
    influence: Influence
    cohorts: IntArray
    sizes: IntArray
    n_without_control: int

    @property
    def event(self) -> IntArray:
        """(k,) times since first treatment, t - g."""
        return self.time - self.cohort

    @property
    def shares(self) -> FloatArray:
        """(k,) share of units that are of the cell's cohort."""
        share = self.sizes / self.sizes.sum()
        return np.asarray(share[self.cohort_index])

    @property
    def cohort_index(self) -> IntArray:
        """(k,) position of each cell's cohort in `cohorts`."""
        return np.searchsorted(self.cohorts, self.cohort)


def group_time(panel: EffectPanel, control: Control, anticipation: int = 0) -> GroupTime:
    """Every ATT(g, t) with its influence function.

    After treatment, the change since the last time t' with t' + anticipation < g, less the same
    change among controls. Before treatment, the change since the time before (a varying base, as
    in R's `did`). Controls are never treated, or also those still untreated `anticipation` times
    after both ends.

    References
    ----------
    Callaway and Sant'Anna (2021), Journal of Econometrics 225(2), 200-230, section 2.3 and
    theorem 2; with no covariates the outcome-regression, weighting and doubly robust forms are
    one.

    Examples
    --------
    >>> panel = EffectPanel(
    ...     np.array([[1.0, 2.0], [1.0, 5.0], [0.0, 1.0], [0.0, 1.0]]),
    ...     np.array([1, 2]), np.array([2, 2, NEVER, NEVER]))
    >>> group_time(panel, "never").estimate
    array([1.5])
    """
    cohorts, index, sizes = np.unique(panel.cohort, return_inverse=True, return_counts=True)
    means = cohort_means(panel.outcome, index, sizes)
    plan = plan_cells(cohorts, panel.times, control, anticipation)
    change, control_change, n_controls = differences(plan, means, sizes)
    k = np.arange(plan.own.size)

    # Derivatives of the two means: in outcomes (loadings) and in the controls' mix (shifts).
    n, n_cohorts = panel.cohort.size, cohorts.size
    pull = np.where(plan.controls, -n / n_controls[:, None], 0.0)
    shifts = pull * (change - control_change[:, None])
    pull[k, plan.own] += n / sizes[plan.own]
    loadings = np.zeros((k.size, n_cohorts, panel.times.size))
    loadings[k, :, plan.time] = pull
    loadings[k, :, plan.base] = -pull
    atoms = collapse(panel.outcome - means[index], index, n_cohorts, panel.cluster)
    return GroupTime(
        cohorts[plan.own],
        panel.times[plan.time],
        change[k, plan.own] - control_change,
        Influence(atoms, loadings, shifts),
        cohorts,
        sizes,
        plan.n_without_control,
    )


@dataclass(frozen=True, slots=True)
class CellPlan:
    """Which differences make up each effect.

    Attributes
    ----------
    own, time, base : (k,) positions of the cohort, of t, and of the time it is compared with.
    controls : (k, C) whether a cohort is a control.
    n_without_control : cells left out for want of one.
    """

    own: IntArray
    time: IntArray
    base: IntArray
    controls: BoolArray
    n_without_control: int


def plan_cells(cohorts: IntArray, times: IntArray, control: Control, anticipation: int) -> CellPlan:
    """The cells of every treated cohort that have somebody to compare with."""
    rows: list[tuple[int, int, int]] = []
    for g in np.flatnonzero(cohorts != NEVER):
        last_before = int(np.searchsorted(times, cohorts[g] - anticipation)) - 1
        for t in range(1, times.size):
            base_of_t = last_before if times[t] >= cohorts[g] else t - 1
            if base_of_t >= 0:
                rows.append((int(g), t, base_of_t))
    own, time, base = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    never = np.broadcast_to(cohorts == NEVER, (own.size, cohorts.size))
    if control == "never":
        controls = never.copy()
    else:
        later = cohorts > (times[time] + anticipation)[:, None]
        controls = never | (later & (np.arange(cohorts.size) != own[:, None]))
    usable = controls.any(axis=1)
    return CellPlan(own[usable], time[usable], base[usable], controls[usable], int((~usable).sum()))


def differences(
    plan: CellPlan, means: FloatArray, sizes: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Changes of each cohort (k, C), of the controls (k,), and the number of controls (k,)."""
    change = (means[:, plan.time] - means[:, plan.base]).T
    weight = plan.controls * sizes
    n_controls = weight.sum(axis=1)
    return change, (weight * change).sum(axis=1) / n_controls, n_controls


def cohort_means(outcome: FloatArray, index: IntArray, sizes: IntArray) -> FloatArray:
    """(C, T) mean outcome of each cohort at each time."""
    is_member = np.zeros((sizes.size, index.size))
    is_member[index, np.arange(index.size)] = 1.0
    return np.asarray(is_member @ outcome / sizes[:, None])
