"""One site's ladder, how it ends, and how its dates are told."""

from datetime import date

import numpy as np
import pytest

from groundswell.common.dates import Precision, UncertainDate
from groundswell.demo.catalogue import Spread
from groundswell.demo.chance import allot, stream
from groundswell.demo.curves import bass_time
from groundswell.demo.ladder import DRAWS, Rung, climb, halt, is_adopter
from groundswell.demo.precision import date_text
from groundswell.demo.sites import day

SPREAD = Spread(date(2018, 4, 1), 0.05, 1, 0.5)
FIRST = day("2018-04-01")


def test_site_without_pauses_or_stops_climbs() -> None:
    spread = Spread(date(2018, 4, 1), 0.05, 1, 0.5, leaving=0, pausing=0)
    rungs = climb(day("2019-06-03"), FIRST, spread, 0, [0.1] * DRAWS)

    assert [rung.stage for rung in rungs][-3:] == ["live", "using", "sustained"]
    assert rungs == sorted(rungs, key=lambda rung: rung.on)


def test_ladder_ends_where_it_stops() -> None:
    rungs = climb(day("2019-06-03"), FIRST, SPREAD, 0.5, [0.999] * 16 + [0.0, 0.0])

    assert rungs[-1].stage == "stopped"
    assert rungs[-1].reason
    assert rungs[-1].on == day("2019-06-03") + 150


def test_halt_adds_an_end_to_adopters_only() -> None:
    end = Rung("stopped", 100, "withdrawn")

    assert halt([Rung("live", 50), Rung("using", 120)], 100, end) == [Rung("live", 50), end]
    assert halt([Rung("approached", 50)], 100, end) == [Rung("approached", 50)]


def test_paused_site_is_an_adopter_and_stopped_one_is_not() -> None:
    assert is_adopter([Rung("live", 1), Rung("paused", 2)])
    assert not is_adopter([Rung("live", 1), Rung("stopped", 2)])
    assert not is_adopter([Rung("committed", 1)])


@pytest.mark.parametrize(
    ("precision", "text"),
    [
        ("day", "2020-05-17"),
        ("month", "2020-05"),
        ("quarter", "2020-Q2"),
        ("year", "2020"),
        ("interval", "2020-04-23/2020-06-10"),
    ],
)
def test_date_is_told_as_precisely_as_it_is_known(precision: Precision, text: str) -> None:
    told = date_text(day("2020-05-17"), precision, day("2013-01-01"), day("2026-01-01"))

    assert told == text
    assert UncertainDate.parse(told).precision == precision


def test_date_that_would_reach_beyond_the_site_is_an_interval() -> None:
    told = date_text(day("2020-05-17"), "year", day("2020-04-01"), day("2026-01-01"))

    assert told == "2020-04-01/2020-12-31"


def test_bass_time_inverts_the_bass_curve() -> None:
    p, q = 0.03, 0.8
    years = bass_time(np.array([0.0, 0.5, 0.9]), p, q)
    decay = np.exp(-(p + q) * years)

    assert (1 - decay) / (1 + q / p * decay) == pytest.approx([0, 0.5, 0.9])


def test_allot_gives_everything_away_in_proportion() -> None:
    assert allot(10, [1, 1, 2], least=1) == [3, 3, 4]
    assert sum(allot(106, [0.3, 0.1, 7])) == 106


def test_streams_of_two_subjects_differ_and_repeat() -> None:
    one, other = stream(1, "areas").random(3), stream(1, "pcns").random(3)

    assert not np.array_equal(one, other)
    assert np.array_equal(one, stream(1, "areas").random(3))
