"""Raw rows of routine data: from a file of any size to cells, or to a refusal with its place."""

import csv
import gzip
import math
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.intake import routine
from groundswell.measures.cells import site_cells
from groundswell.measures.definition import Code, CodeCount
from groundswell.measures.engine.duckdb_engine import DuckDBEngine
from groundswell.measures.engine.rows_to_cells import rows_to_cells
from groundswell.measures.registry import measure
from groundswell.measures.sources import SOURCES
from groundswell.submissions.findings import Refused
from groundswell.submissions.models import Submission
from tests.support.examples import few
from tests.support.intake_counts import nothing_written
from tests.support.plain_rows import HEADINGS, cells, epd_file

pytestmark = pytest.mark.django_db

EPD = SOURCES["epd"]
JANUARY = Month.parse("2020-01")
DOAC, WARFARIN = "0208020Z0AAAAAA", "0208020V0AAABAB"
SAMPLE = Path(__file__).resolve().parents[3] / "shared/data/uptake/epd_sample"


@pytest.fixture
def scan(tmp_path):
    def run(content: bytes, name: str = "epd.csv", **how):
        path = tmp_path / name
        path.write_bytes(content)
        engine = DuckDBEngine(tmp_path)
        try:
            return routine.scan(
                path=path, source=EPD, engine=engine, **({"part_of_month": True} | how)
            )
        finally:
            engine.close()

    return run


def row(**cells):
    return {"BNF_CODE": DOAC, **cells}


def stored(by, scanned, link=False):
    return routine.ingest(by=by, kept=routine.keep(scanned, link=link))


GOOD = (row(ITEMS="3"), row(BNF_CODE=WARFARIN), row(PRACTICE_CODE="P2", BNF_CODE=WARFARIN))


def doac(cells_):
    """(site) to (numerator, denominator, status) of the DOAC share, in the file's only month."""
    rows = cells_.to_pylist()
    return {
        r["site"]: (r["numerator"], r["denominator"], r["status"])
        for r in rows
        if r["measure"] == "doac-share"
    }


def test_rows_are_added_up_and_a_site_without_the_medicine_is_a_true_zero(scan):
    found = scan(epd_file(*GOOD, row(PRACTICE_CODE="P3", BNF_CODE="0101010G0AAAAAA")))
    assert doac(found.cells) == {
        "P1": (3, 4, Status.OBSERVED),
        "P2": (0, 1, Status.ZERO),
        "P3": (0, 0, Status.NOT_YET_ELIGIBLE),
    }
    assert (found.rows, found.months, found.sites) == (4, (JANUARY,), 3)


def test_rows_of_no_known_prescriber_are_passed_over_and_counted(scan):
    found = scan(epd_file(*GOOD, row(UNIDENTIFIED="Y"), row(PRACTICE_CODE="-")))
    assert doac(found.cells)["P1"] == (3, 4, Status.OBSERVED)
    assert any("2 rows of no known site" in note.text for note in found.notes)


def test_site_that_the_ledger_does_not_know_keeps_its_cells_and_is_named(world, scan):
    found = scan(epd_file(*GOOD, row(PRACTICE_CODE="Z99999", ITEMS="9")))
    assert doac(found.cells)["Z99999"][0] == 9
    assert any("Z99999" in note.text for note in found.notes)


@pytest.mark.parametrize("month", ["202001", "2020_01", "2020-01", "2020-01-01"])
def test_months_are_read_as_publishers_write_them(scan, month):
    found = scan(epd_file(*(r | {"YEAR_MONTH": month} for r in GOOD)))
    assert found.months == (JANUARY,)


def test_gzip_is_read_and_kept_as_it_came(scan):
    found = scan(gzip.compress(epd_file(*GOOD)), "epd.csv.gz")
    assert doac(found.cells)["P1"] == (3, 4, Status.OBSERVED)


