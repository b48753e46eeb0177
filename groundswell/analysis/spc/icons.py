"""Icons: what a point means given which way is better, and whether a target will be met."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.spc.rules import UPWARD, Labels
from groundswell.analysis.spc.segments import Floats
from groundswell.analysis.spc.words import Assurance, Label, Variation

Direction = Literal["increase", "decrease", "neutral"]
SIGN: dict[Direction, int] = {"increase": 1, "decrease": -1, "neutral": 0}

_SPECIAL = [label for label in Label if label >= Label.ABOVE_UPPER]


def _meaning() -> NDArray[np.int8]:
    """(3, labels) variation of each label: a decrease is better, neither, an increase."""
    table = np.tile(np.minimum(np.arange(len(Label)), Variation.COMMON_CAUSE), (3, 1))
    for label in _SPECIAL:
        up = label in UPWARD
        table[0, label] = Variation.CONCERN if up else Variation.IMPROVEMENT
        table[1, label] = Variation.NEUTRAL_HIGH if up else Variation.NEUTRAL_LOW
        table[2, label] = Variation.IMPROVEMENT if up else Variation.CONCERN
    return table.astype(np.int8)


_MEANING = _meaning()


def variation_of(labels: Labels, improvement: NDArray[np.int8]) -> NDArray[np.int8]:
    """(S, T) `Variation` of labels (S, T), improvement (S,) being 1, -1 or 0."""
    offsets = (improvement.astype(np.int8) + 1) * np.int8(len(Label))
    found = _MEANING.reshape(-1).take(labels + offsets[:, None])
    return np.asarray(found, dtype=np.int8)


def assurance_of(
    lower: Floats,
    upper: Floats,
    target: Floats,
    improvement: NDArray[np.int8],
    insufficient: NDArray[np.bool_],
) -> NDArray[np.int8]:
    """(S,) `Assurance` from the limits and the target at each series' last value.

    Strictly beyond a limit is consistent; on it, or without limits, inconsistent. None where
    there is no target (NaN) or neither direction is better.
    """
    above, below = target > upper, target < lower
    better_up = improvement > 0
    found = np.full(target.shape, Assurance.INCONSISTENT, dtype=np.int8)
    found[np.where(better_up, above, below)] = Assurance.CONSISTENT_FAIL
    found[np.where(better_up, below, above)] = Assurance.CONSISTENT_PASS
    found[insufficient] = Assurance.INSUFFICIENT
    found[np.isnan(target) | (improvement == 0)] = Assurance.NONE
    return found
