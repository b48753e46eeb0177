"""Staggered difference-in-differences after Callaway and Sant'Anna (2021)."""

import numpy as np

from .aggregations import Aggregation, simple
from .cells import Control, group_time
from .comparable import comparable_panel
from .panel import EffectPanel
from .summary import StaggeredEffect, summarise


def staggered_effect(
    panel: EffectPanel,
    *,
    control: Control = "never",
    anticipation: int = 0,
    level: float = 0.95,
    draws: int = 0,
    rng: np.random.Generator | None = None,
) -> StaggeredEffect:
    """Effects by cohort and time, and their averages.

    Parameters
    ----------
    panel : outcomes of n units at T times.
    control : compare with units never treated, or with all not yet treated.
    anticipation : times before treatment at which units may already respond.
    level : of the intervals.
    draws : multiplier bootstrap draws for simultaneous bands (1,000 is usual); 0 for pointwise
        intervals. Overall averages are always pointwise.
    rng : needed with draws.

    Examples
    --------
    >>> from groundswell.analysis.effect import NEVER
    >>> rng = np.random.default_rng(1)
    >>> cohort = np.repeat([3, 5, NEVER], 40)
    >>> treated = cohort[:, None] <= np.arange(8)
    >>> panel = EffectPanel(rng.normal(size=(120, 8)) + 2.0 * treated, np.arange(8), cohort)
    >>> effect = staggered_effect(panel, draws=200, rng=rng)
    >>> bool(effect.overall.low[0] < 2.0 < effect.overall.high[0])
    True
    """
    check_arguments(control, anticipation, level, draws, rng)
    ready, notes = comparable_panel(panel, control, anticipation)
    att = group_time(ready, control, anticipation)
    return summarise(
        att,
        control=control,
        anticipation=anticipation,
        level=level,
        draws=draws,
        rng=rng,
        notes=notes,
        with_anticipation=lambda later: _simple_at(panel, control, later),
    )


def _simple_at(panel: EffectPanel, control: Control, anticipation: int) -> Aggregation | None:
    """The overall effect had units responded earlier; None where too few times are left."""
    try:
        ready, _ = comparable_panel(panel, control, anticipation)
        return simple(group_time(ready, control, anticipation))
    except ValueError:
        return None


def check_arguments(
    control: str, anticipation: int, level: float, draws: int, rng: np.random.Generator | None
) -> None:
    """Refuse what no estimate could be made of, saying how to mend it."""
    if control not in ("never", "not-yet"):
        raise ValueError(f"control {control!r} is not known; use 'never' or 'not-yet'")
    if anticipation < 0:
        raise ValueError(f"anticipation {anticipation} is negative; count times before treatment")
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1; 0.95 is usual")
    if draws < 0 or (draws and rng is None):
        raise ValueError("draws need a random generator: pass rng=np.random.default_rng(seed)")
