"""The raw rows behind a cell: as many as were counted, and they add up to it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.intake import routine
from groundswell.intake.added_up import rows_added_up
from groundswell.measures.definition import ListSize
from groundswell.measures.engine.duckdb_engine import DuckDBEngine
from groundswell.measures.registry import measure
from groundswell.measures.sources import SOURCES
from groundswell.reports.added_up import added_up_table
from groundswell.reports.disclosure import Rule, Suppressed
from groundswell.submissions.incoming import keep_file, source_row
from groundswell.submissions.models import Submission
from tests.support.examples import few
from tests.support.plain_rows import cells, epd_file

from .test_ingest import DOAC, GOOD, JANUARY, SAMPLE, WARFARIN, parts, raw, row

pytestmark = pytest.mark.django_db
RULE = Rule(7, frozenset({"activity"}), frozenset())


def submission(path: Path, **options: str) -> Submission:
    """A file of raw rows that was kept; not saved, so that many can be made."""
    return Submission(
        layout="epd-rows",
        file_name=path.name,
        sha256=keep_file(path),
        size=path.stat().st_size,
        options=options,
    )


def kept(folder: Path, *rows: dict[str, str]) -> Submission:
    path = folder / "epd.csv"
    path.write_bytes(epd_file(*rows))
    return submission(path)


def numbers(table, column):
    return [line[column] for line in table.rows]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(world, tmp_path):
    file = kept(tmp_path, *GOOD)
    found = rows_added_up(file, measure("doac-share"), "P1", JANUARY)
    assert [(r.row, r.code, r.numerator, r.denominator) for r in found] == [
        (2, DOAC, Decimal(3), Decimal(3)),
        (3, WARFARIN, None, Decimal(1)),
    ]
    for r in found:
        assert dict(source_row(file, "", r.row))["BNF_CODE"] == r.code


def test_rows_of_other_months_of_no_known_site_and_of_other_codes_are_left_out(world, tmp_path):
    file = kept(
        tmp_path,
        row(YEAR_MONTH="201912"),
        row(UNIDENTIFIED="Y"),
        row(BNF_CODE="0101010A0AAAAAA"),
        row(PRACTICE_CODE="P11"),
        row(PRACTICE_CODE=" p1 "),
    )
    (found,) = rows_added_up(file, measure("doac-share"), "P1", JANUARY)
    assert found.row == 6


def test_file_told_its_month_and_a_measure_of_another_source(world, tmp_path):
    path = tmp_path / "scripts.csv"
    path.write_text(f"Practice Code,BNF Code,Items,ADQ Usage,NIC,Actual Cost\nP1,{DOAC},3,0,1,1\n")
    told = submission(path, month="2020-01")
    assert len(rows_added_up(told, measure("doac-share"), "P1", JANUARY)) == 1
    assert rows_added_up(told, measure("doac-share"), "P1", Month.parse("2020-02")) == []
    with pytest.raises(ValueError, match="not added up from rows"):
        rows_added_up(told, measure("asthma-biologics"), "P1", JANUARY)


@few
@given(st.lists(raw, min_size=1, max_size=20), parts, parts)
def test_rows_add_up_to_the_cells_of_the_plain_twin(tmp_path_factory, rows, above, below):
    file = kept(tmp_path_factory.mktemp("added"), *rows)
    ours = replace(measure("doac-share"), numerator=above, denominator=below)
    for (_, site, month), sums in cells(epd_file(*rows), [ours]).items():
        found = rows_added_up(file, ours, site, month)
        added = (
            sum((r.numerator for r in found if r.numerator is not None), Decimal()),
            sum((r.denominator for r in found if r.denominator is not None), Decimal()),
        )
        assert tuple(map(float, added)) == sums


def test_public_sees_no_small_number_nor_one_that_follows_from_the_sum(world, tmp_path):
    file = kept(tmp_path, row(ITEMS="3"), row(ITEMS="40"), row(ITEMS="50"), row(ITEMS="0"))
    ours = replace(measure("doac-share"), counts="activity", denominator=ListSize())
    found = rows_added_up(file, ours, "P1", JANUARY)
    table = added_up_table(found, ours, RULE)
    assert [c.name for c in table.columns] == ["row", "code", "numerator"]
    assert numbers(table, 2) == [Suppressed(), Suppressed(), 50, 0, 93]
    assert numbers(added_up_table(found, ours, None), 2) == [3, 40, 50, 0, 93]


def test_returns_beside_a_small_number_hide_every_number_but_zero(world, tmp_path):
    file = kept(tmp_path, row(ITEMS="-2"), row(ITEMS="40"), row(ITEMS="0"))
    ours = replace(measure("doac-share"), counts="activity", denominator=ListSize())
    table = added_up_table(rows_added_up(file, ours, "P1", JANUARY), ours, RULE)
    assert numbers(table, 2) == [Suppressed(), Suppressed(), 0, Suppressed()]


@pytest.mark.real_data
@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared folder of real data is not here")
def test_rows_of_the_real_sample_add_up_to_every_cell_that_its_scan_made(world, tmp_path):
    path = SAMPLE / "epd_201710.csv"
    engine = DuckDBEngine(tmp_path)
    found = routine.scan(path=path, source=SOURCES["epd"], engine=engine, part_of_month=True)
    engine.close()
    file = submission(path)
    for cell in found.cells.to_pylist():
        if cell["measure"] not in ("doac-share", "antibiotic-items", "saba"):
            continue
        rows = rows_added_up(file, measure(cell["measure"]), cell["site"], Month(cell["month"]))
        added = sum((r.numerator for r in rows if r.numerator is not None), Decimal())
        assert float(added) == cell["numerator"]


# The page


@pytest.fixture
def accepted(world, tmp_path):
    path = tmp_path / "epd.csv"
    path.write_bytes(epd_file(row(ITEMS="30"), row(ITEMS="40"), row(BNF_CODE=WARFARIN, ITEMS="3")))
    engine = DuckDBEngine(tmp_path)
    scanned = routine.scan(path=path, source=SOURCES["epd"], engine=engine, part_of_month=True)
    engine.close()
    return routine.ingest(by=world, kept=routine.keep(scanned))


def page(client, accepted, **asked):
    query = {"measure": "doac-share", "site": "P1", "month": "2020-01"} | asked
    return client.get(f"/submissions/{accepted.pk}/added-up/", query)


def test_page_says_what_the_rows_add_up_to_and_opens_each(client, accepted):
    text = page(client, accepted).content.decode()
    assert "2 rows" not in text
    assert "3 rows" in text
    assert f"/submissions/{accepted.pk}/rows/2/" in text
    csv = client.get(
        f"/submissions/{accepted.pk}/added-up.csv?measure=doac-share&site=P1&month=2020-01"
    )
    assert csv.content.decode("utf-8-sig").splitlines()[0] == "row,code,numerator,denominator"


def test_rows_of_an_answer_lead_to_the_page(client, accepted):
    how = client.get("/questions/reach/how/?measure=doac-share&by=region").content.decode()
    assert f"/submissions/{accepted.pk}/added-up/?measure=doac-share" in how


def test_site_without_rows_has_a_sum_of_nought(client, accepted):
    assert "the sum is 0" in page(client, accepted, site="P9").content.decode()


@pytest.mark.parametrize("asked", [{"measure": "none"}, {"month": "x"}, {"site": ""}])
def test_address_that_names_nothing_is_a_bad_request(client, accepted, asked):
    assert page(client, accepted, **asked).status_code == 400
