"""Sending files by the API: who may, what the check says, all or nothing; and the tokens for it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from groundswell.adoption.models import Event
from groundswell.intake import receive
from groundswell.people.actions import make_token, revoke_token
from groundswell.people.models import AuditEvent, Person, Role, Token
from groundswell.people.tokens import holder
from groundswell.submissions.models import Submission
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import GOOD, adoptions, lines, send
from tests.support.returns import cells_of, filled

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/submissions"
OF = "layout=return&programme=inhale&network=HI-West&round=2018-Q3"


def bearer(token):
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


@pytest.fixture
def as_administrator(world):
    return bearer(make_token(by=world, username="administrator"))


@pytest.fixture
def as_contributor(world, contributor):
    return bearer(make_token(by=world, username="contributor"))


@pytest.fixture
def as_northerner(world):
    Person.objects.create_user("nora", role=Role.CONTRIBUTOR, network="HI-NENC")
    return bearer(make_token(by=world, username="nora"))


def post(client, content, query="", headers=None, name="ours.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{ADDRESS}?{query}", {"file": file}, **(headers or {}))


LIVE = lines("site,stage,date", "L81001,live,2018-07-04")
WRONG = lines("site,stage,date", "L81001,liv,2018-07-04")


# Sending


def test_a_file_is_only_checked_unless_it_is_said_otherwise(client, as_contributor):
    with nothing_written():
        response = post(client, LIVE, OF, as_contributor)
    said = response.json()
    assert response.status_code == 200
    assert (said["summary"], said["acceptable"], said["new"]) == ("1 row: 1 new.", True, 1)
    (new,) = said["additions"]
    assert new["old"] == ""
    assert new["new"].startswith("live, ")
    assert said["options"]["round"] == "2018-07-01"


def test_an_accepted_file_is_a_submission_with_an_address(client, as_contributor):
    response = post(client, LIVE, f"{OF}&dry_run=false&why=third quarter", as_contributor)
    assert response.status_code == 201
    said = response.json()["submission"]
    assert (said["status"], said["facts"]["events"]) == ("accepted", 1)
    assert Event.objects.get().recorded_by.username == "contributor"
    assert AuditEvent.objects.first().why == "third quarter"
    assert client.get(f"{ADDRESS}/{said['id']}").json() == said


def test_a_refused_file_says_where_why_and_how_to_mend_it_and_stores_nothing(
    client, as_contributor
):
    for query, status in ((OF, 200), (f"{OF}&dry_run=false", 422)):
        with nothing_written():
            response = post(client, WRONG, query, as_contributor)
        assert response.status_code == status
        (refusal,) = response.json()["refusals"]
        assert (refusal["row"], refusal["column"], refusal["value"]) == (2, "stage", "liv")
        assert "Did you mean live" in refusal["mend"]


def test_a_file_accepted_before_is_said_to_be_so(client, as_contributor):
    first = post(client, LIVE, f"{OF}&dry_run=false", as_contributor).json()["submission"]["id"]
    again = post(client, LIVE, f"{OF}&dry_run=false", as_contributor)
    assert (again.status_code, again.json()["already"]) == (409, first)


def test_corrections_have_old_and_new(client, as_contributor):
    post(client, LIVE, f"{OF}&dry_run=false", as_contributor)
    later = lines("site,stage,date", "L81001,live,2018-08")
    (change,) = post(client, later, OF, as_contributor).json()["corrections"]
    assert (change["old"], change["new"]) == ("live, 4 July 2018", "live, August 2018")


def test_a_template_says_itself_what_it_is_for(client, as_contributor):
    got = client.get(
        "/api/v1/programmes/inhale/return.xlsx?network=HI-West&round=2018-Q3", **as_contributor
    )
    assert [row[0] for row in cells_of(got.content)] == ["Site", "L81001", "L81002"]
    content = filled(got.content, {"site": "L81001", "stage": "live", "date": "July 2018"})
    said = post(client, content, "", as_contributor, "return.xlsx").json()
    assert said["summary"] == "2 rows: 1 new, 1 with nothing to tell."


def test_files_of_any_layout_are_taken_with_their_options(client, as_administrator):
    good = GOOD["stp-map"]
    response = post(client, good.content, "as_of=2020-04-01&dry_run=false", as_administrator)
    assert response.status_code == 201
    assert response.json()["submission"]["facts"] == good.facts


def test_an_option_that_no_layout_has_is_refused(client, as_administrator):
    (refusal,) = post(client, GOOD["names"].content, "asof=2020", as_administrator).json()[
        "refusals"
    ]
    assert refusal["column"] == "--asof"


def test_a_layout_that_is_not_is_a_mistake_with_near_matches(client, as_administrator):
    response = post(client, LIVE, "layout=retrun", as_administrator)
    assert response.status_code == 400
    assert "Did you mean return or" in response.json()["error"]


def test_a_file_that_is_too_large_is_refused(client, as_administrator, settings):
    settings.MAX_UPLOAD_BYTES = 10
    assert post(client, LIVE, OF, as_administrator).status_code == 413


# Who may


def test_nobody_sends_without_a_token(client, world, contributor):
    with nothing_written():
        assert post(client, LIVE, OF).status_code == 401
        assert post(client, LIVE, OF, bearer("gsw_guessed")).status_code == 401
        assert post(client, LIVE, OF, bearer("")).status_code == 401


def test_being_logged_in_is_not_enough_so_another_page_cannot_send_for_somebody(client, world):
    client.force_login(world)
    with nothing_written():
        assert post(client, LIVE, f"{OF}&dry_run=false").status_code == 401


def test_a_token_needs_no_other_proof_that_the_sender_meant_it(as_contributor):
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, LIVE, OF, as_contributor).status_code == 200


def test_a_contributor_of_another_network_is_refused(client, as_northerner):
    with nothing_written():
        response = post(client, LIVE, f"{OF}&dry_run=false", as_northerner)
    assert response.status_code == 422
    assert response.json()["refusals"][0]["why"] == "This is the return of HI-West."
    response = post(client, adoptions("L81001,live,2018-07"), "dry_run=false", as_northerner)
    assert response.json()["refusals"][0]["why"] == "The site is in HI-West."


def test_a_kind_of_file_that_is_not_theirs_to_send_is_forbidden(client, as_contributor):
    with nothing_written():
        response = post(client, GOOD["names"].content, "dry_run=false", as_contributor)
    assert response.status_code == 403
    assert "national administrator" in response.json()["error"]


def test_an_administrator_sends_for_every_network(client, as_administrator):
    assert post(client, LIVE, f"{OF}&dry_run=false", as_administrator).status_code == 201


def test_a_person_without_a_role_sends_nothing(client, world):
    Person.objects.create_user("visitor")
    headers = bearer(make_token(by=world, username="visitor"))
    assert post(client, LIVE, OF, headers).status_code == 403
    address = "/api/v1/programmes/inhale/return.xlsx?network=HI-West&round=2018-Q3"
    assert client.get(address, **headers).status_code == 403
    assert client.get(address).status_code == 401


def test_what_waits_is_read_by_those_who_work_on_it_only(client, world, as_contributor):
    waiting = receive(by=world, file_name="a.csv", content=LIVE, layout=None, options={})
    address = f"{ADDRESS}/{waiting.pk}"
    assert client.get(address).status_code == 404
    assert client.get(address, **as_contributor).json()["status"] == "received"
    assert client.get(address, **bearer("gsw_guessed")).status_code == 401


def test_a_submission_does_not_say_who_sent_it(client, world):
    sent = send(world, adoptions("L81001,live,2018-07"))
    assert "administrator" not in client.get(f"{ADDRESS}/{sent.pk}").content.decode()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("inhal/return.xlsx?network=HI-West&round=2018-Q3", "Did you mean inhale?"),
        ("inhale/return.xlsx?network=HI-NENC&round=2018-Q3", "does not take part"),
    ],
)
def test_a_template_of_what_nobody_asked_for_is_not_found(client, as_contributor, address, why):
    response = client.get(f"/api/v1/programmes/{address}", **as_contributor)
    assert response.status_code == 404 and why in response.json()["error"]


def test_a_network_without_sites_is_told_so_instead_of_an_empty_workbook(client, as_administrator):
    world = Person.objects.get(username="administrator")
    send(world, lines("code,name,kind,opened,closed", "HI-New,New network,network,2013-05-23,"))
    send(world, lines("programme,network,owner,email,start,end", "inhale,HI-New,,,,"))
    address = "/api/v1/programmes/inhale/return.xlsx?network=HI-New&round=2018-Q3"
    response = client.get(address, **as_administrator)
    assert response.status_code == 404
    assert "HI-New has no site in the cohort of Inhale" in response.json()["error"]


# Tokens


def test_a_token_is_kept_as_its_hash_alone(world):
    token = make_token(by=world, username="administrator")
    assert token.startswith("gsw_") and len(token) > 40
    held = Token.objects.get()
    assert token not in str(list(Token.objects.values()))
    assert token not in str(list(AuditEvent.objects.values()))
    assert holder(token) == held.person == world


def test_another_token_and_a_revoked_one_end_the_first(world):
    first = make_token(by=world, username="administrator")
    second = make_token(by=world, username="administrator")
    assert (holder(first), holder(second)) == (None, world)
    assert revoke_token(by=world, username="administrator") == 1
    assert holder(second) is None
    assert revoke_token(by=world, username="administrator") == 0


def test_the_token_of_an_account_out_of_use_opens_nothing(world, contributor):
    token = make_token(by=world, username="contributor")
    contributor.is_active = False
    contributor.save()
    assert holder(token) is None
    with pytest.raises(ValueError, match="cannot be used any more"):
        make_token(by=world, username="contributor")


def test_a_token_for_nobody_is_refused_with_a_near_match(world, contributor):
    with pytest.raises(ValueError, match="Did you mean contributor"):
        make_token(by=world, username="contributer")


def test_submissions_sent_by_a_token_are_its_persons(client, as_contributor, contributor):
    post(client, LIVE, f"{OF}&dry_run=false", as_contributor)
    assert Submission.objects.first().sender == contributor
