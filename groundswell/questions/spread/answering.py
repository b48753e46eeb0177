"""Answering the spread question: the cohort and the ladder, placed and counted."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from groundswell.adoption.ladder import States, states
from groundswell.adoption.queries import Uptake, uptake
from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.matching import nearest
from groundswell.common.months import Month, month_range
from groundswell.common.numbers import count as count_words
from groundswell.common.numbers import percent
from groundswell.innovations.models import Innovation
from groundswell.measures.rules import FIRST_USE, FIRST_USE_TEXT
from groundswell.organisations.boundaries import Boundaries
from groundswell.organisations.models import Kind
from groundswell.organisations.placement import History, Placement, place_weights
from groundswell.organisations.queries import history, names_on, organisations_version
from groundswell.organisations.rules import Ids
from groundswell.people.action import data_version
from groundswell.programmes.models import Cohort, Programme
from groundswell.submissions.models import Submission

from ..answer import (
    NO_PLACE,
    NO_PLACE_NAME,
    Curve,
    Provenance,
    SpreadAnswer,
    SpreadRow,
    Stated,
    SubmissionRef,
)
from ..asked import FIRST_MONTH
from ..errors import NotFound
from .counting import PlaceCounts, count_places, eligible_sites, site_statuses
from .question import SpreadQuestion
from .warnings import warnings

MERGER_RULE = Stated(
    "Merged sites: earliest predecessor",
    "Sites that have merged count as one site. It counts as adopted from the earliest date on "
    "which any of the sites merged into it did, and as unknown while nothing is known of one of "
    "them and none has adopted.",
)
DATE_RULE = Stated(
    "Imprecise dates",
    "A site whose date is known only to a quarter, a year or an interval counts as unknown "
    "until the last day it could mean. The curve shows those sites as a band.",
)


SITE_NOUNS = {
    Kind.PRACTICE: "GP practices",
    Kind.TRUST: "trusts",
    Kind.MATERNITY: "maternity units",
}
CCGS_END = Month.parse("2022-07")  # ICBs took over; the CCGs' codes became sub-ICB locations


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Everything that the answer, its rows and its warnings are read from."""

    question: SpreadQuestion
    innovation: Innovation
    programme: Programme | None  # whose cohort is counted; None: the innovation's every one
    history: History
    uptake: Uptake
    sites: Ids  # positions in the history, in the order of uptake.codes
    months: list[Month]
    placement: Placement
    open_units: NDArray[np.bool_]  # (months, units)
    eligible: NDArray[np.bool_]  # (months, sites)
    states: States
    counts: PlaceCounts


def answer(question: SpreadQuestion) -> SpreadAnswer:
    """Answer from the ledger as it is now.

    Raises NotFound for an unknown innovation or programme, or a programme of another innovation.
    """
    now = data_version()
    return _answer(question, now, now)


def answer_at(question: SpreadQuestion, version: int) -> SpreadAnswer:
    """Answer from adoption and cohorts in a data version. Organisations are as known now."""
    return _answer(question, version, data_version())


@lru_cache(maxsize=512)
def _answer(question: SpreadQuestion, version: int, now: int) -> SpreadAnswer:
    """`now` only keys the cache: organisations and names may have changed."""
    return _read(count(question, version, now), version)


@lru_cache(maxsize=8)
def count(question: SpreadQuestion, version: int, now: int) -> Counted:
    """Place and count the sites of a question in a data version. `now` only keys the cache."""
    innovation = _innovation(question.innovation)
    programme = _programme(question.programme, innovation) if question.programme else None
    known = uptake(innovation.pk, question.known_on, version, programme.pk if programme else None)
    held = history()
    sites = _positions(known.codes)
    months = _months(known, question.at)
    horizon = max(question.at, Month.of(timezone.localdate()))
    placement, open_units = _placement(
        known.codes,
        months[0],
        horizon,
        question.by,
        question.boundaries,
        organisations_version(),
    )
    eligible = eligible_sites(known, months)
    state = states(known.ladder, len(sites), months, DEFINITIONS[question.definition])
    open_units = open_units[: len(months)]
    status = site_statuses(eligible, state)
    counts = count_places(placement, months, open_units, eligible, status)
    return Counted(
        question=question,
        innovation=innovation,
        programme=programme,
        history=held,
        uptake=known,
        sites=sites,
        months=months,
        placement=placement,
        open_units=open_units,
        eligible=eligible,
        states=state,
        counts=counts,
    )


