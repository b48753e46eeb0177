"""The door for files: what is recognised, accepted, repaired, refused; nothing half-enters."""

import io
import subprocess
import sys
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from groundswell.adoption.models import Event
from groundswell.common.months import Month
from groundswell.intake import LAYOUTS, accept, check, discard, receive
from groundswell.intake.steps import check_content
from groundswell.organisations.models import Life, Membership, Organisation
from groundswell.programmes.models import Cohort
from groundswell.questions import spread
from groundswell.submissions import incoming
from groundswell.submissions.findings import Refused
from groundswell.submissions.incoming import source_row
from groundswell.submissions.models import Submission
from tests.support.intake_counts import nothing_written, rows_pointed_at, table_counts
from tests.support.intake_files import GOOD, adoptions, as_workbook, lines, send, workbook

pytestmark = pytest.mark.django_db


# Good files


def test_every_layout_has_a_good_file():
    assert GOOD.keys() == LAYOUTS.keys()


def _good(by, layout):
    """The good file of a layout, in a ledger that holds what it speaks of."""
    good = GOOD[layout]
    for content in good.before:
        send(by, content)
    return good


@pytest.mark.parametrize("layout", LAYOUTS)
def test_good_file_is_recognised_and_its_facts_point_at_its_rows(world, layout):
    good = _good(world, layout)
    submission = send(world, good.content, good.file_name, **good.options)
    assert (submission.layout, submission.status) == (layout, Submission.Status.ACCEPTED)
    assert submission.facts == good.facts
    assert {row for _, row in rows_pointed_at(submission)} == good.rows


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_fact_opens_to_a_row_of_the_workbook_that_it_came_in(world, layout):
    good = _good(world, layout)
    is_csv = not good.content.startswith(b"PK")
    content = as_workbook(good.content) if is_csv else good.content
    submission = send(world, content, "file.xlsx", **good.options)
    for sheet, row in rows_pointed_at(submission):
        assert source_row(submission, sheet, row)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_second_acceptance_is_the_same_submission_and_stores_nothing_more(world, layout):
    good = _good(world, layout)
    first = send(world, good.content, good.file_name, **good.options)
    before = table_counts()
    again = send(world, good.content, "another-name.csv", **good.options)
    assert again == first
    added = {k: n - before[k] for k, n in table_counts().items() if n != before[k]}
    # Received and asked for once more: two entries of the audit trail, and no fact.
    assert added == {"people.AuditEvent": 2, "data version": 2, "submissions.Submission": 1}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dry_run_of_a_good_file_stores_nothing(world, layout):
    good = _good(world, layout)
    with nothing_written():
        result = _check(world, good.content, good.file_name, **good.options)
    assert result.acceptable
    assert result.layout == layout
    assert result.rows == result.new > 0


def test_same_options_in_another_order_are_the_same_submission(world):
    good = GOOD["ccg-measure"]
    first = send(world, good.content, **good.options)
    backwards = dict(reversed(good.options.items()))
    assert send(world, good.content, **backwards) == first


def test_file_kept_is_the_file_sent(world):
    submission = send(world, GOOD["names"].content, "names.csv")
    assert incoming.content_of(submission) == GOOD["names"].content
    assert source_row(submission, "", 2) == [
        ("code", "RA7"),
        ("name", "Bristol and Weston Trust"),
        ("since", "2020-04-01"),
    ]


def test_discarded_file_cannot_be_accepted(world):
    received = receive(
        by=world, file_name="names.csv", content=GOOD["names"].content, layout=None, options={}
    )
    discard(by=world, submission=received)
    with nothing_written(), pytest.raises(ValueError, match="discarded"):
        accept(by=world, submission=received)


# Bad files: where, what, why, and how to mend it


def _check(by, content, file_name="file.csv", layout=None, **options):
    return check_content(
        by=by, file_name=file_name, content=content, layout=layout, options=options
    )


def _refusal(by, content, file_name="file.csv", layout=None, **options):
    """The one refusal of a file, complete, from a check and from an import that stores nothing."""
    received = receive(by=by, file_name=file_name, content=content, layout=layout, options=options)
    with nothing_written(), pytest.raises(Refused) as refused:
        accept(by=by, submission=received)
    assert check(received).refusals == refused.value.refusals
    (refusal,) = refused.value.refusals
    assert refusal.file == file_name
    assert len(refusal.why) > 10 and refusal.why.endswith((".", "?")), "says why"
    assert not refusal.why.endswith("..")
    assert len(refusal.mend) > 10, "says how to mend it"
    return refusal


