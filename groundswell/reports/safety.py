"""The safety answer as tables: sites by name, which no disclosure rule hides."""

from collections.abc import Sequence
from datetime import date

from groundswell.common.dates import UncertainDate
from groundswell.questions.safety import (
    STATUS_WORDS,
    SafetyAnswer,
    SafetyPlace,
    SafetyQuestion,
    SafetyRow,
    SafetySite,
)
from groundswell.questions.safety.answer import HOLDING_WORDS

from .report import Cell, Column, Report, Table

PLACES = (
    Column("place_code", "Code"),
    Column("place_name", "Place"),
    Column("owner", "Owner", personal=True),
    Column("sites", "Have it, had it", "count"),
    Column("acknowledged", "Acknowledged", "count"),
    Column("acted", "Acted", "count"),
    Column("outstanding", "Outstanding", "count"),
    Column("overdue", "Overdue", "count"),
    Column("apart", "Apart", "count"),
    Column("unknown", "Not known", "count"),
)
SITES = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("places", "Place"),
    Column("holding", "Has it"),
    Column("inherited_from", "Inherited from"),
    Column("stage", "Stage"),
    Column("since", "Since"),
    Column("status", "Status"),
    Column("overdue", "Overdue"),
    Column("acknowledged", "Acknowledged"),
    Column("acted", "Acted"),
    Column("outcome", "Outcome"),
    Column("note", "Note"),
)
ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Place"),
    Column("status", "Status"),
    Column("had_by", "Event of"),
    Column("holding", "Has it"),
    Column("stage", "Stage"),
    Column("on", "Date"),
    Column("evidence", "Evidence"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
    Column("acknowledged", "Acknowledged"),
    Column("acted", "Acted"),
    Column("outcome", "Outcome"),
    Column("answer_submission_id", "Submission of the answer", "count"),
    Column("answer_file_name", "File of the answer"),
    Column("answer_sheet", "Sheet of the answer"),
    Column("answer_row", "Row of the answer", "count"),
)


def safety_report(answer: SafetyAnswer) -> Report:
    """Tables: sites (one row a site), places, apart, closed and unknown."""
    subject = answer.notice.slug if answer.notice else f"{answer.innovation}-holders"
    return Report(
        file_name=f"{subject}-{answer.on.isoformat()}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "sites": lambda: _table("sites", "Sites", answer.sites),
            "places": lambda: _places(answer),
            "apart": lambda: _table("apart", "Listed apart", answer.apart),
            "closed": lambda: _table("closed", "Closed", answer.closed),
            "unknown": lambda: _table("unknown", "Not known", answer.unknown),
        },
        provenance=answer.provenance,
        on_screen=lambda: _places(answer, total=True),
    )


def _places(answer: SafetyAnswer, *, total: bool = False) -> Table:
    rows = [*answer.places, *([answer.total] if total else [])]
    return Table("places", "By place", PLACES, tuple(_place(row) for row in rows))


def _place(row: SafetyPlace) -> tuple[Cell, ...]:
    return (
        row.code,
        row.name,
        row.owner,
        row.sites,
        row.acknowledged,
        row.acted,
        row.outstanding,
        row.overdue,
        row.apart,
        row.unknown,
    )


def _table(name: str, title: str, sites: Sequence[SafetySite]) -> Table:
    """The title is the name of a sheet, which is short; the note says what it means."""
    note = STATUS_WORDS.get(name, STATUS_WORDS["not-asked"])
    return Table(name, title, SITES, tuple(_site(site) for site in sites), f"{note}.")


def _site(site: SafetySite) -> tuple[Cell, ...]:
    return (
        site.code,
        site.name,
        "; ".join(name for _, name in site.places),
        HOLDING_WORDS[site.holding],
        "; ".join(f"{name} ({code})" for code, name in site.inherited),
        site.stage,
        str(site.on) if site.on else "",
        str(site.status),
        "yes" if site.is_overdue else "",
        _day(site.acknowledged),
        _day(site.acted),
        site.outcome,
        site.note,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def safety_rows(question: SafetyQuestion, rows: Sequence[SafetyRow]) -> Table:
    """The way down: dates keep their precision, and a row that does not exist is blank."""
    return Table("rows", "Rows", ROWS, tuple(_row(row) for row in rows))


def _row(row: SafetyRow) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for column in ROWS:
        value = getattr(row, column.name)
        if column.name in ("answer_submission_id", "answer_row"):
            cells.append(value or None)
        elif isinstance(value, date | UncertainDate):
            cells.append(str(value))
        else:
            cells.append(value)
    return tuple(cells)
