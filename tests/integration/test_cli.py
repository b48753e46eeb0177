"""The command: what it prints, what it stores, and how it ends."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from groundswell.adoption.models import Event
from groundswell.cli.ask import ask
from groundswell.cli.imports import import_
from groundswell.cli.serve import accounts
from groundswell.people.models import AuditEvent, Person
from groundswell.submissions.models import Submission
from tests.support.intake_counts import nothing_written
from tests.support.intake_files import GOOD, adoptions, as_workbook, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def operator(world):
    """The command line's own account, which the first import makes."""
    CliRunner().invoke(import_, ["organisations", __file__])
    return Person.objects.get(username="operator")


@pytest.fixture
def run(world, operator, tmp_path):
    """Run an import of content under a file name."""

    def run(group, content, *flags, name="ours.csv"):
        (tmp_path / name).write_bytes(content)
        return CliRunner().invoke(import_, [group, str(tmp_path / name), *flags])

    return run


# Importing


def test_dry_run_says_so_and_stores_nothing(run):
    with nothing_written():
        done = run("adoptions", adoptions("L81001,live,2018-04"))
    assert done.exit_code == 0
    assert "ours.csv (adoptions). 1 row: 1 new." in done.stdout
    assert "Dry run: nothing has been stored. Add --accept to store it." in done.stdout


def test_accept_stores_and_says_what(run):
    done = run("adoptions", adoptions("L81001,live,2018-04"), "--accept", "--why", "spring return")
    assert done.exit_code == 0
    submission = Submission.objects.first()
    stored = f"Stored as submission {submission.pk}, data version {submission.version}: 1 events"
    assert stored in done.stdout and "Dry run" not in done.stdout
    assert Event.objects.get().submission == submission
    entry = AuditEvent.objects.first()
    assert (entry.by.username, entry.why) == ("operator", "spring return")


def test_file_accepted_before_is_passed_over_and_says_so(run):
    run("adoptions", adoptions("L81001,live,2018-04"), "--accept")
    with nothing_written():
        done = run("adoptions", adoptions("L81001,live,2018-04"), "--accept")
    assert done.exit_code == 0
    assert "This file was accepted already, as submission" in done.stdout


def test_options_in_another_order_are_the_same_import(run):
    good = GOOD["ccg-measure"]
    flags = [f"--{n.replace('_', '-')}={v}" for n, v in good.options.items()]
    run("series", good.content, "--accept", *flags)
    with nothing_written():
        done = run("series", good.content, "--accept", *reversed(flags))
    assert "This file was accepted already" in done.stdout


@pytest.mark.parametrize("flags", [(), ("--accept",)])
def test_refused_file_ends_in_an_error_that_shows_every_part_of_the_refusal(run, flags):
    content = as_workbook(adoptions("L8100,live,2018-04", "A81001,live,2018-04"), "Spring")
    with nothing_written():
        done = run("adoptions", content, *flags, name="ours.xlsx")
    assert done.exit_code == 1
    for part in ("ours.xlsx", "Spring", " 2 ", "site", "L8100", "No such organisation", "L81001"):
        assert part in done.stdout
    assert "1 of 1 files refused: mend them and run this again." in done.stderr
    assert "Dry run" not in done.stdout


def test_good_files_beside_a_refused_one_are_accepted(run, tmp_path, operator):
    (tmp_path / "good.csv").write_bytes(adoptions("L81001,live,2018-04"))
    done = run("adoptions", adoptions("L8100,live,2018-04"), "--accept", str(tmp_path / "good.csv"))
    assert done.exit_code == 1
    assert "1 of 2 files refused" in done.stderr
    assert Event.objects.count() == 1


def test_corrections_and_notes_are_shown_before_they_are_accepted(run, world):
    send(world, adoptions("L81001,live,2018-04"))
    done = run("adoptions", adoptions("L81001,live,2018-06-05"))
    assert "Row 2, L81001: live, April 2018 becomes live, 5 June 2018." in done.stdout
    noted = run("organisations", GOOD["names"].content)
    assert "Note: 1 organisations, 0 of them new." in noted.stdout


def test_long_lists_of_refusals_are_cut_and_say_so(run):
    done = run("adoptions", adoptions(*["L8100,live,2018-04"] * 25))
    assert "... and 5 more refusals." in done.stdout


def test_missing_option_is_refused_with_its_flag(run):
    done = run("organisations", GOOD["epcmem"].content)
    assert done.exit_code == 1 and "--as-of" in done.stdout


def test_file_of_another_group_is_not_taken(run):
    with nothing_written():
        done = run("organisations", GOOD["innovations"].content, "--accept")
    assert done.exit_code != 0


