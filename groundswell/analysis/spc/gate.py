"""The gate: which segments hold too little to be judged."""

import numpy as np

from groundswell.analysis.spc.limits import Kind, moving_ranges
from groundswell.analysis.spc.rule_sets import RuleSet
from groundswell.analysis.spc.segments import Bools, Floats, Segments, ratio


def enough(
    kind: Kind, y: Floats, n: Floats | None, segments: Segments, rules: RuleSet
) -> tuple[Bools, Bools]:
    """(K,) has the segment enough points; (K,) is it dense enough for limits to mean anything?

    T and G charts are what sparse events are charted with: only their points are counted.
    """
    long_enough = segments.count >= rules.minimum_points
    dense = np.ones(segments.starts.size, dtype=np.bool_)
    if kind in ("t", "g"):
        return long_enough, dense
    if rules.minimum_expected > 0:
        dense &= ~(_expected(kind, y, n, segments, rules) < rules.minimum_expected)
    if kind == "xmr" and rules.maximum_flat_share < 1:
        dense &= ~(_flat_share(y, segments) > rules.maximum_flat_share)
    return long_enough, dense


def _expected(
    kind: Kind, y: Floats, n: Floats | None, segments: Segments, rules: RuleSet
) -> Floats:
    """(K,) mean events behind a point (p charts: the rarer outcome); NaN if not counted."""
    events = segments.total(y)
    if n is None:
        return _if_counts(ratio(events, segments.count), y, segments, rules.minimum_expected)
    if kind in ("p", "pp"):
        events = np.minimum(events, segments.total(n) - events)
    return ratio(events, segments.count)


def _if_counts(mean: Floats, y: Floats, segments: Segments, minimum: float) -> Floats:
    """The mean, where it is low and the segment holds only whole numbers from 0 up; else NaN."""
    if not (mean < minimum).any():
        return mean
    not_a_count = (y < 0) | (np.floor(y) != y)
    return np.where(segments.number(not_a_count) == 0, mean, np.nan)


def _flat_share(y: Floats, segments: Segments) -> Floats:
    """(K,) share of moving ranges that are zero."""
    flat = (moving_ranges(y, segments) == 0.0) & segments.linked
    return ratio(segments.number(flat).astype(np.float64), segments.number(segments.linked))
