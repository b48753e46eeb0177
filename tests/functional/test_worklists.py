"""What is to be done next in a programme: on its board, and on a page of its own."""

import pytest

from groundswell.programmes.models import Programme
from tests.support.factories import make_event
from tests.support.worklists import make_stalled_world

from .browser import CHROMIUM, DESKTOP, PHONE, axe_violations, log_in, overflow
from .test_reading import text_of

PAGE = "/programmes/pulse/do-next/"
IN_MAY = {"at": "2019-01-20"}


@pytest.fixture(scope="module", autouse=True)
def _orm_beside_an_event_loop():
    """Playwright runs an event loop in this thread, in which Django refuses queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def pulse(db):
    """P1, P2 and P3 are stalled; nothing was returned; P1's first use is later than reported."""
    programme, innovation = make_stalled_world()
    make_event(innovation, "live", "2018-05-04", site="P10")
    make_event(innovation, "live", "2018-12", site="P10", evidence="measured")
    # Enough that moved on for the curve to come to three quarters.
    for site in ("P2", "P3"):
        make_event(innovation, "committed", "2018-06-01", site=site)
    return programme


def test_page_opens_with_what_is_to_be_done(client, pulse):
    page = text_of(client.get(PAGE, IN_MAY))
    assert "Do next: Pulse" in page
    assert "11 sites missing from the last return, 1 stalled, and 1 with a go-live date" in page
    assert "was due on 15 January 2019: of 2 networks, 2 sent nothing yet. 11 of 11" in page
    assert "1 site is stalled in Pulse at 20 January 2019" in page
    assert "P1 Ashby surgery Northern network Approached 1 March 2018 325" in page
    assert "Reported live on 4 May 2018, first use in December 2018" in page


@pytest.fixture
def insider(client, contributor):
    """The test client of somebody with an account."""
    client.force_login(contributor)
    return client


def test_every_line_has_an_owner_and_a_day(insider, pulse):
    page = text_of(insider.get(PAGE, IN_MAY))
    assert "Ann Other 15 January 2019" in page
    assert "Nobody named 15 January 2019" in page
    assert "Ann Other No date" in page  # no return is due after it


def test_public_sees_neither_who_answers_nor_the_emails_to_them(client, pulse):
    for address in (PAGE, "/programmes/pulse/", "/questions/stalled/how/?programme=pulse"):
        body = client.get(address, IN_MAY if address == PAGE else {}).content.decode()
        assert "Ann Other" not in body
        assert "ann@example.nhs.uk" not in body
    for table in ("missing/networks", "missing/sites", "stalled/sites"):
        file = client.get(f"/questions/{table}.csv?programme=pulse").content.decode()
        assert "place_code" in file
        assert "Ann" not in file
    told = client.get("/api/v1/questions/missing?programme=pulse").content.decode()
    assert "Ann" not in told


def test_file_of_somebody_with_an_account_is_not_kept_for_the_public(insider, pulse):
    address = "/questions/missing/networks.csv?programme=pulse&on=2019-01-20"
    inside = insider.get(address)
    assert "Ann Other" in inside.content.decode()
    insider.logout()
    outside = insider.get(address, headers={"If-None-Match": inside["ETag"]})
    assert outside.status_code == 200
    assert "Ann Other" not in outside.content.decode()


def test_emails_are_ready_to_copy_and_name_the_server(insider, pulse):
    body = insider.get(PAGE, IN_MAY).content.decode()
    assert "readonly" in body
    assert "http://testserver/programmes/pulse/return.xlsx?network=N1&amp;round=2018-10-01" in body
    assert 'href="mailto:ann@example.nhs.uk?subject=Pulse%3A%20return' in body


def test_one_network_only(client, pulse):
    page = text_of(client.get(PAGE, IN_MAY | {"network": "N2"}))
    assert "2 sites missing from the last return, 0 stalled" in page
    assert "Ashby surgery" not in page


def test_long_list_is_read_page_by_page(client, pulse, monkeypatch):
    monkeypatch.setattr("groundswell.web.worklists.LINES_A_PAGE", 4)
    page = text_of(client.get(PAGE, IN_MAY))
    assert "1 to 4 of 11 are shown." in page
    last = client.get(PAGE, IN_MAY | {"returns_page": "3"})
    assert "9 to 11 of 11 are shown." in text_of(last)
    assert "returns_page=2#returns-to-come" in last.content.decode()


def test_empty_fields_leave_the_address(client, pulse):
    sent = client.get(PAGE, IN_MAY | {"network": "", "round": "", "known_on": ""})
    assert (sent.status_code, sent["Location"]) == (302, f"{PAGE}?at=2019-01-20")
    assert client.get(PAGE, {"network": ""})["Location"] == PAGE


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"at": "soon"}, "is not a day. Write 2018-04-30, or 2018-04"),
        ({"known_on": "2018-13-01"}, "is not a day. Write it as 2020-04-01"),
        ({"round": "spring"}, "is not a day"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(client, pulse, typed, message):
    page = client.get(PAGE, typed)
    assert page.status_code == 400
    assert "There is a problem" in text_of(page)
    assert message in text_of(page)


def test_what_is_not_there_is_not_found(client, pulse):
    assert client.get("/programmes/puls/do-next/").status_code == 404
    assert client.get(PAGE, {"network": "N7"}).status_code == 404
    assert client.get(PAGE, {"round": "2018-07-02"}).status_code == 404
    assert client.get(PAGE, {"known_on": "1999-01-01"}).status_code == 404


def test_files_have_what_the_page_has(client, pulse):
    body = client.get(PAGE, IN_MAY).content.decode().replace("&amp;", "&")
    for name, lines in (("missing/sites", 12), ("stalled/sites", 2), ("first-use/discrep", 2)):
        address = next(part for part in body.split('"') if part.startswith(f"/questions/{name}"))
        assert client.get(address).content.decode().count("\n") == lines, address
        book = next(
            part
            for part in body.split('"')
            if part.startswith(f"/questions/{name.split('/')[0]}/table.xlsx")
        )
        assert client.get(book).status_code == 200


def test_board_shows_the_lists_and_leads_to_their_page(insider, pulse):
    page = insider.get("/programmes/pulse/", {"at": "2019-01", "known_on": "2026-11-01"})
    assert "Returns to come" in text_of(page)
    assert PAGE in page.content.decode()
    assert "http://testserver/programmes/pulse/returns/" in page.content.decode()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium (set CHROMIUM)")
def test_page_has_no_barriers_and_its_emails_open_with_the_keyboard(
    live_server, open_page, django_user_model
):
    django_user_model.objects.create_user(
        "ada", password="a long pass phrase", role="contributor", network="N1"
    )
    programme, innovation = make_stalled_world()
    assert Programme.objects.get() == programme
    make_event(innovation, "live", "2018-05-04", site="P10")
    make_event(innovation, "live", "2018-12", site="P10", evidence="measured")
    for viewport in (DESKTOP, PHONE):
        page = open_page(viewport=viewport)
        log_in(page, live_server.url, "ada", "a long pass phrase")
        page.goto(f"{live_server.url}{PAGE}?at=2019-01-20")
        page.locator("summary", has_text="E-mails about returns to come").focus()
        page.keyboard.press("Enter")
        letter = page.get_by_label("To Ann Other at Northern network, ann@example.nhs.uk").first
        assert letter.is_visible()
        assert letter.input_value().startswith("Dear Ann Other,")
        assert axe_violations(page) == []
        assert overflow(page) == 0