def _place(refusal):
    return refusal.sheet, refusal.row, refusal.column, refusal.value


def _tomorrow():
    return (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("row", "column", "value", "why", "mend"),
    [
        ("L8100,live,2018-04", "site", "L8100", "No such organisation", "L81001"),
        ("Z99,live,2018-04", "site", "Z99", "No such organisation", "Load the organisation"),
        (",live,2018-04", "site", "", "", ""),
        ("L81001,liv,2018-04", "stage", "liv", "No such stage", "Did you mean live"),
        ("L81001,stopped,2018-04", "reason", "", "needs a reason", "technology"),
        ("L81001,stopped,2018-04,,technolgy", "reason", "technolgy", "", "technology"),
        ("L81001,live,2018-04,brethe", "programme", "brethe", "No such programme", ""),
        ("L81001,live,Spring 2018", "date", "Spring 2018", "is not a date", "2018-04"),
        ("L81001,live,04/30/2018", "date", "04/30/2018", "days come first", "2018-04-30"),
        ("L81001,live,", "date", "", "is not a date", "2018-04-04"),
        ("L81001,live,2018-02-30", "date", "2018-02-30", "", "2018-04-04"),
        ("L81001,live,2018-13", "date", "2018-13", "", "2018-04"),
        ("L81001,live,2018-05-01/2018-04-01", "date", "2018-05-01/2018-04-01", "after", ""),
        ("L81001,live,2099-01", "date", "2099-01", "in the future", "once it has happened"),
        (f"L81001,live,{_tomorrow()}", "date", _tomorrow(), "in the future", ""),
        ("L81002,live,2014-05", "date", "2014-05", "opened on 1 June 2015", "date or the site"),
        ("L81001,void,2018-04", "stage", "void", "Nothing is known of L81001", "Remove"),
    ],
)
def test_adoption_row_is_refused_with_its_place_and_how_to_mend_it(
    world, row, column, value, why, mend
):
    refusal = _refusal(world, adoptions("L81001,committed,2018-01", row), "ours.csv")
    if column == "stage" and value == "void":
        return  # it takes back the row above
    assert _place(refusal) == ("", 3, column, value)
    assert why in refusal.why and mend in refusal.mend


def test_refusal_in_a_workbook_names_its_sheet(world):
    content = as_workbook(adoptions("L8100,live,2018-04"), "Spring return")
    assert _place(_refusal(world, content, "ours.xlsx")) == ("Spring return", 2, "site", "L8100")


CATALOGUE_MISTAKES = {
    "slug": b"slug,name,kind,origin\nSafe Bath,Safe bath,pathway,staff\n",
    "kind": b"slug,name,kind,origin\nsafe-bath,Safe bath,pathwy,staff\n",
    "site": b"innovation,programme,rule,site,start\nsmart-inhaler,,Trusts,RZ7,2018-04-01\n",
    "innovation": b"slug,name,innovation,commissioner,start,outcome\n"
    b"breathe,Breathe,smart-inhale,NHS England,2018-04-01,closed\n",
}


@pytest.mark.parametrize(("column", "content"), CATALOGUE_MISTAKES.items())
def test_refusal_in_a_catalogue_workbook_names_its_sheet(world, column, content):
    refusal = _refusal(world, as_workbook(content, "Ours"), "ours.xlsx")
    assert (refusal.sheet, refusal.row, refusal.column) == ("Ours", 2, column)


@pytest.mark.parametrize(
    ("row", "column", "value", "why"),
    [
        ("X1,X,trust,2018-02-30,", "opened", "2018-02-30", "is not a day"),
        ("X1,X,trust,soon,", "opened", "soon", "is not a day"),
        ("X1,X,trust,2018041,", "opened", "2018041", "is not a day"),
        ("X1,X,trust,2018-04-01,2018-03-31", "closed", "2018-03-31", "before it starts"),
        ("X1,X,trst,2018-04-01,", "kind", "trst", "not known"),
        (",Nameless,trust,2018-04-01,", "code", "", ""),
        ("A CODE THAT IS MUCH TOO LONG,X,trust,,", "code", "A CODE THAT IS MUCH TOO LONG", ""),
        (f"X1,{'X' * 201},trust,,", "name", "X" * 201, ""),
    ],
)
def test_organisation_row_is_refused_with_its_place(world, row, column, value, why):
    content = lines("code,name,kind,opened,closed", "R99,New,trust,,", row)
    refusal = _refusal(world, content, "places.csv")
    assert _place(refusal) == ("", 3, column, value)
    assert why in refusal.why


