"""Dates that say how precise they are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.date_forms import (
    CENTURY,
    DAY_FIRST,
    MONTH_FIGURES,
    QUARTERS,
    RANGES,
    TIMES,
    WORDS,
    YEAR_FIRST,
)
from groundswell.common.dates import (
    NotADate,
    UncertainDate,
    day_name,
    parse_typed,
    read_day,
    read_typed_day,
)
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


@pytest.mark.parametrize(
    ("text", "written", "assumed"),
    [
        ("20180404", "2018-04-04", ()),
        ("04Apr2018", "2018-04-04", ()),
        ("2018-04-04 00:00:00", "2018-04-04", ()),
        ("2018-04-04T10:30:00Z", "2018-04-04", (TIMES,)),
        ("04/05/2018", "2018-05-04", (DAY_FIRST,)),
        ("4/5/2018", "2018-05-04", (DAY_FIRST,)),
        ("4.5.2018", "2018-05-04", (DAY_FIRST,)),
        ("04-05-2018", "2018-05-04", (DAY_FIRST,)),
        ("04/05/2018 10:30", "2018-05-04", (DAY_FIRST, TIMES)),
        ("04/05/18", "2018-05-04", (DAY_FIRST, CENTURY)),
        ("2018/04/05", "2018-04-05", (YEAR_FIRST,)),
        ("2018-4-5", "2018-04-05", (YEAR_FIRST,)),
        ("4 April 2018", "2018-04-04", (WORDS,)),
        ("4th Apr 2018", "2018-04-04", (WORDS,)),
        ("1st Sept. 2018", "2018-09-01", (WORDS,)),
        ("April 4, 2018", "2018-04-04", (WORDS,)),
        ("4-Apr-18", "2018-04-04", (WORDS, CENTURY)),
        ("4-APR-2018", "2018-04-04", (WORDS,)),
        ("4 April ’18", "2018-04-04", (WORDS, CENTURY)),
        ("4‑Apr‑18", "2018-04-04", (WORDS, CENTURY)),
        ("April 2018", "2018-04", (WORDS,)),
        ("april  2018", "2018-04", (WORDS,)),
        ("Apr-2018", "2018-04", (WORDS,)),
        ("Apr-18", "2018-04", (WORDS, CENTURY)),
        ("Apr '18", "2018-04", (WORDS, CENTURY)),
        ("Apr-69", "1969-04", (WORDS, CENTURY)),
        ("Apr-68", "2068-04", (WORDS, CENTURY)),
        ("04/2018", "2018-04", (MONTH_FIGURES,)),
        ("Q2 2018", "2018-Q2", (QUARTERS,)),
        ("2018 Q2", "2018-Q2", (QUARTERS,)),
        ("q2/2018", "2018-Q2", (QUARTERS,)),
        ("2018-04 to 2018-06", "2018-04-01/2018-06-30", (RANGES,)),
        ("April 2018 – June 2018", "2018-04-01/2018-06-30", (RANGES, WORDS)),
        ("04/05/2018 - June 2018", "2018-05-04/2018-06-30", (RANGES, DAY_FIRST, WORDS)),
    ],
)
def test_dates_as_people_type_them_are_read_with_what_that_takes_for_granted(
    text, written, assumed
):
    on, said = parse_typed(text)

    assert (str(on), said) == (written, assumed)
    assert UncertainDate.parse(text) == on


@few
@given(uncertain_dates())
def test_standard_form_takes_nothing_for_granted(on):
    assert parse_typed(str(on)) == (on, ())


@few
@given(uncertain_dates())
def test_date_as_a_page_writes_it_reads_back(on):
    if on.precision != "quarter":  # its name is one of two months, which could be an interval
        assert UncertainDate.parse(on.name) == on


@few
@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_every_day_is_read_in_each_style(day):
    styles = ("%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%-d-%b-%y", "%B %-d, %Y", "%Y/%m/%d")

    assert {str(UncertainDate.parse(day.strftime(style))) for style in styles} == {str(day)}


@pytest.mark.parametrize(
    ("text", "why", "mend"),
    [
        ("43194", "a spreadsheet's number for a day", "2018-04-04"),
        ("2018/19", "a financial year", "2018-04-01/2019-03-31"),
        ("2099-00", "a financial year", "2099-04-01/2100-03-31"),
        ("Q1 2018/19", "a quarter of a financial year", "2018-04/2018-06"),
        ("04/30/2018", "days come first", "2018-04-30"),
        ("Apr 18", "a day or a month", "2018-04"),
        ("18-Apr", "no year", "2018-04-04"),
        ("18/04", "no year", "2018-04-04"),
    ],
)
def test_date_that_can_mean_two_things_is_refused_with_what_to_write(text, why, mend):
    with pytest.raises(NotADate) as refused:
        UncertainDate.parse(text)

    assert refused.value.why.startswith(repr(text)) and why in refused.value.why
    assert mend in refused.value.mend
    assert str(refused.value) == f"{refused.value.why} {refused.value.mend}"


@few
@given(uncertain_dates())
def test_date_reads_back_as_it_was_written(on):
    assert UncertainDate.parse(str(on)) == on


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "Spring 2018",
        "4 Foo 2018",
        "31/06/2018",
        "14/30/2018",
        "0/30/2018",
        "2018-4/2018-5-",
        "10:30",
        "April 2018 10:30",
        "Q2 18",
        "13/2018",
        "0 May 2018",
        "4/4/218",
        "4/04-2018",
        "٢٠١٨-04-04",
        "2018-Q5",
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
    "text",
    [
        "",
        "2018",
        "2018-04",
        "Apr-18",
        "20181301",
        "2018-02-30",
        "tomorrow",
        "04/30/2018",
        "2018041",
    ],
)
def test_what_is_no_day_is_refused_with_how_to_write_it(text):
    with pytest.raises(ValueError, match=r"is not a day\. Write it as 2018-04-01\."):
        read_day(text)


def test_day_says_what_reading_it_took_for_granted():
    assert read_typed_day("01-Sep-20") == (date(2020, 9, 1), (WORDS, CENTURY))
    assert read_typed_day("20200901") == (date(2020, 9, 1), ())


@few
@given(st.dates(date(1970, 1, 1), date(2060, 12, 31)))
def test_every_day_is_read_in_each_format(day):
    forms = ("%Y%m%d", "%Y-%m-%d", "%d%b%Y", "%d/%m/%Y", "%d-%b-%Y")

    assert {read_day(day.strftime(form)) for form in forms} == {day}


def test_day_has_no_leading_zero_on_a_page():
    assert day_name(date(2018, 4, 4)) == "4 April 2018"
