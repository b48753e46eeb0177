"""What helped and what hindered, by domain of NASSS."""

from datetime import date

import pytest

from groundswell.innovations.models import Innovation
from groundswell.people.models import Role
from groundswell.programmes.models import Programme
from groundswell.questions.barriers import UNNAMED, BarriersQuestion, answer, rows
from groundswell.questions.errors import NotFound
from tests.support.factories import (
    make_cohort,
    make_event,
    make_innovation,
    make_person,
    make_submission,
    store_world,
)
from tests.support.programmes import make_programme, told_on
from tests.support.worlds import World, episode, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def libre() -> Innovation:
    return make_innovation()


@pytest.fixture
def pulse(libre) -> Programme:
    store_world(World(memberships=(snapshot("P1", "N1", "2015-01-01"),), others=("N2",)))
    programme = make_programme(libre, "pulse", submission=told_on("2018-01-01"))
    make_cohort(libre, ["P1", "P2"], programme=programme, submission=told_on("2018-01-01"))
    return programme


def tell(libre, factor: str = "barrier", domain: str = "technology", **fields: object):
    return make_event(libre, factor=factor, domain=domain, **fields)


def counts(question: BarriersQuestion) -> dict[str, tuple[int, int, int, int]]:
    return {
        row.domain: (row.barrier_events, row.barrier_sites, row.enabler_events, row.enabler_sites)
        for row in answer(question).domains
        if row.barrier_events or row.enabler_events
    }


PULSE = BarriersQuestion("pulse")


def test_events_and_different_sites_are_counted_by_domain(libre, pulse):
    tell(libre, site="P1", on="2018-05-01")
    tell(libre, site="P1", on="2018-08-01", stage="using")
    tell(libre, site="P2", factor="enabler", domain="adopters")
    tell(libre, site="P2", domain="")

    assert counts(PULSE) == {
        "technology": (2, 1, 0, 0),
        "adopters": (0, 0, 1, 1),
        "": (1, 1, 0, 0),
    }
    assert answer(PULSE).headline == (
        "3 barriers and 1 enabler are on record, at 2 sites. Most barriers: the technology, 2."
    )
    assert answer(PULSE).provenance.warnings == ("1 of 4 barriers and enablers name no domain.",)


def test_every_domain_is_listed_so_that_none_told_is_nought(libre, pulse):
    assert [row.domain for row in answer(PULSE).domains] == [
        "condition",
        "technology",
        "value-proposition",
        "adopters",
        "organisation",
        "wider-system",
        "embedding",
        "",
    ]
    assert answer(PULSE).headline == "No barrier or enabler is on record for Pulse programme."


def test_an_event_that_says_neither_is_not_counted(libre, pulse):
    make_event(libre, note="As told by phone")

    assert counts(PULSE) == {}


def test_events_of_other_sites_count_only_in_the_programmes_name(libre, pulse):
    tell(libre, site="P9")
    assert counts(PULSE) == {}

    tell(libre, site="P9", programme=pulse)
    assert counts(PULSE) == {"technology": (1, 1, 0, 0)}


def test_what_was_corrected_or_taken_back_counts_until_it_was(libre, pulse):
    first = tell(libre, recorded="2019-01-01T12:00:00+00:00")
    tell(libre, domain="organisation", recorded="2019-02-01T12:00:00+00:00", supersedes=first)
    gone = tell(libre, site="P2", recorded="2019-01-01T12:00:00+00:00")
    make_event(libre, "void", site="P2", recorded="2019-03-01T12:00:00+00:00", supersedes=gone)

    def known(day: str | None):
        return counts(BarriersQuestion("pulse", date.fromisoformat(day) if day else None))

    assert known("2018-12-31") == {}
    assert known("2019-01-31") == {"technology": (2, 2, 0, 0)}
    assert known("2019-02-01") == {"technology": (1, 1, 0, 0), "organisation": (1, 1, 0, 0)}
    assert known(None) == {"organisation": (1, 1, 0, 0)}


def test_a_site_counts_where_it_was_when_the_thing_came_about(libre, pulse):
    store_world(
        World(
            memberships=(
                episode("P2", "N1", "2013-04-01", "2018-12-31"),
                episode("P2", "N2", "2019-01-01"),
            )
        )
    )
    tell(libre, site="P2", on="2018-06-01")
    tell(libre, site="P2", on="2019-06-01", stage="using", domain="organisation")

    assert counts(BarriersQuestion("pulse", place="N1")) == {"technology": (1, 1, 0, 0)}
    assert counts(BarriersQuestion("pulse", place="N2")) == {"organisation": (1, 1, 0, 0)}


def test_rows_have_the_words_and_who_told_them_newest_first(libre, pulse):
    west = make_person("west", role=Role.CONTRIBUTOR, network="N1")
    tell(libre, on="2018-05-01", note="Firewall", submission=make_submission(sender=west), row=4)
    tell(libre, site="P2", on="2018-09", factor="enabler", domain="")

    enabler, barrier = rows(PULSE)

    assert (barrier.site_code, barrier.place_code, barrier.note) == ("P1", "N1", "Firewall")
    assert (barrier.told_by, barrier.row, str(barrier.on)) == ("N1", 4, "2018-05-01")
    assert (enabler.told_by, enabler.place_code) == ("national", "none")
    assert rows(PULSE, factor="enabler") == [enabler]
    assert rows(PULSE, domain=UNNAMED) == [enabler]
    assert rows(PULSE, place="N1") == [barrier]


def test_a_network_that_is_none_is_refused_with_what_was_probably_meant(libre, pulse):
    with pytest.raises(NotFound, match="no network 'N3'"):
        answer(BarriersQuestion("pulse", place="N3"))
