"""`groundswell programmes`, and the starter with the national programmes as published."""

import csv

import pytest
from click.testing import CliRunner

from groundswell.cli.programmes import programmes
from groundswell.innovations.models import Innovation
from groundswell.intake.starter import FOLDER, starter_tables
from groundswell.people.actions import operator
from groundswell.people.models import AuditEvent
from groundswell.programmes import queries
from groundswell.programmes.models import Cohort, Programme, PublishedResult, Target
from groundswell.submissions.models import Submission
from tests.support.intake_counts import nothing_written, table_counts
from tests.support.intake_files import INNOVATIONS, lines, send

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(programmes, words)


def test_the_starter_is_said_first_and_stored_when_it_is_accepted():
    operator()  # made once, when the command is first used
    with nothing_written():
        dry = run("starter")
    assert "starter-programmes.csv. 16 rows: 16 new." in dry.output
    assert "Nothing" not in run("starter", "--accept").output
    assert Programme.objects.count() == Innovation.objects.count() == 16
    assert AuditEvent.objects.count() == 1
    kinds = PublishedResult.objects.values_list("kind", flat=True)
    assert (list(kinds).count("reported"), list(kinds).count("evaluated")) == (23, 12)


def test_the_starter_again_stores_nothing_more():
    run("starter", "--accept")
    before = table_counts()
    result = run("starter", "--accept")
    assert result.exit_code == 0, result.output
    after = {k: n for k, n in table_counts().items() if n != before[k]}
    assert after.keys() == {"people.AuditEvent", "data version"}


def test_the_starter_leaves_a_programme_that_is_there_as_it_is(administrator):
    send(administrator, INNOVATIONS.replace(b"smart-inhaler", b"pincer"))
    programme = "pincer,Ours,pincer,An ICB,2020-04-01,,running,"
    heading = "slug,name,innovation,commissioner,start,end,outcome,summary"
    send(administrator, lines(heading, programme))
    assert [len(table.rows) for table in starter_tables()] == [15, 15, 35]
    assert run("starter", "--accept").exit_code == 0
    assert Programme.objects.get(slug="pincer").name == "Ours"
    assert Programme.objects.count() == 16


def test_the_starter_says_no_more_than_its_sources():
    run("starter", "--accept")
    assert not Target.objects.exists() and not Cohort.objects.exists()
    assert not PublishedResult.objects.filter(source="").exists()
    facts = queries.programme("covid-oximetry")
    evaluated = [r.text for r in facts.results if r.kind == "evaluated"]
    assert any("2.5% of eligible people" in t and "no association" in t for t in evaluated)
    assert queries.programme("sim").outcome_said == "withdrawn"
    assert queries.programme("tcam").outcome_said == "handed-over"
    for undated in ("feno", "cladribine", "covid-oximetry"):
        assert "name no first day" in queries.programme(undated).summary


def test_the_starter_says_who_reviewed_it():
    assert "Reviewed by:" in (FOLDER / "README.md").read_text()
    for path in FOLDER.glob("*.csv"):
        assert all(None not in row for row in csv.DictReader(path.read_text().splitlines()))


def test_list_and_show_say_what_was_agreed_and_where_it_was_told(world):
    assert "inhale" in run("list").output
    shown = run("show", "inhale").output
    assert "Inhale (inhale), national, for Smart inhaler" in shown
    assert "Commissioned by NHS England; 1 April 2018 to 31 March 2020." in shown
    assert "HI-West Health Innovation West of England: Ann Other [participants.csv, row 2]" in shown
    assert "1 July 2018 to 30 September 2018, due 14 October 2018" in shown


def test_what_was_not_known_on_a_day_is_not_shown(world):
    assert "No programme is known." in run("list", "--known-on", "2019-04-01").output
    result = run("show", "inhale", "--known-on", "2019-04-01")
    assert result.exit_code == 1 and "There is no programme 'inhale'." in result.output


def test_a_programme_is_closed_by_the_command(world):
    words = ("--on", "2020-03-31", "--outcome", "handed-over")
    result = run("close", "inhale", *words)
    assert result.exit_code == 1
    assert "to: A programme that was handed over went to some service." in result.output
    assert run("close", "inhale", *words, "--to", "NHS England").exit_code == 0
    assert queries.programme("inhale").closure.ending.to == "NHS England"
    assert "Handed over" in run("list").output


def test_files_about_programmes_are_imported(world, tmp_path):
    path = tmp_path / "targets.csv"
    path.write_bytes(
        lines("programme,network,due,kind,value,whole,source", "inhale,,2018-09-30,count,45,,")
    )
    before = Submission.objects.count()
    assert "1 row: 1 new." in run("import", str(path)).output
    assert Submission.objects.count() == before
    assert run("import", str(path), "--accept").exit_code == 0
    assert Target.objects.get().value == 45
