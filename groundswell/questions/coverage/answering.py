"""Answering the coverage question: the spread of the programme's cohort against what was agreed."""

from functools import lru_cache

from groundswell.common.dates import day_name
from groundswell.common.numbers import count as count_words
from groundswell.common.numbers import percent
from groundswell.organisations.models import Kind
from groundswell.people.action import data_version
from groundswell.programmes.rules import RAG_RULE, TRAJECTORY_RULE

from .. import spread
from ..answer import Provenance, SpreadAnswer, Stated
from ..programmes import Subject, subject_of, submissions_with
from ..spread.answering import count, site_noun
from .answer import CoverageAnswer, CoverageRow
from .question import CoverageQuestion
from .rating import ENGLAND, Agreed, rated_networks, rated_total, unrated
from .warnings import warnings

TOTAL_RULE = Stated(
    "Trajectory of all places together",
    "The targets set for England. Where there are none, the sum of the networks' own, if each with "
    "eligible sites takes part and has one. A target for England is shared out to no place.",
)
PART_RULE = Stated(
    "Taking part",
    "A network takes part from the day agreed to the last day agreed. The sites of one that does "
    "not are eligible and counted, and it is held to no trajectory.",
)


def answer(question: CoverageQuestion) -> CoverageAnswer:
    """Answer from the ledger as it is now.

    Raises NotFound for a programme that is unknown, or was on the day asked for, and for an
    innovation that is not of the programme.
    """
    return _answer(question, data_version())


@lru_cache(maxsize=512)
def _answer(question: CoverageQuestion, version: int) -> CoverageAnswer:
    """`version` only keys the cache."""
    subject = subject_of(
        question.programme,
        question.known_on,
        innovation=question.innovation,
        definition=question.definition,
    )
    spread_answer = spread.answer(spread_question(question, subject))
    agreed = agreed_on(question, subject)
    networks = rated_networks(_by_network(question, subject, spread_answer).rows, agreed)
    rows = networks if question.by == Kind.NETWORK else unrated(spread_answer.rows)
    total = rated_total(spread_answer.total, networks, agreed)
    return CoverageAnswer(
        question=question,
        programme=subject.facts.slug,
        programme_name=subject.facts.name,
        innovation=subject.innovation,
        innovation_name=spread_answer.innovation_name,
        definition=subject.definition.name,
        is_demo=spread_answer.is_demo,
        at=question.at,
        headline=_headline(question, subject, total, version),
        rows=rows,
        total=total,
        targets=len(subject.facts.targets),
        spread=spread_answer,
        provenance=_provenance(question, subject, spread_answer, networks, total, version),
    )


def spread_question(question: CoverageQuestion, subject: Subject) -> spread.SpreadQuestion:
    """The question whose answer has the counts, the curve and the rows."""
    return subject.spread(
        question.at,
        by=question.by,
        boundaries=question.boundaries,
        known_on=question.known_on,
    )


def agreed_on(question: CoverageQuestion, subject: Subject) -> Agreed:
    """Targets, and who takes part at the month's end."""
    facts, last = subject.facts, question.at.last_day
    codes = {target.network for target in facts.targets}
    return Agreed(
        start=facts.start,
        day=last,
        dues={code or ENGLAND: tuple(facts.dues(code)) for code in codes},
        taking_part={p.network: p.name for p in facts.participants if p.takes_part(last)}
        if facts.participants
        else None,
    )


def _by_network(
    question: CoverageQuestion, subject: Subject, answered: SpreadAnswer
) -> SpreadAnswer:
    """The same sites by network, which is whom targets are set for."""
    if question.by == Kind.NETWORK:
        return answered
    return spread.answer(
        subject.spread(question.at, boundaries=question.boundaries, known_on=question.known_on)
    )


def _headline(
    question: CoverageQuestion, subject: Subject, total: CoverageRow, version: int
) -> str:
    """178 of 191 sites (93%) are live or beyond at 30 April 2018; the trajectory asked for 160:
    green."""
    when = day_name(question.at.last_day)
    if not total.eligible:
        return f"No eligible site of {subject.facts.name} is on record at {when}."
    noun = site_noun(count(spread_question(question, subject), version, version))
    definition = subject.definition
    whole = f"{count_words(total.eligible)} {noun}"
    if total.unknown == total.eligible:
        return f"Of none of the {whole} is it known at {when} how far they have got."
    state = "have been live at some time" if definition.ever else f"are {definition.title.lower()}"
    said = f"{count_words(total.adopted)} of {whole} ({percent(total.share)}) {state} at {when}"
    if total.due is not None:
        said += f"; the trajectory asked for {count_words(total.due, decimals=1)}: {total.rag}"
    unknown = f" For {count_words(total.unknown)} it is not known." if total.unknown else ""
    return f"{said}.{unknown}"


def _provenance(
    question: CoverageQuestion,
    subject: Subject,
    answered: SpreadAnswer,
    networks: tuple[CoverageRow, ...],
    total: CoverageRow,
    version: int,
) -> Provenance:
    facts = subject.facts
    rules = [*answered.provenance.rules]
    if facts.participants:
        rules.append(PART_RULE)
    if facts.targets:
        rules += [Stated("Trajectory", TRAJECTORY_RULE), TOTAL_RULE, Stated("Rating", RAG_RULE)]
    told = [facts.told, *(p.told for p in facts.participants), *(t.told for t in facts.targets)]
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=question.known_on,
        rules=tuple(rules),
        submissions=submissions_with(answered.provenance.submissions, told),
        warnings=warnings(question, subject, answered, networks, total),
    )
