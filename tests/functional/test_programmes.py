"""The list of programmes, and a programme's board."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.adoption.models import Event
from groundswell.innovations.models import Innovation, SafetyNotice
from groundswell.programmes.models import Programme, PublishedResult
from tests.support.factories import make_submission
from tests.support.programmes import make_closure, make_programme, make_round

from .programme_world import BOARD, agree


def text_of(response):
    """The words of a page, without its markup, in one line."""
    body = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


# The list


def test_the_list_says_what_each_programme_is_and_how_far_it_has_got(client, world):
    page = text_of(client.get("/programmes/"))

    assert "1 programme is on record, 0 of them running." in page
    assert "2 of 3 GP practices (67%) are live or beyond at 30 September 2018." in page
    assert "National · handed over · 1 April 2018 to 31 March 2020 · Pulse check" in page


def test_an_empty_ledger_says_what_a_programme_is(client, db):
    page = text_of(client.get("/programmes/"))

    assert "There are no programmes in this ledger yet." in page


def test_a_programme_without_a_cohort_says_so_in_the_list(client, world):
    make_programme(Innovation.objects.get(slug="warm-ward"), "ward")

    assert "No list of eligible sites is on record yet." in text_of(client.get("/programmes/"))


def test_the_list_asks_the_ledger_no_more_often_once_it_is_warm(
    client, world, django_assert_num_queries
):
    client.get("/programmes/")
    with CaptureQueriesContext(connection) as one:
        client.get("/programmes/")
    asked = len(one)
    for number in range(5):
        make_programme(Innovation.objects.get(slug="warm-ward"), f"ward-{number}")
    client.get("/programmes/")
    with django_assert_num_queries(asked):
        client.get("/programmes/")


# The board


def test_a_board_opens_with_its_answer_against_the_trajectory(client, world):
    agree()

    page = text_of(client.get(BOARD, {"at": "2018-08"}))

    assert (
        "1 of 3 GP practices (33%) are live or beyond at 31 August 2018; the trajectory asked for "
        "1.5: red. For 1 it is not known."
    ) in page
    assert "Northern network 2 1 0 1 50% 1 0 Green" in page
    assert "Southern network 1 0 1 0 0% 0.5 −0.5 Red" in page
    assert "All places 3 1 1 1 33% 1.5 −0.5 Red" in page
    assert "Green: at least 95% of the sites due by that day have adopted." in page


def test_a_board_without_targets_rates_nothing_and_says_so(client, world):
    page = text_of(client.get(BOARD))

    assert "No target is on record for this programme, so nothing is rated." in page
    assert "Due by then" not in page


def test_a_handed_over_programme_says_so_first(client, world):
    page = text_of(client.get(BOARD))
    start = "Handed over to business as usual. It was to run until 31 March 2020."
    assert page.index(start) < page.index("2 of 3 GP practices")

    pulse = Programme.objects.get()
    make_closure(pulse, "handed-over", "2020-03-01", "NHS Heart Rhythm Service")
    assert "Handed over to the NHS Heart Rhythm Service on 1 March 2020." in text_of(
        client.get(BOARD)
    )


def test_the_funnel_shows_the_same_sites_under_every_definition(client, world):
    page = text_of(client.get(BOARD, {"at": "2018-10"}))

    assert (
        "Of 3 GP practices, at 31 October 2018, 2 count as “live or beyond”, 0 count as “using or "
        "beyond” and 2 count as “ever live”."
    ) in page
    assert "Live 2 2" in page
    assert "The same sites under each definition of adopted" in page


def test_without_a_month_the_last_round_that_is_over_is_shown(client, world):
    make_round(Programme.objects.get(), "2018-04-01", "2018-06-30", "2018-07-31")

    assert "are live or beyond at 30 June 2018" in text_of(client.get(BOARD))


def test_barriers_are_summed_up_and_open_to_their_words(client, world):
    assert "No barrier or enabler is on record for Pulse programme." in text_of(client.get(BOARD))
    Event.objects.filter(site__code="A81001").update(
        factor="barrier", domain="technology", note="No <b>plug</b>"
    )
    make_submission()

    response = client.get(BOARD)

    page = text_of(response)
    assert "1 barrier and 0 enablers are on record, at 1 site." in page
    assert "The technology 1 1 0 0" in page
    rows = "/questions/barriers/how/?programme=pulse&domain=technology&factor=barrier"
    told = client.get(rows).content.decode()
    assert "No &lt;b&gt;plug&lt;/b&gt;" in told
    assert "1 row, barrier, the technology" in text_of(client.get(rows))


def test_published_results_stand_with_their_source(client, world):
    PublishedResult.objects.create(
        programme=Programme.objects.get(),
        kind="evaluated",
        text="+6.3 points (2.6 to 10.0)",
        period="2018 to 2020",
        source="Somebody and others 2023",
        submission=make_submission(),
        row=2,
    )

    page = text_of(client.get(BOARD))

    assert "+6.3 points (2.6 to 10.0) 2018 to 2020 Evaluated Somebody and others 2023" in page


def test_every_number_opens_its_rows(client, world):
    agree()
    body = client.get(BOARD, {"at": "2018-08"}).content.decode()
    links = re.findall(r'href="(/questions/[^"]+#rows)"', body)

    assert len(links) > 8
    for link in links:
        address = link.replace("&amp;", "&").removesuffix("#rows")
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Get these rows as CSV" in text_of(response), address


def test_safety_notices_of_its_innovation_stand_before_its_answer(client, world):
    SafetyNotice.objects.create(
        slug="recall-1",
        innovation=Innovation.objects.get(slug="pulse-check"),
        title="Stop and return it",
        asks="recall",
        text="Batteries overheat.",
        issued=date(2019, 1, 2),
        due=date(2019, 2, 2),
        issuer="NHS England",
        submission=make_submission(),
        row=2,
    )

    response = client.get(BOARD)

    page = text_of(response)
    warning = "Safety notice of 2 January 2019 for Pulse check: Stop and return it"
    assert page.index(warning) < page.index("2 of 3 GP practices")
    assert 'href="/safety/recall-1/"' in response.content.decode()


def test_it_leads_to_what_was_agreed_and_to_returns(client, world):
    body = client.get(BOARD).content.decode()

    for address in ("/programmes/pulse/set-up/", "/programmes/pulse/returns/", "do-next/"):
        assert address in body


def test_only_who_may_set_up_a_programme_is_offered_to(client, as_administrator, world):
    assert "Set up a programme" in text_of(as_administrator.get("/programmes/"))
    client.logout()
    assert "Set up a programme" not in text_of(client.get("/programmes/"))


def test_its_tables_and_pictures_are_files(client, world):
    agree()
    query = "?programme=pulse&at=2018-08"

    table = client.get(f"/questions/coverage/table.csv{query}").content.decode("utf-8-sig")
    assert [r["rating"] for r in csv.DictReader(io.StringIO(table))] == ["green", "red", "red"]
    for address in (
        "coverage/table.xlsx",
        "coverage/trajectory.svg",
        "coverage/trajectory.png",
        "coverage/curve.csv",
        "funnel/stages.svg",
        "funnel/definitions.csv",
        "barriers/told.csv",
    ):
        asked = query if not address.startswith("barriers") else "?programme=pulse"
        assert client.get(f"/questions/{address}{asked}").status_code == 200, address
    assert client.get(f"/api/v1/questions/funnel{query}").json()["tables"]["stages"]["rows"]


def test_a_past_day_shows_the_board_as_it_stood(client, world):
    Programme.objects.get().submission.__class__.objects.update(accepted_at="2018-07-01T12:00Z")
    Event.objects.update(recorded_at="2018-07-01T12:00Z")
    Event.objects.filter(site__code="A81002").update(recorded_at="2019-07-01T12:00Z")
    make_submission()

    asked = {"at": "2018-12", "known_on": "2019-01-01"}

    assert "1 of 3 GP practices (33%)" in text_of(client.get(BOARD, asked))
    assert "2 of 3 GP practices (67%)" in text_of(client.get(BOARD, {"at": "2018-12"}))


REFUSED = {
    "a day before the programme was known": (
        {"known_on": "2001-01-01"},
        "Nothing was known of this programme on 1 January 2001.",
    ),
    "a month that is none": ({"at": "2018-13"}, "Write it as 2018-04"),
    "a kind of place that is none": ({"by": "practice"}, "There is no kind of place"),
    "a definition that is none": ({"definition": "zzz"}, "There is no definition of adopted"),
    "an innovation that is not of it": (
        {"innovation": "warm-ward"},
        "There is no innovation of Pulse programme",
    ),
}


@pytest.mark.parametrize(("typed", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_asked_is_said_at_its_field(client, world, typed, said):
    response = client.get(BOARD, typed)

    assert response.status_code == 400
    page = text_of(response)
    assert "There is a problem" in page
    assert said in page


def test_an_unknown_programme_offers_what_was_probably_meant(client, world):
    response = client.get("/programmes/pulze/")

    assert response.status_code == 404
    assert 'href="/programmes/pulse/"' in response.content.decode()


def test_the_forms_address_is_made_short(client, world):
    response = client.get(
        BOARD, {"at": "2018-08", "by": "icb", "boundaries": "as-then", "as_at": "", "known_on": ""}
    )

    assert response.status_code == 302
    assert response["Location"] == f"{BOARD}?at=2018-08&by=icb&boundaries=as-then"


def test_an_innovations_page_can_be_asked_of_one_programme(client, world):
    page = "/innovations/pulse-check/"

    assert client.get(page, {"programme": "pulse"}).status_code == 200
    assert client.get(page, {"programme": "other"}).status_code == 404


def test_the_api_answers_and_says_what_was_probably_meant(client, world):
    agree()
    found = client.get("/api/v1/questions/coverage?programme=pulse&at=2018-08").json()
    assert [row["rating"] for row in found["tables"]["coverage"]["rows"]] == ["green", "red", "red"]
    assert len(found["provenance"]["submissions"]) > 4

    unknown = client.get("/api/v1/questions/coverage?programme=pulze&at=2018-08")
    assert (unknown.status_code, unknown.json()["near"]) == (404, ["pulse"])


def test_an_innovations_page_says_how_its_programmes_stand_and_opens_them(client, world):
    pulse = Programme.objects.get()
    make_closure(pulse, "withdrawn", "2020-03-01")
    ward = make_programme(Innovation.objects.get(slug="warm-ward"), "ward")
    ward.other_innovations.add(pulse.innovation)

    response = client.get("/innovations/pulse-check/")

    assert "NHS England 1 April 2018 31 March 2020 Withdrawn" in text_of(response)
    for slug in ("pulse", "ward"):
        assert f'href="/programmes/{slug}/"' in response.content.decode()


def test_a_warm_board_asks_the_ledger_seldom(client, world, django_assert_max_num_queries):
    agree()
    client.get(BOARD)
    with django_assert_max_num_queries(25):
        client.get(BOARD)
