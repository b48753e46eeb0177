"""Two people who accept files for the same site at once, in processes of their own.

On SQLite they share a data directory, on PostgreSQL (DATABASE_URL) a database: the same test.
"""

import json
import os

import pytest

from tests.support.intake_ledgers import Ledger, PostgresLedger, SqliteLedger, lost_files
from tests.support.intake_process import WORLD, ended, start

SERVER = os.environ.get("DATABASE_URL", "")
HEADING = "site,innovation,stage,date,programme,reason,note\n"

# Receives a file, waits for the other person to have done so, and accepts it at that moment.
_PERSON = """
import json, pathlib, sys, time
import django; django.setup()
from groundswell.intake import accept, receive
from groundswell.people.models import Person
from groundswell.submissions.findings import Refused

name, folder, files = sys.argv[1], pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
by = Person.objects.get(username=name)

def meet(what):
    (folder / f"{what}-{name}").touch()
    given_up = time.monotonic() + 60
    while len(list(folder.glob(f"{what}-*"))) < 2 and time.monotonic() < given_up:
        time.sleep(0.0005)

for number, text in enumerate(files):
    file = receive(by=by, file_name=f"{name}-{number}.csv", content=text.encode(), layout=None,
                   options={})
    meet(f"received-{number}")
    try:
        print(json.dumps(["accepted", accept(by=by, submission=file).pk]))
    except Refused as refused:
        print(json.dumps(["refused", str(refused)]))
    meet(f"done-{number}")
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    home = tmp_path_factory.mktemp("at-once") / "home"
    ledger = PostgresLedger(home, SERVER) if SERVER else SqliteLedger(home)
    ended(start(ledger.environment, WORLD))
    yield ledger
    ledger.drop()


def told(output: str) -> list[tuple[str, object]]:
    """What became of each file: accepted and its submission, or refused and why."""
    return [tuple(json.loads(line)) for line in output.splitlines()]


def _files(*rows: str) -> str:
    """A file of each row, as a person's program reads them."""
    return json.dumps([f"{HEADING}{row}\n" for row in rows])


def _events(ledger: Ledger, site: str) -> list[tuple]:
    """(id, stage, latest, supersedes, submission's version, sender) in order of recording."""
    return ledger.rows(
        "SELECT e.id, e.stage, e.latest, e.supersedes_id, s.version, p.username "
        "FROM adoption_event e JOIN submissions_submission s ON s.id = e.submission_id "
        "JOIN people_person p ON p.id = s.sender_id "
        "JOIN organisations_organisation o ON o.id = e.site_id "
        f"WHERE o.code = '{site}' ORDER BY e.id"
    )


def test_two_people_accepting_files_for_one_site_at_once_both_count_or_the_second_is_told_why(
    world, tmp_path
):
    same = "L81001,smart-inhaler,using,2018-08,,,"
    ada = (
        "L81001,smart-inhaler,committed,2018-01,,,",
        "L81002,smart-inhaler,live,2018-03,,,",
        "RA7,smart-inhaler,using,2018-03,,,",
        same,
    )
    bea = (
        "L81001,smart-inhaler,live,2018-04,,,",
        "L81002,smart-inhaler,live,2018-05,,,",
        "RA7,smart-inhaler,live,2018-06,,,",
        same,
    )
    people = [
        start(world.environment, _PERSON, name, str(tmp_path), _files(*rows))
        for name, rows in (("ada", ada), ("bea", bea))
    ]
    first, second = (told(ended(person)) for person in people)

    # Two stages of one site: both are kept, one after the other.
    assert (first[0][0], second[0][0]) == ("accepted", "accepted")
    events = _events(world, "L81001")
    assert {e[1] for e in events[:2]} == {"committed", "live"}
    assert events[0][4] < events[1][4]

    # Two corrections of one event: the second corrects the first.
    assert (first[1][0], second[1][0]) == ("accepted", "accepted")
    before, one, other = _events(world, "L81002")
    assert (one[3], other[3]) == (before[0], one[0])
    assert one[4] < other[4]
    assert {one[5], other[5]} == {"ada", "bea"}

    # Two that contradict each other: one is kept, and whoever came second is told why not.
    ends = sorted((first[2], second[2]))
    assert [end[0] for end in ends] == ["accepted", "refused"]
    assert "which is known" in str(ends[1][1])
    assert "RA7" in str(ends[1][1]) or "row 2" in str(ends[1][1])
    assert len(_events(world, "RA7")) == 1

    # The same file by both: it is stored once.
    assert first[3] == second[3]
    assert [e[1] for e in _events(world, "L81001")].count("using") == 1

    # The audit says who did what in which order, and no version is missing or doubled.
    versions = [v for (v,) in world.rows("SELECT version FROM people_auditevent ORDER BY id")]
    assert versions == list(range(1, len(versions) + 1))
    accepted = "SELECT version FROM submissions_submission WHERE status = 'accepted' ORDER BY id"
    held = [v for (v,) in world.rows(accepted)]
    assert len(set(held)) == len(held)
    assert set(held) <= set(versions)
    assert world.is_sound()
    assert lost_files(world) == []
