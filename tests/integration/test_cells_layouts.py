"""Series with any headings, list sizes and payments: from files to cells."""

import pytest

from groundswell.adoption.models import Event
from groundswell.analysis.panel import Status
from groundswell.intake import check, receive
from groundswell.intake.steps import check_content
from groundswell.measures.cells import measures_with_cells, site_cells
from groundswell.measures.models import Part
from groundswell.organisations.models import Organisation
from groundswell.programmes.models import Cohort, CohortSite
from groundswell.submissions.incoming import source_row
from tests.support.cells import told
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import lines, send, workbook

pytestmark = pytest.mark.django_db

SHARE = {"measure": "dapagliflozin"}  # a proportion by CCG


def _values(measure):
    return {(s, str(m)): v[:3] for (s, m), v in told(site_cells(measure)).items()}


def _refusals(by, content, layout=None, **options):
    with nothing_written():
        result = check_content(
            by=by, file_name="file.csv", content=content, layout=layout, options=options
        )
    return [(r.row, r.column, r.value, r.why, r.mend) for r in result.refusals]


# Series


def test_series_of_a_measure_alone_stores_cells_and_nothing_of_an_innovation(world):
    rows = lines("month,code,numerator,denominator", "2021-01-01,15C,3,10", "2021-01-01,00D,0,0")
    submission = send(world, rows, **SHARE)
    assert submission.facts == {"cells": 2}
    assert _values("dapagliflozin") == {
        ("15C", "2021-01"): (3, 10, Status.OBSERVED),
        ("00D", "2021-01"): (0, 0, Status.NOT_YET_ELIGIBLE),
    }
    assert not Event.objects.filter(submission=submission).exists()
    assert not Cohort.objects.filter(submission=submission).exists()
    assert Part.objects.get().innovation is None


@pytest.mark.parametrize(
    "headings", ["site,month", "code,month", "pct,month", "Practice_Code,YEAR_MONTH", "org,Month"]
)
def test_headings_that_publishers_use_need_no_option(world, headings):
    send(world, lines(f"{headings},numerator,denominator", "15C,2021-01,3,10"), **SHARE)
    assert _values("dapagliflozin") == {("15C", "2021-01"): (3, 10, Status.OBSERVED)}


def test_columns_can_be_told_whatever_they_are_called(world):
    rows = lines("When,Where,Part,Whole,calc", "2021-01,15C,3,10,0.3")
    told_by = {"site": "Where", "month": "When", "numerator": "part", "denominator": "Whole"}
    send(world, rows, **SHARE, **{f"{name}_column": told for name, told in told_by.items()})
    assert _values("dapagliflozin") == {("15C", "2021-01"): (3, 10, Status.OBSERVED)}


def test_column_that_the_file_does_not_have_is_refused_with_the_nearest(world):
    rows = lines("month,pct_id,total_doac_items,all", "2021-01,15C,3,10")
    (found,) = _refusals(world, rows, numerator_column="total_doac_item", **SHARE)
    assert found[:3] == (1, "--numerator-column", "total_doac_item")
    assert found[4] == "Did you mean total_doac_items?"


def test_series_of_a_share_without_its_denominator_is_refused(world):
    rows = lines("month,pct_id,numerator", "2021-01,15C,3")
    (found,) = _refusals(world, rows, measure="saba")
    assert found[:2] == (1, "--denominator-column")
    assert "saba has a denominator" in found[3]


def test_innovation_that_one_measure_names_is_told_by_that_measure(world):
    rows = lines("pct_id,month,numerator,denominator", "15C,2018-01,3,10")
    new = {"name": "FreeStyle Libre", "kind": "device", "origin": "industry"}
    send(world, rows, innovation="freestyle-libre", **new)
    assert measures_with_cells() == ["flash-glucose"]
    assert Part.objects.get().innovation.slug == "freestyle-libre"


def test_innovation_that_no_measure_names_is_a_quantity_of_its_own(world):
    rows = lines("pct,month,total_quantity", "15C,2018-01,3")
    send(world, rows, innovation="smart-inhaler", numerator_column="total_quantity")
    assert _values("smart-inhaler") == {("15C", "2018-01"): (3, None, Status.OBSERVED)}


