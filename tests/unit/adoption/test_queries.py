"""Everything known of one innovation, as arrays."""

from datetime import date

import pytest

from groundswell.adoption.queries import uptake
from groundswell.people.action import data_version
from tests.support.factories import make_cohort, make_event, make_innovation

pytestmark = pytest.mark.django_db


def known(innovation, on: str | None = None) -> list[str]:
    """The events known, as "P1 live"."""
    held = uptake(innovation.pk, date.fromisoformat(on) if on else None, data_version())
    stages = zip(held.ladder.site, held.ladder.stage, strict=True)
    return [f"{held.codes[site]} {stage}" for site, stage in stages]


def test_sites_are_those_of_cohorts_and_of_events():
    libre = make_innovation()
    make_cohort(libre, ["P2", "P1"])
    make_event(libre, site="P3")

    held = uptake(libre.pk, None, data_version())

    assert sorted(held.codes) == ["P1", "P2", "P3"]
    assert sorted(held.codes[i] for i in held.cohort_site) == ["P1", "P2"]
    assert held.outside == 1


def test_events_and_ids_are_in_the_order_of_the_ladder():
    libre = make_innovation()
    later = make_event(libre, "using", "2018-08-08")
    first = make_event(libre, "live", "2018-04-04")

    held = uptake(libre.pk, None, data_version())

    assert held.event_ids == (first.pk, later.pk)
    assert held.ladder.stage.tolist() == ["live", "using"]


def test_other_innovations_are_not_mixed_in():
    libre, inhaler = make_innovation(), make_innovation("smart-inhaler")
    make_event(inhaler)
    make_cohort(inhaler, ["P1"])

    assert uptake(libre.pk, None, data_version()).codes == ()


def test_correction_counts_from_the_day_on_which_it_was_recorded():
    libre = make_innovation()
    live = make_event(libre, "live", recorded="2020-01-10T12:00:00+00:00")
    make_event(libre, "stopped", recorded="2020-02-10T12:00:00+00:00", supersedes=live)

    days = ("2020-01-09", "2020-01-10", "2020-02-09", "2020-02-10", None)
    assert [known(libre, day) for day in days] == [
        [],
        ["P1 live"],
        ["P1 live"],
        ["P1 stopped"],
        ["P1 stopped"],
    ]


def test_day_of_recording_is_the_day_that_pages_show():
    """Half past midnight on 2 July in London is still 1 July by universal time."""
    libre = make_innovation()
    make_event(libre, "live", recorded="2020-07-01T23:30:00+00:00")

    assert known(libre, "2020-07-01") == []
    assert known(libre, "2020-07-02") == ["P1 live"]
