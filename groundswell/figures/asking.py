"""How each kind of question is asked again: closed, as the data were, and what was sent since.

To add a question, add its class to `ASKING`, or say in `NOT_PINNED` why not.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from groundswell.adoption.models import Event
from groundswell.adoption.rules import DEFINITIONS
from groundswell.measures.models import Part
from groundswell.measures.registry import measure as defined_measure
from groundswell.programmes.models import Cohort
from groundswell.questions import reach, restated, spread
from groundswell.questions.asked import Question
from groundswell.questions.reach import ReachAnswer, ReachQuestion
from groundswell.questions.reach.answering import version_on
from groundswell.questions.registry import QUESTIONS
from groundswell.questions.restated import RestatedAnswer, RestatedQuestion, slugs_of
from groundswell.questions.spread import SpreadAnswer, SpreadQuestion
from groundswell.reports.registry import READERS
from groundswell.reports.report import Report
from groundswell.submissions.models import Submission

Submissions = QuerySet[Submission]


class Asking(Protocol):
    """What figures need to know of a kind of question."""

    def closed(self, question: Any, answer: Any) -> Question:
        """The question without open ends, so that a new month is no change."""

    def definition(self, question: Any) -> str:
        """The definition that decides its numbers, with its version."""

    def answer_then(self, question: Any, version: int) -> Any:
        """Today's code asked of the data as they were. Organisations are as known now.

        Raises NoLongerKept where their cells were collected.
        """

    def data_since(self, question: Any, version: int) -> Submissions:
        """The files accepted since that changed the facts or cells below the answer."""

    def versions(self, question: Any, version: int) -> frozenset[int]:
        """The data versions whose cells asking it as of `version` needs."""


class AskingReach:
    def closed(self, question: ReachQuestion, answer: ReachAnswer) -> ReachQuestion:
        return replace(question, start=answer.months[0], end=answer.last)

    def definition(self, question: ReachQuestion) -> str:
        return measure_version(question.measure)

    def answer_then(self, question: ReachQuestion, version: int) -> ReachAnswer:
        return reach.answer_at(question, version)

    def data_since(self, question: ReachQuestion, version: int) -> Submissions:
        if question.known_on is not None:
            return Submission.objects.none()
        parts = Part.objects.filter(measure__in=_slugs(question.measure), since__gt=version)
        if question.end is not None:
            parts = parts.filter(first_month__lte=str(question.end))
        # An earlier list size is carried forward, and an earlier first report makes a site
        # expected: what was sent of earlier months counts too.
        return _accepted_since(version).filter(pk__in=parts.values("submission"))

    def versions(self, question: ReachQuestion, version: int) -> frozenset[int]:
        day = question.known_on
        return frozenset({version if day is None else min(version, version_on(day))})


class AskingSpread:
    def closed(self, question: SpreadQuestion, answer: SpreadAnswer) -> SpreadQuestion:
        return question

    def definition(self, question: SpreadQuestion) -> str:
        return f"{question.definition} {DEFINITIONS[question.definition].version}"

    def answer_then(self, question: SpreadQuestion, version: int) -> SpreadAnswer:
        return spread.answer_at(question, version)

    def data_since(self, question: SpreadQuestion, version: int) -> Submissions:
        events = Event.objects.filter(innovation__slug=question.innovation)
        cohorts = Cohort.objects.filter(innovation__slug=question.innovation)
        told = Q(pk__in=events.values("submission")) | Q(pk__in=cohorts.values("submission"))
        return _accepted_since(version).filter(told)

    def versions(self, question: SpreadQuestion, version: int) -> frozenset[int]:
        return frozenset()


class AskingRestated:
    def closed(self, question: RestatedQuestion, answer: RestatedAnswer) -> RestatedQuestion:
        return replace(question, from_version=answer.from_version, to_version=answer.to_version)

    def definition(self, question: RestatedQuestion) -> str:
        return measure_version(question.measure)

    def answer_then(self, question: RestatedQuestion, version: int) -> RestatedAnswer:
        return restated.answer(question)

    def data_since(self, question: RestatedQuestion, version: int) -> Submissions:
        """Both versions are named: nothing that is sent later changes them."""
        return Submission.objects.none()

    def versions(self, question: RestatedQuestion, version: int) -> frozenset[int]:
        return frozenset(v for v in (question.from_version, question.to_version) if v)


ASKING: dict[str, Asking] = {
    "spread": AskingSpread(),
    "reach": AskingReach(),
    "restated": AskingRestated(),
}

# Questions whose answers have no one state to be asked for again, and what to publish instead.
NOT_PINNED = {
    "coverage": "Targets have no data versions: publish the counts from spread, with programme.",
    "funnel": "Publish the counts from spread, with programme and definition.",
    "barriers": "It counts what people chose to tell, which is no measure of anything.",
    "signals": "Each measure in it has months of its own: publish their figures from reach.",
    "stalled": "It is a list of work to do, which changes with every day.",
    "missing": "It is a list of work to do, which changes with every return.",
    "first-use": "It is a list of dates to check, which changes as they are corrected.",
    "safety": "It is a list of work to do, which changes as sites answer.",
    "site": "It tells of one site: publish figures of places from spread.",
}


def read(canonical: str) -> Question:
    """The question of a canonical text. Raises ValueError for what is not one."""
    name = canonical.partition("?")[0]
    if name in NOT_PINNED:
        raise ValueError(f"Figures of {name} cannot be published. {NOT_PINNED[name]}")
    if name not in ASKING:
        raise ValueError(f"There is no question {name!r}: use one of {', '.join(ASKING)}.")
    question: Question = QUESTIONS[name].Question.from_canonical(canonical)
    return question


def report_now(question: Question) -> Report:
    """Ask, as things are now. Raises what the question raises."""
    return READERS[question.NAME].report(QUESTIONS[question.NAME].answer(question))


def report_then(question: Question, version: int) -> Report:
    """Ask today's code of the data as they were. Raises NoLongerKept."""
    answer = ASKING[question.NAME].answer_then(question, version)
    return READERS[question.NAME].report(answer)


def places_since(version: int) -> Submissions:
    """The files accepted since that tell of organisations, or how deprived they are."""
    told = Q(facts__has_key="organisations") | Q(facts__has_key="deprivation")
    return _accepted_since(version).filter(told)


def measure_version(slug: str) -> str:
    return f"{slug} {defined_measure(slug).version}"


def _slugs(slug: str) -> Sequence[str]:
    return slugs_of(defined_measure(slug))


def _accepted_since(version: int) -> Submissions:
    return Submission.objects.filter(
        status=Submission.Status.ACCEPTED, version__gt=version
    ).order_by("pk")
