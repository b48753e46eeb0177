"""Kill publishing, compacting and collecting: cells are as before or as after, and none is lost."""

import os
import shlex
import signal
import time
from dataclasses import dataclass

import pytest

from tests.support.intake_ledgers import (
    Ledger,
    PostgresLedger,
    SqliteLedger,
    half_written,
    lost_files,
)
from tests.support.intake_process import Kennel

pytestmark = pytest.mark.kill

SITES, MONTHS = 60, 12
TIMED_KILLS = 6
POSTGRES_KILLS = 3
SERVER = os.environ.get("DATABASE_URL", "")

COMPACT = shlex.split("cells compact")
COLLECT = shlex.split("cells collect --keep-days 0")
DIFF = shlex.split("cells diff --measure saba --from-version 0 --format csv")


def _series(file, version, months):
    rows = (
        f"{n:02}A,2021-{m:02},{(n * m + version) % 7},100\n"
        for n in range(SITES)
        for m in range(1, months + 1)
    )
    file.write_text("site,month,numerator,denominator\n" + "".join(rows))
    return ["import", "series", "--accept", "--measure", "saba", str(file)]


@dataclass(frozen=True)
class Undisturbed:
    """A ledger with two parts, and the cells before and after what is going to be killed."""

    start: Ledger
    publish: list[str]
    cells: tuple[str, str]  # before and after publishing; what follows changes no cell
    seconds: float
    points: str

    @property
    def commands(self) -> tuple[list[str], ...]:
        return self.publish, COMPACT, COLLECT


@pytest.fixture(scope="module")
def kennel(tmp_path_factory):
    kennel = Kennel(tmp_path_factory.mktemp("kennel"))
    yield kennel
    kennel.close()


@pytest.fixture(scope="module")
def undisturbed(kennel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kill")
    organisations = "".join(f"{n:02}A,CCG {n},ccg,,\n" for n in range(SITES))
    (folder / "ccgs.csv").write_text(f"code,name,kind,opened,closed\n{organisations}")
    start = PostgresLedger(folder / "start", SERVER) if SERVER else SqliteLedger(folder / "start")
    done = kennel.run(
        start.environment,
        ["import", "organisations", "--accept", str(folder / "ccgs.csv")],
        _series(folder / "one.csv", 1, MONTHS),
        _series(folder / "two.csv", 2, 3),
    )
    assert done.exit_code == 0, done.errors
    publish = _series(folder / "three.csv", 3, 6)
    before = _cells(kennel, start)
    timed = start.copy(folder / "timed")
    run = kennel.run(timed.environment, publish, COMPACT, COLLECT)
    assert run.exit_code == 0, run.errors
    assert "2 parts became one" in run.output and "Deleted 3 files" in run.output
    after = _cells(kennel, timed)
    assert before != after
    yield Undisturbed(start, publish, (before, after), run.seconds, run.points)
    for used in (start, timed):
        used.drop()


def _cells(kennel, ledger) -> str:
    """The cells now, without the submissions: a second run has others."""
    done = kennel.run(ledger.environment, DIFF)
    assert done.exit_code == 0, done.errors
    return "".join(line.rsplit(",", 1)[0] + "\n" for line in done.output.splitlines())


def _check_after_kill(kennel, undisturbed, ledger, killed):
    assert killed.signal in (0, signal.SIGKILL), killed.errors
    assert ledger.is_sound()
    assert lost_files(ledger) == half_written(ledger) == []
    assert _cells(kennel, ledger) in undisturbed.cells
    again = kennel.run(ledger.environment, *undisturbed.commands)
    assert again.exit_code == 0, again.errors
    assert _cells(kennel, ledger) == undisturbed.cells[1]
    # Whatever was left behind goes once it is an hour old, and nothing that is needed.
    folder = ledger.home / "cells"
    for path in folder.iterdir():
        os.utime(path, (time.time() - 4000,) * 2)
    kennel.run(ledger.environment, COLLECT)
    assert lost_files(ledger) == []
    held = "SELECT path FROM measures_cellfile WHERE collected IS NULL"
    assert {path.name for path in folder.iterdir()} == {path for (path,) in ledger.rows(held)}
    assert len(list(folder.iterdir())) == 1
    assert _cells(kennel, ledger) == undisturbed.cells[1]
    ledger.drop()


@pytest.mark.parametrize("moment", range(1, (POSTGRES_KILLS if SERVER else TIMED_KILLS) + 1))
def test_killed_after_a_while(kennel, undisturbed, tmp_path, moment):
    moments = POSTGRES_KILLS if SERVER else TIMED_KILLS
    ledger = undisturbed.start.copy(tmp_path / f"timed-{moment}")
    killed = kennel.run(
        ledger.environment,
        *undisturbed.commands,
        kill_after=undisturbed.seconds * moment / (moments + 1),
    )
    _check_after_kill(kennel, undisturbed, ledger, killed)


def test_killed_just_before_and_after_each_commit_file_and_deletion(kennel, undisturbed, tmp_path):
    edges = [n for n, what in enumerate(undisturbed.points, start=1) if what in "cfd"]
    # The file received, its cells and the merged ones; three deleted.
    assert undisturbed.points.count("f") >= 6 and undisturbed.points.count("d") >= 6
    for point in edges:
        ledger = undisturbed.start.copy(tmp_path / f"edge-{point}")
        killed = kennel.run(ledger.environment, *undisturbed.commands, kill_at=point)
        assert (killed.signal, len(killed.points)) == (signal.SIGKILL, point)
        _check_after_kill(kennel, undisturbed, ledger, killed)
