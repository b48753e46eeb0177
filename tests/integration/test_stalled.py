"""Stalled sites of a programme: who is behind, who is not called so, and what is said of them."""

from datetime import date

import pytest
from django.test import Client

from groundswell.organisations.models import Succession
from groundswell.questions.errors import NotFound
from groundswell.questions.stalled import StalledQuestion, answer, rows
from groundswell.reports.registry import READERS
from groundswell.reports.worklists import stalled_letters
from groundswell.submissions.models import Submission
from tests.support.factories import (
    make_cohort,
    make_event,
    make_life,
    make_organisation,
    make_submission,
)
from tests.support.programmes import make_closure
from tests.support.worklists import make_stalled_world

pytestmark = pytest.mark.django_db

# Three quarters of the eleven sites had moved on by no day; half of them by 60 days.
AT = date(2018, 5, 15)


def ask(at=AT, **fields):
    return answer(StalledQuestion("pulse", at, **({"share": 0.5} | fields)))


def codes(found):
    return [site.site_code for site in found.sites]


@pytest.fixture
def innovation(db):
    return make_stalled_world()[1]


def test_sites_longer_in_their_stage_than_most_peers_took_are_listed_with_owner_and_due(innovation):
    found = ask()
    approached = found.stages[0]
    assert (approached.sites, approached.moved, approached.threshold) == (11, 8, 60)
    first, second = found.sites
    assert (first.site_code, first.site_name, first.network_name) == (
        "P1",
        "Ashby surgery",
        "Northern network",
    )
    assert (first.stage, str(first.since), first.days) == ("approached", "2018-03-01", 75)
    assert (first.owner, first.email, first.due) == (
        "Ann Other",
        "ann@example.nhs.uk",
        date(2018, 10, 15),
    )
    assert (second.site_code, second.network_code, second.owner) == ("P2", "N2", "")
    assert found.headline == (
        "2 sites are stalled in Pulse at 15 May 2018: in the same stage for longer than 50% of "
        "their peers took (2 approached)."
    )


def test_site_whose_date_allows_a_shorter_stay_is_not_called_stalled(innovation):
    assert "P3" not in codes(ask())
    assert "P3" in codes(ask(date(2018, 5, 31)))


def test_site_that_may_have_moved_on_is_not_called_stalled(innovation):
    make_event(innovation, "committed", "2018-05", site="P1")
    assert codes(ask()) == ["P2"]


@pytest.mark.parametrize("stage", ["committed", "paused", "stopped"])
def test_site_that_moved_paused_or_stopped_is_not_called_stalled(innovation, stage):
    make_event(innovation, stage, "2018-05-10", site="P1")
    assert codes(ask()) == ["P2"]


def test_site_that_closed_is_not_chased(innovation):
    make_life("P1", "2010-01-01", "2018-05-01")
    assert codes(ask()) == ["P2"]


def test_merged_sites_are_one_that_stands_as_the_furthest_of_them(innovation):
    submission = make_submission()
    merged = {"on": date(2018, 5, 1), "submission": submission, "row": 2}
    Succession.objects.create(
        predecessor=make_organisation("P2"), successor=make_organisation("P1"), **merged
    )
    assert codes(ask()) == ["P1"], "P2 is no more"
    # Nothing is known of P4: what became of it may have moved on.
    programme = innovation.programmes.get()
    make_cohort(innovation, ["P4"], start="2018-01-01", programme=programme)
    Succession.objects.create(
        predecessor=make_organisation("P4"), successor=make_organisation("P1"), **merged
    )
    refresh(submission)
    assert codes(ask()) == []
    make_event(innovation, "committed", "2018-05-02", site="P4")
    assert codes(ask()) == []


def refresh(submission):
    """Tell the caches that organisations have changed."""
    Submission.objects.filter(pk=submission.pk).update(version=make_submission().version)


def test_nobody_is_stalled_where_too_few_moved_on_to_tell(innovation):
    found = ask(share=0.9)
    assert codes(found) == []
    assert found.stages[0].why == "too few have moved on for the curve to come that far"
    assert "can be called stalled" in found.headline
    assert any("approached" in warning for warning in found.provenance.warnings)


def test_nobody_is_chased_once_the_programme_has_ended(innovation):
    programme = innovation.programmes.get()
    make_closure(programme, "handed-over", "2018-05-01", "the NHS")
    found = ask()
    assert codes(found) == []
    assert found.headline == "Pulse ended on 1 May 2018: no site is to be chased."
    assert codes(ask(date(2018, 4, 30), share=0.25)) == ["P1", "P2"]


def test_as_known_on_leaves_out_what_was_recorded_later(innovation):
    make_event(
        innovation, "committed", "2018-05-10", site="P1", recorded="2021-06-01T12:00:00+00:00"
    )
    assert codes(ask()) == ["P2"]
    assert codes(ask(known_on=date(2021, 5, 31))) == ["P1", "P2"]


def test_one_network(innovation):
    assert codes(ask(network="N2")) == ["P2"]
    with pytest.raises(NotFound, match="N1"):
        ask(network="N11")


def test_what_is_not_there_is_not_found(innovation):
    with pytest.raises(NotFound, match="Did you mean pulse"):
        answer(StalledQuestion("pulsee"))
    with pytest.raises(NotFound, match="innovation of Pulse"):
        ask(innovation="other")


def test_programme_without_sites_says_so(innovation):
    assert "no sites in its cohort" in ask(date(2017, 12, 31)).headline


def test_rows_lead_to_the_row_that_told_the_stage(innovation):
    (row,) = rows(StalledQuestion("pulse", AT, share=0.5), place="N1")
    event = innovation.events.get(site__code="P1")
    assert (row.submission_id, row.row) == (event.submission_id, event.row)
    assert rows(StalledQuestion("pulse", AT, share=0.5), stage="live") == []


def test_letter_names_the_sites_what_most_took_and_when_to_answer(innovation):
    first, second = stalled_letters(ask(), "https://hin.example/")
    assert first.to == "ann@example.nhs.uk"
    assert first.subject == "Pulse: 1 site to help on"
    assert "Dear Ann Other," in first.body
    assert "P1 Ashby surgery: approached on 1 March 2018, at least 75 days" in first.body
    assert "(most took no more than 60 days)" in first.body
    assert "due on 15 October 2018" in first.body
    assert "https://hin.example/programmes/pulse/returns/" in first.body
    assert second.body.startswith("Dear colleague,")


def test_page_api_and_tables_say_the_same(innovation):
    query = "programme=pulse&at=2018-05-15&share=0.5"
    told = Client().get(f"/api/v1/questions/stalled?{query}").json()
    assert told["headline"] == ask().headline
    assert [row["site_code"] for row in told["tables"]["sites"]["rows"]] == ["P1", "P2"]
    report = READERS["stalled"].report(ask())
    assert [table.name for table in report.tables] == ["sites", "stages", "letters"]
    assert all(len(row) == len(t.columns) for t in report.tables for row in t.rows)
    csv = Client().get(f"/questions/stalled/sites.csv?{query}").content.decode()
    assert csv.count("\n") == 3
    assert Client().get(f"/questions/stalled/table.xlsx?{query}").status_code == 200
    page = Client().get(f"/questions/stalled/how/?{query}")
    assert page.status_code == 200
    assert "Ashby surgery" in page.content.decode()
