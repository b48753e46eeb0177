"""Set up a programme by its form, see what was agreed, add to it, close it."""

import re
from datetime import UTC, datetime

import pytest

from groundswell.people.models import AuditEvent, Person, Role
from groundswell.programmes import queries
from groundswell.programmes.models import Cohort, CohortSite, Participant, Programme, Target
from groundswell.submissions.models import Submission
from tests.support.intake_counts import nothing_written

FORM = {
    "name": "Pulse at home",
    "slug": "",
    "scope": "national",
    "innovation": "pulse-check",
    "other-1": "warm-ward",
    "commissioner": "NHS England",
    "licence": "2018 to 2023",
    "start": "2018-04-01",
    "end": "31 March 2019",
    "definition": "using-or-beyond",
    "summary": "Finds irregular\r\npulses.",
    "kind": "practice",
    "within": "NET-N",
    "on": "2018-04-01",
    "network-NET-N": "yes",
    "owner-NET-N": "Ann Other",
    "email-NET-N": "ann@example.nhs.uk",
    "target-1-network": "NET-N",
    "target-1-due": "2018-09-30",
    "target-1-kind": "share",
    "target-1-value": "45%",
    "target-2-network": "",
    "target-2-due": "2019-03-31",
    "target-2-kind": "count",
    "target-2-value": "2",
    "quarterly": "yes",
    "days_after": "14",
    "measure-1-measure": "antibiotic-items",
    "measure-1-role": "outcome",
    "do": "check",
}


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def mark_of(response):
    return re.search(r'name="checked" value="(\w+)"', response.content.decode())[1]


def save(client, **changed):
    checked = client.post("/programmes/new/", FORM | changed)
    assert checked.status_code == 200, text_of(checked)
    typed = FORM | changed | {"do": "save", "checked": mark_of(checked)}
    return client.post("/programmes/new/", typed, follow=True)


def test_the_check_says_what_the_rule_selects_and_stores_nothing(as_administrator, world):
    with nothing_written():
        page = text_of(as_administrator.post("/programmes/new/", FORM))
    assert "This is what would be stored" in page
    assert "This rule selects 2 of 3 GP practices." in page
    assert "Left out: 1 in other places." in page
    assert "Targets: 2" in page
    assert "Returns asked for: 4" in page


def test_saving_stores_every_part_in_one_action(as_administrator, world):
    before = AuditEvent.objects.count()
    page = save(as_administrator)
    assert page.redirect_chain == [("/programmes/pulse-at-home/set-up/", 302)]
    assert AuditEvent.objects.count() == before + 1
    facts = queries.programme("pulse-at-home")
    assert (facts.name, facts.licence, facts.scope) == (
        "Pulse at home",
        "2018 to 2023",
        "national",
    )
    assert facts.summary == "Finds irregular pulses."
    assert facts.definition == "using-or-beyond"
    assert facts.other_innovations == (("warm-ward", "Warm ward"),)
    assert [(p.network, p.owner, p.email) for p in facts.participants] == [
        ("NET-N", "Ann Other", "ann@example.nhs.uk")
    ]
    assert [(t.network, t.due.isoformat(), t.value) for t in facts.targets] == [
        (None, "2019-03-31", 2.0),
        ("NET-N", "2018-09-30", 0.45),
    ]
    assert [(r.start.isoformat(), r.due.isoformat()) for r in facts.rounds] == [
        ("2018-04-01", "2018-07-14"),
        ("2018-07-01", "2018-10-14"),
        ("2018-10-01", "2019-01-14"),
        ("2019-01-01", "2019-04-14"),
    ]
    assert [m.measure for m in facts.measures] == ["antibiotic-items"]
    (cohort,) = facts.cohorts
    assert cohort.rule == "GP practices in Northern network, as at 1 April 2018"
    sites = CohortSite.objects.filter(cohort=cohort.id)
    assert set(sites.values_list("site__code", flat=True)) == {"A81001", "A81002"}
    assert {p.told.file_name for p in facts.participants} == {"participants-typed.csv"}


def test_every_refusal_stands_at_its_field(as_administrator, world):
    wrong = FORM | {
        "innovation": "pulse-chek",
        "start": "soon",
        "email-NET-N": "ann",
        "target-1-value": "145%",
        "within": "NET-M",
        "days_after": "many",
    }
    with nothing_written():
        response = as_administrator.post("/programmes/new/", wrong)
    assert response.status_code == 400
    body = response.content.decode()
    for field in ("innovation", "start", "email-NET-N", "target-1-value", "within", "days_after"):
        assert f'<a href="#{field}">' in body, field
        assert f'id="{field}-error"' in body, field
    assert "Did you mean pulse-check?" in body
    assert "No such programme is known" not in body
    assert 'value="save"' not in body
    assert 'value="Ann Other"' in body


