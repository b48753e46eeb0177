"""`groundswell ask QUESTION`: one command a question, its flags read from the question's fields."""

import json
import sys
from collections.abc import Callable
from dataclasses import MISSING, fields
from types import ModuleType

import click
from rich.console import Console
from rich.table import Table

from groundswell.common.numbers import count, percent
from groundswell.questions.answer import SpreadAnswer
from groundswell.questions.errors import NotFound
from groundswell.questions.registry import QUESTIONS
from groundswell.reports.tables import spread_csv, spread_json

from .home import prepare_home


@click.group()
def ask() -> None:
    """Ask a question; the same that the pages and the API ask."""


def _command(name: str, module: ModuleType) -> click.Command:
    def run(output: str, **given: str | None) -> None:
        prepare_home()
        try:
            question = module.Question.from_query({k: v for k, v in given.items() if v})
            answer = module.answer(question)
        except (ValueError, NotFound) as error:
            raise click.ClickException(str(error)) from error
        WRITERS[output](answer)
        for warning in answer.provenance.warnings if output == "csv" else ():
            click.echo(f"Mind: {warning}", err=True)

    command: Callable[..., None] = run
    for field in reversed(fields(module.Question)):
        required = field.default is MISSING and field.default_factory is MISSING
        flag = f"--{field.name.replace('_', '-')}"
        default = "" if required or field.default is None else f" Default: {field.default}."
        command = click.option(
            flag, field.name, required=required, help=f"{field.metadata['help']}{default}"
        )(command)
    command = click.option(
        "--format", "output", type=click.Choice(list(WRITERS)), default="table", show_default=True
    )(command)
    return click.command(name, help=module.__doc__)(command)


def _write_csv(answer: SpreadAnswer) -> None:
    sys.stdout.write(spread_csv(answer))


def _write_json(answer: SpreadAnswer) -> None:
    json.dump(spread_json(answer), sys.stdout, indent=2)
    sys.stdout.write("\n")


def _write_table(answer: SpreadAnswer) -> None:
    console = Console()
    console.print(answer.headline, style="bold")
    table = Table()
    for heading in ("Code", "Place"):
        table.add_column(heading)
    for heading in ("Eligible", "Adopted", "Not adopted", "Unknown", "Share"):
        table.add_column(heading, justify="right")
    for row in (*answer.rows, answer.total):
        counts = (row.eligible, row.adopted, row.not_adopted, row.unknown)
        numbers = [count(n) for n in counts]
        table.add_row(row.place_code, row.place_name, *numbers, percent(row.share))
    console.print(table)
    provenance = answer.provenance
    for rule in provenance.rules:
        console.print(f"{rule.name}. {rule.text}", style="dim")
    for warning in provenance.warnings:
        console.print(f"Mind: {warning}", style="yellow")
    console.print(f"Data version {provenance.data_version}. {provenance.canonical}", style="dim")


WRITERS: dict[str, Callable[[SpreadAnswer], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
}

for _name, _module in QUESTIONS.items():
    ask.add_command(_command(_name, _module))
