"""Cohorts as a list of sites: innovation, programme, rule, site, start, end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from groundswell.innovations.models import Innovation
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Organisation
from groundswell.organisations.queries import history
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Sheet, records
from groundswell.submissions.values import at_most, day_needed, day_or_none, in_order, known

from ..access import PERMISSION, may_record, records_all
from ..eligibility import outside_network
from ..models import Cohort, CohortSite, Programme


@dataclass(slots=True)
class _CohortDraft:
    sheet: str
    row: int
    innovation: str
    programme: str
    rule: str
    sites: list[CohortSite] = field(default_factory=list)


def _check(
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
        start = day_needed(row["start"], "start", row.place, findings) or date.min
        end = day_or_none(row["end"], "end", row.place, findings)
        in_order(start, end, "end", row.place, findings)
        if (key, code, start) in listed:
            why, mend = "The site is in this cohort from this day already.", "Remove the row."
            findings.refuse(row.sheet, row.number, "site", row["site"], why, mend)
            continue
        listed.add((key, code, start))
        draft = drafts.setdefault(key, _CohortDraft(*row.place, *key))
        draft.sites.append(
            CohortSite(site_id=organisations[code], start=start, end=end, row=row.number)
        )
    if not records_all(by):
        _refuse_others(list(drafts.values()), by, findings)
    return Checked(rows, list(drafts.values()), new=rows)


def _refuse_others(drafts: Sequence[_CohortDraft], by: Person, findings: Findings) -> None:
    """A contributor tells the cohorts of their network's own programmes, of its own sites."""
    held = Programme.objects.select_related("submission__sender")
    programmes = {p.slug: p for p in held.filter(slug__in={d.programme for d in drafts})}
    codes = dict(Organisation.objects.values_list("pk", "code"))
    for draft in drafts:
        programme = programmes.get(draft.programme)
        if programme is None or not may_record(by, programme):
            why = "Only a national administrator may record this cohort."
            mend = "Name a local programme of your own network."
            findings.refuse(draft.sheet, draft.row, "programme", draft.programme, why, mend)
            continue
        for start in sorted({site.start for site in draft.sites}):
            ours = {codes[s.site_id]: s.row for s in draft.sites if s.start == start}
            for code in outside_network(history(), ours, by.network, start):
                why = f"The site was not in {by.network} on {start.isoformat()}."
                mend = "Leave the row to a national administrator."
                findings.refuse(draft.sheet, ours[code], "site", code, why, mend)


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
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


COHORTS = Layout(
    name="cohorts",
    title="Cohorts: the sites that could take up an innovation",
    group="catalogue",
    permission=PERMISSION,
    recognise=has_headings("innovation", "programme", "rule", "site", "start"),
    check=_check,
    store=_store,
)
