"""Reads of cells: by a measure's definition, and added up for an innovation's page."""

from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Count, Max, Min, Sum
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.months import Month

from .cells import SiteCells, cells_version, site_cells
from .definition import ListSize, Measure
from .models import Part
from .registry import measures_of

LIST_SIZE = "list-size"


def measure_cells(measure: Measure, version: int | None = None) -> SiteCells:
    """The cells of a measure, each with its denominator.

    A measure by list size takes the newest number of registered patients known in the cell's
    month or in the `carried_months` before it. Where none is known the cell is MISSING (its
    numerator stays); with 0 patients it is NOT_YET_ELIGIBLE. A cell that came with a denominator
    of its own keeps it.
    """
    cells = site_cells(measure.slug, version)
    if not isinstance(measure.denominator, ListSize) or not cells.sites:
        return cells
    patients = carried(site_cells(LIST_SIZE, version), cells, measure.denominator.carried_months)
    joins = cells.has_cell & np.isnan(cells.denominator)
    denominator = np.where(joins, patients, cells.denominator)
    status = cells.status.copy()
    known = joins & np.isin(status, (Status.OBSERVED, Status.ZERO))
    status[known & np.isnan(patients)] = Status.MISSING
    status[known & (patients == 0)] = Status.NOT_YET_ELIGIBLE
    return replace(cells, denominator=denominator, status=status)


def carried(sizes: SiteCells, onto: SiteCells, months: int) -> NDArray[np.float64]:
    """(S, T) list sizes for the sites and months of `onto`: the newest at most `months` old."""
    out = np.full((len(onto.sites), len(onto.months)), np.nan)
    if not sizes.sites or not onto.sites:
        return out
    # Rows of the sizes for the sites asked for; -1 reads an empty row.
    at = {site: row for row, site in enumerate(sizes.sites)}
    rows = np.array([at.get(site, -1) for site in onto.sites])
    known = np.isin(sizes.status, (Status.OBSERVED, Status.ZERO))
    position = np.where(known, np.arange(len(sizes.months)), -1)
    newest = np.maximum.accumulate(position, axis=1)
    column = np.arange(len(onto.months)) + onto.months[0].index - sizes.months[0].index
    within = column >= 0
    read = np.minimum(column, len(sizes.months) - 1)
    found = np.where((rows[:, None] >= 0) & within, newest[rows][:, np.maximum(read, 0)], -1)
    fresh = (found >= 0) & (column - found <= months)
    out[fresh] = sizes.numerator[rows[:, None], found][fresh]
    return out


@dataclass(frozen=True, slots=True)
class MonthOfUse:
    """All sites of a measure in one month. `denominator` is None where not every cell has one."""

    month: Month
    sites: int  # with a cell
    using: int  # of those, with use above zero
    numerator: float
    denominator: float | None


def monthly_use(cells: SiteCells) -> list[MonthOfUse]:
    """Cells added up by month, first month first; months without a cell are left out."""
    found = []
    for t, month in enumerate(cells.months):
        told = cells.has_cell[:, t]
        if told.any():
            use, of = cells.numerator[told, t], cells.denominator[told, t]
            total = None if np.isnan(of).any() else float(of.sum())
            using = int((use > 0).sum())
            found.append(MonthOfUse(month, int(told.sum()), using, float(np.nansum(use)), total))
    return found


def recorded_measures(innovation: str) -> list[str]:
    """Measures that show the use of an innovation and have cells, by slug.

    Those whose definition names the innovation, and those of files that were sent as its own.
    """
    sent = Part.objects.filter(innovation__slug=innovation).values_list("measure", flat=True)
    slugs = {*sent, *(m.slug for m in measures_of(innovation))}
    held = Part.objects.filter(until=None, measure__in=slugs).values_list("measure", flat=True)
    return sorted(set(held))


@dataclass(frozen=True, slots=True)
class HeldMeasure:
    """What the manifest holds of a measure now. `cells` counts hidden ones too."""

    measure: str
    parts: int
    cells: int
    first_month: str
    last_month: str
    version: int  # in which its cells last changed


def held_measures() -> list[HeldMeasure]:
    """Every measure with cells, by slug."""
    rows = (
        Part.objects.filter(until=None)
        .order_by("measure")
        .values_list("measure")
        .annotate(Count("pk"), Sum("cells"), Min("first_month"), Max("last_month"))
    )
    return [
        HeldMeasure(measure, parts, cells, first, last, cells_version(measure))
        for measure, parts, cells, first, last in rows
    ]