def test_measure_and_innovation_together_store_both(world):
    rows = lines("site,month,numerator,denominator", "15C,2018-01,3,10")
    facts = send(world, rows, innovation="smart-inhaler", **SHARE).facts
    assert facts == {"cells": 1, "cohort sites": 1, "events": 1}
    assert measures_with_cells() == ["dapagliflozin"]


def test_measure_that_is_not_defined_is_refused_with_the_nearest(world):
    rows = lines("site,month,numerator,denominator", "15C,2018-01,3,10")
    (found,) = _refusals(world, rows, measure="dapagliflozn")
    assert found[1] == "--measure" and "Did you mean dapagliflozin" in found[4]
    (neither,) = _refusals(world, rows)
    assert neither[1] == "--measure" and "dapagliflozin" in neither[4]


def test_site_of_another_kind_is_refused_once(world):
    rows = ("L81001,2018-01,3,10", "L81001,2018-02,3,10", "15C,2018-01,3,10")
    (found,) = _refusals(world, lines("site,month,numerator,denominator", *rows), **SHARE)
    assert found[:3] == (2, "site", "L81001") and "GP practice" in found[3]


def test_part_above_its_whole_is_refused_in_a_share(world):
    rows = lines("site,month,numerator,denominator", "15C,2018-01,3,10", "00D,2018-01,11,10")
    (found,) = _refusals(world, rows, **SHARE)
    assert found[:3] == (3, "numerator", "11")


def test_site_that_never_was_eligible_is_of_no_cohort(world):
    rows = lines(
        "site,month,numerator,denominator", "15C,2018-01,0,10", "00D,2018-01,0,0", "00D,2018-02,0,0"
    )
    submission = send(world, rows, innovation="smart-inhaler")
    sites = CohortSite.objects.filter(cohort__submission=submission)
    assert [s.site.code for s in sites] == ["15C"]
    assert list(Event.objects.values_list("site__code", "stage")) == [("15C", "eligible")]
    assert any("1 of 2 sites (00D)" in note["text"] for note in submission.notes)


def test_cell_opens_to_its_row_in_a_workbook(world):
    rows = [["site", "month", "numerator", "denominator"], ["15C", "2018-01", 3, 10]]
    submission = send(world, workbook(Ours=rows), "ours.xlsx", **SHARE)
    row = int(site_cells("dapagliflozin").row[0, 0])
    assert dict(source_row(submission, "", row))["site"] == "15C"


def test_small_counts_under_headings_that_were_told_are_hidden_from_the_public(world, client):
    rows = lines("month,Where,Part,Whole,Rest", "2021-01,15C,3,1000,997")
    columns = {"site_column": "Where", "numerator_column": "Part", "denominator_column": "Whole"}
    submission = send(world, rows, **SHARE, **columns)
    page = client.get(f"/submissions/{submission.pk}/rows/2/").content.decode()
    assert "15C" in page and "2021-01" in page
    assert "997" not in page and "1000" not in page


# List sizes

HEADING = "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5"
BY_AGE = lines(
    f"{HEADING},NUMBER_OF_PATIENTS",
    "GP_PRAC_PAT_LIST,01SEP2017,GP,L81001,,BS1 1AA,ALL,ALL,6939",
    "GP_PRAC_PAT_LIST,01SEP2017,GP,L81001,,BS1 1AA,FEMALE,0_4,212",
    "GP_PRAC_PAT_LIST,01SEP2017,GP,L81001,,BS1 1AA,FEMALE,ALL,3500",
    "GP_PRAC_PAT_LIST,01SEP2017,CCG,15C,,,ALL,ALL,500000",
    "GP_PRAC_PAT_LIST,01SEP2017,GP,Y00001,,BS1 1AB,ALL,ALL,0",
)


