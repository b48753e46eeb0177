"""Kill a real import at many moments: nothing is half-written, and a second run completes."""

import os
import shlex
import signal
from dataclasses import dataclass

import pytest

from tests.support.intake_ledgers import (
    Ledger,
    PostgresLedger,
    SqliteLedger,
    counts,
    half_written,
    lost_files,
)
from tests.support.intake_process import Kennel

pytestmark = pytest.mark.kill

SITES, MONTHS, CCGS = 800, 6, 12
TIMED_KILLS = 25
STATEMENT_KILLS = 6
POSTGRES_KILLS = 8
SERVER = os.environ.get("DATABASE_URL", "")


def _site(number):
    return f"A{80000 + number}"


def _organisations():
    for n in range(SITES):
        parent = f"{n % CCGS:02}A"
        yield (
            f'"{_site(n)}","SURGERY {n}","Y63","QHM","","","","","","","19740401","","A","B",'
            f'"{parent}","20130401","","","","","","0","","","","4",""\n'
        )


def _series():
    yield "site,month,numerator,denominator\n"
    for n in range(SITES):
        for m in range(MONTHS):
            yield f"{_site(n)},2018-{m + 1:02},{max(0, (n + m) % 9 - 5)},100\n"


@dataclass(frozen=True)
class Undisturbed:
    """What an import that nobody kills leaves behind, and an empty ledger to start from."""

    empty: Ledger
    organisations: list[str]
    series: list[str]
    ask: list[str]
    stages: list[dict[str, int]]  # row counts before, between and after the two files
    answer: str
    seconds: float
    points: str  # see Run


@pytest.fixture(scope="module")
def kennel(tmp_path_factory):
    kennel = Kennel(tmp_path_factory.mktemp("kennel"))
    yield kennel
    kennel.close()


@pytest.fixture(scope="module")
def undisturbed(kennel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kill")
    (folder / "epraccur.csv").write_text("".join(_organisations()))
    (folder / "use.csv").write_text("".join(_series()))
    organisations = shlex.split("import organisations --accept --as-of 2019-10-01")
    organisations.append(f"{folder}/epraccur.csv")
    series = shlex.split("import series --accept --innovation inhaler --name Inhaler --kind device")
    series += ["--origin", "industry", f"{folder}/use.csv"]
    ask = shlex.split("ask spread --innovation inhaler --at 2018-04 --by ccg --format csv")
    empty = PostgresLedger(folder / "empty", SERVER) if SERVER else SqliteLedger(folder / "empty")
    kennel.run(empty.environment, ["import", "organisations", f"{folder}/epraccur.csv"])
    stages = [counts(empty)]
    ledger = empty.copy(folder / "undisturbed")
    for command in (organisations, series):
        done = kennel.run(ledger.environment, command)
        assert done.exit_code == 0, done.errors
        stages.append(counts(ledger))
    answered = kennel.run(ledger.environment, ask)
    assert answered.output.count("\n") == CCGS + 1
    timed = empty.copy(folder / "timed")
    both = kennel.run(timed.environment, organisations, series)
    assert both.exit_code == 0
    yield Undisturbed(
        empty, organisations, series, ask, stages, answered.output, both.seconds, both.points
    )
    for used in (empty, ledger, timed):
        used.drop()


def _check_after_kill(kennel, undisturbed, ledger, killed):
    """Whole or nothing; a second run completes; a third changes nothing."""
    assert killed.signal in (0, signal.SIGKILL), killed.errors
    assert ledger.is_sound()
    assert counts(ledger) in undisturbed.stages
    assert lost_files(ledger) == half_written(ledger) == []
    imports = (undisturbed.organisations, undisturbed.series)
    again = kennel.run(ledger.environment, *imports, undisturbed.ask, *imports)
    assert again.exit_code == 0, again.errors + again.output
    second, answer, third = again.output.partition(undisturbed.answer)
    assert answer, second
    assert third.count("was accepted already") == 2
    assert counts(ledger) == undisturbed.stages[-1]
    assert lost_files(ledger) == half_written(ledger) == []
    ledger.drop()


@pytest.mark.parametrize("moment", range(1, (POSTGRES_KILLS if SERVER else TIMED_KILLS) + 1))
def test_import_killed_after_a_while_is_whole_or_absent_and_completes_when_run_again(
    kennel, undisturbed, tmp_path, moment
):
    moments = POSTGRES_KILLS if SERVER else TIMED_KILLS
    ledger = undisturbed.empty.copy(tmp_path / f"timed-{moment}")
    killed = kennel.run(
        ledger.environment,
        undisturbed.organisations,
        undisturbed.series,
        kill_after=undisturbed.seconds * moment / (moments + 1),
    )
    _check_after_kill(kennel, undisturbed, ledger, killed)


def _kill_at(kennel, undisturbed, home, point):
    ledger = undisturbed.empty.copy(home)
    imports = (undisturbed.organisations, undisturbed.series)
    killed = kennel.run(ledger.environment, *imports, kill_at=point)
    assert (killed.signal, len(killed.points)) == (signal.SIGKILL, point)
    _check_after_kill(kennel, undisturbed, ledger, killed)


@pytest.mark.parametrize("moment", range(1, (POSTGRES_KILLS if SERVER else STATEMENT_KILLS) + 1))
def test_import_killed_before_a_statement_is_whole_or_absent(kennel, undisturbed, tmp_path, moment):
    moments = POSTGRES_KILLS if SERVER else STATEMENT_KILLS
    statements = [n for n, what in enumerate(undisturbed.points, start=1) if what == "s"]
    point = statements[len(statements) * moment // (moments + 1)]
    _kill_at(kennel, undisturbed, tmp_path / f"statement-{moment}", point)


def test_import_killed_just_before_and_after_each_commit_and_each_file_is_whole_or_absent(
    kennel, undisturbed, tmp_path
):
    edges = [n for n, what in enumerate(undisturbed.points, start=1) if what in "cf"]
    # Two files received and one of cells; a commit for each import and for the operator's account.
    assert undisturbed.points.count("f") == 6
    assert undisturbed.points.count("c") >= 4
    for point in edges:
        _kill_at(kennel, undisturbed, tmp_path / f"edge-{point}", point)


@pytest.mark.parametrize("moment", [0.2, 0.4, 0.6, 0.8])
def test_first_start_killed_while_it_makes_the_tables_completes_when_run_again(
    kennel, undisturbed, tmp_path, moment
):
    home = tmp_path / f"fresh-{round(moment * 10)}"
    ledger = PostgresLedger(home, SERVER) if SERVER else SqliteLedger(home)
    kennel.run(ledger.environment, undisturbed.organisations, kill_after=moment)
    done = kennel.run(
        ledger.environment, undisturbed.organisations, undisturbed.series, undisturbed.ask
    )
    assert done.exit_code == 0, done.errors
    assert done.output.endswith(undisturbed.answer)
    ledger.drop()
