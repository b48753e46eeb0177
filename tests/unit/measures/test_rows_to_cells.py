"""Rows to cells: the engine and its plain twin agree on whatever a file says."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.measures.definition import Code, ListSize
from groundswell.measures.engine.duckdb_engine import DuckDBEngine
from groundswell.measures.engine.expecting import Expected
from groundswell.measures.engine.rows_to_cells import rows_to_cells
from groundswell.measures.engine.sampling import expected_of_file
from groundswell.measures.sources import SOURCES
from groundswell.measures.sources.header import read_header
from tests.support.measured import count_of, measure
from tests.support.plain_rows_to_cells import plain_cells

EPD, SCMD = SOURCES["epd"], SOURCES["scmd"]
NEWEST = Month.parse("2018-12")
HEADINGS = {
    "epd": {
        "site": "PRACTICE_CODE",
        "month": "YEAR_MONTH",
        "code": "BNF_CODE",
        "items": "ITEMS",
        "total_quantity": "TOTAL_QUANTITY",
        "unidentified": "UNIDENTIFIED",
    },
    "scmd": {
        "site": "ODS_CODE",
        "month": "YEAR_MONTH",
        "code": "VMP_SNOMED_CODE",
        "total_quantity": "TOTAL_QUANITY_IN_VMP_UNIT",
        "indicative_cost": "INDICATIVE_COST",
    },
}
COLUMNS = {"epd": ("items", "total_quantity"), "scmd": ("total_quantity", "indicative_cost")}
CODES = ["01", "0101", "010101", "01010101", "0101010102", "0102", "02", "020", "0203AA", "03"]
SITES = ["A81001", "a81001", " A81001 ", "A81002", "Y00001", "-"]
MONTHS = ["201801", "2018_01", "2018-01", "2018-02-01", "201802"]
NUMBERS = ["1", "0", "-3", " 2 ", "0007", "1.5", "1e2", ".5", "2.0000005", "-0.0000005", "12345678"]
BAD = {
    "site": ["", "  "],
    "month": ["", "2018-13", "201901", "January", "20180102", "201801|x"],
    "items": ["", "x", "1,5", "nan", "1000000000000", "0x1F", "."],
}
BAD["total_quantity"] = BAD["items"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    opened = DuckDBEngine(tmp_path_factory.mktemp("spill"), threads=1)
    yield opened
    opened.close()


@st.composite
def spans(draw):
    since, until = (draw(st.none() | st.sampled_from(["2018-01", "2018-02"])) for _ in range(2))
    return since and Month.parse(since), until and Month.parse(until)


@st.composite
def measures_of(draw, source):
    def part():
        codes, but = (
            [
                Code(code, code, *draw(spans()))
                for code in draw(st.lists(st.sampled_from(CODES), min_size=least, max_size=4))
            ]
            for least in (1, 0)
        )
        column = draw(st.sampled_from(COLUMNS[source]))
        return count_of(*codes, but=but, column=column, source=source)

    def denominator():
        return draw(st.sampled_from([None, ListSize()])) if draw(st.booleans()) else part()

    return [measure(f"m{n}", part(), denominator()) for n in range(draw(st.integers(1, 4)))]


@st.composite
def rows_of(draw, source, is_bad):
    def text(name, good):
        bad = BAD.get(name, []) if is_bad and draw(st.integers(0, 9)) == 0 else []
        return draw(st.sampled_from(bad or good))

    good = dict.fromkeys(("items", "total_quantity"), NUMBERS) | {
        "site": SITES,
        "month": MONTHS,
        "code": [c + end for c in CODES for end in ("", "9")] + ["0|1", "", " 0101"],
        "unidentified": ["N", "N", "N", "", "Y"],
        "indicative_cost": [*NUMBERS, ""],
    }
    names = HEADINGS[source]
    number = draw(st.integers(0, 25))
    return [{h: text(name, good[name]) for name, h in names.items()} for _ in range(number)]


@st.composite
def scans(draw, is_bad):
    """A source, its measures, rows, and what to expect of them, however wrong."""
    source = SOURCES[draw(st.sampled_from(["epd", "scmd"]))]
    rows = draw(rows_of(source.name, is_bad))
    codes = draw(st.lists(st.sampled_from(["07", *CODES, *(c + "9" for c in CODES)]), unique=True))
    expected = st.builds(Expected, st.just(tuple(codes)), st.sampled_from(["", *MONTHS]))
    return source, draw(measures_of(source.name)), rows, draw(st.none() | expected)


def write(path, rows, headings):
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, list(headings.values()))
        out.writeheader()
        out.writerows(rows)
    return path


def as_dictionary(table):
    return {
        (row["measure"], row["site"], Month(row["month"]).index): (
            row["numerator"],
            None if row["denominator"] != row["denominator"] else row["denominator"],
            row["status"],
        )
        for row in table.to_pylist()
    }


def compared(engine, scan, path):
    source, measures, rows, expected = scan
    columns = HEADINGS[source.name]
    write(path, rows, columns)
    found = rows_to_cells(
        engine, source, measures, [path], columns, newest=NEWEST, expected=expected
    )
    cells, counts = plain_cells(source, measures, [path], columns, NEWEST)
    assert found.counts.rows == counts["rows"]
    assert found.counts.unidentified == counts["unidentified"]
    assert found.counts.without_site == counts["without_site"]
    assert found.counts.unreadable == counts["unreadable"]
    assert found.counts.negative == counts["negative"]
    assert found.counts.empty == counts["empty"]
    plain_bad = {text.replace("|", "?"): n for text, n in counts["bad_months"].items()}
    assert found.counts.bad_months == plain_bad
    return found, cells


ENOUGH = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@ENOUGH
@given(scans(is_bad=False))
def test_engine_and_plain_twin_make_the_same_cells(engine, tmp_path, scan):
    found, cells = compared(engine, scan, tmp_path / "rows.csv")
    assert as_dictionary(found.cells) == {
        key: (float(n), None if d is None else float(d), status)
        for key, (n, d, status) in cells.items()
    }
    keys = [(r["measure"], r["site"], r["month"]) for r in found.cells.to_pylist()]
    assert keys == sorted(keys)


@ENOUGH
@given(scans(is_bad=True))
def test_engine_and_plain_twin_refuse_the_same_rows(engine, tmp_path, scan):
    found, cells = compared(engine, scan, tmp_path / "rows.csv")
    assert (found.cells is None) == (cells is None)


@ENOUGH
@given(scans(is_bad=False))
def test_what_is_expected_changes_no_answer(engine, tmp_path, scan):
    source, measures, rows, expected = scan
    path = write(tmp_path / "rows.csv", rows, HEADINGS[source.name])
    found = [
        rows_to_cells(
            engine, source, measures, [path], HEADINGS[source.name], newest=NEWEST, expected=hint
        )
        for hint in (expected, None, Expected())
    ]
    one, two, three = (as_dictionary(f.cells) for f in found)
    assert one == two == three
    assert found[0].counts == found[1].counts == found[2].counts
    assert found[0].matched == found[1].matched == found[2].matched


# One rule each


def cells_of(engine, path, rows, *measures, source=EPD, **options):
    headings = HEADINGS[source.name]
    given = {"UNIDENTIFIED": "N", "TOTAL_QUANTITY": "1", "YEAR_MONTH": "201801"}
    whole = [{h: {**given, **row}.get(h, "") for h in headings.values()} for row in rows]
    write(path, whole, headings)
    return rows_to_cells(engine, source, measures, [path], headings, newest=NEWEST, **options)


def row(site, code, items, **more):
    return {"PRACTICE_CODE": site, "BNF_CODE": code, "ITEMS": items, **more}


SHARE = measure("share", count_of("0101"), count_of("01"))


def test_site_without_the_product_has_a_true_zero_and_one_without_either_is_not_eligible(
    engine, tmp_path
):
    rows = [row("A1", "0101", "3"), row("A2", "0102", "5"), row("A3", "02", "7")]
    cells = as_dictionary(cells_of(engine, tmp_path / "f.csv", rows, SHARE).cells)
    told = {site: cell for (_, site, _), cell in cells.items()}
    assert told == {"A1": (3, 3, 0), "A2": (0, 5, 1), "A3": (0, 0, 4)}


def test_rows_of_no_known_site_are_counted_and_passed_over(engine, tmp_path):
    rows = [
        row("A1", "0101", "3"),
        row("-", "0101", "100"),
        row("A2", "0101", "nothing to read", UNIDENTIFIED="Y"),
    ]
    found = cells_of(engine, tmp_path / "f.csv", rows, SHARE)
    assert (found.counts.rows, found.counts.unidentified) == (3, 2)
    assert {site for _, site, _ in as_dictionary(found.cells)} == {"A1"}


def test_sums_are_exact_whatever_the_order_of_rows(engine, tmp_path):
    rows = [row("A1", "0101", n) for n in ("100000000000", "0.1", "0.2", "-100000000000")]
    measured = measure("sum", count_of("0101"))
    for ordered in (rows, rows[::-1], [rows[0], rows[3], *rows[1:3]]):
        cells = as_dictionary(cells_of(engine, tmp_path / "f.csv", ordered, measured).cells)
        assert [numerator for numerator, _, _ in cells.values()] == [0.3]


def test_codes_that_matched_are_the_longest_that_measures_name(engine, tmp_path):
    measured = measure("m", count_of("01", "0101", "03"), count_of("01", but=["0102"]))
    rows = [row("A1", "01019", "1"), row("-", "0102", "1"), row("A1", "02", "1")]
    assert cells_of(engine, tmp_path / "f.csv", rows, measured).matched == {"0101"}


def test_month_may_be_told_where_the_file_does_not_say_it(engine, tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("Practice Code,BNF Code,Items\nA1,0101,2\n-,0101,5\n")
    columns = {"site": "Practice Code", "code": "BNF Code", "items": "Items"}
    told = Month.parse("2014-03")
    for expected in (None, Expected()):
        found = rows_to_cells(
            engine, EPD, [SHARE], [path], columns, newest=NEWEST, month=told, expected=expected
        )
        assert as_dictionary(found.cells) == {("share", "A1", told.index): (2, 2, 0)}


def test_digits_keep_their_zeros(engine, tmp_path):
    rows = [row("00123", "0101", "1"), row("123", "0101", "1")]
    cells = as_dictionary(cells_of(engine, tmp_path / "f.csv", rows, SHARE).cells)
    assert {site for _, site, _ in cells} == {"00123", "123"}


def test_only_the_columns_that_measures_need_are_read(engine, tmp_path):
    path = tmp_path / "f.csv"
    # A name in another encoding, and a quantity that is no number.
    header = b"YEAR_MONTH,PRACTICE_NAME,PRACTICE_CODE,BNF_CODE,ITEMS,TOTAL_QUANTITY\n"
    path.write_bytes(header + b"201801,Caf\xe9,A1,0101,2,many\n")
    columns = {k: v for k, v in HEADINGS["epd"].items() if k != "unidentified"}
    found = rows_to_cells(engine, EPD, [SHARE], [path], columns, newest=NEWEST)
    assert as_dictionary(found.cells) == {("share", "A1", 2018 * 12): (2, 2, 0)}


def test_large_file_is_sampled_all_over_and_rows_with_line_breaks_do_no_harm(engine, tmp_path):
    path = tmp_path / "f.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow([*HEADINGS["epd"].values(), "NAME"])
        for number in range(20_000):
            code = f"{number // 2000:02}{number % 7}"
            site = "-" if code.startswith("09") else f"A{number % 50}"
            name = 'two\nlines, "quoted"' if number % 3 == 0 else 'one "line", quoted'
            out.writerow([site, "201801", code, "1", "1", "N", name])
    columns = HEADINGS["epd"]
    expected = expected_of_file(path, EPD, columns, least=1000, block=512)
    assert expected.month == "201801"
    assert {code[:2] for code in expected.codes} == {f"{n:02}" for n in range(10)}
    assert expected_of_file(path, EPD, columns) is None  # small: its first rows do
    more = expected_of_file(path, EPD, columns, known=["9999", "000"], least=1000, block=512)
    assert more.codes[:2] == ("9999", "000") and len(more.codes) == len(set(more.codes))
    measured = [measure("m", count_of("00", "08"), count_of("0"))]
    made = [
        rows_to_cells(engine, EPD, measured, [path], columns, newest=NEWEST, expected=hint)
        for hint in (expected, None)
    ]
    assert made[0].cells.equals(made[1].cells) and made[0].matched == made[1].matched
    assert made[0].counts.rows == 20_000 and made[0].counts.unidentified == 2_000
    assert read_header(path).names == (*columns.values(), "NAME")
