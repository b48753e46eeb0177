"""Measures: their list, their pages, and the way down to the cells of sites."""

import csv
import io
import re

import pytest
from django.db import transaction
from django.template.loader import get_template
from openpyxl import load_workbook

from groundswell.innovations.models import Innovation
from groundswell.intake import import_file
from groundswell.measures.cells import publish
from groundswell.measures.registry import measures
from groundswell.people.models import Person, Role
from groundswell.questions import spread
from groundswell.web.pages import PAGES
from groundswell.web.standing import standing
from tests.support.cells import as_table, cells_of

from . import browser as browsers
from . import measure_world as measure_worlds
from .test_reading import text_of

PAGE = "/measures/pulse-reach/"
QUERY = "measure=pulse-reach&by=network&boundaries=as-then"
HOW = f"/questions/reach/how/?{QUERY}"
FILES = "/questions/reach"
EVERY_TABLE = ("cells", "league", "spc", "deciles", "funnel", "unreported")
EVERY_PICTURE = ("spc", "deciles", "multiples", "league", "funnel")


def lines(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


# The list


def test_each_measure_says_what_it_found_or_that_nobody_sent_any(client, measured):
    page = text_of(client.get("/measures/"))
    real = [measure for measure in measures().values() if not measure.is_demo]
    assert f"{len(real)} measures are defined here." in page
    said = "People whose pulse was checked 39% in March 2020, 180 of 457. 4 of 5 GP practices"
    assert said in page
    assert page.index("Pulse checkers in stock") < page.index("No data yet")
    assert page.index("No data yet") < page.index("People asked back")


def test_measures_with_data_stand_on_the_first_page(client, measured, monkeypatch):
    monkeypatch.setattr("groundswell.web.views.measures.MEASURES_A_PAGE", 2)
    page = text_of(client.get("/measures/"))
    assert "People whose pulse was checked" in page
    assert "No data yet" not in page


def test_each_measure_says_how_far_it_was_checked_and_where_its_data_come_from(client, measured):
    page = text_of(client.get("/measures/"))
    assert "rarely show. Draft Self-reported data · Pulse check Pulse checkers in stock" in page
    assert "Preview: nobody but its author has checked its codes" in page
    assert "oximetry" not in page  # it is made up, and nobody has made up its numbers here


def test_the_list_follows_new_numbers(client, measured, administrator, tmp_path):
    client.get("/measures/")
    path = tmp_path / "april.csv"
    path.write_text("site,month,numerator,denominator\nA81001,2020-04,90,120\n")
    import_file(by=administrator, path=path, options={"measure": "pulse-reach"})
    assert "75% in April 2020, 90 of 120" in text_of(client.get("/measures/"))


# A measure's page


def test_a_measure_opens_with_its_answer_its_question_and_its_warnings(client, measured):
    page = text_of(client.get(PAGE))
    answer = page.index("39% in March 2020, 180 of 457. 4 of 5 GP practices reported.")
    asked = page.index("Asked: What was “People whose pulse was checked” in each network")
    warned = page.index("Warning: In 1 of 15 months some sites did not report")
    assert answer < asked < warned < page.index("Over time") < page.index("The numbers")


def test_the_league_table_has_intervals_ranges_of_ranks_and_the_target(client, measured):
    page = text_of(client.get(f"{PAGE}?to=2020-02"))
    east, south, north = (sum_of(sites, 13) for sites in (("E81004", "E81005"), ("C81003",), NORTH))
    for name, (above, below) in (("Eastern", east), ("Southern", south), ("Northern", north)):
        value = f"{100 * above / below:.1f}%"
        pattern = rf"{name} network \d( to \d)? {value} [\d.]+% to [\d.]+% {above} {below} 100%"
        assert re.search(pattern, page)


NORTH = ("A81001", "A81002")


def sum_of(sites, since):
    told = [measure_worlds.people(site, measure_worlds.FIRST + since) for site in sites]
    return sum(above for above, _ in told), sum(below for _, below in told)


def test_a_suppressed_number_is_an_s_and_the_page_says_why(client, measured):
    body = client.get(PAGE).content.decode()
    page = text_of(client.get(PAGE))
    assert "Southern network Not ranked s (suppressed) s (suppressed) s (suppressed) 90" in page
    # The North would tell it: all together are 180, and the East is 133.
    assert "Northern network Not ranked s (suppressed)" in page
    assert "s is a suppressed number: one from 1 to 7, or one from which such a number" in page
    assert "5.6%" not in body


def test_a_page_without_suppressed_numbers_explains_none(client, measured):
    assert "suppressed" not in text_of(client.get(f"{PAGE}?to=2020-02"))


def test_who_has_not_reported_is_listed(client, measured):
    page = text_of(client.get(PAGE))
    assert "1 site was expected to report March 2020 and did not." in page
    assert "A81002 Birch Lane surgery NET-N February 2020" in page
    assert "Every site that was expected to report February 2020 did." in text_of(
        client.get(f"{PAGE}?to=2020-02")
    )


def test_a_measure_says_how_it_is_defined(client, measured):
    page = text_of(client.get(PAGE))
    assert "Why it matters An irregular pulse that is found early can be treated." in page
    assert "Target 60%" in page
    assert "Version 3. Draft: its author is still writing it" in page
    assert "Checked by Nobody yet" in page
    assert "Next review 1 February 2031" in page
    assert 'shows the use of <a href="/innovations/pulse-check/">' in (
        client.get(PAGE).content.decode()
    )


def test_the_codes_of_a_measure_are_named(client, measured):
    page = text_of(client.get("/measures/doac-share/"))
    assert "Codes of the numerator" in page
    assert "0208020AA Edoxaban From July 2015" in page


def test_every_picture_is_described_and_comes_with_its_files(client, measured):
    body = client.get(PAGE).content.decode()
    images = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', body)
    assert [src.split("/")[-1].split(".")[0] for src, _ in images] == [*EVERY_PICTURE]
    for source, alt in images:
        assert "Pulse checks" in alt
        address = source.replace("&amp;", "&")
        assert client.get(address)["Content-Type"] == "image/svg+xml"
        as_png = client.get(f"{address.replace('.svg', '.png')}&download=1")
        assert as_png.content.startswith(b"\x89PNG")
        assert "attachment" in as_png["Content-Disposition"]
        assert f'href="{source.replace(".svg", ".png")}&amp;download=1"' in body


def test_every_link_within_the_page_has_its_target(client, measured):
    body = client.get(f"{PAGE}?place=NET-E").content.decode()
    for anchor in re.findall(r'href="#([^"]+)"', body):
        assert f'id="{anchor}"' in body


def test_a_board_says_how_many_signals_noise_alone_would_show(client, measured):
    assert "0 of 3 charts show a special cause" in text_of(client.get(PAGE))


def test_the_form_leads_to_an_address_without_empty_fields(client, measured):
    typed = {
        "by": "practice",
        "from": "2019-06",
        "to": "",
        "boundaries": "as-at",
        "as_at": "2019-04-01",
        "known_on": "",
    }
    response = client.get(PAGE, typed)
    assert response.status_code == 302
    assert response["Location"] == (f"{PAGE}?by=practice&from=2019-06&boundaries=as-at:2019-04-01")
    assert "Fern surgery" in text_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("from=banana", "from", "is not a month. Write it as 2018-04."),
        ("to=1900-01", "to", "is not from 1999-01 to 2049-12"),
        ("by=planet", "by", "There is no kind of place"),
        ("boundaries=as-at&as_at=soon", "as_at", "Write the date of the boundaries as 2020-04-01."),
        ("known_on=never", "known_on", "is not a day. Write it as 2020-04-01."),
        ("from=2021-01", "from", "pulse-reach has 2019-01 to 2020-03. Choose months among these."),
        ("to=2018-01", "to", "pulse-reach has 2019-01 to 2020-03. Choose months among these."),
        ("known_on=2015-01-01", "known_on", "Nothing was known of this measure on 1 January 2015."),
    ],
)
def test_a_mistake_is_explained_beside_its_field(client, measured, query, field, message):
    response = client.get(f"{PAGE}?{query}")
    body = response.content.decode()
    assert response.status_code == 400
    assert f'<a href="#{field}">' in body
    assert f'id="{field}"' in body
    assert body.count(message) == 2
    assert "<title>Error: People whose pulse was checked" in body
    assert 'id="change" open' in body


