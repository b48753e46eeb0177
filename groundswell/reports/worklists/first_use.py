"""Reported go-lives against first use as tables: discrepancies, networks, every site, e-mails."""

from collections.abc import Iterable, Sequence

from groundswell.common.dates import UncertainDate
from groundswell.questions.first_use import (
    VERDICTS,
    FirstUseAnswer,
    FirstUseQuestion,
    FirstUseRow,
    SiteFirstUse,
)

from ..report import Cell, Column, Report, Table
from .letters import first_use_letters
from .stalled import letters_table, narrow

SITES = (
    Column("place_code", "Network code"),
    Column("place_name", "Network"),
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("verdict", "What differs"),
    Column("reported", "Reported live"),
    Column("measured", "First use"),
    Column("months", "Months apart, at least", "count"),
    Column("owner", "Owner", personal=True),
    Column("email", "E-mail", personal=True),
    Column("due", "Due"),
)
NETWORKS = (
    Column("place_code", "Network code"),
    Column("place_name", "Network"),
    *(
        Column(v.replace(",", "").replace(" ", "_"), v[:1].upper() + v[1:], "count")
        for v in VERDICTS
    ),
)
ROWS = (
    Column("site_code", "Site"),
    Column("site_name", "Name"),
    Column("place_code", "Network"),
    Column("verdict", "Verdict"),
    Column("months", "Months apart, at least", "count"),
    Column("reported", "Reported live"),
    Column("reported_submission", "Its submission", "count"),
    Column("reported_file", "Its file"),
    Column("reported_sheet", "Its sheet"),
    Column("reported_row", "Its row", "count"),
    Column("measured", "First use"),
    Column("measured_submission", "Its submission", "count"),
    Column("measured_file", "Its file"),
    Column("measured_sheet", "Its sheet"),
    Column("measured_row", "Its row", "count"),
)


def first_use_report(answer: FirstUseAnswer) -> Report:
    """Tables: discrepancies, networks, sites (of which anything is known), letters."""
    return Report(
        file_name=f"{answer.question.programme}-first-use-{answer.at}",
        headline=answer.headline,
        is_demo=answer.is_demo,
        makers={
            "discrepancies": lambda: discrepancies_table(answer),
            "networks": lambda: networks_table(answer),
            "sites": lambda: Table("sites", "Sites", SITES, _cells(answer.sites)),
            "letters": lambda: letters_table(first_use_letters(answer)),
        },
        provenance=answer.provenance,
        on_screen=lambda: narrow(discrepancies_table(answer)),
    )


def discrepancies_table(answer: FirstUseAnswer) -> Table:
    return Table("discrepancies", "Discrepancies", SITES, _cells(answer.discrepancies))


def networks_table(answer: FirstUseAnswer) -> Table:
    """Counts of sites by verdict; all together last, where a site of two networks counts once."""
    rows: list[tuple[Cell, ...]] = [
        (code, name, *(counts[v] for v in VERDICTS)) for code, name, counts in answer.by_network
    ]
    rows.append(("", "All networks", *(answer.counts[v] for v in VERDICTS)))
    return Table("networks", "Networks", NETWORKS, tuple(rows))


def first_use_rows(question: FirstUseQuestion, rows: Sequence[FirstUseRow]) -> Table:
    cells = tuple(
        tuple(
            str(value) if isinstance(value, UncertainDate) else value
            for column in ROWS
            for value in [getattr(row, column.name)]
        )
        for row in rows
    )
    return Table("rows", "Sites", ROWS, cells)


def _cells(sites: Iterable[SiteFirstUse]) -> tuple[tuple[str | int | None, ...], ...]:
    return tuple(
        (
            site.network_code,
            site.network_name,
            site.site_code,
            site.site_name,
            site.verdict,
            str(site.reported.on) if site.reported else None,
            str(site.measured.on) if site.measured else None,
            site.months,
            site.owner,
            site.email,
            str(site.due) if site.due else None,
        )
        for site in sites
    )
