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
    now = data_version()
    counted = count(question, now, now)
    decides = _deciding_events(counted)
    events = Event.objects.in_bulk(list(decides.values()))
    files = dict(Submission.objects.values_list("pk", "file_name"))
    names = names_on(counted.uptake.codes, question.at.last_day)
    cohort = dict(
        zip(counted.uptake.cohort_site.tolist(), counted.uptake.cohort_source, strict=True)
    )
    found = []
    for site, place_code in places_of_sites(counted):
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


def places_of_sites(counted: Counted) -> list[tuple[int, str]]:
    """(site, place code) of every site behind the eligible units of the month asked for.

    A site that became several units, or whose unit was split, stands under each of its places;
    one that left the cohort is listed while the unit it became is in it.
    """
    period = counted.placement.at(counted.question.at)
    counts = np.zeros(len(counted.placement.units), dtype=bool)
    counts[period.unit[counted.eligible[-1][period.site]]] = True
    counts &= counted.open_units[-1]
    ever = np.logical_or.reduce(counted.eligible, axis=0)
    codes = counted.history.codes
    above: dict[int, list[str]] = {}
    for unit, place in zip(period.standing.tolist(), period.place.tolist(), strict=True):
        above.setdefault(unit, []).append(codes[counted.placement.places[place]])
    placed = np.bincount(period.standing, period.place_share, len(counts))
    for unit in np.flatnonzero(placed < 1 - 1e-9).tolist():
        above.setdefault(unit, []).append(NO_PLACE)
    found = {
        (site, place)
        for site, unit in zip(period.site.tolist(), period.unit.tolist(), strict=True)
        if counts[unit] and ever[site]
        for place in above[unit]
    }
    return sorted(found)


def _deciding_events(counted: Counted) -> dict[int, int]:
    """Site to the event that decides its status at the end of the month asked for.

    For an adopted site that is the event since which it has been adopted without a break (or
    ever, where the definition says so); for any other, its latest event.
    """
    ladder = counted.uptake.ladder
    definition = DEFINITIONS[counted.question.definition]
    flag = flags(ladder, definition)
    come = ladder.earliest <= counted.question.at.index
    decides: dict[int, int] = {}
    previous: dict[int, int] = {}
    for i in np.flatnonzero(come):
        site = int(ladder.site[i])
        if previous.get(site) == ADOPTED and (flag[i] == ADOPTED or definition.ever):
            continue
        decides[site] = counted.uptake.event_ids[i]
        previous[site] = int(flag[i])
    return decides
