"""Which parts hold a measure's cells in a data version."""

from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from groundswell.common.months import Month

from ..models import Part


class NoLongerKept(LookupError):
    """A data version whose cells were collected."""


class HeldPart(NamedTuple):
    """A row of the manifest with its file. Light: a measure of ten years has 120 of them."""

    pk: int
    path: str
    collected: int | None
    whole_months: bool
    first_month: str
    last_month: str
    cells: int
    submission: int | None
    innovation: int | None

    @property
    def months(self) -> range:
        """`Month.index` from the first to the last."""
        return range(Month.parse(self.first_month).index, Month.parse(self.last_month).index + 1)


def parts_at(measure: str, version: int | None = None) -> list[HeldPart]:
    """The parts of a measure, the earliest first; as they are now where no version is given.

    Raises NoLongerKept where a file of that version was collected.
    """
    rows = (
        in_version(version)
        .filter(measure=measure)
        .values_list(
            "pk",
            "file__path",
            "file__collected",
            "whole_months",
            "first_month",
            "last_month",
            "cells",
            "submission_id",
            "innovation_id",
        )
    )
    parts = [HeldPart(*row) for row in rows]
    gone = [part.collected for part in parts if part.collected is not None]
    if gone:
        raise NoLongerKept(
            f"The cells of {measure} in data version {version} are kept no more: they were "
            f"collected in data version {max(gone)}. Ask for a later version."
        )
    return parts


def in_version(version: int | None = None) -> QuerySet[Part]:
    """Every measure's parts in a data version, the earliest first."""
    if version is None:
        return Part.objects.filter(until=None).order_by("since", "pk")
    ended = Q(until__isnull=True) | Q(until__gt=version)
    return Part.objects.filter(ended, since__lte=version).order_by("since", "pk")


def cells_version(measure: str) -> int:
    """The data version in which the cells of a measure last changed; 0 where there are none.

    What is made from a measure's cells can be kept under this number: other measures' cells, and
    everything else that raises the data version, leave it as it is.
    """
    newest = Part.objects.filter(measure=measure).aggregate(Max("since"), Max("until"))
    return max(newest["since__max"] or 0, newest["until__max"] or 0)


def measures_with_cells() -> list[str]:
    """Slugs of the measures that have cells now, in order."""
    held = Part.objects.filter(until=None).order_by("measure")
    return list(held.values_list("measure", flat=True).distinct())
