"""Reads of adoption: everything known of one innovation, as arrays."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from groundswell.organisations.models import Organisation
from groundswell.programmes.models import CohortSite

from .ladder import Ladder, LadderEvent, known_events, ladder_of
from .models import Event

FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class Uptake:
    """An innovation's cohort and ladder. A site is its position in `codes`.

    Cohort entries say from which to which day (ordinals, both included) a site could take it up.
    """

    codes: tuple[str, ...]
    cohort_site: NDArray[np.int64]
    cohort_start: NDArray[np.int64]
    cohort_end: NDArray[np.int64]
    cohort_source: tuple[tuple[int, int], ...]  # (submission, row) of each cohort entry
    ladder: Ladder
    event_ids: tuple[int, ...]  # of the ladder's events, in its order
    outside: int  # sites with events that no cohort lists


@lru_cache(maxsize=64)
def uptake(
    innovation: int, known_on: date | None, version: int, programme: int | None = None
) -> Uptake:
    """Everything known of an innovation in a data version, which may be a past one.

    Of a `programme` the cohort is its own, as known on the day too; the events are the
    innovation's, whoever told them.
    """
    sites = CohortSite.objects.filter(
        cohort__innovation=innovation, cohort__submission__version__lte=version
    )
    if programme is not None:
        sites = sites.filter(cohort__programme=programme)
        if known_on is not None:
            sites = sites.filter(cohort__submission__accepted_at__date__lte=known_on)
    cohort = list(
        sites.order_by("pk").values_list("site_id", "start", "end", "cohort__submission_id", "row")
    )
    events = known_events(
        (
            # The day of recording matters only to what was known on a day: it takes long to tell.
            LadderEvent(*row[:5], timezone.localtime(row[5]) if known_on else row[5], row[6])
            for row in Event.objects.filter(
                innovation=innovation, submission__version__lte=version
            ).values_list(
                "pk", "site_id", "stage", "earliest", "latest", "recorded_at", "supersedes_id"
            )
        ),
        known_on,
    )
    in_cohort = {row[0] for row in cohort}
    ids = np.array(sorted(in_cohort | {e.site for e in events}), dtype=np.int64)
    codes = _codes()
    position = {int(pk): i for i, pk in enumerate(ids)}
    ladder, ordered = ladder_of(
        [
            LadderEvent(e.id, position[e.site], e.stage, e.earliest, e.latest, e.recorded_at)
            for e in events
        ]
    )
    return Uptake(
        codes=tuple(codes[int(pk)] for pk in ids),
        cohort_site=np.array([position[row[0]] for row in cohort], dtype=np.int64),
        cohort_start=np.array([row[1].toordinal() for row in cohort], dtype=np.int64),
        cohort_end=np.array(
            [row[2].toordinal() if row[2] else FOREVER for row in cohort], dtype=np.int64
        ),
        cohort_source=tuple((row[3], row[4]) for row in cohort),
        ladder=ladder,
        event_ids=tuple(e.id for e in ordered),
        outside=len({e.site for e in events} - in_cohort),
    )


def _codes() -> dict[int, str]:
    return dict(Organisation.objects.values_list("pk", "code"))
