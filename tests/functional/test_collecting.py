"""Collecting a return: the template, the check, accepting it; the whole way by the keyboard."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.adoption.models import Event, Returned
from groundswell.people.models import Person, Role
from tests.support.returns import ask_for_returns, cells_of, filled, template

from . import browser as browsers
from . import world as worlds

PASSWORD = "correct horse"
ROUND = "/programmes/pulse/returns/?round=2018-07-01"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def asked(world, administrator):
    ask_for_returns(administrator)
    return world


@pytest.fixture
def northerner(db):
    return Person.objects.create_user(
        "nora", password=PASSWORD, role=Role.CONTRIBUTOR, network="NET-N"
    )


def pulse(*rows, network="NET-N"):
    return filled(template(network, "2018-07-01", "pulse"), *rows)


def post(client, content, name="return.xlsx", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(
        "/imports/", {"file": file, "layout": "return", "programme": "pulse", **more}
    )


def test_the_page_says_who_is_asked_what_has_come_and_where_templates_are(
    client, asked, northerner
):
    client.force_login(northerner)
    body = client.get(ROUND).content.decode()
    page = text_of(client.get(ROUND))
    assert "The return of Pulse programme for July to September 2018 was due on 14 Oct" in page
    assert "Northern network (yours) Missing – 0 2" in page
    assert "Southern network Missing – 0 1" in page
    assert "/programmes/pulse/return.xlsx?network=NET-N&amp;round=2018-07-01" in body


def test_the_public_sees_the_state_and_is_asked_to_log_in_for_templates(client, asked):
    page = text_of(client.get(ROUND))
    assert "Northern network Missing" in page
    assert "Log in to get a template or send a return." in page
    template_page = client.get("/programmes/pulse/return.xlsx?network=NET-N&round=2018-07-01")
    assert template_page["Location"].startswith("/account/login/")


def test_the_template_is_a_download_named_after_what_it_is_for(client, asked, northerner):
    client.force_login(northerner)
    response = client.get("/programmes/pulse/return.xlsx?network=NET-N&round=2018-Q3")
    assert 'filename="pulse-NET-N-2018-07-01.xlsx"' in response["Content-Disposition"]
    assert [row[0] for row in cells_of(response.content)] == ["Site", "A81001", "A81002"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/programmes/puls/returns/", "No such programme is known. Did you mean pulse?"),
        ("/programmes/pulse/return.xlsx?network=NET-X&round=2018-Q3", "does not take part"),
        ("/programmes/pulse/return.xlsx?network=NET-N&round=2017-Q3", "no round that starts then"),
    ],
)
def test_what_is_not_asked_is_not_found_and_the_page_says_why(
    client, asked, northerner, address, why
):
    client.force_login(northerner)
    response = client.get(address)
    assert response.status_code == 404
    assert why in text_of(response)


def test_a_programme_without_rounds_says_so(client, world):
    page = text_of(client.get("/programmes/pulse/returns/"))
    assert "No return has been asked for: Pulse programme has no rounds yet." in page


def test_refused_rows_can_be_had_as_a_workbook_and_the_way_back_is_the_programmes(
    client, asked, northerner
):
    client.force_login(northerner)
    wrong = {"site": "A81001", "stage": "using", "date": "soon", "note": "=1+1"}
    number = post(client, pulse(wrong))["Location"]
    page = client.get(number)
    assert "1 refused. Nothing has been stored." in text_of(page)
    assert '/programmes/pulse/returns/#send"' in page.content.decode()
    rows = cells_of(client.get(f"{number}refused.xlsx").content, "Refused")
    marked = dict(zip(rows[0], rows[1], strict=True))
    assert (marked["Site"], marked["row"], marked["column refused"]) == ("A81001", "2", "date")
    assert marked["Note"] == "'=1+1"


def test_sites_that_the_return_is_not_about_are_counted_with_a_suggestion(
    client, asked, northerner
):
    client.force_login(northerner)
    rows = ({"site": site, "stage": "live", "date": "2018"} for site in ("A81009", "C81003"))
    page = text_of(client.get(post(client, pulse(*rows))["Location"]))
    assert "2 rows are of sites that this return is not about." in page
    assert "Did you mean A81002 (a code like it) or A81001 (a code like it)?" in page
    assert "In July to September 2018 the site is in NET-S." in page


def test_a_csv_file_is_sent_with_the_network_and_round_chosen(client, asked, northerner):
    client.force_login(northerner)
    text = b"site,stage,date\nA81001,using,2018-08-01\n"
    number = post(client, text, "ours.csv", network="NET-N", round="2018-07-01")["Location"]
    page = text_of(client.get(number))
    assert "1 row: 1 new. Nothing has been stored." in page
    assert "1 event that nobody has told yet" in page
    assert "Network: NET-N. Programme: pulse. Round: 2018-07-01." in page


def test_a_contributor_is_refused_the_return_of_another_network(client, asked, northerner):
    client.force_login(northerner)
    content = pulse({"site": "C81003", "stage": "live", "date": "2018-08"}, network="NET-S")
    page = text_of(client.get(post(client, content)["Location"]))
    assert "This is the return of NET-S." in page


# In a real browser


@pytest.fixture(scope="module")
def _orm_beside_an_event_loop():
    """Playwright runs an event loop in this thread, in which Django refuses queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


