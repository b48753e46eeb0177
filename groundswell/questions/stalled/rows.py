"""The way down from a stalled answer: each listed site, and the row that put it in its stage."""

from dataclasses import dataclass

from groundswell.common.dates import UncertainDate
from groundswell.submissions.models import Submission

from .answering import answer
from .question import StalledQuestion


@dataclass(frozen=True, slots=True)
class StalledRow:
    """A stalled site, and where its stage was told."""

    site_code: str
    site_name: str
    place_code: str
    stage: str
    on: UncertainDate
    days: int
    submission_id: int
    file_name: str
    sheet: str
    row: int


def rows(
    question: StalledQuestion, place: str | None = None, stage: str | None = None
) -> list[StalledRow]:
    """By network. `place` keeps one network's (its code), `stage` one stage's. Raises NotFound."""
    sites = [
        site
        for site in answer(question).sites
        if place in (None, site.network_code) and stage in (None, site.stage)
    ]
    files = dict(
        Submission.objects.filter(pk__in={s.source.submission_id for s in sites}).values_list(
            "pk", "file_name"
        )
    )
    return [
        StalledRow(
            site.site_code,
            site.site_name,
            site.network_code,
            site.stage,
            site.since,
            site.days,
            site.source.submission_id,
            files[site.source.submission_id],
            site.source.sheet,
            site.source.row,
        )
        for site in sites
    ]
