"""`groundswell figures`: what it says and writes, and the exit codes that a scheduler reads."""

import csv
import io

import pytest
from click.testing import CliRunner

from groundswell.cli.cells import cells_
from groundswell.cli.figures import figures
from groundswell.figures.models import Publication
from groundswell.figures.queries import held
from tests.support.intake_counts import nothing_written
from tests.support.restating import MEASURE, define, tell

pytestmark = pytest.mark.django_db

TOLD = {
    ("L81001", "2020-05"): (44, 100),
    ("L81002", "2020-05"): (60, 200),
    ("A81001", "2020-05"): (80, 100),
}
QUESTION = f"reach?measure={MEASURE}&by=network"


@pytest.fixture
def us(world, settings, tmp_path, monkeypatch):
    """The small world, told once, in front of a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    define(settings, tmp_path / "measures")
    tell(world, TOLD)
    return world


def run(*arguments):
    return CliRunner().invoke(figures, arguments)


def publish(*also, question=QUESTION):
    where = "Annual report 2020/21, p. 7"
    return run("publish", question, "--table", "cells", "--where", where, *also)


def rows(done):
    return list(csv.DictReader(io.StringIO(done.stdout)))


def again(us):
    return tell(us, {("L81001", "2020-05"): (54, 100)}, "again.csv")


def test_publish_says_what_was_pinned(us):
    done = publish("--row", "HI-West", "--column", "value", "--on", "2021-06-30", "--why", "print")
    (figure,) = held()
    assert done.exit_code == 0
    assert f"1 figure pinned, {figure.number}." in done.stdout
    assert "from=2020-05&to=2020-05" in done.stdout
    assert Publication.objects.get().published_on.isoformat() == "2021-06-30"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--row", "HI-East"), "no such cell"),
        (("--network", "HI-West", "--column", "colour"), "no such cell"),
    ],
)
def test_publish_refuses_what_is_not_there(us, arguments, why):
    publish("--row", "HI-West")
    with nothing_written():
        done = publish(*arguments)
    assert (done.exit_code, why in done.output) == (1, True)
    assert publish(question="reach?measure=our-shore").exit_code == 1


def test_check_ends_with_0_while_nothing_has_changed(us):
    assert run("check").exit_code == 0
    publish()
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "10 published figures asked again: 0 changed." in done.stderr
    assert rows(run("check", "--format", "csv")) == []


def test_check_ends_with_1_and_says_from_to_and_why(us):
    publish()
    file = again(us)
    done = run("check", "--format", "csv")
    assert done.exit_code == 1
    assert [(row["row"], row["column"], row["from"], row["to"]) for row in rows(done)] == [
        ("HI-West 2020-05", "numerator", "104", "114"),
        ("HI-West 2020-05", "value", "34.6667", "38"),
    ]
    assert {row["why"] for row in rows(done)} == {f"data: submission {file.pk} (again.csv)"}
    on_screen = run("check")
    assert on_screen.exit_code == 1
    assert "34.6667" in on_screen.stdout and "again.csv" in on_screen.stdout


def test_check_ends_with_2_where_it_cannot_be_made(us, monkeypatch):
    publish()

    def fail():
        raise RuntimeError("as if the disk were gone")

    monkeypatch.setattr("groundswell.cli.figures.check", fail)
    done = run("check")
    assert (done.exit_code, "as if the disk were gone" in done.stderr) == (2, True)
    assert run("check", "--format", "xml").exit_code == 2


def test_list_has_every_figure_as_it_stands(us):
    publish("--row", "HI-West")
    found = rows(run("list", "--format", "csv"))
    assert [row["column"] for row in found] == [
        "numerator", "denominator", "value", "status", "coverage",
    ]  # fmt: skip
    assert found[2]["value"] == "34.6667"
    assert found[2]["definition"] == "our-share 3"
    assert "HI-West 2020-05" in run("list").stdout


def test_restate_then_show_has_old_value_new_value_reason_and_signer(us):
    publish("--row", "HI-West", "--column", "value")
    file = again(us)
    done = run("restate", "--all", "--reason", "The publisher corrected May")
    assert "34.6667 became 38" in done.stdout and "1 figure restated." in done.stdout
    (figure,) = held()
    shown = run("show", str(figure.number)).stdout
    assert "restated by operator: 34.6667 became 38. The publisher corrected May." in shown
    assert f"Found: data: submission {file.pk} (again.csv)" in shown
    assert run("check").exit_code == 0
    assert run("show", "999").exit_code == 1


def test_withdraw_stops_the_check_and_keeps_the_figure(us):
    publish("--row", "HI-West", "--column", "value")
    again(us)
    (figure,) = held()
    assert run("withdraw", str(figure.number), "--reason", "Out of print").exit_code == 0
    assert run("check").exit_code == 0
    assert rows(run("list", "--format", "csv")) == []
    assert len(rows(run("list", "--format", "csv", "--withdrawn"))) == 1
    assert "Out of print" in run("show", str(figure.number)).stdout
    done = run("restate", str(figure.number), "--reason", "Late")
    assert (done.exit_code, "has been withdrawn" in done.output) == (1, True)


@pytest.mark.parametrize("which", [(), ("1", "--publication", "1"), ("--publication", "99")])
def test_figures_must_be_named_in_one_way(us, which):
    publish("--row", "HI-West")
    with nothing_written():
        done = run("withdraw", *which, "--reason", "Because")
    assert done.exit_code == 1


def test_collecting_cells_keeps_the_versions_of_published_figures(us):
    publish("--row", "HI-West", "--column", "value")
    tell(us, TOLD | {("L81001", "2020-05"): (54, 100)}, "again.csv")
    dry = CliRunner().invoke(cells_, ["collect", "--keep-days", "0", "--dry-run"])
    assert "0 files" in dry.stdout
    CliRunner().invoke(cells_, ["collect", "--keep-days", "0"])
    assert rows(run("check", "--format", "csv"))[0]["on_old_data"] == "34.6667"
