"""`groundswell cells`: what the manifest holds, and looking after it."""

import csv
import sys
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table

from groundswell.analysis.panel import Status
from groundswell.common.matching import did_you_mean, nearest
from groundswell.figures.queries import pinned_versions
from groundswell.measures import cells
from groundswell.measures.cells.collecting import KEEP_DAYS, unneeded
from groundswell.measures.queries import HeldMeasure, held_measures
from groundswell.people.action import data_version
from groundswell.people.actions import operator

from .home import prepare_home

MOST_SHOWN = 60
WORDS = {
    Status.OBSERVED: "observed",
    Status.ZERO: "zero",
    Status.MISSING: "missing",
    Status.SUPPRESSED: "suppressed",
    Status.NOT_YET_ELIGIBLE: "not eligible",
}
LIST = ("measure", "parts", "cells", "first_month", "last_month", "data_version")
DIFF = (
    *("site", "month", "old_numerator", "old_denominator", "old_status"),
    *("new_numerator", "new_denominator", "new_status", "submission"),
)
as_format = click.option(
    "--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True
)
why = click.option("--why", default="", help="A word for the audit trail.")


@click.group("cells")
def cells_() -> None:
    """Look after the cells: each measure's numbers by site and month.

    For whoever holds the data directory: small numbers are shown as they are.
    """


@cells_.command("list")
@as_format
def list_(form: str) -> None:
    """Each measure's parts, cells and months, and the data version in which it last changed."""
    prepare_home()
    held = held_measures()
    _write(LIST, ((m.measure, m.parts, m.cells, *_months(m), m.version) for m in held), form)


def _months(held: HeldMeasure) -> tuple[str, str]:
    return held.first_month, held.last_month


@cells_.command()
@click.option("--measure", "measures", multiple=True, help="Only this one. May be repeated.")
@why
def compact(measures: Sequence[str], why: str) -> None:
    """Merge the parts of each measure into one file. Answers stay as they are."""
    prepare_home()
    names = [_known(measure) for measure in measures]
    if not any(m.parts > 1 for m in held_measures() if not names or m.measure in names):
        click.echo("Nothing to merge: every measure is one part already.")
        return
    merged = cells.compact(by=operator(), why=why, measures=names or None)
    for measure, parts in merged.items():
        click.echo(f"{measure}: {parts:,} parts became one.")
    click.echo(f"Data version {data_version()}. `groundswell cells collect` deletes old files.")


@cells_.command()
@click.option(
    "--keep-days",
    type=click.IntRange(min=0),
    default=KEEP_DAYS,
    show_default=True,
    help="Keep every data version that was the present one within so many days.",
)
@click.option("--dry-run", is_flag=True, help="Only say how many files would go.")
@why
def collect(keep_days: int, dry_run: bool, why: str) -> None:
    """Delete files that no data version we keep needs, and those of killed imports.

    The versions that published figures rest on are kept whatever their age.
    """
    prepare_home()
    keep = pinned_versions()
    if dry_run:
        files = unneeded(keep_days, keep)
        size = sum(files.values_list("bytes", flat=True))
        click.echo(f"{files.count():,} files, {_size(size)}, would be deleted. Nothing was.")
        return
    done = cells.collect(by=operator(), keep_days=keep_days, keep=keep, why=why)
    click.echo(
        f"Deleted {done.files:,} files that no version kept needs and {done.orphans:,} that "
        f"killed imports had left: {_size(done.bytes)}."
    )


@cells_.command()
@click.option("--measure", required=True, help="The measure's slug.")
@click.option("--from-version", "old", type=click.IntRange(min=0), required=True)
@click.option("--to-version", "new", type=click.IntRange(min=0), help="Default: the present one.")
@as_format
def diff(measure: str, old: int, new: int | None, form: str) -> None:
    """The cells of a measure that differ between two data versions, by month and site."""
    prepare_home()
    _known(measure)
    newest = data_version()
    new = newest if new is None else new
    for version in (old, new):
        if version > newest:
            raise click.ClickException(
                f"There is no data version {version} yet: the present one is {newest}."
            )
    try:
        found = cells.differences(measure, old, new)
    except cells.NoLongerKept as error:
        raise click.ClickException(str(error)) from error
    _write(DIFF, _changes(found), form)
    if form == "table":
        click.echo(f"{len(found):,} cells of {measure} differ from version {old} to {new}.")


def _changes(found: cells.Differences) -> Iterable[tuple[object, ...]]:
    for i, (site, month) in enumerate(zip(found.sites, found.months, strict=True)):
        yield (
            site,
            str(month),
            _number(found.old_numerator[i]),
            _number(found.old_denominator[i]),
            _status(found.old_status[i], found.old_has_cell[i]),
            _number(found.new_numerator[i]),
            _number(found.new_denominator[i]),
            _status(found.new_status[i], found.new_has_cell[i]),
            int(found.submission[i]) or "",
        )


def _status(status: int, has_cell: bool) -> str:
    return WORDS[Status(status)] if has_cell else "no cell"


def _number(number: float) -> str:
    return "" if number != number else f"{number:.15g}"


def _known(measure: str) -> str:
    held = cells.measures_with_cells()
    if measure not in held:
        near = did_you_mean(nearest(measure, held))
        mend = near or f"There are cells of {', '.join(held) or 'no measure yet'}."
        raise click.ClickException(f"There are no cells of {measure!r}. {mend}")
    return measure


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _write(headings: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> None:
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
        return
    grid = Table(*(heading.replace("_", " ").capitalize() for heading in headings))
    every = list(rows)
    for row in every[:MOST_SHOWN]:
        grid.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    Console().print(grid)
    if len(every) > MOST_SHOWN:
        click.echo(f"... and {len(every) - MOST_SHOWN:,} more: --format csv has them.")
