"""The CCG-STP reference workbook of April 2020: mergers, and the STPs before and after."""

from collections.abc import Sequence
from datetime import date

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Place, Record, Sheet, records

from ..facts import OrganisationFacts
from ..models import Kind
from .reading import organisation_layout

MERGED_ON = date(2020, 4, 1)
BEFORE = date(2020, 3, 31)
_SHEETS = ("CCG Mergers", "Commissioning Hubs", "Pre-Apr 2020", "Post-Apr 2020")


def _recognise(sheets: Sequence[Sheet]) -> bool:
    return set(_SHEETS) <= {s.name for s in sheets}


def _read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
    by_name = {s.name: s for s in sheets}
    readers = (_read_merger, _read_hub, _read_before, _read_after)
    rows = 0
    for name, read in zip(_SHEETS, readers, strict=True):
        for row in records(by_name[name]):
            read(row, row.place, facts)
            rows += 1
    return rows


def _read_merger(row: Record, at: Place, facts: OrganisationFacts) -> None:
    legacy = facts.organisation(row["legacy (closing) ccg code"], Kind.CCG)
    new = facts.organisation(row["new ccg code"], Kind.CCG)
    facts.name(new, row["new ccg name"], at, MERGED_ON)
    facts.succession(legacy, new, MERGED_ON, at)


def _read_hub(row: Record, at: Place, facts: OrganisationFacts) -> None:
    legacy, new = (
        row["legacy (closing) commissioning hub code"],
        row["new / retained commissioning hub code"],
    )
    if legacy and new and legacy != new:
        facts.succession(
            facts.organisation(legacy, Kind.OTHER),
            facts.organisation(new, Kind.OTHER),
            MERGED_ON,
            at,
        )


def _read_before(row: Record, at: Place, facts: OrganisationFacts) -> None:
    _read_ccg(row, at, facts, since=None)


def _read_after(row: Record, at: Place, facts: OrganisationFacts) -> None:
    _read_ccg(row, at, facts, since=MERGED_ON)


def _read_ccg(row: Record, at: Place, facts: OrganisationFacts, since: date | None) -> None:
    """CCG in STP in region: a snapshot before the mergers, dated from them after."""
    ccg = facts.organisation(row["ccg code"], Kind.CCG)
    stp = facts.organisation(row["stp code"], Kind.ICB)
    region = facts.organisation(row["region code"], Kind.REGION)
    facts.name(ccg, row["ccg name"], at, since)
    facts.name(stp, row["stp name"], at, since)
    facts.name(region, row["region name"], at, since)
    facts.membership(ccg, stp, at, since)
    facts.membership(stp, region, at, since)


CCG_STP = organisation_layout(
    "ccg-stp-2020",
    "CCG and STP reference workbook, April 2020",
    _recognise,
    _read,
    observed=lambda sheets, findings: BEFORE,
)
