"""The cells of a report as text: each found again by its row and column, and no two meanings
under one text."""

import pytest

from groundswell.figures.pinning import At, cells_of, chosen, said
from groundswell.questions.answer import Provenance
from groundswell.reports.disclosure import Suppressed
from groundswell.reports.reach import reach_report
from groundswell.reports.report import Column, Report, Table
from tests.support.reach_examples import network_answer

NUMBERS = (
    Column("place_code", "Code"),
    Column("place_name", "Place"),
    Column("month", "Month", "month"),
    Column("value", "Value", "number"),
    Column("status", "Status"),
)
ROWS = (
    ("QUY", "Bristol", "2020-05", 71.23456, "observed"),
    ("QUY", "Bristol", "2020-06", 0.0, "zero"),
    ("QHM", "Cumbria", "2020-05", Suppressed(), "suppressed"),
    ("QHM", "Cumbria", "2020-06", None, "missing"),
    ("QE1", "Lancashire", "2020-05", None, "not eligible"),
    ("", "All places", "2020-05", 40, "observed"),
)


def report(columns=NUMBERS, rows=ROWS, on_screen=None):
    table = Table("cells", "Cells", columns, tuple(rows))
    return Report(
        "file", "In one sentence.", False, {"cells": lambda: table},
        Provenance("reach?measure=a", 1, None, (), (), ()), on_screen,
    )  # fmt: skip


def test_every_cell_but_keys_and_names_stands_under_its_row_and_column():
    assert cells_of(report(), "cells") == {
        At("QUY 2020-05", "value"): "71.2346",
        At("QUY 2020-05", "status"): "observed",
        At("QUY 2020-06", "value"): "0",
        At("QUY 2020-06", "status"): "zero",
        At("QHM 2020-05", "value"): "s",
        At("QHM 2020-05", "status"): "suppressed",
        At("QHM 2020-06", "value"): "missing",
        At("QHM 2020-06", "status"): "missing",
        At("QE1 2020-05", "value"): "not eligible",
        At("QE1 2020-05", "status"): "not eligible",
        At("total 2020-05", "value"): "40",
        At("total 2020-05", "status"): "observed",
    }


@pytest.mark.parametrize(
    ("cell", "status", "text"),
    [
        (0, "zero", "0"),
        (0.0, None, "0"),
        (None, "missing", "missing"),
        (None, "not eligible", "not eligible"),
        (Suppressed(), "suppressed", "s"),
        (None, "suppressed", "s"),
        (None, "observed", "no value"),
        (None, None, "no value"),
        (float("nan"), "missing", "missing"),
        (1234.5, "observed", "1234.5"),
        ("improvement", "observed", "improvement"),
    ],
)
def test_zero_hidden_missing_and_not_eligible_are_different_texts(cell, status, text):
    assert said(cell, status) == text


def test_headline_is_one_figure():
    assert cells_of(report(), "headline") == {At("headline", "text"): "In one sentence."}


def test_total_is_the_row_of_all_places_that_a_terminal_shows():
    columns = (Column("place_name", "Place"), Column("value", "Value", "number"))
    screen = Table("cells", "Cells", columns, (("Bristol", 1.0), ("All places", 3.0)))
    assert cells_of(report(on_screen=lambda: screen), "total") == {At("total", "value"): "3"}
    with pytest.raises(LookupError, match="no row of all places"):
        cells_of(report(), "total")


def test_table_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(LookupError, match="use one of cells, headline"):
        cells_of(report(), "league")


def test_rows_that_cannot_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="two rows QUY 2020-05"):
        cells_of(report(rows=[ROWS[0], ROWS[0]]), "cells")
    with pytest.raises(ValueError, match="have no key"):
        cells_of(report(columns=NUMBERS[3:], rows=[row[3:] for row in ROWS]), "cells")


@pytest.mark.parametrize(
    ("row", "column", "number"),
    [
        (None, None, 12),
        (None, "value", 6),
        ("QUY", None, 4),
        ("2020-05", "value", 4),
        ("QUY 2020-05", "value", 1),
        ("total", "value", 1),
    ],
)
def test_row_is_its_whole_key_or_a_part_of_it(row, column, number):
    assert len(chosen(cells_of(report(), "cells"), row, column)) == number


def test_cell_that_is_not_there_is_refused_with_what_is():
    with pytest.raises(LookupError, match="columns are value, status; its rows are such as QUY"):
        chosen(cells_of(report(), "cells"), "QZZ", None)


def test_every_table_of_a_reach_answer_can_be_pinned():
    made = reach_report(network_answer())
    for name in (*made.makers, "total", "headline"):
        assert cells_of(made, name) or name == "unreported"