@lru_cache(maxsize=32)
def _placement(
    codes: tuple[str, ...],
    first: Month,
    last: Month,
    by: Kind,
    boundaries: Boundaries,
    organisations: int,
) -> tuple[Placement, NDArray[np.bool_]]:
    """Placement and open units, to this month: every question about one cohort shares them.

    `organisations` only keys the cache.
    """
    held, months = history(), month_range(first, last)
    placement = place_weights(held, _positions(codes), months, by, boundaries)
    return placement, placement.open_units(held, months)


def _positions(codes: tuple[str, ...]) -> Ids:
    index = history().index
    return np.array([index[code] for code in codes], dtype=np.int64)


def _months(known: Uptake, at: Month) -> list[Month]:
    """From the first month of the cohort or the ladder to the month asked for."""
    starts = [at.index]
    if len(known.cohort_start):
        first = int(known.cohort_start.min())
        starts.append(Month.of(type(at.first_day).fromordinal(first)).index)
    if len(known.ladder.earliest):
        starts.append(int(known.ladder.earliest.min()))
    return month_range(max(Month(min(starts)), FIRST_MONTH), at)


def _innovation(slug: str) -> Innovation:
    found = Innovation.objects.filter(slug=slug).first()
    if found is None:
        slugs = Innovation.objects.values_list("slug", flat=True)
        raise NotFound("innovation", slug, nearest(slug, slugs))
    return found


def _programme(slug: str, innovation: Innovation) -> Programme:
    of_innovation = Q(innovation=innovation) | Q(other_innovations=innovation)
    found = Programme.objects.filter(of_innovation, slug=slug).first()
    if found is None:
        slugs = Programme.objects.filter(of_innovation).values_list("slug", flat=True)
        raise NotFound(f"programme of {innovation.slug}", slug, nearest(slug, slugs))
    return found


def _read(counted: Counted, version: int) -> SpreadAnswer:
    question, innovation = counted.question, counted.innovation
    places = _places(counted)
    rows = _rows(counted, places)
    total = SpreadRow("", "All places", *_sums(counted.counts, -1))
    return SpreadAnswer(
        innovation=innovation.slug,
        innovation_name=innovation.name,
        is_demo=innovation.is_demo,
        by=question.by.value,
        at=question.at,
        headline=_headline(counted, total),
        rows=rows,
        total=total,
        curve=_curve(counted, places),
        provenance=provenance_of(counted, version),
    )


def _sums(counts: PlaceCounts, month: int) -> tuple[float, float, float, float]:
    return (
        float(counts.eligible[month].sum()),
        float(counts.adopted[month].sum()),
        float(counts.not_adopted[month].sum()),
        float(counts.unknown[month].sum()),
    )


def _places(counted: Counted) -> list[tuple[str, str]]:
    """(code, name) of each column of the counts."""
    codes = [counted.history.codes[p] for p in counted.placement.places]
    day = counted.question.boundaries.day_for(counted.question.at)
    names = names_on(codes, day)
    return [(c, names.get(c, c)) for c in codes] + [(NO_PLACE, NO_PLACE_NAME)]


def _rows(counted: Counted, places: list[tuple[str, str]]) -> tuple[SpreadRow, ...]:
    """One row a place with eligible sites, by name; sites without a place stand last."""
    counts = counted.counts
    rows = [
        SpreadRow(
            code,
            name,
            float(counts.eligible[-1, i]),
            float(counts.adopted[-1, i]),
            float(counts.not_adopted[-1, i]),
            float(counts.unknown[-1, i]),
        )
        for i, (code, name) in enumerate(places)
        if counts.eligible[-1, i] > 0
    ]
    return tuple(sorted(rows, key=lambda r: (r.place_code == NO_PLACE, r.place_name)))


