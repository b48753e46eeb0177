"""A network's return: what a row may tell, what it corrects, what is refused with a suggestion."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from groundswell import intake
from groundswell.adoption.models import Event, Returned
from groundswell.intake import receive
from groundswell.intake.steps import check_content
from groundswell.organisations.models import Organisation, Succession
from groundswell.people.models import Person, Role
from tests.support.factories import make_submission
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import adoptions, lines, send
from tests.support.returns import filled, saved, template

pytestmark = pytest.mark.django_db

THIS = {"programme": "inhale", "network": "HI-West", "round": "2018-07-01"}


def check(by, content, **options):
    return check_content(
        by=by, file_name="return.xlsx", content=content, layout=None, options=options
    )


def told(*rows, **of):
    """A filled template of HI-West, each row as site,stage,date,reason,factor,domain,note."""
    names = ("site", "stage", "date", "reason", "factor", "domain", "note")
    given = [dict(zip(names, row.split(","), strict=False)) for row in rows]
    return filled(template(**of), *given)


def refusal(by, content, **options):
    """The only refusal of a file of which nothing is stored."""
    with nothing_written():
        (found,) = check(by, content, **options).refusals
    assert found.why.endswith(".") and len(found.mend) > 8
    return found


def counting():
    """Site, stage, date and what is noted of each event that counts."""
    events = Event.objects.filter(superseded_by__isnull=True).exclude(stage="void")
    return sorted((e.site.code, e.stage, str(e.on), e.reason, e.note) for e in events)


def heard():
    return list(Returned.objects.order_by("pk").values_list("site__code", "said"))


# Telling


def test_an_event_has_all_that_its_row_tells_and_points_at_it(world):
    sent = send(world, told("L81001,live,July 2018,,barrier,technology,No wifi"), "ours.xlsx")
    event = Event.objects.get()
    assert (event.site.code, event.stage, str(event.on)) == ("L81001", "live", "2018-07")
    assert (event.factor, event.domain, event.note) == ("barrier", "technology", "No wifi")
    assert (event.programme.slug, event.innovation.slug) == ("inhale", "smart-inhaler")
    assert (event.submission, event.sheet, event.row) == (sent, "Return", 2)
    assert sent.options == THIS


def test_every_row_is_heard_of_with_nothing_to_tell_too(world):
    send(world, told("L81001,live,2018-07"), "ours.xlsx")
    assert heard() == [("L81001", "new"), ("L81002", "nothing")]
    assert Event.objects.count() == 1


def test_what_is_known_already_is_heard_and_not_told_twice(world):
    send(world, adoptions("L81001,live,2018-07-04"))
    result = check(world, told("L81001,live,2018-07-04"))
    assert result.summary == "2 rows: 0 new, 1 known already, 1 with nothing to tell."
    send(world, told("L81001,live,2018-07-04"), "ours.xlsx")
    assert heard()[0] == ("L81001", "known")


def test_a_barrier_told_of_a_stage_known_already_is_a_correction_that_keeps_it(world):
    send(world, adoptions("L81001,live,2018-07-04"))
    result = check(world, told("L81001,live,2018-07-04,,barrier,adopters,Too busy"))
    (change,) = result.corrections
    assert (change.old, change.new) == (
        "live, 4 July 2018",
        "live, 4 July 2018; barrier, adopters: Too busy",
    )


def test_a_table_of_adoptions_tells_barriers_and_enablers_too(world):
    headings = "site,innovation,stage,date,factor,domain,note"
    row = "L81001,smart-inhaler,live,2018-07-04,enabler,organisation,A keen manager"
    send(world, lines(headings, row))
    event = Event.objects.get()
    assert (event.factor, event.domain, event.note) == ("enabler", "organisation", "A keen manager")
    found = refusal(world, lines(headings, "L81002,smart-inhaler,live,2018-07-04,barrier,,"))
    assert found.column == "note"


def test_a_file_that_is_silent_on_why_does_not_wipe_out_the_note(world):
    send(world, adoptions("L81001,live,2018-07-04,,,As told by phone"))
    send(world, adoptions("L81001,live,2018-07-04", "L81002,live,2018-07"))
    assert counting()[0] == ("L81001", "live", "2018-07-04", "", "As told by phone")


def test_a_site_may_have_two_things_to_tell(world):
    send(world, told("L81001,live,2018-07-04", "L81001,using,2018-08"), "ours.xlsx")
    assert [row[1:3] for row in counting()] == [("live", "2018-07-04"), ("using", "2018-08")]


def test_a_csv_file_with_its_options_tells_the_same(world):
    content = lines("site,stage,date", "l81001,Live,4 July 2018")
    for options in ({**THIS, "round": "2018-Q3"}, {**THIS, "programme": "Inhale"}, THIS):
        assert check(world, content, **options).summary == "1 row: 1 new."
    sent = send(world, content, **{**THIS, "round": "2018-Q3"})
    assert (sent.layout, sent.options) == ("return", THIS)


# Telling again


def test_a_resubmission_corrects_what_the_earlier_return_told(world):
    send(world, told("L81001,live,2018-07-04"), "ours.xlsx")
    again = told("L81001,committed,2018-08")
    (change,) = check(world, again).corrections
    assert (change.what, change.old) == ("L81001", "live, 4 July 2018")
    assert change.new == "committed, August 2018"
    send(world, again, "ours.xlsx")
    assert [row[:3] for row in counting()] == [("L81001", "committed", "2018-08")]
    assert heard()[2:] == [("L81001", "corrected"), ("L81002", "nothing")]
    assert Event.objects.count() == 2, "the old one stays readable"


def test_a_row_emptied_again_takes_back_what_it_told(world):
    blank = template()
    send(world, told("L81001,live,2018-07-04"), "ours.xlsx")
    (change,) = check(world, blank).corrections
    assert (change.old, change.new) == ("live, 4 July 2018", "nothing")
    send(world, blank, "blank.xlsx")
    assert counting() == []
    assert heard()[2:] == [("L81001", "taken-back"), ("L81002", "nothing")]


def test_a_correction_taken_back_leaves_what_was_known_before_it(world):
    blank = template()
    send(world, adoptions("L81001,live,2018-05-04,,,By phone"))
    send(world, told("L81001,live,2018-07-04"), "ours.xlsx")
    send(world, blank, "blank.xlsx")
    assert counting() == [("L81001", "live", "2018-05-04", "", "By phone")]
    result = check(world, filled(blank, {"site": "L81002", "stage": "live", "date": "2018"}))
    assert (result.new, result.corrections) == (1, ()), "it is taken back once"


def test_one_of_two_events_no_longer_told_is_taken_back(world):
    send(world, told("L81001,live,2018-07-04", "L81001,using,2018-08"), "ours.xlsx")
    send(world, lines("site,stage,date", "L81001,using,2018-08"), **THIS)
    assert [row[1:3] for row in counting()] == [("using", "2018-08")]


def test_the_first_return_may_be_sent_again_after_the_second(world):
    first, second = told("L81001,live,2018-07-04"), told("L81001,using,2018-08")
    send(world, first, "first.xlsx")
    assert check(world, first).already is not None
    send(world, second, "second.xlsx")
    assert check(world, first).already is None
    send(world, first, "first.xlsx")
    assert [row[1:3] for row in counting()] == [("live", "2018-07-04")]


def test_a_site_not_listed_again_keeps_its_account_and_one_note_counts_them(world):
    send(world, told("L81001,live,2018-07-04", "L81002,live,2018-08"), "ours.xlsx")
    result = check(world, lines("site,stage,date", "L81001,using,2018-08"), **THIS)
    (note,) = [n.text for n in result.notes if "earlier return" in n.text]
    assert note.startswith("1 site is not in this file")
    send(world, lines("site,stage,date", "L81001,using,2018-08"), **THIS)
    assert ("L81002", "live", "2018-08", "", "") in counting()


def test_sites_that_are_not_listed_are_counted_once_and_refused_rows_are_listed(world):
    result = check(world, lines("site,stage,date", "L81001,live,soon"), **THIS)
    (note,) = [n.text for n in result.notes if "sites" in n.text]
    assert note == "This file says nothing of 1 of the network's 2 sites."


def test_the_template_of_a_round_told_already_stands_filled_in_and_changes_nothing(world):
    first = told("L81001,live,July 2018,,enabler,adopters,-keen", "L81001,using,2018-08")
    send(world, first, "ours.xlsx")
    result = check(world, template())
    assert result.summary == "3 rows: 0 new, 2 known already, 1 with nothing to tell."
    assert result.corrections == ()


def test_another_round_is_an_account_of_its_own(world):
    send(world, lines("programme,start,end,due", "inhale,2018-10-01,2018-12-31,2019-01-14"))
    send(world, told("L81001,live,2018-07-04"), "ours.xlsx")
    result = check(world, template(round_="2018-Q4"))
    assert result.summary == "2 rows: 0 new, 2 with nothing to tell."


# Rows refused


@pytest.mark.parametrize(
    ("row", "column", "why", "mend"),
    [
        ("L81001,liv,2018-07", "stage", "not one of the values", "Did you mean live"),
        ("L81001,void,2018-07", "stage", "not one of the values", "Use one of"),
        ("L81001,live,", "date", "is not a date", "2018-04-04"),
        ("L81001,live,soon", "date", "is not a date", "2018-04-04"),
        ("L81002,live,2014", "date", "opened on 1 June 2015", "Mend the date"),
        ("L81001,paused,2018-07", "reason", "paused needs a reason", "technology"),
        ("L81001,stopped,2018-07", "reason", "stopped needs a reason", "safety"),
        ("L81001,stopped,2018-07,safty", "reason", "not one of the values", "safety"),
        ("L81001,live,2018-07,,barrier", "note", "Barrier needs a note", "few words"),
        ("L81001,live,2018-07,,barier,,x", "factor", "not one of the values", "barrier"),
        ("L81001,live,2018-07,,,technology,x", "factor", "says neither", "enabler"),
        ("L81001,live,2018-07,,barrier,tech,x", "domain", "not one of the values", ""),
        ("L81001,,2018-07", "stage", "has a date and no stage", "known already"),
        ("L81001,,,,,,Too busy", "stage", "has a note and no stage", "known already"),
        (",live,2018-07", "site", "empty", "Give the site"),
        ("A81001,live,2018-07", "site", "the site is in HI-NENC", "leave this row"),
        ("RA7,live,2018-07", "site", "not in the cohort of Inhale", "Remove the row"),
        ("L81003,live,2018-07", "site", "no known site", "L81001 (a code like it)"),
    ],
)
def test_a_row_is_refused_with_its_column_why_and_how_to_mend_it(world, row, column, why, mend):
    found = refusal(world, told(row))
    assert (found.sheet, found.column) == ("Return", column)
    assert why in found.why and mend in found.mend


def test_a_date_in_the_future_is_refused(world):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "in the future" in refusal(world, told(f"L81001,live,{tomorrow}")).why


def test_a_date_after_the_site_closed_is_refused(world):
    closed = lines("code,name,kind,opened,closed", "L81001,,practice,2010-04-01,2018-08-31")
    send(world, closed)
    assert check(world, told("L81001,stopped,2018 Q3,organisation")).acceptable
    found = refusal(world, told("L81001,live,2018-09-01"))
    assert (found.column, found.why) == (
        "date",
        "The site closed on 31 August 2018, before this date.",
    )


def test_refused_rows_are_not_counted_as_anything_else(world):
    send(world, adoptions("L81001,using,2018-05-04", "L81002,using,2018-05-04"))
    rows = told("L81001,live,2018-07", "L81002,live,2018-07,adopters")
    assert check(world, rows).summary == "2 rows: 1 new, 1 refused."


# Time lines


def test_a_step_down_needs_a_reason_and_names_both_dates(world):
    send(world, adoptions("L81001,using,2018-05-04"))
    found = refusal(world, told("L81001,live,2018-07-04"))
    assert (found.row, found.column) == (2, "reason")
    assert found.why.startswith("Live (4 July 2018) is a step down from using (4 May 2018)")
    assert check(world, told("L81001,live,2018-07-04,adopters")).acceptable


def test_a_higher_stage_before_one_that_is_known_is_refused_at_its_date(world):
    send(world, adoptions("L81001,live,2018-05-04"))
    found = refusal(world, told("L81001,using,2018-04"))
    assert (found.column, found.value) == ("date", "2018-04")
    assert "Using (April 2018) would come before live (4 May 2018), which is known" in found.why


def test_two_rows_that_contradict_each_other_are_told_of_both(world):
    found = refusal(world, told("L81001,live,2018-07-04", "L81001,using,2018-06"))
    assert "step down from using (June 2018) in row 4" in found.why


def test_a_table_of_adoptions_is_held_to_the_same_rule(world):
    send(world, adoptions("L81001,using,2018-05-04"))
    found = refusal(world, adoptions("L81001,live,2018-07-04"))
    assert (found.row, found.column) == (2, "reason")


def test_what_was_stored_before_does_not_stop_a_row_about_something_else(world):
    send(world, adoptions("L81001,using,2018-05-04"))
    held = Event.objects.get()
    Event.objects.create(
        **{
            field.attname: getattr(held, field.attname)
            for field in Event._meta.concrete_fields
            if field.attname != "id"
        }
        | {"stage": "approached", "earliest": "2018-06-01", "latest": "2018-06-01"}
    )
    assert check(world, told("L81001,sustained,2018-07-04")).acceptable


# Which site was meant


def test_the_successor_and_the_predecessor_of_a_site_are_suggested(world):
    send(world, lines("code,name,kind,opened,closed", "L81050,Old Severn,practice,2000-04-01,"))
    send(world, lines("code,name,kind,opened,closed", "L81060,New Avon,practice,2018-04-01,"))
    send(world, lines("child,parent,start,end", "L81060,15C,2018-04-01,"))
    code = {o.code: o for o in Organisation.objects.all()}
    for former, later in (("L81050", "L81001"), ("L81002", "L81060")):
        Succession.objects.create(
            predecessor=code[former],
            successor=code[later],
            on="2018-09-01",
            submission=make_submission(),
            row=2,
        )
    found = refusal(world, told("L81050,live,2018-07"))
    assert "L81001 (its successor since 1 September 2018)" in found.mend
    found = refusal(world, told("L81060,live,2018-07"))
    assert "L81002 (its predecessor since 1 September 2018)" in found.mend


def test_a_site_of_that_name_is_suggested(world):
    content = lines("site,name,stage,date", "X99,SEVERN  SURGERY,live,2018-07")
    found = refusal(world, content, **THIS)
    assert "L81001 (the site named Severn Surgery)" in found.mend


def test_the_site_at_that_postcode_is_suggested(world):
    rows = "code,name,kind,opened,closed,postcode"
    send(world, lines(rows, "L81002,,practice,2015-06-01,,BS2 2BB"))
    found = refusal(world, lines("site,postcode,stage,date", "X99,bs22bb,live,2018"), **THIS)
    assert "Did you mean L81002 (the site at BS2 2BB)?" in found.mend


# The template


def test_a_template_is_no_note_of_a_hidden_sheet(world):
    assert check(world, template()).notes == ()


@pytest.mark.parametrize(
    ("options", "column"),
    [
        ({"network": "HI-NENC"}, "--network"),
        ({"programme": "breathe"}, "--programme"),
        ({"round": "2018-10-01"}, "--round"),
    ],
)
def test_a_template_sent_for_something_else_is_refused(world, options, column):
    found = refusal(world, template(), **options)
    assert found.column == column and "was made for" in found.why


def test_a_template_sent_for_what_it_is_for_is_the_same_return(world):
    assert check(world, template(), network="HI-West", round="2018-Q3").options == THIS


def _changed(change):
    book = openpyxl.load_workbook(io.BytesIO(template()))
    change(book)
    return saved(book)


def _rename(book):
    book["Return"]["F1"] = "Status"


def _move(book):
    book["Return"].move_range("F1:F3", cols=8)


def _age(book):
    book["_groundswell"]["B1"] = "0"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_rename, "The heading 'Stage' of the template stands here no more."),
        (_move, "The heading 'Stage' of the template stands here no more."),
        (_age, "This template is of version 0, and version 1 is read now."),
    ],
)
def test_a_template_whose_shape_is_another_is_refused_with_how_to_mend_it(world, change, why):
    found = refusal(world, _changed(change))
    assert found.why == why and "Download the template again" in found.mend


def test_sheets_in_another_order_are_the_same_return(world):
    result = check(world, _changed(lambda book: book.move_sheet("Help", -1)))
    assert result.summary == "2 rows: 0 new, 2 with nothing to tell."


# Whose return it is


@pytest.mark.parametrize(
    ("options", "column", "mend"),
    [
        ({"programme": "inhal"}, "--programme", "Did you mean inhale?"),
        ({"network": "HI-NENC"}, "--network", "These do: HI-West"),
        ({"round": "2018-Q2"}, "--round", "2018-07-01"),
        ({"round": "whenever"}, "--round", "2018-07-01"),
    ],
)
def test_a_return_that_nobody_asked_for_is_refused(world, options, column, mend):
    found = refusal(world, lines("site,stage,date", "L81001,live,2018"), **{**THIS, **options})
    assert found.column == column and mend in found.mend


def test_a_csv_file_without_options_is_asked_for_them(world):
    result = check(world, lines("site,stage,date", "L81001,live,2018"))
    assert [r.column for r in result.refusals] == ["--programme", "--network", "--round"]


def test_a_contributor_sends_the_return_of_their_network_and_no_other(world, contributor):
    content = told("L81001,live,2018-07-04")
    other = Person.objects.create_user("nora", role=Role.CONTRIBUTOR, network="HI-NENC")
    found = refusal(other, content)
    assert (found.column, found.why) == ("--network", "This is the return of HI-West.")
    assert send(contributor, content, "ours.xlsx").facts["events"] == 1


def test_a_return_received_before_another_was_accepted_is_checked_against_it(world):
    content = told("L81001,live,2018-07-04")
    waiting = receive(by=world, file_name="a.xlsx", content=content, layout=None, options={})
    send(world, told("L81001,using,2018-08"), "b.xlsx")
    (change,) = intake.check(waiting).corrections
    assert (change.old, change.new) == ("using, August 2018", "live, 4 July 2018")
