"""`groundswell ingest KIND FILE...`: routine data, from raw rows or ready-made series, to cells."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from groundswell.common.months import Month
from groundswell.intake import routine
from groundswell.measures.engine.java import CannotStart
from groundswell.measures.engine.opening import EngineName, open_engine
from groundswell.measures.engine.protocol import Engine
from groundswell.measures.sources import SOURCES, Source
from groundswell.people.actions import operator
from groundswell.people.models import Person
from groundswell.submissions.findings import Refused

from .home import prepare_home
from .imports import import_command, show_findings

# Ready-made numbers go through the door that every table of a few megabytes goes through.
TABLES = {
    "series": (
        "Any monthly series: site, month, numerator, denominator.",
        ("ccg-measure", "series"),
    ),
    "list-size": ("Registered patients by practice.", ("list-size",)),
    "payments": ("NHS payments to general practice, by practice and year.", ("payments",)),
}


@click.group()
def ingest() -> None:
    """Read routine data into cells: what every measure shows at every site in every month.

    Without --accept nothing is stored. A file is accepted whole or not at all; one that was
    accepted before is passed over, so that a list of files can be repeated after it was cut short.
    """


def _command(source: Source) -> click.Command:
    @click.command(source.name, help=f"{source.title}: raw rows, in files of any size.")
    @click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
    )
    @click.option(
        "--accept/--dry-run", default=False, help="Store the cells, or (default) only say them."
    )
    @click.option("--part-of-month", is_flag=True, help="The files hold only some of the rows.")
    @click.option("--month", help="As 2014-03, where the file does not say it.")
    @click.option("--link", is_flag=True, help="Keep the file by a hard link, not by a copy.")
    @click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb")
    @click.option("--master", help="The Spark cluster, as spark://host:7077.")
    @click.option(
        "--files-at", help="Where the cluster has files of these names, as s3a://bucket/epd."
    )
    @click.option("--why", default="", help="A word for the audit trail.")
    def run(
        files: tuple[Path, ...],
        accept: bool,
        part_of_month: bool,
        month: str | None,
        link: bool,
        engine: EngineName,
        master: str | None,
        files_at: str | None,
        why: str,
    ) -> None:
        prepare_home()
        by = operator()
        try:
            its_month = Month.parse(month) if month else None
        except ValueError as error:
            raise click.ClickException(f"--month: {error}") from error
        refused = 0
        with _opened(engine, master, files_at) as opened:
            for path in files:
                scanned = _scan(path, source, part_of_month, its_month, opened)
                refused += not _report(scanned, by, accept, link, why)
        if refused:
            raise click.ClickException(
                f"{refused} of {len(files)} files refused: mend them and run this again."
            )
        if not accept:
            click.echo("Dry run: nothing has been stored. Add --accept to store it.")

    return run


@contextmanager
def _opened(name: EngineName, master: str | None, files_at: str | None) -> Iterator[Engine]:
    """One engine for all files: a session on a cluster takes its time to start."""
    with tempfile.TemporaryDirectory(prefix="groundswell-ingest-") as folder, ExitStack() as stack:
        try:
            engine = open_engine(name, folder=Path(folder), master=master, files_at=files_at)
        except CannotStart as error:
            raise click.ClickException(str(error)) from error
        stack.callback(engine.close)
        yield engine


def _scan(
    path: Path,
    source: Source,
    part_of_month: bool,
    month: Month | None,
    engine: Engine,
) -> routine.Scanned:
    size = path.stat().st_size
    with Progress(
        TextColumn("{task.fields[file]} ({task.fields[size]})"),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as progress:
        told = f"{size / 1e6:,.0f} MB" if size > 1e6 else f"{size / 1e3:,.0f} KB"
        task = progress.add_task("Reading", total=None, file=path.name, size=told)
        found = routine.scan(
            path=path,
            source=source,
            engine=engine,
            part_of_month=part_of_month,
            month=month,
            progress=lambda step: progress.update(task, description=step),
        )
        progress.update(task, description="Done", total=1, completed=1)
        return found


def _report(scanned: routine.Scanned, by: Person, accept: bool, link: bool, why: str) -> bool:
    """Say what was found, and store it if asked; False where it was refused."""
    click.echo(f"{scanned.path.name} ({scanned.source.name}). {scanned.summary}")
    show_findings(scanned.refusals, (), scanned.notes)
    if scanned.refusals:
        return False
    if accept and scanned.already is None:
        try:
            stored = routine.ingest(by=by, kept=routine.keep(scanned, link=link), why=why)
        except Refused as refused:
            show_findings(refused.refusals, (), ())
            return False
        click.echo(f"  Stored as submission {stored.pk}, data version {stored.version}.")
    return True


for _source in SOURCES.values():
    ingest.add_command(_command(_source))
for _name, (_text, _layouts) in TABLES.items():
    ingest.add_command(import_command(_name, "series", _text, _layouts))
