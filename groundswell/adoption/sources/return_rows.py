"""One row of a return: what it tells of a site, or why it cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from groundswell.organisations.codes import clean_code
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import CODES, SLUGS, chosen, known, named, needed

from ..asked import Return
from ..recording import EventDraft
from ..returned import Blank
from ..rules import REASONS, STAGES
from .dating import Days, dated
from .nearby import Nearby
from .noted import factor_and_domain, meant

# Void is not told: a row left blank takes back what the last return said.
TOLD = tuple(stage for stage in STAGES if stage != "void")
_NEED_REASON = ("paused", "stopped")
_FILLED = ("date", "reason", "factor", "domain", "note")


@dataclass(frozen=True, slots=True)
class Context:
    """What the rows of one return may name. Ids are of the ledger."""

    asked: Return
    ids: Mapping[str, int]  # organisations by code
    innovations: Mapping[str, int]  # the programme's, by slug
    days: Days
    nearby: Nearby
    ours: Mapping[str, frozenset[str]]  # innovation to the sites asked about; empty for none


def read_row(row: Record, context: Context, findings: Findings) -> EventDraft | Blank | None:
    """What a row tells; None once something in it has been refused."""
    before = len(findings.refusals)
    innovation = _innovation(row, context, findings)
    code = named(row, "site", clean_code, CODES, findings)
    site = context.ids.get(code)
    if not code:
        needed(row, "site", findings)
    elif innovation in context.innovations:
        _refuse_other_sites(row, code, innovation, context, findings)
    if not row["stage"]:
        _refuse_without_stage(row, findings)
        if site is None or len(findings.refusals) > before:
            return None
        return Blank(row.number, row.sheet, site, code, context.innovations[innovation])
    stage = chosen(row, "stage", TOLD, findings)
    on = dated(row, site, code, context.days, findings)
    reason = _reason(row, stage, findings)
    factor, domain = factor_and_domain(row, findings)
    if on is None or site is None or len(findings.refusals) > before:
        return None
    return EventDraft(
        row=row.number,
        sheet=row.sheet,
        site=site,
        site_code=code,
        innovation=context.innovations[innovation],
        stage=stage,
        on=on,
        evidence="reported",
        programme=context.asked.programme.pk,
        reason=reason,
        note=meant(row["note"]),
        factor=factor,
        domain=domain,
    )


def _innovation(row: Record, context: Context, findings: Findings) -> str:
    slug = named(row, "innovation", str.lower, SLUGS, findings)
    if not slug:
        return context.asked.programme.innovation.slug
    if slug not in context.innovations:
        known(row, "innovation", context.innovations, "innovation of the programme", findings)
    return slug


def _refuse_other_sites(
    row: Record, code: str, innovation: str, context: Context, findings: Findings
) -> None:
    """Refuse a site that the network is not asked about, and say which may be meant."""
    asked = context.asked
    if code in context.ours[innovation]:
        return
    networks = asked.networks.get(code)
    if networks and asked.network.code not in networks:
        why = f"In {asked.title} the site is in {' and '.join(networks)}."
        mend = f"This is the return of {asked.network.code}: leave this row to that network."
    elif networks is not None and not networks:
        why = f"In {asked.title} the site is in no known network."
        mend = "Remove the row, or have its network recorded."
    else:
        is_known = code in context.ids
        what = f"not in the cohort of {asked.programme.name}" if is_known else "no known site"
        why = f"{code} is {what}."
        near = context.nearby.suggest(code, row["name"], row["postcode"])
        mend = f"{near} Otherwise remove the row.".strip() if near else "Remove the row."
    findings.refuse(row.sheet, row.number, "site", row["site"], why, mend)


def _refuse_without_stage(row: Record, findings: Findings) -> None:
    """A row tells nothing when its stage is empty; then nothing else may be lost with it."""
    column = next((name for name in _FILLED if row[name]), None)
    if column is not None:
        why = f"The row has a {column} and no stage, so it cannot be told of what."
        mend = "Give the stage and its date: those known already, to add to them."
        findings.refuse(row.sheet, row.number, "stage", "", why, mend)


def _reason(row: Record, stage: str, findings: Findings) -> str:
    reason = chosen(row, "reason", REASONS, findings) if row["reason"] else ""
    if stage in _NEED_REASON and not reason:
        why = f"A site that {stage} needs a reason."
        mend = f"Use one of: {', '.join(REASONS)}."
        findings.refuse(row.sheet, row.number, "reason", "", why, mend)
    return reason
