"""Lists of successors: the ODS list, and Groundswell's own layout with shares."""

from collections.abc import Sequence
from datetime import date

from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Layout, has_headings
from groundswell.submissions.tables import Place, Sheet, records
from groundswell.submissions.values import day_needed

from ..codes import clean_code, suggested_kind
from ..facts import OrganisationFacts, known_organisations
from ..models import Kind
from .reading import UNDATED, organisation_layout


def _layout(name: str, title: str, day_heading: str) -> Layout:
    def read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
        rows = list(records(sheets[0]))
        for row in rows:
            at = row.place
            on = day_needed(row[day_heading], day_heading, at, findings)
            share = _share(row["share"], at, findings)
            predecessor, successor = clean_code(row["from"]), clean_code(row["to"])
            if predecessor == successor:
                findings.note(at.sheet, at.row, f"{predecessor} succeeds itself: passed over.")
            elif on:
                facts.succession(
                    facts.organisation(predecessor), facts.organisation(successor), on, at, share
                )
        _inherit_kinds(facts)
        _refuse_circles(facts, findings)
        return len(rows)

    return organisation_layout(
        name, title, has_headings("from", "to", day_heading), read, observed=UNDATED
    )


def _refuse_circles(facts: OrganisationFacts, findings: Findings) -> None:
    """Refuse successions of one day that lead back to where they began."""
    onward: dict[tuple[str, date], list[str]] = {}
    for predecessor, successor, on, _ in facts.successions:
        onward.setdefault((predecessor, on), []).append(successor)
    told: set[str] = set()
    for (predecessor, successor, on, _), at in facts.successions.items():
        reached: set[str] = set()
        ahead = [] if predecessor in told else [successor]
        while ahead and predecessor not in reached:
            code = ahead.pop()
            if code not in reached:
                reached.add(code)
                ahead += onward.get((code, on), [])
        if predecessor in reached:
            why = f"On {on} it leads round in a circle, back to {predecessor}."
            findings.refuse(at.sheet, at.row, "to", successor, why, "Mend one of the rows.")
            told |= reached


def _inherit_kinds(facts: OrganisationFacts) -> None:
    """A successor whose code tells nothing is of its predecessor's kind: D9Y0V is, of 10J's."""
    held = known_organisations(set(facts.kinds))
    for predecessor, successor, *_ in sorted(facts.successions, key=lambda s: s[2]):
        kind = held.get(predecessor, facts.kinds[predecessor])
        if suggested_kind(successor) == held.get(successor, Kind.OTHER) == Kind.OTHER:
            facts.kinds[successor] = kind
            facts.stated.add(successor)


def _share(text: str, at: Place, findings: Findings) -> float | None:
    if not text:
        return None
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        findings.refuse(
            at.sheet,
            at.row,
            "share",
            text,
            "A share is above 0 and at most 1.",
            "Write 0.25 for a quarter, or leave it empty where it is not known.",
        )
        return None
    return share


ODS_SUCCESSORS = _layout("ods-successors", "Successors (ODS)", "legal_start")
SUCCESSIONS = _layout("successions", "Successions with shares", "effective_on")