def test_patients_of_all_ages_and_both_sexes_are_the_list_size(world):
    submission = send(world, BY_AGE)
    assert (submission.layout, submission.facts) == ("list-size", {"cells": 2})
    assert _values("list-size") == {
        ("L81001", "2017-09"): (6939, None, Status.OBSERVED),
        ("Y00001", "2017-09"): (0, None, Status.ZERO),
    }


def test_practice_that_is_not_known_is_kept_and_said(world):
    notes = [note["text"] for note in send(world, BY_AGE).notes]
    assert any(text.startswith("1 practice that no file of organisations has") for text in notes)
    assert "1 practice without registered patients: Y00001." in notes
    assert not Organisation.objects.filter(code="Y00001").exists()


def test_file_of_ages_alone_is_refused(world):
    rows = [row for row in BY_AGE.decode().splitlines() if ",ALL,ALL," not in row]
    (found,) = _refusals(world, lines(*rows))
    assert "no row of a practice for all ages" in found[3]


PAID = (
    "Practice Code,Number of Registered Patients (Last Known Figure),"
    "Total NHS Payments to General Practice"
)
YEAR = lines("\ufeff" + PAID, 'L81001,"4,179",624257.15', "L81002,0,-272.78", "A81001,100.5,0")


def test_list_size_is_read_from_a_payments_file_when_it_is_named(world):
    send(world, YEAR, layout="list-size", month="2017-03")
    assert _values("list-size") == {
        ("L81001", "2017-03"): (4179, None, Status.OBSERVED),
        ("L81002", "2017-03"): (0, None, Status.ZERO),
        ("A81001", "2017-03"): (100.5, None, Status.OBSERVED),
    }


def test_month_must_be_told_where_the_file_does_not_say(world):
    (found,) = _refusals(world, YEAR, layout="list-size")
    assert found[1] == "--month" and "--month 2017-03" in found[4]
    (found,) = _refusals(world, YEAR, layout="payments")
    assert found[1] == "--month"
    (found,) = _refusals(world, YEAR, month="March 2017")
    assert found[1:3] == ("--month", "March 2017")


def test_month_that_contradicts_the_file_is_refused(world):
    (found,) = _refusals(world, BY_AGE, month="2017-10")
    assert found[1:3] == ("--month", "2017-10") and "2017-09" in found[3]
    assert not _refusals(world, BY_AGE, month="2017-09")


# Payments


def test_payments_are_the_numerator_and_patients_the_denominator(world):
    submission = send(world, YEAR, month="2017-03")
    assert submission.layout == "payments"
    assert _values("payments-per-patient") == {
        ("L81001", "2017-03"): (624257.15, 4179, Status.OBSERVED),
        ("L81002", "2017-03"): (-272.78, 0, Status.NOT_YET_ELIGIBLE),
        ("A81001", "2017-03"): (0, 100.5, Status.ZERO),
    }
    notes = [note["text"] for note in submission.notes]
    assert "1 practice without registered patients, so not eligible: L81002." in notes
    assert "1 practice with a negative amount, which was paid back: L81002." in notes


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("L81002,some,1", "number of registered patients (last known figure)", "number"),
        ("L81002,-1,1", "number of registered patients (last known figure)", "below 0"),
        ("L81002,1,", "total nhs payments to general practice", "number"),
        ('L81002,1,"1,23"', "total nhs payments to general practice", "number"),
        (",1,1", "practice code", "missing"),
        ("L81001,1,1", "practice code", "in row 2 already"),
    ],
)
def test_row_of_a_practice_is_refused_with_its_place(world, row, column, why):
    (found,) = _refusals(world, lines(PAID, "L81001,1,1", row), month="2017-03")
    assert found[:2] == (3, column) and why in found[3]


def test_same_file_is_accepted_as_list_sizes_and_as_payments(world):
    one = send(world, YEAR, layout="payments", month="2017-03")
    other = send(world, YEAR, layout="list-size", month="2017-03")
    assert one != other
    received = receive(
        by=world, file_name="a.csv", content=YEAR, layout="payments", options={"month": "2017-03"}
    )
    assert check(received).already == one
