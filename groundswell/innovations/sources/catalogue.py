"""Innovations as a plain table: slug, name, kind, origin, summary, demo, finding, finding_source.

The last four columns may be left out. A finding and its source come together or not at all.
"""

from collections.abc import Sequence

from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import at_most, chosen, needed, refuse_bad_slug

from ..models import Innovation


def _check(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    stored = set(Innovation.objects.values_list("slug", flat=True))
    innovations: dict[str, Innovation] = {}
    for row in records(sheets[0]):
        slug = needed(row, "slug", findings)
        refuse_bad_slug(slug, "slug", row.place, findings)
        if slug in stored or slug in innovations:
            why = "There is an innovation with this slug already."
            findings.refuse(row.sheet, row.number, "slug", slug, why, "Give it another slug.")
        innovations[slug] = Innovation(
            sheet=row.sheet,
            row=row.number,
            slug=slug,
            name=at_most(row, "name", 120, findings),
            kind=chosen(row, "kind", Innovation.Kind.values, findings),
            origin=chosen(row, "origin", Innovation.Origin.values, findings),
            summary=row["summary"],
            is_demo=row["demo"].lower() == "yes",
            finding=row["finding"],
            finding_source=_source(row, findings),
        )
    return Checked(len(innovations), list(innovations.values()), new=len(innovations))


def _source(row: Record, findings: Findings) -> str:
    """Where the finding was published. A finding without it, or it without one, is refused."""
    if not row["finding"] and not row["finding_source"]:
        return ""
    needed(row, "finding", findings)
    return at_most(row, "finding_source", 200, findings)


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    for innovation in checked.facts:
        innovation.submission = submission
    Innovation.objects.bulk_create(checked.facts)
    return {"innovations": len(checked.facts)}


INNOVATIONS = Layout(
    name="innovations",
    title="Innovations",
    group="catalogue",
    permission="innovations.record",
    recognise=has_headings("slug", "name", "kind", "origin"),
    check=_check,
    store=_store,
)
