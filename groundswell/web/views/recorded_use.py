"""Recorded use of an innovation by month, all sites together."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from groundswell.innovations.models import Innovation
from groundswell.measures.cells import site_cells
from groundswell.measures.queries import MonthOfUse, monthly_use, recorded_measures
from groundswell.measures.registry import measures
from groundswell.reports import tables
from groundswell.submissions.models import Submission

from ..downloads import csv_response

HEADINGS = ("measure", "month", "sites", "using", "numerator", "denominator")
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class RecordedUse:
    """One measure of an innovation: its months, newest first, and the files that told them."""

    measure: str
    months: list[MonthOfUse]
    files: list[Submission]  # the newest ones, the newest first
    more_files: int


def recorded_use(innovation: Innovation) -> list[RecordedUse]:
    """Of measures that nobody has defined: the others have a page of their own."""
    slugs = recorded_measures(innovation.slug)
    return [_recorded(slug) for slug in slugs if slug not in measures()]


def _recorded(measure: str) -> RecordedUse:
    cells = site_cells(measure)
    files = Submission.objects.filter(pk__in=cells.submissions[-MOST_FILES:]).order_by("-pk")
    more = max(len(cells.submissions) - MOST_FILES, 0)
    return RecordedUse(measure, monthly_use(cells)[::-1], list(files), more)


def use_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """One row a month."""
    found = get_object_or_404(Innovation, slug=slug)
    rows = [
        [measure, *_cells(month)]
        for measure in recorded_measures(found.slug)
        for month in monthly_use(site_cells(measure))
    ]
    return csv_response(f"{slug}-use.csv", tables.text_csv(HEADINGS, rows))


def _cells(month: MonthOfUse) -> list[str]:
    denominator = "" if month.denominator is None else f"{month.denominator:.12g}"
    counts = [str(month.month), str(month.sites), str(month.using)]
    return [*counts, f"{month.numerator:.12g}", denominator]
