"""Safety notices as a plain table: slug, innovation, title, asks, text, issued, due, issuer.

A notice cannot be changed once it is accepted: sites have answered it. What changes is a notice of
its own.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import (
    SLUGS,
    at_most,
    chosen,
    day_needed,
    known,
    named,
    needed,
    refuse_bad_slug,
)

from ..models import Innovation, SafetyNotice


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    innovations = dict(Innovation.objects.values_list("slug", "pk"))
    taken = set(SafetyNotice.objects.values_list("slug", flat=True))
    notices = []
    rows = 0
    for row in records(sheets[0]):
        rows += 1
        before = len(findings.refusals)
        notice = _notice(row, innovations, taken, findings)
        taken.add(notice.slug)
        if len(findings.refusals) == before:
            notices.append(notice)
    return Checked(rows, notices, new=len(notices))


def _notice(
    row: Record, innovations: dict[str, int], taken: set[str], findings: Findings
) -> SafetyNotice:
    """The notice that a row tells; not to be stored once something in it has been refused."""
    slug = needed(row, "slug", findings)
    refuse_bad_slug(slug, "slug", row.place, findings)
    if slug in taken:
        why = "There is a notice with this slug already."
        mend = "Give it another slug: a notice that is changed is a notice of its own."
        findings.refuse(row.sheet, row.number, "slug", slug, why, mend)
    if slug == "new":
        why = "The page that issues notices has this address."
        findings.refuse(row.sheet, row.number, "slug", slug, why, "Give it another slug.")
    innovation = named(row, "innovation", str.lower, SLUGS, findings)
    if innovation not in innovations:
        known(row, "innovation", innovations, "innovation", findings)
    issued = day_needed(row["issued"], "issued", row.place, findings)
    due = day_needed(row["due"], "due", row.place, findings)
    if issued and issued > timezone.localdate():
        why, mend = "This day is in the future.", "Send the notice on the day it is issued."
        findings.refuse(row.sheet, row.number, "issued", row["issued"], why, mend)
    if issued and due and due < issued:
        why = f"It is due before it is issued ({issued.isoformat()})."
        findings.refuse(row.sheet, row.number, "due", row["due"], why, "Mend one of the two days.")
    return SafetyNotice(
        sheet=row.sheet,
        row=row.number,
        slug=slug,
        innovation_id=innovations.get(innovation, 0),
        title=at_most(row, "title", 160, findings),
        asks=chosen(row, "asks", SafetyNotice.Asks.values, findings),
        text=needed(row, "text", findings),
        issued=issued or date.min,  # a stand-in that is never stored
        due=due or date.min,
        issuer=at_most(row, "issuer", 120, findings),
    )


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    for notice in checked.facts:
        notice.submission = submission
    SafetyNotice.objects.bulk_create(checked.facts)
    return {"notices": len(checked.facts)}


SAFETY_NOTICES = Layout(
    name="safety-notices",
    title="Safety notices",
    group="safety",
    permission="safety.issue",
    recognise=has_headings("slug", "innovation", "title", "asks", "issued", "due", "issuer"),
    check=_check,
    store=_store,
)
