"""The coverage answer as tables: counts of sites, which the disclosure rules exempt."""

from collections.abc import Sequence
from dataclasses import replace

from groundswell.questions.answer import SourceRow
from groundswell.questions.coverage import CoverageAnswer, CoverageQuestion, CoverageRow

from .disclosure import default_rule, disclose
from .report import Cell, Column, Report, Table
from .spread import ROWS, curve_table, source_row

COVERAGE = (
    Column("place_code", "Code"),
    Column("place_name", "Place"),
    Column("eligible", "Eligible", "count"),
    Column("adopted", "Adopted", "count"),
    Column("not_adopted", "Not adopted", "count"),
    Column("unknown", "Unknown", "count"),
    Column("share", "Share", "share"),
    Column("due", "Due by then", "number"),
    Column("difference", "Above or below", "number"),
    Column("rating", "Rating"),
    Column("part", "Takes part"),
)
_SHOWN = ("place_name", "eligible", "adopted", "unknown", "share", "due", "rating")
_PART = {True: "yes", False: "no", None: ""}


def coverage_report(answer: CoverageAnswer) -> Report:
    """Tables: coverage (a row a place, all places together last) and the curve."""
    return Report(
        file_name=f"{answer.programme}-coverage-by-{answer.question.by}-{answer.at}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={"coverage": lambda: _places(answer), "curve": lambda: curve_table(answer.spread)},
        provenance=answer.provenance,
        on_screen=lambda: _on_screen(answer),
    )


def _on_screen(answer: CoverageAnswer) -> Table:
    """What fits a terminal."""
    table = _places(answer)
    kept = [n for n, column in enumerate(COVERAGE) if column.name in _SHOWN]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return replace(table, columns=tuple(COVERAGE[n] for n in kept), rows=rows)


def _places(answer: CoverageAnswer) -> Table:
    rows = tuple(_cells(row) for row in (*answer.rows, answer.total))
    return Table("coverage", "Coverage", COVERAGE, rows, answer.why_unrated)


def _cells(row: CoverageRow) -> tuple[Cell, ...]:
    rule = default_rule()
    counts = (row.eligible, row.adopted, row.not_adopted, row.unknown)
    return (
        row.place_code,
        row.place_name,
        *(disclose(count, kind="sites", national=False, rule=rule) for count in counts),
        _rounded(row.share, 6),
        _rounded(row.due, 2),
        _rounded(row.difference, 2),
        row.rag.value,
        _PART[row.takes_part],
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def coverage_rows(question: CoverageQuestion, rows: Sequence[SourceRow]) -> Table:
    """The way down: dates keep their precision, as 2018-Q2."""
    return Table("rows", "Rows", ROWS, tuple(source_row(row) for row in rows))
