"""The networks: their dated names, and the ICBs that each covers."""

from datetime import date

from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import has_headings
from groundswell.submissions.tables import Place, Record
from groundswell.submissions.values import day_needed, day_or_none, in_order

from ..facts import OrganisationFacts
from ..models import Kind
from .reading import UNDATED, each_row, organisation_layout

# Designated as AHSNs; renamed health innovation networks; the name as a list of 2024 has it.
_NAMES = (
    ("name_2021_ahsn", date(2013, 5, 23)),
    ("name_2023_10_hin", date(2023, 10, 1)),
    ("name_2024_09", date(2024, 9, 1)),
)


def _read_names(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    network = facts.organisation(row["acronym_2024_09"], Kind.NETWORK)
    for heading, since in _NAMES:
        facts.name(network, row[heading], at, since)


def _read_coverage(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    start = day_needed(row["valid_from"], "valid_from", at, findings)
    end = day_or_none(row["valid_to"], "valid_to", at, findings)
    if start and in_order(start, end, "valid_to", at, findings):
        icb = facts.organisation(row["icb_code"], Kind.ICB)
        network = facts.organisation(row["network"], Kind.NETWORK)
        facts.membership(icb, network, at, start, end, row["basis"])


NETWORK_NAMES = organisation_layout(
    "network-names",
    "Names of the networks over time",
    has_headings("acronym_2024_09", "name_2021_AHSN", "name_2023_10_HIN", "name_2024_09"),
    each_row(_read_names),
    observed=UNDATED,
)
COVERAGE = organisation_layout(
    "coverage",
    "ICBs that each network covers",
    has_headings("network", "icb_code", "valid_from", "valid_to"),
    each_row(_read_coverage),
    observed=UNDATED,
)