def test_months_in_the_wrong_order_are_explained(client, measured):
    response = client.get(f"{PAGE}?from=2020-02&to=2019-02")
    assert response.status_code == 400
    assert "from 2020-02 is after to 2019-02: swap them." in text_of(response)


def test_the_month_of_the_table_of_places_is_chosen(client, measured):
    page = text_of(client.get(f"{PAGE}?month=2019-03"))
    above, below = sum_of(NORTH, 2)
    shown = "Places in March 2019 (%) Place Numerator Denominator Value Status Coverage"
    assert shown in page
    assert f"Northern network {above} {below} {100 * above / below:.1f}% Observed 100%" in page


@pytest.mark.parametrize("month", ["2031-01", "soon"])
def test_a_month_that_is_not_in_the_answer_is_refused(client, measured, month):
    assert client.get(f"{PAGE}?month={month}").status_code == 400


def test_a_chosen_place_has_its_own_chart_and_months(client, measured):
    response = client.get(f"{PAGE}?place=NET-E")
    body, page = response.content.decode(), text_of(response)
    assert "54% (133 of 247) in March 2020. All 2 GP practices reported. Its rank is 1 of 1" in page
    assert f'{FILES}/spc.svg?{QUERY}&place=NET-E"'.replace("&", "&amp;") in body
    assert "Eastern network, newest month first (%)" in page
    assert "March 2020 133 247 53.8% 100% Observed Common cause" in page


