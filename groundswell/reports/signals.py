"""The board of all measures as tables, small numbers hidden before any chart is made."""

from collections.abc import Sequence

import numpy as np

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import Charts, expected_false_signals
from groundswell.questions.reach import STATUS_WORDS
from groundswell.questions.signals import SignalRow, SignalsAnswer, SignalsQuestion

from .reach import DisclosedReach, disclose_reach
from .reach.tables import icons, shown, spc_of
from .report import Cell, Column, Report, Table

BOARD = (
    Column("measure", "Measure"),
    Column("title", "Title"),
    Column("place_code", "Code"),
    Column("place_name", "Place"),
    Column("month", "Month", "month"),
    Column("value", "Value", "number"),
    Column("unit", "Unit"),
    Column("status", "Status"),
    Column("coverage", "Coverage", "share"),
    Column("variation", "Variation"),
    Column("assurance", "Target"),
)
SITES = (
    Column("measure", "Measure"),
    Column("title", "Title"),
    Column("month", "Month", "month"),
    Column("sites", "Sites", "count"),
    Column("insufficient", "Too few numbers", "count"),
    Column("improving", "Improving", "count"),
    Column("worsening", "Worsening", "count"),
    Column("question", "Question"),
)
_SEED = 2026  # what noise would show is simulated: the same board says the same


def signals_report(answer: SignalsAnswer) -> Report:
    """Tables: board (a row a measure and place, all places together last), sites."""
    charted = [(reach, spc_of(reach)) for reach in map(_disclosed, answer.measures)]
    return Report(
        file_name=f"signals-by-{answer.question.by}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "board": lambda: _board(charted),
            "sites": lambda: Table("sites", "Sites", SITES, tuple(_site_rows(answer))),
        },
        provenance=answer.provenance,
        on_screen=lambda: Table(
            "sites", "Sites", SITES[1:-1], tuple(row[1:-1] for row in _site_rows(answer))
        ),
    )


def signals_rows(question: SignalsQuestion, rows: Sequence[SignalRow]) -> Table:
    cells = tuple(
        tuple(
            str(value) if column.kind == "month" else value
            for column in SITES
            for value in [getattr(row, column.name)]
        )
        for row in rows
    )
    return Table("rows", "Measures", SITES, cells)


def _disclosed(signals: object) -> DisclosedReach:
    return disclose_reach(signals.reach)  # type: ignore[attr-defined]


def _board(charted: Sequence[tuple[DisclosedReach, Charts]]) -> Table:
    rows = [row for reach, charts in charted for row in _board_rows(reach, charts)]
    boards = [expected_false_signals(c, np.random.default_rng(_SEED), 2_000) for _, c in charted]
    special, expected = sum(b.special for b in boards), sum(b.expected for b in boards)
    judged = sum(b.n - b.insufficient for b in boards)
    note = (
        f"{special:,} of {judged:,} charts show a signal at their last month; noise alone would "
        f"show about {expected:,.0f}."
    )
    return Table("board", "Board", BOARD, tuple(rows), note)


def _board_rows(reach: DisclosedReach, charts: Charts) -> list[tuple[Cell, ...]]:
    labels = [*zip(reach.codes, reach.names, strict=True), ("", "All places")]
    rows: list[tuple[Cell, ...]] = []
    for place, (code, name) in enumerate(labels):
        cells = reach.places if code else reach.total
        at = (place if code else 0, -1)
        hidden = cells.status[at] == Status.SUPPRESSED and cells.hidden_value[at]
        rows.append(
            (
                reach.measure.slug,
                reach.measure.title,
                code,
                name,
                str(reach.months[-1]),
                shown(cells.value[at], hidden),
                reach.measure.unit,
                STATUS_WORDS[Status(int(cells.status[at]))],
                shown(cells.coverage[at], False),
                *icons(charts, place, cells.value[at]),
            )
        )
    return rows


def _site_rows(answer: SignalsAnswer) -> list[tuple[Cell, ...]]:
    return [
        (
            signals.reach.measure.slug,
            signals.reach.measure.title,
            str(signals.reach.last),
            signals.sites.sites,
            signals.sites.insufficient,
            signals.sites.improving,
            signals.sites.worsening,
            signals.reach.provenance.canonical,
        )
        for signals in answer.measures
    ]
