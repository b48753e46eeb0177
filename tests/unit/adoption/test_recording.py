"""From rows of a file to events: what is new, what corrects, what is known already."""

from collections.abc import Iterable

import pytest

from groundswell.adoption.models import Event
from groundswell.adoption.recording import EventDraft, Plan, plan_events, save_events
from tests.support.factories import make_draft, make_event, make_innovation, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def libre():
    return make_innovation()


def said(drafts: Iterable[EventDraft]) -> list[str]:
    return [f"{d.stage} {d.on}" for d in drafts]


def corrected(plan: Plan) -> list[tuple[str, str]]:
    """(what is superseded, by what)."""
    events = Event.objects.in_bulk([pk for _, pk in plan.corrections])
    return [
        (f"{events[pk].stage} {events[pk].on}", f"{d.stage} {d.on}") for d, pk in plan.corrections
    ]


def test_first_event_of_a_site_is_new(libre):
    plan = plan_events([make_draft(libre)])

    assert (said(plan.new), plan.corrections, plan.unchanged) == (["live 2018-04-04"], [], [])


def test_same_stage_on_the_same_date_is_known_already(libre):
    make_event(libre, "live", "2018-Q2")

    plan = plan_events([make_draft(libre, "live", "2018-Q2")])

    assert (plan.new, plan.corrections, said(plan.unchanged)) == ([], [], ["live 2018-Q2"])


def test_file_told_again_whole_changes_nothing(libre):
    rows = [("committed", "2018-01-10"), ("live", "2018-04-04"), ("using", "2018-Q4")]
    for stage, on in rows:
        make_event(libre, stage, on)

    plan = plan_events(make_draft(libre, stage, on) for stage, on in reversed(rows))

    assert (plan.new, plan.corrections, len(plan.unchanged)) == ([], [], 3)


def test_latest_stage_told_again_with_another_date_corrects_it(libre):
    make_event(libre, "committed", "2018-01-10")
    make_event(libre, "live", "2018-04-04")

    plan = plan_events([make_draft(libre, "live", "2018-05", row=7)])

    assert corrected(plan) == [("live 2018-04-04", "live 2018-05")]
    assert (plan.new, plan.unchanged) == ([], [])
    (change,) = plan.changes
    assert (change.row, change.what) == (7, "P1")
    assert (change.old, change.new) == ("live, 4 April 2018", "live, May 2018")


def test_same_days_told_with_another_precision_are_a_correction(libre):
    make_event(libre, "live", "2018-04")

    plan = plan_events([make_draft(libre, "live", "2018-04-01/2018-04-30")])

    assert corrected(plan) == [("live 2018-04", "live 2018-04-01/2018-04-30")]


def test_another_reason_for_the_latest_stage_corrects_it(libre):
    make_event(libre, "stopped", "2018-04-04", reason="technology")

    plan = plan_events([make_draft(libre, "stopped", "2018-04-04", reason="safety")])

    assert corrected(plan) == [("stopped 2018-04-04", "stopped 2018-04-04")]
    assert "technology" in plan.changes[0].old and "safety" in plan.changes[0].new


def test_another_stage_is_new(libre):
    make_event(libre, "live", "2018-04-04")

    plan = plan_events([make_draft(libre, "using", "2018-08-01")])

    assert (said(plan.new), plan.corrections) == (["using 2018-08-01"], [])


def test_earlier_stage_told_with_another_date_is_new(libre):
    """The site went live a second time, for all that is known: it is not the latest stage."""
    make_event(libre, "live", "2018-04-04")
    make_event(libre, "stopped", "2018-08-08", reason="safety")

    plan = plan_events([make_draft(libre, "live", "2019-01-01")])

    assert (said(plan.new), plan.corrections) == (["live 2019-01-01"], [])


def test_latest_is_by_date_not_by_order_of_recording(libre):
    make_event(libre, "using", "2018-08-08")
    make_event(libre, "live", "2018-04-04")

    plan = plan_events([make_draft(libre, "using", "2018-09-09")])

    assert corrected(plan) == [("using 2018-08-08", "using 2018-09-09")]


def test_sites_and_innovations_do_not_correct_each_other(libre):
    make_event(libre, site="P2")
    make_event(make_innovation("smart-inhaler"))

    plan = plan_events([make_draft(libre, "live", "2018-05-05")])

    assert (said(plan.new), plan.corrections) == (["live 2018-05-05"], [])


def test_superseded_event_is_not_corrected_again(libre):
    first = make_event(libre, "live", "2018-04-04")
    make_event(libre, "live", "2018-05-05", supersedes=first)

    plan = plan_events([make_draft(libre, "live", "2018-04-04")])

    assert corrected(plan) == [("live 2018-05-05", "live 2018-04-04")]


