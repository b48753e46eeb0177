"""The way down from a spread answer: its sites, and the rows that decide their status."""

from collections import Counter
from datetime import date

import pytest

from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.models import Kind
from groundswell.questions.spread import SourceRow, SpreadQuestion, answer, rows
from tests.support.factories import (
    make_cohort,
    make_event,
    make_innovation,
    make_submission,
    store_world,
)
from tests.support.worlds import World, life, snapshot, succession

pytestmark = pytest.mark.django_db


@pytest.fixture
def libre():
    return make_innovation()


def question(at: str = "2018-12", **fields: object) -> SpreadQuestion:
    return SpreadQuestion("freestyle-libre", Month.parse(at), **{"by": Kind.ICB, **fields})


def in_icb(*sites: str) -> tuple:
    return tuple(snapshot(site, "I1", "2015-01-01") for site in sites)


def told(libre: Innovation, world: World, sites: str, *events: tuple[str, str, str]) -> None:
    """A ledger: a world, a cohort of some of its sites ("P1 P2"), and (site, stage, date)s."""
    store_world(world)
    make_cohort(libre, sites.split())
    for row, (site, stage, on) in enumerate(events, start=2):
        make_event(libre, stage, on, site=site, row=row)


def statuses(found: list[SourceRow]) -> dict[str, str]:
    return {row.site_code: row.status for row in found}


def test_rows_add_up_to_the_answer_where_nothing_merged_or_split(libre):
    told(
        libre,
        World(
            memberships=(*in_icb("P1", "P2"), snapshot("P3", "I2", "2015-01-01")), others=("P4",)
        ),
        "P1 P2 P3 P4",
        ("P1", "live", "2018-04-04"),
        ("P2", "committed", "2018-05-05"),
        ("P3", "live", "2019-Q1"),
    )

    found, asked = rows(question("2019-01")), answer(question("2019-01"))

    counted = Counter((row.place_code, row.status) for row in found)
    for place in asked.rows:
        for status in ("adopted", "not adopted", "unknown"):
            assert counted[place.place_code, status] == getattr(place, status.replace(" ", "_"))
    assert len(found) == asked.total.eligible == 4


def test_rows_are_of_the_place_and_status_asked_for(libre):
    told(
        libre,
        World(memberships=(*in_icb("P1", "P2"), snapshot("P3", "I2", "2015-01-01"))),
        "P1 P2 P3",
        ("P1", "live", "2018-04-04"),
        ("P3", "live", "2018-04-04"),
    )

    assert [r.site_code for r in rows(question(), "I1")] == ["P1", "P2"]
    assert [r.site_code for r in rows(question(), None, "adopted")] == ["P1", "P3"]
    assert [r.site_code for r in rows(question(), "I1", "adopted")] == ["P1"]


def test_adopted_site_opens_to_the_event_since_which_it_has_been(libre):
    told(
        libre,
        World(memberships=in_icb("P1")),
        "P1",
        ("P1", "live", "2018-01-01"),
        ("P1", "paused", "2018-03-01"),
        ("P1", "live", "2018-05-01"),
        ("P1", "using", "2018-08-01"),
        ("P1", "stopped", "2019-01-01"),
    )

    (row,) = rows(question())

    assert (row.status, row.stage, str(row.on), row.row) == ("adopted", "live", "2018-05-01", 4)


def test_site_that_was_ever_live_opens_to_the_event_that_made_it_so(libre):
    told(
        libre,
        World(memberships=in_icb("P1")),
        "P1",
        ("P1", "committed", "2018-01-01"),
        ("P1", "live", "2018-02-01"),
        ("P1", "stopped", "2018-03-01"),
        ("P1", "live", "2018-05-01"),
    )

    (row,) = rows(question(definition="ever-live"))

    assert (row.status, row.stage, str(row.on)) == ("adopted", "live", "2018-02-01")


def test_site_that_has_not_adopted_opens_to_its_latest_event(libre):
    told(
        libre,
        World(memberships=in_icb("P1")),
        "P1",
        ("P1", "live", "2018-01-01"),
        ("P1", "stopped", "2018-03-01"),
    )

    (row,) = rows(question())

    assert (row.status, row.stage, row.row) == ("not adopted", "stopped", 3)


