"""`groundswell measures`: what is measured, and whether the definitions hold."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from django.utils import timezone

from groundswell.common.months import Month
from groundswell.measures.codes import without_rows
from groundswell.measures.definition import Code, CodeCount, Measure
from groundswell.measures.definition_file import RefusedDefinitions, read_all
from groundswell.measures.present_codes import present_codes
from groundswell.measures.registry import definition_files
from groundswell.measures.registry import measure as held_measure
from groundswell.measures.registry import measures as held_measures
from groundswell.measures.sources import SOURCES
from groundswell.measures.words import (
    code_in_words,
    part_in_words,
    review_in_words,
    value_in_words,
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Groups(click.Group):
    """Says what is wrong with a definition, whichever command came upon it."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RefusedDefinitions as refused:
            raise click.ClickException(f"Definitions refused.\n{refused}") from None


def _month(ctx: click.Context, param: click.Parameter, value: str | None) -> Month | None:
    try:
        return Month.parse(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


@click.group(cls=_Groups)
def measures() -> None:
    """Measures: list them, read one, check definitions."""


@measures.command("list")
def list_() -> None:
    """Every measure: its slug, kind, status, version and title."""
    held = held_measures()
    width = max(len(slug) for slug in held)
    for slug, m in held.items():
        demo = " (demonstration)" if m.is_demo else ""
        click.echo(f"{slug:{width}}  {m.kind:10}  {m.status:9}  v{m.version}  {m.title}{demo}")


@measures.command()
@click.argument("slug")
def show(slug: str) -> None:
    """One measure in full: what is counted, by whom it was checked, and every code."""
    try:
        measure = held_measure(slug)
    except LookupError as error:
        raise click.ClickException(str(error.args[0])) from None
    click.echo("\n".join(_lines(measure)))


@measures.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--against",
    multiple=True,
    type=(click.Choice(list(SOURCES)), _FILE),
    metavar="SOURCE FILE",
    help="Look for every code in a file of this source. Can be given several times.",
)
@click.option(
    "--month", callback=_month, help="The month of a data file that does not say it, as 2018-04."
)
def check(
    files: tuple[Path, ...], against: tuple[tuple[str, Path], ...], month: Month | None
) -> None:
    """Check definitions: those named, or all that are in use. Nothing is stored."""
    held = list(read_all(files or definition_files()).values())
    for m in held:
        if m.next_review < timezone.localdate():
            click.echo(f"Note: {m.path.name}: its review was due by {m.next_review}.")
    refused = [_check_codes(held, source, paths, month) for source, paths in _by_source(against)]
    if any(refused):
        raise click.ClickException("Some codes have no row: mend them and run this again.")
    click.echo(f"{len(held)} definition{'s' if len(held) != 1 else ''} checked, none refused.")


def _check_codes(
    held: Sequence[Measure], source: str, paths: Sequence[Path], month: Month | None
) -> bool:
    """Look for the codes of a source in its files; whether any was refused."""
    rows: dict[Month, set[str]] = {}
    for path in paths:
        try:
            found = present_codes(SOURCES[source], path, month)
        except ValueError as error:
            raise click.ClickException(str(error)) from None
        for said, codes in found.items():
            rows.setdefault(said, set()).update(codes)
    refusals = without_rows(held, SOURCES[source], rows)
    if refusals:
        click.echo(str(RefusedDefinitions(tuple(refusals))))
    many = "1 code" if len(refusals) == 1 else f"{len(refusals)} codes"
    when = " to ".join(dict.fromkeys((str(min(rows)), str(max(rows))))) if rows else "no month"
    click.echo(f"{source}: {many} without a row in {when}.")
    return bool(refusals)


def _by_source(against: Iterable[tuple[str, Path]]) -> list[tuple[str, list[Path]]]:
    found: dict[str, list[Path]] = {}
    for source, path in against:
        found.setdefault(source, []).append(path)
    return list(found.items())


def _lines(measure: Measure) -> Iterator[str]:
    yield f"{measure.slug}: {measure.title}"
    yield review_in_words(measure)
    if measure.is_demo:
        yield "For demonstration: its numbers are made up."
    yield f"\nWhy: {measure.why}\n"
    yield f"Value: {value_in_words(measure)}"
    yield f"Kind: {measure.kind}. Source class: {measure.source_class}. Counts: {measure.counts}."
    yield f"Sites: {measure.sites.label}."
    if measure.innovations:
        yield f"Shows the use of: {', '.join(measure.innovations)}."
    for side, part in (("Numerator", measure.numerator), ("Denominator", measure.denominator)):
        yield f"\n{side}: {part_in_words(part)}."
        if isinstance(part, CodeCount):
            yield from (_code_line(code) for code in part.codes)
            yield from (f"{_code_line(code)} (excluded)" for code in part.but)
    yield ""
    if measure.source:
        yield f"Source: {measure.source}"
    if measure.notes:
        yield f"Notes: {measure.notes}"
    yield f"File: {measure.path}"


def _code_line(code: Code) -> str:
    return f"  {code.code:18}  {code_in_words(code)}"
