"""Boundaries are written one way and read back the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, AsAt, parse_boundaries
from tests.support.examples import few

APRIL = Month.parse("2018-04")


@few
@given(st.just(AS_THEN) | st.dates().map(AsAt))
def test_boundaries_read_back_as_they_were_written(boundaries):
    assert parse_boundaries(str(boundaries)) == boundaries


def test_boundaries_are_written_as_questions_quote_them():
    assert str(AS_THEN) == "as-then"
    assert str(AsAt(date(2020, 4, 1))) == "as-at:2020-04-01"


def test_as_then_is_the_last_day_of_each_month():
    assert AS_THEN.day_for(APRIL) == date(2018, 4, 30)
    assert AS_THEN.day_for(Month.parse("2020-02")) == date(2020, 2, 29)


def test_as_at_is_one_day_for_every_month():
    boundaries = AsAt(date(2020, 4, 1))

    assert {boundaries.day_for(APRIL), boundaries.day_for(APRIL + 60)} == {date(2020, 4, 1)}


def test_page_says_which_day_groups_the_sites():
    assert "last day" in AS_THEN.text
    assert "1 April 2020" in AsAt(date(2020, 4, 1)).title


@pytest.mark.parametrize(
    "text",
    ["", "now", "as-at", "as-at:", "as-at:2020-13-01", "as-at:2020-02-30", "as then", "2020-04-01"],
)
def test_anything_else_is_refused_with_what_is_accepted(text):
    with pytest.raises(ValueError, match=r"Write as-then or as-at:2020-04-01\.") as refused:
        parse_boundaries(text)

    assert repr(text) in str(refused.value)
