"""The barriers answer as tables: by domain, and each of them in its sender's words."""

from collections.abc import Sequence
from dataclasses import replace

from groundswell.common.dates import UncertainDate
from groundswell.questions.barriers import (
    DOMAIN_TITLES,
    BarriersAnswer,
    BarriersQuestion,
    FactorRow,
)

from .report import Cell, Column, Report, Table

DOMAINS = (
    Column("domain", "Domain"),
    Column("title", "Domain of NASSS"),
    Column("barrier_events", "Barriers", "count"),
    Column("barrier_sites", "Sites with a barrier", "count"),
    Column("enabler_events", "Enablers", "count"),
    Column("enabler_sites", "Sites with an enabler", "count"),
)
FACTORS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Place"),
    Column("factor", "Barrier or enabler"),
    Column("domain", "Domain"),
    Column("note", "In their words"),
    Column("stage", "Stage"),
    Column("on", "Date"),
    Column("innovation", "Innovation"),
    Column("told_by", "Told by"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
)


def barriers_report(answer: BarriersAnswer) -> Report:
    """Tables: domains (every one, told of or not), and told (a row each, newest first)."""
    where = f"-{answer.question.place}" if answer.question.place else ""
    return Report(
        file_name=f"{answer.programme}-barriers{where}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "domains": lambda: _domains(answer),
            "told": lambda: _told(answer.factors),
        },
        provenance=answer.provenance,
        on_screen=lambda: _on_screen(answer),
    )


def _domains(answer: BarriersAnswer) -> Table:
    rows = tuple(
        (
            row.domain or "none",
            DOMAIN_TITLES[row.domain],
            row.barrier_events,
            row.barrier_sites,
            row.enabler_events,
            row.enabler_sites,
        )
        for row in answer.domains
    )
    return Table("domains", "Barriers and enablers by domain", DOMAINS, rows)


def _on_screen(answer: BarriersAnswer) -> Table:
    table = _domains(answer)
    rows = tuple(row[1:] for row in table.rows)
    return replace(table, columns=table.columns[1:], rows=rows)


def _told(factors: Sequence[FactorRow]) -> Table:
    return Table("told", "Barriers and enablers as told", FACTORS, tuple(map(_row, factors)))


def barriers_rows(question: BarriersQuestion, rows: Sequence[FactorRow]) -> Table:
    return Table("rows", "Barriers and enablers", FACTORS, tuple(map(_row, rows)))


def _row(row: FactorRow) -> tuple[Cell, ...]:
    values = (getattr(row, column.name) for column in FACTORS)
    return tuple(str(v) if isinstance(v, UncertainDate) else v for v in values)
