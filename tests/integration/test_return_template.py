"""The workbook that a network fills in: its sites then, what is known, choices, and no formulas."""

import io

import openpyxl
import pytest

from groundswell.adoption.asked import NotAsked, find_return
from groundswell.adoption.rules import DOMAINS, FACTORS, REASONS, STAGES
from groundswell.people.action import data_version
from groundswell.reports.return_workbook import NothingToReturn, template_of
from groundswell.reports.return_workbook.help import REASONS as EXPLAINED_REASONS
from groundswell.reports.return_workbook.help import STAGES as EXPLAINED_STAGES
from tests.support.intake_files import adoptions, lines, send
from tests.support.returns import cells_of, template

pytestmark = pytest.mark.django_db


def book(**of):
    return openpyxl.load_workbook(io.BytesIO(template(**of)))


def sites(**of):
    return [row[0] for row in cells_of(template(**of))[1:]]


def test_there_is_a_row_for_each_site_with_what_is_known_of_it(world):
    send(world, adoptions("L81001,approached,2018-04-04", "L81001,live,May 2018"))
    headings, first, second = cells_of(template())
    assert headings[:5] == ("Site", "Name", "Postcode", "Known stage", "Known date")
    assert headings[5:] == ("Stage", "Date", "Reason", "Factor", "Domain", "Note")
    assert first[:5] == ("L81001", "Severn Surgery", "", "live", "May 2018")
    assert second[:5] == ("L81002", "Avon Surgery", "", "", "")
    assert not any(first[5:]) and not any(second[5:])


def test_a_postcode_stands_where_it_is_known(world):
    rows = "code,name,kind,opened,closed,postcode"
    moved = lines(rows, "L81001,,practice,2010-04-01,,bs11aa", "L81002,,practice,2015-06-01,,none")
    notes = [note["text"] for note in send(world, moved).notes]
    assert "Postcodes that are not one are left out: 'none'." in notes
    assert [row[2] for row in cells_of(template())[1:]] == ["BS1 1AA", ""]


def test_sites_are_those_that_the_network_had_at_the_end_of_the_round(world):
    send(world, lines("programme,network,owner,email,start,end", "inhale,HI-NENC,,,,"))
    send(world, lines("programme,start,end,due", "inhale,2018-10-01,2018-12-31,2019-01-14"))
    send(world, lines("child,parent,start,end", "L81002,00D,2018-12-15,"))
    assert sites() == ["L81001", "L81002"]
    assert sites(round_="2018-Q4") == ["L81001"]
    assert sites(network="HI-NENC", round_="2018-Q4") == ["A81001", "L81002"]


def test_a_site_that_closed_or_left_the_cohort_before_the_round_is_not_asked_about(world):
    send(world, lines("code,name,kind,opened,closed", "L81001,,practice,2010-04-01,2018-06-30"))
    rows = "innovation,programme,rule,site,start,end"
    send(world, lines(rows, "smart-inhaler,inhale,Trusts,RA7,2018-04-01,2018-06-30"))
    assert sites() == ["L81002"]


def test_a_programme_of_several_innovations_has_a_column_that_tells_them_apart(world):
    send(world, lines("slug,name,kind,origin,summary,demo", "spacer,Spacer,device,staff,,"))
    headings = "slug,name,innovation,other_innovations,commissioner,start,end,outcome,summary"
    send(world, lines(headings, "both,Both,smart-inhaler,spacer,NHS,2018-04-01,,running,"))
    send(world, lines("programme,network,owner,email,start,end", "both,HI-West,,,,"))
    send(world, lines("programme,start,end,due", "both,2018-07-01,2018-09-30,2018-10-14"))
    rows = "innovation,programme,rule,site,start,end"
    send(
        world,
        lines(
            rows,
            "smart-inhaler,both,All,L81001,2018-04-01,",
            "spacer,both,All,L81001,2018-04-01,",
        ),
    )
    content = template(programme="both")
    assert [row[:2] for row in cells_of(content)] == [
        ("Site", "Innovation"),
        ("L81001", "smart-inhaler"),
        ("L81001", "spacer"),
    ]
    assert send(world, content, "both.xlsx").facts["rows returned"] == 2


def test_what_is_known_is_locked_and_what_is_asked_is_open(world):
    sheet = book()["Return"]
    assert sheet.protection.sheet
    assert all(sheet.cell(1, column).protection.locked for column in range(1, 12))
    assert all(sheet.cell(2, column).protection.locked for column in range(1, 6))
    assert not any(sheet.cell(2, column).protection.locked for column in range(6, 12))
    assert not sheet.cell(4, 1).protection.locked, "a free row takes a site's second event"


def test_choices_are_drop_downs_and_dates_are_text(world):
    sheet = book()["Return"]
    lists = {
        str(v.sqref).split(":")[0]: v.formula1.strip('"').split(",")
        for v in sheet.data_validations.dataValidation
        if v.type == "list"
    }
    told = [stage for stage in STAGES if stage != "void"]
    assert lists == {
        "F2": told,
        "H2": list(REASONS),
        "I2": list(FACTORS),
        "J2": list(DOMAINS),
    }
    assert sheet["G2"].number_format == "@"


def test_the_help_sheet_explains_every_choice_and_says_who_answers_and_by_when(world):
    text = " ".join(" ".join(row) for row in cells_of(template(), "Help"))
    assert "14 October 2018" in text and "Ann Other, ann@example.nhs.uk" in text
    assert set(EXPLAINED_STAGES) == {stage for stage in STAGES if stage != "void"}
    assert set(EXPLAINED_REASONS) == set(REASONS) >= set(DOMAINS)
    assert all(f"Stage: {stage}" in text for stage in EXPLAINED_STAGES)


def test_a_hidden_sheet_says_what_the_template_was_made_for(world):
    own = book()["_groundswell"]
    assert own.sheet_state == "hidden"
    assert dict(own.iter_rows(values_only=True)) == {
        "schema": "1",
        "programme": "inhale",
        "network": "HI-West",
        "round": "2018-07-01",
        "data version": str(data_version()),
    }


def test_a_name_that_looks_like_a_formula_stands_as_text(world):
    send(world, lines("code,name,since", "L81001,@SUM(A1),2018-01-01"))
    workbook = book()
    assert workbook["Return"]["B2"].value == "'@SUM(A1)"
    cells = [cell for sheet in workbook for line in sheet.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_network_without_a_site_has_nothing_to_return(world):
    send(world, lines("programme,network,owner,email,start,end", "inhale,HI-NENC,,,,"))
    send(world, lines("child,parent,start,end", "A81001,15C,2018-05-01,"))
    with pytest.raises(NothingToReturn, match="HI-NENC has no site in the cohort of Inhale"):
        template_of(find_return("inhale", "HI-NENC", "2018-Q3"))


@pytest.mark.parametrize("text", ["2018-07-01", "2018-07", "2018 Q3", "1 July 2018"])
def test_a_round_is_named_by_its_first_day_or_the_period_that_it_begins(world, text):
    assert find_return("inhale", "hi-west", text).title == "July to September 2018"


def test_a_network_that_joined_later_is_not_asked(world):
    row = "inhale,HI-NENC,,,2018-10-01,"
    send(world, lines("programme,network,owner,email,start,end", row))
    with pytest.raises(NotAsked, match="does not take part in Inhale in July to September 2018"):
        find_return("inhale", "HI-NENC", "2018-Q3")
