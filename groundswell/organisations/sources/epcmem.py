"""epcmem: every episode of a practice in a PCT or CCG, since 1999 (ODS, no header)."""

from collections.abc import Sequence

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Place, Sheet, filled_rows
from groundswell.submissions.values import day_needed, day_or_none, in_order

from ..codes import suggested_kind
from ..facts import OrganisationFacts
from ..models import Kind
from .reading import organisation_layout


def _recognise(sheets: Sequence[Sheet]) -> bool:
    first = sheets[0].headings
    return len(first) == 6 and len(first[0]) == 6 and first[3].isdigit()


def _read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
    rows = filled_rows(sheets[0])
    for row in rows:
        at = Place(sheets[0].name, row.number)
        child, parent, _, start_text, end_text = (*row.values, "", "", "", "", "")[:5]
        start = day_needed(start_text, "start", at, findings)
        end = day_or_none(end_text, "end", at, findings)
        if start and in_order(start, end, "end", at, findings):
            # Codes of primary care groups and trusts look like those of NHS trusts or nothing.
            kind = Kind.CCG if suggested_kind(parent) == Kind.CCG else Kind.OTHER
            code = facts.organisation(child)
            facts.membership(code, facts.organisation(parent, kind), at, start, end)
    return len(rows)


EPCMEM = organisation_layout(
    "epcmem", "Practice to PCT and CCG episodes (ODS epcmem)", _recognise, _read
)
