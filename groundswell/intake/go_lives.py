"""From a series of an innovation: measured go-lives, and the cohort of sites reported on."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.adoption.recording import EventDraft, Plan, plan_events, save_events
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.measures.rules import (
    FIRST_USE,
    Use,
    first_observations,
    first_uses,
    never_eligible,
)
from groundswell.programmes.models import Cohort, CohortSite
from groundswell.submissions.findings import Findings
from groundswell.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class GoLives:
    """What a series says of an innovation's spread, before it is stored."""

    innovation: Innovation
    sheet: str
    start: Month
    cohort: dict[int, int]  # site to its first row
    plan: Plan


def plan_go_lives(
    innovation: Innovation,
    uses: Sequence[Use],
    since: Month | None,
    sites: dict[str, int],
    sheet: str,
    findings: Findings,
) -> GoLives:
    """Eligible from a site's first month on record; live from its first month of use."""
    start = since or min(use.month for use in uses)
    _note_early_use(uses, start, sheet, findings)
    drafts = _drafts(uses, start, innovation, sites, sheet)
    # A site that could not have used it in any month is not of those that could take it up.
    beside = set(never_eligible(uses))
    cohort: dict[int, int] = {}
    for use in uses:
        if use.site not in beside:
            cohort.setdefault(sites[use.site], use.row)
    return GoLives(innovation, sheet, start, cohort, plan_events(drafts))


def save_go_lives(found: GoLives, submission: Submission) -> dict[str, int]:
    """Store the innovation where it is new, the cohort and the events; how many of each."""
    innovation = found.innovation
    if innovation._state.adding:
        innovation.submission, innovation.sheet, innovation.row = submission, found.sheet, 1
        innovation.save()
    cohort = Cohort.objects.create(
        submission=submission,
        sheet=found.sheet,
        row=1,
        innovation=innovation,
        rule=f"Sites that {submission.file_name} reports on",
    )
    start = found.start.first_day
    CohortSite.objects.bulk_create(
        [
            CohortSite(cohort=cohort, site_id=site, start=start, row=row)
            for site, row in found.cohort.items()
        ],
        batch_size=5000,
    )
    events = save_events(found.plan, submission, innovation.pk)
    return {"cohort sites": len(found.cohort), "events": events}


def _note_early_use(uses: Sequence[Use], start: Month, sheet: str, findings: Findings) -> None:
    for use in uses:
        if use.numerator > 0 and use.month < start:
            findings.note(sheet, use.row, f"{use.site} used it in {use.month}, before {start}.")


def _drafts(
    uses: Sequence[Use], start: Month, innovation: Innovation, sites: dict[str, int], sheet: str
) -> list[EventDraft]:
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
