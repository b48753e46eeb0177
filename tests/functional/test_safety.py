"""Safety notices on the pages: issue one, see who must answer, answer for sites."""

import csv
import io
import re

import pytest

from groundswell.innovations.models import Acknowledgement, SafetyNotice
from groundswell.people.models import Person, Role
from groundswell.questions import safety
from groundswell.questions.safety import SafetyQuestion
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import lines, send

from .test_reading import text_of

NOTICE_FILE = lines(
    "slug,innovation,title,asks,text,issued,due,issuer",
    "pulse-stop,pulse-check,Stop using Pulse check,stop,It misses beats.,2020-01-10,2020-02-10,"
    "MHRA",
)
PAGE = "/safety/pulse-stop/"
TYPED = {
    "slug": "pulse-recall",
    "innovation": "pulse-check",
    "title": "Send Pulse check back",
    "asks": "recall",
    "text": "Batteries get hot.\nSwitch it off.",
    "issued": "4 April 2020",
    "due": "18 April 2020",
    "issuer": "MHRA",
}


@pytest.fixture
def noticed(world, administrator):
    """Ashby and Birch Lane in the north have it; Cove in the south is only eligible."""
    send(administrator, NOTICE_FILE, "notices.csv")
    return world


@pytest.fixture
def northerner(db):
    return Person.objects.create_user(
        "northerner", password="a long pass phrase", role=Role.CONTRIBUTOR, network="NET-N"
    )


# Reading


def test_list_says_that_there_are_no_notices(client, world):
    assert "No safety notice has been issued." in text_of(client.get("/safety/"))


def test_list_puts_open_notices_first(client, noticed, administrator):
    rows = [f"pulse-stop,{code},2020-01-12,2020-01-13,stopped," for code in ("A81001", "A81002")]
    send(administrator, lines("notice,site,acknowledged,acted,outcome,note", *rows))
    send(administrator, NOTICE_FILE.replace(b"pulse-stop", b"pulse-again"))
    page = text_of(client.get("/safety/"))
    assert "1 notice is open" in page
    assert page.index("Open Stop using Pulse check") < page.index("Answered Stop using Pulse check")
    assert "2 acknowledged, 2 acted, 0 outstanding." in page


def test_notice_opens_with_its_answer_and_counts_by_network(client, noticed):
    page = text_of(client.get(PAGE))
    assert (
        "2 sites have or had Pulse check: 0 acknowledged, 0 acted, 2 outstanding, overdue" in page
    )
    assert "Northern network 2 0 0 2 2 0 0" in page
    assert "All places 2 0 0 2 2 0 0" in page
    assert "It misses beats." in page


def test_every_number_of_a_notice_opens_the_rows_it_counts(client, noticed):
    body = client.get(PAGE).content.decode()
    links = re.findall(r'nhsuk-table__cell--numeric"><a href="([^"]+)">(\d+)</a>', body)
    assert links
    for address, number in links:
        how = text_of(client.get(address.replace("&amp;", "&")))
        assert re.search(rf"The rows .* {number} rows?\b", how)


def test_sites_are_filtered_and_the_address_has_no_empty_fields(client, noticed):
    response = client.get(f"{PAGE}?place=NET-N&status=")
    assert (response.status_code, response["Location"]) == (
        302,
        f"{PAGE}?by=network&place=NET-N#sites",
    )
    assert "Ashby surgery" in text_of(client.get(f"{PAGE}?status=overdue"))
    assert "No site is in this list." in text_of(client.get(f"{PAGE}?status=acted"))


def test_notice_as_it_stood_before_is_asked_by_day(client, noticed):
    page = text_of(client.get(f"{PAGE}?on=2020-02-01"))
    assert "2 outstanding, to answer by 10 February 2020." in page
    assert "As it stood on 1 February 2020" in page


def test_wrong_day_is_refused_with_how_to_write_it(client, noticed):
    response = client.get(f"{PAGE}?on=never")
    assert response.status_code == 400
    assert "is not a day. Write it as 2020-04-01." in text_of(response)


def test_files_of_a_notice_hold_its_sites(client, noticed):
    text = client.get("/questions/safety/sites.csv?notice=pulse-stop").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["site_code"], r["status"], r["overdue"]) for r in rows] == [
        ("A81001", "outstanding", "yes"),
        ("A81002", "outstanding", "yes"),
    ]
    workbook = client.get("/questions/safety/table.xlsx?notice=pulse-stop")
    assert workbook.content.startswith(b"PK")
    picture = client.get("/questions/safety/answers.svg?notice=pulse-stop")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "of 2 sites, 0 acted" in picture.content.decode()


def test_safety_of_an_innovation_has_no_page_and_says_so(client, noticed):
    response = client.get("/questions/safety/how/?innovation=pulse-check")
    assert response.status_code == 400
    assert client.get("/api/v1/questions/safety?innovation=pulse-check").status_code == 200


def test_unknown_notice_offers_near_names(client, noticed):
    response = client.get("/safety/pulse-stp/")
    assert response.status_code == 404
    assert 'href="/safety/pulse-stop/">Stop using Pulse check</a>' in response.content.decode()


