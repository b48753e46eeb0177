"""Whether a site's account runs forward: steps down need a reason, and dates are not overread."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.rules import STAGES
from groundswell.adoption.timeline import Told, steps_down
from groundswell.common.dates import UncertainDate
from tests.support.examples import many
from tests.support.plain_timeline import plain_lower


def told(stage, on, reason=""):
    return Told(stage, UncertainDate.parse(on), reason)


def falls(*events):
    return [(h.stage, low.stage) for h, low in steps_down([told(*e) for e in events])]


def test_a_climb_in_any_order_of_telling_has_no_step_down():
    assert falls(("using", "2018-06"), ("approached", "2018-01"), ("live", "2018-04")) == []


def test_using_before_live_steps_down():
    assert falls(("live", "2018-06-01"), ("using", "2018-01-31")) == [("using", "live")]


def test_the_reason_stands_with_the_lower_event():
    assert falls(("using", "2018-01"), ("live", "2018-06", "adopters")) == []
    assert falls(("using", "2018-01", "adopters"), ("live", "2018-06")) == [("using", "live")]


def test_one_day_is_no_step_down():
    assert falls(("using", "2018-04-04"), ("live", "2018-04-04")) == []


@pytest.mark.parametrize("live", ["2018-05", "2018-Q2", "2018", "2018-05-20/2018-06-20"])
def test_a_date_that_may_come_before_is_not_held_to_come_after(live):
    assert falls(("using", "2018-05-20"), ("live", live)) == []


@pytest.mark.parametrize("using", ["2018-05", "2018-Q2", "2018"])
def test_a_date_that_may_come_after_is_not_held_to_come_before(using):
    assert falls(("using", using), ("live", "2018-05-20")) == []


def test_a_quarter_after_a_month_comes_after_it():
    assert falls(("using", "2018-03"), ("live", "2018-Q2")) == [("using", "live")]


@pytest.mark.parametrize("end", ["paused", "stopped"])
def test_a_site_begins_anew_after_a_pause_or_a_stop(end):
    assert falls(("using", "2018-01"), (end, "2018-05", "safety"), ("approached", "2019-01")) == []


def test_a_pause_that_may_lie_between_is_enough():
    assert falls(("using", "2018-05-20"), ("paused", "2018"), ("live", "2018-06-01")) == []


@pytest.mark.parametrize("pause", ["2018-01", "2018-09"])
def test_a_pause_before_or_after_excuses_nothing(pause):
    events = ("using", "2018-03"), ("live", "2018-06"), ("paused", pause)
    assert falls(*events) == [("using", "live")]


def test_the_last_event_above_is_the_one_named():
    found = steps_down(
        [told("live", "2018-01"), told("using", "2018-03"), told("eligible", "2019")]
    )
    assert [str(step.higher.on) for step in found] == ["2018-03"]


@st.composite
def _tellings(draw):
    first = date(2018, 1, 1) + timedelta(draw(st.integers(0, 20)))
    last = first + timedelta(draw(st.sampled_from((0, 0, 1, 3, 9))))
    stage = draw(st.sampled_from([s for s in STAGES if s != "void"]))
    return Told(stage, UncertainDate(first, last, "interval"), draw(st.sampled_from(("", "", "x"))))


@many
@given(st.lists(_tellings(), max_size=12))
def test_the_quick_way_finds_what_the_plain_way_finds(events):
    found = steps_down(events)
    assert sorted(map(repr, (low for _, low in found))) == sorted(map(repr, plain_lower(events)))
    assert all(high.on.latest < low.on.earliest for high, low in found)
