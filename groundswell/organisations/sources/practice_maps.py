"""Maps of one day: practice to PCN, CCG, STP or ICB and region; sub-ICB to ICB; STP to region."""

from collections.abc import Sequence
from datetime import date

from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import has_headings
from groundswell.submissions.tables import Place, Record, Sheet, records
from groundswell.submissions.values import day_needed

from ..facts import OrganisationFacts
from ..models import Kind
from .reading import each_row, organisation_layout


def _extract_date(sheets: Sequence[Sheet], findings: Findings) -> date | None:
    for row in records(sheets[0]):
        return day_needed(row["extract_date"], "extract_date", row.place, findings)
    return None


def _read_practices(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    practice = facts.organisation(row["practice_code"], Kind.PRACTICE)
    ccg = facts.organisation(row["ccg_code"], Kind.CCG)
    stp = facts.organisation(row["stp_code"], Kind.ICB)
    region = facts.organisation(row["comm_region_code"], Kind.REGION)
    facts.name(practice, row["practice_name"], at)
    facts.name(ccg, row["ccg_name"], at)
    facts.name(stp, row["stp_name"], at)
    facts.name(region, row["comm_region_name"], at)
    facts.membership(practice, ccg, at)
    facts.membership(ccg, stp, at)
    facts.membership(stp, region, at)
    if row["pcn_code"].startswith("U") and row["pcn_code"][1:].isdigit():
        pcn = facts.organisation(row["pcn_code"], Kind.PCN)
        facts.name(pcn, row["pcn_name"], at)
        facts.membership(practice, pcn, at)


def _read_sub_icbs(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    sub_icb = facts.organisation(row["sub icb location ods code"], Kind.CCG)
    icb = facts.organisation(row["icb code"], Kind.ICB)
    region = facts.organisation(row["region code"], Kind.REGION)
    facts.name(sub_icb, row["sub icb location name"], at)
    facts.name(icb, row["integrated care board name"], at)
    facts.name(region, row["region name"], at)
    facts.membership(sub_icb, icb, at)
    facts.membership(icb, region, at)


def _read_stps(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    stp = facts.organisation(row["stp_code"], Kind.ICB)
    region = facts.organisation(row["comm_region_code"], Kind.REGION)
    facts.name(stp, row["stp_name"], at)
    facts.name(region, row["comm_region_name"], at)
    facts.membership(stp, region, at)


PRACTICE_MAP = organisation_layout(
    "practice-map",
    "Practice to PCN, CCG and STP or ICB, with its day",
    has_headings("EXTRACT_DATE", "PRACTICE_CODE", "PCN_CODE", "CCG_CODE", "STP_CODE"),
    each_row(_read_practices),
    observed=_extract_date,
)
PRACTICE_MAP_UNDATED = organisation_layout(
    "practice-map-undated",
    "Practice to PCN, CCG and STP or ICB, without its day",
    lambda sheets: (
        has_headings("PRACTICE_CODE", "PCN_CODE", "CCG_CODE", "STP_CODE")(sheets)
        and not has_headings("EXTRACT_DATE")(sheets)
    ),
    each_row(_read_practices),
)
SUB_ICB_MAP = organisation_layout(
    "sub-icb-map",
    "Sub-ICB location to ICB and region",
    has_headings("Sub ICB Location ODS Code", "ICB Code", "Region Code"),
    each_row(_read_sub_icbs),
)
STP_MAP = organisation_layout(
    "stp-map",
    "STP to region",
    has_headings("stp_code", "stp_name", "comm_region_code"),
    each_row(_read_stps),
)
