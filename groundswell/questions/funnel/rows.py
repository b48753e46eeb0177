"""The way down from a funnel: its sites, and the rows that tell where each stands."""

from groundswell.adoption.models import Event
from groundswell.organisations.queries import names_on
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..programmes import subject_of
from ..spread.rows import places_of_sites
from .answer import FunnelSite
from .answering import counted_for, standing_of
from .counting import NOBODY, UNKNOWN
from .question import FunnelQuestion


def rows(
    question: FunnelQuestion, place: str | None = None, stage: str | None = None
) -> list[FunnelSite]:
    """Every eligible site, by code; of the question's place only, where it names one.

    `place` keeps the sites of one network (its code), `stage` those that stand at one. Sites that
    have merged are all listed, and one that split stands under each of its places. Raises NotFound
    like `answer`.
    """
    now = data_version()
    subject = subject_of(question.programme, question.known_on, innovation=question.innovation)
    counted = counted_for(question, subject, now)
    standing = standing_of(counted)
    wanted = [
        (site, at)
        for site, at in places_of_sites(counted)
        if question.place in (None, at) and place in (None, at)
        if stage in (None, standing.stage_name(site))
    ]
    telling = {site: int(standing.event[site]) for site, _ in wanted}
    ids = {s: counted.uptake.event_ids[e] for s, e in telling.items() if e != NOBODY}
    events = Event.objects.in_bulk(list(ids.values()))
    files = dict(Submission.objects.values_list("pk", "file_name"))
    names = names_on([counted.uptake.codes[site] for site in telling], question.at.last_day)
    cohort = dict(
        zip(counted.uptake.cohort_site.tolist(), counted.uptake.cohort_source, strict=True)
    )
    found = []
    for site, at in wanted:
        event = events.get(ids.get(site, 0))
        submission, row = (event.submission_id, event.row) if event else cohort[site]
        code = counted.uptake.codes[site]
        found.append(
            FunnelSite(
                site_code=code,
                site_name=names.get(code, code),
                place_code=at,
                stage=standing.stage_name(site) if event else UNKNOWN,
                reached=standing.reached_name(site),
                on=event.on if event else None,
                evidence=event.evidence if event else "",
                reason=event.reason if event else "",
                submission_id=submission,
                file_name=files[submission],
                sheet=event.sheet if event else "",
                row=row,
            )
        )
    return sorted(found, key=lambda r: (r.site_code, r.place_code))
