"""`groundswell cells`: what it prints, and how it ends."""

import csv
import io

import pytest
from click.testing import CliRunner

from groundswell.cli.cells import cells_
from groundswell.measures.cells import site_cells
from groundswell.measures.cells.files import folder
from groundswell.measures.models import Part
from groundswell.people.action import data_version
from groundswell.people.models import AuditEvent
from tests.support.cells import JANUARY, cell, cells_of, publish_cells, told
from tests.support.intake_counts import nothing_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        return CliRunner().invoke(cells_, [str(a) for a in arguments])

    return run


@pytest.fixture
def restated():
    """Two versions of saba: one cell stays, one changes, one goes and one comes."""
    first = publish_cells(
        cells_of("saba", P1={"2018-01": 3, "2018-02": 4}, P2={"2018-01": 5}), whole_months=True
    )[0].since
    told_again = cells_of("saba", P1={"2018-01": 3}) | {("saba", "P3", JANUARY): cell(0.0, 0.0)}
    publish_cells(told_again, whole_months=True)
    second = publish_cells(cells_of("saba", P1={"2018-02": 6}))[0].since
    return first, second


def test_list_says_what_is_held(run, restated):
    done = run("list", "--format", "csv")
    assert done.stdout == (
        "measure,parts,cells,first_month,last_month,data_version\n"
        f"saba,3,6,2018-01,2018-02,{restated[1]}\n"
    )
    assert "saba" in run("list").stdout


def test_diff_lists_every_cell_that_differs_and_no_other(run, restated):
    first, second = restated
    done = run("diff", "--measure", "saba", "--from-version", first, "--format", "csv")
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(r["month"], r["site"], r["old_status"], r["new_status"]) for r in rows] == [
        ("2018-01", "P2", "observed", "no cell"),
        ("2018-01", "P3", "no cell", "not eligible"),
        ("2018-02", "P1", "observed", "observed"),
    ]
    assert (rows[2]["old_numerator"], rows[2]["new_numerator"]) == ("4", "6")
    shown = run("diff", "--measure", "saba", "--from-version", first, "--to-version", second)
    assert f"3 cells of saba differ from version {first} to {second}." in shown.stdout


def test_diff_of_a_version_that_is_not_yet_or_a_measure_that_is_not_is_an_error(run, restated):
    done = run("diff", "--measure", "saba", "--from-version", 999)
    assert done.exit_code == 1
    assert f"no data version 999 yet: the present one is {data_version()}" in done.stderr
    done = run("diff", "--measure", "sabaa", "--from-version", 1)
    assert done.exit_code == 1 and "Did you mean saba?" in done.stderr


def test_compact_merges_once_and_then_has_nothing_to_do(run, restated):
    before = told(site_cells("saba"))
    done = run("compact", "--why", "spring cleaning")
    assert done.exit_code == 0 and "saba: 3 parts became one." in done.stdout
    assert told(site_cells("saba")) == before
    assert AuditEvent.objects.first().why == "spring cleaning"
    with nothing_written():
        assert "Nothing to merge" in run("compact").stdout
    assert run("compact", "--measure", "sab").exit_code == 1


def test_collect_says_first_and_then_does(run, restated):
    run("compact")
    with nothing_written():
        said = run("collect", "--keep-days", 0, "--dry-run")
    assert said.stdout.startswith("3 files,") and len(list(folder().iterdir())) == 4
    assert "Deleted 0 files" in run("collect").stdout
    assert "Deleted 3 files" in run("collect", "--keep-days", 0).stdout
    assert [p.name for p in folder().iterdir()] == [Part.objects.get(until=None).file.path]


def test_diff_with_a_version_that_was_collected_is_an_error_that_says_so(run, restated):
    run("compact")
    run("collect", "--keep-days", 0)
    done = run("diff", "--measure", "saba", "--from-version", restated[0])
    assert done.exit_code == 1
    assert f"data version {restated[0]} are kept no more" in done.stderr
