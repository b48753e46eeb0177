"""Eligibility rules from files: the cohort that each yields, what is said of it and refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from groundswell.intake import accept, receive
from groundswell.intake.eligibility import sizes_on
from groundswell.intake.steps import check_content
from groundswell.programmes.models import Cohort, CohortSite
from groundswell.submissions.findings import Refused
from tests.support.cells import cells_of, publish_cells
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import lines, send

pytestmark = pytest.mark.django_db

HEADING = "programme,innovation,kind,within,list,size_from,size_to,on,start,end"


def rule(*rows):
    return lines(HEADING, *rows)


def check(by, *rows):
    return check_content(by=by, file_name="rules.csv", content=rule(*rows), layout=None, options={})


def notes(by, *rows):
    return [note.text for note in check(by, *rows).notes]


@pytest.fixture
def sizes(world):
    """Registered patients of Severn and Avon in December 2017; of Tees only long before."""
    patients = {
        "L81001": {"2017-12": 6000},
        "L81002": {"2017-12": 4000},
        "A81001": {"2016-12": 9000},
    }
    publish_cells(cells_of("list-size", **patients))
    return world


def test_the_rule_becomes_a_dated_cohort_that_keeps_the_rule(world):
    submission = send(world, rule("inhale,,practice,QUY;QHM,,,,2018-04-01,,"))
    (cohort,) = Cohort.objects.filter(submission=submission)
    assert cohort.rule == "GP practices in Bristol STP or Cumbria STP, as at 1 April 2018"
    assert cohort.on == date(2018, 4, 1)
    assert cohort.chosen_by == {
        "kind": "practice",
        "on": "2018-04-01",
        "within": ["QUY", "QHM"],
        "sites": [],
        "size_from": None,
        "size_to": None,
    }
    assert (cohort.programme.slug, cohort.innovation.slug) == ("inhale", "smart-inhaler")
    rows = CohortSite.objects.filter(cohort=cohort).values_list("site__code", "start", "end", "row")
    assert set(rows) == {
        (code, date(2018, 4, 1), None, 2) for code in ("L81001", "L81002", "A81001")
    }


def test_sites_are_eligible_from_the_start_that_the_rule_gives(world):
    submission = send(world, rule("inhale,,trust,,RA7,,,2018-04-01,2018-07-01,2019-06-30"))
    rows = CohortSite.objects.filter(cohort__submission=submission)
    assert list(rows.values_list("site__code", "start", "end")) == [
        ("RA7", date(2018, 7, 1), date(2019, 6, 30))
    ]


def test_the_check_says_how_many_are_selected_and_left_out_before_anything_is_stored(world):
    with nothing_written():
        assert notes(world, "inhale,,practice,15C,,,,2015-05-31,,") == [
            "This rule selects 1 of 4 GP practices.",
            "Left out: 1 not open yet, 1 in other places.",
            "Left out, although they may be eligible: 1 in no place that is known (L81099).",
        ]


def test_a_size_that_is_not_known_is_noted_and_not_taken_for_small(sizes):
    assert notes(sizes, "inhale,,practice,QUY;QHM,,5000,,2018-04-01,,")[1:] == [
        "Left out: 1 with fewer patients.",
        "Left out, although they may be eligible: 1 in no place that is known (L81099).",
        "Left out, although they may be eligible: 1 of unknown size (A81001).",
    ]


def test_a_size_is_the_newest_at_most_a_year_old(sizes):
    assert sizes_on(date(2017, 12, 1)) == {"L81001": 6000, "L81002": 4000, "A81001": 9000}
    assert sizes_on(date(2018, 1, 1)) == {"L81001": 6000, "L81002": 4000}
    assert sizes_on(date(2018, 12, 31)) == {"L81001": 6000, "L81002": 4000}
    assert sizes_on(date(2019, 1, 1)) == {}
    assert sizes_on(date(2016, 11, 30)) == {}
    assert sizes_on(date(2016, 12, 1)) == {"A81001": 9000}


def test_the_same_rule_told_again_is_known_already(world):
    row = "inhale,,practice,QUY,,,,2018-04-01,,"
    send(world, rule(row))
    again = check(world, row, "inhale,,trust,QUY,,,,2018-04-01,,")
    assert again.summary == "2 rows: 1 new, 1 known already."


def _tomorrow():
    return (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("row", "column", "value", "why", "mend"),
    [
        ("inhal,,practice,,,,,2018-04-01,,", "programme", "inhal", "No such", "inhale"),
        ("inhale,spacer,practice,,,,,2018-04-01,,", "innovation", "spacer", "of the", ""),
        ("inhale,,practise,,,,,2018-04-01,,", "kind", "practise", "", "practice"),
        ("inhale,,practice,QUX,,,,2018-04-01,,", "within", "QUX", "No organisation", "QUY"),
        ("inhale,,practice,RA7;L81001,,,,2018-04-01,,", "within", "L81001", "GP practice", "list"),
        ("inhale,,practice,,L8100,,,2018-04-01,,", "list", "L8100", "No organisation", "L81001"),
        ("inhale,,practice,,RA7,,,2018-04-01,,", "list", "RA7", "NHS trust", "rule of its own"),
        ("inhale,,practice,QUY,L81001,,,2018-04-01,,", "list", "L81001", "not both", "empty"),
        ("inhale,,trust,,,5000,,2018-04-01,,", "size_from", "5000", "Only of GP practices", ""),
        ("inhale,,practice,,,many,,2018-04-01,,", "size_from", "many", "number", "5000"),
        ("inhale,,practice,,,9,8,2018-04-01,,", "size_to", "8", "below the smallest", ""),
        ("inhale,,practice,,,,,,,", "on", "", "day is needed", ""),
        ("inhale,,practice,,,,,2018-04-01,2018-03-31,", "start", "2018-03-31", "starts on", ""),
        ("inhale,,pcn,,,,,2018-04-01,,", "kind", "pcn", "selects no site", "notes"),
    ],
)
def test_a_wrong_cell_is_refused_with_why_and_how_to_mend_it(world, row, column, value, why, mend):
    received = receive(
        by=world, file_name="rules.csv", content=rule(row), layout="eligibility", options={}
    )
    with nothing_written(), pytest.raises(Refused) as refused:
        accept(by=world, submission=received)
    (refusal,) = refused.value.refusals
    assert (refusal.row, refusal.column, refusal.value) == (2, column, value)
    assert why in refusal.why
    assert mend in refusal.mend


def test_a_day_to_come_is_refused(world):
    (refusal,) = check(world, f"inhale,,practice,,,,,{_tomorrow()},,").refusals
    assert (refusal.column, refusal.why) == (
        "on",
        "This day is in the future: who will be open then is not known.",
    )


def test_a_place_that_is_no_more_is_refused_with_what_it_became(world):
    send(world, lines("from,to,effective_on,share", "15C,00D,2017-04-01,"))
    (refusal,) = check(world, "inhale,,practice,15C,,,,2018-04-01,,").refusals
    assert refusal.why == "15C was no more on 2018-04-01: it had become 00D."
    assert "Use 00D" in refusal.mend


def test_a_clinic_with_the_code_of_a_practice_is_not_taken_for_one(world):
    cells = {0: "L81090", 1: "CLINIC", 10: "20100401", 12: "A", 14: "15C", 15: "20130401", 25: "9"}
    native = ",".join(f'"{cells.get(n, "")}"' for n in range(27))
    send(world, lines(native), "epraccur.csv", as_of="2018-01-01")
    send(world, lines("child,parent,start,end", "L81090,15C,2013-04-01,"))
    assert check(world, "inhale,,practice,15C,,,,2018-04-01,,").notes[0].text == (
        "This rule selects 2 of 4 GP practices."
    )
