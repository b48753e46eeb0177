"""`groundswell programmes`: what was agreed of them, from files, and how they ended."""

from datetime import date

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from groundswell.common.dates import day_name
from groundswell.common.numbers import count
from groundswell.intake import record
from groundswell.intake.set_up import preview, set_up
from groundswell.intake.starter import starter_tables
from groundswell.people.actions import operator
from groundswell.programmes import queries
from groundswell.programmes.facts import ProgrammeFacts, Told
from groundswell.programmes.models import Closure, Programme
from groundswell.programmes.rules import target_words
from groundswell.programmes.sources import LAYOUTS
from groundswell.submissions.findings import Refused

from .home import prepare_home
from .imports import MOST_SHOWN, import_command, show_findings

ABOVE_PROGRAMMES = ("eligibility", "programme-measures")


@click.group()
def programmes() -> None:
    """Programmes: what was agreed of them, and how they ended."""


KNOWN_ON = click.option(
    "--known-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As it was known at the end of this day, such as 2019-04-01.",
)


@programmes.command("list")
@KNOWN_ON
def list_(known_on: date | None) -> None:
    """Every programme, the one that began last first."""
    prepare_home()
    day = _day(known_on)
    table = Table()
    for heading in ("Programme", "Name", "Scope", "Start", "End", "Outcome"):
        table.add_column(heading, no_wrap=heading == "Programme", overflow="fold")
    found = queries.programmes(day)
    for held in found:
        facts = queries.programme(held.slug, day)
        end = day_name(held.end) if held.end else ""
        outcome = Programme.Outcome(facts.outcome(day or timezone.localdate())).label
        table.add_row(held.slug, held.name, held.scope, day_name(held.start), end, outcome)
    if found:
        Console().print(table)
    else:
        click.echo("No programme is known. Load those published: groundswell programmes starter.")


@programmes.command("show")
@click.argument("slug")
@KNOWN_ON
def show(slug: str, known_on: date | None) -> None:
    """What was agreed of one programme, with the file and row that told each thing."""
    prepare_home()
    day = _day(known_on)
    try:
        facts = queries.programme(slug, day)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    _show_programme(facts, day or timezone.localdate())
    for title, lines in _agreed(facts):
        if lines:
            click.echo(f"\n{title}")
        for text, told in lines:
            click.echo(f"  {text} [{told.file_name}, row {told.row}]")


def _day(known_on: date | None) -> date | None:
    """Click gives a datetime."""
    return known_on and date(known_on.year, known_on.month, known_on.day)


def _show_programme(facts: ProgrammeFacts, today: date) -> None:
    end = f" to {day_name(facts.end)}" if facts.end else " on, without an end"
    click.echo(f"{facts.name} ({facts.slug}), {facts.scope}, for {facts.innovation_name}")
    for _, name in facts.other_innovations:
        click.echo(f"  and {name}")
    licence = f", {facts.licence}" if facts.licence else ""
    click.echo(f"Commissioned by {facts.commissioner}{licence}; {day_name(facts.start)}{end}.")
    outcome = Programme.Outcome(facts.outcome(today)).label
    click.echo(f"{outcome}. Adopted means {facts.definition}.")
    if facts.summary:
        click.echo(facts.summary)


def _agreed(facts: ProgrammeFacts) -> list[tuple[str, list[tuple[str, Told]]]]:
    return [
        (
            "Eligible sites",
            [(f"{c.rule}: {count(c.sites)} for {c.innovation}", c.told) for c in facts.cohorts],
        ),
        (
            "Networks that take part",
            [
                (f"{p.network} {p.name}: {p.owner or 'no owner'}", p.told)
                for p in facts.participants
            ],
        ),
        (
            "Targets",
            [
                (
                    f"{t.network or 'All networks'} by {day_name(t.due)}: "
                    f"{target_words(t.kind, t.value, t.whole)}",
                    t.told,
                )
                for t in facts.targets
            ],
        ),
        (
            "Returns asked for",
            [
                (f"{day_name(r.start)} to {day_name(r.end)}, due {day_name(r.due)}", r.told)
                for r in facts.rounds
            ],
        ),
        ("Measures", [(f"{m.measure} ({m.role})", m.told) for m in facts.measures]),
        (
            "Published",
            [(f"{r.kind}: {r.text}. {r.period} Source: {r.source}", r.told) for r in facts.results],
        ),
        (
            "How it ended",
            [
                (f"{c.ending.outcome} on {day_name(c.ending.on)} {c.ending.to}".rstrip(), c.told)
                for c in facts.closures
            ],
        ),
    ]


@programmes.command("starter")
@click.option("--accept/--dry-run", default=False, help="Store them, or only say what would be.")
def starter(accept: bool) -> None:
    """The national programmes as they were published, with their results and sources."""
    prepare_home()
    tables = starter_tables()
    for table, check in zip(tables, preview(by=operator(), tables=tables), strict=True):
        click.echo(f"{table.file_name}. {check.summary}")
        show_findings(check.refusals, check.corrections, check.notes)
    if not accept:
        click.echo("Dry run: nothing has been stored. Add --accept to store it.")
        return
    try:
        stored = set_up(by=operator(), tables=tables, why="starter programmes")
    except Refused as refused:
        raise click.ClickException(f"Nothing was stored. {refused}") from refused
    for submission in stored:
        click.echo(f"{submission.file_name} is submission {submission.pk}.")


@programmes.command("close")
@click.argument("slug")
@click.option("--outcome", type=click.Choice(Closure.Outcome.values), default="closed")
@click.option("--on", required=True, help="The day on which it ended, such as 2020-03-31.")
@click.option("--to", default="", help="The service that took it over, if it was handed over.")
@click.option("--reason", default="", help="Why, in words.")
@click.option("--why", default="", help="A word for the audit trail.")
def close(slug: str, outcome: str, on: str, to: str, reason: str, why: str) -> None:
    """Record that a programme ended. What was recorded before stays readable."""
    prepare_home()
    row = {"programme": slug, "outcome": outcome, "on": on, "to": to, "reason": reason}
    row["typed"] = timezone.now().isoformat(timespec="seconds")
    try:
        stored = record(by=operator(), layout="closures", rows=[row], why=why)
    except Refused as refused:
        problems = [f"{r.column}: {r.why} {r.mend}".strip() for r in refused.refusals[:MOST_SHOWN]]
        raise click.ClickException("\n".join(problems)) from refused
    click.echo(f"{slug}: {outcome} on {on}, stored as submission {stored.pk}.")


programmes.add_command(
    import_command(
        "import",
        "catalogue",
        "Files about programmes: what was agreed of them, their cohorts, how they ended.",
        (*(layout.name for layout in LAYOUTS), *ABOVE_PROGRAMMES),
    )
)
