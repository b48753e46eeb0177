"""The way down from a first-use answer: each site, with the rows that told its two dates."""

from dataclasses import dataclass

from groundswell.common.dates import UncertainDate
from groundswell.submissions.models import Submission

from .answering import answer
from .question import FirstUseQuestion
from .seen import Seen


@dataclass(frozen=True, slots=True)
class FirstUseRow:
    """A site and its two dates; None and 0 where one is not known."""

    site_code: str
    site_name: str
    place_code: str
    verdict: str
    months: int | None
    reported: UncertainDate | None
    reported_submission: int
    reported_file: str
    reported_sheet: str
    reported_row: int
    measured: UncertainDate | None
    measured_submission: int
    measured_file: str
    measured_sheet: str
    measured_row: int


def rows(
    question: FirstUseQuestion, place: str | None = None, verdict: str | None = None
) -> list[FirstUseRow]:
    """In the answer's order. `place` keeps one network's, `verdict` one verdict's sites."""
    sites = [
        site
        for site in answer(question).sites
        if place in (None, site.network_code) and verdict in (None, site.verdict)
    ]
    files = dict(Submission.objects.values_list("pk", "file_name"))
    return [
        FirstUseRow(
            site.site_code,
            site.site_name,
            site.network_code,
            site.verdict,
            site.months,
            *_told(site.reported, files),
            *_told(site.measured, files),
        )
        for site in sites
    ]


def _told(
    seen: Seen | None, files: dict[int, str]
) -> tuple[UncertainDate | None, int, str, str, int]:
    if seen is None:
        return None, 0, "", "", 0
    source = seen.source
    file_name = files.get(source.submission_id, "")
    return seen.on, source.submission_id, file_name, source.sheet, source.row
