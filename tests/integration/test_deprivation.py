"""Files of deprivation: what is stored, refused and left out; scores from the ledger; real data."""

import csv
from collections import defaultdict

import numpy as np
import pytest

from groundswell.common.months import Month
from groundswell.intake import accept, receive
from groundswell.intake.steps import check_content
from groundswell.organisations.models import Deprivation
from groundswell.organisations.queries import deprivation_scores
from groundswell.submissions.findings import Refused
from tests.support.intake_files import GOOD, lines, send

pytestmark = pytest.mark.django_db

EDITIONS, ONE_DAY = GOOD["deprivation-editions"], GOOD["deprivation-of-a-day"]


def known(codes, month, **more):
    found = deprivation_scores(codes, Month.parse(month), **more)
    return [None if np.isnan(score) else round(float(score), 6) for score in found]


def test_no_score_is_known_before_a_file_came(world):
    assert known(["L81001", "15C"], "2019-06") == [None, None]


def test_scores_of_practices_and_places_come_from_the_edition_of_the_month(world):
    send(world, EDITIONS.content)
    assert known(["L81001", "A81001", "L81002"], "2017-06") == [24.1, 50.5, None]
    assert known(["L81001", "15C", "00D", "RA7"], "2019-06") == [25.075122, 25.075122, 50.5, None]
    send(world, ONE_DAY.content, **ONE_DAY.options)
    assert known(["L81001", "15C"], "2022-12") == [25.075122] * 2
    assert known(["L81001", "15C", "HI-NENC"], "2023-01") == [25.4, 25.4, 51.2]


def test_same_edition_told_again_counts_as_told_last(world):
    send(world, EDITIONS.content)
    send(world, EDITIONS.content.replace(b"50.5", b"49.5"))
    assert Deprivation.objects.count() == 6
    assert known(["A81001"], "2019-06") == [49.5]


def test_decile_is_kept_as_given(world):
    send(world, ONE_DAY.content, **ONE_DAY.options)
    assert sorted(Deprivation.objects.values_list("decile", flat=True)) == [1, 5]
    send(world, ONE_DAY.content.replace(b",1\n", b",\n"), **ONE_DAY.options)
    assert Deprivation.objects.filter(decile=None).count() == 1


def test_practice_that_no_file_told_of_is_left_out_and_named_with_its_row(world):
    content = EDITIONS.content + b"93553,2015,Y00001,Nobody,0,5\n93553,2019,Y00001,Nobody,0,6\n"
    found = check_content(by=world, file_name="f.csv", content=content, layout=None, options={})
    assert (found.rows, found.new, found.refusals) == (5, 3, ())
    notes = [(note.row, note.text) for note in found.notes]
    assert notes[0][0] == 0 and notes[0][1].startswith("1 of 3 practices are not known")
    assert notes[1:] == [(5, "Y00001: no such organisation, left out.")]
    assert send(world, content).facts == {"deprivation": 3}


HEADING = EDITIONS.content.splitlines()[0].decode()
DAY_HEADING = ONE_DAY.content.splitlines()[0].decode()


def refusal(by, content, **options):
    received = receive(by=by, file_name="f.csv", content=content, layout=None, options=options)
    with pytest.raises(Refused) as refused:
        accept(by=by, submission=received)
    assert not Deprivation.objects.exists()
    (only,) = refused.value.refusals
    assert only.why.endswith(".") and len(only.mend) > 10
    return only