def test_a_place_that_is_not_in_the_answer_is_not_found(client, measured):
    response = client.get(f"{PAGE}?place=NET-Q")
    assert response.status_code == 404
    assert "Did you mean NET-" in text_of(response)


def test_a_quantity_has_no_denominator_no_funnel_and_no_ranks(client, measured):
    page = text_of(client.get("/measures/stock/"))
    assert "51 checkers in February 2020. All 2 GP practices reported." in page
    assert "This measure is a quantity, so it has none." in page
    assert "Northern network 31 100%" in page
    assert "Rank" not in page
    assert client.get(f"{FILES}/funnel.svg?measure=stock").status_code == 404


def test_a_measure_without_data_says_what_it_is(client, measured):
    response = client.get("/measures/no-data/")
    page = text_of(response)
    assert response.status_code == 200
    assert "No data yet: nobody has sent any. Log in to import a file" in page
    assert "Why it matters" in page
    assert "Change the question" not in page


def test_an_unknown_measure_offers_near_names(client, measured):
    response = client.get("/measures/pulse-reech/")
    assert response.status_code == 404
    near = '<a href="/measures/pulse-reach/">People whose pulse was checked</a>'
    assert near in response.content.decode()


# Files


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_every_table_comes_as_csv(client, measured, table):
    response = client.get(f"{FILES}/{table}.csv?{QUERY}")
    assert lines(response)
    name = f"pulse-reach-by-network-2019-01-to-2020-03-{table}.csv"
    assert name in response["Content-Disposition"]


def test_the_first_table_has_its_documented_columns_and_hides_what_the_page_hides(client, measured):
    found = lines(client.get(f"{FILES}/table.csv?{QUERY}"))
    columns = "place_code,place_name,month,numerator,denominator,value,status,coverage"
    assert ",".join(found[0]) == columns
    hidden = [row["place_code"] for row in found if row["numerator"] == "s"]
    assert hidden == ["NET-N", "NET-S"]


def test_a_table_of_one_place_has_only_its_rows(client, measured):
    found = lines(client.get(f"{FILES}/cells.csv?{QUERY}&place=NET-E"))
    assert {row["place_code"] for row in found} == {"NET-E"}
    assert len(found) == 15


def test_the_whole_comes_as_a_workbook(client, measured):
    response = client.get(f"{FILES}/table.xlsx?{QUERY}")
    book = load_workbook(io.BytesIO(response.content))
    assert {"Places by month", "League table", "How computed"} <= {*book.sheetnames}


