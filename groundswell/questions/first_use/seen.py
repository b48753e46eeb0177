"""What was reported and what routine data show of first use, by site."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from groundswell.adoption.ladder import LadderEvent
from groundswell.adoption.models import Event
from groundswell.adoption.rules import DEFINITIONS
from groundswell.analysis.panel import Status
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month
from groundswell.measures.cells import SiteCells, site_cells
from groundswell.measures.models import Part
from groundswell.organisations.models import Organisation

from ..known_ladders import known_of
from ..programme_sites import Source
from ..reach.answering import version_on
from .comparing import Span

LIVE = DEFINITIONS["live-or-beyond"].stages


@dataclass(frozen=True, slots=True)
class Seen:
    """When, and the row that told it; row 0 where many rows of a file were added up."""

    on: UncertainDate
    source: Source

    @property
    def span(self) -> Span:
        return Span(Month.of(self.on.earliest), Month.of(self.on.latest))


@dataclass(slots=True)
class Measured:
    """First use by site (its id), and until which month routine data tell of each site."""

    first: dict[int, Seen] = field(default_factory=dict)
    until: dict[int, Month] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    submissions: set[int] = field(default_factory=set)


def go_lives(
    innovation: str, sites: Iterable[int], evidence: str, at: Month, known_on: date | None
) -> tuple[dict[int, Seen], dict[int, Month]]:
    """Each site's first event at live or beyond of one kind of evidence; and of each site with any
    event of that kind, the month of the last.

    Only what certainly came by the end of `at`.
    """
    wanted = set(sites)
    known = [
        event
        for event, kind in known_of(innovation, known_on)
        if kind == evidence and event.site in wanted and event.latest <= at.last_day
    ]
    first: dict[int, LadderEvent] = {}
    for event in sorted(known, key=lambda e: (e.latest, e.earliest, e.id)):
        if event.stage in LIVE:
            first.setdefault(event.site, event)
    told = Event.objects.in_bulk([event.id for event in first.values()])
    found = {}
    for site, its in first.items():
        row = told[its.id]
        found[site] = Seen(row.on, Source(row.submission_id, row.sheet, row.row))
    last: dict[int, Month] = {}
    for event in known:
        month = Month.of(event.latest)
        last[event.site] = max(last.get(event.site, month), month)
    return found, last


def measured_events(
    innovation: str, sites: Iterable[int], at: Month, known_on: date | None
) -> Measured:
    """From the go-lives that files of the innovation's own use were turned into.

    The data reach as far as those files do; where none is kept, as far as the last event.
    """
    first, last = go_lives(innovation, sites, "measured", at, known_on)
    parts = Part.objects.filter(innovation__slug=innovation)
    if known_on is not None:
        parts = parts.filter(submission__accepted_at__date__lte=known_on)
    months = [Month.parse(m) for m in parts.values_list("last_month", flat=True)]
    if not last:
        return Measured()
    until = min(max([*months, *last.values()]), at)
    return Measured(
        first,
        dict.fromkeys(last, until),
        ["measured go-lives from files of its own use"],
        {seen.source.submission_id for seen in first.values()},
    )


def measured_cells(
    measure: str, title: str, sites: Iterable[int], at: Month, known_on: date | None
) -> Measured:
    """From the months of a measure: first use is the first month above zero.

    A suppressed month may have had use: first use then lies between it and the first month known
    to be above zero, and of a site with suppressed months and none above zero nothing can be told.
    Raises NoLongerKept where the cells of `known_on` were collected.
    """
    cells = site_cells(measure, None if known_on is None else version_on(known_on))
    ids = dict(Organisation.objects.filter(code__in=cells.sites).values_list("code", "pk"))
    wanted, found = set(sites), Measured()
    columns = sum(1 for month in cells.months if month <= at)
    for number, code in enumerate(cells.sites):
        site = ids.get(code)
        if site in wanted and columns:
            _of_site(cells, number, columns, site, found)
    if found.until:
        found.sources.append(f"the first month above zero of “{title}”")
    return found


def _of_site(cells: SiteCells, number: int, columns: int, site: int, found: Measured) -> None:
    status = cells.status[number, :columns]
    known = status <= Status.ZERO
    used = np.flatnonzero(known & (np.nan_to_num(cells.numerator[number, :columns]) > 0))
    hidden = np.flatnonzero(status == Status.SUPPRESSED)
    if len(used):
        at = int(used[0])
        start = int(hidden[0]) if len(hidden) and hidden[0] < at else at
        days = (cells.months[start].first_day, cells.months[at].last_day)
        on = UncertainDate(*days, "month" if start == at else "interval")
        source = Source(int(cells.submission[number, at]), "", int(cells.row[number, at]))
        found.first[site] = Seen(on, source)
        found.submissions.add(source.submission_id)
    elif known.any() and not len(hidden):
        found.until[site] = cells.months[int(np.flatnonzero(known)[-1])]


def together(found: Iterable[Measured]) -> Measured:
    """Of a site that several sources tell of, the first use of the earlier one counts."""
    whole = Measured()
    for one in found:
        for site, seen in one.first.items():
            held = whole.first.get(site)
            if held is None or (seen.on.latest, seen.on.earliest) < (
                held.on.latest,
                held.on.earliest,
            ):
                whole.first[site] = seen
        for site, month in one.until.items():
            whole.until[site] = max(whole.until.get(site, month), month)
        whole.sources += one.sources
        whole.submissions |= one.submissions
    return whole


def _order(seen: Seen) -> tuple[date, date]:
    return seen.on.latest, seen.on.earliest
