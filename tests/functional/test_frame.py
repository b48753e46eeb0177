"""What is on every page: titles, banners, policies, and pages for when something is wrong."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import override_settings
from django.urls import path

PUBLIC = [
    ("/", "Innovations"),
    ("/innovations/pulse-check/", "Pulse check"),
    (
        "/questions/spread/how/?innovation=pulse-check&at=2018-08",
        "How this was computed: Pulse check",
    ),
    ("/measures/", "Measures"),
    (
        "/measures/saba/",
        "Short-acting beta agonists as a share of them and inhaled corticosteroids",
    ),
    ("/safety/", "Safety notices"),
    ("/sites/", "Sites"),
    ("/sites/A81001/", "Ashby surgery"),
    ("/submissions/", "Submissions"),
    ("/about/", "About Groundswell"),
    ("/accessibility/", "Accessibility statement"),
    ("/account/login/", "Log in"),
    ("/nowhere/", "Page not found"),
]


@pytest.mark.parametrize(("address", "title"), PUBLIC)
def test_pages_have_a_title_a_language_and_a_way_past_the_menu(client, world, address, title):
    body = client.get(address).content.decode()
    assert f"<title>{title} – Groundswell</title>" in body
    assert '<html lang="en-GB">' in body
    assert 'href="#maincontent"' in body
    assert body.count("<h1") == 1


@pytest.mark.parametrize(("address", "title"), PUBLIC)
def test_pages_say_that_this_is_not_an_official_service(client, world, address, title):
    body = client.get(address).content.decode()
    assert "Groundswell is open-source software. It is not an official NHS service." in body
    assert "© NHS England" not in body
    assert "nhsuk-header__logo" not in body


@pytest.mark.parametrize(("address", "title"), PUBLIC)
def test_pages_take_everything_from_this_server(client, world, address, title):
    response = client.get(address)
    assert response["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    body = response.content.decode()
    assert "//" not in body.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(("address", "title"), PUBLIC)
def test_demonstration_data_says_so_on_every_page(client, demo_world, address, title):
    assert "Demonstration data" in client.get(address).content.decode()


@pytest.mark.parametrize(("address", "title"), PUBLIC)
def test_real_data_is_not_called_demonstration(client, world, address, title):
    assert "Demonstration data" not in client.get(address).content.decode()


def test_a_picture_opened_alone_runs_nothing(client, world):
    address = "/questions/spread/curve.svg?innovation=pulse-check&at=2018-08"
    assert client.get(address)["Content-Security-Policy"].startswith("default-src 'none';")


def _fails(request):
    raise RuntimeError("the disk is full")


def _fails_for_the_reader(request):
    raise BadRequest("Mend the month.")


def _forbidden(request):
    raise PermissionDenied("This needs a national administrator.")


urlpatterns = [
    path("fails/", _fails),
    path("bad/", _fails_for_the_reader),
    path("forbidden/", _forbidden),
]


@pytest.fixture
def failing_urls():
    """Addresses that fail, beside those of the product."""
    from groundswell.config import urls

    urls.urlpatterns.extend(urlpatterns)
    with override_settings(ROOT_URLCONF="groundswell.config.urls"):
        yield
    del urls.urlpatterns[-len(urlpatterns) :]


def test_a_failure_of_ours_needs_no_ledger_to_be_explained(client, failing_urls, settings):
    """No database fixture: a query would fail the test."""
    client.raise_request_exception = False
    response = client.get("/fails/")
    assert response.status_code == 500
    body = response.content.decode()
    assert "Sorry, something went wrong" in body
    assert "the disk is full" not in body


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/bad/", 400, "Mend the month."),
        ("/forbidden/", 403, "This needs a national administrator."),
    ],
)
def test_other_errors_say_what_to_do(client, db, failing_urls, address, status, words):
    response = client.get(address)
    assert response.status_code == status
    assert words in response.content.decode()


def test_a_wrong_host_name_is_refused_politely(client, db, settings):
    settings.ALLOWED_HOSTS = ["groundswell.example"]
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "This address cannot be answered" in response.content.decode()


def test_a_form_without_its_token_is_explained(db, administrator):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    response = strict.post("/imports/")
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_the_ledger_is_read_with_few_queries_on_a_page_without_data(
    client, db, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        client.get("/about/")