@pytest.mark.parametrize(
    ("row", "column", "value", "why"),
    [
        ("L81,2018-01,1,10", "site", "L81", "No organisation"),
        ("L81001,2018-13,1,10", "month", "2018-13", "is not a month"),
        ("L81001,2018-04-15,1,10", "month", "2018-04-15", "is not a month"),
        ("L81001,0000-04,1,10", "month", "0000-04", ""),
        ("L81001,2099-01,1,10", "month", "2099-01", "future"),
        ("L81001,2018-01,lots,10", "numerator", "lots", "number"),
        ("L81001,2018-01,,", "numerator", "", "number"),
        ("L81001,2018-01,1,", "denominator", "", "number"),
        ("L81001,2018-01,1,-10", "denominator", "-10", "below 0"),
        ("L81001,2018-01,nan,10", "numerator", "nan", "number"),
        ("L81001,2018-01,1_000,10", "numerator", "1_000", "number"),
        ("L81001,2018-01,1,ten", "denominator", "ten", "number"),
        ("A81001,2018-01,1,10", "month", "2018-01", "in row 2 already"),
    ],
)
def test_series_row_is_refused_with_its_place(world, row, column, value, why):
    content = lines("site,month,numerator,denominator", "A81001,2018-01,1,10", row)
    refusal = _refusal(world, content, "use.csv", innovation="smart-inhaler")
    assert _place(refusal) == ("", 3, column, value)
    assert why in refusal.why


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("innovation", "", "needs --innovation or --measure"),
        ("innovation", "smart-inhale", "not in the catalogue"),
        ("available_from", "soon", "is not a month"),
        ("availble_from", "2018-01", "no option --availble-from"),
        ("measure", "doac-shares", "There is no measure 'doac-shares'"),
        ("measure", "Not a slug!", ""),
        ("measure", "m" * 61, ""),
    ],
)
def test_wrong_option_of_a_series_is_refused(world, name, value, why):
    options = {"innovation": "smart-inhaler", "name": "Smart", "kind": "device"} | {name: value}
    refusal = _refusal(
        world, lines("site,month,numerator,denominator", "A81001,2018-01,1,10"), **options
    )
    assert why in refusal.why


def test_series_of_a_new_innovation_needs_a_slug_that_can_be_an_address(world):
    options = GOOD["ccg-measure"].options | {"innovation": "FreeStyle Libre!"}
    refusal = _refusal(world, GOOD["ccg-measure"].content, **options)
    assert (refusal.column, refusal.value) == ("--innovation", "FreeStyle Libre!")


def test_organisations_without_their_day_are_refused_with_the_option_to_give(world):
    refusal = _refusal(world, GOOD["epcmem"].content)
    assert refusal.column == "--as-of" and "2022-12-01" in refusal.mend


def test_map_whose_extract_date_is_no_day_is_refused(world):
    content = GOOD["practice-map"].content.replace(b"01-Sep-20", b"last week")
    assert _refusal(world, content).value == "last week"


@pytest.mark.parametrize(
    ("end", "why"), [("2018-02-30", "is not a day"), ("2017-01-01", "before it starts")]
)
def test_bad_end_of_a_programme_is_refused_under_its_own_column(world, end, why):
    content = GOOD["programmes"].content.replace(b"2020-03-31", end.encode())
    refusal = _refusal(world, content)
    assert (refusal.column, refusal.value) == ("end", end)
    assert why in refusal.why


def test_two_programmes_of_one_slug_are_refused(world):
    content = GOOD["programmes"].content
    assert _refusal(world, content + content.splitlines()[1] + b"\n").row == 3


def test_site_twice_in_a_cohort_is_refused(world):
    content = GOOD["cohorts"].content
    assert _refusal(world, content + content.splitlines()[1] + b"\n").row == 4


