"""Sites on the pages: finding one, and what its page says."""

import re

from tests.support.intake_files import lines, send

from .test_reading import text_of
from .test_safety import NOTICE_FILE

ASHBY = "/sites/A81001/"
HEADING = "site,innovation,stage,date,programme,reason,note"


# Finding


def test_search_asks_for_a_code_or_name_first(client, world):
    page = text_of(client.get("/sites/"))
    assert "Find a practice, trust or other site by its code, name or postcode." in page


def test_exact_code_leads_to_the_site_however_it_is_written(client, world):
    for text in ("A81001", "a81001", " A81001 "):
        response = client.get("/sites/", {"q": text})
        assert (response.status_code, response["Location"]) == (302, ASHBY)


def test_words_of_a_name_and_the_start_of_a_code_find_sites(client, world):
    assert "3 sites found for “surgery”." in text_of(client.get("/sites/?q=surgery"))
    page = text_of(client.get("/sites/?q=lane+birch"))
    assert "1 site found" in page
    assert "Birch Lane surgery A81002 GP practice" in page
    assert "2 sites found" in text_of(client.get("/sites/?q=a81"))


def test_former_name_finds_the_site_under_the_name_it_has(client, world, administrator):
    send(administrator, lines("code,name,since", "A81001,Hillside surgery,2019-04-01"))
    assert "Hillside surgery A81001" in text_of(client.get("/sites/?q=ashby"))


def test_postcode_finds_the_sites_there_however_it_is_written(client, world, administrator):
    place = "A81001,Ashby surgery,practice,2000-04-01,,TS1 1AA"
    send(administrator, lines("code,name,kind,opened,closed,postcode", place))
    for text in ("TS1 1AA", "ts11aa", "ts1"):
        page = text_of(client.get("/sites/", {"q": text}))
        assert "1 site found" in page
        assert "Ashby surgery A81001 GP practice TS1 1AA" in page
    assert "TS1 1AA" in text_of(client.get(ASHBY))


def test_nothing_found_offers_near_codes(client, world):
    body = client.get("/sites/?q=A81009").content.decode()
    assert "No site is called “A81009”" in body
    assert 'href="/sites/A81001/">Ashby surgery</a>' in body


# The page


def test_unknown_code_is_not_found_and_offers_near_ones(client, world):
    response = client.get("/sites/A81009/")
    assert response.status_code == 404
    assert 'href="/sites/A81001/">Ashby surgery</a>' in response.content.decode()


def test_code_in_small_letters_leads_to_the_code_as_it_is(client, world):
    assert client.get("/sites/a81001/")["Location"] == ASHBY


def test_site_opens_with_its_answer(client, world):
    page = text_of(client.get(ASHBY))
    assert "GP practice A81001 Ashby surgery Open since 1 April 2000" in page
    assert "Health innovation network: Northern network" in page
    assert "Ashby surgery has 1 innovation." in page
    assert "Pulse check Live 4 May 2018 Has it" in page
    assert "Programmes that it is in" in page


def test_open_safety_notices_come_first(client, world, administrator):
    send(administrator, NOTICE_FILE)
    page = text_of(client.get(ASHBY))
    assert "1 safety notice is open for it and overdue." in page
    assert page.index("Open safety notices") < page.index("What it has")
    answer = "pulse-stop,A81001,2020-01-12,2020-01-13,stopped,"
    send(administrator, lines("notice,site,acknowledged,acted,outcome,note", answer))
    page = text_of(client.get(ASHBY))
    assert "Open safety notices" not in page
    assert "Answered safety notices Stop using Pulse check : acted" in page


def test_corrected_events_are_struck_through_and_lead_to_their_rows(client, world, administrator):
    send(administrator, lines(HEADING, "A81001,pulse-check,live,2018-06,pulse,,"), "later.csv")
    body = client.get(ASHBY).content.decode()
    assert re.search(r"<del><span[^>]*>Corrected: </span>Live</del>", body)
    assert "<del>4 May 2018</del>" in body
    page = text_of(client.get(ASHBY))
    assert "Live June 2018 Reported Pulse programme" in page
    number = world.submissions["adoptions.csv"].pk
    assert f'<a href="/submissions/{number}/rows/2/">adoptions.csv, row 2</a>' in body


def test_site_that_could_join_a_programme_is_told(client, world):
    page = text_of(client.get("/sites/C81003/?on=2018-06-01"))
    assert "could join 1 programme that it is not in." in page
    assert "Programmes that it is eligible for and not in" in page
    later = text_of(client.get("/sites/C81003/?on=2020-04-01"))
    assert "could join" not in later
    assert "Programmes that ended, that it was eligible for and not in" in later


def test_site_of_which_nothing_is_known_says_that_this_is_not_having_nothing(client, world):
    page = text_of(client.get("/sites/NET-N/"))
    assert "Nothing is known of any innovation or programme at Northern network." in page
    assert "That is not the same as having none." in page
    assert "No programme lists it." in page


def test_site_as_it_was_is_asked_by_day(client, world):
    page = text_of(client.get(f"{ASHBY}?on=2018-05-01"))
    assert "As it was on 1 May 2018" in page
    assert "Nothing that stands" in page
    assert client.get(f"{ASHBY}?on=never").status_code == 400
    assert client.get(f"{ASHBY}?on=&known_on=")["Location"] == ASHBY


def test_merged_site_leads_to_what_it_became_and_back(client, world, administrator):
    send(administrator, lines("from,to,effective_on,share", "A81001,A81002,2019-04-01,"))
    assert "On 1 April 2019 its work passed to Birch Lane surgery" in text_of(client.get(ASHBY))
    page = text_of(client.get("/sites/A81002/"))
    assert "What became it Ashby surgery (A81001), on 1 April 2019" in page


def test_page_command_and_api_give_the_same_events(client, world):
    text = client.get("/questions/site/events.csv?site=A81001").content.decode("utf-8-sig")
    assert "pulse-check,A81001,live,2018-05-04,reported" in text
    told = client.get("/api/v1/questions/site?site=A81001").json()
    assert told["tables"]["innovations"]["rows"][0]["stage"] == "live"
    rows = client.get("/api/v1/questions/site/rows?site=A81001&innovation=pulse-check").json()
    assert [row["row"] for row in rows] == [2]
    how = text_of(client.get("/questions/site/how/?site=A81001"))
    assert "adoptions.csv, row 2" in how
    assert "groundswell ask site --site A81001" in how
