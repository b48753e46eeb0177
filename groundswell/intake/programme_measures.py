"""The measures that programmes are followed by: programme, measure, role.

It stands here because only the measures' registry knows which measures there are.
"""

from collections.abc import Sequence

from groundswell.measures.registry import measures
from groundswell.programmes.models import Programme, ProgrammeMeasure
from groundswell.programmes.sources.agreed import Known, Subject, agreed_layout
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import chosen, known


def _read(
    row: Record, programme: Programme | None, things: Known, findings: Findings
) -> ProgrammeMeasure | None:
    before = len(findings.refusals)
    measure = known(row, "measure", measures(), "measure", findings)
    role = chosen(row, "role", ProgrammeMeasure.Role.values, findings)
    if programme is None or len(findings.refusals) > before:
        return None
    return ProgrammeMeasure(programme=programme, measure=measure, role=role)


def _stored(programmes: Sequence[int]) -> list[ProgrammeMeasure]:
    facts = ProgrammeMeasure.objects.filter(programme__in=programmes).order_by("pk")
    return list(facts.select_related("programme"))


PROGRAMME_MEASURES = agreed_layout(
    "programme-measures",
    "Measures that programmes are followed by",
    ("measure", "role"),
    Subject(
        what="programme measures",
        column="measure",
        read=_read,
        stored=_stored,
        key=lambda m: (m.programme_id, m.measure, m.role),
        name=lambda m: f"{m.measure} ({m.role}) of {m.programme.slug}",
        says=lambda m: "",
    ),
)
