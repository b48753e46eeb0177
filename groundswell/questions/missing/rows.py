"""The way down from a missing answer: each site, and the row of the return that told of it."""

from dataclasses import dataclass
from datetime import date

from groundswell.submissions.models import Submission

from .answer import SiteReturn
from .answering import answer
from .question import MissingQuestion


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A site asked about. Where nothing has come the row is the one that made it eligible."""

    site_code: str
    site_name: str
    place_code: str
    status: str
    received: date | None
    changed: str
    submission_id: int
    file_name: str
    sheet: str
    row: int


def rows(
    question: MissingQuestion, place: str | None = None, status: str | None = None
) -> list[ReturnRow]:
    """By network. `place` keeps one network's sites, `status` those of one status, or "changed".

    Raises NotFound like `answer`.
    """
    sites = [
        site
        for site in answer(question).sites
        if place in (None, site.network_code)
        and (status in (None, site.status) or (status == "changed" and site.changes))
    ]
    files = dict(
        Submission.objects.filter(pk__in={s.source.submission_id for s in sites}).values_list(
            "pk", "file_name"
        )
    )
    return [_row(site, files[site.source.submission_id]) for site in sites]


def changed_words(site: SiteReturn) -> str:
    """committed, April 2018 → live, May 2018; several after one another."""
    return "; ".join(f"{old} → {new}" for old, new in site.changes)


def _row(site: SiteReturn, file_name: str) -> ReturnRow:
    return ReturnRow(
        site_code=site.site_code,
        site_name=site.site_name,
        place_code=site.network_code,
        status=site.status,
        received=site.received,
        changed=changed_words(site),
        submission_id=site.source.submission_id,
        file_name=file_name,
        sheet=site.source.sheet,
        row=site.source.row,
    )