def test_site_of_which_nothing_is_known_opens_to_the_row_that_made_it_eligible(libre):
    store_world(World(memberships=in_icb("P1", "P2")))
    cohort = make_submission(file_name="cohort.csv")
    make_cohort(libre, ["P1", "P2"], submission=cohort)

    found = rows(question())

    assert statuses(found) == {"P1": "unknown", "P2": "unknown"}
    assert [(r.file_name, r.row, r.stage) for r in found] == [
        ("cohort.csv", 2, ""),
        ("cohort.csv", 3, ""),
    ]


def test_site_of_a_split_place_stands_under_each_part(libre):
    parts = (succession("I1", "I2", "2016-04-01"), succession("I1", "I3", "2016-04-01"))
    told(libre, World(memberships=in_icb("P1"), successions=parts), "P1")

    assert [(r.site_code, r.place_code) for r in rows(question())] == [("P1", "I2"), ("P1", "I3")]


def test_site_with_a_part_that_has_no_place_stands_there_too(libre):
    """The answer counts half a site without a known place: it must open to a row."""
    told(
        libre,
        World(
            memberships=(snapshot("P1", "C1", "2015-01-01"), snapshot("C2", "I1", "2017-01-01")),
            successions=(
                succession("C1", "C2", "2016-04-01"),
                succession("C1", "C3", "2016-04-01"),
            ),
        ),
        "P1",
    )

    assert [(r.place_code, r.eligible) for r in answer(question()).rows] == [
        ("I1", 0.5),
        ("none", 0.5),
    ]
    assert [r.place_code for r in rows(question())] == ["I1", "none"]
    assert [r.site_code for r in rows(question(), "none")] == ["P1"]


def test_site_that_split_is_listed_while_any_of_its_parts_is_open(libre):
    told(
        libre,
        World(
            memberships=in_icb("P2", "P3"),
            successions=(
                succession("P1", "P2", "2016-04-01"),
                succession("P1", "P3", "2016-04-01"),
            ),
            lives=(life("P3", "2016-04-01", "2017-03-31"),),
        ),
        "P1",
    )

    assert answer(question()).total.eligible == 1
    assert [r.site_code for r in rows(question())] == ["P1"]


def test_closed_site_is_not_listed(libre):
    told(
        libre,
        World(memberships=in_icb("P1", "P2"), lives=(life("P1", "2001-04-01", "2018-12-30"),)),
        "P1 P2",
    )

    assert [r.site_code for r in rows(question())] == ["P2"]


def test_as_at_a_day_before_a_merger_its_sites_count_after_it_too(libre):
    """P1 closed because P2 took it over: under the boundaries of 2019 it is still a site."""
    told(
        libre,
        World(
            memberships=in_icb("P1", "P2"),
            successions=(succession("P1", "P2", "2020-10-01"),),
            lives=(life("P1", "2001-04-01", "2020-09-30"), life("P2", "2001-04-01")),
        ),
        "P1 P2",
    )
    asked = question("2020-11", boundaries=AsAt(date(2019, 1, 1)))

    assert answer(asked).total.eligible == 2
    assert [r.site_code for r in rows(asked)] == ["P1", "P2"]
    assert answer(question("2020-11")).total.eligible == 1


def test_sites_that_merged_are_all_listed(libre):
    """The answer counts one site; the way down shows every one of which it was made."""
    merger = (succession("P1", "P3", "2016-04-01"), succession("P2", "P3", "2016-04-01"))
    told(
        libre,
        World(memberships=in_icb("P3"), successions=merger),
        "P1 P2",
        ("P1", "live", "2018-04-04"),
    )

    assert answer(question()).total.eligible == 1
    assert statuses(rows(question())) == {"P1": "adopted", "P2": "unknown"}


def test_merged_site_keeps_the_adoption_of_a_predecessor_that_left_the_cohort_when_it_closed(libre):
    """The rule that the answer states: adopted from the earliest date on which any of them did."""
    store_world(
        World(memberships=in_icb("P1", "P2"), successions=(succession("P1", "P2", "2018-07-01"),))
    )
    make_cohort(libre, ["P1"], end="2018-06-30")
    make_cohort(libre, ["P2"])
    make_event(libre, "live", "2018-04-04", site="P1")

    before, after = (answer(question(at)).total.adopted for at in ("2018-06", "2018-07"))

    assert (before, after) == (1, 1)