@pytest.mark.parametrize(
    ("row", "column", "value", "why"),
    [
        ("93553,2019,,X,1,5", "AreaCode", "", "missing"),
        ("93553,2019,E92000001,England,1,21.7", "AreaCode", "E92000001", "code of a practice"),
        ("93553,2019,15C,CCG,1,21.7", "AreaCode", "15C", "code of a practice"),
        ("93553,2019,L81002,X,1,", "Value", "", "0 to 100"),
        ("93553,2019,L81002,X,1,-5", "Value", "-5", "0 to 100"),
        ("93553,2019,L81002,X,1,100.5", "Value", "100.5", "0 to 100"),
        ("93553,2019,L81002,X,1,nan", "Value", "nan", "0 to 100"),
        ("93553,2019,L81002,X,1,1_0", "Value", "1_0", "0 to 100"),
        ("93553,19,L81002,X,1,5", "Year", "19", "year of an edition"),
        ("93553,2018/19,L81002,X,1,5", "Year", "2018/19", "year of an edition"),
        ("337,2019,L81002,X,1,5", "IndicatorID", "337", "another one"),
        ("93553,2019,L81001,X,1,5", "AreaCode", "L81001", "in row 2 already"),
    ],
)
def test_row_of_an_edition_is_refused_with_its_place(world, row, column, value, why):
    found = refusal(world, lines(HEADING, "93553,2019,L81001,Severn Surgery,1,25", row))
    assert (found.row, found.column, found.value) == (3, column, value)
    assert why in found.why


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("L81002,A,B,15C,ten,1", "imd_score", "ten"),
        ("L81002,A,B,15C,10,11", "imd_decile", "11"),
        ("L81002,A,B,15C,10,1.5", "imd_decile", "1.5"),
        ("L8100,A,B,15C,10,1", "practice_code", "L8100"),
    ],
)
def test_row_of_a_day_is_refused_with_its_place(world, row, column, value):
    found = refusal(world, lines(DAY_HEADING, row), as_of="2023-01-01")
    assert (found.row, found.column, found.value) == (2, column, value)


def test_file_of_a_day_needs_its_day(world):
    assert refusal(world, ONE_DAY.content).column == "--as-of"
    assert refusal(world, ONE_DAY.content, as_of="2023").column == "--as-of"


def test_file_of_which_no_practice_is_known_asks_for_the_organisations_first(administrator):
    found = refusal(administrator, EDITIONS.content)
    assert "Not one of its practices" in found.why and "epraccur" in found.mend


# Real data: practices of September 2020, and both files, against sums over the same files


@pytest.mark.real_data
def test_real_files_load_whole_and_ccgs_have_the_mean_of_their_practices(real_data, administrator):
    places = real_data / "organisations/2020_09_gp-reg-pat-prac-map.csv"
    files = real_data / "deprivation"
    editions = files / "practice_IMD_raw_2010_2015_2019.csv"
    send(administrator, places.read_bytes(), places.name)
    first = send(administrator, editions.read_bytes(), editions.name)
    day = files / "practice_imd_blackwellrd_2023.csv"
    second = send(administrator, day.read_bytes(), day.name, as_of="2023-04-01")

    ccg_of = {r["PRACTICE_CODE"]: r["CCG_CODE"] for r in read(places)}
    of_2019 = {r["AreaCode"]: float(r["Value"]) for r in read(editions) if r["Year"] == "2019"}
    of_2023 = {r["practice_code"]: float(r["imd_score"]) for r in read(day)}
    mapped = sum(r["AreaCode"] in ccg_of for r in read(editions))
    assert first.facts == {"deprivation": mapped} and mapped > 19_000
    assert second.facts == {"deprivation": len(of_2023.keys() & ccg_of.keys())}

    codes = sorted(ccg_of.keys() & of_2019.keys() & of_2023.keys())
    assert known(codes, "2020-09") == [round(of_2019[c], 6) for c in codes]
    assert known(codes, "2023-04") == [round(of_2023[c], 6) for c in codes]
    inside = defaultdict(list)
    for practice, ccg in ccg_of.items():
        inside[ccg].append(of_2019.get(practice, np.nan))
    # A practice without the edition of 2019 counts by another one: its CCG is not compared.
    means = {ccg: np.mean(inside[ccg]) for ccg in sorted(inside)}
    compared = [ccg for ccg, mean in means.items() if not np.isnan(mean)]
    assert len(compared) > 40
    expected = [float(means[ccg]) for ccg in compared]
    assert known(compared, "2020-09") == pytest.approx(expected, abs=1e-6)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
