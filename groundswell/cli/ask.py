"""`groundswell ask QUESTION`: one command a question, its flags read from the question's fields."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import click
from django.conf import settings
from rich.console import Console
from rich.table import Table as Grid

from groundswell.common.numbers import count, percent
from groundswell.questions.asked import fields_of
from groundswell.questions.errors import NotFound
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.disclosure import Suppressed
from groundswell.reports.registry import READERS
from groundswell.reports.report import Cell, Column, Report
from groundswell.reports.tables import report_xlsx, table_csv

from .home import prepare_home

MOST_SHOWN = 60


@click.group()
def ask() -> None:
    """Ask a question; the same that the pages and the API ask."""


def _command(name: str, module: ModuleType) -> click.Command:
    asked = fields_of(module.Question)

    def run(output: str, table: str | None, into: Path | None, **given: str | None) -> None:
        prepare_home()
        settings.WORKERS = os.cpu_count() or 1  # nobody else needs the cores
        values = {f.name: value for f in asked if (value := given[f.attribute])}
        try:
            answer = module.answer(module.Question.from_query(values))
            _write(name, answer, output, table, into)
        except (ValueError, LookupError, NotFound) as error:
            raise click.ClickException(str(error)) from error

    command: Callable[..., None] = run
    for field in reversed(asked):
        flag = f"--{field.name.replace('_', '-')}"
        default = f" Default: {field.default}." if field.default else ""
        command = click.option(
            flag, field.attribute, required=field.required, help=f"{field.text}{default}"
        )(command)
    command = click.option(
        "--output", "into", type=click.Path(dir_okay=False, path_type=Path), help="Write a file."
    )(command)
    command = click.option("--table", help="Which of the answer's tables.")(command)
    command = click.option(
        "--format",
        "output",
        type=click.Choice(["table", "csv", "json", "xlsx"]),
        default="table",
        show_default=True,
    )(command)
    return click.command(name, help=module.__doc__)(command)


def _write(name: str, answer: object, output: str, table: str | None, into: Path | None) -> None:
    reader = READERS[name]
    report = reader.report(answer)
    if output == "xlsx":
        if into is None:
            raise ValueError("A workbook needs --output FILE.xlsx.")
        into.write_bytes(report_xlsx(report))
    elif output == "table":
        _show(report, table, into)
    else:
        text = (
            table_csv(report.table(table))
            if output == "csv"
            else json.dumps(reader.as_json(answer, public=False), indent=2, allow_nan=False) + "\n"
        )
        into.write_text(text, encoding="utf-8") if into else sys.stdout.write(text)
    if output != "table":
        for warning in report.provenance.warnings:
            click.echo(f"Mind: {warning}", err=True)


def _show(report: Report, name: str | None, into: Path | None) -> None:
    """The answer for people. A long table is cut; the files have all of it."""
    file = into.open("w", encoding="utf-8") if into else None
    console = Console(file=file) if file else Console()
    table = report.on_screen() if report.on_screen and not name else report.table(name)
    console.print(report.headline, style="bold")
    grid = Grid()
    for column in table.columns:
        grid.add_column(column.title, justify="right" if column.is_number else "left")
    for row in table.rows[:MOST_SHOWN]:
        grid.add_row(*(_words(c, column) for c, column in zip(row, table.columns, strict=True)))
    console.print(grid)
    if len(table.rows) > MOST_SHOWN:
        console.print(f"… and {len(table.rows) - MOST_SHOWN:,} more rows: --format csv has them.")
    if table.note:
        console.print(table.note, style="dim")
    provenance = report.provenance
    for rule in provenance.rules:
        console.print(f"{rule.name}. {rule.text}", style="dim")
    for warning in provenance.warnings:
        console.print(f"Mind: {warning}", style="yellow")
    others = [other for other in report.makers if other != table.name]
    if others:
        console.print(f"Other tables (--table): {', '.join(others)}.", style="dim")
    console.print(f"Data version {provenance.data_version}. {provenance.canonical}", style="dim")
    if file:
        file.close()


def _words(cell: Cell, column: Column) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str | Suppressed):
        return str(cell)
    if column.kind == "share":
        return percent(cell)
    return count(cell) if column.kind == "count" else f"{cell:,.4g}"


for _name, _module in QUESTIONS.items():
    ask.add_command(_command(_name, _module))
