"""Safety notices and their answers, as files: what is accepted, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groundswell.innovations.models import Acknowledgement, SafetyNotice
from groundswell.intake import accept, receive
from groundswell.intake.steps import check_content
from groundswell.people.models import Person, Role
from groundswell.people.policy import NotAllowed
from groundswell.submissions.findings import Refused
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import adoptions, lines, send
from tests.support.safety import ANSWER_HEADING, NOTICE_HEADING, answers, notice

pytestmark = pytest.mark.django_db

TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.fixture
def noticed(world):
    """Severn was live, Avon is committed, Tees only eligible; a notice is out."""
    send(
        world,
        adoptions("L81001,live,2018-04", "L81002,committed,2019-05", "A81001,eligible,2018-05"),
    )
    send(world, notice())
    return world


def refusals(by, content):
    received = receive(by=by, file_name="ours.csv", content=content, layout=None, options={})
    with nothing_written(), pytest.raises(Refused) as refused:
        accept(by=by, submission=received)
    return refused.value.refusals


def test_notice_is_stored_with_its_row(noticed):
    held = SafetyNotice.objects.get()
    assert (held.slug, held.asks, held.issuer, held.row) == ("puffs", "stop", "MHRA", 2)
    assert (held.issued.isoformat(), held.due.isoformat()) == ("2020-01-10", "2020-02-10")


@pytest.mark.parametrize(
    ("changes", "column", "why"),
    [
        ({"slug": "Puffs Two"}, "slug", "A slug is part of a page's address."),
        ({"slug": "new"}, "slug", "The page that issues notices has this address."),
        ({"innovation": "smart-inhalr"}, "innovation", "No such innovation is known."),
        ({"asks": "recal"}, "asks", "This is not one of the values of this column."),
        ({"issued": TOMORROW, "due": TOMORROW}, "issued", "This day is in the future."),
        ({"due": "2020-01-09"}, "due", "It is due before it is issued (2020-01-10)."),
    ],
)
def test_notice_that_cannot_be_is_refused_with_its_column(world, changes, column, why):
    (refusal,) = refusals(world, notice(**changes))
    assert (refusal.row, refusal.column, refusal.why) == (2, column, why)
    assert refusal.mend


def test_notice_without_a_text_or_issuer_is_refused(world):
    row = "puffs,smart-inhaler,Stop,stop,,2020-01-10,2020-02-10,"
    found = refusals(world, lines(NOTICE_HEADING, row))
    assert [r.column for r in found] == ["text", "issuer"]


def test_notice_of_a_slug_that_is_taken_is_refused(noticed):
    (refusal,) = refusals(noticed, notice(due="2020-03-01"))
    assert refusal.why == "There is a notice with this slug already."
    assert "a notice of its own" in refusal.mend


def test_contributor_may_not_issue_a_notice(world, contributor):
    with nothing_written(), pytest.raises(NotAllowed, match="national administrator"):
        receive(
            by=contributor,
            file_name="n.csv",
            content=notice(),
            layout="safety-notices",
            options={},
        )


def test_answer_is_stored_with_its_row(noticed):
    send(
        noticed, answers("L81001,2020-01-12,2020-01-20,removed,Two cartons", "L81002,2020-01-13,,,")
    )
    rows = Acknowledgement.objects.order_by("pk").values_list(
        "site__code", "acted", "outcome", "note", "row"
    )
    acted = Acknowledgement.objects.first().acted
    assert list(rows) == [
        ("L81001", acted, "removed", "Two cartons", 2),
        ("L81002", None, "", "", 3),
    ]


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (f"L81001,{TOMORROW},,,", "acknowledged", "This day is in the future."),
        (f"L81001,2020-01-12,{TOMORROW},removed,", "acted", "This day is in the future."),
        (
            "L81001,2020-01-09,,,",
            "acknowledged",
            "The notice was issued on 10 January 2020, after this day.",
        ),
        (
            "L81001,2020-01-12,2020-01-11,removed,",
            "acted",
            "It acted before it acknowledged (2020-01-12).",
        ),
        ("L81001,2020-01-12,2020-01-13,,", "outcome", "A site that acted needs an outcome."),
        (
            "L81001,2020-01-12,,removed,",
            "acted",
            "An outcome needs the day on which the site acted.",
        ),
        (
            "L81001,2020-01-12,2020-01-13,remooved,",
            "outcome",
            "This is not one of the values of this column.",
        ),
        ("L81001,,,,", "acknowledged", "A day is needed here."),
        ("L81003,2020-01-12,,,", "site", "No such organisation is known."),
        (
            "A81001,2020-01-12,,,",
            "site",
            "Nothing says that this site, or one it succeeded, ever had Smart inhaler.",
        ),
    ],
)
def test_answer_that_cannot_be_is_refused_with_its_column(noticed, row, column, why):
    (refusal,) = refusals(noticed, answers(row))
    assert (refusal.row, refusal.column, refusal.why) == (2, column, why)
    assert refusal.mend


def test_answer_to_no_notice_offers_the_nearest(noticed):
    (refusal,) = refusals(noticed, lines(ANSWER_HEADING, "pufs,L81001,2020-01-12,,,"))
    assert (refusal.column, refusal.mend) == ("notice", "Did you mean puffs?")


def test_two_answers_of_one_site_in_one_file_are_refused(noticed):
    (refusal,) = refusals(noticed, answers("L81001,2020-01-12,,,", "L81001,2020-01-13,,,"))
    assert (refusal.row, refusal.why) == (3, "Row 2 answers this notice for this site already.")


def test_answer_told_again_is_known_already_and_a_changed_one_shows_old_and_new(noticed):
    send(noticed, answers("L81001,2020-01-12,,,"))
    again = answers("L81001,2020-01-12,,,", "L81002,2020-01-12,,,")
    result = check_content(by=noticed, file_name="a.csv", content=again, layout=None, options={})
    assert (result.new, result.unchanged) == (1, 1)
    later = answers("L81001,2020-01-12,2020-01-20,removed,")
    result = check_content(by=noticed, file_name="a.csv", content=later, layout=None, options={})
    (change,) = result.corrections
    assert change.old == "acknowledged 12 January 2020"
    assert change.new == "acknowledged 12 January 2020, acted 20 January 2020 (removed or returned)"
    send(noticed, later)
    assert Acknowledgement.objects.count() == 2


# Whose site it is


def test_contributor_answers_for_sites_of_their_own_network(noticed, contributor):
    send(contributor, answers("L81001,2020-01-12,,,"))
    assert Acknowledgement.objects.get().submission.sender == contributor


def test_site_of_another_network_is_refused_by_its_name(noticed):
    theirs = Person.objects.create_user("theirs", role=Role.CONTRIBUTOR, network="HI-NENC")
    (refusal,) = refusals(theirs, answers("L81001,2020-01-12,,,"))
    assert refusal.why == "The site is in HI-West."
    assert "sites of HI-NENC" in refusal.mend


def test_either_network_of_a_site_that_moved_may_answer(noticed, contributor):
    send(noticed, lines("child,parent,start,end", "L81001,00D,2020-06-01,"))
    theirs = Person.objects.create_user("theirs", role=Role.CONTRIBUTOR, network="HI-NENC")
    send(contributor, answers("L81001,2020-01-12,,,"))
    send(theirs, answers("L81001,2020-01-13,,,"))
    assert Acknowledgement.objects.count() == 2


def test_successor_answers_and_its_predecessor_may_still(noticed, contributor):
    send(noticed, lines("from,to,effective_on,share", "L81001,RA7,2019-04-01,"))
    send(contributor, answers("RA7,2020-01-12,,,", "L81001,2020-01-12,,,"))
    assert Acknowledgement.objects.count() == 2
