"""Logging in and out; nothing else of allauth is served."""

import pytest
from django.core.cache import cache

from groundswell.people.models import Person, Role


@pytest.fixture
def ada(db):
    return Person.objects.create_user("ada", password="correct horse", role=Role.ADMINISTRATOR)


def log_in(client, password="correct horse", **more):
    return client.post("/account/login/", {"login": "ada", "password": password, **more})


def test_log_in_leads_where_one_was_going(client, ada):
    sent = client.get("/imports/")
    assert sent["Location"] == "/account/login/?next=/imports/"
    body = client.get(sent["Location"]).content.decode()
    assert 'name="next" value="/imports/"' in body
    response = log_in(client, next="/imports/")
    assert (response.status_code, response["Location"]) == (302, "/imports/")
    assert client.get("/imports/").status_code == 200


def test_log_in_does_not_lead_to_another_server(client, ada):
    assert log_in(client, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_is_explained(client, ada):
    response = log_in(client, "wrong")
    body = response.content.decode()
    assert "There is a problem" in body
    assert "password you specified are not correct" in body
    assert "<title>Error: Log in" in body


def test_an_empty_form_is_explained(client, ada):
    body = client.post("/account/login/", {}).content.decode()
    assert '<a href="#login">Enter your user name.</a>' in body
    assert '<a href="#password">Enter your password.</a>' in body


def test_log_out_asks_first_and_says_so_after(client, ada):
    log_in(client)
    assert "Stay logged in" in client.get("/account/logout/").content.decode()
    page = client.post("/account/logout/", follow=True).content.decode()
    assert "You have logged out." in page
    assert "Log in</a>" in page


def test_logging_in_leaves_no_message_behind(client, ada):
    log_in(client)
    assert "nhsuk-notification-banner" not in client.get("/").content.decode()


def test_a_closed_account_cannot_be_used(client, ada):
    Person.objects.update(is_active=False)
    page = client.post(
        "/account/login/", {"login": "ada", "password": "correct horse"}, follow=True
    ).content.decode()
    assert "This account is closed" in page
    assert client.get("/imports/").status_code == 302


def test_many_tries_are_slowed_down(client, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    cache.clear()
    for _ in range(2):
        log_in(client, "wrong")
    response = log_in(client, "wrong")
    cache.clear()
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


@pytest.mark.parametrize("address", ["signup", "password/reset", "email", "password/change"])
def test_accounts_are_made_and_mended_by_an_administrator_only(client, db, address):
    assert client.get(f"/account/{address}/").status_code == 404
