"""Pages that everybody may read."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.innovations.models import Innovation
from groundswell.people.actions import create_account
from groundswell.people.models import Role

PULSE = "/innovations/pulse-check/"
IN_AUGUST = "at=2018-08&by=network&boundaries=as-then&definition=live-or-beyond"
HOW = f"/questions/spread/how/?innovation=pulse-check&{IN_AUGUST}"


def text_of(response):
    """The words of a page, without its markup, in one line."""
    body = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


# Home


def test_home_counts_innovations_and_sites(client, world):
    page = text_of(client.get("/"))
    assert "2 innovations, live at some time in 2 sites, up to July 2018." in page
    assert "Data version 6" in page
    assert "Pulse check 2 3 4 May 2018 Device Industry" in page
    assert "Warm ward 0 0 Not yet Way of working NHS staff" in page


def test_home_asks_the_ledger_as_often_for_many_innovations_as_for_few(
    client, world, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    template = Innovation.objects.get(slug="warm-ward")
    Innovation.objects.bulk_create(
        Innovation(
            slug=f"copy-{n}",
            name=f"Copy {n}",
            kind=template.kind,
            origin=template.origin,
            submission=template.submission,
            row=1,
        )
        for n in range(20)
    )
    with django_assert_num_queries(len(few)):
        client.get("/")


def test_an_empty_ledger_says_how_to_fill_it(client, db):
    page = text_of(client.get("/"))
    assert "There are no innovations in this ledger yet." in page
    assert "make demo" in page
    assert "docs/tutorial/real-data.md" in page


# An innovation


def test_an_innovation_opens_with_its_answer(client, world):
    page = text_of(client.get(PULSE, {"at": "2018-08"}))
    headline = "Adopted 1 of 3 GP practices (33%) by the end of August 2018"
    assert headline in page
    assert "Device · from industry · first live 4 May 2018" in page


def test_without_a_month_the_last_one_known_is_asked(client, world):
    assert "by the end of September 2018" in text_of(client.get(PULSE))


def test_the_table_counts_each_place_and_all(client, world):
    page = text_of(client.get(PULSE, {"at": "2018-08"}))
    assert "Northern network 2 1 0 1 50%" in page
    assert "Southern network 1 0 1 0 0%" in page
    assert "All places 3 1 1 1 33%" in page


def test_every_number_opens_the_rows_it_counts(client, world):
    body = client.get(PULSE, {"at": "2018-08"}).content.decode()
    links = re.findall(r'nhsuk-table__cell--numeric"><a href="([^"]+)">(\d+)</a>', body)
    assert len(links) == 9
    for address, number in links:
        how = text_of(client.get(address.replace("&amp;", "&")))
        assert re.search(rf"The rows .* {number} sites?\b", how)


def test_the_pictures_are_described_and_have_tables(client, world):
    body = client.get(PULSE, {"at": "2018-08"}).content.decode()
    (image,) = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', body)
    assert "1 of 3 eligible sites (33%)" in image[1]
    picture = client.get(image[0].replace("&amp;", "&"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "August 2018 3 1 1 33%" in text_of(client.get(PULSE, {"at": "2018-08"}))


def test_programmes_are_listed(client, world):
    page = text_of(client.get(PULSE))
    row = "Pulse programme NHS England 1 April 2018 31 March 2020 Handed over"
    assert row in page


def test_the_form_leads_to_an_address_without_empty_fields(client, world):
    response = client.get(
        PULSE,
        {
            "by": "practice",
            "at": "2018-08",
            "definition": "ever-live",
            "boundaries": "as-at",
            "as_at": "2019-04-01",
            "known_on": "",
        },
    )
    assert response.status_code == 302
    assert response["Location"] == (
        f"{PULSE}?at=2018-08&by=practice&boundaries=as-at:2019-04-01&definition=ever-live"
    )
    assert "Ashby surgery 1 1 0 0 100%" in text_of(client.get(response["Location"]))


def test_the_form_shows_the_question_that_was_asked(client, world):
    body = client.get(
        PULSE, {"by": "practice", "at": "2018-08", "boundaries": "as-at:2019-04-01"}
    ).content.decode()
    assert '<option value="practice" selected>' in body
    assert 'value="as-at" checked' in body
    assert 'value="2019-04-01"' in body


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("at=banana", "at", "is not a month. Write it as 2018-04."),
        ("by=planet", "by", "There is no kind of place"),
        ("boundaries=as-at&as_at=soon", "as_at", "Write the date of the boundaries as 2020-04-01."),
        ("boundaries=as-at&as_at=", "as_at", "Write the date of the boundaries as 2020-04-01."),
        ("boundaries=sideways", "boundaries-as-then", "does not name boundaries."),
        ("known_on=never", "known_on", "is not a day. Write it as 2020-04-01."),
        ("definition=liked", "definition", "There is no definition of adopted"),
    ],
)
def test_a_mistake_is_explained_beside_its_field(client, world, query, field, message):
    response = client.get(f"{PULSE}?{query}")
    body = response.content.decode()
    assert response.status_code == 400
    assert "There is a problem" in body
    assert f'<a href="#{field}">' in body
    assert f'id="{field}"' in body
    assert body.count(message) == 2
    assert "<title>Error: Pulse check" in body


def test_what_was_typed_is_kept_after_a_mistake(client, world):
    body = client.get(f"{PULSE}?at=banana&by=icb").content.decode()
    assert 'value="banana"' in body
    assert '<option value="icb" selected>' in body


def test_an_innovation_that_no_site_could_take_up_says_so(client, world):
    page = text_of(client.get("/innovations/warm-ward/", {"at": "2018-08"}))
    assert "No site is known that could have taken up Warm ward by August 2018" in page


def test_parameters_of_others_are_let_be(client, world):
    assert client.get(f"{PULSE}?utm_source=mail&at=2018-08").status_code == 200


def test_an_unknown_innovation_offers_near_names(client, world):
    response = client.get("/innovations/pulse-chek/")
    assert response.status_code == 404
    assert 'href="/innovations/pulse-check/">Pulse check</a>' in response.content.decode()


# Files


def test_the_table_comes_as_csv_and_xlsx(client, world):
    query = f"innovation=pulse-check&{IN_AUGUST}"
    text = client.get(f"/questions/spread/table.csv?{query}")
    assert text.content.decode("utf-8-sig").splitlines()[0] == (
        "place_code,place_name,eligible,adopted,not_adopted,unknown"
    )
    assert "pulse-check-by-network-2018-08.csv" in text["Content-Disposition"]
    assert client.get(f"/questions/spread/table.xlsx?{query}").content.startswith(b"PK")


def test_a_file_that_has_not_changed_is_not_sent_again(client, world):
    address = f"/questions/spread/table.csv?innovation=pulse-check&{IN_AUGUST}"
    first = client.get(address)
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304


def test_a_file_of_another_state_of_the_ledger_is_sent(client, world, administrator):
    address = f"/questions/spread/table.csv?innovation=pulse-check&{IN_AUGUST}"
    first = client.get(address)
    create_account(by=administrator, username="new", password="x", role=Role.ADMINISTRATOR)
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_a_file_of_no_innovation_is_not_found(client, db):
    response = client.get("/questions/spread/table.csv?innovation=nothing&at=2018-08")
    assert response.status_code == 404
    assert "There is no innovation" in text_of(response)


def test_a_file_of_no_question_is_refused(client, db):
    response = client.get("/questions/spread/curve.svg?innovation=x&at=2018-99")
    assert response.status_code == 400
    assert "is not a month" in text_of(response)


# How was this computed?


def test_the_question_is_shown_in_every_form(client, world):
    page = text_of(client.get(HOW))
    assert f"/innovations/pulse-check/?{IN_AUGUST}".replace("&", "&amp;") in page
    assert (
        f"/api/v1/questions/spread?innovation=pulse-check&{IN_AUGUST}".replace("&", "&amp;") in page
    )
    assert "groundswell ask spread --innovation pulse-check --at 2018-08" in page


def test_the_rules_the_files_and_the_version_are_shown(client, world):
    page = text_of(client.get(HOW))
    assert "Adopted: live or beyond (version 1)" in page
    assert "Each month is grouped by the organisations" in page
    assert "Data version 6" in page
    assert "adoptions.csv" in page


def test_each_site_leads_to_the_row_of_its_file(client, world):
    body = client.get(HOW).content.decode()
    number = world.submissions["adoptions.csv"].pk
    address = f"/submissions/{number}/rows/2/"
    assert f'<a href="{address}">adoptions.csv, row 2</a>' in body
    assert "stage live" in text_of(client.get(address))


def test_rows_are_filtered_by_place_and_status(client, world):
    assert "The rows" in text_of(client.get(f"{HOW}&place=NET-N&status=adopted"))
    page = text_of(client.get(f"{HOW}&place=NET-N&status=adopted"))
    assert "1 site in Northern network, adopted." in page
    assert "Ashby surgery" in page
    assert "Birch Lane surgery" not in page


def test_the_filter_form_leads_to_an_address_without_empty_fields(client, world):
    response = client.get(f"{HOW}&place=NET-N&status=")
    assert (response.status_code, response["Location"]) == (302, f"{HOW}&place=NET-N")


def test_the_rows_come_as_csv(client, world):
    address = HOW.replace("/how/", "/rows.csv") + "&place=NET-N"
    lines = list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
    assert [line["site_code"] for line in lines] == ["A81001", "A81002"]


def test_asked_again_as_known_before_anything_was_sent(client, world):
    page = text_of(client.get(f"{HOW}&known_on=2015-01-01"))
    assert "as known on 1 January 2015" in page


def test_a_wrong_day_can_be_mended_where_it_was_typed(client, world):
    response = client.get(f"{HOW}&known_on=never")
    body = response.content.decode()
    assert response.status_code == 400
    assert '<a href="#known_on">' in body
    assert 'name="innovation" value="pulse-check"' in body


def test_how_without_a_question_leads_back(client, world):
    response = client.get("/questions/spread/how/")
    assert response.status_code == 400
    assert "Choose an innovation" in text_of(response)


def test_how_of_an_unknown_innovation_is_not_found(client, world):
    response = client.get("/questions/spread/how/?innovation=pulse-chek&at=2018-08")
    assert response.status_code == 404
    assert "pulse-check" in text_of(response)


# Submissions


def test_accepted_files_are_listed_and_opened(client, world):
    submission = world.submissions["adoptions.csv"]
    assert "adoptions.csv" in text_of(client.get("/submissions/"))
    page = text_of(client.get(f"/submissions/{submission.pk}/"))
    assert "Adoption events" in page
    assert submission.sha256 in page


def test_the_public_does_not_learn_who_sent_a_file(client, world):
    submission = world.submissions["adoptions.csv"]
    assert "from administrator" not in text_of(client.get(f"/submissions/{submission.pk}/"))


@pytest.mark.parametrize("row", [0, 99])
def test_a_row_that_the_file_does_not_have_is_not_found(client, world, row):
    number = world.submissions["adoptions.csv"].pk
    assert client.get(f"/submissions/{number}/rows/{row}/").status_code == 404


def test_an_unknown_submission_is_not_found(client, db):
    response = client.get("/submissions/7/")
    assert response.status_code == 404
    assert "There is no accepted submission 7." in text_of(response)
