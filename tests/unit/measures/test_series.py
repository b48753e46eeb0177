"""What a table of ready-made cells says: numbers, what senders write instead, and statuses."""

from math import isnan

import pytest

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.rules import first_observations, never_eligible
from groundswell.measures.series import Columns, cells_of, read_uses
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Row, Sheet, records

NEWEST = Month.parse("2020-12")
SITES = {"P1": 1, "P2": 2, "P3": 3}
SHARE = Columns("site", "month", "numerator", "denominator", is_proportion=True)
RATE = Columns("site", "month", "numerator", "denominator")
QUANTITY = Columns("site", "month", "numerator", adds_up=True)


def read(*rows, columns=RATE):
    heading = "site,month,numerator,denominator"
    sheet = Sheet(
        "", tuple(Row(n, tuple(r.split(","))) for n, r in enumerate((heading, *rows), start=1))
    )
    findings = Findings("file.csv")
    return read_uses(list(records(sheet)), columns, SITES, NEWEST, findings), findings


def one(row, columns=RATE):
    (use,), findings = read(row, columns=columns)
    assert not findings.refusals
    return use


STATUSES = {
    "3,10": (3, 10, Status.OBSERVED),
    "-3,10": (-3, 10, Status.OBSERVED),
    "0,10": (0, 10, Status.ZERO),
    "0.0,10": (0, 10, Status.ZERO),
    ",10": (None, 10, Status.MISSING),
    "*,10": (None, 10, Status.SUPPRESSED),
    "s,10": (None, 10, Status.SUPPRESSED),
    "*,": (None, None, Status.SUPPRESSED),
    "*,*": (None, None, Status.SUPPRESSED),
    ",*": (None, None, Status.SUPPRESSED),
    "3,*": (None, None, Status.SUPPRESSED),
    "0,0": (0, 0, Status.NOT_YET_ELIGIBLE),
    "3,0": (3, 0, Status.NOT_YET_ELIGIBLE),
}


@pytest.mark.parametrize(("numbers", "expected"), STATUSES.items(), ids=STATUSES)
def test_status_is_what_the_sender_wrote(numbers, expected):
    use = one(f"P1,2018-01,{numbers}")
    found = tuple(None if n is None or isnan(n) else n for n in (use.numerator, use.denominator))
    assert (*found, use.status) == expected


REFUSED = {
    ",": ("numerator", "number"),
    "3,": ("denominator", "number"),
    "?,10": ("numerator", "number"),
    "**,10": ("numerator", "number"),
    "3,-1": ("denominator", "below 0"),
}


@pytest.mark.parametrize(("numbers", "where"), REFUSED.items(), ids=REFUSED)
def test_row_without_its_numbers_is_refused(numbers, where):
    uses, findings = read("P1,2018-01,1,10", f"P2,2018-01,{numbers}")
    (refusal,) = findings.refusals
    assert (refusal.row, refusal.column) == (3, where[0]) and where[1] in refusal.why
    assert len(uses) == 1


@pytest.mark.parametrize("numbers", ["11,10", "1,0"])
def test_part_above_its_whole_is_refused_in_a_proportion_only(numbers):
    _, findings = read(f"P1,2018-01,{numbers}", columns=SHARE)
    (refusal,) = findings.refusals
    assert (refusal.row, refusal.column) == (2, "numerator")
    assert "above its denominator" in refusal.why
    assert one(f"P1,2018-01,{numbers}").numerator == float(numbers.split(",")[0])


@pytest.mark.parametrize("numbers", ["10,10", "0.3,0.30000000000000004", "0.30000000000000004,0.3"])
def test_whole_is_no_more_than_itself_whatever_its_last_digit(numbers):
    assert one(f"P1,2018-01,{numbers}", SHARE).status == Status.OBSERVED


@pytest.mark.parametrize("month", ["2018-01", "2018-01-01", "201801", "2018_01"])
def test_months_are_read_as_publishers_write_them(month):
    assert str(one(f"P1,{month},1,10").month) == "2018-01"


def test_products_add_up_and_have_no_row_of_their_own():
    uses, _ = read("P1,2018-01,3,", "P1,2018-01,-3,", "P1,2018-02,4,", columns=QUANTITY)
    assert [(u.numerator, u.status, u.row) for u in uses] == [
        (0, Status.ZERO, 2),
        (4, Status.OBSERVED, 4),
    ]
    assert cells_of(uses, "m").column("row").to_pylist() == [0, 4]


def test_product_that_is_suppressed_suppresses_the_sum():
    (use,), _ = read("P1,2018-01,3,", "P1,2018-01,*,", columns=QUANTITY)
    assert use.status == Status.SUPPRESSED and isnan(use.numerator)


def test_what_is_suppressed_missing_or_never_eligible_is_counted_and_said():
    rows = ("P1,2018-01,*,10", "P1,2018-02,,10", "P2,2018-01,0,0", "P2,2018-02,0,0")
    _, findings = read(*rows, "P3,2018-01,0,0", "P3,2018-02,1,10")
    texts = [note.text for note in findings.notes]
    assert "Cells suppressed by their sender: 1." in texts
    assert "Cells missing: their numerator is empty: 1." in texts
    assert any("1 of 3 sites (P2)" in text for text in texts)


def test_site_is_on_record_from_the_month_in_which_it_is_eligible():
    uses, _ = read("P1,2018-01,0,0", "P1,2018-02,0,10", "P2,2018-01,0,0")
    found = {site: str(use.month) for site, use in first_observations(uses, None).items()}
    assert found == {"P1": "2018-02"}
    assert never_eligible(uses) == ["P2"]


def test_unknown_codes_are_looked_for_a_few_times_only():
    _, findings = read(*(f"P{n},2018-01,1,10" for n in range(10, 40)))
    mends = [refusal.mend for refusal in findings.refusals]
    assert len(mends) == 30 and "Did you mean" in mends[0]
    assert mends[-1] == "Load the file of organisations that has it first."


def test_cells_are_as_they_are_published():
    uses, _ = read("P2,2018-02,3,10", "P1,2018-01,,10")
    table = cells_of(uses, "m")
    assert table.column("measure").to_pylist() == ["m", "m"]
    assert table.column("site").to_pylist() == ["P2", "P1"]
    assert table.column("status").to_pylist() == [Status.OBSERVED, Status.MISSING]
    assert table.column("row").to_pylist() == [2, 3]
