"""Publishing: a new file of cells, and the parts that make it count, in one transaction."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..models import CellFile, Part
from .files import SCHEMA, Written, measure_slices, write_file
from .retiring import retire_hidden


def publish(
    cells: pa.Table,
    *,
    submission: Submission,
    whole_months: bool,
    innovation: Innovation | None = None,
) -> list[Part]:
    """Make cells count from the submission's data version on. Inside an action's transaction.

    Parameters
    ----------
    cells : measure, site, month, numerator, denominator, status and, optionally, submission and
        row (see `files.SCHEMA`), in any order; a null number is NaN
    whole_months : the file is all there is for its months and measures, so that earlier cells of
        them count no more. Otherwise the newest cell of each measure, site and month counts.
    innovation : whose use it is, where the file was sent as an innovation's

    The parts published, by measure and first month. Raises ValueError for cells that contradict
    themselves, and RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Publish cells inside an action: files alone make nothing count.")
    table = as_stored(cells, submission.pk)
    if not len(table):
        return []
    file = record_file(write_file(table))
    version = submission.version or data_version()
    parts = [
        Part(
            measure=measure,
            file=file,
            submission=submission,
            innovation=innovation,
            whole_months=whole_months,
            first_month=str(first),
            last_month=str(last),
            cells=size,
            since=version,
        )
        for measure, first, last, size in _extents(table, whole_months)
    ]
    Part.objects.bulk_create(parts)
    retire_hidden(parts, version)
    return parts


def record_file(written: Written) -> CellFile:
    """The manifest's row of a file; one collected before is there again."""
    file, _ = CellFile.objects.update_or_create(
        path=written.path,
        defaults={"cells": written.cells, "bytes": written.bytes, "collected": None},
    )
    return file


def as_stored(cells: pa.Table, submission: int) -> pa.Table:
    """Cells in the columns and order of a file. Raises ValueError where they cannot be."""
    columns = {
        name: cells.column(name) if name in cells.column_names else _absent(name, cells, submission)
        for name in SCHEMA.names
    }
    for name in ("numerator", "denominator"):
        columns[name] = pc.fill_null(columns[name].cast(pa.float64()), float("nan"))
    table = pa.table(columns).cast(SCHEMA)
    table = table.sort_by([("measure", "ascending"), ("site", "ascending"), ("month", "ascending")])
    table = table.combine_chunks()
    _refuse_nulls(table)
    _refuse_second_cells(table)
    _refuse_contradictions(table)
    return table


def _absent(name: str, cells: pa.Table, submission: int) -> pa.Array:
    """Columns that cells from many rows do not have: all of one submission, of no one row."""
    if name not in ("submission", "row"):
        raise ValueError(f"Cells need the column {name}.")
    value = submission if name == "submission" else 0
    return pa.array(np.full(len(cells), value, np.int32))


def _refuse_nulls(table: pa.Table) -> None:
    empty = [name for name in table.column_names if table.column(name).null_count]
    if empty:
        raise ValueError(f"Cells without a value in {', '.join(empty)}.")


def _refuse_second_cells(table: pa.Table) -> None:
    same = np.ones(max(len(table) - 1, 0), np.bool_)
    for name in ("measure", "site", "month"):
        values = table.column(name).combine_chunks()
        same &= pc.equal(values[1:], values[:-1]).to_numpy(zero_copy_only=False)
    if same.any():
        second = table.slice(int(np.argmax(same)) + 1, 1).to_pylist()[0]
        raise ValueError(
            f"{second['measure']} has {second['site']} {Month(second['month'])} twice."
        )


def _refuse_contradictions(table: pa.Table) -> None:
    """A value where the status says so, 0 only at a true zero, no infinities."""
    number = table.column("numerator").to_numpy()
    status = table.column("status").to_numpy()
    known = np.isin(status, (Status.OBSERVED, Status.ZERO))
    unknown = np.isin(status, (Status.MISSING, Status.SUPPRESSED))
    for wrong, why in (
        (~np.isin(status, [*Status]), "a status that does not exist"),
        (np.isinf(number) | np.isinf(table.column("denominator").to_numpy()), "an infinity"),
        (known & np.isnan(number), "no numerator though its status says that it has one"),
        (unknown & ~np.isnan(number), "a numerator though its status says that it has none"),
        ((status == Status.ZERO) & (number != 0), "a true zero that is not 0"),
        ((status == Status.OBSERVED) & (number == 0), "an observed 0: its status is ZERO"),
    ):
        if wrong.any():
            cell = table.slice(int(np.argmax(wrong)), 1).to_pylist()[0]
            raise ValueError(
                f"{cell['measure']} has at {cell['site']} {Month(cell['month'])} {why}."
            )


def _extents(table: pa.Table, whole_months: bool) -> Iterable[tuple[str, Month, Month, int]]:
    """(measure, first month, last month, cells) of each part of a sorted table.

    A part with whole months speaks for every month from its first to its last, so months with a
    gap between them make parts of their own.
    """
    months = table.column("month").to_numpy()
    for start, stop in measure_slices(table):
        measure = table.column("measure")[start].as_py()
        found, sizes = np.unique(months[start:stop], return_counts=True)
        gaps = np.flatnonzero(np.diff(found) > 1) + 1
        breaks = gaps if whole_months else gaps[:0]
        for run, size in zip(np.split(found, breaks), np.split(sizes, breaks), strict=True):
            yield measure, Month(int(run[0])), Month(int(run[-1])), int(size.sum())
