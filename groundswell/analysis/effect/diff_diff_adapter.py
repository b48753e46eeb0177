"""What the `diff-diff` package (3.13.0, MIT) does for us, behind one door.

Covariates and panels with gaps (its `CallawaySantAnna`), and synthetic difference-in-differences
(its `SyntheticDiD`). Only its cells and influence functions are taken; averages, intervals and
checks are ours, so its differences from R's `did` (averages with anticipation, clustered and
unbalanced standard errors, no never-treated units) do not reach the reader. The package is young
and moves fast: it is pinned, and golden tests hold what is used here, of which
`_aggregation_kit.influence` is private.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from .cells import Control, GroupTime
from .comparable import comparable
from .influence import Influence, collapse
from .long_panel import LongPanel
from .panel import NEVER, BoolArray, FloatArray, IntArray

Estimator = Literal["dr", "ipw", "reg"]
_CONTROL = {"never": "never_treated", "not-yet": "not_yet_treated"}


def group_time_by_diff_diff(
    panel: LongPanel,
    times: IntArray,
    control: Control,
    anticipation: int,
    as_levels: bool,
    estimator: Estimator,
) -> tuple[GroupTime, tuple[str, ...]]:
    """Cells and influence functions in our form, and notes on what was left out.

    `as_levels` takes rows as repeated cross-sections where the panel has gaps.
    """
    from diff_diff import CallawaySantAnna
    from pandas import DataFrame

    found = comparable(panel.cohort, times, control, anticipation)
    ready = panel.keep(found, times)
    names = [f"x{j}" for j in range(ready.covariates.shape[1])]
    frame = DataFrame(dict(zip(names, ready.covariates.T, strict=True)))
    first = ready.cohort[ready.unit]
    frame = frame.assign(
        unit=ready.unit, time=ready.time, y=ready.outcome, g=np.where(first == NEVER, 0, first)
    )
    fit = CallawaySantAnna(
        control_group=_CONTROL[control],
        anticipation=anticipation,
        estimation_method=estimator,
        allow_unbalanced_panel=as_levels,
    )
    with _heard() as heard:
        result = fit.fit(
            frame, outcome="y", unit="unit", time="time", first_treat="g", covariates=names or None
        )
    by_row = bool(result.used_rc_on_unbalanced_panel)
    att = _as_group_time(ready, result, ready.unit if by_row else None)
    return att, (*found.notes, *heard)


def _as_group_time(panel: LongPanel, result: Any, unit_of_row: IntArray | None) -> GroupTime:
    """Its dictionaries as arrays; its influence is ours over n."""
    influence = result._aggregation_kit.influence
    cells = [cell for cell in sorted(result.group_time_effects) if cell in influence]
    n = panel.cohort.size
    psi = np.zeros((n, len(cells)))
    for k, cell in enumerate(cells):
        part = influence[cell]
        for side in ("treated", "control"):
            index = np.asarray(part[f"{side}_idx"], dtype=np.int64)
            where = index if unit_of_row is None else unit_of_row[index]
            np.add.at(psi[:, k], where, n * np.asarray(part[f"{side}_inf"]))
    cohorts, index, sizes = np.unique(panel.cohort, return_inverse=True, return_counts=True)
    atoms = collapse(psi, index, cohorts.size, panel.cluster)
    same = np.broadcast_to(np.eye(len(cells))[:, None], (len(cells), cohorts.size, len(cells)))
    return GroupTime(
        np.array([g for g, _ in cells], dtype=np.int64),
        np.array([t for _, t in cells], dtype=np.int64),
        np.array([result.group_time_effects[cell]["effect"] for cell in cells], dtype=float),
        Influence(atoms, same, np.zeros((len(cells), cohorts.size))),
        cohorts,
        sizes,
        len(result.group_time_effects) - len(cells),
    )


@dataclass(frozen=True, slots=True)
class SyntheticFit:
    """What SyntheticDiD found; unit weights are of the untreated, in their order."""

    estimate: float
    std_error: float
    unit_weights: FloatArray
    time_weights: FloatArray
    heard: list[str]


def synthetic_by_diff_diff(
    outcome: FloatArray, treated: BoolArray, n_before: int, draws: int, seed: int
) -> SyntheticFit:
    """Synthetic difference-in-differences with placebo errors; arguments as `synthetic_did`."""
    from diff_diff import SyntheticDiD
    from pandas import DataFrame

    n, n_times = outcome.shape
    frame = DataFrame(
        {
            "unit": np.repeat(np.arange(n), n_times),
            "time": np.tile(np.arange(n_times), n),
            "y": outcome.ravel(),
            "d": np.repeat(treated.astype(int), n_times),
        }
    )
    after = list(range(n_before, n_times))
    fit = SyntheticDiD(variance_method="placebo", n_bootstrap=draws, seed=seed)
    with _heard() as heard:
        result = fit.fit(
            frame, outcome="y", treatment="d", unit="unit", time="time", post_periods=after
        )
    return SyntheticFit(
        float(result.att),
        float(result.se),
        np.array([result.unit_weights[i] for i in np.flatnonzero(~treated)], dtype=float),
        np.array([result.time_weights[t] for t in range(n_before)], dtype=float),
        heard,
    )


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect the package's warnings, once each, to hand on with the result."""
    heard: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield heard
    for message in dict.fromkeys(str(warning.message) for warning in caught):
        # Unbalanced panels were announced already, in plainer words.
        if "nbalanced panel" not in message:
            heard.append(f"diff-diff: {message}")
