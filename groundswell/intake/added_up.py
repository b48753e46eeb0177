"""The way down from a cell that was added up: the raw rows of the file that made it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from groundswell.common.months import Month
from groundswell.measures.definition import CodeCount, Measure
from groundswell.measures.engine.atoms import atoms_of
from groundswell.measures.engine.duckdb_engine import csv_sql
from groundswell.measures.sources import SOURCES, Source, read_month
from groundswell.measures.sources.header import read_header
from groundswell.organisations.codes import clean_code
from groundswell.submissions import incoming
from groundswell.submissions.models import Submission

MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file, as a spreadsheet numbers it, and what it adds to each side of a measure.

    None where it adds nothing to that side: it does not count there, or its number is empty.
    """

    row: int
    code: str
    numerator: Decimal | None
    denominator: Decimal | None


def source_of(submission: Submission) -> Source | None:
    """The source whose raw rows a submission holds; None for any other kind of file."""
    name, found, _ = submission.layout.rpartition("-rows")
    return SOURCES.get(name) if found else None


def rows_added_up(
    submission: Submission, measure: Measure, site: str, month: Month
) -> list[RawRow]:
    """The rows of a file of raw rows that a measure counts at a site in a month, in their order.

    The whole file is read: some 3 s a GB. Raises FileNotFoundError where the file was lost, and
    ValueError where the measure counts no such file.
    """
    source = source_of(submission)
    if source is None or not _counts(measure, source):
        raise ValueError(f"{measure.title} is not added up from rows of {submission.file_name}.")
    path = incoming.path_of(submission)
    told = submission.options.get("month")
    atoms = atoms_of([measure], source)
    found = []
    for number, month_text, code, *texts in _rows_of_site(path, source, atoms.columns, site):
        if (Month.parse(told) if told else read_month(month_text)) != month:
            continue
        sides: list[Decimal | None] = [None, None]
        atom = atoms.number_of(code)
        for adds in atoms.adds[atom - 1] if atom else ():
            if adds.since <= month.index <= adds.until:
                text = texts[adds.column]
                sides[adds.side] = Decimal(text) if text else None
        if sides != [None, None]:
            found.append(RawRow(number, code, *sides))
    return found


def _counts(measure: Measure, source: Source) -> bool:
    return any(
        isinstance(part, CodeCount) and part.source == source.name for _, part in measure.parts()
    )


def _rows_of_site(
    path: Path, source: Source, columns: tuple[str, ...], site: str
) -> Iterator[tuple[int, str, str, *tuple[str, ...]]]:
    """(row, month, code, *columns) of each row of a site that is known, as text."""
    header = read_header(path)
    variant = max(source.variants, key=lambda v: len(v.columns_in(header.names)))
    read = variant.columns_in(header.names)
    wanted = (source.site, source.month, source.code, source.unidentified, *columns)
    picked = [name if name in read else f"'' AS {name}" for name in wanted]
    sql = csv_sql([path], {name: read[name] for name in wanted if name in read})
    # Numbered before any is left out. Codes are tidied in Python, as they were when counted.
    query = (
        f"SELECT row, {', '.join(wanted)} FROM "
        f"(SELECT row_number() OVER () + 1 AS row, {', '.join(picked)} FROM ({sql})) numbered "
        f"WHERE contains(upper({source.site}), upper(?))"
    )
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        for number, *texts in connection.execute(query, [site]).fetchall():
            code, month_text, row_code, unidentified, *numbers = (t or "" for t in texts)
            if clean_code(code) == site and unidentified != "Y":
                yield (number, month_text, row_code, *(n.strip() for n in numbers))
