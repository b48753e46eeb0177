"""The reach answer as the public may see it, and its tables."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.questions.reach import CellRow, ReachAnswer, ReachQuestion, answer

from ..disclosure import default_rule, disclose_grid
from ..report import Cell, Column, Report, Table
from . import tables
from .disclosed import DisclosedReach, ShownCells, disclose_reach

__all__ = ["DisclosedReach", "ShownCells", "disclose_reach", "reach_report", "reach_rows"]

ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Place"),
    Column("month", "Month", "month"),
    Column("numerator", "Numerator", "count"),
    Column("denominator", "Denominator", "count"),
    Column("status", "Status"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("row", "Row", "count"),
)


def reach_report(made: ReachAnswer) -> Report:
    """Tables: cells, league, spc, deciles, and where they can be had funnel, fifths, unreported."""
    reach = disclose_reach(made)
    makers: dict[str, Callable[[], Table]] = {
        "cells": lambda: tables.cells_table(reach),
        "league": lambda: tables.league_table(reach),
        "spc": lambda: tables.spc_table(reach),
        "deciles": lambda: tables.deciles_table(reach),
    }
    if tables.has_funnel(reach):
        makers["funnel"] = lambda: tables.funnel_table(reach)
    if reach.fifths is not None:
        makers["fifths"] = lambda: tables.fifths_table(reach)
    makers["unreported"] = lambda: tables.unreported_table(reach)
    return Report(
        file_name=f"{made.measure.slug}-by-{made.by}-{made.months[0]}-to-{made.last}",
        headline=made.headline,
        is_demo=made.is_demo,
        makers=makers,
        provenance=made.provenance,
        on_screen=lambda: tables.screen_table(reach),
    )


def reach_rows(question: ReachQuestion, rows: Sequence[CellRow]) -> Table:
    """The cells of sites as the public may see them.

    A site's number is hidden where it is small, where it would follow from its place's, and where
    the answer hides its place's: the sites of a place add up to it. `rows` are all the rows of
    each place among them.
    """
    shown = disclose_reach(answer(question))
    above = _hidden(shown, rows, "numerator", shown.places.hidden_numerator)
    below = (
        _hidden(shown, rows, "denominator", shown.places.hidden_denominator)
        if shown.measure.kind == "proportion"
        else np.zeros(len(rows), dtype=bool)
    )
    cells = (
        _row(
            row,
            tables.shown(_float(row.numerator), above[i]),
            tables.shown(_float(row.denominator), below[i]),
        )
        for i, row in enumerate(rows)
    )
    return Table("rows", "Sites", ROWS, tuple(cells), "Row 0: many rows of the file, added up.")


def _row(row: CellRow, numerator: Cell, denominator: Cell) -> tuple[Cell, ...]:
    return (
        row.site_code,
        row.site_name,
        row.place_code,
        str(row.month),
        numerator,
        denominator,
        row.status,
        row.submission_id,
        row.file_name,
        row.row,
    )


def _hidden(
    shown: DisclosedReach, rows: Sequence[CellRow], side: str, hidden_places: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which numbers are hidden: each place's sites beside its total, and all of a hidden place."""
    numbers = np.array([_float(getattr(row, side)) for row in rows], dtype=np.float64)
    where = {code: number for number, code in enumerate(shown.codes)}
    groups: dict[tuple[str, Month], list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault((row.place_code, row.month), []).append(number)
    hidden = np.zeros(len(rows), dtype=bool)
    for (place, month), ours in groups.items():
        here = np.array(ours)
        at = where[place], month.index - shown.months[0].index
        if hidden_places[at]:
            hidden[here] = np.nan_to_num(numbers[here]) != 0
            continue
        total = np.array([np.nansum(numbers[here])])
        grid = disclose_grid(
            numbers[here][:, None],
            total,
            kind=shown.measure.counts,
            national=False,
            rule=default_rule(),
        )
        hidden[here] = grid.parts[:, 0]
    return hidden


def _float(number: float | None) -> float:
    return float("nan") if number is None else number
