"""How long sites stay in a stage: read from events whose dates are more or less precise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.questions.stalled.stays import FEWEST_MOVES, Length, length, stage_time, stays
from tests.support.ladders import in_order, ladders

DAY = date(2019, 1, 1)
FOREVER = date.max.toordinal()


def only(*events):
    (stay,) = stays(in_order(*events), DAY)
    return stay


def days(stay):
    found = length(stay, DAY, FOREVER)
    return found.shortest, found.longest, found.moved


def test_stay_ends_when_the_site_moves_up():
    first, second = stays(in_order(("approached", "2018-03-01"), ("committed", "2018-03-31")), DAY)
    assert days(first) == (30, 30, True)
    assert second.is_open
    assert days(second) == (276, 276, False)


def test_stage_told_again_does_not_start_a_new_stay():
    stay = only(("approached", "2018-03-01"), ("approached", "2018-09-01"))
    assert days(stay) == (306, 306, False)


@pytest.mark.parametrize("after", ["paused", "stopped", "eligible"])
def test_stay_that_ends_beside_or_down_the_ladder_is_no_move(after):
    first, _ = stays(in_order(("committed", "2018-03-01"), (after, "2018-03-31")), DAY)
    assert days(first) == (30, 30, False)


def test_imprecise_dates_make_a_stay_shorter_or_longer():
    first, _ = stays(in_order(("approached", "2018-Q1"), ("committed", "2018-04")), DAY)
    assert days(first) == (1, 119, True)


def test_stage_entered_in_the_quarter_counts_from_its_last_day_at_least():
    assert days(only(("approached", "2018-Q4"))) == (1, 92, False)


def test_stage_that_may_not_have_come_yet_is_not_entered():
    assert stays(in_order(("approached", "2019-Q1")), DAY) == []


def test_site_that_may_have_moved_on_is_not_open_and_was_seen_to_stay_until_it_may_have():
    stay = only(("approached", "2018-12-01"), ("committed", "2018-12-20/2019-01-20"))
    assert not stay.is_open
    assert days(stay) == (18, 18, False)


def test_site_that_closed_was_seen_to_stay_until_then():
    stay = only(("approached", "2018-03-01"))
    assert length(stay, DAY, date(2018, 3, 11).toordinal()) == Length(10, 10, moved=False)


def test_threshold_is_the_time_by_which_the_share_had_moved_on():
    lengths = [Length(n, n, moved=True) for n in (10, 20, 30, 40)] * 2
    time = stage_time("live", lengths, 0.75)
    assert (time.threshold, time.median, time.moved, time.sites, time.why) == (30, 25, 8, 8, "")


def test_threshold_is_that_of_the_longest_reading():
    lengths = [Length(n, n + 60, moved=True) for n in (10, 20, 30, 40)] * 2
    assert stage_time("live", lengths, 0.75).threshold == 90


def test_no_threshold_is_told_from_few_moves_or_where_the_curve_does_not_come_that_far():
    few = [Length(10, 10, moved=True)] * (FEWEST_MOVES - 1) + [Length(99, 99, moved=False)]
    assert "only 4 of 5 have moved on" in stage_time("live", few, 0.75).why
    none = stage_time("live", [], 0.75)
    assert (none.threshold, none.why) == (None, "nobody has moved on yet")
    most_stay = [Length(10, 10, moved=True)] * FEWEST_MOVES + [Length(99, 99, moved=False)] * 5
    time = stage_time("live", most_stay, 0.75)
    assert (time.threshold, time.why) == (
        None,
        "too few have moved on for the curve to come that far",
    )


@given(ladders())
def test_every_reading_of_a_stay_is_a_length_of_time_and_the_shortest_is_the_shortest(events):
    for site in {e.site for e in events}:
        found = stays([e for e in events if e.site == site], DAY)
        assert sum(stay.is_open for stay in found[:-1]) == 0
        for stay in found:
            if stay.stage not in ("approached", "committed", "live"):
                continue
            read = length(stay, DAY, FOREVER)
            assert 0 <= read.shortest <= read.longest
            assert not (stay.is_open and read.moved)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 40), st.booleans()), min_size=6),
    st.floats(0.05, 0.9),
    st.floats(0.01, 0.09),
)
def test_threshold_rises_with_the_share(rows, share, more):
    lengths = [Length(days, days + slack, moved) for days, slack, moved in rows]
    low = stage_time("live", lengths, share).threshold
    high = stage_time("live", lengths, share + more).threshold
    assert high is None or (low is not None and low <= high)
