"""From ATT(g, t) to answers: overall, by cohort, by time since treatment, by calendar time."""

from dataclasses import dataclass

import numpy as np

from .cells import GroupTime
from .influence import Influence
from .panel import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Aggregation:
    """Weighted averages of group-time effects.

    Attributes
    ----------
    key : (m,) the cohort, event time or calendar time of each row; one 0 for an overall average.
    estimate : (m,).
    influence : of the m estimates.
    weights : (m, k) weights on the group-time effects; each row sums to one.
    """

    key: IntArray
    estimate: FloatArray
    influence: Influence
    weights: FloatArray


def simple(att: GroupTime) -> Aggregation:
    """All post-treatment effects, weighted by cohort size: one row."""
    if not (att.event >= 0).any():
        raise ValueError(
            "no effect after treatment can be estimated: no treated unit has both a time before "
            "and a time after its treatment with somebody untreated to compare with"
        )
    return _share_weighted(att, np.zeros(1, dtype=np.int64), (att.event >= 0)[None, :])


def by_event(att: GroupTime) -> Aggregation:
    """By times since first treatment, weighted by cohort size: the event study."""
    keys = np.unique(att.event)
    return _share_weighted(att, keys, att.event == keys[:, None])


def by_calendar(att: GroupTime) -> Aggregation:
    """By calendar time, over the cohorts treated by then, weighted by cohort size."""
    keys = np.unique(att.time[att.event >= 0])
    return _share_weighted(att, keys, (att.time == keys[:, None]) & (att.event >= 0))


def by_group(att: GroupTime) -> Aggregation:
    """By cohort, the plain mean over its post-treatment times."""
    keys = np.unique(att.cohort[att.event >= 0])
    chosen = (att.cohort == keys[:, None]) & (att.event >= 0)
    weights = chosen / np.maximum(chosen.sum(axis=1, keepdims=True), 1)
    fixed = np.zeros((keys.size, att.cohorts.size))
    return _combined(att.estimate, att.influence, keys, weights, fixed)


def mean_of(part: Aggregation, rows: BoolArray) -> Aggregation:
    """The plain mean of some rows of an aggregation."""
    weights = (rows / max(rows.sum(), 1))[None, :]
    none = np.zeros((1, part.influence.shifts.shape[1]))
    mean = _combined(part.estimate, part.influence, np.zeros(1, dtype=np.int64), weights, none)
    return Aggregation(mean.key, mean.estimate, mean.influence, weights @ part.weights)


def size_weighted(att: GroupTime, groups: Aggregation) -> Aggregation:
    """The mean of cohorts' effects, weighted by cohort size."""
    index = np.searchsorted(att.cohorts, groups.key)
    share = att.sizes[index] / att.sizes.sum()
    weights = (share / share.sum())[None, :]
    theta = weights @ groups.estimate
    shifts = np.zeros((1, att.cohorts.size))
    shifts[0, index] = (groups.estimate - theta) / share.sum()
    key = np.zeros(1, dtype=np.int64)
    mean = _combined(groups.estimate, groups.influence, key, weights, shifts)
    return Aggregation(mean.key, mean.estimate, mean.influence, weights @ groups.weights)


def _share_weighted(att: GroupTime, keys: IntArray, chosen: BoolArray) -> Aggregation:
    """Averages weighted by cohort shares, which are estimated.

    With S the shares summed over the chosen cells, the derivative of
    sum(share att) / sum(share) in the share of cohort c is sum over its cells of (att - theta) / S.
    """
    raw = chosen * att.shares
    total = raw.sum(axis=1, keepdims=True)
    weights = raw / np.where(total > 0, total, 1.0)
    theta = weights @ att.estimate
    of_cohort = att.cohort_index[:, None] == np.arange(att.cohorts.size)
    spread = chosen * (att.estimate - theta[:, None]) / np.where(total > 0, total, 1.0)
    return _combined(att.estimate, att.influence, keys, weights, spread @ of_cohort)


def _combined(
    estimate: FloatArray,
    influence: Influence,
    keys: IntArray,
    weights: FloatArray,
    shifts: FloatArray,
) -> Aggregation:
    return Aggregation(keys, weights @ estimate, influence.combine(weights, shifts), weights)
