"""The journey of setting up a programme in a real browser, with axe on every page."""

import pytest

from groundswell.people.models import Person, Role

from . import browser as browsers
from . import world as worlds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium (set CHROMIUM)"),
]

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
    worlds.build(ada, tmp_path / "files")
    return live_server.url


@pytest.mark.parametrize("width", [browsers.DESKTOP, browsers.PHONE], ids=["desk", "phone"])
def test_set_up_a_programme_see_it_and_hand_it_over(site, open_page, width):
    page = open_page(viewport=width)
    browsers.log_in(page, site, "ada", PASSWORD)
    page.goto(f"{site}/programmes/new/")
    assert browsers.axe_violations(page) == []
    page.get_by_role("button", name="Check the programme").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert browsers.axe_violations(page) == []

    page.get_by_label("Name", exact=True).fill("Pulse at home")
    page.get_by_label("Innovation that it spreads").select_option("Pulse check")
    page.get_by_label("Commissioned by").fill("NHS England")
    page.get_by_label("Starts on").fill("2018-04-01")
    page.get_by_label("Ends on").fill("2019-03-31")
    page.get_by_label("Kind of site").select_option("GP practices")
    page.get_by_label("In these places").fill("NET-N; NET-S")
    page.get_by_label("As at").fill("2018-04-01")
    page.get_by_label("Northern network", exact=True).check()
    page.get_by_label("Target 1, network").select_option("Northern network")
    page.get_by_label("Target 1, due by").fill("2018-09-30")
    page.get_by_label("Target 1, value").fill("45%")
    page.get_by_role("button", name="Check the programme").click()
    assert page.get_by_text("This rule selects 3 of 3 GP practices.").is_visible()
    assert browsers.axe_violations(page) == []
    assert browsers.overflow(page) == 0

    page.get_by_role("button", name="Save the programme").click()
    assert page.get_by_text("Pulse at home is set up.").is_visible()
    assert browsers.axe_violations(page) == []
    assert browsers.overflow(page) == 0

    page.get_by_text("Close the programme, or correct how it ended").click()
    page.get_by_label("How it ended").select_option("Handed over to business as usual")
    page.get_by_role("textbox", name="On", exact=True).fill("2019-03-31")
    page.get_by_role("button", name="Record how it ended").click()
    assert page.get_by_text("Name the service that took it over").first.is_visible()
    assert browsers.axe_violations(page) == []
    page.get_by_label("Handed over to", exact=True).fill("NHS England diagnostics")
    page.get_by_role("button", name="Record how it ended").click()
    assert page.get_by_role("rowheader", name="Handed over to NHS England").is_visible()
