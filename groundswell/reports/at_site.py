"""A site's answer as tables. It tells of no people, so nothing in it is suppressed.

The sizes of peers are numbers of patients registered, or denominators that anybody may see: below
the threshold of the disclosure rules they are left out.
"""

from collections.abc import Sequence
from datetime import date

from groundswell.common.dates import UncertainDate
from groundswell.questions.at_site import SiteAnswer, SiteEvent, SiteQuestion
from groundswell.questions.safety.answer import HOLDING_WORDS

from .disclosure import default_rule, disclose
from .report import Cell, Column, Report, Table

INNOVATIONS = (
    Column("innovation", "Slug"),
    Column("name", "Innovation"),
    Column("stage", "Stage"),
    Column("since", "Since"),
    Column("holding", "Here"),
    Column("via", "Through"),
)
EVENTS = (
    Column("innovation", "Innovation"),
    Column("site_code", "Site"),
    Column("stage", "Stage"),
    Column("on", "Date"),
    Column("evidence", "Evidence"),
    Column("reason", "Reason"),
    Column("programme", "Programme"),
    Column("note", "Note"),
    Column("superseded", "Superseded"),
    Column("recorded", "Recorded"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
)
PROGRAMMES = (
    Column("programme", "Slug"),
    Column("name", "Programme"),
    Column("innovation", "Innovation"),
    Column("standing", "Standing"),
    Column("eligible_from", "Eligible from"),
    Column("running", "Still running"),
)
NOTICES = (
    Column("notice", "Slug"),
    Column("title", "Notice"),
    Column("asks", "Asks"),
    Column("innovation", "Innovation"),
    Column("due", "Due"),
    Column("status", "Status"),
    Column("overdue", "Overdue"),
)
PEERS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("size", "Size", "number"),
    Column("fifth", "Deprivation fifth", "count"),
    Column("has", "Innovations", "count"),
)
COULD_HAVE = (
    Column("innovation", "Slug"),
    Column("name", "Innovation"),
    Column("peers", "Peers that have it", "count"),
    Column("which", "Which"),
    Column("here", "Here"),
)


def site_report(answer: SiteAnswer) -> Report:
    """Tables: innovations, events, programmes, notices, peers, and what they have that it lacks."""
    return Report(
        file_name=f"{answer.code}-{answer.on.isoformat()}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "innovations": lambda: _innovations(answer),
            "events": lambda: _events(e for i in answer.innovations for e in i.events),
            "programmes": lambda: _programmes(answer),
            "notices": lambda: _notices(answer),
            "peers": lambda: _peers(answer),
            "could-have": lambda: _could_have(answer),
        },
        provenance=answer.provenance,
    )


def _innovations(answer: SiteAnswer) -> Table:
    rows = tuple(
        (i.slug, i.name, i.stage, str(i.on or ""), HOLDING_WORDS[i.holding], i.via)
        for i in answer.innovations
    )
    return Table("innovations", "Innovations", INNOVATIONS, rows)


def _events(events: object) -> Table:
    rows = tuple(_event(event) for event in events)  # type: ignore[attr-defined]
    return Table("events", "Events", EVENTS, rows)


def _event(event: SiteEvent) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for column in EVENTS:
        if column.name == "superseded":
            cells.append("yes" if event.is_superseded else "")
            continue
        value = getattr(event, column.name)
        cells.append(str(value) if isinstance(value, date | UncertainDate) else value)
    return tuple(cells)


def _programmes(answer: SiteAnswer) -> Table:
    rows = tuple(
        (
            p.slug,
            p.name,
            p.innovation,
            "in it" if p.is_in else "eligible and not in it",
            p.start.isoformat() if p.start else "",
            "yes" if p.is_running else "no",
        )
        for p in answer.programmes
    )
    return Table("programmes", "Programmes", PROGRAMMES, rows)


def _notices(answer: SiteAnswer) -> Table:
    rows = tuple(
        (
            n.slug,
            n.title,
            n.asks,
            n.innovation_name,
            n.due.isoformat(),
            n.status,
            "yes" if n.is_overdue else "",
        )
        for n in answer.notices
    )
    return Table("notices", "Safety notices", NOTICES, rows)


def _peers(answer: SiteAnswer) -> Table:
    rows = tuple((p.code, p.name, shown_size(p.size), p.fifth or None, p.has) for p in answer.peers)
    return Table("peers", "Sites like it", PEERS, rows, answer.peer_rule)


def shown_size(size: float | None) -> Cell:
    """A size as the public may see it; None where none is known."""
    if size is None:
        return None
    return disclose(size, kind="people", national=False, rule=default_rule())


def _could_have(answer: SiteAnswer) -> Table:
    rows = tuple(
        (c.slug, c.name, len(c.peers), "; ".join(c.peers), c.here) for c in answer.could_have
    )
    return Table("could-have", "What sites like it have", COULD_HAVE, rows)


def site_rows(question: SiteQuestion, rows: Sequence[SiteEvent]) -> Table:
    """The way down: dates keep their precision."""
    return Table("rows", "Rows", EVENTS, tuple(_event(row) for row in rows))
