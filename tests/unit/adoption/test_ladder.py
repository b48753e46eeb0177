"""Where each site stands on the ladder. The judge is the plain twin in tests/support."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.adoption.ladder import (
    ADOPTED,
    NOT_ADOPTED,
    UNKNOWN,
    LadderEvent,
    States,
    flags,
    known_events,
    ladder_of,
    stage_on,
    states,
)
from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.months import Month
from tests.support import plain_ladder
from tests.support.examples import few, many
from tests.support.ladders import LAST, MONTHS, SITES, event, in_order, ladders

NAMES = {UNKNOWN: "unknown", NOT_ADOPTED: "not adopted", ADOPTED: "adopted"}
LETTERS = {UNKNOWN: "?", NOT_ADOPTED: "-", ADOPTED: "A"}
definitions = st.sampled_from(list(DEFINITIONS.values()))


def states_of(
    events: list[LadderEvent],
    definition: str = "live-or-beyond",
    months: list[Month] = MONTHS,
    sites: int = SITES,
) -> States:
    return states(ladder_of(events)[0], sites, months, DEFINITIONS[definition])


def year(events: list[LadderEvent], definition: str = "live-or-beyond") -> str:
    """One site's 2018, a letter a month: A adopted, - not, ? unknown, P unknown but perhaps."""
    found = states_of(events, definition, MONTHS[:12], 1)
    pairs = zip(found.state[:, 0], found.perhaps[:, 0], strict=True)
    return "".join("P" if perhaps else LETTERS[int(state)] for state, perhaps in pairs)


# The twin


@many
@given(ladders(), definitions)
def test_the_plain_twin_finds_the_same_states(events, definition):
    events = known_events(events, None)

    found = states_of(events, definition.name)

    for row, month in enumerate(MONTHS):
        for site in range(SITES):
            state = plain_ladder.State(
                NAMES[int(found.state[row, site])], bool(found.perhaps[row, site])
            )
            assert state == plain_ladder.state(events, site, month, definition), (site, str(month))


@few
@given(ladders(), definitions, st.integers(0, 22), st.integers(1, 24))
def test_states_do_not_depend_on_the_months_asked_for(events, definition, start, length):
    events = known_events(events, None)

    whole, part = (
        states_of(events, definition.name, months)
        for months in (MONTHS, MONTHS[start : start + length])
    )

    assert (whole.state[start : start + length] == part.state).all()
    assert (whole.perhaps[start : start + length] == part.perhaps).all()