def test_successions_in_a_circle_are_refused(world):
    content = lines("from,to,legal_start", "RA7,RXP,2019-04-01", "RXP,RA7,2019-04-01")
    assert _refusal(world, content).row in (2, 3)


# Whole files that cannot be meant


BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("content", "file_name", "why", "mend"),
    [
        (b"", "empty.csv", "empty", "rows"),
        (b" \r\n\r\n ", "blank.csv", "empty", "rows"),
        (b"name,colour\nred,blue\n", "other.csv", "does not look like any layout", "headings"),
        (BINARY, "picture.png", "neither a CSV file nor an XLSX", "CSV UTF-8"),
        ("site,innovation,stage,date\n".encode("utf-16-le"), "ours.csv", "neither", "CSV UTF-8"),
        (b"PK\x03\x04 and no more", "cut.xlsx", "could not be read", "save it as XLSX"),
        (b"PK\x03\x04" + BINARY * 9, "junk.xlsx", "could not be read", "save it as XLSX"),
        (lines(",".join(["site"] * 201)), "wide.csv", "larger than any", "200 columns"),
        (workbook(Wide=[["site"] * 201]), "wide.xlsx", "larger than any", "200 columns"),
    ],
)
def test_file_that_cannot_be_meant_is_refused_whole(world, content, file_name, why, mend):
    refusal = _refusal(world, content, file_name)
    assert why in refusal.why and mend in refusal.mend


def test_small_file_that_unpacks_to_a_large_one_is_refused_unread(world, monkeypatch):
    bomb = workbook(Sheet1=[["0" * 30_000]] * 10)
    assert len(bomb) < 10_000
    monkeypatch.setattr("groundswell.submissions.tables.bounds.MAX_UNPACKED", 10_000)
    monkeypatch.setattr("groundswell.submissions.tables.workbooks.book.read_sheet", None)
    assert "larger than any" in _refusal(world, bomb, "bomb.xlsx").why


def test_file_of_too_many_rows_is_refused(world, monkeypatch):
    monkeypatch.setattr("groundswell.submissions.tables.bounds.MAX_ROWS", 3)
    refusal = _refusal(world, adoptions(*["L81001,live,2018-04"] * 4), "long.csv")
    assert "larger than any" in refusal.why and refusal.row == 4


def test_file_with_a_nul_far_down_is_refused(world):
    rows = ["L81001,live,2018-04"] * 600
    content = adoptions(*rows, "L81001,using,2018-05,,,a \x00 note")
    assert "neither a CSV" in _refusal(world, content).why


def test_quote_that_is_never_closed_is_refused_rather_than_swallowing_the_rows_below(world):
    content = adoptions('L81001,live,2018-04,,,"told by phone', "A81001,live,2018-05")
    assert "could not be read as CSV" in _refusal(world, content).why


FAR_CELL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from groundswell.submissions.findings import Findings, Refused
from groundswell.submissions.tables import read_sheets
try:
    read_sheets("far.xlsx", sys.stdin.buffer.read(), Findings("far.xlsx"))
except Refused as refused:
    print(refused)
