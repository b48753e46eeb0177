"""Where an innovation stands: adopted, reached, effect. Three answers, never one number."""

from dataclasses import dataclass

from groundswell.innovations.models import Innovation
from groundswell.measures.definition import Measure
from groundswell.measures.registry import measures_of
from groundswell.questions import reach
from groundswell.questions.answer import SpreadAnswer
from groundswell.questions.errors import NotFound
from groundswell.questions.reach import ReachQuestion
from groundswell.questions.spread import SpreadQuestion
from groundswell.reports import words
from groundswell.reports.reach import disclose_reach

from .formats import sentence
from .pages import page_address


@dataclass(frozen=True, slots=True)
class Reached:
    """What one measure says. `rest` says who reported and whether it is noise, or why nothing is
    known. `address` is of the measure's page, asked alike."""

    measure: Measure
    value: str
    rest: str
    address: str


@dataclass(frozen=True, slots=True)
class Effect:
    """`finding` is what was published elsewhere, by `source`; "" where nothing is on record."""

    needs: str
    finding: str
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    adopted: str
    adopted_rest: str
    reached: tuple[Reached, ...]
    effect: Effect


def standing(innovation: Innovation, question: SpreadQuestion, answer: SpreadAnswer) -> Standing:
    adopted, rest = _split(answer.headline, f"{answer.innovation_name} had been taken up by ")
    reached = tuple(_reached(measure, question) for measure in measures_of(innovation.slug))
    basis = [words.definition_words(answer), words.boundaries_words(answer)]
    stated = sentence("; ".join(part for part in basis if part))
    return Standing(
        adopted, " ".join([rest, f"{stated}."]).strip(), reached, _effect(innovation, reached)
    )


def _reached(measure: Measure, question: SpreadQuestion) -> Reached:
    """The measure up to the month of the spread question, under its places and boundaries."""
    asked = ReachQuestion(
        measure.slug,
        by=question.by,
        end=question.at,
        boundaries=question.boundaries,
        known_on=question.known_on,
    )
    try:
        headline = disclose_reach(reach.answer(asked)).headline
    except NotFound:
        plain = ReachQuestion(measure.slug)
        return Reached(measure, "No data yet", "Nobody has sent any.", page_address(plain))
    except ValueError as error:
        # Its months lie after the one asked for.
        plain = ReachQuestion(measure.slug)
        return Reached(
            measure, f"Not known for {question.at.name}", str(error), page_address(plain)
        )
    value, rest = _split(headline, f"{measure.title}: ")
    return Reached(measure, value, rest, page_address(asked))


def _effect(innovation: Innovation, reached: tuple[Reached, ...]) -> Effect:
    needs = (
        "An evaluation would compare sites before and after they took it up with sites that had "
        "not yet."
    )
    if not reached:
        needs += " It first needs a measure of what should change."
    return Effect(needs, innovation.finding.removesuffix("."), innovation.finding_source)


def _split(headline: str, start: str) -> tuple[str, str]:
    """The first sentence of a headline, without how all headlines start, and the others."""
    first, _, rest = headline.removeprefix(start).partition(". ")
    return sentence(first).removesuffix("."), rest
