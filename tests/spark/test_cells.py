"""The same rows give the same cells on a cluster as in the process.

Exact: which cells there are, their statuses, and sums of whole numbers. Sums of decimals agree to
1e-9 of their size: both engines add up exactly, and may differ in the last bit as they make floats.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from groundswell.common.months import Month
from groundswell.measures.definition import Code, CodeCount
from groundswell.measures.engine.expecting import Expected
from groundswell.measures.engine.protocol import Unreadable
from groundswell.measures.engine.rows_to_cells import rows_to_cells
from groundswell.measures.sources import SOURCES

from .prescribing import ENDS, HEADER, STARTS, measures, write_month

EPD = SOURCES["epd"]
MONTHS = [date(2024, month, 1) for month in (1, 2, 3)]
COUNTED_IN_ITEMS = {"share", "nested", "excluded", "from", "but-until", "by-list", "nowhere"}
NEWEST = Month.parse("2024-06")


def cells_of(engine, paths, expected=None):
    columns = next(v for v in EPD.variants if v.name == "EPD").columns_in(tuple(HEADER))
    ours = measures()
    return rows_to_cells(engine, EPD, ours, paths, columns, newest=NEWEST, expected=expected)


@pytest.fixture(scope="session")
def three_months(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    return [
        write_month(folder / f"{month:%Y%m}.csv", month, rows=12_000, seed=n)
        for n, month in enumerate(MONTHS)
    ]


def assert_equal(ours, theirs):
    assert ours.counts == theirs.counts
    assert ours.matched == theirs.matched
    assert ours.cells.schema == theirs.cells.schema
    assert ours.cells.num_rows > 0
    whole = np.isin(ours.cells["measure"].to_numpy(zero_copy_only=False), list(COUNTED_IN_ITEMS))
    for name in ("measure", "site", "month", "status"):
        assert ours.cells[name].equals(theirs.cells[name]), name
    for name in ("numerator", "denominator"):
        one, other = (t.cells[name].to_numpy() for t in (ours, theirs))
        np.testing.assert_array_equal(one[whole], other[whole])
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=0)


def test_cells_of_several_files_are_equal(duckdb, spark, three_months):
    one, other = cells_of(duckdb, three_months), cells_of(spark, three_months)
    assert_equal(one, other)
    found = one.cells.to_pandas()
    assert set(found.measure) == {m.slug for m in measures()}
    assert set(found.status) == {0, 1, 4}
    assert found.month.nunique() == 3
    assert one.counts.unidentified > 0
    assert one.counts.negative


def test_what_was_not_expected_is_counted_too(duckdb, spark, three_months):
    expected = Expected(codes=(f"{STARTS[0]}{ENDS[0]}",), month="2024_02")
    assert_equal(cells_of(duckdb, three_months), cells_of(spark, three_months, expected))


def test_cells_do_not_depend_on_how_the_rows_are_split(duckdb, spark, three_months, tmp_path):
    lines = [line for p in three_months for line in p.read_bytes().splitlines(True)[1:]]
    heading = three_months[0].read_bytes().splitlines(True)[0]
    paths = [tmp_path / f"part-{n}.csv" for n in range(7)]
    for n, path in enumerate(paths):
        path.write_bytes(heading + b"".join(lines[n::7]))
    assert_equal(cells_of(duckdb, three_months), cells_of(spark, paths))


BAD = {
    3: {"ITEMS": "many"},
    5: {"ITEMS": ""},
    7: {"PRACTICE_CODE": "  ", "UNIDENTIFIED": "N"},
    11: {"YEAR_MONTH": "2024-13"},
    13: {"YEAR_MONTH": "209901"},
    17: {"YEAR_MONTH": ""},
    19: {"NIC": "1,000"},
}


def test_bad_rows_are_counted_alike_and_no_cells_are_made(engine, tmp_path):
    good = {"PRACTICE_CODE": "A81001", "UNIDENTIFIED": "N"}
    changes = {row: good | fields for row, fields in BAD.items()}
    path = write_month(tmp_path / "bad.csv", MONTHS[0], 400, seed=9, changes=changes.items())
    found = cells_of(engine, [path])
    assert found.cells is None
    assert found.counts.rows == 400
    assert found.counts.unreadable == {"items": 2, "nic": 1}
    assert found.counts.without_site == 1
    assert found.counts.bad_months == {"2024-13": 1, "209901": 1, "": 1}


def test_a_row_cut_short_makes_the_file_unreadable(engine, tmp_path):
    path = write_month(tmp_path / "cut.csv", MONTHS[0], 400, seed=9)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Unreadable):
        cells_of(engine, [path])


HOSPITAL = "YEAR_MONTH,ODS_CODE,VMP_SNOMED_CODE,TOTAL_QUANITY_IN_VMP_UNIT,INDICATIVE_COST\n"


@pytest.fixture
def hospital_cells(engine, tmp_path):
    def cells_of_rows(*rows):
        path = tmp_path / "scmd.csv"
        path.write_text(HOSPITAL + "".join(f"{row}\n" for row in rows))
        scmd = SOURCES["scmd"]
        columns = next(v for v in scmd.variants if v.name == "SCMD").columns_in(
            tuple(HOSPITAL.strip().split(","))
        )
        count = CodeCount("scmd", "indicative_cost", (Code("123", "x"),))
        ours = [replace(measures()[0], numerator=count, denominator=None)]
        return rows_to_cells(engine, scmd, ours, [path], columns, newest=NEWEST)

    return cells_of_rows


def test_an_empty_number_adds_nothing_where_it_may_be_empty(hospital_cells):
    found = hospital_cells("202401,RAA,123,1,2.5", "202401,RAA,123,1,", '202401,RAA,1234,1,"9"')
    assert found.counts.empty == {"indicative_cost": 1}
    assert found.cells["numerator"].to_pylist() == [2.5]


def test_a_word_is_no_empty_number(hospital_cells):
    found = hospital_cells("202401,RAA,123,1,2.5", "202401,RAA,123,1,none")
    assert found.counts.unreadable == {"indicative_cost": 1}
    assert not found.counts.empty


@pytest.mark.real_data
def test_cells_of_the_real_sample_are_equal(duckdb, spark, real_data):
    paths = sorted((real_data / "uptake" / "epd_sample").glob("epd_2017*.csv"))
    one, other = cells_of(duckdb, paths), cells_of(spark, paths)
    assert_equal(one, other)
    assert one.counts.rows == 20_250
