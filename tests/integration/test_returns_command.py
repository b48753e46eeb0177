"""`groundswell returns` and `groundswell people`: what they print, write and store."""

import pytest
from click.testing import CliRunner

from groundswell.adoption.models import Event
from groundswell.cli.people import people
from groundswell.cli.returns import returns
from groundswell.people.actions import operator
from groundswell.people.models import Person
from groundswell.people.tokens import holder
from tests.support.intake_counts import nothing_written
from tests.support.returns import cells_of, filled, template

pytestmark = pytest.mark.django_db

OF = ("--programme", "inhale", "--network", "HI-West", "--round", "2018-Q3")


def run(command, *arguments):
    return CliRunner().invoke(command, [str(a) for a in arguments])


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def test_a_template_is_written_to_a_file_or_under_its_own_name_in_a_folder(world, tmp_path):
    done = run(returns, "template", *OF, "--output", tmp_path / "ours.xlsx")
    assert (done.exit_code, done.stdout) == (0, f"Written: {tmp_path / 'ours.xlsx'}\n")
    assert cells_of((tmp_path / "ours.xlsx").read_bytes())[1][0] == "L81001"
    run(returns, "template", *OF, "--output", tmp_path)
    assert (tmp_path / "inhale-HI-West-2018-07-01.xlsx").exists()


def test_a_file_that_is_there_is_not_overwritten(world, tmp_path):
    (tmp_path / "ours.xlsx").write_text("filled in for hours")
    done = run(returns, "template", *OF, "--output", tmp_path / "ours.xlsx")
    assert done.exit_code == 1 and "is there already" in done.output
    assert (tmp_path / "ours.xlsx").read_text() == "filled in for hours"


def test_a_folder_that_is_not_there_is_explained(world, tmp_path):
    done = run(returns, "template", *OF, "--output", tmp_path / "no" / "ours.xlsx")
    assert done.exit_code == 1 and "cannot be written: No such file or directory." in done.output


def test_a_return_that_nobody_asked_for_is_explained(world):
    done = run(returns, "template", *OF[:4], "--round", "2018-Q2")
    assert done.exit_code == 1
    assert "Inhale has no round that starts then. Its rounds start on: 2018-07-01." in done.output


def test_a_return_is_checked_and_with_accept_stored(world, tmp_path):
    content = filled(template(), {"site": "L81001", "stage": "live", "date": "July 2018"})
    (tmp_path / "ours.xlsx").write_bytes(content)
    done = run(returns, "send", tmp_path / "ours.xlsx")
    assert "ours.xlsx (return). 2 rows: 1 new, 1 with nothing to tell." in done.stdout
    assert Event.objects.count() == 0
    done = run(returns, "send", tmp_path / "ours.xlsx", "--accept")
    assert "1 events, 0 corrections, 2 rows returned." in done.stdout
    assert Event.objects.count() == 1


def test_csv_is_sent_with_what_it_is_for(world, tmp_path):
    (tmp_path / "ours.csv").write_text("site,stage,date\nL81001,live,2018-07\n")
    operator()
    with nothing_written():
        done = run(returns, "send", tmp_path / "ours.csv")
        assert done.exit_code == 1 and "needs --round" in done.stdout
    assert "1 row: 1 new." in run(returns, "send", tmp_path / "ours.csv", *OF).stdout


def test_a_token_is_printed_alone_and_once_so_that_it_can_be_kept(world, contributor):
    done = run(people, "token", "contributor")
    assert holder(done.stdout.strip()) == contributor
    assert "Keep it safe" in done.stderr
    assert run(people, "revoke", "contributor").stdout == "contributor has no token now.\n"
    assert holder(done.stdout.strip()) is None
    assert run(people, "revoke", "contributor").stdout == "contributor had no token.\n"


@pytest.mark.parametrize("command", ["token", "revoke"])
def test_an_account_that_is_not_is_explained(world, contributor, command):
    done = run(people, command, "contributer")
    assert done.exit_code == 1 and "Did you mean contributor?" in done.output
    assert Person.objects.filter(username="contributer").count() == 0
