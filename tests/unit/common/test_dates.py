"""Dates that say how precise they are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.dates import UncertainDate, day_name, read_day
from tests.support.examples import few
from tests.support.ladders import uncertain_dates

PRECISIONS = [
    # text, earliest, latest, precision, as a page writes it
    ("2018-04-04", "2018-04-04", "2018-04-04", "day", "4 April 2018"),
    ("2018-04", "2018-04-01", "2018-04-30", "month", "April 2018"),
    ("2020-02", "2020-02-01", "2020-02-29", "month", "February 2020"),
    ("2018-Q1", "2018-01-01", "2018-03-31", "quarter", "January to March 2018"),
    ("2018-Q2", "2018-04-01", "2018-06-30", "quarter", "April to June 2018"),
    ("2018-Q4", "2018-10-01", "2018-12-31", "quarter", "October to December 2018"),
    ("2018", "2018-01-01", "2018-12-31", "year", "2018"),
    (
        "2018-04-04/2018-05-01",
        "2018-04-04",
        "2018-05-01",
        "interval",
        "between 4 April 2018 and 1 May 2018",
    ),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "name"), PRECISIONS)
def test_each_precision_is_read_and_written(text, earliest, latest, precision, name):
    on = UncertainDate.parse(text)

    assert (on.earliest.isoformat(), on.latest.isoformat()) == (earliest, latest)
    assert on.precision == precision
    assert on.name == name
    assert str(on) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" 2018-04 ", "2018-04"),
        ("2018Q2", "2018-Q2"),
        ("2018-q2", "2018-Q2"),
        ("2018/2019", "2018-01-01/2019-12-31"),
        ("2018-Q4/2019-02", "2018-10-01/2019-02-28"),
        ("2018-04-04 / 2018-05-01", "2018-04-04/2018-05-01"),
    ],
)
def test_other_ways_to_write_the_same_date(text, written):
    assert str(UncertainDate.parse(text)) == written


@few
@given(uncertain_dates())
def test_date_reads_back_as_it_was_written(on):
    assert UncertainDate.parse(str(on)) == on


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "4 April 2018",
        "04/04/2018",
        "2018-4-4",
        "2018-Q5",
        "18-04",
        "2018-04-04/",
        "/2018",
        "2018-13",
        "2018-00",
        "2018-02-30",
        "0000",
        "2017/2018/2019",
    ],
)
def test_what_is_no_date_is_refused_with_the_accepted_forms(text):
    accepted = r"is not a date\. Write 2018-04-04, 2018-04, 2018-Q2, 2018 or 2018-04-04/2018-05-01"

    with pytest.raises(ValueError, match=accepted):
        UncertainDate.parse(text)


def test_interval_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="2019-01-01 is after 2018-12-31"):
        UncertainDate.parse("2019/2018")


@pytest.mark.parametrize(
    "text",
    ["20180401", "2018-04-01", "01-Apr-18", "01APR2018", "01/04/2018", "1-Apr-2018", " 20180401 "],
)
def test_day_formats_of_nhs_files_are_read(text):
    assert read_day(text) == date(2018, 4, 1)


@pytest.mark.parametrize(
    "text", ["", "2018", "2018-04", "20181301", "2018-02-30", "tomorrow", "04/30/2018", "2018041"]
)
def test_what_is_no_day_is_refused_with_how_to_write_it(text):
    with pytest.raises(ValueError, match=r"is not a day\. Write it as 2018-04-01\."):
        read_day(text)


@few
@given(st.dates(date(1970, 1, 1), date(2060, 12, 31)))
def test_every_day_is_read_in_each_format(day):
    forms = ("%Y%m%d", "%Y-%m-%d", "%d%b%Y", "%d/%m/%Y", "%d-%b-%Y")

    assert {read_day(day.strftime(form)) for form in forms} == {day}


def test_day_has_no_leading_zero_on_a_page():
    assert day_name(date(2018, 4, 4)) == "4 April 2018"