def test_innovation_opens_with_its_open_notices(client, noticed):
    page = text_of(client.get("/innovations/pulse-check/?at=2018-08"))
    assert page.index("Open safety notice Stop using Pulse check") < page.index("Adopted")
    assert "Open safety notice" not in text_of(client.get("/innovations/warm-ward/?at=2018-08"))


# Issuing


def test_only_an_administrator_issues_a_notice(client, noticed, northerner):
    assert client.get("/safety/new/").status_code == 302
    client.force_login(northerner)
    with nothing_written():
        assert client.post("/safety/new/", TYPED).status_code == 403


def test_notice_is_issued_through_the_form_and_leads_to_its_row(as_administrator, world):
    response = as_administrator.post("/safety/new/", TYPED)
    assert (response.status_code, response["Location"]) == (302, "/safety/pulse-recall/")
    notice = SafetyNotice.objects.get()
    assert (notice.asks, notice.text) == ("recall", "Batteries get hot. Switch it off.")
    assert (notice.submission.file_name, notice.row) == ("safety-notices-typed.csv", 2)
    page = text_of(as_administrator.get("/safety/pulse-recall/"))
    assert "safety-notices-typed.csv, row 2" in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Fill this in."),
        ("innovation", "pulse-chek", "Select a valid choice."),
        ("due", "1 April 2020", "It is due before it is issued (2020-04-04)."),
        ("issued", "soon", "is not a day."),
        ("slug", "Pulse Recall", "A slug is part of a page’s address."),
    ],
)
def test_mistake_in_a_notice_is_told_at_its_field(as_administrator, world, field, value, message):
    with nothing_written():
        response = as_administrator.post("/safety/new/", TYPED | {field: value})
    body = response.content.decode().replace("&#x27;", "’").replace("&#39;", "’")
    assert response.status_code == 400
    assert f'<a href="#{field}">' in body
    assert body.count(message) >= 2
    assert "<title>Error: Issue a safety notice" in body


# Answering


def test_contributor_answers_for_several_sites_of_their_network_at_once(
    client, noticed, northerner
):
    client.force_login(northerner)
    typed = {
        "site": ["A81001", "A81002"],
        "acknowledged": "12 January 2020",
        "acted": "20 January 2020",
        "outcome": "removed",
        "note": "",
    }
    response = client.post(PAGE, typed)
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}#sites")
    assert Acknowledgement.objects.count() == 2
    page = text_of(client.get(PAGE))
    assert "Recorded for 2 sites. A later answer replaces this one." in page
    assert "20 January 2020: removed or returned" in page


def test_answer_is_undone_and_given_again(client, noticed, northerner):
    client.force_login(northerner)
    acted = {"site": "A81001", "acknowledged": "2020-01-12", "acted": "2020-01-20"}
    read = {"site": "A81001", "acknowledged": "2020-01-12", "acted": "", "outcome": ""}
    for typed in (acted | {"outcome": "removed"}, read, acted | {"outcome": "removed"}):
        assert client.post(PAGE, typed).status_code == 302
    assert Acknowledgement.objects.count() == 3
    assert safety.answer(SafetyQuestion("pulse-stop")).total.acted == 1


def test_site_of_another_network_cannot_be_answered_for(client, noticed, administrator):
    southerner = Person.objects.create_user("south", role=Role.CONTRIBUTOR, network="NET-S")
    client.force_login(southerner)
    assert "Answer for the sites" not in text_of(client.get(PAGE))
    with nothing_written():
        response = client.post(PAGE, {"site": "A81001", "acknowledged": "2020-01-12"})
    assert response.status_code == 400
    assert "You may not answer for A81001." in text_of(response)


def test_stranger_cannot_answer_and_is_told_to_log_in(client, noticed):
    assert "Log in to answer for sites of your network." in text_of(client.get(PAGE))
    with nothing_written():
        assert client.post(PAGE, {"site": "A81001"}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"site": []}, "sites", "Tick at least one site."),
        ({"acknowledged": ""}, "acknowledged", "Say when the sites acknowledged it."),
        ({"acknowledged": "9 January 2020"}, "acknowledged", "The notice was issued on"),
        ({"acted": "11 January 2020"}, "acted", "It acted before it acknowledged"),
        ({"outcome": ""}, "outcome", "A site that acted needs an outcome."),
    ],
)
def test_mistake_in_an_answer_is_told_at_its_field(
    client, noticed, northerner, changes, field, message
):
    client.force_login(northerner)
    typed = {
        "site": ["A81001", "A81002"],
        "acknowledged": "12 January 2020",
        "acted": "20 January 2020",
        "outcome": "removed",
    }
    with nothing_written():
        response = client.post(PAGE, typed | changes)
    body = response.content.decode()
    assert response.status_code == 400
    assert f'<a href="#{field}">' in body
    assert f'id="{field}"' in body
    assert body.count(message) == 2
    if "site" not in changes:
        assert re.search(r'id="site-A81001"[^>]* checked', body)


def test_emails_to_the_networks_are_there_for_those_who_may_send(client, noticed, northerner):
    assert "E-mails to the networks" not in text_of(client.get(PAGE))
    client.force_login(northerner)
    page = text_of(client.get(PAGE))
    assert "2 sites in Northern network have not acknowledged it:" in page
    assert "- Ashby surgery (A81001)" in page
    assert "Subject: Safety notice: Stop using Pulse check (was due 10 February 2020)" in page