def focused(page):
    """What a reader hears of the element that has the focus."""
    return page.evaluate(
        "(e => (e.labels?.[0]?.innerText || e.innerText || e.name || '').trim())"
        "(document.activeElement)"
    )


def tab_to(page, name, most=80):
    """Press Tab until the element of this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"The keyboard does not reach {name!r}; it is at {focused(page)!r}")


@pytest.mark.browser
@pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium (set CHROMIUM)")
def test_a_return_is_collected_by_the_keyboard_alone(
    _orm_beside_an_event_loop, live_server, tmp_path, open_page
):
    ada = Person.objects.create_user("ada", role=Role.ADMINISTRATOR)
    worlds.build(ada, tmp_path / "files", demo=True)
    ask_for_returns(ada)
    Person.objects.create_user("nora", password=PASSWORD, role=Role.CONTRIBUTOR, network="NET-N")
    page = open_page(accept_downloads=True)

    page.goto(f"{live_server.url}{ROUND}")
    assert browsers.axe_violations(page) == []
    page.goto(f"{live_server.url}/account/login/?next={ROUND}")
    tab_to(page, "User name")
    page.keyboard.type("nora")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/account/" not in address)
    assert browsers.axe_violations(page) == []

    tab_to(page, "Get template")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    blank = download.value.path().read_bytes()

    wrong = filled(blank, {"site": "A81001", "stage": "committed", "date": "August 2018"})
    _send_by_keyboard(page, tmp_path, "wrong.xlsx", wrong)
    assert "2 rows: 0 new, 1 with nothing to tell, 1 refused." in page.inner_text("main")
    assert "Committed (August 2018) is a step down from live (4 May 2018)" in page.inner_text(
        "main"
    )
    assert page.get_by_role("button", name="Accept").is_disabled()
    assert browsers.axe_violations(page) == []
    tab_to(page, "send it again")
    page.keyboard.press("Enter")
    page.wait_for_url("**/returns/**")

    right = filled(
        blank,
        {
            "site": "A81001",
            "stage": "using",
            "date": "August 2018",
            "factor": "enabler",
            "domain": "adopters",
            "note": "A keen nurse",
        },
        {"site": "A81002", "stage": "live", "date": "4 August 2018"},
    )
    _send_by_keyboard(page, tmp_path, "right.xlsx", right)
    assert "2 rows: 1 new, 1 correction. Nothing has been stored." in page.inner_text("main")
    assert page.inner_text("del") == "live, July to September 2018"
    assert page.inner_text("ins") == "live, 4 August 2018"
    assert browsers.axe_violations(page) == []
    tab_to(page, "Why this file")
    page.keyboard.type("Third quarter")
    tab_to(page, "Accept all 2 rows")
    page.keyboard.press("Space")
    page.wait_for_url("**/submissions/**")
    assert "right.xlsx is accepted." in page.inner_text("main")
    assert browsers.axe_violations(page) == []

    assert Returned.objects.count() == 2
    told = Event.objects.get(stage="using")
    assert (told.factor, told.domain, told.note) == ("enabler", "adopters", "A keen nurse")
    page.goto(f"{live_server.url}{ROUND}")
    assert "Received" in page.inner_text("main")


def _send_by_keyboard(page, folder, name, content):
    """Choose a file (the dialogue is the browser's own) and send it."""
    (folder / name).write_bytes(content)
    tab_to(page, "Filled in template")
    page.set_input_files("#file", folder / name)
    tab_to(page, "Check the return")
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/**")
