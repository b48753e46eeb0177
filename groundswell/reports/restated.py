"""The restated answer as tables: what may be seen of old and new numbers.

A cell is hidden in both versions or in neither, and so is the total of a month: a difference
between two numbers that are shown never tells one that is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.questions.reach import STATUS_WORDS
from groundswell.questions.restated import (
    CHANGE_WORDS,
    Change,
    MonthTotals,
    RestatedAnswer,
    RestatedQuestion,
    RestatedRow,
    Side,
    answer,
)

from .disclosure import Rule, Suppressed, default_rule, disclose_grid
from .report import Cell, Column, Report, Table

Flags = NDArray[np.bool_]

_CELL = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("month", "Month", "month"),
    Column("change", "Change"),
)
_NUMBERS = (
    Column("old_numerator", "Numerator, old", "count"),
    Column("new_numerator", "Numerator, new", "count"),
    Column("old_denominator", "Denominator, old", "count"),
    Column("new_denominator", "Denominator, new", "count"),
)
_STATUSES = (Column("old_status", "Status, old"), Column("new_status", "Status, new"))
CELLS = (
    *_CELL,
    *_NUMBERS,
    *_STATUSES,
    Column("submission_id", "Changed by submission", "count"),
    Column("file_name", "File"),
)
MONTHS = (
    Column("month", "Month", "month"),
    Column("restated", "Cells restated", "count"),
    Column("withdrawn", "Cells withdrawn", "count"),
    Column("added", "Cells added", "count"),
    Column("sites", "Sites", "count"),
    *_NUMBERS,
    Column("old_value", "Value, old", "number"),
    Column("new_value", "Value, new", "number"),
)
FILES = (
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("cells", "Cells changed", "count"),
    Column("sites", "Sites", "count"),
    Column("first_month", "First month", "month"),
    Column("last_month", "Last month", "month"),
)
ROWS = (
    *_CELL,
    *_NUMBERS,
    *_STATUSES,
    Column("old_submission_id", "Submission, old", "count"),
    Column("old_file_name", "File, old"),
    Column("old_row", "Row, old", "count"),
    Column("new_submission_id", "Submission, new", "count"),
    Column("new_file_name", "File, new"),
    Column("new_row", "Row, new", "count"),
)


@dataclass(frozen=True, slots=True, eq=False)
class HiddenNumbers:
    """Which cells (N,) and which months' totals (T,) are hidden, in both versions alike."""

    numerator: Flags
    denominator: Flags
    total_numerator: Flags
    total_denominator: Flags


def restated_report(answer: RestatedAnswer) -> Report:
    """Tables: cells (what differs), months (all sites together), files (which made the change)."""
    hidden = hidden_numbers(answer)
    return Report(
        file_name=f"{answer.measure.slug}-restated-{answer.from_version}-{answer.to_version}",
        headline=" ".join(filter(None, [answer.headline, _largest(answer, hidden)])),
        is_demo=answer.is_demo,
        makers={
            "cells": lambda: _cells_table(answer, hidden),
            "months": lambda: _months_table(answer, hidden),
            "files": lambda: _files_table(answer),
        },
        provenance=answer.provenance,
        on_screen=lambda: _screen_table(answer, hidden),
    )


def restated_rows(question: RestatedQuestion, rows: Sequence[RestatedRow]) -> Table:
    """Both states of each cell with file and row. What is hidden does not depend on which rows
    were asked for.
    """
    found = answer(question)
    hidden = hidden_numbers(found)
    cells = (
        (
            *_cell(found, hidden, row.position),
            row.old_submission,
            row.old_file,
            row.old_row,
            row.new_submission,
            row.new_file,
            row.new_row,
        )
        for row in rows
    )
    return Table("rows", "Sites", ROWS, tuple(cells), "Row 0: many rows of the file, added up.")


def hidden_numbers(answer: RestatedAnswer, rule: Rule | None = None) -> HiddenNumbers:
    """Hide small numbers, and those from which one would follow.

    The total of all sites is public, and so are the cells that did not change: in each version
    the cells that did change add up to what anybody can work out.
    """
    rule = rule or default_rule()
    above, above_totals = _hidden(answer, "numerator", rule)
    if answer.measure.kind == "proportion":
        below, below_totals = _hidden(answer, "denominator", rule)
    else:  # what people are counted against, such as list sizes, tells of nobody
        below, below_totals = np.zeros_like(above), np.zeros_like(above_totals)
    return HiddenNumbers(above, below, above_totals, below_totals)


def _hidden(answer: RestatedAnswer, what: str, rule: Rule) -> tuple[Flags, Flags]:
    """(N,) cells and (T,) totals hidden in either version."""
    codes = {code: row for row, code in enumerate(sorted(set(answer.sites)))}
    columns = {month: column for column, month in enumerate(answer.months)}
    at = (
        np.array([codes[code] for code in answer.sites], dtype=np.intp),
        np.array([columns[month] for month in answer.cell_months], dtype=np.intp),
    )
    cells, totals = np.zeros(len(answer), dtype=bool), np.zeros(len(answer.months), dtype=bool)
    for side in (answer.old, answer.new):
        grid = np.full((len(codes), len(columns)), np.nan)
        grid[at] = getattr(side, what)
        found = disclose_grid(
            grid, np.nansum(grid, axis=0), kind=answer.measure.counts, national=True, rule=rule
        )
        cells |= found.parts[at]
        totals |= found.totals
    return cells, totals


