"""What is agreed of programmes, from files: taken, corrected, known already, refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from groundswell.intake import accept, receive
from groundswell.intake.steps import check_content
from groundswell.programmes import queries
from groundswell.programmes.models import Closure, Programme, Target
from groundswell.submissions.findings import Refused
from groundswell.submissions.models import Submission
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import lines, send

pytestmark = pytest.mark.django_db

# The small world has a programme "inhale" from 1 April 2018 to 31 March 2020, with HI-West in it,
# which asks for the returns of one quarter.
HEADINGS = {
    "programmes": "slug,name,innovation,commissioner,start,end,outcome,summary,scope,definition,"
    "other_innovations",
    "participants": "programme,network,owner,email,start,end",
    "targets": "programme,network,due,kind,value,whole,source",
    "rounds": "programme,start,end,due",
    "published-results": "programme,kind,text,period,source",
    "closures": "programme,outcome,on,to,reason",
    "programme-measures": "programme,measure,role",
}


def table(layout, *rows):
    return lines(HEADINGS[layout], *rows)


def check(by, layout, *rows):
    return check_content(
        by=by, file_name="file.csv", content=table(layout, *rows), layout=None, options={}
    )


def record(by, layout, *rows):
    return send(by, table(layout, *rows))


def refusals(by, layout, *rows):
    received = receive(
        by=by, file_name="file.csv", content=table(layout, *rows), layout=layout, options={}
    )
    with nothing_written(), pytest.raises(Refused) as refused:
        accept(by=by, submission=received)
    return refused.value.refusals


@pytest.mark.parametrize(
    ("layout", "row", "column", "value", "why", "mend"),
    [
        ("programmes", "new,New,smart-inhaler,NHS,2018-04-01,,running,,,,", "slug", "new", "", ""),
        (
            "programmes",
            "a,A,smart-inhaler,NHS,2018-04-01,,running,,locale,,",
            "scope",
            "locale",
            "not one of",
            "local",
        ),
        (
            "programmes",
            "a,A,smart-inhaler,NHS,2018-04-01,,running,,,live-or-byond,",
            "definition",
            "live-or-byond",
            "not one of",
            "live-or-beyond",
        ),
        (
            "programmes",
            "a,A,smart-inhaler,NHS,2018-04-01,,running,,,,smart-inhalr",
            "other_innovations",
            "smart-inhalr",
            "No such innovation",
            "smart-inhaler",
        ),
        (
            "programmes",
            "a,A,smart-inhaler,NHS,2018-04-01,,running,,,,smart-inhaler",
            "other_innovations",
            "smart-inhaler",
            "leads the programme",
            "Leave it out",
        ),
        ("participants", "inhal,HI-NENC,,,,", "programme", "inhal", "No such programme", "inhale"),
        ("participants", "inhale,HI-NENZ,,,,", "network", "HI-NENZ", "No such", "HI-NENC"),
        ("participants", "inhale,QUY,,,,", "network", "QUY", "No such network", "Load"),
        ("participants", "inhale,HI-NENC,,ann at nhs,,", "email", "ann at nhs", "", "example"),
        (
            "participants",
            "inhale,HI-NENC,,,2018-03-31,",
            "start",
            "2018-03-31",
            "starts on 2018-04-01",
            "Mend",
        ),
        (
            "participants",
            "inhale,HI-NENC,,,2019-04-01,2018-04-01",
            "end",
            "2018-04-01",
            "ends before it starts",
            "",
        ),
        (
            "participants",
            "inhale,HI-West,,,2019-04-01,",
            "start",
            "2019-04-01",
            "takes part from 2018-04-01 already",
            "End that",
        ),
        (
            "targets",
            "inhale,HI-West,2018-09-30,share,145%,,",
            "value",
            "145%",
            "at most 100%",
            "",
        ),
        ("targets", "inhale,HI-West,2018-09-30,share,45,,", "value", "45", "at most", "45%"),
        ("targets", "inhale,HI-West,2018-09-30,count,45%,,", "value", "45%", "no share", "120"),
        ("targets", "inhale,HI-West,2018-09-30,count,-1,,", "value", "-1", "below 0", ""),
        ("targets", "inhale,HI-West,2018-09-30,count,some,,", "value", "some", "number", "45%"),
        ("targets", "inhale,HI-West,2018-09-30,shar,45%,,", "kind", "shar", "", "share"),
        ("targets", "inhale,HI-West,2018-09,share,45%,,", "due", "2018-09", "", ""),
        ("targets", "inhale,HI-West,,share,45%,,", "due", "", "day is needed", ""),
        (
            "targets",
            "inhale,HI-West,2018-03-31,share,45%,,",
            "due",
            "2018-03-31",
            "starts on 2018-04-01",
            "",
        ),
        (
            "targets",
            "inhale,HI-NENC,2018-09-30,share,45%,,",
            "network",
            "HI-NENC",
            "does not take part",
            "HI-West",
        ),
        ("targets", "inhale,,2018-09-30,trajectory,45%,,", "whole", "", "needs the sites", "120"),
        ("targets", "inhale,,2018-09-30,share,45%,120,", "whole", "120", "Only a trajectory", ""),
        ("rounds", "inhale,2018-04-01,2018-03-31,2018-07-01", "end", "2018-03-31", "before", ""),
        ("rounds", "inhale,2018-04-01,2018-06-30,2018-06-29", "due", "2018-06-29", "due", ""),
        ("rounds", "inhale,2018-03-01,2018-06-30,2018-07-29", "start", "2018-03-01", "", ""),
        ("published-results", "inhale,said,120,2018,x", "kind", "said", "", "reported"),
        ("published-results", "inhale,reported,120,2018,", "source", "", "empty", ""),
        ("closures", "inhale,handed-over,2020-03-31,,", "to", "", "some service", "Name"),
        ("closures", "inhale,closed,2020-03-31,NHS,", "to", "NHS", "Only a programme", "Leave"),
        ("closures", "inhale,closed,2018-03-31,,", "on", "2018-03-31", "starts on", "Mend"),
        ("closures", "inhale,running,2020-03-31,,", "outcome", "running", "", "closed"),
        (
            "programme-measures",
            "inhale,antibiotics-items,outcome",
            "measure",
            "antibiotics-items",
            "No such measure",
            "antibiotic-items",
        ),
    ],
)
def test_a_wrong_cell_is_refused_with_why_and_how_to_mend_it(
    world, layout, row, column, value, why, mend
):
    (refusal,) = refusals(world, layout, row)
    assert (refusal.row, refusal.column, refusal.value) == (2, column, value)
    assert why in refusal.why
    assert mend in refusal.mend


def test_a_programme_names_its_scope_definition_licence_and_other_innovations(world):
    send(world, lines("slug,name,kind,origin,summary,demo", "spacer,Spacer,device,industry,,"))
    content = lines(
        HEADINGS["programmes"] + ",licence",
        "a,A,smart-inhaler,NHS,2018-04-01,,running,,local,ever-live,spacer;spacer,2018 to 2023",
    )
    send(world, content)
    facts = queries.programme("a")
    assert (facts.scope, facts.definition, facts.licence) == ("local", "ever-live", "2018 to 2023")
    assert facts.other_innovations == (("spacer", "Spacer"),)


def test_a_programme_file_without_the_newer_columns_keeps_working(world):
    facts = queries.programme("inhale")
    assert (facts.scope, facts.definition, facts.licence) == ("national", "live-or-beyond", "")
    assert facts.other_innovations == ()


def test_shares_are_read_as_they_are_written(world):
    rows = [
        "inhale,,2018-06-30,share,0.1,,",
        "inhale,,2018-09-30,share,20%,,",
        "inhale,,2018-12-31,share,25.5 %,,",
    ]
    record(world, "targets", *rows)
    assert [t.value for t in queries.programme("inhale").targets] == [0.1, 0.2, 0.255]


def test_a_trajectory_that_falls_is_refused_within_a_file_and_against_what_is_stored(world):
    first, second = "inhale,,2018-09-30,share,45%,,", "inhale,,2018-12-31,share,40%,,"
    (refusal,) = refusals(world, "targets", first, second)
    assert (refusal.row, refusal.column) == (3, "value")
    assert "45% of eligible sites by 2018-09-30, then 40%" in refusal.why
    record(world, "targets", second)
    (refusal,) = refusals(world, "targets", first)
    assert "falls" in refusal.why


def test_a_correction_may_mend_what_would_fall(world):
    record(world, "targets", "inhale,,2018-09-30,share,45%,,", "inhale,,2018-12-31,share,50%,,")
    (refusal,) = refusals(world, "targets", "inhale,,2018-09-30,share,55%,,")
    assert "falls" in refusal.why
    both = ("inhale,,2018-09-30,share,55%,,", "inhale,,2018-12-31,share,60%,,")
    assert check(world, "targets", *both).summary == "2 rows: 0 new, 2 corrections."


def test_a_target_told_anew_shows_old_and_new_and_the_old_one_stays(world):
    record(world, "targets", "inhale,HI-West,2018-09-30,share,45%,,Licence")
    found = check(world, "targets", "inhale,HI-West,2018-09-30,share,50%,,Licence")
    (change,) = found.corrections
    assert (change.what, change.old, change.new) == (
        "HI-West in inhale by 2018-09-30",
        "45% of eligible sites (Licence)",
        "50% of eligible sites (Licence)",
    )
    record(world, "targets", "inhale,HI-West,2018-09-30,share,50%,,Licence")
    assert Target.objects.count() == 2
    (target,) = queries.programme("inhale").targets
    assert target.value == 0.5


def test_what_is_known_already_is_counted_and_not_stored_again(world):
    record(world, "targets", "inhale,,2018-09-30,count,45,,")
    again = ("inhale,,2018-09-30,count,45,,", "inhale,,2018-12-31,count,50,,")
    assert check(world, "targets", *again).summary == "2 rows: 1 new, 1 known already."
    record(world, "targets", *again)
    assert Target.objects.count() == 2


@pytest.mark.parametrize(
    ("layout", "row"),
    [
        ("participants", "inhale,HI-NENC,,,,"),
        ("targets", "inhale,,2018-09-30,count,45,,"),
        ("rounds", "inhale,2018-04-01,2018-06-30,2018-07-14"),
        ("published-results", "inhale,reported,120 sites,,example.org"),
        ("closures", "inhale,closed,2020-03-31,,"),
        ("programme-measures", "inhale,antibiotic-items,outcome"),
    ],
)
def test_a_fact_told_twice_in_one_file_is_refused_the_second_time(world, layout, row):
    (refusal,) = refusals(world, layout, row, row)
    assert refusal.row == 3 and refusal.column
    assert refusal.why.startswith("Row 2 tells of ")


def test_a_target_after_the_end_of_the_programme_is_noted(world):
    found = check(world, "targets", "inhale,,2020-06-30,count,45,,")
    assert found.acceptable
    assert "after the programme ends (2020-03-31)" in found.notes[0].text


def test_an_owner_is_changed_by_the_same_row_with_another_owner(world):
    found = check(world, "participants", "inhale,HI-West,Bo Other,bo@example.nhs.uk,2018-04-01,")
    (change,) = found.corrections
    assert (change.old, change.new) == (
        "Ann Other; ann@example.nhs.uk",
        "Bo Other; bo@example.nhs.uk",
    )
    record(world, "participants", "inhale,HI-West,Bo Other,bo@example.nhs.uk,2018-04-01,")
    (taking_part,) = queries.programme("inhale").participants
    assert taking_part.owner == "Bo Other"


def test_a_network_that_left_comes_back_later(world):
    record(world, "participants", "inhale,HI-West,Ann Other,,2018-04-01,2018-12-31")
    (refusal,) = refusals(world, "participants", "inhale,HI-West,Ann Other,,2018-12-31,")
    assert "takes part from 2018-04-01 already" in refusal.why
    record(world, "participants", "inhale,HI-West,Ann Other,,2019-04-01,")
    found = queries.programme("inhale").participants
    day = date(2019, 1, 1)
    assert [p.takes_part(day) for p in found] == [False, False]
    assert [p.takes_part(date(2019, 4, 1)) for p in found] == [False, True]


def test_rounds_do_not_share_days_and_stay_as_asked_for(world):
    (overlap,) = refusals(world, "rounds", "inhale,2018-09-30,2018-12-31,2019-01-14")
    assert "from 2018-07-01 to 2018-09-30 has some of these days" in overlap.why
    (changed,) = refusals(world, "rounds", "inhale,2018-07-01,2018-09-30,2018-10-31")
    assert "until 2018-09-30, due 2018-10-14" in changed.why


def test_a_programme_is_closed_reopened_by_a_correction_and_handed_over(world):
    record(world, "closures", "inhale,closed,2019-03-31,,Money ended")
    facts = queries.programme("inhale")
    assert facts.outcome(date(2019, 3, 30)) == "running"
    assert facts.outcome(date(2019, 3, 31)) == "closed"
    record(world, "closures", "inhale,handed-over,2020-03-31,NHS England,")
    facts = queries.programme("inhale")
    assert facts.outcome(date(2019, 3, 31)) == "running"
    assert facts.outcome(date(2020, 3, 31)) == "handed-over"
    assert (len(facts.closures), facts.closure.ending.to) == (2, "NHS England")
    assert Closure.objects.count() == 2


def test_a_closure_to_come_is_noted(world):
    day = timezone.localdate() + timedelta(days=1)
    found = check(world, "closures", f"inhale,closed,{day.isoformat()},,")
    assert [note.text for note in found.notes] == ["Until that day the programme is running."]


def test_facts_are_known_from_the_day_they_were_accepted(world):
    record(world, "targets", "inhale,,2018-09-30,count,45,,")
    record(world, "targets", "inhale,,2018-09-30,count,50,,")
    # At half past midnight in England the day is another one than at Greenwich.
    late = timezone.datetime.fromisoformat("2019-06-30T23:30:00+00:00")
    accepted = timezone.datetime.fromisoformat("2019-01-15T12:00:00+00:00")
    newest = Submission.objects.first()
    Submission.objects.filter(pk__lt=newest.pk).update(accepted_at=accepted)
    Submission.objects.filter(pk=newest.pk).update(accepted_at=late)
    values = {
        str(day): [t.value for t in queries.programme("inhale", day).targets]
        for day in (date(2019, 1, 15), date(2019, 6, 30), date(2019, 7, 1))
    }
    assert values == {"2019-01-15": [45.0], "2019-06-30": [45.0], "2019-07-01": [50.0]}
    with pytest.raises(LookupError):
        queries.programme("inhale", date(2019, 1, 14))
    assert queries.programmes(date(2019, 1, 14)) == []
    assert [p.slug for p in queries.programmes()] == ["inhale"]


def test_an_unknown_programme_is_said_with_near_matches(world):
    with pytest.raises(LookupError, match="Did you mean inhale"):
        queries.programme("inhal")


def test_every_fact_knows_the_row_that_told_it(world):
    submission = record(
        world, "targets", "inhale,,2018-09-30,count,45,,", "inhale,,2018-12-31,count,50,,"
    )
    told = [t.told for t in queries.programme("inhale").targets]
    assert [(t.submission, t.row) for t in told] == [(submission.pk, 2), (submission.pk, 3)]
    assert told[0].accepted == timezone.localdate()
    assert Programme.objects.get().outcome == "running"