def test_file_that_is_not_there_is_an_error_of_usage(run):
    done = CliRunner().invoke(import_, ["adoptions", "no-such-file.csv"])
    assert done.exit_code == 2 and "does not exist" in done.stderr


# Asking


@pytest.fixture
def asked(world):
    """Ask about the smart inhaler, live in one practice of HI-West and unknown elsewhere."""
    send(world, adoptions("L81001,live,2018-04", "A81001,committed,2018-01"))

    def asked(*flags, innovation="smart-inhaler", at="2018-04"):
        arguments = ["spread", "--innovation", innovation, "--at", at, *flags]
        return CliRunner().invoke(ask, arguments)

    return asked


def test_csv_has_exactly_these_columns_and_a_row_for_each_place(asked):
    done = asked("--format", "csv")
    assert done.exit_code == 0
    assert done.stdout == (
        "place_code,place_name,eligible,adopted,not_adopted,unknown\n"
        "HI-NENC,Health Innovation North East,1,0,1,0\n"
        "HI-West,Health Innovation West of England,2,1,0,1\n"
    )


def test_warnings_of_a_csv_go_to_the_other_stream(asked):
    done = asked("--format", "csv", at="2030-01")
    assert "Mind: The newest fact about this innovation is of April 2018" in done.stderr
    assert "Mind" not in done.stdout


def test_table_shows_headline_rows_total_and_how_it_was_computed(asked):
    done = asked()
    assert done.exit_code == 0
    assert done.stdout.startswith("Smart inhaler had been taken up by 1 of 3 ")
    for part in (
        "(33%)",
        "HI-West",
        "All places",
        "50%",
        "Data version",
        "live or beyond",
        "as-then",
    ):
        assert part.lower() in done.stdout.lower()
    assert "spread?innovation=smart-inhaler&at=2018-04" in done.stdout.replace("\n", "")


def test_json_holds_the_rows_of_the_csv_and_the_way_they_were_computed(asked):
    answer = json.loads(asked("--format", "json").stdout)
    table = csv.reader(io.StringIO(asked("--format", "csv").stdout))
    assert [[str(v) for v in row.values()] for row in answer["rows"]] == list(table)[1:]
    assert answer["provenance"]["data_version"] > 0


def test_unknown_innovation_is_an_error_with_the_near_match(asked):
    done = asked(innovation="smart-inhalr")
    assert done.exit_code == 1
    assert "There is no innovation 'smart-inhalr'. Did you mean smart-inhaler?" in done.stderr


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--by", "netwrk"), "Did you mean network?"),
        (("--boundaries", "as-at"), "Write as-then or as-at:2020-04-01."),
        (("--definition", "live-or-beyon"), "Did you mean live-or-beyond"),
        (("--known-on", "yesterday"), "Write it as 2020-04-01."),
        (("--at", "April"), "Write it as 2018-04."),
        (("--at", "0000-01"), "0000-01"),
    ],
)
def test_flag_that_cannot_be_read_is_an_error_that_says_what_can(asked, flags, message):
    done = asked(*flags)
    assert done.exit_code == 1 and message in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_flag_is_an_error_of_usage():
    done = CliRunner().invoke(ask, ["spread", "--innovation", "smart-inhaler"])
    assert done.exit_code == 2 and "--at" in done.stderr


# Accounts


def test_account_is_made_once_with_its_role(world):
    flags = ["west", "--role", "contributor", "--network", "HI-West", "--password", "Quay-side-9"]
    assert "west can log in." in CliRunner().invoke(accounts, flags).stdout
    again = CliRunner().invoke(accounts, flags)
    assert again.exit_code == 1 and "named west already" in again.stderr


# The command itself, in a process of its own


def _groundswell(home, *arguments):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return subprocess.run(
        [Path(sys.executable).with_name("groundswell"), *arguments],
        env=environment
        | {
            "GROUNDSWELL_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_command_makes_its_data_directory_and_ends_with_a_code(tmp_path):
    file, home = tmp_path / "names.csv", tmp_path / "new" / "home"
    file.write_bytes(GOOD["organisations"].content)
    done = _groundswell(home, "import", "organisations", str(file), "--accept")
    assert (done.returncode, "data version 1" in done.stdout) == (0, True), done.stderr
    assert {p.name for p in home.iterdir()} >= {"ledger.sqlite3", "incoming"}
    refused = _groundswell(home, "ask", "spread", "--innovation", "none", "--at", "2018-04")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip() == "Error: There is no innovation 'none'."
