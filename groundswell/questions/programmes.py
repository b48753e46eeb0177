"""The programme that a question is about, as it was known, and the spread question below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import timezone

from groundswell.adoption.rules import DEFINITIONS, Definition
from groundswell.common.dates import day_name
from groundswell.common.matching import nearest
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, Boundaries
from groundswell.organisations.models import Kind
from groundswell.people.action import data_version
from groundswell.programmes.facts import ProgrammeFacts, Told
from groundswell.programmes.models import Programme
from groundswell.programmes.queries import programme
from groundswell.submissions.models import Submission

from .answer import SubmissionRef
from .errors import NotFound
from .spread import SpreadQuestion
from .spread import latest_month as latest_of_innovation


@dataclass(frozen=True, slots=True)
class Subject:
    """A programme, one of its innovations, and what counts there as adopted."""

    facts: ProgrammeFacts
    innovation: str
    definition: Definition

    def spread(
        self,
        at: Month,
        *,
        by: Kind = Kind.NETWORK,
        boundaries: Boundaries = AS_THEN,
        known_on: date | None = None,
        definition: str | None = None,
    ) -> SpreadQuestion:
        """The spread of the innovation in the programme's cohort."""
        return SpreadQuestion(
            self.innovation,
            at,
            by,
            boundaries,
            definition or self.definition.name,
            known_on,
            self.facts.slug,
        )


def subject_of(
    slug: str,
    known_on: date | None = None,
    *,
    innovation: str | None = None,
    definition: str | None = None,
) -> Subject:
    """Raises NotFound for a programme that was not known on the day, or an innovation not of it."""
    facts = facts_of(slug, known_on)
    own = (facts.innovation, *(other for other, _ in facts.other_innovations))
    if innovation is not None and innovation not in own:
        raise NotFound(f"innovation of {facts.name}", innovation, nearest(innovation, own) or own)
    chosen = DEFINITIONS[definition or facts.definition]
    return Subject(facts, innovation or facts.innovation, chosen)


def facts_of(slug: str, known_on: date | None = None) -> ProgrammeFacts:
    """What was agreed of a programme. Raises NotFound, with near matches."""
    return _facts_of(slug, known_on, data_version())


@lru_cache(maxsize=256)
def _facts_of(slug: str, known_on: date | None, version: int) -> ProgrammeFacts:
    """`version` only keys the cache."""
    try:
        return programme(slug, known_on)
    except LookupError:
        slugs = list(Programme.objects.values_list("slug", flat=True))
        what = (
            "programme"
            if slug not in slugs or known_on is None
            else (f"programme known on {day_name(known_on)}")
        )
        near = () if slug in slugs else nearest(slug, slugs)
        raise NotFound(what, slug, near) from None


def latest_month(facts: ProgrammeFacts) -> Month:
    """The month to look at first: the end of the last round that is over, or the last event.

    Where there is neither, the month of today.
    """
    today = timezone.localdate()
    over = [r.end for r in facts.rounds if r.end <= today]
    if over:
        return Month.of(max(over))
    return latest_of_innovation(facts.innovation) or Month.of(today)


def submissions_with(
    files: Iterable[SubmissionRef], told: Iterable[Told]
) -> tuple[SubmissionRef, ...]:
    """The files that told of a programme, then those of the answer below it, each once."""
    numbers = {one.submission for one in told}
    ours = Submission.objects.filter(pk__in=numbers).order_by("pk")
    found = {
        s.pk: SubmissionRef(s.pk, s.layout, s.file_name, s.sha256, s.accepted_at)
        for s in ours
        if s.accepted_at
    }
    return tuple((found | {file.id: file for file in files}).values())