BAD = {
    "number": (row(ITEMS="three"), (2, "ITEMS", "three", "A number is needed here.")),
    "no number": (row(ITEMS=""), (2, "ITEMS", "", "A number is needed here.")),
    "month": (row(YEAR_MONTH="Jan 2020"), (2, "YEAR_MONTH", "Jan 2020", "This is not a month.")),
    "future": (
        row(YEAR_MONTH="209901"), (2, "YEAR_MONTH", "209901", "This month is in the future.")
    ),
    "site": (row(PRACTICE_CODE=" "), (2, "PRACTICE_CODE", "", "A row needs a site.")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_row_that_cannot_be_used_refuses_the_file_with_its_place(scan, name):
    bad, expected = BAD[name]
    found = scan(epd_file(bad, *GOOD))
    assert found.cells is None
    (refusal,) = found.refusals
    assert (refusal.row, refusal.column, refusal.value, refusal.why) == expected
    assert refusal.mend


def test_only_the_first_thousand_bad_rows_are_listed(scan):
    found = scan(epd_file(*[row(ITEMS="x")] * 1_200))
    assert len(found.refusals) == 1_001
    assert "only the first 1,000" in found.refusals[-1].why


FILES = {
    "empty": (b"", "The file is empty."),
    "no rows": (epd_file(), "The file has no rows."),
    "archive": (b"PK\x03\x04" + bytes(100), "This is a ZIP archive"),
    "utf-16": (epd_file(*GOOD).decode().encode("utf-16"), "not in UTF-8"),
    "other table": (b"name,date\nA,2020-01-01\n", "No column of this file is site"),
    "broken gzip": (gzip.compress(epd_file(*GOOD))[:40], "unpacked"),
    "ragged": (epd_file(*GOOD) + b"1,2,3\r\n", "number of columns"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_none_of_the_source_says_what_it_is_and_what_to_send(scan, name):
    content, why = FILES[name]
    with nothing_written():
        found = scan(content)
    assert found.cells is None
    assert any(why in refusal.why for refusal in found.refusals), found.refusals
    assert all(refusal.mend for refusal in found.refusals)


def test_column_that_a_measure_sums_and_the_file_lacks_is_named(scan):
    text = epd_file(*GOOD).decode().replace("ITEMS", "THINGS")
    (refusal,) = scan(text.encode()).refusals
    assert "items of the English Prescribing Dataset" in refusal.why


def test_file_that_does_not_say_its_month_needs_it_told(scan):
    rows = ["Practice Code,BNF Code,Items,ADQ Usage,NIC,Actual Cost", f"P1,{DOAC},3,0,1,1"]
    content = "\n".join(rows).encode() + b"\n"
    (refusal,) = scan(content).refusals
    assert "--month" in refusal.mend
    assert scan(content, month=JANUARY).months == (JANUARY,)


def test_code_without_a_row_refuses_a_whole_month_and_is_noted_of_a_part(scan):
    whole = scan(epd_file(*GOOD), part_of_month=False)
    assert whole.cells is None
    places = {(r.file, r.column) for r in whole.refusals}
    assert any(file == "doac-share.yaml" for file, _ in places)
    assert all(r.row > 0 and "--part-of-month" in r.mend for r in whole.refusals)
    assert scan(epd_file(*GOOD)).cells is not None


def test_accepted_file_publishes_its_cells_once(world, scan):
    found = scan(epd_file(*GOOD))
    kept = routine.keep(found)
    first = routine.ingest(by=world, kept=kept)
    assert site_cells("doac-share").numerator[0, 0] == 3
    assert first.facts == {"cells": len(found.cells), "sites": 2}
    again = scan(epd_file(*GOOD))
    assert again.already == first
    assert routine.ingest(by=world, kept=kept) == first
    assert Submission.objects.filter(layout="epd-rows").count() == 1


def test_new_version_of_a_definition_makes_new_cells_of_the_same_file(world, scan, monkeypatch):
    stored(world, scan(epd_file(*GOOD)))
    newer = {"doac-share": replace(measure("doac-share"), version=99)}
    monkeypatch.setattr(routine, "measures", lambda: newer)
    assert scan(epd_file(*GOOD)).already is None


def test_refused_file_and_a_file_that_changed_store_nothing(world, scan):
    bad = scan(epd_file(row(ITEMS="x")))
    with nothing_written(), pytest.raises(Refused):
        stored(world, bad)
    good = scan(epd_file(*GOOD))
    good.path.write_bytes(epd_file(*GOOD, *GOOD))
    with nothing_written(), pytest.raises(Refused, match="changed after it was checked"):
        stored(world, good)


def test_whole_month_replaces_what_was_told_of_it(world, scan, monkeypatch):
    monkeypatch.setattr(routine, "_refuse_codes", lambda *given: None)
    stored(world, scan(epd_file(*GOOD), part_of_month=False))
    later = scan(epd_file(row(ITEMS="7")), part_of_month=False)
    stored(world, later)
    told = site_cells("doac-share")
    assert told.sites == ("P1",)
    assert told.numerator[0, 0] == 7


@pytest.mark.parametrize("link", [False, True])
def test_file_is_kept_by_its_hash(world, scan, settings, link):
    found = scan(epd_file(*GOOD))
    submission = stored(world, found, link=link)
    kept = Path(settings.HOME) / "incoming" / submission.sha256
    assert kept.read_bytes() == found.path.read_bytes()
    assert kept.samefile(found.path) == link


# The twin


PREFIXES = ("0208020Z0", "0208020Z0AA", "0208020V0", "0208", "0501", "0501010")
codes = st.builds(
    Code,
    st.sampled_from(PREFIXES),
    st.just("some"),
    st.sampled_from((None, Month.parse("2020-01"))),
    st.sampled_from((None, Month.parse("2020-01"))),
)
parts = st.builds(
    CodeCount,
    st.just("epd"),
    st.sampled_from(("items", "total_quantity", "nic")),
    st.lists(codes, min_size=1, max_size=3).map(tuple),
    st.lists(codes, max_size=1).map(tuple),
)
raw = st.fixed_dictionaries(
    {
        "YEAR_MONTH": st.sampled_from(("201912", "202001", "202002")),
        "PRACTICE_CODE": st.sampled_from(("P1", "P2", "-")),
        "BNF_CODE": st.sampled_from((DOAC, WARFARIN, "0208020Z0BBAAAB", "0501010A0AAAAAA", "21")),
        "ITEMS": st.integers(-2, 40).map(str),
        "TOTAL_QUANTITY": st.decimals(0, 900, places=3).map(str),
        "NIC": st.decimals(0, 900, places=2).map(str),
        "UNIDENTIFIED": st.sampled_from(("N", "N", "N", "Y")),
    }
)


@few
@given(
    st.lists(raw, min_size=1, max_size=25),
    st.lists(st.tuples(parts, parts), min_size=1, max_size=3),
)
def test_cells_are_those_of_the_plain_twin(tmp_path_factory, rows, sides):
    folder = tmp_path_factory.mktemp("twin")
    ours = [
        replace(measure("doac-share"), slug=f"m{i}", numerator=above, denominator=below)
        for i, (above, below) in enumerate(sides)
    ]
    content = epd_file(*rows)
    path = folder / "epd.csv"
    path.write_bytes(content)
    engine = DuckDBEngine(folder)
    columns = EPD.variants[1].columns_in(tuple(HEADINGS))
    found = rows_to_cells(engine, EPD, ours, [path], columns, newest=Month.parse("2026-01"))
    engine.close()
    told = {
        (r["measure"], r["site"], Month(r["month"])): (r["numerator"], r["denominator"])
        for r in found.cells.to_pylist()
    }
    assert told == cells(content, ours)


# The real layout


@pytest.mark.real_data
@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared folder of real data is not here")
@pytest.mark.parametrize("month", ["201709", "201710"])
def test_real_sample_equals_plain_sums(scan, month):
    path = SAMPLE / f"epd_{month}.csv"
    above, below = Counter(), Counter()
    with path.open(newline="") as file:
        for r in csv.DictReader(file):
            code, items = r["BNF_CODE"], int(r["ITEMS"])
            if code.startswith(("0208020X0", "0208020Y0", "0208020Z0", "0208020AA")):
                above[r["PRACTICE_CODE"]] += items
                below[r["PRACTICE_CODE"]] += items
            elif code.startswith("0208020V0"):
                below[r["PRACTICE_CODE"]] += items
    told = doac(scan(path.read_bytes()).cells)
    assert {site: numbers[:2] for site, numbers in told.items()} == {
        site: (above[site], below[site]) for site in below
    }
    assert not math.isnan(sum(n for n, _, _ in told.values()))
