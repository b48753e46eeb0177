"""Answers to safety notices as a plain table: notice, site, acknowledged, acted, outcome, note.

It stands here, above innovations, because the ladder says which sites have anything to answer for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.utils import timezone

from groundswell.common.dates import day_name
from groundswell.common.months import Month
from groundswell.innovations.models import Acknowledgement, SafetyNotice
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.placement import place_weights
from groundswell.organisations.queries import history
from groundswell.people import policy
from groundswell.people.models import Person
from groundswell.submissions.findings import Change, Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import (
    CODES,
    SLUGS,
    chosen,
    day_needed,
    day_or_none,
    known,
    named,
)

from ..holders import holders
from ..holding import APART, HOLDERS


@dataclass(slots=True)
class _Ledger:
    """What a row may name, and what is known already."""

    by: Person
    today: date
    sites: dict[str, int]
    notices: dict[str, SafetyNotice]
    held: dict[tuple[int, int], Acknowledgement]  # the prevailing one of a notice and site
    answerable: dict[int, frozenset[str]] = field(default_factory=dict)

    def may_answer(self, notice: SafetyNotice) -> frozenset[str]:
        """Codes of the sites that have the innovation, had it or may, at any step of the way."""
        if notice.pk not in self.answerable:
            codes = history().codes
            told = holders(notice.innovation_id, self.today, None).units.values()
            self.answerable[notice.pk] = frozenset(
                codes[step]
                for sources in told
                for source in sources
                if source.held.holding in HOLDERS | APART
                for step in source.steps
            )
        return self.answerable[notice.pk]


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    ledger = _Ledger(
        by,
        timezone.localdate(),
        dict(Organisation.objects.values_list("code", "pk")),
        {notice.slug: notice for notice in SafetyNotice.objects.all()},
        {(a.notice_id, a.site_id): a for a in Acknowledgement.objects.order_by("pk")},
    )
    rows = list(records(sheets[0]))
    drafts = [(row, draft) for row in rows if (draft := _draft(row, ledger, findings))]
    _refuse_other_networks(drafts, ledger, findings)
    new, changes, unchanged = [], [], 0
    for row, draft in _once_each(drafts, findings):
        held = ledger.held.get((draft.notice_id, draft.site_id))
        if held is None:
            new.append(draft)
        elif _said(held) == _said(draft):
            unchanged += 1
        else:
            changes.append((draft, _change(row, held, draft)))
    facts = new + [draft for draft, _ in changes]
    return Checked(len(rows), facts, len(new), tuple(change for _, change in changes), unchanged)


def _draft(row: Record, ledger: _Ledger, findings: Findings) -> Acknowledgement | None:
    """The answer that a row tells; None once something in it has been refused."""
    before = len(findings.refusals)
    slug = named(row, "notice", str.lower, SLUGS, findings)
    notice = ledger.notices.get(slug)
    if notice is None:
        known(row, "notice", ledger.notices, "safety notice", findings)
    code = named(row, "site", clean_code, CODES, findings)
    if code not in ledger.sites:
        known(row, "site", ledger.sites, "organisation", findings)
    acknowledged = day_needed(row["acknowledged"], "acknowledged", row.place, findings)
    acted = day_or_none(row["acted"], "acted", row.place, findings)
    _refuse_days(row, notice, acknowledged, acted, ledger.today, findings)
    outcome = _outcome(row, findings)
    if notice is None or acknowledged is None or code not in ledger.sites:
        return None
    if code not in ledger.may_answer(notice):
        why = f"Nothing says that this site, or one it succeeded, ever had {notice.innovation}."
        mend = "If it did, send the adoption event first; if it did not, leave the row out."
        findings.refuse(row.sheet, row.number, "site", row["site"], why, mend)
    if len(findings.refusals) > before:
        return None
    return Acknowledgement(
        sheet=row.sheet,
        row=row.number,
        notice=notice,
        site_id=ledger.sites[code],
        acknowledged=acknowledged,
        acted=acted,
        outcome=outcome,
        note=row["note"],
    )


def _refuse_days(
    row: Record,
    notice: SafetyNotice | None,
    acknowledged: date | None,
    acted: date | None,
    today: date,
    findings: Findings,
) -> None:
    for column, day in (("acknowledged", acknowledged), ("acted", acted)):
        if day and day > today:
            why, mend = "This day is in the future.", "Record it once it has happened."
            findings.refuse(row.sheet, row.number, column, row[column], why, mend)
    if notice and acknowledged and acknowledged < notice.issued:
        why = f"The notice was issued on {day_name(notice.issued)}, after this day."
        mend = "Mend the day or the notice."
        findings.refuse(row.sheet, row.number, "acknowledged", row["acknowledged"], why, mend)
    if acknowledged and acted and acted < acknowledged:
        why = f"It acted before it acknowledged ({acknowledged.isoformat()})."
        findings.refuse(
            row.sheet, row.number, "acted", row["acted"], why, "Mend one of the two days."
        )


def _outcome(row: Record, findings: Findings) -> str:
    """What was done: needed where there is a day on which it was done, and only there."""
    allowed = [value for value in Acknowledgement.Outcome.values if value]
    if not row["outcome"]:
        if row["acted"]:
            why = "A site that acted needs an outcome."
            mend = f"Use one of: {', '.join(allowed)}."
            findings.refuse(row.sheet, row.number, "outcome", "", why, mend)
        return ""
    if not row["acted"]:
        why, mend = "An outcome needs the day on which the site acted.", "Give it in acted."
        findings.refuse(row.sheet, row.number, "acted", "", why, mend)
    return chosen(row, "outcome", allowed, findings)


def _refuse_other_networks(
    drafts: list[tuple[Record, Acknowledgement]], ledger: _Ledger, findings: Findings
) -> None:
    """A contributor answers for sites of their own network.

    As the site stood on the day it acknowledged, or as it, or what it has become, stands now.
    """
    if policy.may(ledger.by, "safety.acknowledge", network=""):
        return  # holds it for every network
    codes = {pk: code for code, pk in ledger.sites.items()}
    wanted = {(codes[d.site_id], day) for _, d in drafts for day in (d.acknowledged, ledger.today)}
    stood = _networks(wanted)
    for row, draft in drafts:
        code = codes[draft.site_id]
        networks = stood[code, draft.acknowledged] | stood[code, ledger.today]
        if not any(policy.may(ledger.by, "safety.acknowledge", network=n) for n in networks):
            why = f"The site is in {' and '.join(sorted(networks)) or 'no known network'}."
            mend = f"You may answer for sites of {ledger.by.network}: leave this row to others."
            findings.refuse(row.sheet, row.number, "site", row["site"], why, mend)


def _networks(wanted: set[tuple[str, date]]) -> dict[tuple[str, date], set[str]]:
    """The networks in which each site, or what it had become, stood on a day."""
    held = history()
    by_day: dict[date, list[str]] = {}
    for code, day in sorted(wanted):
        by_day.setdefault(day, []).append(code)
    stood: dict[tuple[str, date], set[str]] = {}
    for day, codes in by_day.items():
        month, sites = Month.of(day), np.array([held.index[code] for code in codes])
        placement = place_weights(held, sites, [month], Kind.NETWORK, AsAt(day))
        weights = placement.weights_at(month)
        for row, code in enumerate(codes):
            columns = weights.indices[weights.indptr[row] : weights.indptr[row + 1]]
            stood[code, day] = {held.codes[placement.places[c]] for c in columns}
    return stood


def _once_each(
    drafts: list[tuple[Record, Acknowledgement]], findings: Findings
) -> Iterator[tuple[Record, Acknowledgement]]:
    """One answer a site and notice: of two in one file nobody can tell which is meant."""
    seen: dict[tuple[int, int], int] = {}
    for row, draft in drafts:
        key = (draft.notice_id, draft.site_id)
        if key in seen:
            why = f"Row {seen[key]} answers this notice for this site already."
            findings.refuse(row.sheet, row.number, "site", row["site"], why, "Keep one of the two.")
            continue
        seen[key] = row.number
        yield row, draft


def _said(answer: Acknowledgement) -> tuple[object, ...]:
    return answer.acknowledged, answer.acted, answer.outcome, answer.note


def _change(row: Record, held: Acknowledgement, draft: Acknowledgement) -> Change:
    return Change(row.sheet, row.number, row["site"], _words(held), _words(draft))


def _words(answer: Acknowledgement) -> str:
    acknowledged = f"acknowledged {day_name(answer.acknowledged)}"
    if answer.acted is None:
        return acknowledged
    outcome = Acknowledgement.Outcome(answer.outcome).label.lower()
    return f"{acknowledged}, acted {day_name(answer.acted)} ({outcome})"


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    for answer in checked.facts:
        answer.submission = submission
    Acknowledgement.objects.bulk_create(checked.facts, batch_size=2000)
    return {"acknowledgements": len(checked.facts)}


ACKNOWLEDGEMENTS = Layout(
    name="acknowledgements",
    title="Answers to safety notices",
    group="safety",
    permission="safety.acknowledge",
    recognise=has_headings("notice", "site", "acknowledged", "acted", "outcome"),
    check=_check,
    store=_store,
)
