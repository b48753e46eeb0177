"""Returns to come as tables: a row a network with the e-mail to send, a row a site."""

from collections.abc import Sequence

from groundswell.questions.missing import (
    MissingAnswer,
    MissingQuestion,
    ReturnRow,
    changed_words,
)

from ..report import Cell, Column, Report, Table
from .letters import missing_letters

_WHO = (
    Column("owner", "Owner", personal=True),
    Column("email", "E-mail", personal=True),
    Column("due", "Due"),
)
NETWORKS = (
    Column("place_code", "Network code"),
    Column("place_name", "Network"),
    Column("status", "Return"),
    Column("received", "Received"),
    Column("days_late", "Days late", "count"),
    Column("sites", "Sites", "count"),
    Column("on_time", "On time", "count"),
    Column("late", "Late", "count"),
    Column("missing", "Missing", "count"),
    Column("not_due", "Not due yet", "count"),
    Column("changed", "Changed", "count"),
    *_WHO,
)
LETTER = (
    Column("subject", "E-mail subject", personal=True),
    Column("text", "E-mail text", personal=True),
)
SITES = (
    Column("place_code", "Network code"),
    Column("place_name", "Network"),
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("status", "Return"),
    Column("received", "Received"),
    Column("days_late", "Days late", "count"),
    Column("changed", "Changed"),
    *_WHO,
)
ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Network"),
    Column("status", "Return"),
    Column("received", "Received"),
    Column("changed", "Changed"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
)
_ON_SCREEN = ("place_name", "status", "received", "days_late", "sites", "missing", "owner", "due")


def missing_report(answer: MissingAnswer) -> Report:
    """Tables: networks (with the e-mail to each), sites."""
    start = f"-{answer.round.start}" if answer.round else ""
    return Report(
        file_name=f"{answer.programme}-returns{start}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={"networks": lambda: _networks(answer), "sites": lambda: sites_table(answer)},
        provenance=answer.provenance,
        on_screen=lambda: _on_screen(answer),
    )


def sites_table(answer: MissingAnswer) -> Table:
    rows = tuple(
        (
            site.network_code,
            site.network_name,
            site.site_code,
            site.site_name,
            site.status,
            str(site.received) if site.received else None,
            site.days_late,
            changed_words(site),
            site.owner,
            site.email,
            str(site.due),
        )
        for site in answer.sites
    )
    return Table("sites", "Sites", SITES, rows)


def missing_rows(question: MissingQuestion, rows: Sequence[ReturnRow]) -> Table:
    cells = tuple(
        tuple(
            str(value) if column.name == "received" and value else value
            for column in ROWS
            for value in [getattr(row, column.name)]
        )
        for row in rows
    )
    return Table("rows", "Sites", ROWS, cells)


def _networks(answer: MissingAnswer) -> Table:
    letters = {letter.network_code: letter for letter in missing_letters(answer)}
    rows = []
    for cells in _network_rows(answer):
        letter = letters.get(str(cells[0]))
        rows.append((*cells, *((letter.subject, letter.body) if letter else ("", ""))))
    return Table("networks", "Networks", (*NETWORKS, *LETTER), tuple(rows))


def _network_rows(answer: MissingAnswer) -> list[tuple[Cell, ...]]:
    return [
        (
            n.code,
            n.name,
            n.status,
            str(n.received) if n.received else None,
            n.days_late,
            n.sites,
            n.on_time,
            n.late,
            n.missing,
            n.not_due,
            n.changed,
            n.owner,
            n.email,
            str(n.due),
        )
        for n in answer.networks
    ]


def _on_screen(answer: MissingAnswer) -> Table:
    kept = [i for i, column in enumerate(NETWORKS) if column.name in _ON_SCREEN]
    rows = tuple(tuple(row[i] for i in kept) for row in _network_rows(answer))
    return Table("networks", "Networks", tuple(NETWORKS[i] for i in kept), rows)