"""


def test_small_workbook_with_one_far_cell_is_refused_and_does_not_use_up_the_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = "site"
    book.active.cell(row=1_000_000, column=150, value=1)
    content = io.BytesIO()
    book.save(content)
    # In a process of its own: where it is read, it ends the process that reads it.
    done = subprocess.run(
        [sys.executable, "-c", FAR_CELL], input=content.getvalue(), capture_output=True, check=False
    )
    assert (done.returncode, b"larger than any" in done.stdout) == (0, True)


def test_file_of_a_long_name_is_received_and_accepted(world):
    name = f"{'spring-return-' * 15}.csv"
    assert len(name) == 214
    assert send(world, adoptions("L81001,live,2018-04"), name).file_name == name


def test_named_layout_that_the_file_does_not_have_is_refused(world):
    refusal = _refusal(world, GOOD["names"].content, layout="licences")
    assert "that layout" in refusal.why


# Files that are repaired, and say so


def test_workbook_under_a_csv_name_is_read_by_what_it_holds(world):
    submission = send(world, as_workbook(adoptions("L81001,live,2018-04")), "ours.csv")
    assert submission.facts["events"] == 1


def test_csv_under_a_workbook_name_is_read_by_what_it_holds(world):
    assert send(world, adoptions("L81001,live,2018-04"), "ours.xlsx").facts["events"] == 1


def test_windows_1252_is_read_and_noted(world):
    content = "code,name,since\nRA7,Bristol’s Trust – café,2020-04-01\n".encode("cp1252")
    submission = send(world, content)
    assert Organisation.objects.get(code="RA7").names.last().name == "Bristol’s Trust – café"
    assert "Not in UTF-8: read as Windows-1252." in [n["text"] for n in submission.notes]


def test_spaces_byte_order_mark_and_lower_case_codes_are_repaired(world):
    content = "\ufeffSITE , Innovation,stage,date\n\xa0l81001 ,smart-inhaler, Live\xa0,2018-04 \n"
    send(world, content.encode())
    event = Event.objects.get()
    assert (event.site.code, event.stage, str(event.on)) == ("L81001", "live", "2018-04")


def test_blank_rows_are_passed_over_and_still_counted(world):
    row = "L81001,smart-inhaler,live,2018-04"
    send(world, lines("site,innovation,stage,date", row, "", ",,,", row.replace("L", "A", 1)))
    assert list(Event.objects.order_by("row").values_list("row", flat=True)) == [2, 5]


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2018-04-04", "day", date(2018, 4, 4), date(2018, 4, 4)),
        ("2018-04", "month", date(2018, 4, 1), date(2018, 4, 30)),
        ("2018-Q2", "quarter", date(2018, 4, 1), date(2018, 6, 30)),
        ("2018", "year", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-04/2018-05", "interval", date(2018, 4, 1), date(2018, 5, 31)),
    ],
)
def test_adoption_date_keeps_its_precision(world, text, precision, earliest, latest):
    send(world, adoptions(f"L81001,live,{text}"))
    event = Event.objects.get()
    assert (event.precision, event.earliest, event.latest) == (precision, earliest, latest)


@pytest.mark.parametrize("text", ["20180401", "2018-04-01", "01-Apr-18", "01Apr2018", "01/04/2018"])
def test_day_of_an_organisation_is_read_as_nhs_files_write_it(world, text):
    send(world, lines("code,name,kind,opened,closed", f"R99,New,trust,{text},"))
    assert Life.objects.get(organisation__code="R99").opened == date(2018, 4, 1)


def test_day_in_a_workbook_is_a_day(world):
    rows = [
        ["code", "name", "kind", "opened", "closed"],
        ["R99", "X", "trust", date(2018, 4, 1), ""],
    ]
    send(world, workbook(Sheet1=rows))
    assert Life.objects.get(organisation__code="R99").opened == date(2018, 4, 1)


def test_negative_use_and_use_without_a_name_are_noted_and_never_a_go_live(world):
    submission = send(world, GOOD["scmd"].content, **GOOD["scmd"].options)
    notes = [(n["row"], n["text"]) for n in submission.notes]
    assert (3, "RA7 2019-05: negative (-10), a return.") in notes
    assert (4, "RXP: no name in the file; known by its code.") in notes


def test_use_before_it_was_available_is_noted(world):
    content = lines(
        "site,month,numerator,denominator", "L81001,2017-12,1,10", "L81001,2018-01,1,10"
    )
    result = _check(world, content, innovation="smart-inhaler", available_from="2018-01")
    assert [n.text for n in result.notes] == ["L81001 used it in 2017-12, before 2018-01."]


# All or nothing


def test_one_bad_row_in_a_hundred_and_nothing_is_stored(world):
    rows = [f"L81001,live,{2016 + n // 12}-{n % 12 + 1:02}" for n in range(100)]
    rows[56] = rows[56].replace("live", "lve")
    refusal = _refusal(world, adoptions(*rows))
    assert refusal.row == 58


def test_every_bad_row_is_reported_at_once(world):
    result = _check(world, adoptions("L8100,lve,2018-13", "A81001,live,2018-04", "L81001,live,x"))
    assert [(r.row, r.column) for r in result.refusals] == [
        (2, "site"),
        (2, "stage"),
        (2, "date"),
        (4, "date"),
    ]
    assert result.refused_rows == 2


def test_failure_while_storing_leaves_nothing(world, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    good = GOOD["ccg-measure"]
    received = receive(
        by=world, file_name="libre.csv", content=good.content, layout=None, options=good.options
    )
    monkeypatch.setattr("groundswell.intake.go_lives.save_events", fail)
    with nothing_written(), pytest.raises(RuntimeError):
        accept(by=world, submission=received)


# Corrections


def _adopted(at, known_on=None, place="HI-West"):
    question = spread.Question("smart-inhaler", Month.parse(at), known_on=known_on)
    return next(r.adopted for r in spread.answer(question).rows if r.place_code == place)


def test_correction_shows_old_and_new_before_it_is_accepted(world):
    send(world, adoptions("L81001,live,2018-04"))
    with nothing_written():
        result = _check(world, adoptions("L81001,live,2018-06-05"))
    (change,) = result.corrections
    assert (change.row, change.what) == (2, "L81001")
    assert (change.old, change.new) == ("live, April 2018", "live, 5 June 2018")
    assert result.summary == "1 row: 0 new, 1 correction."


def test_correction_supersedes_and_the_old_event_stays_readable(world):
    first = send(world, adoptions("L81001,live,2018-04"))
    send(world, adoptions("L81001,live,2018-06-05"))
    old, new = Event.objects.order_by("pk")
    assert (new.supersedes, str(old.on), old.submission) == (old, "2018-04", first)
    assert dict(source_row(first, "", old.row))["date"] == "2018-04"
    assert (_adopted("2018-05"), _adopted("2018-06")) == (0, 1)


def test_answer_as_known_on_a_day_is_the_old_answer(world):
    send(world, adoptions("L81001,live,2018-04"))
    send(world, adoptions("L81001,live,2018-06-05"))
    old, new = Event.objects.order_by("pk")
    Event.objects.filter(pk=old.pk).update(recorded_at="2018-05-01T12:00Z")
    Event.objects.filter(pk=new.pk).update(recorded_at="2018-07-01T12:00Z")
    assert _adopted("2018-05", known_on=date(2018, 4, 30)) == 0
    assert _adopted("2018-05", known_on=date(2018, 6, 30)) == 1
    assert _adopted("2018-05", known_on=date(2018, 7, 1)) == 0


def test_day_on_which_something_was_known_is_a_day_in_england(world):
    send(world, adoptions("L81001,live,2018-04"))
    # Half past midnight on 2 June, British Summer Time.
    Event.objects.update(recorded_at="2018-06-01T23:30Z")
    assert _adopted("2018-05", known_on=date(2018, 6, 1)) == 0
    assert _adopted("2018-05", known_on=date(2018, 6, 2)) == 1


def test_void_takes_an_event_back_and_keeps_it_readable(world):
    send(world, adoptions("L81001,live,2018-04"))
    send(world, adoptions("L81001,void,2018-04"))
    assert _adopted("2018-05") == 0
    assert Event.objects.filter(stage="live").count() == 1


def test_event_told_again_with_another_row_is_known_already(world):
    send(world, adoptions("L81001,live,2018-04"))
    result = _check(world, adoptions("A81001,live,2018-04", "L81001,live,2018-04"))
    assert (result.new, result.unchanged) == (1, 1)
    assert result.summary == "2 rows: 1 new, 1 known already."


def test_measured_and_reported_go_live_stand_side_by_side(world):
    send(world, adoptions("L81001,live,2018-04"))
    content = lines("site,month,numerator,denominator", "L81001,2018-02,1,10")
    send(world, content, innovation="smart-inhaler")
    assert set(Event.objects.values_list("evidence", "earliest")) == {
        ("reported", date(2018, 4, 1)),
        ("measured", date(2018, 2, 1)),
    }


def test_series_told_again_later_corrects_the_first_use_and_keeps_the_cohort(world):
    heading = "site,month,numerator,denominator"
    send(world, lines(heading, "L81001,2018-02,1,10"), innovation="smart-inhaler")
    later = lines(heading, "L81001,2018-02,0,10", "L81001,2018-03,1,10")
    submission = send(world, later, innovation="smart-inhaler")
    assert (_adopted("2018-02"), _adopted("2018-03")) == (0, 1)
    assert Cohort.objects.filter(submission=submission).count() == 1


def test_later_membership_stands_beside_the_earlier_one(world):
    before = Membership.objects.count()
    send(world, GOOD["memberships"].content)
    assert Membership.objects.count() == before + 1
