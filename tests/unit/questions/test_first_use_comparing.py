"""Reported go-live beside measured first use: every case, and what cannot change a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.common.months import Month
from groundswell.questions.first_use.comparing import (
    AGREES,
    EARLIER,
    LATER,
    NEITHER,
    NO_DATA,
    NOT_MEASURED,
    NOT_REPORTED,
    TOO_EARLY,
    Span,
    compare,
)

UNTIL = Month.parse("2019-12")


def span(text):
    first, _, last = text.partition("/")
    return Span(Month.parse(first), Month.parse(last or first)) if text else None


def verdict(reported, measured, *, data="2019-12", tolerance=2):
    return compare(
        span(reported),
        span(measured),
        data_until=Month.parse(data) if data else None,
        reports_until=UNTIL,
        tolerance=tolerance,
    )


@pytest.mark.parametrize(
    ("reported", "measured", "expected"),
    [
        ("2018-05", "2018-05", (AGREES, 0)),
        ("2018-05", "2018-07", (AGREES, 2)),
        ("2018-05", "2018-08", (LATER, 3)),
        ("2018-05", "2018-03", (AGREES, 2)),
        ("2018-05", "2018-02", (EARLIER, 3)),
        ("2018-04/2018-06", "2018-08", (AGREES, 2)),
        ("2018-04/2018-06", "2018-09", (LATER, 3)),
        ("2018-04/2018-06", "2018-01", (EARLIER, 3)),
        ("2018-01/2018-12", "2018-06", (AGREES, 0)),
        ("2018-05", "", (NOT_MEASURED, None)),
        ("", "2018-05", (NOT_REPORTED, None)),
        ("2019-11", "", (TOO_EARLY, None)),
        ("2018-01/2019-11", "", (TOO_EARLY, None)),
        ("", "2019-11", (TOO_EARLY, None)),
        ("", "", (NEITHER, None)),
    ],
)
def test_verdict(reported, measured, expected):
    assert verdict(reported, measured) == expected


def test_no_routine_data_is_not_no_use():
    assert verdict("2018-05", "", data="") == (NO_DATA, None)


def test_data_must_reach_past_the_report_by_the_tolerance_before_their_silence_counts():
    assert verdict("2018-05", "", data="2018-06")[0] == TOO_EARLY
    assert verdict("2018-05", "", data="2018-07")[0] == NOT_MEASURED


months = st.integers(Month.parse("2015-01").index, UNTIL.index).map(Month)
spans = st.tuples(months, months).map(lambda pair: Span(min(pair), max(pair)))


@given(spans, spans, st.integers(0, 12))
def test_a_difference_is_certain_in_every_month_that_the_dates_may_mean(reported, measured, width):
    found, apart = compare(
        reported, measured, data_until=UNTIL, reports_until=UNTIL, tolerance=width
    )
    gaps = {
        m - r
        for r in range(reported.first.index, reported.last.index + 1)
        for m in range(measured.first.index, measured.last.index + 1)
    }
    if found == AGREES:
        assert any(abs(gap) <= width for gap in gaps)
    else:
        assert (
            all(gap > width for gap in gaps)
            if found == LATER
            else all(-gap > width for gap in gaps)
        )
    assert apart == min(abs(gap) for gap in gaps)


@given(spans, spans, st.integers(0, 12))
def test_swapping_the_two_swaps_earlier_and_later(reported, measured, width):
    def ask(one, other):
        return compare(one, other, data_until=UNTIL, reports_until=UNTIL, tolerance=width)

    swapped = {LATER: EARLIER, EARLIER: LATER, AGREES: AGREES}
    there, back = ask(reported, measured), ask(measured, reported)
    assert (swapped[there[0]], there[1]) == back
