"""Running the real command in processes of its own, so that they can be killed.

`Kennel` is a process that has imported the libraries and forks itself for each run: starting
Python costs a second each time otherwise. What runs in the fork is the command's own `main`.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_KENNEL = """
import json, os, sys
import click, django.core.management, django.db.models, duckdb, numpy, pyarrow.parquet
import psycopg, rich.progress, scipy.sparse, scipy.sparse.csgraph, scipy.stats, dj_database_url
import xlsxwriter, yaml
for line in sys.stdin:
    run = json.loads(line)
    pid = os.fork()
    if not pid:
        from tests.support.intake_process import run_here
        run_here(**run)
    print(pid, flush=True)
    sys.stdin.readline()
    print(os.waitpid(pid, 0)[1], flush=True)
"""


# A ledger with the small world, two people, and a site that is live.
WORLD = """
import django; django.setup()
from groundswell.cli.home import prepare_home
prepare_home()
from groundswell.people.models import Person, Role
from tests.support.intake_files import adoptions, send, small_world
ada = Person.objects.create_user("ada", role=Role.ADMINISTRATOR)
Person.objects.create_user("bea", role=Role.CONTRIBUTOR, network="HI-West")
small_world(ada)
send(ada, adoptions("L81002,live,2018-02"), "before.csv")
"""


def start(environment: dict[str, str], program: str, *arguments: str) -> subprocess.Popen:
    """A program over the ledger of an environment, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=os.environ
        | environment
        | {"DJANGO_SETTINGS_MODULE": "groundswell.config.settings", "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen) -> str:
    """What a program printed, once it has ended well."""
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out


@dataclass(frozen=True)
class Run:
    """How a run ended: a signal, or an exit code; what it printed; the points that it passed.

    `points` has a letter for each: s before a statement, c around a commit, f around a file,
    d around a deletion.
    """

    signal: int
    exit_code: int
    output: str
    errors: str
    seconds: float
    points: str


class Kennel:
    """Runs commands one after another, each list of them in a fork."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", _KENNEL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
                "OPENBLAS_NUM_THREADS": "1",
                "COLUMNS": "200",
            },
        )

    def close(self) -> None:
        self.process.communicate(timeout=60)

    def run(
        self,
        environment: dict[str, str],
        *commands: list[str],
        kill_after: float | None = None,
        kill_at: int | None = None,
    ) -> Run:
        """Run the commands; SIGKILL them after some seconds, or at a point (`run_here`)."""
        started = time.monotonic()
        self._tell(
            json.dumps(
                {
                    "environment": environment,
                    "commands": commands,
                    "folder": str(self.folder),
                    "kill_at": kill_at or 0,
                }
            )
        )
        pid = int(self.process.stdout.readline())
        if kill_after is not None:
            time.sleep(max(0.0, started + kill_after - time.monotonic()))
            os.kill(pid, signal.SIGKILL)
        self._tell("wait")
        status = int(self.process.stdout.readline())
        return Run(
            os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
            (self.folder / "stdout").read_text(),
            (self.folder / "stderr").read_text(),
            time.monotonic() - started,
            (self.folder / "points").read_text(),
        )

    def _tell(self, line: str) -> None:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


def run_here(
    environment: dict[str, str], commands: list[list[str]], folder: str, kill_at: int
) -> None:
    """In a fresh fork: run the commands as the console script does, then end the process.

    Counts points: before each SQL statement, before and after each commit, before and after a
    file appears under its name or is deleted. At point `kill_at` the process kills itself.
    """
    os.environ.update(environment)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    points = os.open(f"{folder}/points", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    _count_points(kill_at, points)
    code = 1
    try:
        for command in commands:
            code = _main(command)
            if code:
                break
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _main(command: list[str]) -> int:
    from groundswell.cli.main import main

    sys.argv = ["groundswell", *command]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _count_points(kill_at: int, points: int) -> None:
    passed = 0

    def point(letter: bytes) -> None:
        nonlocal passed
        passed += os.write(points, letter)
        if passed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(function, letter):
        def call(*arguments, **keywords):
            point(letter)
            result = function(*arguments, **keywords)
            point(letter)
            return result

        return call

    import django
    from django.db import connection

    django.setup()

    def before_statement(execute, sql, params, many, context):
        point(b"s")
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(before_statement)
    connection._commit = around(connection._commit, b"c")
    os.replace = around(os.replace, b"f")
    os.unlink = around(os.unlink, b"d")
