"""Months sort, subtract, and index arrays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month, month_range
from tests.support.examples import few

months = st.integers(1900 * 12, 2100 * 12).map(Month)


@pytest.mark.parametrize(
    ("text", "written"),
    [("2018-04", "2018-04"), ("2018-04-01", "2018-04"), (" 1999-12 ", "1999-12")],
)
def test_month_is_read(text, written):
    assert str(Month.parse(text)) == written


@pytest.mark.parametrize(
    "text",
    ["", "2018", "2018-4", "2018-13", "2018-00", "2018-04-02", "04-2018", "April 2018", "201804"],
)
def test_what_is_no_month_is_refused_with_how_to_write_it(text):
    with pytest.raises(ValueError, match=r"is not a month\. Write it as 2018-04\.") as refused:
        Month.parse(text)

    assert repr(text) in str(refused.value)


@few
@given(months)
def test_month_reads_back_as_it_was_written(month):
    assert Month.parse(str(month)) == month


@few
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_day_lies_within_its_month(day):
    month = Month.of(day)

    assert month.first_day <= day <= month.last_day
    assert (month.year, month.number) == (day.year, day.month)


@few
@given(months)
def test_months_follow_each_other_without_a_gap(month):
    assert ((month + 1).first_day - month.last_day).days == 1
    assert month + 1 - 1 == month
    assert month < month + 1
    assert month + 12 == Month.of(month.first_day.replace(year=month.year + 1))


@pytest.mark.parametrize(
    ("text", "last"),
    [("2018-04", 30), ("2018-12", 31), ("2019-02", 28), ("2020-02", 29), ("1900-02", 28)],
)
def test_last_day_of_a_month(text, last):
    assert Month.parse(text).last_day.day == last


def test_name_is_as_nhs_pages_write_it():
    assert Month.parse("2018-04").name == "April 2018"


def test_range_includes_both_ends():
    first, last = Month.parse("2018-11"), Month.parse("2019-02")

    assert [str(m) for m in month_range(first, last)] == [
        "2018-11",
        "2018-12",
        "2019-01",
        "2019-02",
    ]
    assert month_range(last, last) == [last]
    assert month_range(last, first) == []


def test_months_sort_by_time():
    texts = ["2019-01", "2018-04", "2018-12"]

    assert [str(m) for m in sorted(map(Month.parse, texts))] == sorted(texts)
    assert max(map(Month.parse, texts)) >= Month.parse("2019-01")