@few
@given(ladders(), definitions, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_given_does_not_matter(events, definition, chance):
    events = known_events(events, None)
    shuffled = chance.sample(events, len(events))

    one, other = (states_of(given, definition.name) for given in (events, shuffled))

    assert (one.state == other.state).all() and (one.perhaps == other.perhaps).all()


@few
@given(ladders(), definitions)
def test_perhaps_is_said_only_of_the_unknown(events, definition):
    found = states_of(known_events(events, None), definition.name)

    assert (found.state[found.perhaps] == UNKNOWN).all()


@few
@given(ladders())
def test_ever_live_is_never_lost(events):
    found = states_of(known_events(events, None), "ever-live")

    adopted = found.state == ADOPTED
    assert (adopted[1:] >= adopted[:-1]).all()


@few
@given(ladders())
def test_using_is_live_and_live_is_ever_live(events):
    events = known_events(events, None)

    using, live, ever = (
        states_of(events, d).state == ADOPTED
        for d in ("using-or-beyond", "live-or-beyond", "ever-live")
    )

    assert (using <= live).all() and (live <= ever).all()


@few
@given(ladders())
def test_stage_on_the_last_day_of_a_month_decides_a_state_without_doubt(events):
    events = [e for e in known_events(events, None) if e.site == 0]
    found = states_of(events)

    for row, month in enumerate(MONTHS):
        stage = stage_on(events, month.last_day)
        if found.state[row, 0] == ADOPTED:
            assert stage in DEFINITIONS["live-or-beyond"].stages
        elif found.state[row, 0] == NOT_ADOPTED:
            assert stage is not None and stage not in DEFINITIONS["live-or-beyond"].stages


# Small tables: (events, definition, 2018 month by month)

YEARS = {
    "nothing known is unknown": ([], "live-or-beyond", "????????????"),
    "live from its month on": ([("live", "2018-04-04")], "live-or-beyond", "???AAAAAAAAA"),
    "on the last day of a month is in that month": (
        [("live", "2018-04-30")],
        "live-or-beyond",
        "???AAAAAAAAA",
    ),
    "committed is known not to have adopted": (
        [("committed", "2018-02-01"), ("live", "2018-04-04")],
        "live-or-beyond",
        "?--AAAAAAAAA",
    ),
    "what came before the first month counts": (
        [("live", "2015-01-01")],
        "live-or-beyond",
        "AAAAAAAAAAAA",
    ),
    "what comes after the last month does not": (
        [("committed", "2018-02-01"), ("live", "2019-01-01")],
        "live-or-beyond",
        "?-----------",
    ),
    "stopped is adopted no more": (
        [("live", "2018-02-01"), ("stopped", "2018-06-01")],
        "live-or-beyond",
        "?AAAA-------",
    ),
    "paused and live again": (
        [("live", "2018-02-01"), ("paused", "2018-06-01"), ("live", "2018-09-01")],
        "live-or-beyond",
        "?AAAA---AAAA",
    ),
    "stopped was ever live": (
        [("live", "2018-02-01"), ("stopped", "2018-06-01")],
        "ever-live",
        "?AAAAAAAAAAA",
    ),
    "handed over to business as usual is adopted": (
        [("live", "2018-02-01"), ("handed-over", "2018-06-01")],
        "live-or-beyond",
        "?AAAAAAAAAAA",
    ),
    "live is not known to use it": (
        [("live", "2018-02-01"), ("using", "2018-06-01")],
        "using-or-beyond",
        "?----AAAAAAA",
    ),
    "of two events of one month the later day counts": (
        [("stopped", "2018-04-20"), ("live", "2018-04-04")],
        "live-or-beyond",
        "???---------",
    ),
    "of two on one day the one recorded later counts": (
        [("live", "2018-04-04"), ("paused", "2018-04-04")],
        "live-or-beyond",
        "???---------",
    ),
    "a month makes no band": ([("live", "2018-04")], "live-or-beyond", "???AAAAAAAAA"),
    "a quarter makes a band until its last month": (
        [("live", "2018-Q2")],
        "live-or-beyond",
        "???PPAAAAAAA",
    ),
    "a year is a band to December": ([("live", "2018")], "live-or-beyond", "PPPPPPPPPPPA"),
    "an interval within a month makes no band": (
        [("live", "2018-04-04/2018-04-20")],
        "live-or-beyond",
        "???AAAAAAAAA",
    ),
    "an interval over two months is a band of one": (
        [("live", "2018-04-20/2018-05-10")],
        "live-or-beyond",
        "???PAAAAAAAA",
    ),
    "an interval from before the first month": (
        [("live", "2017-11-01/2018-02-10")],
        "live-or-beyond",
        "PAAAAAAAAAAA",
    ),
    "an interval beyond the last month": (
        [("live", "2018-11-01/2019-02-10")],
        "live-or-beyond",
        "??????????PP",
    ),
    "a vague start after a known not": (
        [("committed", "2018-01-10"), ("live", "2018-Q2")],
        "live-or-beyond",
        "---PPAAAAAAA",
    ),
    "a vague stop may still be adopted": (
        [("live", "2018-01-10"), ("stopped", "2018-Q2")],
        "live-or-beyond",
        "AAAPP-------",
    ),
    "a vague further stage leaves no doubt": (
        [("live", "2018-01-10"), ("using", "2018-Q2")],
        "live-or-beyond",
        "AAAAAAAAAAAA",
    ),
    "a vague lower stage of nothing known is no perhaps": (
        [("committed", "2018-Q2")],
        "live-or-beyond",
        "?????-------",
    ),
    "a vague stop does not undo ever live": (
        [("live", "2018-01-10"), ("stopped", "2018-Q2")],
        "ever-live",
        "AAAAAAAAAAAA",
    ),
    "a vague stop does not make ever live before it was live": (
        [("eligible", "2018-01-10"), ("live", "2018-09-15"), ("stopped", "2018")],
        "ever-live",
        "--------AAAA",
    ),
}


@pytest.mark.parametrize(("events", "definition", "expected"), YEARS.values(), ids=YEARS)
def test_a_year_of_one_site(events, definition, expected):
    assert year(in_order(*events), definition) == expected


def test_quarter_dates_make_no_surge_in_a_curve():
    """Ten sites of the second quarter: none certain until June, all possible from April."""
    events = [event("live", "2018-Q2", number=i, site=i) for i in range(10)]

    found = states_of(events, sites=10, months=MONTHS[:7])

    low = (found.state == ADOPTED).sum(axis=1)
    high = low + found.perhaps.sum(axis=1)
    assert low.tolist() == [0, 0, 0, 0, 0, 10, 10]
    assert high.tolist() == [0, 0, 0, 10, 10, 10, 10]


def test_sites_without_events_are_unknown_beside_sites_with():
    found = states_of([event("live", "2018-01-01", site=1)], sites=3, months=MONTHS[:1])

    assert found.state.tolist() == [[UNKNOWN, ADOPTED, UNKNOWN]]


def test_many_vague_dates_of_one_site_do_not_overflow():
    events = [event("live", "2018-Q2", number=i) for i in range(200)]

    assert year(events) == "???PPAAAAAAA"


def test_flags_say_what_the_stage_of_each_event_counts_as():
    events = in_order(("eligible", "2018-01-01"), ("live", "2018-02-01"), ("stopped", "2018-03-01"))
    ladder, _ = ladder_of(events)

    found = {name: flags(ladder, DEFINITIONS[name]).tolist() for name in DEFINITIONS}

    assert found == {
        "live-or-beyond": [NOT_ADOPTED, ADOPTED, NOT_ADOPTED],
        "using-or-beyond": [NOT_ADOPTED, NOT_ADOPTED, NOT_ADOPTED],
        "ever-live": [NOT_ADOPTED, ADOPTED, NOT_ADOPTED],
    }


def test_ladder_of_gives_events_in_the_order_of_its_arrays():
    events = [
        event("live", "2018-04-04", number=1, site=1),
        event("stopped", "2018-02-04", number=2, site=0),
        event("live", "2018-01-04", number=3, site=0),
    ]

    ladder, ordered = ladder_of(events)

    assert [e.id for e in ordered] == [3, 2, 1]
    assert ladder.site.tolist() == [0, 0, 1]
    assert ladder.stage.tolist() == ["live", "stopped", "live"]
    assert np.diff(ladder.latest).tolist() == [1, 2]


def test_stage_on_a_day_is_the_latest_that_has_certainly_come():
    events = in_order(("committed", "2018-01-10"), ("live", "2018-Q2"))

    assert stage_on(events, date(2018, 1, 9)) is None
    assert stage_on(events, date(2018, 6, 29)) == "committed"
    assert stage_on(events, date(2018, 6, 30)) == "live"


# As known on


def ids(events: list[LadderEvent]) -> list[int]:
    return sorted(e.id for e in events)


@few
@given(ladders(), st.dates(date(2020, 3, 30), date(2020, 5, 15)))
def test_the_plain_twin_knows_the_same_events(events, on):
    assert ids(known_events(events, on)) == plain_ladder.known(events, on)


@few
@given(ladders())
def test_known_now_is_known_on_the_last_recorded_day(events):
    last = max((e.recorded_at.date() for e in events), default=date.min)

    assert known_events(events, None) == known_events(events, last)


@few
@given(ladders(), st.dates(date(2020, 3, 30), date(2020, 5, 15)), st.data())
def test_an_event_recorded_later_changes_nothing_known_before(events, on, data):
    """Nor does one that supersedes or takes back an event that was known."""
    later = LadderEvent(
        id=99,
        site=0,
        stage=data.draw(st.sampled_from(["live", "void"])),
        earliest=date(2018, 1, 1),
        latest=LAST,
        recorded_at=event("live", "2018", recorded=str(on + timedelta(1))).recorded_at,
        supersedes=data.draw(st.sampled_from([e.id for e in events] or [None])),
    )

    assert known_events([*events, later], on) == known_events(events, on)


def test_superseded_event_counts_until_the_correction_is_recorded():
    first = event("live", "2018-04-04", recorded="2018-05-01")
    correction = event("live", "2018-06-06", number=2, recorded="2018-07-01", supersedes=1)

    known = {
        day: ids(known_events([first, correction], date.fromisoformat(day)))
        for day in ("2018-04-30", "2018-05-01", "2018-06-30", "2018-07-01")
    }

    assert known == {"2018-04-30": [], "2018-05-01": [1], "2018-06-30": [1], "2018-07-01": [2]}


def test_void_takes_back_what_it_supersedes_and_is_no_stage_itself():
    first = event("live", "2018-04-04", recorded="2018-05-01")
    void = event("void", "2018-04-04", number=2, recorded="2018-07-01", supersedes=1)

    assert ids(known_events([first, void], date(2018, 6, 30))) == [1]
    assert known_events([first, void], None) == []


def test_correction_of_a_correction_leaves_the_last():
    events = [
        event("live", "2018-04-04", number=1),
        event("live", "2018-05-05", number=2, supersedes=1),
        event("live", "2018-06-06", number=3, supersedes=2),
    ]

    assert ids(known_events(events, None)) == [3]


def test_event_told_again_after_a_void_counts():
    events = [
        event("live", "2018-04-04", number=1),
        event("void", "2018-04-04", number=2, supersedes=1),
        event("live", "2018-04-04", number=3),
    ]

    assert ids(known_events(events, None)) == [3]


@few
@given(ladders(), definitions)
def test_what_was_known_on_a_day_gives_the_states_of_that_day_for_ever(events, definition):
    """A past answer can be reproduced from a fuller ledger."""
    on = date(2020, 4, 20)
    then = [e for e in events if e.recorded_at.date() <= on]

    before, after = (
        states_of(known_events(ledger, on), definition.name) for ledger in (then, events)
    )

    assert (before.state == after.state).all() and (before.perhaps == after.perhaps).all()
