"""The ledger under two writers at once, on SQLite as on PostgreSQL."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from groundswell.adoption.models import Event
from groundswell.intake import accept, import_file, receive
from groundswell.measures.cells import collect, compact, site_cells
from groundswell.people.action import data_version
from groundswell.people.actions import create_account
from groundswell.people.models import AuditEvent, Ledger, Person, Role
from groundswell.submissions.models import Submission
from tests.support.cells import cells_of, publish_cells
from tests.support.intake_files import GOOD, adoptions, small_world
from tests.support.intake_ledgers import SqliteLedger, counts

WRITERS, FILES_EACH = 4, 5
on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads share SQLite's ledger in memory"
)


# SQLite: processes that share a data directory


_WRITER = """
import sys
from groundswell.cli.main import main
sys.argv = ["groundswell", "import", "organisations", "--accept", *sys.argv[1:]]
main()
"""


@pytest.fixture
def ledger(tmp_path):
    return SqliteLedger(tmp_path / "shared")


def _start(ledger, *arguments, program=_WRITER):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=os.environ
        | ledger.environment
        | {"DJANGO_SETTINGS_MODULE": "groundswell.config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _files(folder, writer):
    for number in range(FILES_EACH):
        file = folder / f"organisations-{writer}-{number}.csv"
        code = f"R{writer}{number}"
        file.write_text(f"code,name,kind,opened,closed\n{code},Trust {code},trust,,\n")
        yield file


def test_sqlite_ledger_is_in_wal_with_immediate_transactions(ledger, tmp_path):
    _start(ledger, *_files(tmp_path, 0)).communicate(timeout=60)
    assert ledger.rows("PRAGMA journal_mode") == [("wal",)]
    program = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "connection.ensure_connection()\n"
        "print(connection.transaction_mode, *connection.cursor().execute("
        "'PRAGMA journal_mode').fetchone())"
    )
    out, errors = _start(ledger, program=program).communicate(timeout=60)
    assert out.split() == ["IMMEDIATE", "wal"], errors


def test_processes_that_write_at_once_all_succeed_one_after_another(ledger, tmp_path):
    _start(ledger, *_files(tmp_path, 9)).communicate(timeout=60)  # makes the tables
    writers = [_start(ledger, *_files(tmp_path, writer)) for writer in range(WRITERS)]
    ended = [(w.communicate(timeout=120), w.returncode) for w in writers]
    assert all(code == 0 for _, code in ended), ended
    assert not any("locked" in out + errors for (out, errors), _ in ended)
    written = (WRITERS + 1) * FILES_EACH
    assert counts(ledger)["organisations_organisation"] == written
    versions = [v for (v,) in ledger.rows("SELECT version FROM people_auditevent ORDER BY id")]
    assert versions == list(range(1, written + 1))
    assert ledger.is_sound()


def test_reader_is_not_held_up_by_a_writer(ledger, tmp_path):
    _start(ledger, *_files(tmp_path, 0)).communicate(timeout=60)
    writer = sqlite3.connect(ledger.home / "ledger.sqlite3")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE people_ledger SET version = version + 1")
    assert ledger.rows("SELECT version FROM people_ledger") == [(FILES_EACH,)]
    writer.rollback()
    writer.close()


_PUBLISHER = """
import sys
from groundswell.cli.main import main
home, *files = sys.argv[1:]
for number, file in enumerate(files, start=1):
    commands = [["import", "series", "--accept", "--measure", "saba", file]]
    if number % 3 == 0:
        commands += [["cells", "compact"], ["cells", "collect", "--keep-days", "0"]]
    for command in commands:
        sys.argv = ["groundswell", *command]
        try:
            main()
        except SystemExit as ended:
            assert not ended.code, command
"""

_READER = """
import sys, django
django.setup()
from groundswell.measures.cells import site_cells
last, seen = float(sys.argv[1]), []
while not seen or seen[-1] < last:
    values = set(site_cells("saba").numerator.ravel())
    assert len(values) == 1, values
    value, = values
    if not seen or seen[-1] != value:
        assert not seen or value > seen[-1], (value, seen)
        seen.append(value)