def test_one_refused_table_keeps_all_others_from_being_stored(as_administrator, world):
    checked = mark_of(as_administrator.post("/programmes/new/", FORM))
    falls = FORM | {"target-2-network": "NET-N", "target-2-kind": "share", "target-2-value": "40%"}
    with nothing_written():
        response = as_administrator.post(
            "/programmes/new/", falls | {"do": "save", "checked": checked}
        )
    assert "The trajectory falls: 45% of eligible sites by 2018-09-30" in text_of(response)


def test_what_was_changed_after_the_check_is_checked_again_before_it_is_saved(
    as_administrator, world
):
    checked = mark_of(as_administrator.post("/programmes/new/", FORM))
    changed = FORM | {"within": "NET-S", "do": "save", "checked": checked}
    with nothing_written():
        page = text_of(as_administrator.post("/programmes/new/", changed))
    assert "This rule selects 1 of 3 GP practices." in page


def test_saving_twice_says_that_the_name_is_taken(as_administrator, world):
    save(as_administrator)
    with nothing_written():
        response = as_administrator.post("/programmes/new/", FORM | {"do": "save"})
    assert "This programme is set up already" in text_of(response)


def test_a_programme_can_wait_for_its_rule_targets_and_networks(as_administrator, world):
    bare = {
        name: ""
        for name in FORM
        if name.startswith(("network", "owner", "email", "target", "measure", "other"))
    }
    save(as_administrator, **bare, kind="", within="", quarterly="", end="")
    facts = queries.programme("pulse-at-home")
    assert not (facts.participants or facts.targets or facts.rounds or facts.cohorts)


def test_without_an_end_two_years_of_quarters_are_asked_for(as_administrator, world):
    save(as_administrator, end="")
    rounds = queries.programme("pulse-at-home").rounds
    assert (len(rounds), rounds[-1].end.isoformat()) == (8, "2020-03-31")


# What was agreed


def test_the_page_opens_every_agreement_to_its_row(as_administrator, world):
    save(as_administrator)
    body = as_administrator.get("/programmes/pulse-at-home/set-up/").content.decode()
    for layout in ("programmes", "participants", "eligibility", "targets", "rounds"):
        number = Submission.objects.get(file_name=f"{layout}-typed.csv").pk
        assert f'href="/submissions/{number}/rows/2/"' in body, layout
    page = text_of(as_administrator.get("/programmes/pulse-at-home/set-up/"))
    assert "with 1 network and 2 targets." in page
    assert "Northern network 30 September 2018 45% of eligible sites" in page
    assert "No end is recorded, so it counts as running." in page


def test_a_target_is_added_and_changed_and_changed_back(as_administrator, world):
    save(as_administrator)
    address = "/programmes/pulse-at-home/set-up/"
    for value in ("50%", "60%", "50%"):
        typed = {
            "add": "targets",
            "targets-network": "NET-N",
            "targets-due": "2018-12-31",
            "targets-kind": "share",
            "targets-value": value,
        }
        page = as_administrator.post(address, typed, follow=True)
        assert "The target is recorded." in text_of(page)
    assert Target.objects.filter(due="2018-12-31").count() == 3
    (target,) = [
        t for t in queries.programme("pulse-at-home").targets if str(t.due) == "2018-12-31"
    ]
    assert target.value == 0.5


def test_a_refused_addition_stands_at_its_field_with_what_was_typed(as_administrator, world):
    save(as_administrator)
    typed = {"add": "closures", "closures-outcome": "handed-over", "closures-on": "2018-01-01"}
    with nothing_written():
        response = as_administrator.post("/programmes/pulse-at-home/set-up/", typed)
    body = response.content.decode()
    assert response.status_code == 400
    assert 'id="closures-to-error"' in body and 'id="closures-on-error"' in body
    assert 'value="2018-01-01"' in body
    assert 'id="add-closures" open' in body


def test_a_programme_handed_over_says_to_whom_and_since_when(as_administrator, world):
    save(as_administrator)
    typed = {
        "add": "closures",
        "closures-outcome": "handed-over",
        "closures-on": "2019-03-31",
        "closures-to": "NHS England diagnostics",
    }
    page = as_administrator.post("/programmes/pulse-at-home/set-up/", typed, follow=True)
    said = text_of(page)
    assert "Handed over to business as usual" in said
    assert "Handed over to NHS England diagnostics 31 March 2019" in said


