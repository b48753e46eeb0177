"""The list of programmes: what each one's board says first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Max, Model
from django.utils import timezone

from groundswell.adoption.models import Event
from groundswell.common.months import Month
from groundswell.organisations.queries import organisations_version
from groundswell.people.action import data_version
from groundswell.programmes.facts import ProgrammeFacts
from groundswell.programmes.models import Cohort
from groundswell.programmes.queries import programmes
from groundswell.questions import coverage
from groundswell.questions.coverage import CoverageQuestion
from groundswell.questions.programmes import facts_of, latest_month

from .programme_words import outcome_words, period


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme. `sentence` is the headline of its board, or why it has none."""

    facts: ProgrammeFacts
    period: str
    outcome: str
    sentence: str


def programme_list() -> list[Listed]:
    """Every programme, the one that began last first."""
    return _programme_list(data_version(), timezone.localdate())


@lru_cache(maxsize=4)
def _programme_list(version: int, today: date) -> list[Listed]:
    """`version` only keys the cache."""
    told = _told_last()
    return [_listed(facts_of(one.slug), today, told) for one in programmes()]


def _told_last() -> Mapping[str, int]:
    """The data version at which the events or cohorts of each innovation last changed."""
    found: dict[str, int] = {}
    kinds: tuple[type[Model], ...] = (Event, Cohort)
    for kind in kinds:
        rows = kind._default_manager.values_list("innovation__slug")
        for slug, newest in rows.annotate(newest=Max("submission__version")).order_by():
            found[slug] = max(found.get(slug, 0), newest or 0)
    return found


def _listed(facts: ProgrammeFacts, today: date, told: Mapping[str, int]) -> Listed:
    if any(cohort.innovation == facts.innovation for cohort in facts.cohorts):
        said = _sentence(
            facts.slug,
            latest_month(facts),
            organisations_version(),
            told.get(facts.innovation, 0),
            frozenset(
                [p.told.submission for p in facts.participants]
                + [t.told.submission for t in facts.targets]
            ),
        )
    else:
        said = "No list of eligible sites is on record yet."
    return Listed(facts, period(facts), outcome_words(facts, today), said)


@lru_cache(maxsize=1024)
def _sentence(
    slug: str, at: Month, organisations: int, adoption: int, agreed: frozenset[int]
) -> str:
    """The rest keys the cache: only organisations, the innovation's own facts and what was agreed
    of the programme change it. So a return for one programme does not make all others cold."""
    return coverage.answer(CoverageQuestion(slug, at)).headline
