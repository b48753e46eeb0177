"""Staggered effects given covariates, or from panels with gaps: diff-diff's cells, our summary."""

from typing import Literal

import numpy as np

from .aggregations import Aggregation, simple
from .cells import Control
from .comparable import Comparable
from .diff_diff_adapter import Estimator, group_time_by_diff_diff
from .long_panel import LongPanel
from .staggered import check_arguments
from .summary import StaggeredEffect, summarise

Gaps = Literal["refuse", "drop", "present", "levels"]
_WAY = {
    "present": "each effect compares whoever is present",
    "levels": "each time is taken as a separate sample",
}


def covariates_effect(
    panel: LongPanel,
    *,
    control: Control = "never",
    anticipation: int = 0,
    gaps: Gaps = "refuse",
    estimator: Estimator = "dr",
    level: float = 0.95,
    draws: int = 0,
    rng: np.random.Generator | None = None,
) -> StaggeredEffect:
    """Staggered effects given covariates, or from a panel with gaps.

    Parameters
    ----------
    panel : see `long_panel`. A covariate enters with its value at the base time of each effect.
    gaps : `refuse` units that lack a time; `drop` them (R's default); `present` compares whoever
        is seen at both ends of each effect; `levels` treats rows as repeated cross-sections (R's
        `allow_unbalanced_panel`). The three answer different questions and can differ much.
    estimator : doubly robust (Sant'Anna and Zhao 2020), inverse probability or regression.

    Other parameters and the result are those of `staggered_effect`.

    Examples
    --------
    >>> from groundswell.analysis.effect import long_panel
    >>> rng = np.random.default_rng(1)
    >>> unit, time = np.repeat(np.arange(60), 4), np.tile(np.arange(1, 5), 60)
    >>> cohort = np.where(unit < 30, 3, 0)
    >>> age = rng.normal(size=60)[unit]
    >>> y = age * time + 2.0 * ((cohort == 3) & (time >= 3)) + rng.normal(size=240)
    >>> effect = covariates_effect(long_panel(unit, time, y, cohort, covariates=age))
    >>> bool(effect.overall.low[0] < 2.0 < effect.overall.high[0])
    True
    """
    check_arguments(control, anticipation, level, draws, rng)
    times = np.unique(panel.time)
    panel, notes = _without_gaps(panel, times.size, gaps)
    as_levels = gaps == "levels"
    att, more = group_time_by_diff_diff(panel, times, control, anticipation, as_levels, estimator)

    def later(anticipation: int) -> Aggregation | None:
        try:
            cells, _ = group_time_by_diff_diff(
                panel, times, control, anticipation, as_levels, estimator
            )
            return simple(cells)
        except ValueError:
            return None

    return summarise(
        att,
        control=control,
        anticipation=anticipation,
        level=level,
        draws=draws,
        rng=rng,
        notes=(*notes, *more),
        with_anticipation=later,
        method=f"Callaway and Sant'Anna (2021), {estimator}, {panel.covariates.shape[1]} "
        f"covariates, gaps: {gaps}; diff-diff",
    )


def _without_gaps(panel: LongPanel, n_times: int, gaps: Gaps) -> tuple[LongPanel, tuple[str, ...]]:
    if gaps not in ("refuse", "drop", "present", "levels"):
        raise ValueError(f"gaps {gaps!r} is not known; use refuse, drop, present or levels")
    whole = np.bincount(panel.unit) == n_times
    n_short = int((~whole).sum())
    if gaps == "refuse" and n_short:
        raise ValueError(
            f"{n_short} of {whole.size} units lack an outcome or covariate at some time; complete "
            "them, or choose to drop such units or to compare whoever is present"
        )
    if n_short == 0:
        return panel, ()
    if gaps == "drop":
        every = np.ones(n_times, dtype=bool)
        found = Comparable(panel.cohort, whole, every, ())
        note = f"{n_short} units lack an outcome or covariate at some time and were left out."
        return panel.keep(found, np.unique(panel.time)), (note,)
    return panel, (f"{n_short} units lack some times: {_WAY[gaps]}, so their mix may change.",)
