"""The way down from a spread answer: its sites, and the rows that decide their status."""

import numpy as np

from groundswell.adoption.ladder import ADOPTED, NOT_ADOPTED, flags
from groundswell.adoption.models import Event
from groundswell.adoption.rules import DEFINITIONS
from groundswell.organisations.queries import names_on
from groundswell.people.action import data_version
from groundswell.submissions.models import Submission

from ..answer import NO_PLACE, SourceRow
from .answering import Counted, count
from .question import SpreadQuestion

STATUSES = {ADOPTED: "adopted", NOT_ADOPTED: "not adopted"}


def rows(
    question: SpreadQuestion, place: str | None = None, status: str | None = None
) -> list[SourceRow]:
    """Every eligible site of an answer, by code, with the row that decides its status.

    `place` keeps the sites of one place (its code), `status` those of one status. A site that
    split stands under each of its places. Raises NotFound like `answer`.
    """
    counted = count(question, data_version())
    decides = _deciding_events(counted)
    events = Event.objects.in_bulk(list(decides.values()))
    files = dict(Submission.objects.values_list("pk", "file_name"))
    names = names_on(counted.uptake.codes, question.at.last_day)
    cohort = dict(
        zip(counted.uptake.cohort_site.tolist(), counted.uptake.cohort_source, strict=True)
    )
    found = []
    for site, place_code in _places(counted):
        if place is not None and place_code != place:
            continue
        its_status = STATUSES.get(int(counted.states.state[-1, site]), "unknown")
        if status is not None and its_status != status:
            continue
        event = events.get(decides.get(site, 0))
        submission, row = (event.submission_id, event.row) if event else cohort[site]
        code = counted.uptake.codes[site]
        found.append(
            SourceRow(
                site_code=code,
                site_name=names.get(code, code),
                place_code=place_code,
                status=its_status,
                stage=event.stage if event else "",
                on=event.on if event else None,
                evidence=event.evidence if event else "",
                submission_id=submission,
                file_name=files[submission],
                sheet=event.sheet if event else "",
                row=row,
            )
        )
    return sorted(found, key=lambda r: (r.site_code, r.place_code))


def _places(counted: Counted) -> list[tuple[int, str]]:
    """(site, place code) of every site that is eligible at the end of the month asked for."""
    period = counted.placement.at(counted.question.at)
    weights = period.weights(counted.placement)
    still_open = np.zeros(len(counted.sites), dtype=bool)
    still_open[period.site] = counted.open_units[-1][period.unit]
    found = []
    for site in np.flatnonzero(counted.eligible[-1] & still_open):
        columns = weights.indices[weights.indptr[site] : weights.indptr[site + 1]]
        places = [counted.history.codes[counted.placement.places[c]] for c in columns]
        found += [(int(site), place) for place in places or [NO_PLACE]]
    return found


def _deciding_events(counted: Counted) -> dict[int, int]:
    """Site to the event that decides its status at the end of the month asked for.

    For an adopted site that is the event since which it has been adopted without a break; for
    any other, its latest event.
    """
    ladder = counted.uptake.ladder
    flag = flags(ladder, DEFINITIONS[counted.question.definition])
    come = ladder.earliest <= counted.question.at.index
    decides: dict[int, int] = {}
    previous: dict[int, int] = {}
    for i in np.flatnonzero(come):
        site = int(ladder.site[i])
        if not (previous.get(site) == ADOPTED == flag[i]):
            decides[site] = counted.uptake.event_ids[i]
        previous[site] = int(flag[i])
    return decides
