"""Reported go-lives against first use: from measured events, and from a measure's cells."""

from datetime import date

import pytest
from django.test import Client

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.programmes.models import ProgrammeMeasure
from groundswell.questions.first_use import FirstUseQuestion, answer, rows
from groundswell.reports.registry import READERS
from groundswell.reports.worklists import first_use_letters
from tests.support.cells import cell, publish_cells
from tests.support.factories import make_event, make_submission
from tests.support.worklists import MOVED, make_stalled_world

pytestmark = pytest.mark.django_db

AT = Month.parse("2019-06")


def ask(**fields):
    return answer(FirstUseQuestion("pulse", **({"at": AT} | fields)))


def verdicts(found):
    return {site.site_code: (site.verdict, site.months) for site in found.sites}


@pytest.fixture
def innovation(db):
    return make_stalled_world()[1]


def reported(innovation, site, on):
    make_event(innovation, "live", on, site=site)


def measured(innovation, site, on, stage="live"):
    make_event(innovation, stage, on, site=site, evidence="measured")


def test_without_routine_data_nothing_is_compared(innovation):
    reported(innovation, "P1", "2018-05-04")
    found = ask()
    assert not found.has_data
    assert found.headline == "No routine data tells of first use of Freestyle Libre in Pulse."
    assert found.discrepancies == ()
    assert verdicts(found) == {"P1": ("reported, data cannot tell", None)}


def test_measured_events_are_compared_with_what_was_reported(innovation):
    reported(innovation, "P1", "2018-05-04")
    measured(innovation, "P1", "2018-07")
    reported(innovation, "P2", "2018-05-04")
    measured(innovation, "P2", "2018-12")
    reported(innovation, "P3", "2018-Q2")
    measured(innovation, "P3", "2018-02", stage="eligible")
    measured(innovation, "P10", "2018-04")
    reported(innovation, "P11", "2018-05-04")
    reported(innovation, "P12", "2018-10")
    measured(innovation, "P12", "2018-04")
    found = ask()
    assert verdicts(found) == {
        "P1": ("agrees", 2),
        "P2": ("measured later", 7),
        "P3": ("reported, not measured", None),
        "P10": ("measured, not reported", None),
        "P11": ("reported, data cannot tell", None),
        "P12": ("measured earlier", 6),
    }
    assert [site.site_code for site in found.discrepancies] == ["P3", "P12", "P2", "P10"]
    assert found.headline == (
        "3 sites have both a reported go-live and a first use in routine data; 1 of them agrees "
        "within 2 months. 1 reported live show no use, and 1 that use it are not reported."
    )
    assert {code: counts["agrees"] for code, _, counts in found.by_network} == {"N1": 1, "N2": 0}
    assert ask(tolerance=7).counts["measured later"] == 0


def test_what_came_after_the_month_or_was_recorded_after_the_day_does_not_count(innovation):
    reported(innovation, "P1", "2018-05-04")
    measured(innovation, "P1", "2018-12")
    assert verdicts(ask(at=Month.parse("2018-11"))) == {"P1": ("reported, data cannot tell", None)}
    make_event(
        innovation,
        "live",
        "2018-06",
        site="P2",
        evidence="measured",
        recorded="2021-01-01T12:00:00+00:00",
    )
    assert "P2" in verdicts(ask())
    assert "P2" not in verdicts(ask(known_on=date(2020, 12, 31)))


@pytest.fixture
def by_measure(innovation):
    ProgrammeMeasure.objects.create(
        programme=innovation.programmes.get(),
        measure="saba",
        role=ProgrammeMeasure.Role.FIRST_USE,
        submission=make_submission(),
        row=2,
    )
    return innovation


HIDDEN = (None, None, Status.SUPPRESSED)


def _cells(**sites):
    """From January 2018; None where the month is suppressed."""
    return {
        ("saba", site, Month.parse(f"2018-{number:02d}")): HIDDEN if value is None else cell(value)
        for site, values in sites.items()
        for number, value in enumerate(values, start=1)
    }


def test_cells_of_the_programmes_measure_tell_first_use(by_measure):
    for site in ("P1", "P2", "P3"):
        reported(by_measure, site, "2018-02-04")
    publish_cells(_cells(P1=[0, 5, 6, 4, 3, 2], P2=[0, 0, 0, 0, 0, 1], P3=[0, 0, 0, 0, 0, 0]))
    found = ask()
    assert verdicts(found) == {
        "P1": ("agrees", 0),
        "P2": ("measured later", 4),
        "P3": ("reported, not measured", None),
    }
    (row,) = rows(FirstUseQuestion("pulse", AT), verdict="measured later")
    assert (row.site_code, str(row.reported), str(row.measured)) == ("P2", "2018-02-04", "2018-06")
    assert any("first month above zero of" in rule.text for rule in found.provenance.rules)


def test_suppressed_month_may_have_had_use(by_measure):
    for site in ("P1", "P2"):
        reported(by_measure, site, "2018-01-04")
    publish_cells(_cells(P1=[0, None, 0, 0, 0, 4], P2=[0, None, 0, 0, 0, 0]))
    assert verdicts(ask()) == {
        "P1": ("agrees", 1),
        "P2": ("reported, data cannot tell", None),
    }


def test_letters_and_tables(innovation):
    reported(innovation, "P2", "2018-05-04")
    measured(innovation, "P2", "2018-12")
    (letter,) = first_use_letters(ask(), "https://hin.example")
    assert letter.subject == "Pulse: go-live dates to check at 1 site"
    assert (
        "- P2 P2: reported live on 4 May 2018, first use in December 2018 (at least 7 months later)"
        in letter.body
    )
    report = READERS["first-use"].report(ask())
    assert [t.name for t in report.tables] == ["discrepancies", "networks", "sites", "letters"]
    assert all(len(row) == len(t.columns) for t in report.tables for row in t.rows)
    query = "programme=pulse&at=2019-06"
    told = Client().get(f"/api/v1/questions/first-use?{query}").json()
    assert told["tables"]["discrepancies"]["rows"][0]["verdict"] == "measured later"
    assert Client().get(f"/questions/first-use/discrepancies.csv?{query}").status_code == 200
    assert Client().get(f"/questions/first-use/how/?{query}").status_code == 200


def test_sites_that_told_nothing_are_counted_and_not_listed(innovation):
    measured(innovation, "P1", "2018-04")
    found = ask()
    assert found.counts["neither"] == len(MOVED) + 2
    assert set(verdicts(found)) == {"P1"}
