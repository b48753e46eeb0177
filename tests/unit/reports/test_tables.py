"""Tables that leave the building: exact columns, exact numbers, no formulas."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import numpy as np
import openpyxl
import pytest

from groundswell.common.dates import UncertainDate
from groundswell.questions.answer import Provenance, SourceRow, SubmissionRef
from groundswell.reports.disclosure import Suppressed
from groundswell.reports.report import Column, Report, Table
from groundswell.reports.spread import PLACES, ROWS, spread_report, spread_rows
from groundswell.reports.tables import report_json, report_xlsx, spread_json, table_csv

from .answers import PROVENANCE, answer, curve, known_on, row

SOURCE_COLUMNS = tuple(column.name for column in ROWS)
SPREAD_COLUMNS = tuple(column.name for column in PLACES)
FORMULAS = ["=1+1", "+44 20", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def source_row(**changed):
    given = {
        "site_code": "A81001",
        "site_name": "The Densham Surgery",
        "place_code": "HI-NENC",
        "status": "adopted",
        "stage": "live",
        "on": UncertainDate.parse("2018-Q2"),
        "evidence": "reported",
        "submission_id": 7,
        "file_name": "libre.csv",
        "sheet": "",
        "row": 12,
    }
    return SourceRow(**given | changed)


def spread_csv(asked):
    return table_csv(spread_report(asked).table())


def rows_csv(rows):
    return table_csv(spread_rows(None, rows))


def spread_xlsx(asked):
    return report_xlsx(spread_report(asked))


def report(*rows):
    columns = (
        Column("place_code", "Code"),
        Column("numerator", "Numerator", "count"),
        Column("value", "Value", "number"),
    )
    table = Table("cells", "Cells", columns, rows)
    return Report("test", "A headline.", False, {"cells": lambda: table}, PROVENANCE)


def cells(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def workbook(asked):
    return openpyxl.load_workbook(io.BytesIO(spread_xlsx(asked)))


# CSV


def test_csv_has_exactly_the_columns_and_a_row_a_place_in_the_answers_order():
    asked = answer([row("Y63", adopted=8, not_adopted=4), row("Y56", adopted=0, not_adopted=3)])
    assert spread_csv(asked) == (
        "place_code,place_name,eligible,adopted,not_adopted,unknown\n"
        "Y63,Place Y63,12,8,4,0\n"
        "Y56,Place Y56,3,0,3,0\n"
    )


def test_csv_of_no_places_is_its_header():
    assert spread_csv(answer([])) == ",".join(SPREAD_COLUMNS) + "\n"


def test_csv_writes_fractions_of_split_places_to_four_decimals():
    asked = answer([row(adopted=1 / 3, not_adopted=0.5, unknown=11.999999999)])
    assert cells(spread_csv(asked))[1][2:] == ["12.8333", "0.3333", "0.5", "12"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_never_carries_a_formula(text):
    (line,) = cells(spread_csv(answer([row(name=text)])))[1:]
    assert line[1] == f"'{text}".replace("\r", "\n")


def test_csv_cell_that_breaks_its_line_starts_no_new_row():
    lines = cells(spread_csv(answer([row(name="Old name\r=1+1\r\n=2")])))
    assert [line[1] for line in lines] == ["place_name", "Old name\n=1+1\n=2"]


def test_csv_of_source_rows_keeps_the_precision_of_dates():
    lines = cells(rows_csv([source_row(), source_row(on=None, stage="", sheet="July")]))
    assert tuple(lines[0]) == SOURCE_COLUMNS
    assert lines[1] == [
        "A81001", "The Densham Surgery", "HI-NENC", "adopted", "live", "2018-Q2", "reported",
        "7", "libre.csv", "", "12",
    ]  # fmt: skip
    assert lines[2][4:6] == ["", ""]


@pytest.mark.parametrize("column", ["site_code", "site_name", "file_name", "sheet", "evidence"])
def test_csv_of_source_rows_never_carries_a_formula(column):
    line = cells(rows_csv([source_row(**{column: "=cmd()"})]))[1]
    assert line[SOURCE_COLUMNS.index(column)] == "'=cmd()"


# XLSX


def test_workbook_has_a_typed_table_with_a_frozen_header():
    sheet = workbook(answer([row("HI-SW", adopted=8, not_adopted=4)]))["Spread"]
    assert [cell.value for cell in sheet[1]] == list(SPREAD_COLUMNS)
    assert [cell.value for cell in sheet[2]] == ["HI-SW", "Place HI-SW", 12, 8, 4, 0]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "n", "n", "n"]
    assert sheet.tables["Spread"].ref == "A1:F2"
    assert sheet.freeze_panes == "A2"


def test_workbook_of_no_places_opens():
    assert workbook(answer([]))["Spread"].max_row <= 2


@pytest.mark.parametrize("text", FORMULAS)
def test_workbook_never_carries_a_formula(text):
    file = SubmissionRef(7, "adoption", text, "ab" * 32, PROVENANCE.submissions[0].accepted_at)
    provenance = Provenance(text, 12, None, PROVENANCE.rules, (file,), (text,))
    book = workbook(answer([row(name=text)], name=text, provenance=provenance))
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds
    assert not any(cell.hyperlink for sheet in book for line in sheet.iter_rows() for cell in line)


def test_workbook_says_how_it_was_computed():
    asked = answer(is_demo=True, provenance=known_on(date(2018, 6, 1)))
    sheet = workbook(asked)["How computed"]
    said = {line[0].value: line[1].value for line in sheet.iter_rows()}
    assert said["Question"] == PROVENANCE.canonical
    assert said["Data version"] == "12"
    assert said["As known on"] == "1 June 2018"
    assert said["Boundaries as then"].startswith("Each month")
    assert said["Adopted: live or beyond (version 1)"].startswith("The site's latest")
    assert said["Warning"] == "3 sites have no known stage."
    assert "Demonstration data" in said
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last == ["7", "libre.csv", "ab" * 32, "2018-05-01T09:30:00+00:00"]


def test_same_answer_gives_the_same_workbook():
    assert spread_xlsx(answer()) == spread_xlsx(answer())


# JSON


def test_json_has_the_same_fields_as_the_csv():
    asked = spread_json(answer([row("Y63", adopted=8, not_adopted=4)]))
    assert asked["columns"] == list(SPREAD_COLUMNS)
    assert asked["rows"] == [
        {
            "place_code": "Y63",
            "place_name": "Place Y63",
            "eligible": 12,
            "adopted": 8,
            "not_adopted": 4,
            "unknown": 0,
        }
    ]
    assert list(asked["rows"][0]) == list(SPREAD_COLUMNS)
    assert list(asked["total"]) == list(SPREAD_COLUMNS)


def test_json_survives_the_journey_with_whole_numbers_whole():
    asked = spread_json(answer([row(adopted=8.0, not_adopted=4.0), row(adopted=0.25)]))
    text = json.dumps(asked, allow_nan=False)
    assert json.loads(text) == asked
    back = json.loads(text, parse_float=Decimal)
    assert back["rows"][0]["adopted"] == 8
    assert isinstance(back["rows"][0]["adopted"], int)
    assert back["rows"][1]["adopted"] == Decimal("0.25")


def test_json_share_is_null_where_nothing_is_eligible():
    assert spread_json(answer([row(adopted=0, not_adopted=0)]))["share"] is None
    assert spread_json(answer([row(adopted=1, not_adopted=2)]))["share"] == 0.333333


def test_json_curve_has_every_month_for_every_place_and_for_all():
    rows = [row("A", adopted=2, not_adopted=2), row("B", adopted=1, not_adopted=0)]
    low, high = np.array([[1.0, 2], [0, 1]]), np.array([[2.0, 2], [0, 1]])
    eligible = np.array([[4.0, 4], [1, 1]])
    asked = answer(rows, curve=curve(rows, eligible=eligible, low=low, high=high))
    assert spread_json(asked)["curve"] == {
        "months": ["2018-03", "2018-04"],
        "total": {"eligible": [5, 5], "low": [1, 3], "high": [2, 3]},
        "places": [
            {
                "place_code": "A", "place_name": "Place A",
                "eligible": [4, 4], "low": [1, 2], "high": [2, 2],
            },
            {
                "place_code": "B", "place_name": "Place B",
                "eligible": [1, 1], "low": [0, 1], "high": [0, 1],
            },
        ],
    }  # fmt: skip


def test_json_says_what_was_asked_and_what_it_rests_on():
    asked = spread_json(answer(provenance=known_on(date(2018, 6, 1))))
    assert asked["question"] == {
        "canonical": PROVENANCE.canonical,
        "innovation": "freestyle-libre",
        "innovation_name": "FreeStyle Libre",
        "by": "network",
        "at": "2018-04",
        "known_on": "2018-06-01",
    }
    assert asked["provenance"]["data_version"] == 12
    assert asked["provenance"]["submissions"][0]["accepted_at"] == "2018-05-01T09:30:00+00:00"
    assert asked["provenance"]["warnings"] == ["3 sites have no known stage."]


# Numbers that are not there


def test_missing_zero_and_suppressed_stay_three_things_in_every_file():
    made = report(("A", None, float("nan")), ("B", 0.0, 0.0), ("C", Suppressed(), Suppressed()))
    assert cells(table_csv(made.table()))[1:] == [["A", "", ""], ["B", "0", "0"], ["C", "s", "s"]]
    sheet = openpyxl.load_workbook(io.BytesIO(report_xlsx(made)))["Cells"]
    assert [[c.value for c in line] for line in sheet.iter_rows(min_row=2)] == [
        ["A", None, None],
        ["B", 0, 0],
        ["C", "s", "s"],
    ]
    rows = json.loads(json.dumps(report_json(made), allow_nan=False))["tables"]["cells"]["rows"]
    assert [row["numerator"] for row in rows] == [None, 0, "s"]


def test_small_values_keep_four_figures():
    assert cells(table_csv(report(("A", 2.0, 0.0184718)).table()))[1] == ["A", "2", "0.01847"]


def test_report_knows_its_tables_by_name():
    assert report().table().name == report().table("cells").name == "cells"
    with pytest.raises(LookupError, match="use one of cells"):
        report().table("sells")
