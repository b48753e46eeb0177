"""The reach answer as the public may see it: what is hidden stays hidden in every table."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from groundswell.analysis.panel import Status
from groundswell.common.months import Month, month_range
from groundswell.measures.registry import measure
from groundswell.questions.reach import (
    CellRow,
    Fifths,
    PlaceCells,
    ReachAnswer,
    ReachQuestion,
    Unreported,
)
from groundswell.questions.reach.counting import values
from groundswell.reports import reach
from groundswell.reports.disclosure import Rule, Suppressed
from groundswell.reports.reach import disclose_reach, reach_report, reach_rows, tables
from groundswell.reports.tables import report_json, table_csv

from .answers import PROVENANCE

S = Suppressed()
MONTHS = month_range(Month.parse("2020-05"), Month.parse("2020-07"))
DOAC = measure("doac-share")


def cells(numerator, denominator, known=None, status=None):
    above, below = np.array(numerator, dtype=float), np.array(denominator, dtype=float)
    expected = np.ones(above.shape)
    return PlaceCells(
        numerator=above,
        denominator=below,
        value=values(above, below, 100.0),
        status=np.array(
            np.where(np.isnan(above), Status.MISSING, np.where(above == 0, Status.ZERO, 0))
            if status is None
            else status,
            dtype=np.int8,
        ),
        known=np.where(np.isnan(above), 0.0, expected) if known is None else np.array(known),
        expected=expected,
        offered=np.nan_to_num(below),
    )


def answer(numerator, denominator=None, measure=DOAC, **changed):
    """Three places by three months; the denominators are 400 unless given."""
    denominator = denominator or np.where(np.isnan(np.array(numerator, float)), np.nan, 400.0)
    places = cells(numerator, denominator)
    total = cells(
        np.nansum(places.numerator, axis=0, keepdims=True),
        np.nansum(places.denominator, axis=0, keepdims=True),
    )
    given = {
        "measure": measure,
        "is_demo": False,
        "by": "network",
        "months": tuple(MONTHS),
        "codes": ("A", "B", "C")[: len(places.numerator)],
        "names": ("Place A", "Place B", "Place C")[: len(places.numerator)],
        "cells": places,
        "total": total,
        "deciles": np.full((9, 3), 50.0),
        "sites": np.full(3, 12),
        "fifths": None,
        "unreported": (),
        "headline": "A headline.",
        "provenance": PROVENANCE,
    }
    return ReachAnswer(**given | changed)


LARGE = [[100, 110, 120], [200, 210, 220], [300, 310, 320]]


def rows_of(table):
    return list(csv.DictReader(io.StringIO(table_csv(table))))


def test_csv_has_exactly_its_columns_and_a_row_a_place_and_month():
    text = table_csv(reach_report(answer(LARGE)).table())
    lines = text.splitlines()
    assert lines[0] == "place_code,place_name,month,numerator,denominator,value,status,coverage"
    assert lines[1] == "A,Place A,2020-05,100,400,25,observed,1"
    assert len(lines) == 1 + 9


def test_zero_missing_suppressed_and_not_eligible_are_four_things():
    asked = answer(
        [[0, 500, 500], [np.nan, 500, 500], [np.nan, 3, 5]],
        cells=cells(
            [[0, 500, 500], [np.nan, 500, 500], [np.nan, 3, 5]],
            [[900, 900, 900], [np.nan, 900, 900], [np.nan, 900, 900]],
            status=[[1, 0, 0], [2, 0, 0], [4, 0, 0]],
        ),
    )
    rows = rows_of(reach_report(asked).table())
    assert [(r["numerator"], r["value"], r["status"]) for r in rows if r["month"] == "2020-05"] == [
        ("0", "0", "zero"),
        ("", "", "missing"),
        ("", "", "not eligible"),
    ]
    june = [(r["numerator"], r["value"], r["status"]) for r in rows if r["month"] == "2020-06"]
    assert june[2] == ("s", "s", "suppressed")


def test_small_number_hides_and_so_does_the_one_it_would_follow_from():
    shown = disclose_reach(answer([[3, 110, 120], [200, 210, 220], [300, 310, 320]]))
    assert shown.places.hidden_numerator[:, 0].tolist() == [True, True, False]
    assert np.isnan(shown.places.numerator[:2, 0]).all()
    assert np.isnan(shown.places.value[:2, 0]).all()
    assert (shown.places.status[:2, 0] == Status.SUPPRESSED).all()
    assert shown.total.numerator[0, 0] == 503  # national: shown
    assert not shown.places.hidden_numerator[:, 1:].any()


def test_small_denominator_hides_its_value_but_not_a_zero():
    shown = disclose_reach(
        answer([[0, 0, 0], [200] * 3, [300] * 3], [[5, 400, 400], [400] * 3, [400] * 3])
    )
    assert shown.places.hidden_denominator[:, 0].sum() == 2
    assert shown.places.value[0, 0] == 0
    assert np.isnan(shown.places.value[shown.places.hidden_denominator[:, 0], 0]).sum() == 1


def test_list_sizes_below_a_rate_are_not_counts_of_those_reached():
    rate = replace(DOAC, kind="rate")
    shown = disclose_reach(
        answer([[90] * 3, [80] * 3, [70] * 3], [[5] * 3, [6] * 3, [400] * 3], rate)
    )
    assert not shown.places.hidden_denominator.any()


@pytest.mark.parametrize("name", ["cells", "league", "spc", "funnel"])
def test_no_table_tells_a_hidden_number(name):
    asked = answer([[3.0625, 3.0625, 3.0625], [200, 210, 220], [300, 310, 320]])
    text = table_csv(reach_report(asked).table(name))
    assert "3.0625" not in text
    assert "0.7656" not in text  # its value


def test_hidden_numbers_are_unknown_to_limits_and_means():
    hidden = answer([[3] * 3, [200] * 3, [300] * 3])
    charts = tables.spc_of(disclose_reach(hidden))
    assert np.isnan(charts.value[0]).all()
    assert np.isnan(charts.mean[0]).all()


def test_exempt_kinds_are_shown_however_small():
    money = replace(DOAC, counts="money")
    shown = disclose_reach(answer([[3] * 3, [2] * 3, [1] * 3], None, money))
    assert not shown.places.hidden_value.any()


def test_threshold_is_the_rule_files():
    rule = Rule(150, frozenset({"activity"}), frozenset())
    assert disclose_reach(answer(LARGE), rule).places.hidden_numerator[0].all()


def test_league_has_ranks_that_chance_leaves_open_best_first():
    table = reach_report(answer([[100] * 3, [390] * 3, [395] * 3])).table("league")
    rows = rows_of(table)
    assert [r["place_code"] for r in rows] == ["C", "B", "A"]
    assert [(r["rank_first"], r["rank_last"]) for r in rows] == [("1", "2"), ("1", "2"), ("3", "3")]
    assert float(rows[0]["low"]) < float(rows[0]["value"]) < float(rows[0]["high"])


def test_league_of_what_should_fall_has_the_lowest_first():
    falling = replace(DOAC, direction="decrease")
    rows = rows_of(reach_report(answer(LARGE, None, falling)).table("league"))
    assert [r["place_code"] for r in rows] == ["A", "B", "C"]


def test_place_without_a_value_stands_last_without_a_rank():
    rows = rows_of(reach_report(answer([[np.nan] * 3, [200] * 3, [300] * 3])).table("league"))
    assert rows[-1]["place_code"] == "A"
    assert (rows[-1]["rank_first"], rows[-1]["value"], rows[-1]["status"]) == ("", "", "missing")


def test_fifths_tell_their_gradient_and_hide_small_ones():
    fifths = Fifths(
        np.array([100.0, 120, 140, 160, 180]),
        np.full(5, 1000.0),
        np.full(5, 0.01),
        np.full(5, 20),
        3,
    )
    table = reach_report(answer(LARGE, fifths=fifths)).table("fifths")
    assert [r["value"] for r in rows_of(table)] == ["10", "12", "14", "16", "18"]
    assert "differs by 10 " in table.note
    assert "3 sites have no known deprivation" in table.note
    few = replace(fifths, numerator=np.array([2.0, 120, 140, 160, 180]))
    shown = rows_of(reach_report(answer(LARGE, fifths=few)).table("fifths"))
    assert [r["numerator"] for r in shown] == ["s", "s", "140", "160", "180"]


def test_deciles_of_few_sites_would_be_those_sites_own_values():
    rows = rows_of(reach_report(answer(LARGE, sites=np.array([9, 10, 12]))).table("deciles"))
    assert [row["decile_5"] for row in rows] == ["", "50", "50"]


def test_plain_quantity_has_no_funnel_and_no_interval():
    quantity = measure("asthma-biologics")
    report = reach_report(answer(LARGE, [[np.nan] * 3] * 3, quantity))
    assert "funnel" not in report.makers
    assert {row["low"] for row in rows_of(report.table("league"))} == {""}


def test_sites_that_did_not_report_are_listed_with_their_last_month():
    absent = (Unreported("P1", "A practice", "A", MONTHS[0]), Unreported("P2", "Other", "A", None))
    rows = rows_of(reach_report(answer(LARGE, unreported=absent)).table("unreported"))
    assert [r["last_reported"] for r in rows] == ["2020-05", ""]


def test_json_has_every_table_and_no_number_that_json_does_not_know():
    asked = answer([[3, np.nan, 0], [200] * 3, [300] * 3])
    made = json.loads(json.dumps(report_json(reach_report(asked)), allow_nan=False))
    assert list(made["tables"]) == ["cells", "league", "spc", "deciles", "funnel", "unreported"]
    first = made["tables"]["cells"]["rows"][0]
    assert (first["numerator"], first["status"]) == ("s", "suppressed")


# The way down


def row(site, place, numerator, denominator=400.0, status="observed"):
    return CellRow(
        site, f"Site {site}", place, MONTHS[0], numerator, denominator, status, 7, "f.csv", 12
    )


def rows_shown(monkeypatch, asked, *rows):
    monkeypatch.setattr(reach, "answer", lambda question: asked)
    return [line[4] for line in reach_rows(ReachQuestion("doac-share"), rows).rows]


def test_rows_hide_a_sites_small_number_and_its_partner_in_the_same_place(monkeypatch):
    asked = answer([[293] * 3, [50] * 3, [80] * 3])
    rows = [row("P1", "A", 3.0), row("P2", "A", 90.0), row("P3", "A", 200.0), row("P4", "B", 50.0)]
    missing = row("P5", "B", None, None, "missing")
    assert rows_shown(monkeypatch, asked, *rows, missing) == [S, S, 200.0, 50.0, None]


def test_rows_of_a_hidden_place_are_hidden_too(monkeypatch):
    # B is hidden so that A's 5 does not follow from the total: B's only site would tell it.
    asked = answer([[5] * 3, [42] * 3, [133] * 3])
    rows = [row("P1", "A", 5.0), row("P2", "B", 42.0), row("P3", "B", 0.0), row("P4", "C", 133.0)]
    assert rows_shown(monkeypatch, asked, *rows) == [S, S, 0.0, 133.0]
