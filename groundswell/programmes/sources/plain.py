"""Programmes and cohorts as plain tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from groundswell.innovations.models import Innovation
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Organisation
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

from ..models import Cohort, CohortSite, Programme


def _check_programmes(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    innovations = dict(Innovation.objects.values_list("slug", "pk"))
    taken = set(Programme.objects.values_list("slug", flat=True))
    programmes = []
    for row in records(sheets[0]):
        slug = needed(row, "slug", findings)
        refuse_bad_slug(slug, "slug", row.place, findings)
        if slug in taken:
            why = "There is a programme with this slug already."
            findings.refuse(row.sheet, row.number, "slug", slug, why, "Give it another slug.")
        taken.add(slug)
        innovation = known(row, "innovation", innovations, "innovation", findings)
        start, end = _days(row, findings)
        programmes.append(
            Programme(
                sheet=row.sheet,
                row=row.number,
                slug=slug,
                name=at_most(row, "name", 120, findings),
                innovation_id=innovations.get(innovation, 0),
                commissioner=at_most(row, "commissioner", 120, findings),
                start=start,
                end=end,
                outcome=chosen(row, "outcome", Programme.Outcome.values, findings),
                summary=row["summary"],
            )
        )
    return Checked(len(programmes), programmes, new=len(programmes))


def _days(row: Record, findings: Findings) -> tuple[date, date | None]:
    """Start and end; the start is needed, and the end comes after it.

    A start that was refused has a stand-in that is never stored.
    """
    start = day_needed(row["start"], "start", row.place, findings)
    end = day_or_none(row["end"], "end", row.place, findings)
    in_order(start, end, "end", row.place, findings)
    return start or date.min, end


def _store_programmes(submission: Submission, checked: Checked) -> dict[str, int]:
    for programme in checked.facts:
        programme.submission = submission
    Programme.objects.bulk_create(checked.facts)
    return {"programmes": len(checked.facts)}


@dataclass(slots=True)
class _CohortDraft:
    sheet: str
    row: int
    innovation: str
    programme: str
    rule: str
    sites: list[CohortSite] = field(default_factory=list)


def _check_cohorts(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    innovations = set(Innovation.objects.values_list("slug", flat=True))
    programmes = set(Programme.objects.values_list("slug", flat=True)) | {""}
    organisations = dict(Organisation.objects.values_list("code", "pk"))
    drafts: dict[tuple[str, str, str], _CohortDraft] = {}
    listed: set[tuple[tuple[str, str, str], str, date]] = set()
    rows = 0
    for row in records(sheets[0]):
        rows += 1
        key = (
            known(row, "innovation", innovations, "innovation", findings),
            known(row, "programme", programmes, "programme", findings),
            at_most(row, "rule", 200, findings),
        )
        code = clean_code(row["site"])
        if code not in organisations:
            known(row, "site", organisations, "organisation", findings)
            continue
        start, end = _days(row, findings)
        if (key, code, start) in listed:
            why, mend = "The site is in this cohort from this day already.", "Remove the row."
            findings.refuse(row.sheet, row.number, "site", row["site"], why, mend)
            continue
        listed.add((key, code, start))
        draft = drafts.setdefault(key, _CohortDraft(*row.place, *key))
        draft.sites.append(
            CohortSite(site_id=organisations[code], start=start, end=end, row=row.number)
        )
    return Checked(rows, list(drafts.values()), new=rows)


def _store_cohorts(submission: Submission, checked: Checked) -> dict[str, int]:
    innovations = dict(Innovation.objects.values_list("slug", "pk"))
    programmes = dict(Programme.objects.values_list("slug", "pk"))
    sites: list[CohortSite] = []
    for draft in checked.facts:
        cohort = Cohort.objects.create(
            submission=submission,
            sheet=draft.sheet,
            row=draft.row,
            innovation_id=innovations[draft.innovation],
            programme_id=programmes.get(draft.programme),
            rule=draft.rule,
        )
        for site in draft.sites:
            site.cohort = cohort
        sites += draft.sites
    CohortSite.objects.bulk_create(sites, batch_size=5000)
    return {"cohorts": len(checked.facts), "cohort sites": len(sites)}


PROGRAMMES = Layout(
    name="programmes",
    title="Programmes",
    group="catalogue",
    permission="programmes.record",
    recognise=has_headings("slug", "innovation", "commissioner", "start", "outcome"),
    check=_check_programmes,
    store=_store_programmes,
)
COHORTS = Layout(
    name="cohorts",
    title="Cohorts: the sites that could take up an innovation",
    group="catalogue",
    permission="programmes.record",
    recognise=has_headings("innovation", "programme", "rule", "site", "start"),
    check=_check_cohorts,
    store=_store_cohorts,
)
