"""That a programme ended: programme, outcome, on, to, reason. The one told last prevails."""

from collections.abc import Sequence

from django.utils import timezone

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import at_most, chosen, day_needed

from ..models import Closure, Programme
from .agreed import Known, Subject, agreed_layout, not_before, refuse_at


def _read(
    row: Record, programme: Programme | None, things: Known, findings: Findings
) -> Closure | None:
    before = len(findings.refusals)
    outcome = chosen(row, "outcome", Closure.Outcome.values, findings)
    on = day_needed(row["on"], "on", row.place, findings)
    to = at_most(row, "to", 120, findings) if row["to"] else ""
    if outcome == Closure.Outcome.HANDED_OVER and not to:
        why = "A programme that was handed over went to some service."
        refuse_at(row, "to", why, "Name the service that took it over.", findings)
    elif outcome in Closure.Outcome.values and outcome != Closure.Outcome.HANDED_OVER and to:
        why = "Only a programme that was handed over has a service that took it over."
        refuse_at(row, "to", why, "Leave it empty, or make the outcome handed-over.", findings)
    if programme is not None:
        not_before(row, "on", on, programme, findings)
    if on is not None and on > timezone.localdate():
        findings.note(row.sheet, row.number, "Until that day the programme is running.")
    if programme is None or on is None or len(findings.refusals) > before:
        return None
    return Closure(programme=programme, outcome=outcome, on=on, to=to, reason=row["reason"])


def _says(closure: Closure) -> str:
    to = f" to {closure.to}" if closure.to else ""
    return f"{closure.outcome}{to} on {closure.on}{': ' + closure.reason if closure.reason else ''}"


def _stored(programmes: Sequence[int]) -> list[Closure]:
    facts = Closure.objects.filter(programme__in=programmes).order_by("pk")
    return list(facts.select_related("programme"))


CLOSURES = agreed_layout(
    "closures",
    "How programmes ended",
    ("outcome", "on"),
    Subject(
        what="closures",
        column="outcome",
        read=_read,
        stored=_stored,
        key=lambda c: c.programme_id,
        name=lambda c: f"the end of {c.programme.slug}",
        says=_says,
    ),
)
