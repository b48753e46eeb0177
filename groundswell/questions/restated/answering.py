"""Answering the restated question: two states of a measure's cells, compared."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.matching import nearest
from groundswell.common.months import Month
from groundswell.measures.cells import (
    Differences,
    NoLongerKept,
    SiteCells,
    cells_that_differ,
    site_cells,
)
from groundswell.measures.definition import ListSize, Measure
from groundswell.measures.models import Part
from groundswell.measures.queries import LIST_SIZE, carried, measure_cells
from groundswell.measures.registry import measure as defined_measure
from groundswell.measures.registry import measures
from groundswell.organisations.queries import names_on
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..errors import NotFound
from ..reach.counting import values
from .answer import Change, Floats, Ints, MonthTotals, RestatedAnswer, Side
from .provenance import provenance
from .question import RestatedQuestion
from .states import closed
from .words import headline


def answer(question: RestatedQuestion) -> RestatedAnswer:
    """What differs between the two versions, in the months that the earlier one had.

    Raises NotFound for a measure that is not defined or never had cells, ValueError for a
    version that is to come or whose cells are kept no more.
    """
    return _answer(closed(question, measure_of(question)), data_version())


def measure_of(question: RestatedQuestion) -> Measure:
    try:
        return defined_measure(question.measure)
    except LookupError:
        raise NotFound("measure", question.measure, nearest(question.measure, measures())) from None


@lru_cache(maxsize=8)
def _answer(question: RestatedQuestion, now: int) -> RestatedAnswer:
    """`question` names both versions. `now` only keys the cache: names may have changed."""
    measure = measure_of(question)
    old, new = question.from_version or 0, question.to_version or 0
    try:
        before, after = measure_cells(measure, old), measure_cells(measure, new)
        found = cells_that_differ(before, after, old, new)
        submission = _changed_by(measure, found, before, after)
    except NoLongerKept as error:
        raise ValueError(str(error)) from error
    held = _months_with_cells(before)
    earlier = np.array([month in held for month in found.months], dtype=bool)
    change = _changes(found)
    # By change; within it cells stay by month and site.
    order = np.argsort(change, kind="stable")
    order = order[earlier[order]]
    sites = tuple(found.sites[i] for i in order)
    cell_months = tuple(found.months[i] for i in order)
    months, new_months = tuple(sorted(set(cell_months))), sorted(set(found.months) - held)
    new_cells = int((~earlier).sum())
    names = names_on(set(sites), months[-1].last_day) if months else {}
    files = Submission.objects.filter(pk__in=np.unique(submission[order]).tolist())
    return RestatedAnswer(
        measure=measure,
        is_demo=measure.is_demo,
        from_version=old,
        to_version=new,
        sites=sites,
        names=tuple(names.get(site, site) for site in sites),
        cell_months=cell_months,
        change=change[order],
        old=_side(found, "old", before, order),
        new=_side(found, "new", after, order),
        submission=submission[order],
        files=dict(files.values_list("pk", "file_name")),
        months=months,
        old_totals=_totals(measure, before, months),
        new_totals=_totals(measure, after, months),
        new_months=tuple(new_months),
        new_cells=new_cells,
        headline=headline(
            measure, question, sites, cell_months, change[order], (new_cells, len(new_months))
        ),
        provenance=provenance(measure, question, files),
    )


def _months_with_cells(cells: SiteCells) -> set[Month]:
    return {month for t, month in enumerate(cells.months) if cells.has_cell[:, t].any()}


def _changes(found: Differences) -> NDArray[np.int8]:
    """(N,) `Change` of each cell that differs."""
    kinds = [Change.RESTATED, Change.WITHDRAWN]
    had, has = found.old_has_cell, found.new_has_cell
    return np.select([had & has, had], kinds, Change.ADDED).astype(np.int8)


def _side(found: Differences, side: str, cells: SiteCells, order: NDArray[np.int64]) -> Side:
    return Side(
        numerator=getattr(found, f"{side}_numerator")[order],
        denominator=getattr(found, f"{side}_denominator")[order],
        status=getattr(found, f"{side}_status")[order],
        submission=_at(cells, cells.submission, found, 0)[order],
        row=_at(cells, cells.row, found, 0)[order],
    )


def _at(cells: SiteCells, array: NDArray[Any], found: Differences, fill: float) -> NDArray[Any]:
    """(N,) what an array (S, T) of the cells holds for each cell that differs."""
    rows = {site: row for row, site in enumerate(cells.sites)}
    row = np.array([rows.get(site, -1) for site in found.sites], dtype=np.intp)
    first = cells.months[0].index if cells.months else 0
    column = np.array([month.index - first for month in found.months], dtype=np.intp)
    there = (row >= 0) & (column >= 0) & (column < len(cells.months))
    out = np.full(len(found), fill, dtype=array.dtype)
    out[there] = array[row[there], column[there]]
    return out


def _changed_by(measure: Measure, found: Differences, before: SiteCells, after: SiteCells) -> Ints:
    """(N,) the submission that changed each cell; 0 where no one file did."""
    changed = found.submission.copy()
    gone = np.flatnonzero(~found.new_has_cell)
    if len(gone):
        changed[gone] = _withdrawn_by(found, gone)
    if isinstance(measure.denominator, ListSize):
        # The cell was not told again: its number of patients was.
        same = _at(before, before.submission, found, 0) == found.submission
        same &= _at(before, before.row, found, 0) == _at(after, after.row, found, 0)
        same &= found.old_has_cell & found.new_has_cell
        changed[same] = _size_told_by(measure.denominator, found, after)[same]
    return changed


def _withdrawn_by(found: Differences, gone: NDArray[np.int64]) -> list[int]:
    """Cells go only where a later file is all there is for its months."""
    whole = [
        (Month.parse(first), Month.parse(last), submission or 0)
        for first, last, submission in Part.objects.filter(
            measure=found.measure, whole_months=True, since__gt=found.old, since__lte=found.new
        )
        .order_by("since", "pk")
        .values_list("first_month", "last_month", "submission")
    ]
    by_month = {
        month: next((s for first, last, s in reversed(whole) if first <= month <= last), 0)
        for month in {found.months[i] for i in gone}
    }
    return [by_month[found.months[i]] for i in gone]


def _size_told_by(size: ListSize, found: Differences, after: SiteCells) -> Ints:
    sizes = site_cells(LIST_SIZE, found.new)
    told = replace(sizes, numerator=sizes.submission.astype(np.float64))
    by = np.nan_to_num(carried(told, after, size.carried_months)).astype(np.int32)
    out: Ints = _at(after, by, found, 0)
    return out


def _totals(measure: Measure, cells: SiteCells, months: tuple[Month, ...]) -> MonthTotals:
    """All sites that reported, added up."""
    numerator, denominator = np.full(len(months), np.nan), np.full(len(months), np.nan)
    for number, month in enumerate(months):
        column = month.index - cells.months[0].index if cells.months else -1
        if not 0 <= column < len(cells.months):
            continue
        known = cells.status[:, column] <= Status.ZERO
        if known.any():
            numerator[number] = _sum(cells.numerator[known, column])
            denominator[number] = _sum(cells.denominator[known, column])
    plain = measure.denominator is None
    value = numerator if plain else values(numerator, denominator, measure.multiplier)
    return MonthTotals(numerator, denominator, value)


def _sum(numbers: Floats) -> float:
    """NaN only where no number is known."""
    return float(np.nansum(numbers)) if not np.isnan(numbers).all() else np.nan
