"""The list of innovations, with how far each has gone, in as many queries for one as for 1,000."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from groundswell.adoption.models import Event
from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.programmes.models import CohortSite

EVER_LIVE = DEFINITIONS["ever-live"]


@dataclass(frozen=True, slots=True)
class Listed:
    """An innovation, the sites that ever went live, and those that ever were eligible."""

    innovation: Innovation
    live: int
    eligible: int
    first_live: UncertainDate | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`sites` counts each site once, however many innovations it took up.

    `until` is the month of the last event known.
    """

    innovations: tuple[Listed, ...]
    sites: int
    until: Month | None


def catalogue() -> Catalogue:
    live = _by_innovation(
        _went_live().values_list("innovation").annotate(Count("site", distinct=True))
    )
    eligible = _by_innovation(
        CohortSite.objects.values_list("cohort__innovation").annotate(Count("site", distinct=True))
    )
    firsts = Event.objects.in_bulk(
        Innovation.objects.values_list(
            Subquery(
                _went_live()
                .filter(innovation=OuterRef("pk"))
                .order_by("earliest", "latest")
                .values("pk")[:1]
            ),
            flat=True,
        )
    )
    first = {event.innovation_id: event.on for event in firsts.values()}
    newest = Event.objects.order_by("-earliest").values_list("earliest", flat=True).first()
    return Catalogue(
        tuple(
            Listed(i, live.get(i.pk, 0), eligible.get(i.pk, 0), first.get(i.pk))
            for i in Innovation.objects.order_by("name")
        ),
        _went_live().aggregate(sites=Count("site", distinct=True))["sites"],
        Month.of(newest) if newest else None,
    )


def first_live(innovation: Innovation) -> UncertainDate | None:
    """When the first site went live, as precisely as that is known."""
    event = _went_live().filter(innovation=innovation).order_by("earliest", "latest").first()
    return event.on if event else None


def _went_live() -> QuerySet[Event]:
    return Event.objects.filter(stage__in=EVER_LIVE.stages, superseded_by__isnull=True)


def _by_innovation(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    return dict(pairs)