def test_tables_come_back_as_files_that_can_be_sent_again(as_administrator, world):
    save(as_administrator)
    text = as_administrator.get("/programmes/pulse-at-home/set-up/targets.csv").content.decode(
        "utf-8-sig"
    )
    assert text.splitlines() == [
        "programme,network,due,kind,value,whole,source",
        "pulse-at-home,,2019-03-31,count,2,,",
        "pulse-at-home,NET-N,2018-09-30,share,0.45,,",
    ]
    assert as_administrator.get("/programmes/pulse-at-home/set-up/x.csv").status_code == 404


def test_a_programme_that_does_not_exist_is_said_with_near_matches(client, world):
    response = client.get("/programmes/puls/set-up/")
    assert response.status_code == 404
    assert "Did you mean pulse?" in text_of(response)


def test_what_was_agreed_is_shown_as_it_was_known_on_a_past_day(as_administrator, world):
    save(as_administrator)
    address = "/programmes/pulse-at-home/set-up/"
    change = {
        "add": "targets",
        "targets-network": "NET-N",
        "targets-due": "2018-09-30",
        "targets-kind": "share",
        "targets-value": "60%",
    }
    as_administrator.post(address, change)
    newest = Submission.objects.first()
    earlier = datetime(2019, 1, 15, 12, tzinfo=UTC)
    Submission.objects.exclude(pk=newest.pk).update(accepted_at=earlier)
    now, then = (
        as_administrator.get(address + day).content.decode() for day in ("", "?known_on=2019-01-15")
    )
    assert "60% of eligible sites" in now and "45% of eligible sites" not in now
    assert "45% of eligible sites" in then and "60% of eligible sites" not in then
    assert "As it was known at the end of 15 January 2019" in then
    assert '<form method="post" action="/programmes' not in then
    assert as_administrator.get(address + "?known_on=2019-01-14").status_code == 404
    bad = as_administrator.get(address + "?known_on=soon")
    assert bad.status_code == 400 and 'id="known_on-error"' in bad.content.decode()


# Who may


def test_the_public_sees_what_was_agreed_without_people_and_forms(as_administrator, client, world):
    save(as_administrator)
    client.logout()
    body = client.get("/programmes/pulse-at-home/set-up/").content.decode()
    assert "45% of eligible sites" in body
    assert "Ann Other" not in body and "ann@example" not in body
    assert '<form method="post"' not in body.split("<main")[1]
    told = Submission.objects.get(file_name="participants-typed.csv").pk
    row = client.get(f"/submissions/{told}/rows/2/").content.decode()
    assert "NET-N" in row
    assert "Ann Other" not in row and "ann@example" not in row
    csv = client.get("/programmes/pulse-at-home/set-up/participants.csv").content.decode()
    assert "NET-N" in csv and "ann@example" not in csv


def test_a_stranger_is_asked_to_log_in(client, world):
    assert client.get("/programmes/new/")["Location"].startswith("/account/login/")
    assert client.post("/programmes/pulse/set-up/", {"add": "targets"}).status_code == 403


@pytest.fixture
def northerner(world):
    return Person.objects.create_user("nora", role=Role.CONTRIBUTOR, network="NET-N")


def test_a_contributor_sets_up_a_local_programme_of_their_network(client, northerner):
    client.force_login(northerner)
    body = client.get("/programmes/new/").content.decode()
    assert 'id="network-NET-N"' in body and 'id="network-NET-S"' not in body
    assert 'value="national"' not in body
    save(client, scope="local")
    assert Programme.objects.get(slug="pulse-at-home").scope == "local"
    assert Participant.objects.get().network.code == "NET-N"


def test_a_contributor_sets_up_no_national_programme_and_no_sites_of_others(client, northerner):
    client.force_login(northerner)
    with nothing_written():
        national = text_of(client.post("/programmes/new/", FORM))
        others = text_of(client.post("/programmes/new/", FORM | {"scope": "local", "within": ""}))
    assert "Only a national administrator may record a national programme." in national
    assert "1 of the 3 sites that it selects are not in NET-N: C81003." in others


def test_a_contributor_adds_nothing_to_a_national_programme(client, northerner):
    client.force_login(northerner)
    body = client.get("/programmes/pulse/set-up/").content.decode()
    assert '<form method="post"' not in body.split("<main")[1]
    with nothing_written():
        assert client.post("/programmes/pulse/set-up/", {"add": "targets"}).status_code == 403


def test_cohorts_listed_by_a_file_are_shown_beside_rules(client, world):
    page = text_of(client.get("/programmes/pulse/set-up/"))
    assert Cohort.objects.count() == 1
    assert "Practices that screen 3 A file listed them" in page
    assert "to 31 March 2020. No network and no target is recorded." in page
