"""Programmes and cohorts as plain tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from groundswell.common.dates import read_day
from groundswell.innovations.models import Innovation
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Organisation
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records
from groundswell.submissions.values import chosen, known, needed

from ..models import Cohort, CohortSite, Programme


def _check_programmes(
    sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
) -> Checked:
    innovations = dict(Innovation.objects.values_list("slug", "pk"))
    stored = set(Programme.objects.values_list("slug", flat=True))
    programmes = []
    for row in records(sheets[0]):
        slug = needed(row, "slug", findings)
        if slug in stored:
            why = "There is a programme with this slug already."
            findings.refuse("", row.number, "slug", slug, why, "Give it another slug.")
        innovation = known(row, "innovation", innovations, "innovation", findings)
        start, end = _days(row, findings)
        programmes.append(
            Programme(
                row=row.number,
                slug=slug,
                name=needed(row, "name", findings),
                innovation_id=innovations.get(innovation, 0),
                commissioner=needed(row, "commissioner", findings),
                start=start,
                end=end,
                outcome=chosen(row, "outcome", Programme.Outcome.values, findings),
                summary=row["summary"],
            )
        )
    return Checked(len(programmes), programmes, new=len(programmes))


def _days(row: Record, findings: Findings) -> tuple[date, date | None]:
    """Start and end; the start is needed, and the end comes after it.

    Once refused they are a stand-in that is never stored.
    """
    try:
        start = read_day(row["start"])
        end = read_day(row["end"]) if row["end"] else None
        if end and end < start:
            raise ValueError(f"It ends ({end}) before it starts ({start}).")
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse("", row.number, "start", row["start"], why, mend or "Mend the days.")
        return date.min, None
    return start, end


def _store_programmes(submission: Submission, checked: Checked) -> dict[str, int]:
    for programme in checked.facts:
        programme.submission = submission
    Programme.objects.bulk_create(checked.facts)
    return {"programmes": len(checked.facts)}


@dataclass(slots=True)
class _CohortDraft:
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
    rows = 0
    for row in records(sheets[0]):
        rows += 1
        key = (
            known(row, "innovation", innovations, "innovation", findings),
            known(row, "programme", programmes, "programme", findings),
            needed(row, "rule", findings),
        )
        code = clean_code(row["site"])
        if code not in organisations:
            known(row, "site", organisations, "organisation", findings)
            continue
        start, end = _days(row, findings)
        draft = drafts.setdefault(key, _CohortDraft(row.number, *key))
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
