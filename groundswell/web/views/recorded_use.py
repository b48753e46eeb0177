"""Recorded use of an innovation by month, all sites together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from groundswell.innovations.models import Innovation
from groundswell.measures.cells import MonthOfUse, monthly_use
from groundswell.measures.models import CellFile
from groundswell.reports import tables

from ..downloads import csv_response

HEADINGS = ("measure", "month", "sites", "using", "numerator", "denominator")


def newest_cells(innovation: Innovation) -> list[CellFile]:
    """Of each measure of an innovation the cells published last."""
    files = innovation.cell_files.select_related("submission").order_by("pk")
    return list({file.measure: file for file in files}.values())


def use_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """One row a month."""
    found = get_object_or_404(Innovation, slug=slug)
    rows = [
        [file.measure, *_cells(month)]
        for file in newest_cells(found)
        for month in monthly_use(file)
    ]
    return csv_response(f"{slug}-use.csv", tables.text_csv(HEADINGS, rows))


def _cells(month: MonthOfUse) -> list[str]:
    denominator = "" if month.denominator is None else f"{month.denominator:.12g}"
    counts = [str(month.month), str(month.sites), str(month.using)]
    return [*counts, f"{month.numerator:.12g}", denominator]
