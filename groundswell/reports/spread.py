"""The spread answer as tables: counts of sites, which the disclosure rules exempt."""

from collections.abc import Sequence

from groundswell.common.dates import UncertainDate
from groundswell.questions.answer import SourceRow, SpreadAnswer, SpreadRow
from groundswell.questions.spread import SpreadQuestion

from .disclosure import default_rule, disclose
from .report import Cell, Column, Report, Table

_COUNTS = (
    Column("eligible", "Eligible", "count"),
    Column("adopted", "Adopted", "count"),
    Column("not_adopted", "Not adopted", "count"),
    Column("unknown", "Unknown", "count"),
)
PLACES = (Column("place_code", "Code"), Column("place_name", "Place"), *_COUNTS)
CURVE = (
    Column("month", "Month", "month"),
    Column("eligible", "Eligible", "count"),
    Column("adopted", "Adopted", "count"),
    Column("perhaps", "Perhaps also", "count"),
)


def spread_report(answer: SpreadAnswer) -> Report:
    """Tables: places (one row a place in the answer's order, no row of totals), and the curve."""
    return Report(
        file_name=f"{answer.innovation}-by-{answer.by}-{answer.at}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={"spread": lambda: _places(answer), "curve": lambda: curve_table(answer)},
        provenance=answer.provenance,
        on_screen=lambda: _on_screen(answer),
    )


def _places(answer: SpreadAnswer) -> Table:
    return Table("spread", "Spread", PLACES, tuple(_cells(row) for row in answer.rows))


def _on_screen(answer: SpreadAnswer) -> Table:
    rows = tuple((*_cells(row), row.share) for row in (*answer.rows, answer.total))
    return Table("spread", "Spread", (*PLACES, Column("share", "Share", "share")), rows)


def curve_table(answer: SpreadAnswer) -> Table:
    """All places together, month by month."""
    eligible, low, high = answer.curve.total
    months = zip(answer.curve.months, eligible, low, high - low, strict=True)
    rows = tuple((str(m), float(e), float(lo), float(more)) for m, e, lo, more in months)
    note = "Perhaps also: sites whose date is too imprecise to tell."
    return Table("curve", "Curve", CURVE, rows, note)


def _cells(row: SpreadRow) -> tuple[Cell, ...]:
    counts = (row.eligible, row.adopted, row.not_adopted, row.unknown)
    rule = default_rule()
    shown = (disclose(count, kind="sites", national=False, rule=rule) for count in counts)
    return (row.place_code, row.place_name, *shown)


ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Place"),
    Column("status", "Status"),
    Column("stage", "Stage"),
    Column("on", "Date"),
    Column("evidence", "Evidence"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
)


def spread_rows(question: SpreadQuestion, rows: Sequence[SourceRow]) -> Table:
    """The way down: dates keep their precision, as 2018-Q2."""
    return Table("rows", "Rows", ROWS, tuple(source_row(row) for row in rows))


def source_row(row: SourceRow) -> tuple[Cell, ...]:
    values = (getattr(row, column.name) for column in ROWS)
    return tuple(str(v) if isinstance(v, UncertainDate) else v for v in values)
