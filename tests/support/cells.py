"""Cells as dictionaries, published and read back."""

from collections.abc import Mapping
from math import isnan

import numpy as np
import pyarrow as pa
from django.db import transaction

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.cells import SiteCells, publish
from groundswell.measures.models import Part
from groundswell.submissions.models import Submission

from .factories import make_submission

JANUARY = Month.parse("2018-01")

# (measure, site, month) to numerator, denominator and status; None is no number.
Numbers = tuple[float | None, float | None, Status]
Cells = Mapping[tuple[str, str, Month], Numbers]


def cell(numerator: float | None, denominator: float | None = 100.0) -> Numbers:
    """Its status as its numbers tell it."""
    if denominator == 0:
        return numerator, denominator, Status.NOT_YET_ELIGIBLE
    if numerator is None:
        return None, denominator, Status.MISSING
    return numerator, denominator, Status.OBSERVED if numerator else Status.ZERO


def cells_of(measure: str = "m", **sites: dict[str, float | None]) -> dict:
    """cells_of(P1={"2018-01": 3}): of 100 each."""
    return {
        (measure, site, Month.parse(month)): cell(number)
        for site, months in sites.items()
        for month, number in months.items()
    }


def as_table(cells: Cells, rows: bool = True) -> pa.Table:
    """As `publish` takes them; each told in a row of its own, counted from 2."""
    columns = {
        "measure": [measure for measure, _, _ in cells],
        "site": [site for _, site, _ in cells],
        "month": [month.index for _, _, month in cells],
        "numerator": pa.array([n for n, _, _ in cells.values()], pa.float64()),
        "denominator": pa.array([d for _, d, _ in cells.values()], pa.float64()),
        "status": [int(status) for _, _, status in cells.values()],
    }
    if rows:
        columns["row"] = list(range(2, len(cells) + 2))
    return pa.table(columns)


def publish_cells(
    cells: Cells, *, whole_months: bool = False, submission: Submission | None = None, **more
) -> list[Part]:
    """Published from a submission of their own, which has a data version of its own."""
    with transaction.atomic():
        return publish(
            as_table(cells),
            submission=submission or make_submission(),
            whole_months=whole_months,
            **more,
        )


def told(cells: SiteCells) -> dict[tuple[str, Month], tuple]:
    """What `site_cells` has: (site, month) to its numbers, status, submission and row."""
    return {
        (cells.sites[s], cells.months[t]): (
            _number(cells.numerator[s, t]),
            _number(cells.denominator[s, t]),
            Status(cells.status[s, t]),
            int(cells.submission[s, t]),
            int(cells.row[s, t]),
        )
        for s, t in zip(*np.nonzero(cells.has_cell), strict=True)
    }


def _number(number: float) -> float | None:
    return None if isnan(number) else float(number)