@pytest.mark.parametrize("name", ["nothing.csv", "nothing.svg", "nothing.png"])
def test_a_file_that_there_is_not_is_not_found(client, measured, name):
    assert client.get(f"{FILES}/{name}?{QUERY}").status_code == 404


def test_a_picture_of_a_place_that_is_not_there_is_not_found(client, measured):
    assert client.get(f"{FILES}/spc.svg?{QUERY}&place=NET-Q").status_code == 404


def test_a_place_cannot_break_out_of_a_header(client, measured):
    response = client.get(f'{FILES}/cells.csv?{QUERY}&place=%0d%0aX-Evil:"1"')
    assert response.status_code == 200
    assert "X-Evil" not in response


def test_a_long_list_of_places_has_pages(client, measured, monkeypatch):
    monkeypatch.setattr("groundswell.web.views.measures.PLACES_A_PAGE", 2)
    body = client.get(f"{PAGE}?places=2").content.decode()
    assert 'href="?places=1#places" rel="prev"' in body
    assert 'href="?places=2&amp;page=2#league" rel="next"' in body


@pytest.mark.parametrize("path", ["/questions/moon/how/", "/questions/moon/table.csv"])
def test_a_question_that_there_is_not_is_not_found(client, measured, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "use one of " in text_of(response)


def test_a_file_of_months_without_data_says_which_there_are(client, measured):
    response = client.get(f"{FILES}/cells.csv?{QUERY}&from=2031-01")
    assert response.status_code == 400
    assert "pulse-reach has 2019-01 to 2020-03" in text_of(response)


def test_a_file_is_sent_again_once_the_definition_has_changed(client, measured, settings):
    address = f"{FILES}/league.csv?{QUERY}"
    first = client.get(address)
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    path = measures()["pulse-reach"].path
    path.write_text(path.read_text().replace("version: 3", "version: 4"))
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


# How was this computed?


def test_the_question_its_rules_and_its_files_are_shown(client, measured):
    page = text_of(client.get(HOW))
    assert "/measures/pulse-reach/?by=network&amp;boundaries=as-then" in page
    assert "groundswell ask reach --measure pulse-reach --by network" in page
    assert "Measure: People whose pulse was checked (version 3, draft" in page
    assert "pulses.csv series" in page


def test_each_site_leads_to_the_row_of_its_file(client, measured):
    body = client.get(f"{HOW}&place=NET-E").content.decode()
    (address,) = set(re.findall(r'href="(/submissions/\d+/rows/\d+/)">pulses.csv, row', body)[:1])
    row = text_of(client.get(address))
    assert "site E81004" in row
    assert "month 2020-03" in row
    assert "numerator 63" in row


def test_the_rows_of_a_place_month_and_status_are_chosen(client, measured):
    page = text_of(client.get(f"{HOW}&place=NET-N&month=2020-01&status=observed"))
    assert "2 sites in Northern network, January 2020, observed." in page
    missing = text_of(client.get(f"{HOW}&status=missing"))
    assert "1 site, missing." in missing
    assert "A81002 Birch Lane surgery NET-N Not reported Not reported Missing No row" in missing
    hub = text_of(client.get(f"{HOW}&status=not+eligible"))
    assert "E81006 Harbour hub NET-E 0 0 Not eligible" in hub


def test_a_small_number_of_a_site_is_hidden_on_the_page_its_csv_and_its_row(client, measured):
    page = text_of(client.get(f"{HOW}&place=NET-S"))
    assert "C81003 Cove surgery NET-S s (suppressed) 90 Observed" in page
    assert "s is a suppressed number" in page
    (row,) = lines(client.get(f"{FILES}/rows.csv?{QUERY}&place=NET-S"))
    assert row["numerator"] == "s"
    source = text_of(client.get(f"/submissions/{row['submission_id']}/rows/{row['row']}/"))
    assert "numerator s" in source


def test_what_would_tell_a_hidden_number_is_hidden_on_other_pages_too(
    client, measured, monkeypatch
):
    """No region is known, so all sites stand in one place, and their sum is not secret."""
    monkeypatch.setattr("groundswell.web.views.how.ROWS_A_PAGE", 1)
    page = text_of(client.get("/questions/reach/how/?measure=pulse-reach&by=region"))
    assert "1 to 1 are shown" in page
    assert "A81001 Ashby surgery none s (suppressed) 120 Observed" in page


def test_every_number_of_the_tables_opens_the_sites_it_adds_up(client, measured):
    body = client.get(f"{PAGE}?month=2020-02").content.decode()
    links = re.findall(r'numeric"><a href="([^"]*/how/[^"]*month=2020-02#rows)">(\d+)</a>', body)
    assert len(links) == 3
    for address, number in links:
        address = address.replace("&amp;", "&").replace("/how/", "/rows.csv").removesuffix("#rows")
        assert sum(float(row["numerator"]) for row in lines(client.get(address))) == int(number)


def test_a_cell_of_many_rows_leads_to_its_file(client, measured):
    submission = measured.submissions["stock.csv"]
    with transaction.atomic():
        cells = as_table(cells_of("no-data", A81001={"2020-01": 30.0}), rows=False)
        publish(cells, submission=submission, whole_months=False)
    body = client.get("/questions/reach/how/?measure=no-data").content.decode()
    assert f'<a href="/submissions/{submission.pk}/">stock.csv</a>, many rows added up' in body


def test_how_without_a_question_leads_back(client, measured):
    response = client.get("/questions/reach/how/")
    assert response.status_code == 400
    assert "Choose a measure" in text_of(response)


def test_how_of_a_measure_without_data_is_not_found(client, measured):
    response = client.get("/questions/reach/how/?measure=no-data")
    assert response.status_code == 404
    assert "There is no data for the measure" in text_of(response)


# The innovation's page


def test_adopted_reached_and_effect_stand_side_by_side(client, measured):
    page = text_of(client.get("/innovations/pulse-check/", {"at": "2020-03"}))
    adopted = page.index("Adopted 2 of 3 GP practices (67%) by the end of March 2020")
    reached = page.index("Reached 39% in March 2020, 180 of 457 4 of 5 GP practices reported.")
    effect = page.index("Effect Not yet evaluated An evaluation would compare sites")
    assert adopted < reached < effect < page.index("Asked:")


def test_reached_leads_to_the_measure_asked_alike(client, measured):
    body = client.get("/innovations/pulse-check/?at=2020-02&by=practice").content.decode()
    (address,) = re.findall(r'<a href="(/measures/pulse-reach/[^"]*)">Measure: Pulse checks', body)
    assert address == f"{PAGE}?by=practice&amp;to=2020-02&amp;boundaries=as-then"
    assert "45% in February 2020" in text_of(client.get(address.replace("&amp;", "&")))


def test_reached_before_the_first_month_of_a_measure_is_not_known(client, measured):
    page = text_of(client.get("/innovations/pulse-check/", {"at": "2018-08"}))
    assert "Reached Not known for August 2018" in page
    assert "pulse-reach has 2019-01 to 2020-03" in page


def test_an_innovation_without_a_measure_says_so(client, measured):
    page = text_of(client.get("/innovations/warm-ward/"))
    assert "Reached No measure is defined" in page
    assert "It first needs a measure of what should change." in page


def test_a_finding_published_elsewhere_is_told_with_its_source(measured, monkeypatch):
    found = Innovation.objects.get(slug="warm-ward")
    found.finding, found.finding_source = "Wards were warmer.", "Journal of Wards, 2021"
    question = PAGES["spread"].read({"innovation": "warm-ward"}).question
    effect = standing(found, question, spread.answer(question)).effect
    assert (effect.finding, effect.source) == ("Wards were warmer", "Journal of Wards, 2021")
    html = get_template("parts/standing.jinja").render(
        {"standing": standing(found, question, spread.answer(question)), "use": []}
    )
    assert "Published elsewhere: Wards were warmer (Journal of Wards, 2021)." in html


# Journeys


@pytest.fixture
def site(live_server, tmp_path, settings):
    """The address of a served ledger with measures."""
    ada = Person.objects.create_user("ada", role=Role.ADMINISTRATOR)
    measure_worlds.build(ada, tmp_path / "files", settings, demo=True)
    return live_server.url


@pytest.fixture(scope="module")
def _orm_beside_an_event_loop():
    """Playwright runs an event loop in this thread, in which Django refuses queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


in_a_browser = pytest.mark.usefixtures("_orm_beside_an_event_loop")


def browser_test(test):
    """In a real browser, where there is one."""
    absent = pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium (set CHROMIUM)")
    return pytest.mark.browser(absent(in_a_browser(test)))


@browser_test
def test_from_the_list_to_a_place_and_down_to_the_row_of_a_file(site, open_page):
    page = open_page()
    page.goto(site)
    page.get_by_role("link", name="Measures").click()
    page.get_by_role("link", name="People whose pulse was checked").click()
    assert "39% in March 2020" in page.locator("#headline").inner_text()

    page.get_by_text("Change the question").click()
    page.get_by_label("To (optional)").fill("2020-02")
    page.get_by_label("As at one date, for every month").check()
    page.get_by_label("Date of the boundaries").fill("2019-04-01")
    page.get_by_role("button", name="Update").click()
    assert page.url.endswith("?by=network&to=2020-02&boundaries=as-at:2019-04-01")
    assert "45% in February 2020" in page.locator("#headline").inner_text()

    page.get_by_role("link", name="Eastern network").click()
    assert page.locator("#place").get_by_role("heading", name="Eastern network").is_visible()
    page.wait_for_load_state("networkidle")
    pictures = page.locator("#place img").all()
    assert [p.evaluate("p => p.naturalWidth > 0") for p in pictures] == [True, True]

    row = page.locator("#league").get_by_role("row", name="Southern network")
    row.get_by_role("link").nth(1).click()
    assert "1 site in Southern network." in page.locator("main").inner_text()
    page.get_by_role("link", name="pulses.csv, row").click()
    assert page.get_by_role("row", name="site C81003").is_visible()


@browser_test
def test_tables_are_downloaded(site, open_page):
    page = open_page()
    page.goto(f"{site}{PAGE}")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV of every place and month").click()
    assert "NET-S,Southern network,2020-03,s,90,s,suppressed,1" in (
        download.value.path().read_text(encoding="utf-8-sig")
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel (XLSX)").click()
    assert (
        load_workbook(io.BytesIO(download.value.path().read_bytes()))["League table"]["A2"].value
        == "NET-E"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="PNG of funnel plot").click()
    assert download.value.suggested_filename.endswith("-funnel.png")


@browser_test
def test_it_works_by_keyboard_and_without_javascript(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}{PAGE}?from=2031-01")
    page.get_by_role("link", name="Choose months among these").click()
    assert page.evaluate("document.activeElement.id") == "from"
    page.keyboard.press("Control+a")
    page.keyboard.type("2019-06")
    page.keyboard.press("Enter")
    assert "39% in March 2020" in page.locator("#headline").inner_text()
    page.locator("#places-table summary").press("Enter")
    page.get_by_label("Month", exact=True).select_option("June 2019")
    page.get_by_role("button", name="Show this month").press("Enter")
    assert page.get_by_role("table", name="Places in June 2019 (%)").is_visible()


ADDRESSES = (
    "/measures/",
    PAGE,
    f"{PAGE}?place=NET-S&month=2019-03",
    f"{PAGE}?by=practice",
    f"{PAGE}?from=banana&by=planet&known_on=never&boundaries=as-at",
    f"{PAGE}?from=2031-01",
    "/measures/stock/",
    "/measures/no-data/",
    "/measures/doac-share/",
    "/measures/pulse-reech/",
    HOW,
    f"{HOW}&place=NET-S&status=missing",
    f"{HOW}&known_on=never",
    "/innovations/pulse-check/?at=2020-03",
    "/innovations/warm-ward/",
)


@browser_test
@pytest.mark.parametrize("viewport", [browsers.DESKTOP, browsers.PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page_and_none_is_too_wide(site, open_page, viewport):
    page = open_page(viewport=viewport)
    found = {}
    for address in ADDRESSES:
        response = page.goto(f"{site}{address}")
        assert response.status < 500, address
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        problems = browsers.axe_violations(page)
        if wide := browsers.overflow(page):
            problems.append(f"scrolls sideways by {wide} pixels")
        if problems:
            found[address] = problems
    assert found == {}
