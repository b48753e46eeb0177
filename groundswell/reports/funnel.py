"""The funnel answer as tables: counts of sites, which the disclosure rules exempt."""

from collections.abc import Sequence

from groundswell.common.dates import UncertainDate
from groundswell.questions.funnel import FunnelAnswer, FunnelQuestion, FunnelSite

from .disclosure import default_rule, disclose
from .report import Cell, Column, Report, Table

STAGES = (
    Column("stage", "Stage"),
    Column("sites", "Stand here now", "count"),
    Column("reached", "Reached it or beyond", "count"),
)
DEFINITIONS = (
    Column("definition", "Definition"),
    Column("title", "Count as adopted"),
    Column("eligible", "Eligible", "count"),
    Column("adopted", "Adopted", "count"),
    Column("not_adopted", "Not adopted", "count"),
    Column("unknown", "Unknown", "count"),
    Column("share", "Share", "share"),
)
REASONS = (
    Column("stage", "Stage"),
    Column("reason", "Reason"),
    Column("sites", "Sites", "count"),
)
ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Place"),
    Column("stage", "Stage"),
    Column("reached", "Furthest stage reached"),
    Column("on", "Since"),
    Column("evidence", "Evidence"),
    Column("reason", "Reason"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
)


def funnel_report(answer: FunnelAnswer) -> Report:
    """Tables: stages, definitions (the same sites under each), reasons (for pausing, stopping)."""
    where = f"-{answer.question.place}" if answer.question.place else ""
    return Report(
        file_name=f"{answer.programme}-funnel{where}-{answer.at}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "stages": lambda: _stages(answer),
            "definitions": lambda: _definitions(answer),
            "reasons": lambda: _reasons(answer),
        },
        provenance=answer.provenance,
    )


def _stages(answer: FunnelAnswer) -> Table:
    rows = tuple(
        (row.stage, _sites(row.sites), None if row.reached is None else _sites(row.reached))
        for row in answer.stages
    )
    note = "Reached: known to have been there at some time, whatever became of them since."
    return Table("stages", "Stages", STAGES, rows, note)


def _definitions(answer: FunnelAnswer) -> Table:
    rows = tuple(
        (
            row.definition.name,
            row.definition.title,
            *map(_sites, (row.eligible, row.adopted, row.not_adopted, row.unknown)),
            None if row.share is None else round(row.share, 6),
        )
        for row in answer.definitions
    )
    note = "The same sites under each definition: which one is meant decides the number."
    return Table("definitions", "Definitions of adopted", DEFINITIONS, rows, note)


def _reasons(answer: FunnelAnswer) -> Table:
    rows = tuple((row.stage, row.reason or "not told", _sites(row.sites)) for row in answer.reasons)
    return Table("reasons", "Why sites paused or stopped", REASONS, rows)


def _sites(number: float) -> Cell:
    return disclose(number, kind="sites", national=False, rule=default_rule())


def funnel_rows(question: FunnelQuestion, rows: Sequence[FunnelSite]) -> Table:
    """The way down: dates keep their precision, as 2018-Q2."""
    return Table("rows", "Sites", ROWS, tuple(_row(row) for row in rows))


def _row(row: FunnelSite) -> tuple[Cell, ...]:
    values = (getattr(row, column.name) for column in ROWS)
    return tuple(str(v) if isinstance(v, UncertainDate) else v for v in values)
