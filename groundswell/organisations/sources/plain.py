"""Groundswell's own layouts: organisations, names, memberships and licences as plain tables."""

from groundswell.common.matching import did_you_mean, nearest
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import has_headings
from groundswell.submissions.tables import Place, Record
from groundswell.submissions.values import day_needed, day_or_none, in_order

from ..facts import OrganisationFacts
from ..models import Kind
from .reading import UNDATED, each_row, organisation_layout, read_postcode


def _read_organisations(
    row: Record, at: Place, facts: OrganisationFacts, findings: Findings
) -> None:
    opened = day_or_none(row["opened"], "opened", at, findings)
    closed = day_or_none(row["closed"], "closed", at, findings)
    if row["kind"] not in Kind.values:
        findings.refuse(
            at.sheet,
            at.row,
            "kind",
            row["kind"],
            "This kind of organisation is not known.",
            did_you_mean(nearest(row["kind"], Kind.values)) or f"Use {', '.join(Kind.values)}.",
        )
    elif in_order(opened, closed, "closed", at, findings):
        code = facts.organisation(row["code"], Kind(row["kind"]))
        facts.name(code, row["name"], at, opened)
        read_postcode(row, code, facts, findings)
        facts.life(code, opened, closed, at)


def _read_names(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    since = day_needed(row["since"], "since", at, findings)
    if since:
        facts.name(facts.organisation(row["code"]), row["name"], at, since)


def _read_memberships(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    start = day_needed(row["start"], "start", at, findings)
    end = day_or_none(row["end"], "end", at, findings)
    if start and in_order(start, end, "end", at, findings):
        child, parent = facts.organisation(row["child"]), facts.organisation(row["parent"])
        facts.membership(child, parent, at, start, end, row["basis"])


def _read_licences(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    start = day_needed(row["start"], "start", at, findings)
    end = day_needed(row["end"], "end", at, findings)
    if start and end and in_order(start, end, "end", at, findings):
        facts.licences[(row["name"], start, end, row["commissioner"], row["basis"])] = at


ORGANISATIONS = organisation_layout(
    "organisations",
    "Organisations",
    has_headings("code", "name", "kind", "opened", "closed"),
    each_row(_read_organisations),
    observed=UNDATED,
)
NAMES = organisation_layout(
    "names",
    "Names of organisations",
    has_headings("code", "name", "since"),
    each_row(_read_names),
    observed=UNDATED,
)
MEMBERSHIPS = organisation_layout(
    "memberships",
    "Memberships",
    has_headings("child", "parent", "start", "end"),
    each_row(_read_memberships),
    observed=UNDATED,
)
LICENCES = organisation_layout(
    "licences",
    "Licences of the networks",
    has_headings("name", "start", "end", "commissioner", "basis"),
    each_row(_read_licences),
    observed=UNDATED,
)
