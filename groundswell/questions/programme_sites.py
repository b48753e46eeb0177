"""What the work lists need of a programme: its sites as they stood on a day, and who answers.

Sites are counted as the spread question counts them: sites that merged are one *unit*, one that
closed is no more, and a unit stands in the networks it had on that day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.organisations.boundaries import AsAt
from groundswell.organisations.models import Kind, Organisation
from groundswell.organisations.placement import place_weights
from groundswell.organisations.queries import history, names_on
from groundswell.organisations.rules import Ids, are_closed, nearest_days
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.programmes.models import CohortSite, Programme
from groundswell.programmes.rules import RUNNING
from groundswell.submissions.models import Submission

from .answer import NO_PLACE, NO_PLACE_NAME, Stated, SubmissionRef
from .asked import need_name

COHORT_RULE = Stated(
    "Sites",
    "The sites of the programme's own cohort on the day. Sites that merged count as one, under the "
    "code of what they became; a site that closed counts no more. Each stands in the network that "
    "it belonged to on that day.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A row of a file that tells a fact."""

    submission_id: int
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class CohortEntry:
    """That a site was in the cohort until a day, itself included (`date.max`: still is)."""

    end: date
    source: Source


@dataclass(frozen=True, slots=True)
class Unit:
    """A site of the cohort as it stood on a day. `sites` are the ids that became it, its own too.

    `networks` are codes; `NO_PLACE` alone where no known network contains it. `source` is the row
    that made it part of the cohort.
    """

    code: str
    name: str
    sites: tuple[int, ...]
    networks: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for a network's work in a programme; "" where nobody is named."""

    name: str
    email: str
    submission_id: int


@dataclass(frozen=True, slots=True)
class Ended:
    """That a programme was over on a day: how, and since when where that is known."""

    words: str
    on: date | None


def need_names(**given: str | None) -> None:
    """Raise ValueError for a name that is given and that no address can carry."""
    for what, text in given.items():
        if text is not None:
            need_name(text, what)


def ended_by(facts: ProgrammeFacts, day: date) -> Ended | None:
    """How a programme was over by the end of a day; None while it runs."""
    last = facts.closure
    outcome = facts.outcome(day)
    if last is not None:
        if outcome == RUNNING:
            return None
        to = f": {last.ending.to}" if last.ending.to else ""
        return Ended(f"{Programme.Outcome(outcome).label}{to}", last.ending.on)
    if facts.end is not None and facts.end >= day:
        return None
    if outcome == RUNNING:
        return Ended("Its period is over", facts.end) if facts.end else None
    return Ended(Programme.Outcome(outcome).label, facts.end)


def cohort_sites(
    programme: int, innovation: str | None, day: date, known_on: date | None
) -> dict[int, CohortEntry]:
    """By id every site that was in a programme's cohort by a day; of one innovation or of all."""
    rows = CohortSite.objects.filter(cohort__programme=programme, start__lte=day)
    if known_on is not None:
        rows = rows.filter(cohort__submission__accepted_at__date__lte=known_on)
    if innovation is not None:
        rows = rows.filter(cohort__innovation__slug=innovation)
    found: dict[int, CohortEntry] = {}
    for site, end, submission, sheet, row in rows.order_by("pk").values_list(
        "site_id", "end", "cohort__submission_id", "cohort__sheet", "row"
    ):
        last = end or date.max
        if site not in found or last >= found[site].end:
            found[site] = CohortEntry(last, Source(submission, sheet, row))
    return found


def units_of(entries: Mapping[int, CohortEntry], day: date) -> tuple[Unit, ...]:
    """The open units of a cohort at the end of a day, by code.

    A unit counts while one of its sites is in the cohort; its `sites` are all that ever were, so
    that what was told of a site before it merged is not lost.
    """
    within = {site for site, entry in entries.items() if entry.end >= day}
    return _units(entries, within, day) if within else ()


def _units(entries: Mapping[int, CohortEntry], within: set[int], day: date) -> tuple[Unit, ...]:
    held, ids = history(), np.array(sorted(entries), dtype=np.int64)
    codes = dict(Organisation.objects.filter(pk__in=ids.tolist()).values_list("pk", "code"))
    positions = np.array([held.index[codes[int(pk)]] for pk in ids], dtype=np.int64)
    month = Month.of(day)
    placement = place_weights(held, positions, [month], Kind.NETWORK, AsAt(day))
    period = placement.at(month)
    closed = are_closed(held.lives, len(held.codes), day.toordinal())
    became: dict[int, list[int]] = {}
    for site, unit in zip(period.site.tolist(), period.unit.tolist(), strict=True):
        became.setdefault(unit, []).append(int(ids[site]))
    networks: dict[int, list[str]] = {}
    for unit, place in zip(period.standing.tolist(), period.place.tolist(), strict=True):
        networks.setdefault(unit, []).append(held.codes[placement.places[place]])
    names = names_on([held.codes[placement.units[u]] for u in became], day)
    found = []
    for unit, sites in became.items():
        if closed[placement.units[unit]] or not within & set(sites):
            continue
        code = held.codes[placement.units[unit]]
        theirs = tuple(sorted(networks.get(unit, [NO_PLACE])))
        first = min(within & set(sites), key=lambda site: (codes[site] != code, codes[site]))
        found.append(Unit(code, names.get(code, code), tuple(sites), theirs, entries[first].source))
    return tuple(sorted(found, key=lambda unit: unit.code))


def last_days(sites: Iterable[int], day: date) -> dict[int, int]:
    """Of each site (its id) the last day, an ordinal up to `day`, on which it stood by itself.

    Earlier than `day` where it closed, or others succeeded it.
    """
    held = history()
    codes = dict(Organisation.objects.filter(pk__in=list(sites)).values_list("pk", "code"))
    ids = list(codes)
    at = np.array([held.index[codes[pk]] for pk in ids], dtype=np.int64)
    until = np.minimum(
        nearest_days(held.lives, len(held.codes), day.toordinal()),
        _succeeded(held.successions.predecessor, held.successions.on, len(held.codes)) - 1,
    )
    last = np.minimum(until, day.toordinal())
    return {pk: int(last[position]) for pk, position in zip(ids, at.tolist(), strict=True)}


def _succeeded(predecessor: Ids, on: NDArray[np.int64], organisations: int) -> NDArray[np.int64]:
    first = np.full(organisations, date.max.toordinal(), dtype=np.int64)
    np.minimum.at(first, predecessor, on)
    return first


def owners(facts: ProgrammeFacts, start: date, end: date) -> dict[str, Owner]:
    """Code of each network that takes part between two days to who answers there."""
    return {
        p.network: Owner(p.owner, p.email, p.told.submission)
        for p in facts.participants
        if p.start <= end and (p.end is None or p.end >= start)
    }


def next_due(facts: ProgrammeFacts, day: date) -> date | None:
    """The day on or after `day` on which the next return is due."""
    return min((r.due for r in facts.rounds if r.due >= day), default=None)


def network_names(codes: Iterable[str], day: date) -> dict[str, str]:
    """Each network's name on a day; sites without one stand under `NO_PLACE`."""
    codes = set(codes)
    return {code: code for code in codes} | names_on(codes, day) | {NO_PLACE: NO_PLACE_NAME}


def submission_refs(ids: Iterable[int]) -> tuple[SubmissionRef, ...]:
    """The files of these ids that were accepted, in order."""
    return tuple(
        SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
        for s in Submission.objects.filter(pk__in=set(ids)).order_by("pk")
        if s.accepted_at
    )