# Measured


def test_measured_first_use_is_corrected_even_where_it_is_not_the_latest(libre):
    make_event(libre, "live", "2018-04", evidence="measured")
    make_event(libre, "stopped", "2019-01", evidence="measured", reason="safety")

    plan = plan_events([make_draft(libre, "live", "2018-03", evidence="measured")])

    assert corrected(plan) == [("live 2018-04", "live 2018-03")]


def test_measured_and_reported_stand_beside_each_other(libre):
    make_event(libre, "live", "2018-04-04", evidence="reported")

    plan = plan_events([make_draft(libre, "live", "2018-05", evidence="measured")])

    assert (said(plan.new), plan.corrections) == (["live 2018-05"], [])


# Void


def test_void_takes_back_the_latest_event(libre):
    make_event(libre, "committed", "2018-01-10")
    make_event(libre, "live", "2018-04-04")

    plan = plan_events([make_draft(libre, "void", "2018-04-04")])

    assert corrected(plan) == [("live 2018-04-04", "void 2018-04-04")]


def test_void_of_nothing_is_new_so_that_the_check_can_refuse_it(libre):
    plan = plan_events([make_draft(libre, "void", "2018-04-04")])

    assert (said(plan.new), plan.corrections) == (["void 2018-04-04"], [])


def test_event_told_again_after_a_void_is_new(libre):
    first = make_event(libre, "live", "2018-04-04")
    make_event(libre, "void", "2018-04-04", supersedes=first)

    plan = plan_events([make_draft(libre, "live", "2018-04-04")])

    assert (said(plan.new), plan.corrections) == (["live 2018-04-04"], [])


def test_void_told_again_takes_nothing_more_back(libre):
    make_event(libre, "committed", "2018-01-10")
    live = make_event(libre, "live", "2018-04-04")
    make_event(libre, "void", "2018-04-04", supersedes=live)

    plan = plan_events([make_draft(libre, "void", "2018-04-04")])

    assert (plan.new, plan.corrections, said(plan.unchanged)) == ([], [], ["void 2018-04-04"])


# Rows of one file


def test_row_told_twice_in_a_file_is_recorded_once(libre):
    plan = plan_events([make_draft(libre, row=2), make_draft(libre, row=3)])

    assert ([d.row for d in plan.new], [d.row for d in plan.unchanged]) == ([2], [3])


def test_event_is_corrected_at_most_once_by_a_file(libre):
    make_event(libre, "live", "2018-04-04")

    plan = plan_events(
        [make_draft(libre, "live", "2018-05-05"), make_draft(libre, "live", "2018-06-06", row=3)]
    )

    assert corrected(plan) == [("live 2018-04-04", "live 2018-05-05")]
    assert said(plan.new) == ["live 2018-06-06"]


def test_date_told_again_after_its_correction_is_new(libre):
    """A file that tells two dates is recorded as it stands: nothing says which is meant."""
    make_event(libre, "live", "2018-04-04")

    plan = plan_events(
        [make_draft(libre, "live", "2018-05-05"), make_draft(libre, "live", "2018-04-04", row=3)]
    )

    assert corrected(plan) == [("live 2018-04-04", "live 2018-05-05")]
    assert (said(plan.new), plan.unchanged) == (["live 2018-04-04"], [])


# Saving


def test_saved_events_point_at_their_rows_and_at_what_they_supersede(libre):
    first = make_event(libre, "live", "2018-04-04")
    drafts = [
        make_draft(libre, "live", "2018-05", row=5),
        make_draft(libre, "eligible", "2018-Q1", site="P2", row=6),
    ]
    submission = make_submission()

    added = save_events(plan_events(drafts), submission)

    correction, new = (Event.objects.get(submission=submission, row=row) for row in (5, 6))
    assert added == 2
    assert (correction.supersedes, str(correction.on)) == (first, "2018-05")
    assert (new.supersedes, str(new.on), new.site.code) == (None, "2018-Q1", "P2")
    assert new.recorded_by == submission.sender


def test_plan_saved_leaves_nothing_to_record(libre):
    make_event(libre, "live", "2018-04-04")
    drafts = [
        make_draft(libre, "live", "2018-05"),
        make_draft(libre, "eligible", "2018", site="P2"),
    ]
    save_events(plan_events(drafts), make_submission())

    plan = plan_events(drafts)

    assert (plan.new, plan.corrections, plan.unchanged) == ([], [], drafts)


def test_events_of_an_innovation_new_with_the_file_are_given_to_it(libre):
    draft = make_draft(libre)
    plan = Plan(new=[draft])
    other = make_innovation("smart-inhaler")

    save_events(plan, make_submission(), other.pk)

    assert Event.objects.get().innovation == other
