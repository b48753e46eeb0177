"""What others published of a programme: programme, kind, text, period, source."""

from collections.abc import Sequence

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import at_most, chosen, needed

from ..models import Programme, PublishedResult
from .agreed import Known, Subject, agreed_layout


def _read(
    row: Record, programme: Programme | None, things: Known, findings: Findings
) -> PublishedResult | None:
    before = len(findings.refusals)
    kind = chosen(row, "kind", PublishedResult.Kind.values, findings)
    text = needed(row, "text", findings)
    source = at_most(row, "source", 300, findings)
    period = at_most(row, "period", 60, findings) if row["period"] else ""
    if programme is None or len(findings.refusals) > before:
        return None
    return PublishedResult(programme=programme, kind=kind, text=text, period=period, source=source)


def _stored(programmes: Sequence[int]) -> list[PublishedResult]:
    facts = PublishedResult.objects.filter(programme__in=programmes).order_by("pk")
    return list(facts.select_related("programme"))


RESULTS = agreed_layout(
    "published-results",
    "What was published of programmes",
    ("kind", "text", "source"),
    Subject(
        what="published results",
        column="text",
        read=_read,
        stored=_stored,
        key=lambda r: (r.programme_id, r.kind, r.text, r.source),
        name=lambda r: f"this result of {r.programme.slug}",
        says=lambda r: r.period,
    ),
)
