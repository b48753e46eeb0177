"""Programmes: slug, name, innovation, commissioner, start, end, outcome, summary.

Four more columns may be left out: scope (national, unless it says local), licence, definition (what
counts as adopted on its board) and other_innovations (slugs, separated by semicolons).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from groundswell.innovations.models import Innovation
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import (
    at_most,
    chosen,
    day_needed,
    day_or_none,
    in_order,
    known,
    needed,
    refuse_bad_slug,
)

from ..access import PERMISSION, records_all
from ..models import Programme
from ..rules import DEFINITIONS
from .agreed import refuse_at

# Addresses of pages that stand beside those of programmes.
TAKEN = frozenset({"new"})


@dataclass(frozen=True, slots=True)
class _Draft:
    programme: Programme
    others: tuple[int, ...]  # ids of other innovations


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    innovations = dict(Innovation.objects.values_list("slug", "pk"))
    taken = set(Programme.objects.values_list("slug", flat=True)) | TAKEN
    drafts = []
    for row in records(sheets[0]):
        slug = needed(row, "slug", findings)
        refuse_bad_slug(slug, "slug", row.place, findings)
        if slug in taken:
            why = "There is a programme with this slug already."
            refuse_at(row, "slug", why, "Give it another slug.", findings)
        taken.add(slug)
        innovation = known(row, "innovation", innovations, "innovation", findings)
        start, end = _days(row, findings)
        others = _others(row, innovation, innovations, findings)
        programme = Programme(
            sheet=row.sheet,
            row=row.number,
            slug=slug,
            name=at_most(row, "name", 120, findings),
            innovation_id=innovations.get(innovation, 0),
            scope=_scope(row, by, findings),
            commissioner=at_most(row, "commissioner", 120, findings),
            licence=at_most(row, "licence", 120, findings) if row["licence"] else "",
            definition=_definition(row, findings),
            start=start,
            end=end,
            outcome=chosen(row, "outcome", Programme.Outcome.values, findings),
            summary=row["summary"],
        )
        drafts.append(_Draft(programme, others))
    return Checked(len(drafts), drafts, new=len(drafts))


def _days(row: Record, findings: Findings) -> tuple[date, date | None]:
    """Start and end; the start is needed, and the end comes after it.

    A start that was refused has a stand-in that is never stored.
    """
    start = day_needed(row["start"], "start", row.place, findings)
    end = day_or_none(row["end"], "end", row.place, findings)
    in_order(start, end, "end", row.place, findings)
    return start or date.min, end


def _scope(row: Record, by: Person, findings: Findings) -> str:
    scope = chosen(row, "scope", Programme.Scope.values, findings) if row["scope"] else "national"
    if scope == Programme.Scope.NATIONAL and not records_all(by):
        why = "Only a national administrator may record a national programme."
        refuse_at(row, "scope", why, "Make its scope local.", findings)
    return scope


def _definition(row: Record, findings: Findings) -> str:
    if not row["definition"]:
        return DEFINITIONS[0]
    return chosen(row, "definition", DEFINITIONS, findings)


def _others(
    row: Record, leading: str, innovations: Mapping[str, int], findings: Findings
) -> tuple[int, ...]:
    """The ids of the innovations beside the leading one, each refused unless it is known."""
    found = []
    for slug in dict.fromkeys(split(row["other_innovations"])):
        if slug == leading:
            why = f"{slug} leads the programme already."
            refuse_at(row, "other_innovations", why, "Leave it out here.", findings)
        elif slug in innovations:
            found.append(innovations[slug])
        else:
            cell = Record(row.sheet, row.number, (slug,), {"other_innovations": 0})
            known(cell, "other_innovations", innovations, "innovation", findings)
    return tuple(found)


def split(text: str) -> list[str]:
    """The parts of a cell that lists several things, separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    drafts: list[_Draft] = checked.facts
    for draft in drafts:
        draft.programme.submission = submission
    Programme.objects.bulk_create([draft.programme for draft in drafts])
    beside = Programme.other_innovations.through
    beside.objects.bulk_create(
        beside(programme_id=draft.programme.pk, innovation_id=other)
        for draft in drafts
        for other in draft.others
    )
    return {"programmes": len(drafts)}


PROGRAMMES = Layout(
    name="programmes",
    title="Programmes",
    group="catalogue",
    permission=PERMISSION,
    recognise=has_headings("slug", "innovation", "commissioner", "start", "outcome"),
    check=_check,
    store=_store,
)
