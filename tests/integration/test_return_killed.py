"""Kill the sending of a return at many points: whole or absent, and a second run completes."""

import os
import signal

import pytest

from tests.support.intake_files import lines
from tests.support.intake_ledgers import (
    PostgresLedger,
    SqliteLedger,
    counts,
    half_written,
    lost_files,
)
from tests.support.intake_process import WORLD, Kennel, ended, start

pytestmark = pytest.mark.kill

SERVER = os.environ.get("DATABASE_URL", "")
KILLS = 4
OPTIONS = ["--programme", "inhale", "--network", "HI-West", "--round", "2018-07-01"]


@pytest.fixture(scope="module")
def kennel(tmp_path_factory):
    kennel = Kennel(tmp_path_factory.mktemp("kennel"))
    yield kennel
    kennel.close()


@pytest.fixture(scope="module")
def sending(kennel, tmp_path_factory):
    """The ledger before, the command, the counts of rows before and after, and its points."""
    folder = tmp_path_factory.mktemp("return")
    file = folder / "return.csv"
    file.write_bytes(
        lines(
            "site,stage,date,reason,factor,domain,note",
            "L81001,live,2018-07-04,,barrier,adopters,Slow at first",
            "L81002,using,2018-08,,,,",
        )
    )
    before = (
        PostgresLedger(folder / "before", SERVER) if SERVER else SqliteLedger(folder / "before")
    )
    ended(start(before.environment, WORLD))
    command = ["returns", "send", "--accept", *OPTIONS, str(file)]
    after = before.copy(folder / "after")
    done = kennel.run(after.environment, command)
    assert done.exit_code == 0, done.errors
    stages = [counts(before), counts(after)]
    assert stages[1]["adoption_returned"] == stages[0]["adoption_returned"] + 2
    yield before, command, stages, done.points
    for ledger in (before, after):
        ledger.drop()


def _statements(points: str) -> list[int]:
    """Some of them, over the whole run."""
    found = [n for n, what in enumerate(points, start=1) if what == "s"]
    return [found[len(found) * k // (KILLS + 1)] for k in range(1, KILLS + 1)]


def _edges(points: str) -> list[int]:
    """Just before and after each commit, and each file under its name."""
    return [n for n, what in enumerate(points, start=1) if what in "cf"]


@pytest.mark.parametrize("choose", [_statements, _edges])
def test_return_killed_at_many_points_is_whole_or_absent_and_completes_when_sent_again(
    kennel, sending, tmp_path, choose
):
    before, command, stages, points = sending
    chosen = choose(points)
    assert len(chosen) >= KILLS
    ends = set()
    for point in chosen:
        ledger = before.copy(tmp_path / f"point-{point}")
        killed = kennel.run(ledger.environment, command, kill_at=point)
        assert (killed.signal, len(killed.points)) == (signal.SIGKILL, point)
        assert ledger.is_sound()
        ends.add(stages.index(counts(ledger)))
        assert lost_files(ledger) == half_written(ledger) == []
        again = kennel.run(ledger.environment, command)
        assert again.exit_code == 0, again.errors + again.output
        assert counts(ledger) == stages[1]
        assert lost_files(ledger) == half_written(ledger) == []
        ledger.drop()
    if choose is _edges:
        assert ends == {0, 1}, "killed before its commit and after"
