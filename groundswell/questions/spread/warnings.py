"""What a reader of a spread answer must know besides its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundswell.common.numbers import count as count_words
from groundswell.organisations.rules import first_days

from ..places import PLACE_KINDS
from .latest import latest_month

if TYPE_CHECKING:
    from .answering import Counted


def warnings(counted: Counted) -> tuple[str, ...]:
    found = [
        _no_place(counted),
        _later_codes(counted),
        _merged(counted),
        _split(counted),
        _imprecise(counted),
        _beyond_newest(counted),
        _outside(counted),
        _known_on(counted),
    ]
    return tuple(text for text in found if text)


def _sites(number: float) -> str:
    return "1 site" if number == 1 else f"{count_words(number)} sites"


def _no_place(counted: Counted) -> str:
    lost = counted.counts.eligible[-1, -1]
    if not lost:
        return ""
    kind = PLACE_KINDS[counted.question.by]
    everywhere = count_words(counted.counts.eligible[-1].sum())
    return (
        f"{_sites(lost)} of {everywhere} had no known {kind} under "
        f"these boundaries ({counted.question.boundaries}); the row “No known place” counts them."
    )


def _later_codes(counted: Counted) -> str:
    """Sites under codes that did not exist on the day: their publisher recoded history."""
    day = counted.question.boundaries.day_for(counted.question.at).toordinal()
    held = counted.history
    first = first_days(held.successions, held.lives, len(held.codes))
    here = counted.eligible[-1] & (first[counted.sites] > day)
    number = int(here.sum())
    if not number:
        return ""
    return (
        f"{_sites(number)} stand under codes that came into use after this date: the source "
        "reports their history under the later code, so it is counted there."
    )


def _merged(counted: Counted) -> str:
    number = int(counted.counts.merged[-1])
    if not number:
        return ""
    is_what = "is what" if number == 1 else "are what"
    return f"{number:,} of the sites {is_what} two or more sites became; each counts once."


def _split(counted: Counted) -> str:
    fractions = counted.counts.eligible[-1] % 1
    if not (np.minimum(fractions, 1 - fractions) > 1e-6).any():
        return ""
    return (
        "Some places were split. Their sites, where it is not known which part each went to, "
        "count in equal shares in the parts, so some numbers are not whole."
    )


def _imprecise(counted: Counted) -> str:
    number = counted.counts.perhaps[-1].sum()
    if not number:
        return ""
    return (
        f"{_sites(number)} counted as unknown may have adopted by then: the date is known only "
        "to a quarter, a year or an interval."
    )


def _beyond_newest(counted: Counted) -> str:
    newest = latest_month(counted.innovation.slug)
    if newest is None or newest >= counted.question.at:
        return ""
    return (
        f"The newest fact about this innovation is of {newest.name}: sites count as they were "
        "last known."
    )


def _outside(counted: Counted) -> str:
    if not counted.uptake.outside:
        return ""
    whose = "innovation" if counted.programme is None else "programme"
    return (
        f"{_sites(counted.uptake.outside)} with adoption on record are in no cohort of this "
        f"{whose}, so they are not counted."
    )


def _known_on(counted: Counted) -> str:
    if counted.question.known_on is None:
        return ""
    if counted.programme is None:
        return "Adoption is as known on that day; cohorts and boundaries are as known now."
    return "Adoption and the cohort are as known on that day; boundaries are as known now."