print(len(seen))
"""
SITES, VERSIONS = 40, 9


def test_reader_sees_each_version_of_cells_whole_while_others_publish_compact_and_collect(
    ledger, tmp_path
):
    codes = [f"{n:02}A" for n in range(SITES)]
    organisations = tmp_path / "organisations.csv"
    rows = "".join(f"{code},CCG {code},ccg,,\n" for code in codes)
    organisations.write_text(f"code,name,kind,opened,closed\n{rows}")
    series = []
    for version in range(1, VERSIONS + 1):
        file = tmp_path / f"series-{version}.csv"
        rows = "".join(f"{code},2021-0{m},{version},100\n" for code in codes for m in range(1, 7))
        file.write_text(f"site,month,numerator,denominator\n{rows}")
        series.append(file)
    for program, *arguments in ((_WRITER, organisations), (_PUBLISHER, "-", series[0])):
        out, errors = _start(ledger, *arguments, program=program).communicate(timeout=120)
        assert "Stored" in out, errors
    readers = [_start(ledger, VERSIONS, program=_READER) for _ in range(2)]
    writer = _start(ledger, "-", *series[1:], program=_PUBLISHER)
    out, errors = writer.communicate(timeout=240)
    assert writer.returncode == 0, errors + out
    for reader in readers:
        out, errors = reader.communicate(timeout=60)
        assert reader.returncode == 0, errors
        assert int(out) > 1, "it saw the cells change"


# PostgreSQL: threads, each with a connection and a transaction of its own


def _at_once(*calls):
    """Run the calls in threads that start together; their results, in order."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=30)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, c) for c in calls]]


@pytest.fixture
def shared_world(transactional_db):
    administrator = Person.objects.create_user("administrator", role=Role.ADMINISTRATOR)
    small_world(administrator)
    return administrator


def _received(by, *rows):
    return receive(by=by, file_name="ours.csv", content=adoptions(*rows), layout=None, options={})


@on_postgres
def test_two_files_for_one_site_accepted_at_once_are_both_kept(shared_world):
    by, before = shared_world, data_version()
    files = [_received(by, "L81001,committed,2018-01"), _received(by, "L81001,live,2018-04")]
    accepted = _at_once(*(lambda f=f: accept(by=by, submission=f) for f in files))
    assert set(Event.objects.values_list("stage", flat=True)) == {"committed", "live"}
    assert {s.version for s in accepted} == {before + 3, before + 4}
    assert data_version() == before + 4


@on_postgres
def test_two_corrections_of_one_event_at_once_supersede_one_after_the_other(shared_world):
    by = shared_world
    accept(by=by, submission=_received(by, "L81001,live,2018-04"))
    files = [_received(by, f"L81001,live,2018-0{month}") for month in (5, 6)]
    _at_once(*(lambda f=f: accept(by=by, submission=f) for f in files))
    first, second, third = Event.objects.order_by("pk")
    assert (second.supersedes, third.supersedes) == (first, second)


@on_postgres
def test_one_file_accepted_twice_at_once_is_stored_once(shared_world):
    by, file = shared_world, _received(shared_world, "L81001,live,2018-04")
    first, second = _at_once(*[lambda: accept(by=by, submission=file)] * 2)
    assert first == second
    assert Event.objects.count() == 1


@on_postgres
def test_first_two_actions_of_a_ledger_at_once_both_succeed(transactional_db, tmp_path):
    by = Person.objects.create_user("administrator", role=Role.ADMINISTRATOR)
    Ledger.objects.all().delete()
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    files[0].write_bytes(GOOD["organisations"].content)
    files[1].write_bytes(GOOD["network-names"].content)
    _at_once(*(lambda f=f: import_file(by=by, path=f) for f in files))
    assert sorted(Submission.objects.values_list("version", flat=True)) == [1, 2]


@on_postgres
def test_reader_sees_each_version_of_cells_whole_while_a_writer_publishes(shared_world):
    sites = [f"P{n}" for n in range(40)]
    cells = {n: cells_of(**{s: {"2018-01": n} for s in sites}) for n in range(1, 30)}
    publish_cells(cells[1])

    def write():
        for number in range(2, 30):
            publish_cells(cells[number])
            if number % 5 == 0:
                compact(by=shared_world)
                collect(by=shared_world, keep_days=0)

    def read():
        seen = [0.0]
        while seen[-1] < 29:
            (value,) = set(site_cells("m").numerator.ravel())
            assert value >= seen[-1]
            seen.append(value)
        return len(set(seen))

    _, *changes = _at_once(write, read, read)
    assert all(number > 2 for number in changes)


@on_postgres
def test_versions_rise_by_one_in_the_order_of_commits(shared_world):
    by = shared_world
    before = data_version()
    _at_once(
        *(
            lambda n=n: create_account(
                by=by, username=f"person-{n}", password="pw", role=Role.ADMINISTRATOR
            )
            for n in range(6)
        )
    )
    versions = list(
        AuditEvent.objects.filter(version__gt=before)
        .order_by("pk")
        .values_list("version", flat=True)
    )
    assert versions == list(range(before + 1, before + 7))


# Either


def test_ledger_of_the_test_run_is_the_one_asked_for():
    expected = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == expected
    if expected == "sqlite":
        options = settings.DATABASES["default"]["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.django_db
def test_version_is_held_until_the_transaction_of_its_action_ends(administrator):
    before = data_version()
    with pytest.raises(RuntimeError), transaction.atomic():
        _received(administrator, "L81001,live,2018-04")
        assert data_version() == before + 1
        raise RuntimeError
    assert data_version() == before
