"""`groundswell import GROUP FILE...`: a dry run unless --accept is given."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from groundswell.intake import LAYOUTS, Check, import_file
from groundswell.intake.steps import check_content
from groundswell.people.actions import operator
from groundswell.people.models import Person
from groundswell.submissions.findings import Change, Note, Refusal, Refused

from .home import prepare_home

GROUPS = {
    "organisations": "Organisations: names, memberships, successions, networks.",
    "catalogue": "Innovations, programmes and cohorts.",
    "series": "Monthly use by site: cells and measured go-lives.",
    "adoptions": "Adoption events that sites or networks report.",
    "safety": "Safety notices, and sites' answers to them.",
}
MOST_SHOWN = 20


@click.group("import")
def import_() -> None:
    """Check files, and store what they say with --accept.

    Without --accept nothing is stored. A file is accepted whole or not at all; one that was
    accepted before is passed over.
    """


def import_command(name: str, group: str, text: str, only: tuple[str, ...] = ()) -> click.Command:
    """A command that takes the layouts of a group, or only some; one alone is not asked for."""
    layouts = {
        layout.name: layout
        for layout in LAYOUTS.values()
        if layout.group == group and (not only or layout.name in only)
    }
    options = {o.name: o for layout in layouts.values() for o in layout.options}

    def run(
        files: tuple[Path, ...], layout: str | None, accept: bool, why: str, **given: str | None
    ) -> None:
        prepare_home()
        by = operator()
        chosen = {name: value for name, value in given.items() if value}
        meant = layout or (only[0] if len(only) == 1 else None)
        refused = [f for f in files if not _import(f, group, meant, chosen, accept, why, by)]
        if refused:
            raise click.ClickException(
                f"{len(refused)} of {len(files)} files refused: mend them and run this again."
            )
        if not accept:
            click.echo("Dry run: nothing has been stored. Add --accept to store it.")

    command = click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
    )(run)
    for option in reversed(options.values()):
        flag = f"--{option.name.replace('_', '-')}"
        command = click.option(flag, option.name, help=option.help)(command)
    command = click.option("--why", default="", help="A word for the audit trail.")(command)
    command = click.option(
        "--accept/--dry-run", default=False, help="Store what the files say, or only say it."
    )(command)
    command = click.option(
        "--layout",
        type=click.Choice(list(layouts)),
        hidden=len(layouts) == 1,
        help="Where the file's shape does not tell.",
    )(command)
    return click.command(name, help=text)(command)


def _import(
    path: Path,
    group: str,
    layout: str | None,
    options: dict[str, str],
    accept: bool,
    why: str,
    by: Person,
) -> bool:
    """Check one file, and accept it if asked; False when it was refused."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.fields[file]}"),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("Reading", total=3 if accept else 2, file=path.name)

        def step(text: str) -> None:
            progress.update(task, description=text, advance=0 if text == "Reading" else 1)

        result = check_content(
            by=by,
            file_name=path.name,
            content=path.read_bytes(),
            layout=layout,
            options=options,
            group=group,
            progress=step,
        )
        try:
            stored = (
                import_file(
                    by=by, why=why, path=path, layout=layout, options=options, progress=step
                )
                if accept and result.acceptable
                else None
            )
        except Refused as refused:
            for refusal in refused.refusals[:MOST_SHOWN]:
                click.echo(f"Refused: {refusal}")
            return False
        progress.update(task, description="Done", completed=3 if accept else 2)
    _report(path, result)
    if stored is not None:
        facts = ", ".join(f"{n:,} {kind}" for kind, n in stored.facts.items())
        click.echo(f"  Stored as submission {stored.pk}, data version {stored.version}: {facts}.")
    return not result.refusals


def _report(path: Path, result: Check) -> None:
    click.echo(f"{path.name} ({result.layout or 'layout not recognised'}). {result.summary}")
    for new in result.additions[:MOST_SHOWN]:
        click.echo(f"  Row {new.row}, {new.what}: {new.new} is new.")
    _more(len(result.additions), "new events")
    show_findings(result.refusals, result.corrections, result.notes)


def show_findings(
    refusals: Sequence[Refusal], corrections: Sequence[Change], notes: Sequence[Note]
) -> None:
    """The first of each kind, and how many more there are."""
    if refusals:
        table = Table("File", "Sheet", "Row", "Column", "Value", "Why", "How to mend it")
        for r in refusals[:MOST_SHOWN]:
            table.add_row(r.file, r.sheet, str(r.row or ""), r.column, r.value, r.why, r.mend)
        Console().print(table)
        _more(len(refusals), "refusals")
    for change in corrections[:MOST_SHOWN]:
        click.echo(f"  Row {change.row}, {change.what}: {change.old} becomes {change.new}.")
    _more(len(corrections), "corrections")
    for note in notes[:MOST_SHOWN]:
        where = f"row {note.row}: " if note.row else ""
        click.echo(f"  Note: {where}{note.text}")
    _more(len(notes), "notes")


def _more(number: int, what: str) -> None:
    if number > MOST_SHOWN:
        click.echo(f"  ... and {number - MOST_SHOWN:,} more {what}.")


for _group, _text in GROUPS.items():
    import_.add_command(import_command(_group, _group, _text))
