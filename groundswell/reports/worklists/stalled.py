"""Stalled sites as tables: a row a site, the time each stage takes, an e-mail a network."""

from collections.abc import Sequence

from groundswell.common.dates import UncertainDate
from groundswell.questions.stalled import StalledAnswer, StalledQuestion, StalledRow

from ..report import Column, Report, Table
from .letters import Letter, stalled_letters

SITES = (
    Column("place_code", "Network code"),
    Column("place_name", "Network"),
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("stage", "Stage"),
    Column("since", "Since"),
    Column("days", "Days in it, at least", "count"),
    Column("threshold", "Days that most took", "count"),
    Column("owner", "Owner", personal=True),
    Column("email", "E-mail", personal=True),
    Column("due", "Due"),
)
STAGES = (
    Column("stage", "Stage"),
    Column("now", "Sites in it now", "count"),
    Column("sites", "Sites ever in it", "count"),
    Column("moved", "Moved on", "count"),
    Column("median", "Median days", "number"),
    Column("median_low", "From", "number"),
    Column("median_high", "To", "number"),
    Column("threshold", "Stalled after days", "number"),
    Column("why", "Why none"),
)
LETTERS = (
    Column("place_code", "Network code"),
    Column("place_name", "Network"),
    Column("owner", "Owner", personal=True),
    Column("email", "E-mail", personal=True),
    Column("subject", "E-mail subject", personal=True),
    Column("text", "E-mail text", personal=True),
)
ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Network"),
    Column("stage", "Stage"),
    Column("on", "Since"),
    Column("days", "Days in it, at least", "count"),
    Column("submission_id", "Submission", "count"),
    Column("file_name", "File"),
    Column("sheet", "Sheet"),
    Column("row", "Row", "count"),
)
_TOO_WIDE = ("place_name", "email", "due")
_NOTE = "From and to: the 95% interval of the median, which is of stays read in the middle."


def stalled_report(answer: StalledAnswer) -> Report:
    """Tables: sites, stages, letters."""
    return Report(
        file_name=f"{answer.question.programme}-stalled-{answer.at}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "sites": lambda: sites_table(answer),
            "stages": lambda: stages_table(answer),
            "letters": lambda: letters_table(stalled_letters(answer)),
        },
        provenance=answer.provenance,
        on_screen=lambda: narrow(sites_table(answer)),
    )


def narrow(table: Table) -> Table:
    """What a terminal has room for: codes and dates, no addresses."""
    kept = [i for i, column in enumerate(table.columns) if column.name not in _TOO_WIDE]
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return Table(table.name, table.title, tuple(table.columns[i] for i in kept), rows, table.note)


def sites_table(answer: StalledAnswer) -> Table:
    rows = tuple(
        (
            site.network_code,
            site.network_name,
            site.site_code,
            site.site_name,
            site.stage,
            str(site.since),
            site.days,
            round(site.threshold),
            site.owner,
            site.email,
            str(site.due) if site.due else None,
        )
        for site in answer.sites
    )
    return Table("sites", "Stalled sites", SITES, rows)


def stages_table(answer: StalledAnswer) -> Table:
    rows = tuple(
        (
            time.stage,
            answer.now[time.stage],
            time.sites,
            time.moved,
            time.median,
            time.median_low,
            time.median_high,
            time.threshold,
            time.why,
        )
        for time in answer.stages
    )
    return Table("stages", "Time in each stage", STAGES, rows, _NOTE)


def letters_table(letters: Sequence[Letter]) -> Table:
    rows = tuple(
        (one.network_code, one.network_name, one.owner, one.to, one.subject, one.body)
        for one in letters
    )
    return Table("letters", "E-mails", LETTERS, rows)


def stalled_rows(question: StalledQuestion, rows: Sequence[StalledRow]) -> Table:
    cells = tuple(
        tuple(
            str(value) if isinstance(value, UncertainDate) else value
            for column in ROWS
            for value in [getattr(row, column.name)]
        )
        for row in rows
    )
    return Table("rows", "Sites", ROWS, cells)
