"""Safety notices and sites in a real browser: axe at two widths, and answering by keyboard."""

import pytest

from groundswell.innovations.models import Acknowledgement
from groundswell.people.models import Person, Role
from tests.support.cells import cells_of, publish_cells
from tests.support.intake_files import lines, send

from . import browser as browsers
from . import world as worlds
from .test_safety import NOTICE_FILE, PAGE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium (set CHROMIUM)"),
]
PASSWORD = "correct horse"
WIDTHS = pytest.mark.parametrize(
    "size", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"]
)


@pytest.fixture(scope="module", autouse=True)
def _orm_beside_an_event_loop():
    """Playwright runs an event loop in this thread, in which Django refuses queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def served(live_server, tmp_path):
    """The address of a served ledger with a notice, with an administrator named ada, and bea of
    the northern network."""
    ada = Person.objects.create_user("ada", password=PASSWORD, role=Role.ADMINISTRATOR)
    Person.objects.create_user("bea", password=PASSWORD, role=Role.CONTRIBUTOR, network="NET-N")
    worlds.build(ada, tmp_path / "files", demo=True)
    send(ada, NOTICE_FILE, "notices.csv")
    # Practices of known size, one of which has what another has not; and a corrected event.
    sizes = {"A81001": 5000, "A81002": 4000, "C81003": 3}
    publish_cells(cells_of("list-size", **{code: {"2026-06": n} for code, n in sizes.items()}))
    heading = "site,innovation,stage,date,programme,reason,note"
    told = ("A81002,warm-ward,live,2019-01-01,,,", "A81001,pulse-check,live,2018-06,pulse,,")
    send(ada, lines(heading, *told))
    return live_server.url


def _sound(page, address):
    page.goto(address)
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert browsers.axe_violations(page) == [], address
    assert browsers.overflow(page) <= 0, address


@WIDTHS
def test_pages_have_no_accessibility_violations(open_page, served, size):
    page = open_page(viewport=size)
    page.goto(f"{served}/sites/A81001/")
    assert "Warm ward 1 of 2 Nothing is known" in " ".join(
        page.locator("main").inner_text().split()
    )
    for path in (
        "/safety/",
        PAGE,
        "/safety/pulse-stp/",
        f"{PAGE}?on=never",
        f"{PAGE}?status=acted",
        "/innovations/pulse-check/",
        "/sites/",
        "/sites/?q=surgery",
        "/sites/?q=A81009",
        "/sites/?q=nowhere",
        "/sites/A81001/",
        "/sites/C81003/",
        "/sites/NET-N/",
        "/sites/A81009/",
        "/sites/A81001/?on=never",
        "/questions/safety/how/?notice=pulse-stop",
        "/questions/site/how/?site=A81001",
    ):
        _sound(page, f"{served}{path}")


@WIDTHS
def test_pages_of_those_who_work_have_no_accessibility_violations(open_page, served, size):
    page = open_page(viewport=size)
    browsers.log_in(page, served, "ada", PASSWORD)
    for path in ("/safety/", PAGE, "/safety/new/"):
        _sound(page, f"{served}{path}")
    page.get_by_role("button", name="Issue the notice").click()
    assert page.get_by_role("alert").is_visible()
    assert browsers.axe_violations(page) == []
    page.goto(f"{served}{PAGE}")
    page.get_by_role("button", name="Record the answer").click()
    assert "Tick at least one site." in page.get_by_role("alert").inner_text()
    assert browsers.axe_violations(page) == []


def test_answering_needs_a_keyboard_alone_and_no_javascript(open_page, served):
    page = open_page(java_script_enabled=False)
    browsers.log_in(page, served, "bea", PASSWORD)
    page.goto(f"{served}{PAGE}")
    _tab_to(page, "site-A81001")
    page.keyboard.press("Space")
    _tab_to(page, "acknowledged")
    page.keyboard.press("Control+A")
    page.keyboard.type("12 January 2020")
    with page.expect_navigation(url="**#sites"):
        page.keyboard.press("Enter")
    assert "Recorded for 1 site." in page.locator("main").inner_text()
    assert Acknowledgement.objects.get().site.code == "A81001"


def _tab_to(page, field):
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("id") == field:
            return
    raise AssertionError(f"The keyboard does not reach {field}.")