def _curve(counted: Counted, places: list[tuple[str, str]]) -> Curve:
    """From the first month with an eligible site; places that ever had one."""
    counts = counted.counts
    months = counts.eligible.sum(axis=1) > 0
    start = int(np.argmax(months)) if months.any() else len(counted.months) - 1
    ever = np.flatnonzero(counts.eligible.sum(axis=0) > 0)
    low = counts.adopted[start:, ever].T
    return Curve(
        months=tuple(counted.months[start:]),
        codes=tuple(places[i][0] for i in ever),
        names=tuple(places[i][1] for i in ever),
        eligible=counts.eligible[start:, ever].T,
        low=low,
        high=low + counts.perhaps[start:, ever].T,
    )


def _headline(counted: Counted, total: SpreadRow) -> str:
    question, innovation = counted.question, counted.innovation
    if not total.eligible:
        return f"No site is known that could have taken up {innovation.name} by {question.at.name}."
    unknown = f" For {count_words(total.unknown)} it is not known." if total.unknown else ""
    return (
        f"{innovation.name} had been taken up by {count_words(total.adopted)} of "
        f"{count_words(total.eligible)} {site_noun(counted)} ({percent(total.share)}) by the "
        f"end of {question.at.name}.{unknown}"
    )


def site_noun(counted: Counted) -> str:
    """What all the eligible sites are; sites where they are not all of one kind."""
    kinds = set(counted.history.kinds[counted.sites[counted.eligible[-1]]])
    if kinds == {Kind.CCG}:
        return "CCGs" if counted.question.at < CCGS_END else "sub-ICB locations"
    return SITE_NOUNS.get(kinds.pop(), "sites") if len(kinds) == 1 else "sites"


def provenance_of(counted: Counted, version: int) -> Provenance:
    """How sites were counted: the rules, the files, what to mind."""
    question = counted.question
    definition = DEFINITIONS[question.definition]
    rules = [
        Stated(
            f"Adopted: {definition.title.lower()} (version {definition.version})", definition.text
        ),
        Stated(question.boundaries.title, question.boundaries.text),
        _eligible_rule(_cohorts(counted)),
        *_measured_rule(counted.innovation),
        MERGER_RULE,
        DATE_RULE,
    ]
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=tuple(rules),
        submissions=_submissions(counted),
        warnings=warnings(counted),
    )


def _cohorts(counted: Counted) -> QuerySet[Cohort]:
    """The cohorts whose sites are counted."""
    cohorts = counted.innovation.cohorts.order_by("pk")
    if counted.programme is None:
        return cohorts
    cohorts = cohorts.filter(programme=counted.programme)
    day = counted.question.known_on
    return cohorts if day is None else cohorts.filter(submission__accepted_at__date__lte=day)


def _eligible_rule(cohorts: QuerySet[Cohort]) -> Stated:
    chosen = "; ".join(dict.fromkeys(cohorts.values_list("rule", flat=True)))
    rule = chosen or "no cohort is known"
    return Stated("Eligible", f"{rule}. A site that has closed is eligible no more.")


def _measured_rule(innovation: Innovation) -> list[Stated]:
    if not innovation.events.filter(evidence="measured").exists():
        return []
    return [Stated(f"Measured go-live: {FIRST_USE.replace('-', ' ')}", FIRST_USE_TEXT)]


def _submissions(counted: Counted) -> tuple[SubmissionRef, ...]:
    """The files that tell of the innovation, then those that tell of organisations."""
    events = counted.innovation.events.values_list("submission_id", flat=True)
    about = set(events.distinct()) | set(_cohorts(counted).values_list("submission_id", flat=True))
    places = Submission.objects.filter(
        status=Submission.Status.ACCEPTED, facts__has_key="organisations"
    )
    ours = list(Submission.objects.filter(pk__in=about).order_by("pk"))
    ours += [s for s in places.order_by("pk") if s.pk not in about]
    return tuple(
        SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
        for s in ours
        if s.accepted_at
    )
