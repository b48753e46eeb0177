"""Returns to come: what a round has heard of each site, from returns sent through the door."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from groundswell.questions.errors import NotFound
from groundswell.questions.missing import MissingQuestion, answer, rows
from groundswell.reports.registry import READERS
from groundswell.reports.worklists import missing_letters
from groundswell.submissions.models import Submission
from tests.support.intake_files import lines, send
from tests.support.worklists import make_stalled_world

pytestmark = pytest.mark.django_db

HEADINGS = "site,stage,date,reason,factor,domain,note"
DUE = date(2018, 10, 14)


def send_return(by, *sites, on="2018-10-10"):
    """A return of HI-West for July to September 2018, accepted at noon on a day."""
    content = lines(HEADINGS, *sites)
    options = {"programme": "inhale", "network": "HI-West", "round": "2018-07-01"}
    sent = send(by, content, f"return-{on}-{len(sites)}.csv", "return", **options)
    accepted = datetime.fromisoformat(f"{on}T12:00:00+00:00")
    Submission.objects.filter(pk=sent.pk).update(accepted_at=accepted)
    return sent


def ask(on=date(2018, 10, 20), **fields):
    return answer(MissingQuestion("inhale", on=on, **fields))


def of(found):
    return {site.site_code: (site.status, site.days_late) for site in found.sites}


def test_nothing_sent_is_missing_after_the_due_day_and_not_before(world):
    found = ask()
    assert of(found) == {"L81001": ("missing", 6), "L81002": ("missing", 6)}
    (network,) = found.networks
    assert (network.status, network.owner, network.due) == ("missing", "Ann Other", DUE)
    assert found.headline == (
        "The return of Inhale for July to September 2018 was due on 14 October 2018: of 1 "
        "network, 1 sent nothing yet. 2 of 2 sites are missing."
    )
    early = ask(DUE)
    assert of(early) == {"L81001": ("not due yet", None), "L81002": ("not due yet", None)}
    assert early.networks[0].status == "not due yet"
    assert "is due on 14 October 2018" in early.headline


def test_site_of_which_there_is_nothing_to_tell_has_come(world):
    send_return(world, "L81001,,,,,,", "L81002,live,2018-08,,,,")
    assert of(ask()) == {"L81001": ("received", None), "L81002": ("received", None)}
    assert ask().networks[0].status == "received"
    assert missing_letters(ask()) == []


def test_return_on_the_due_day_is_on_time_and_the_day_after_is_late(world):
    send_return(world, "L81001,live,2018-08,,,,", on="2018-10-14")
    send_return(world, "L81002,live,2018-08,,,,", on="2018-10-15")
    found = ask()
    assert of(found) == {"L81001": ("received", None), "L81002": ("late", 1)}
    assert (found.networks[0].status, found.networks[0].days_late) == ("late", 1)


def test_return_in_part_is_chased_for_the_rest(world):
    send_return(world, "L81001,live,2018-08,,,,")
    found = ask()
    assert (found.networks[0].status, found.networks[0].on_time, found.networks[0].missing) == (
        "partly",
        1,
        1,
    )
    (letter,) = missing_letters(found, "https://hin.example")
    assert letter.to == "ann@example.nhs.uk"
    assert letter.subject == "Inhale: return for July to September 2018, 1 site missing"
    assert "We have had it for 1 of your 2 sites. Still to come:\n\n- L81002 Avon" in letter.body
    assert (
        "https://hin.example/programmes/inhale/return.xlsx?network=HI-West&round=2018-07-01"
        in letter.body
    )


def test_later_return_that_corrects_adds_or_takes_back_is_told_with_old_and_new(world):
    send_return(world, "L81001,committed,2018-08,,,,", "L81002,,,,,,")
    assert not any(site.changes for site in ask().sites)
    send_return(world, "L81001,live,2018-08,,,,", "L81002,live,2018-09,,,,", on="2018-10-20")
    first, second = ask().sites
    assert first.changes == (("committed, August 2018", "live, August 2018"),)
    assert second.changes == (("nothing told", "live, September 2018"),)
    assert (first.status, ask().networks[0].changed) == ("received", 2)
    send_return(world, "L81001,,,,,,", on="2018-10-21")
    (changed,) = rows(MissingQuestion("inhale", on=date(2018, 10, 21)), status="changed")[:1]
    assert changed.changed.endswith("live, August 2018 → taken back")


def test_same_return_told_again_changes_nothing(world):
    send_return(world, "L81001,live,2018-08,,,,")
    send_return(world, "L81001,live,2018-08,,,,", "L81002,,,,,,", on="2018-10-20")
    assert not any(site.changes for site in ask().sites)
    assert of(ask())["L81002"] == ("late", 6)


def test_what_came_after_the_day_looked_at_or_known_on_has_not_come(world):
    send_return(world, "L81001,live,2018-08,,,,", on="2018-10-16")
    assert of(ask(date(2018, 10, 15)))["L81001"] == ("missing", 1)
    assert of(ask(date(2018, 10, 16)))["L81001"] == ("late", 2)
    Submission.objects.exclude(file_name__startswith="return").update(
        accepted_at=datetime(2018, 5, 1, 12, tzinfo=UTC)
    )
    known = ask(date(2018, 10, 20), known_on=date(2018, 10, 15))
    assert of(known)["L81001"] == ("missing", 6)


def test_site_of_a_network_that_takes_no_part_is_asked_of_nobody(world):
    found = ask()
    assert "A81001" not in of(found)
    assert found.provenance.warnings == (
        "1 site is in no network that takes part: nobody is asked.",
    )


def test_rows_lead_to_the_return_or_to_what_made_the_site_eligible(world):
    sent = send_return(world, "L81001,live,2018-08,,,,")
    first, second = rows(MissingQuestion("inhale", on=date(2018, 10, 20)))
    assert (second.site_code, second.submission_id, second.row) == ("L81001", sent.pk, 2)
    assert (first.site_code, first.status, first.file_name) == (
        "L81002",
        "missing",
        "programme-cohort.csv",
    )


def test_round_that_ended_last_is_asked_about_unless_another_is_named(world):
    assert "no round has ended yet" in ask(date(2018, 9, 30)).headline
    assert ask(date(2018, 10, 1)).round.start == date(2018, 7, 1)
    named = ask(date(2018, 9, 30), round=date(2018, 7, 1))
    assert named.networks[0].status == "not due yet"
    with pytest.raises(NotFound, match="2018-07-01"):
        ask(round=date(2018, 7, 11))


def test_network_programme_that_are_not_there_are_not_found(world):
    with pytest.raises(NotFound, match="HI-West"):
        ask(network="HI-Wes")
    with pytest.raises(NotFound, match="inhale"):
        answer(MissingQuestion("inhales"))


def test_programme_that_ended_says_so_beside_what_is_missing(world):
    found = ask(date(2020, 5, 1))
    assert found.provenance.warnings[0] == ("Inhale ended on 31 March 2020 (Its period is over).")
    assert of(found)["L81001"][0] == "missing"


def test_many_missing_sites_are_named_up_to_twenty_and_the_rest_counted(db, monkeypatch):
    monkeypatch.setattr("groundswell.reports.worklists.letters.MOST_NAMED", 3)
    make_stalled_world()
    found = answer(MissingQuestion("pulse", on=date(2018, 11, 1)))
    north = next(one for one in missing_letters(found) if one.network_code == "N1")
    assert north.body.count("\n- ") == 4
    assert "- and 6 more" in north.body


def test_files_have_the_letter_beside_each_network_for_those_with_an_account(world):
    query = "programme=inhale&on=2018-10-20"
    (network,) = READERS["missing"].as_json(ask(), public=False)["tables"]["networks"]["rows"]
    told = Client().get(f"/api/v1/questions/missing?{query}").json()
    (seen,) = told["tables"]["networks"]["rows"]
    assert network.keys() - seen.keys() == {"owner", "email", "subject", "text"}
    assert network["status"] == "missing"
    assert network["subject"] == "Inhale: return for July to September 2018, 2 sites missing"
    assert network["text"].startswith("Dear Ann Other,")
    report = READERS["missing"].report(ask())
    assert all(len(row) == len(t.columns) for t in report.tables for row in t.rows)
    assert len(report.on_screen().rows) == 1
    csv = Client().get(f"/questions/missing/sites.csv?{query}").content.decode()
    assert csv.count("\n") == 3
    assert Client().get(f"/questions/missing/table.xlsx?{query}").status_code == 200
    page = Client().get(f"/questions/missing/how/?{query}").content.decode()
    assert "Severn Surgery" in page
