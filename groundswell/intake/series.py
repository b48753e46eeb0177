"""Monthly use by site: cells, the cohort of sites reported on, and measured go-lives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from groundswell.adoption.recording import EventDraft, Plan, plan_events, save_events
from groundswell.common.dates import UncertainDate
from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.measures.cells import write_cells
from groundswell.measures.models import CellFile
from groundswell.measures.rules import FIRST_USE, Use, first_observations, first_uses
from groundswell.measures.sources.monthly_use import Columns, read_uses
from groundswell.organisations.models import Organisation
from groundswell.people.models import Person
from groundswell.programmes.models import Cohort, CohortSite
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Checked, Layout, Option, has_headings
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Place, Sheet, records
from groundswell.submissions.values import refuse_bad_slug

OPTIONS = (
    Option("innovation", "The innovation's slug, as freestyle-libre."),
    Option("name", "The innovation's name, where it is not in the catalogue yet.", False),
    Option("kind", f"Its kind: {', '.join(Innovation.Kind.values)}.", False),
    Option("origin", f"Its origin: {', '.join(Innovation.Origin.values)}.", False),
    Option("available_from", "The first month in which sites could use it, as 2017-11.", False),
    Option("measure", "A slug for the measure; the innovation's where it is not given.", False),
)


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Everything one file of monthly use says."""

    innovation: Innovation
    measure: str
    sheet: str
    uses: list[Use]
    site_ids: dict[str, int]
    start: Month
    plan: Plan


def _check(columns: Columns) -> Callable[..., Checked]:
    def check(
        sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked:
        for option in ("innovation", "measure"):
            refuse_bad_slug(options.get(option, ""), f"--{option}", Place("", 0), findings)
        innovation = _innovation(options, findings)
        since = _available_from(options, findings)
        sites = dict(Organisation.objects.values_list("code", "pk"))
        rows = list(records(sheets[0]))
        newest = Month.of(timezone.localdate())
        uses = read_uses(rows, columns, sites, newest, findings)
        if innovation is None or not uses:
            return Checked(len(rows), None, 0)
        start = since or min(u.month for u in uses)
        _note_early_use(uses, start, sheets[0].name, findings)
        drafts = _drafts(uses, start, innovation, sites, sheets[0].name)
        plan = plan_events(drafts)
        ids = {u.site: sites[u.site] for u in uses}
        measure = options.get("measure") or innovation.slug
        facts = SeriesFacts(innovation, measure, sheets[0].name, uses, ids, start, plan)
        return Checked(len(rows), facts, new=len(rows), changes=tuple(plan.changes))

    return check


def _innovation(options: dict[str, str], findings: Findings) -> Innovation | None:
    """The innovation named, or a new one where enough is said of it."""
    held = Innovation.objects.filter(slug=options["innovation"]).first()
    if held:
        return held
    for option, allowed in (
        ("name", None),
        ("kind", Innovation.Kind.values),
        ("origin", Innovation.Origin.values),
    ):
        value = options.get(option, "")
        if not value or (allowed and value not in allowed):
            slugs = Innovation.objects.values_list("slug", flat=True)
            findings.refuse(
                "",
                0,
                f"--{option}",
                value,
                f"{options['innovation']} is not in the catalogue, and a new innovation needs "
                f"its {option}.",
                did_you_mean(nearest(options["innovation"], slugs))
                or (
                    f"Use one of: {', '.join(allowed)}." if allowed else f"Give it with --{option}."
                ),
            )
    if findings.refusals:
        return None
    return Innovation(
        slug=options["innovation"],
        name=options["name"],
        kind=options["kind"],
        origin=options["origin"],
    )


def _available_from(options: dict[str, str], findings: Findings) -> Month | None:
    text = options.get("available_from")
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse("", 0, "--available-from", text, f"{why}.", mend)
        return None


def _note_early_use(uses: list[Use], start: Month, sheet: str, findings: Findings) -> None:
    early = [u for u in uses if u.numerator > 0 and u.month < start]
    for use in early:
        findings.note(sheet, use.row, f"{use.site} used it in {use.month}, before {start}.")


def _drafts(
    uses: list[Use], start: Month, innovation: Innovation, sites: dict[str, int], sheet: str
) -> list[EventDraft]:
    """Eligible from a site's first month on record; live from its first month of use."""
    live = first_uses(uses)
    seen = first_observations(uses, start)
    drafts = []
    for stage, found in (("eligible", seen), ("live", live)):
        for site, use in sorted(found.items()):
            if stage == "eligible" and site in live and live[site].month <= use.month:
                continue
            drafts.append(
                EventDraft(
                    row=use.row,
                    sheet=sheet,
                    site=sites[site],
                    site_code=site,
                    innovation=innovation.pk or 0,
                    stage=stage,
                    on=UncertainDate(use.month.first_day, use.month.last_day, "month"),
                    evidence="measured",
                    note=FIRST_USE if stage == "live" else "",
                )
            )
    return drafts


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    facts: SeriesFacts = checked.facts
    innovation = facts.innovation
    if innovation._state.adding:
        innovation.submission, innovation.sheet, innovation.row = submission, facts.sheet, 1
        innovation.save()
    months = sorted({u.month for u in facts.uses})
    CellFile.objects.create(
        innovation=innovation,
        measure=facts.measure,
        submission=submission,
        path=write_cells(facts.uses),
        cells=len(facts.uses),
        first_month=str(months[0]),
        last_month=str(months[-1]),
    )
    cohort = Cohort.objects.create(
        submission=submission,
        sheet=facts.sheet,
        row=1,
        innovation=innovation,
        rule=f"Sites that {submission.file_name} reports on",
    )
    first_row: dict[str, int] = {}
    for use in facts.uses:
        first_row.setdefault(use.site, use.row)
    CohortSite.objects.bulk_create(
        [
            CohortSite(
                cohort=cohort, site_id=facts.site_ids[s], start=facts.start.first_day, row=row
            )
            for s, row in first_row.items()
        ],
        batch_size=5000,
    )
    events = save_events(facts.plan, submission, innovation.pk)
    return {"cells": len(facts.uses), "cohort sites": len(first_row), "events": events}


def _layout(name: str, title: str, columns: Columns, recognised_by: tuple[str, ...]) -> Layout:
    counts = {columns.numerator, columns.denominator or columns.numerator}
    return Layout(
        name=name,
        title=title,
        group="series",
        permission="measures.record",
        recognise=has_headings(*recognised_by),
        check=_check(columns),
        store=_store,
        options=OPTIONS,
        count_columns=frozenset(counts | {"calc_value"}),
    )


LAYOUTS: tuple[Layout, ...] = (
    _layout(
        "ccg-measure",
        "A prescribing measure by CCG (OpenPrescribing)",
        Columns("pct_id", "month", "numerator", "denominator"),
        ("pct_id", "month", "numerator", "denominator"),
    ),
    _layout(
        "scmd",
        "Hospital medicines by trust (NHSBSA SCMD)",
        Columns("ods_code", "year_month", "total_quantity", name="ods_name", adds_up=True),
        ("year_month", "ods_code", "vmp_snomed_code", "total_quantity"),
    ),
    _layout(
        "series",
        "Any monthly series: site, month, numerator, denominator",
        Columns("site", "month", "numerator", "denominator"),
        ("site", "month", "numerator", "denominator"),
    ),
)
