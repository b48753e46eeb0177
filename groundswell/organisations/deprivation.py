"""How deprived sites are in a month: practices by their own score, places by their practices'.

Pure but for the history that it is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month

from .boundaries import AsAt
from .models import Kind
from .placement import ROUTES, History, place_weights
from .rules import FOREVER, Days, Ids, first_days, nearest_days

Floats = NDArray[np.float64]

# A trust's patients come from everywhere: its practices, if it has any, do not tell of them.
_NO_MEAN = (Kind.PRACTICE, Kind.TRUST)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the editions say: one score an organisation and day, sorted by both."""

    organisation: Ids  # positions in the history
    since: Days
    score: Floats


def newest_scores(scores: Scores, organisations: int, day: int) -> Floats:
    """The newest score of every organisation on a day; before the first edition, that one.

    Shape: (organisations,), NaN where there is no score.
    """
    found = np.full(organisations, np.nan)
    # Of several assigned to one organisation the last stays: the first edition, then the newest.
    found[scores.organisation[::-1]] = scores.score[::-1]
    started = scores.since <= day
    found[scores.organisation[started]] = scores.score[started]
    return found


def scores_of(
    history: History,
    scores: Scores,
    codes: Sequence[str],
    month: Month,
    weights: Mapping[str, float] | None = None,
) -> Floats:
    """The score of each code at the end of a month: (codes,), NaN where unknown.

    A place has the mean of the practices that are open and stand in it that day, weighted by
    `weights` (patients by practice code; a practice that is not among them does not count), else
    equally. A place that did not exist that day yet, or no more, has the mean of its nearest day.
    """
    day = month.last_day.toordinal()
    own = newest_scores(scores, len(history.codes), day)
    # Position -1, of a code that nobody knows, is the last one here: without a score or a kind.
    found = np.append(own, np.nan)
    kinds = np.append(history.kinds, "")
    position = np.array([history.index.get(code, -1) for code in codes], dtype=np.int64)
    weight = _weights(history, weights)
    for kind in ROUTES:
        places = np.unique(position[kinds[position] == kind])
        if kind not in _NO_MEAN:
            found[places] = _means_of_places(history, own, weight, places, kind, day)
    return found[position]


def _weights(history: History, weights: Mapping[str, float] | None) -> Floats:
    if weights is None:
        return np.ones(len(history.codes))
    return np.array([weights.get(code, 0.0) for code in history.codes], dtype=np.float64)


def _means_of_places(
    history: History, own: Floats, weight: Floats, places: Ids, kind: Kind, day: int
) -> Floats:
    """(places,) means on a day, or on each place's nearest day of those on which it stood."""
    means = np.full(len(places), np.nan)
    nearest = _days_nearest(history, places, day)
    for its_day in np.unique(nearest):
        there = nearest == its_day
        means[there] = _means(history, own, weight, kind, int(its_day))[places[there]]
    return means


def _days_nearest(history: History, places: Ids, day: int) -> Days:
    """(places,) the day nearest to `day` of those on which each place was itself.

    One that succeeded others was not before that; one that others succeeded is not after.
    """
    first = first_days(history.successions, history.lives, len(history.codes))[places]
    last = np.full(len(history.codes), FOREVER, dtype=np.int64)
    np.minimum.at(last, history.successions.predecessor, history.successions.on - 1)
    return np.maximum(first, np.minimum(last[places], day))


def _means(history: History, own: Floats, weight: Floats, kind: Kind, day: int) -> Floats:
    """(organisations,) weighted mean score of the practices in each place of a kind on a day."""
    is_open = nearest_days(history.lives, len(history.codes), day) == day
    practices = np.flatnonzero(is_open & ~np.isnan(own) & (weight > 0))
    found = np.full(len(history.codes), np.nan)
    if len(practices):
        on = date.fromordinal(day)
        month = Month.of(on)
        placement = place_weights(history, practices, [month], kind, AsAt(on))
        share = placement.weights_at(month).T
        people = share @ weight[practices]
        total = share @ (weight[practices] * own[practices])
        found[placement.places] = total / people
    return found
