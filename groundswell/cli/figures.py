"""`groundswell figures`: pin what is published, and be told when it is true no more."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import click
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from groundswell.common.dates import day_name
from groundswell.figures.actions import Overtaken, withdraw
from groundswell.figures.checking import Checked, check
from groundswell.figures.publishing import publish, restate
from groundswell.figures.queries import HeldFigure, held, history
from groundswell.people.actions import operator
from groundswell.people.policy import NotAllowed
from groundswell.questions.errors import NotFound
from groundswell.reports.report import Column, Table
from groundswell.reports.tables import table_csv

from .home import prepare_home

CHANGED, FAILED = 1, 2  # exit codes of `check`, which a scheduler reads
MOST_SHOWN = 60

_EXPECTED = (ValueError, LookupError, NotFound, NotAllowed, Overtaken)
_FORMAT = click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv"]),
    default="table",
    show_default=True,
)

LIST = (
    Column("figure", "Figure", "count"),
    Column("published_in", "Published in"),
    Column("published_on", "On"),
    Column("question", "Question"),
    Column("table", "Table"),
    Column("row", "Row"),
    Column("column", "Column"),
    Column("value", "Value"),
    Column("data_version", "Data version", "count"),
    Column("release", "Release"),
    Column("definition", "Definition"),
    Column("restated", "Restated", "count"),
)
CHANGES = (
    Column("figure", "Figure", "count"),
    Column("published_in", "Published in"),
    Column("question", "Question"),
    Column("table", "Table"),
    Column("row", "Row"),
    Column("column", "Column"),
    Column("from", "From"),
    Column("to", "To"),
    Column("on_old_data", "On the old data"),
    Column("why", "Why"),
)


@click.group()
def figures() -> None:
    """Published figures: pin them, and be told when the ledger says something else."""


@figures.command("publish")
@click.argument("question")
@click.option("--table", required=True, help="The answer's table; or headline, or total.")
@click.option("--row", help="One row: a place's code, a month, or both as “QUY 2020-05”.")
@click.option("--column", help="One column, as value.")
@click.option("--where", "published_in", required=True, help="As “Annual report 2024/25, p. 7”.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of publication; today if left out."
)
@click.option("--network", default="", help="The code of the network whose publication it is.")
@click.option("--why", default="", help="A word for the audit trail.")
def publish_(
    question: str,
    table: str,
    row: str | None,
    column: str | None,
    published_in: str,
    on: datetime | None,
    network: str,
    why: str,
) -> None:
    """Pin figures as they are now: of one cell, a row, a column or a whole table.

    QUESTION is its text form, as "reach?measure=doac-share&by=network": the last line of
    `groundswell ask` has it.
    """
    prepare_home()
    try:
        done = publish(
            by=operator(),
            why=why,
            question=question,
            table=table,
            row=row,
            column=column,
            published_in=published_in,
            published_on=on.date() if on else None,
            network=network,
        )
    except _EXPECTED as error:
        raise click.ClickException(str(error)) from error
    pinned = held(publication=done.pk)
    click.echo(f"Publication {done.pk}: {_many(len(pinned), 'figure')} pinned, {_span(pinned)}.")
    click.echo(f"{done.question}, data version {done.data_version}.")


@figures.command("list")
@_FORMAT
@click.option("--withdrawn", is_flag=True, help="Those that have been withdrawn too.")
def list_(output: Literal["table", "csv"], withdrawn: bool) -> None:
    """Every published figure, as it stands."""
    prepare_home()
    rows = tuple(map(_listed, held(withdrawn=withdrawn)))
    shown = ("figure", "published_in", "table", "row", "column", "value")
    _write(Table("figures", "Figures", LIST, rows), output, shown)


@figures.command("show")
@click.argument("number", type=int)
def show(number: int) -> None:
    """One figure and its history: old value, new value, reason and signer."""
    prepare_home()
    try:
        (figure,) = held([number], withdrawn=True)
        entries = history(number)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Figure {number}: {figure.cell}. {figure.question}")
    for entry in entries:
        value = f"{entry.old} became {entry.new}" if entry.what == "restated" else entry.new
        rests = f" Data version {entry.data_version}." if entry.data_version is not None else ""
        click.echo(
            f"{day_name(entry.at.date())}: {entry.what} by {entry.by}: {value}. "
            f"{entry.reason}.{rests}"
        )
        if entry.found:
            click.echo(f"    Found: {entry.found}")


@figures.command("check")
@_FORMAT
def check_(output: Literal["table", "csv"]) -> None:
    """Ask every published figure again: from, to and why of those that changed.

    Ends with 0 where all say what was published, 1 where one does not, and 2 where the check
    could not be made.
    """
    try:
        prepare_home()
        found = check()
        changed = [checked for checked in found if checked.is_changed]
        table = Table("changes", "Changes", CHANGES, tuple(map(_changed, changed)))
        if changed or output == "csv":
            _write(table, output, ("figure", "published_in", "row", "column", "from", "to", "why"))
    except Exception as error:
        # Python would end with 1, which says that a figure changed.
        click.echo(f"The figures could not be checked: {error}", err=True)
        sys.exit(FAILED)
    click.echo(
        f"{_many(len(found), 'published figure')} asked again: {len(changed):,} changed.",
        err=True,
    )
    if changed:
        sys.exit(CHANGED)


@figures.command("restate")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--publication", type=int, help="All figures of a publication that changed.")
@click.option("--all", "every", is_flag=True, help="All figures that changed.")
@click.option("--reason", required=True, help="Why, for readers: it stands beside both values.")
def restate_(numbers: tuple[int, ...], publication: int | None, every: bool, reason: str) -> None:
    """Accept what figures say now. The old value stays on record, with reason and signer."""
    prepare_home()
    try:
        made = restate(by=operator(), figures=_chosen(numbers, publication, every), reason=reason)
    except _EXPECTED as error:
        raise click.ClickException(str(error)) from error
    for done in made[:MOST_SHOWN]:
        click.echo(f"Figure {done.figure_id}: {done.old} became {done.new}. {done.found}")
    click.echo(f"{_many(len(made), 'figure')} restated.")


@figures.command("withdraw")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--publication", type=int, help="All figures of a publication.")
@click.option("--reason", required=True, help="Why nobody stands by them any more.")
def withdraw_(numbers: tuple[int, ...], publication: int | None, reason: str) -> None:
    """Check figures no more. They stay on record."""
    prepare_home()
    try:
        made = withdraw(by=operator(), figures=_chosen(numbers, publication, False), reason=reason)
    except _EXPECTED as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{_many(len(made), 'figure')} withdrawn.")


def _chosen(numbers: Sequence[int], publication: int | None, every: bool) -> list[HeldFigure]:
    """The figures named in one way. Raises ValueError, and LookupError for what is not there."""
    if sum((bool(numbers), publication is not None, every)) != 1:
        raise ValueError("Name figures by number, or a publication.")
    if numbers:
        # A withdrawn one is refused by name, rather than passed over.
        return held(numbers, withdrawn=True)
    return held(publication=publication)


def _listed(figure: HeldFigure) -> tuple[str | int, ...]:
    return (
        figure.number,
        figure.published_in,
        figure.published_on.isoformat(),
        figure.question,
        figure.table,
        figure.row,
        figure.column,
        figure.value,
        figure.rests.data_version,
        figure.rests.release,
        figure.rests.definition,
        figure.restated,
    )


def _changed(checked: Checked) -> tuple[str | int | None, ...]:
    figure = checked.figure
    return (
        figure.number,
        figure.published_in,
        figure.question,
        figure.table,
        figure.row,
        figure.column,
        figure.value,
        checked.now,
        checked.then,
        checked.why,
    )


def _write(table: Table, output: Literal["table", "csv"], on_screen: Sequence[str]) -> None:
    """For people some of the columns, which fit a terminal; for files all of them."""
    if output == "csv":
        click.echo(table_csv(table), nl=False)
        return
    names = [column.name for column in table.columns]
    grid = Grid(*(table.columns[names.index(name)].title for name in on_screen))
    for row in table.rows[:MOST_SHOWN]:
        cells = (row[names.index(name)] for name in on_screen)
        grid.add_row(*(Text("–" if cell is None else str(cell)) for cell in cells))
    Console().print(grid)
    if len(table.rows) > MOST_SHOWN:
        click.echo(f"… and {len(table.rows) - MOST_SHOWN:,} more rows: --format csv has them.")


def _span(pinned: Sequence[HeldFigure]) -> str:
    first = pinned[0]
    return f"{first.number}" if len(pinned) == 1 else f"{first.number} to {pinned[-1].number}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
