"""Journeys in a real browser, with axe on every page at the width of a desk and of a phone."""

import pytest

from groundswell.people.models import Person, Role

from . import browser as browsers
from . import world as worlds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium (set CHROMIUM)"),
]

HEADINGS = "site,innovation,stage,date,programme,reason,note\n"
WRONG = HEADINGS + "C81003,pulse-chek,live,2018-09-03,pulse,,\n"
RIGHT = HEADINGS + "C81003,pulse-check,live,2018-09-03,pulse,,\n"
PASSWORD = "correct horse"


@pytest.fixture(scope="module", autouse=True)
def _orm_beside_an_event_loop():
    """Playwright runs an event loop in this thread, in which Django refuses queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def site(live_server, tmp_path):
    """The address of a served ledger, with an administrator named ada."""
    ada = Person.objects.create_user("ada", password=PASSWORD, role=Role.ADMINISTRATOR)
    worlds.build(ada, tmp_path / "files", demo=True)
    return live_server.url


def test_read_the_spread_change_the_boundaries_and_export(site, open_page):
    page = open_page()
    page.goto(site)
    page.get_by_role("link", name="Pulse check").click()
    assert "2 of 3 GP practices (67%) by the end" in page.locator("#headline").inner_text()

    page.get_by_text("Change the question").click()
    page.get_by_label("Kind of place").select_option("GP practice")
    page.get_by_role("textbox", name="At the end of").fill("2018-08")
    page.get_by_label("As at one date, for every month").check()
    page.get_by_label("Date of the boundaries").fill("2019-04-01")
    page.get_by_role("button", name="Update").click()
    assert "by=practice&boundaries=as-at:2019-04-01" in page.url
    assert "1 of 3 GP practices (33%) by the end" in page.locator("#headline").inner_text()

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "A81001,Ashby surgery,1,1,0,0" in text


def test_follow_a_number_down_to_the_row_of_its_file(site, open_page):
    page = open_page()
    page.goto(f"{site}/innovations/pulse-check/?at=2018-08")
    page.get_by_role("row", name="Northern network").get_by_role("link").nth(1).click()
    assert "1 site in Northern network, adopted." in page.locator("main").inner_text()
    page.get_by_role("link", name="adoptions.csv, row 2").click()
    assert page.get_by_role("row", name="stage live").is_visible()


def test_import_a_file_with_a_mistake_mend_it_import_it(site, open_page):
    page = open_page()
    browsers.log_in(page, site, "ada", PASSWORD)
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "return.csv", "mimeType": "text/csv", "buffer": WRONG.encode()}
    )
    page.get_by_role("button", name="Check the file").click()
    assert page.get_by_text("Did you mean pulse-check?").is_visible()
    assert page.get_by_role("button", name="Accept").is_disabled()
    assert browsers.axe_violations(page) == []

    page.get_by_role("link", name="send it again").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "return.csv", "mimeType": "text/csv", "buffer": RIGHT.encode()}
    )
    page.get_by_role("button", name="Check the file").click()
    assert "1 row: 1 new. Nothing has been stored." in page.locator("main").inner_text()
    assert browsers.axe_violations(page) == []
    page.get_by_role("button", name="Accept all 1 row").click()
    assert page.get_by_role("alert").get_by_text("return.csv is accepted.").is_visible()
    assert browsers.axe_violations(page) == []

    page.goto(f"{site}/innovations/pulse-check/?at=2018-09")
    assert page.get_by_role("row", name="Southern network 1 1 0 0 100%").is_visible()


def test_everything_works_without_javascript(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}/innovations/pulse-check/")
    page.get_by_text("Change the question").click()
    page.get_by_role("textbox", name="At the end of").fill("banana")
    page.get_by_role("button", name="Update").click()
    page.get_by_role("link", name="is not a month").click()
    assert page.locator("#at").input_value() == "banana"
    page.get_by_role("textbox", name="At the end of").fill("2018-08")
    page.get_by_role("button", name="Update").click()
    assert "by the end" in page.locator("#headline").inner_text()
    browsers.log_in(page, site, "ada", PASSWORD)
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "return.csv", "mimeType": "text/csv", "buffer": RIGHT.encode()}
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Accept all 1 row").click()
    assert page.get_by_text("return.csv is accepted.").is_visible()


def test_the_keyboard_skips_the_menu_and_reaches_the_form(site, open_page):
    page = open_page()
    page.goto(f"{site}/innovations/pulse-check/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    assert page.get_by_label("Kind of place").is_visible()


ADDRESSES = (
    "/",
    "/innovations/pulse-check/",
    "/innovations/pulse-check/?by=practice&at=2018-08&boundaries=as-at:2019-04-01",
    "/innovations/pulse-check/?at=banana&by=planet&known_on=never&boundaries=as-at",
    "/innovations/pulse-chek/",
    "/innovations/warm-ward/",
    "/questions/spread/how/?innovation=pulse-check&at=2018-08",
    "/questions/spread/how/?innovation=pulse-check&at=2018-08&known_on=never",
    "/questions/",
    "/questions/signals/",
    "/questions/spread/",
    "/questions/spread/?innovation=pulse-check&at=2018-08",
    "/questions/spread/?innovation=nothing&at=never",
    "/submissions/",
    "/submissions/6/",
    "/submissions/6/rows/2/",
    "/imports/",
    "/about/",
    "/accessibility/",
    "/account/login/",
    "/account/logout/",
    "/nowhere/",
)


@pytest.mark.parametrize("viewport", [browsers.DESKTOP, browsers.PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page_and_none_is_too_wide(site, open_page, viewport):
    page = open_page(viewport=viewport)
    found = {}
    for person in ("public", "ada"):
        if person == "ada":
            browsers.log_in(page, site, "ada", PASSWORD)
        for address in ADDRESSES:
            response = page.goto(f"{site}{address}")
            assert response.status < 500, address
            page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            problems = browsers.axe_violations(page)
            if wide := browsers.overflow(page):
                problems.append(f"scrolls sideways by {wide} pixels")
            if problems:
                found[f"{person} {address}"] = problems
    assert found == {}
