"""Adoption events as a plain table: site, innovation, stage, date, programme, reason, note.

And, where there are such columns, factor and domain: a barrier or an enabler that the note tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.organisations.boundaries import AS_THEN
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.placement import place_weights
from groundswell.organisations.queries import history, openings
from groundswell.people import policy
from groundswell.people.models import Person
from groundswell.programmes.models import Programme
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import CODES, SLUGS, known, named

from ..recording import EventDraft, Plan, additions, plan_events, save_events
from ..rules import REASONS, STAGES
from .dating import Days, dated
from .forward import refuse_backwards
from .noted import factor_and_domain


@dataclass(frozen=True, slots=True)
class _Known:
    """What a row may name."""

    sites: dict[str, int]
    innovations: dict[str, int]
    programmes: dict[str, int]
    days: Days


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    known_things = _Known(
        dict(Organisation.objects.values_list("code", "pk")),
        dict(Innovation.objects.values_list("slug", "pk")),
        dict(Programme.objects.values_list("slug", "pk")),
        Days(timezone.localdate(), openings(), {}),
    )
    sheet = sheets[0]
    rows = list(records(sheet))
    drafts = [draft for row in rows if (draft := _draft(row, known_things, findings))]
    _refuse_other_networks(drafts, by, findings)
    refused = {refusal.row for refusal in findings.refusals}
    plan = plan_events(d for d in drafts if d.row not in refused)
    for draft in [d for d in plan.new if d.stage == "void"]:
        why = f"Nothing of this date is known of {draft.site_code} that could be taken back."
        findings.refuse(sheet.name, draft.row, "stage", "void", why, "Remove the row.")
        plan.new.remove(draft)
    refuse_backwards(plan, sheet.name, findings)
    return Checked(
        len(rows),
        plan,
        len(plan.new),
        tuple(plan.changes),
        len(plan.unchanged),
        additions=additions(plan),
    )


def _draft(row: Record, things: _Known, findings: Findings) -> EventDraft | None:
    """The event that a row tells; None once something in it has been refused."""
    before = len(findings.refusals)
    code = named(row, "site", clean_code, CODES, findings)
    site = things.sites.get(code)
    if site is None:
        known(row, "site", things.sites, "organisation", findings)
    innovation = named(row, "innovation", str.lower, SLUGS, findings)
    if innovation not in things.innovations:
        known(row, "innovation", things.innovations, "innovation", findings)
    programme = named(row, "programme", str.lower, SLUGS, findings)
    if programme and programme not in things.programmes:
        known(row, "programme", things.programmes, "programme", findings)
    stage = row["stage"].lower()
    if stage not in STAGES:
        known(row, "stage", STAGES, "stage", findings)
    _check_reason(row, stage, findings)
    factor, domain = factor_and_domain(row, findings)
    on = dated(row, site, code, things.days, findings)
    if on is None or site is None or len(findings.refusals) > before:
        return None
    return EventDraft(
        row=row.number,
        sheet=row.sheet,
        site=site,
        site_code=code,
        innovation=things.innovations[innovation],
        stage=stage,
        on=on,
        evidence="reported",
        programme=things.programmes.get(programme),
        reason=row["reason"].lower(),
        note=row["note"],
        factor=factor,
        domain=domain,
    )


def _check_reason(row: Record, stage: str, findings: Findings) -> None:
    reason = row["reason"].lower()
    if stage == "stopped" and not reason:
        why = "A site that stopped needs a reason."
        mend = f"Use one of: {', '.join(REASONS)}."
        findings.refuse(row.sheet, row.number, "reason", "", why, mend)
    elif reason and reason not in REASONS:
        known(row, "reason", REASONS, "reason", findings)


def _refuse_other_networks(drafts: list[EventDraft], by: Person, findings: Findings) -> None:
    """A contributor records for sites of their own network, as it was when the event came."""
    if policy.may(by, "adoption.record", network=""):
        return  # holds it for every network
    codes = history()
    by_month: dict[Month, list[EventDraft]] = {}
    for draft in drafts:
        by_month.setdefault(Month.of(draft.on.latest), []).append(draft)
    for month, ours in by_month.items():
        sites = np.array([codes.index[d.site_code] for d in ours])
        placement = place_weights(codes, sites, [month], Kind.NETWORK, AS_THEN)
        weights = placement.weights_at(month)
        for row, draft in enumerate(ours):
            columns = weights.indices[weights.indptr[row] : weights.indptr[row + 1]]
            networks = [codes.codes[placement.places[c]] for c in columns]
            if not any(policy.may(by, "adoption.record", network=n) for n in networks):
                why = f"The site is in {' and '.join(networks) or 'no known network'}."
                mend = f"You may record sites of {by.network}: leave this row to that network."
                findings.refuse(draft.sheet, draft.row, "site", draft.site_code, why, mend)


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    plan: Plan = checked.facts
    save_events(plan, submission)
    return {"events": len(plan.new), "corrections": len(plan.corrections)}


ADOPTIONS = Layout(
    name="adoptions",
    title="Adoption events",
    group="adoptions",
    permission="adoption.record",
    recognise=has_headings("site", "innovation", "stage", "date"),
    check=_check,
    store=_store,
)
