"""A programme's board in a real browser, with axe."""

import pytest

from groundswell.adoption.models import Event
from tests.support.factories import make_submission

from . import browser as browsers
from .programme_world import BOARD, agree

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium (set CHROMIUM)"),
]


@pytest.fixture(scope="module", autouse=True)
def _orm_beside_an_event_loop():
    """Playwright runs an event loop in this thread, in which Django refuses queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.mark.parametrize("viewport", [browsers.DESKTOP, browsers.PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_no_page_is_too_wide(live_server, world, open_page, viewport):
    agree()
    Event.objects.update(factor="enabler", domain="adopters", note="Keen nurses")
    make_submission()
    page = open_page(viewport=viewport)
    for address in (
        "/programmes/",
        f"{BOARD}?at=2018-08",
        f"{BOARD}?at=nonsense",
        "/questions/funnel/how/?programme=pulse&at=2018-08",
        "/questions/barriers/how/?programme=pulse",
    ):
        page.goto(f"{live_server.url}{address}")
        assert browsers.axe_violations(page) == [], address
        assert browsers.overflow(page) == 0, address


def test_the_question_is_changed_with_the_keyboard_alone(live_server, world, open_page):
    agree()
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}{BOARD}?at=2018-08")
    page.locator("#change summary").focus()
    page.keyboard.press("Enter")
    month = page.get_by_role("textbox", name="At the end of")
    month.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2018-12")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=2018-12**")
    assert "31 December 2018" in page.locator("#headline").inner_text()


def test_pictures_of_a_board_are_seen(live_server, world, open_page):
    agree()
    page = open_page()
    page.goto(f"{live_server.url}{BOARD}?at=2018-08")
    for image in page.locator("main img").all():
        image.scroll_into_view_if_needed()
        assert image.evaluate("image => image.complete && image.naturalWidth") > 0
        assert image.get_attribute("alt")