def _shown(value: float, hidden: bool | np.bool_) -> Cell:
    """A zero is shown whatever stands beside it."""
    if np.isnan(value):
        return None
    return Suppressed() if hidden and value != 0 else float(value)


def _status(side: Side, position: int, numerator: Cell, is_there: bool) -> str:
    if not is_there:
        return "no cell"
    hidden = isinstance(numerator, Suppressed)
    return STATUS_WORDS[Status.SUPPRESSED if hidden else Status(int(side.status[position]))]


def _cell(answer: RestatedAnswer, hidden: HiddenNumbers, i: int) -> tuple[Cell, ...]:
    """The columns that `CELLS` and `ROWS` share."""
    old, new, change = answer.old, answer.new, Change(int(answer.change[i]))
    above = [_shown(side.numerator[i], hidden.numerator[i]) for side in (old, new)]
    below = [_shown(side.denominator[i], hidden.denominator[i]) for side in (old, new)]
    return (
        answer.sites[i],
        answer.names[i],
        str(answer.cell_months[i]),
        CHANGE_WORDS[change],
        *above,
        *below,
        _status(old, i, above[0], change != Change.ADDED),
        _status(new, i, above[1], change != Change.WITHDRAWN),
    )


def _cells_table(answer: RestatedAnswer, hidden: HiddenNumbers) -> Table:
    rows = tuple(
        (
            *_cell(answer, hidden, i),
            int(answer.submission[i]) or None,
            answer.files.get(int(answer.submission[i]), ""),
        )
        for i in range(len(answer))
    )
    note = (
        f"Data version {answer.from_version} is old, {answer.to_version} new. A number that is "
        "hidden in one of them is hidden in both."
    )
    return Table("cells", "Cells that differ", CELLS, rows, note)


# What of the cells fits a terminal.
SCREEN = ("site_code", "month", "change", *(c.name for c in _NUMBERS), "submission_id")


def _screen_table(answer: RestatedAnswer, hidden: HiddenNumbers) -> Table:
    table = _cells_table(answer, hidden)
    wanted = [i for i, column in enumerate(CELLS) if column.name in SCREEN]
    rows = tuple(tuple(row[i] for i in wanted) for row in table.rows)
    return replace(table, columns=tuple(CELLS[i] for i in wanted), rows=rows)


def _months_table(answer: RestatedAnswer, hidden: HiddenNumbers) -> Table:
    """All sites together, in the months with a cell that differs."""
    rows = []
    for column, month in enumerate(answer.months):
        here = np.array([m == month for m in answer.cell_months], dtype=bool)
        kinds = [int((answer.change[here] == kind).sum()) for kind in Change]
        sites = len({answer.sites[i] for i in np.flatnonzero(here)})
        rows.append((str(month), *kinds, sites, *_totals(answer, hidden, column)))
    note = f"All sites together, {answer.measure.unit}."
    return Table("months", "Months", MONTHS, tuple(rows), note)


def _totals(answer: RestatedAnswer, hidden: HiddenNumbers, column: int) -> list[Cell]:
    above, below = hidden.total_numerator[column], hidden.total_denominator[column]
    both = (answer.old_totals, answer.new_totals)
    return [
        *(_shown(side.numerator[column], above) for side in both),
        *(_shown(side.denominator[column], below) for side in both),
        *(_shown(side.value[column], above or below) for side in both),
    ]


def _files_table(answer: RestatedAnswer) -> Table:
    """Which files changed how many cells; a row without a number where no one file did."""
    rows = []
    for number in np.unique(answer.submission).tolist():
        changed = np.flatnonzero(answer.submission == number)
        months = [answer.cell_months[i] for i in changed]
        rows.append(
            (
                number or None,
                answer.files.get(number, ""),
                len(changed),
                len({answer.sites[i] for i in changed}),
                str(min(months)),
                str(max(months)),
            )
        )
    return Table("files", "Files", FILES, tuple(rows))


def _largest(answer: RestatedAnswer, hidden: HiddenNumbers) -> str:
    """The month whose value of all sites together changed most, where both may be seen."""
    old, new = _values(answer.old_totals, hidden), _values(answer.new_totals, hidden)
    change = np.nan_to_num(np.abs(new - old))
    if not change.any():
        return ""
    month = int(change.argmax())
    was, now = told_apart(float(old[month]), float(new[month]), answer.measure.unit)
    others = int((change > 0).sum()) - 1
    most = ", the most of any month" if others else ""
    return f"All sites together: {was} became {now} in {answer.months[month].name}{most}."


def _values(totals: MonthTotals, hidden: HiddenNumbers) -> NDArray[np.float64]:
    return np.where(hidden.total_numerator | hidden.total_denominator, np.nan, totals.value)


def told_apart(one: float, other: float, unit: str) -> tuple[str, str]:
    """Two values with their unit, in as many decimals as tell them apart: 71.2% and 71.4%."""
    ending = "%" if unit == "%" else f" {unit}"
    texts = ("", "")
    for decimals in range(0 if unit != "%" else 1, 10):
        texts = (f"{one:,.{decimals}f}{ending}", f"{other:,.{decimals}f}{ending}")
        if texts[0] != texts[1]:
            break
    return texts
