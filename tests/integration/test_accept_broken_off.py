"""Accepting a return, broken off at every statement and at its commit: it is whole or absent."""

import sys
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, connections

from groundswell.adoption.models import Event, Returned
from groundswell.common.months import Month
from groundswell.intake import accept, receive
from groundswell.people.action import data_version
from groundswell.people.models import AuditEvent, Person, Role
from groundswell.questions import missing, spread
from groundswell.submissions import incoming
from groundswell.submissions.models import Submission
from tests.support.intake_counts import table_counts
from tests.support.intake_files import lines, send, small_world

RETURN = {"programme": "inhale", "network": "HI-West", "round": "2018-07-01"}
HEADINGS = "site,stage,date,reason,factor,domain,note"
EARLIER = lines(HEADINGS, "L81001,committed,2018-08,,,,", "L81002,live,2018-09,,,,")
# Corrects what was told of the first site, and takes back what was told of the second.
LATER = lines(HEADINGS, "L81001,live,2018-08,,barrier,adopters,Slow at first", "L81002,,,,,,")


class BrokenOff(Exception):
    """What ends an action at a statement."""


def broken_off_at(number: int):
    """A wrapper of statements that fails at the one of this number, counted from 1."""
    passed = 0

    def run(execute, sql, params, many, context):
        nonlocal passed
        passed += 1
        if passed == number:
            raise BrokenOff(sql)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(run)


@pytest.fixture
def received(transactional_db):
    """Who sent the two returns, and the second of them, received and not yet accepted."""
    by = Person.objects.create_user("administrator", role=Role.ADMINISTRATOR)
    small_world(by)
    send(by, EARLIER, "earlier.csv", "return", **RETURN)
    later = receive(by=by, file_name="later.csv", content=LATER, layout="return", options=RETURN)
    return by, later


def said() -> tuple[str, str, list[tuple]]:
    """What the questions answer, and the events as they stand."""
    returns = missing.answer(missing.Question("inhale"))
    uptake = spread.answer(spread.Question("smart-inhaler", Month.parse("2018-12")))
    events = Event.objects.order_by("pk").values_list("pk", "stage", "latest", "supersedes_id")
    return returns.headline, uptake.headline, list(events)


def test_accept_broken_off_at_any_statement_leaves_nothing_and_succeeds_when_tried_again(received):
    by, later = received
    before, answered = table_counts(), said()
    number = 0
    while True:
        number += 1
        try:
            with broken_off_at(number):
                accepted = accept(by=by, submission=later)
        except BrokenOff:
            assert table_counts() == before, f"statement {number}"
            assert said() == answered, f"statement {number}"
            assert Submission.objects.get(pk=later.pk).status == Submission.Status.RECEIVED
            continue
        break
    assert number > 15, "it was broken off at many statements"
    assert accepted.version == before["data version"] + 1 == data_version()
    assert AuditEvent.objects.filter(action="intake.accept", version=accepted.version).count() == 1
    assert incoming.content_of(accepted) == LATER
    ways = dict(Returned.objects.filter(submission=accepted).values_list("site__code", "said"))
    assert ways == {"L81001": "corrected", "L81002": "taken-back"}
    assert Event.objects.filter(submission=accepted, supersedes__isnull=False).count() == 2
    assert said() != answered
    assert accept(by=by, submission=later) == accepted
    assert table_counts()["adoption.Event"] == before["adoption.Event"] + 2


def test_accept_broken_off_at_its_commit_leaves_nothing(received):
    by, later = received
    before, answered = table_counts(), said()
    full = patch.object(
        connections["default"], "_commit", side_effect=OperationalError("disk full")
    )
    with full, pytest.raises(OperationalError):
        accept(by=by, submission=later)
    assert table_counts() == before
    assert said() == answered
    assert accept(by=by, submission=later).version == before["data version"] + 1


def test_what_was_asked_while_an_accept_failed_is_not_remembered_as_the_next_state(received):
    """A version that was given back is given again, to another state of the ledger."""
    by, later = received
    for number in (10, 20, 30):
        with pytest.raises(BrokenOff), broken_off_at(number):
            accept(by=by, submission=later)
        said()
    accept(by=by, submission=later)
    warm = said()
    for name, module in list(sys.modules.items()):
        if name.startswith("groundswell."):
            for cached in [v for v in vars(module).values() if hasattr(v, "cache_clear")]:
                cached.cache_clear()
    assert said() == warm
