"""Answering the reach question: the cells of sites, placed, added up and described."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.measures.definition import Measure
from groundswell.measures.registry import measures
from groundswell.organisations.boundaries import Boundaries
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import Placement, place_weights
from groundswell.organisations.queries import (
    deprivation_version,
    history,
    names_on,
    organisations_version,
)
from groundswell.organisations.rules import NONE
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..answer import NO_PLACE, NO_PLACE_NAME
from .answer import Fifths, PlaceCells, ReachAnswer
from .counting import Standing, roll_up, standing
from .equity import fifths_of
from .expecting import Flags, unplaced
from .provenance import provenance
from .question import ReachQuestion
from .sites import Sites, positions_of, sites_of
from .standing import unreported
from .words import headline


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Everything that the answer, its rows and its warnings are read from."""

    question: ReachQuestion
    sites: Sites
    nowhere: Flags  # (S, T): under a code that was not yet in use
    placement: Placement | None
    places: PlaceCells
    total: PlaceCells

    @property
    def measure(self) -> Measure:
        return self.sites.measure

    @property
    def months(self) -> tuple[Month, ...]:
        return self.sites.months


def answer(question: ReachQuestion) -> ReachAnswer:
    """Answer from the cells as they are now.

    Raises NotFound for a measure that is not defined or has no data, ValueError for months
    outside its data.
    """
    return answer_at(question, data_version())


def answer_at(question: ReachQuestion, version: int) -> ReachAnswer:
    """Answer from the cells of a data version. Organisations are as known now."""
    if question.known_on is not None:
        version = min(version, version_on(question.known_on))
    measure = measures().get(question.measure)
    return _answer(question, version, organisations_version(), data_version(), measure)


@lru_cache(maxsize=32)
def _answer(
    question: ReachQuestion, version: int, organisations: int, now: int, measure: Measure | None
) -> ReachAnswer:
    """`now` and `measure` key the cache: names, submissions and the definition may change."""
    return _read(count(question, version, organisations), version)


def count(question: ReachQuestion, version: int, organisations: int) -> Counted:
    """Place and add up the cells of a question in a data version."""
    sites = sites_of(question.measure, question.start, question.end, version)
    return _count(question, sites, organisations)


@lru_cache(maxsize=8)
def _count(question: ReachQuestion, sites: Sites, organisations: int) -> Counted:
    placement, nowhere, stands = _place(
        sites.source.sites, sites.months, question.by, question.boundaries, organisations
    )
    places, total = roll_up(sites.parts, stands, sites.measure.multiplier)
    return Counted(question, sites, nowhere, placement, places, total)


@lru_cache(maxsize=16)
def _place(
    codes: tuple[str, ...],
    months: tuple[Month, ...],
    by: Kind,
    boundaries: Boundaries,
    organisations: int,
) -> tuple[Placement | None, Flags, Standing]:
    """Where sites stand, and which are under later codes.

    Questions about the same sites share it; `organisations` only keys the cache.
    """
    held, positions = history(), positions_of(codes)
    known = positions[positions != NONE]
    placement = place_weights(held, known, months, by, boundaries) if len(known) else None
    nowhere = unplaced(held, positions, months, boundaries)
    return placement, nowhere, standing(placement, positions != NONE, nowhere, months)


def version_on(day: date) -> int:
    """The data version that stood at the end of a day."""
    newest = Submission.objects.filter(accepted_at__date__lte=day).order_by("-version").first()
    return newest.version or 0 if newest else 0


def _read(counted: Counted, version: int) -> ReachAnswer:
    question, measure = counted.question, counted.measure
    codes, names, order = _places(counted)
    return ReachAnswer(
        measure=measure,
        is_demo=measure.is_demo,
        by=question.by.value,
        months=counted.months,
        codes=codes,
        names=names,
        cells=_pick(counted.places, order),
        total=counted.total,
        deciles=counted.sites.deciles.lines,
        sites=counted.sites.deciles.n,
        fifths=_fifths(counted.sites, deprivation_version()),
        unreported=unreported(counted),
        headline=headline(measure, question, counted.months, counted.total),
        provenance=provenance(counted, version),
    )


@lru_cache(maxsize=16)
def _fifths(sites: Sites, deprivation: tuple[int, int]) -> Fifths | None:
    """`deprivation` only keys the cache."""
    return fifths_of(sites)


def site_values(question: ReachQuestion) -> NDArray[np.float64]:
    """(S, T): the value of each site in the months of a question; NaN where it has none."""
    return count(question, data_version(), organisations_version()).sites.values


def _places(counted: Counted) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.int64]]:
    """Codes, names and columns of the places, by name.

    A place whose sites never were eligible is one of them, and says so; "no known place" is one
    only where a site needs it.
    """
    held = history()
    found = [held.codes[p] for p in counted.placement.places] if counted.placement else []
    day = counted.question.boundaries.day_for(counted.months[-1])
    names = names_on(found, day)
    labelled = [(code, names.get(code, code)) for code in found] + [(NO_PLACE, NO_PLACE_NAME)]
    needed = (counted.places.expected[-1] > 0).any()
    ever = range(len(labelled) - (0 if needed else 1))
    order = sorted(ever, key=lambda i: (labelled[i][0] == NO_PLACE, labelled[i][1], labelled[i][0]))
    return (
        tuple(labelled[i][0] for i in order),
        tuple(labelled[i][1] for i in order),
        np.array(order, dtype=np.int64),
    )


def _pick(cells: PlaceCells, order: NDArray[np.int64]) -> PlaceCells:
    return PlaceCells(**{name: getattr(cells, name)[order] for name in PlaceCells.__slots__})
