"""Send a file, see what it would do, mend it, accept it."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.adoption.models import Event
from groundswell.people.models import AuditEvent, Person, Role
from groundswell.submissions.models import Submission

HEADINGS = "site,innovation,stage,date,programme,reason,note\n"
GOOD = HEADINGS + "C81003,pulse-check,live,2018-09-03,pulse,,\n"
BAD = HEADINGS + (
    "C81003,pulse-check,live,2018-09-03,pulse,,\n"
    "C81003,pulse-chek,live,2018-09-03,pulse,,=1+1\n"
    "C81003,pulse-check,alive,soon,pulse,,\n"
)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def send(client, text, name="return.csv", **more):
    file = SimpleUploadedFile(name, text.encode())
    return client.post("/imports/", {"file": file, "layout": "", **more})


@pytest.fixture
def sent(as_administrator, world):
    """The number of a good file that waits to be checked."""
    response = send(as_administrator, GOOD)
    return int(re.fullmatch(r"/imports/(\d+)/", response["Location"])[1])


@pytest.fixture
def sent_bad(as_administrator, world):
    return int(re.fullmatch(r"/imports/(\d+)/", send(as_administrator, BAD)["Location"])[1])


def test_the_check_says_what_would_be_stored_and_stores_nothing(as_administrator, sent):
    events = Event.objects.count()
    page = text_of(as_administrator.get(f"/imports/{sent}/"))
    assert "1 row: 1 new. Nothing has been stored." in page
    assert "Read as: Adoption events." in page
    assert Event.objects.count() == events


def test_accepting_stores_the_rows_and_says_so(as_administrator, sent):
    page = as_administrator.post(
        f"/imports/{sent}/accept/", {"why": "quarterly return"}, follow=True
    )
    assert page.redirect_chain == [(f"/submissions/{sent}/", 302)]
    assert "return.csv is accepted." in text_of(page)
    assert AuditEvent.objects.first().why == "quarterly return"
    answer = as_administrator.get("/innovations/pulse-check/?at=2018-09")
    assert "Southern network 1 1 0 0 100%" in text_of(answer)


def test_each_refusal_says_where_why_and_how_to_mend_it(as_administrator, sent_bad):
    page = text_of(as_administrator.get(f"/imports/{sent_bad}/"))
    assert "2 refused. Nothing has been stored." in page
    assert "Row 3 innovation pulse-chek" in page
    assert "Did you mean pulse-check?" in page
    assert "Row 4 stage alive" in page


def test_a_file_with_a_refusal_cannot_be_accepted_and_the_page_says_why(as_administrator, sent_bad):
    body = as_administrator.get(f"/imports/{sent_bad}/").content.decode()
    assert 'disabled aria-describedby="why-not"' in body
    assert "a file is accepted whole or not at all, and 2 rows are refused" in body
    assert "/accept/" not in body
    events = Event.objects.count()
    page = as_administrator.post(f"/imports/{sent_bad}/accept/", follow=True)
    assert "The file was not accepted" in text_of(page)
    assert Event.objects.count() == events


def test_the_refused_rows_can_be_had_with_why_beside_them(as_administrator, sent_bad):
    response = as_administrator.get(f"/imports/{sent_bad}/refused.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["row"] for row in rows] == ["3", "4"]
    assert rows[0]["innovation"] == "pulse-chek"
    assert rows[0]["how to mend"].endswith("; Did you mean pulse-check?")  # and no formula
    assert rows[0]["note"] == "'=1+1"
    assert rows[1]["column refused"] == "stage; date"


def test_corrections_show_old_and_new(as_administrator, world):
    text = HEADINGS + "A81001,pulse-check,live,2018-06-11,pulse,,\n"
    number = send(as_administrator, text)["Location"]
    page = text_of(as_administrator.get(number))
    assert "1 correction" in page
    assert "4 May 2018" in page or "2018-05-04" in page
    assert "11 June 2018" in page or "2018-06-11" in page


def test_a_file_accepted_before_is_not_accepted_twice(as_administrator, sent):
    as_administrator.post(f"/imports/{sent}/accept/")
    again = send(as_administrator, GOOD)["Location"]
    page = text_of(as_administrator.get(again))
    assert f"accepted already, as submission {sent}" in page
    assert "It cannot be accepted twice" in page


def test_a_discarded_file_leaves_nothing(as_administrator, sent):
    page = as_administrator.post(f"/imports/{sent}/discard/", follow=True)
    assert "return.csv is discarded." in text_of(page)
    assert Submission.objects.get(pk=sent).status == Submission.Status.DISCARDED
    assert as_administrator.get(f"/imports/{sent}/")["Location"] == f"/submissions/{sent}/"


def test_an_accepted_file_is_not_discarded(as_administrator, sent):
    as_administrator.post(f"/imports/{sent}/accept/")
    page = as_administrator.post(f"/imports/{sent}/discard/", follow=True)
    assert Submission.objects.get(pk=sent).status == Submission.Status.ACCEPTED
    assert "is accepted." in text_of(page)


def test_a_file_that_waits_is_found_again(as_administrator, sent):
    page = as_administrator.get("/imports/").content.decode()
    assert f'<a href="/imports/{sent}/">return.csv</a>' in page


def test_a_file_must_be_chosen(as_administrator, world):
    response = as_administrator.post("/imports/", {"layout": ""})
    body = response.content.decode()
    assert response.status_code == 400
    assert '<a href="#file">Choose a file to check.</a>' in body


def test_an_empty_file_is_explained(as_administrator, world):
    assert "The file is empty." in text_of(send(as_administrator, ""))


def test_a_file_that_is_too_large_is_explained(as_administrator, world, settings):
    settings.MAX_UPLOAD_BYTES = 10
    assert "The file is over 10 bytes. Send it in parts." in text_of(send(as_administrator, GOOD))


def test_a_file_that_nobody_knows_is_explained(as_administrator, world):
    page = text_of(as_administrator.get(send(as_administrator, "a,b\n1,2\n")["Location"]))
    assert "does not look like any layout that Groundswell knows" in page


def test_a_layout_that_does_not_exist_is_refused(as_administrator, world):
    response = send(as_administrator, GOOD, layout="horoscope")
    assert "Choose a layout from the list." in text_of(response)


def test_options_are_part_of_what_was_sent(as_administrator, world):
    send(as_administrator, GOOD, innovation="pulse-check")
    assert Submission.objects.first().options == {"innovation": "pulse-check"}


def test_options_that_the_chosen_layout_does_not_take_are_left_out(as_administrator, world):
    send(as_administrator, GOOD, layout="adoptions", innovation="pulse-check")
    assert Submission.objects.first().options == {}


# Who may


def test_a_stranger_is_asked_to_log_in(client, db):
    assert client.get("/imports/")["Location"].startswith("/account/login/")
    assert client.post("/imports/1/accept/")["Location"].startswith("/account/login/")


def test_a_person_without_a_role_is_told_who_may(client, db):
    client.force_login(Person.objects.create_user("visitor"))
    response = client.get("/imports/")
    assert response.status_code == 403
    assert "This needs a national administrator or network contributor" in text_of(response)


def test_a_contributor_chooses_among_the_layouts_they_may_send(client, contributor, world):
    client.force_login(contributor)
    body = client.get("/imports/").content.decode()
    assert 'value="adoptions"' in body
    assert 'value="epraccur"' not in body


@pytest.mark.parametrize("page", ["", "refused.csv"])
def test_nobody_else_sees_a_file_that_waits(client, contributor, sent, page):
    client.force_login(contributor)
    assert client.get(f"/imports/{sent}/{page}").status_code == 404


@pytest.mark.parametrize("step", ["accept", "discard"])
def test_nobody_else_decides_on_a_file_that_waits(client, contributor, sent, step):
    client.force_login(contributor)
    assert client.post(f"/imports/{sent}/{step}/").status_code == 404
    assert Submission.objects.get(pk=sent).status == Submission.Status.RECEIVED


def test_the_public_does_not_see_a_file_that_waits(client, sent):
    client.logout()
    assert client.get(f"/submissions/{sent}/").status_code == 404
    assert "return.csv" not in text_of(client.get("/submissions/"))


def test_a_contributor_is_refused_another_networks_site(client, world):
    northerner = Person.objects.create_user("nora", role=Role.CONTRIBUTOR, network="NET-N")
    client.force_login(northerner)
    page = text_of(client.get(send(client, GOOD)["Location"]))
    assert "The site is in NET-S." in page


@pytest.mark.parametrize("step", ["accept", "discard"])
def test_a_link_alone_changes_nothing(as_administrator, sent, step):
    assert as_administrator.get(f"/imports/{sent}/{step}/").status_code == 405
