"""How the pages show each kind of question, in one table. The views read it.

To give a new question its pages, add it here: how it was computed, its rows, tables and pictures
then have addresses. Only the page that opens with its answer is the question's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.measures.registry import measures
from groundswell.questions import spread
from groundswell.questions.answer import SpreadAnswer
from groundswell.questions.asked import Question
from groundswell.questions.reach import STATUS_WORDS, ReachAnswer
from groundswell.questions.registry import QUESTIONS

from .asking import Asked, fields_of, read_asked
from .pictures import PICTURES, Picture

Choices = list[tuple[str, str]]  # value, text


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice among the rows behind an answer. `every` is what choosing nothing means."""

    name: str
    title: str
    every: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class QuestionPages:
    """What the shared views need to know of a question.

    `subject` is the field that names what is asked about, `page` the address of its own page,
    `all` that of all such pages. `known` gives the title of a subject that exists.
    """

    name: str
    subject: str
    page: str
    all: str
    all_title: str
    one: str  # one such subject, with its article
    known: Callable[[str], str | None]
    title: Callable[[Any], str]  # of what an answer is about
    filters: Callable[[Any], tuple[Filter, ...]]
    rows_template: str
    pictures: Mapping[str, Picture]
    defaults: Callable[[str], Mapping[str, str]] = lambda subject: {}
    state: Callable[[str], str] = lambda subject: ""  # what an answer rests on beside the ledger

    def read(self, typed: Mapping[str, str]) -> Asked[Any]:
        subject = typed.get(self.subject, "").strip()
        return read_asked(QUESTIONS[self.name].Question, typed, self.defaults(subject))

    def subject_of(self, question: Question) -> str:
        return question.values[self.subject]


def page_address(question: Question) -> str:
    """The address of the page that answers a question."""
    pages = PAGES[question.NAME]
    rest = [(name, value) for name, value in fields_of(question) if name != pages.subject]
    page = reverse(pages.page, kwargs={"slug": pages.subject_of(question)})
    query = urlencode(rest, safe=":")
    return f"{page}?{query}" if query else page


def how_address(question: Question) -> str:
    """The address of the page that says how it was computed."""
    return f"{reverse('how', kwargs={'name': question.NAME})}?{question.query}"


def adding_to(address: str) -> Callable[..., str]:
    """What makes addresses of one: of a place in it, of a month. A table has hundreds of them."""
    start = f"{address}{'&' if '?' in address else '?'}"
    return lambda **also: f"{start}{urlencode(also)}" if also else address


def _last_month(innovation: str) -> dict[str, str]:
    return {"at": str(spread.latest_month(innovation) or Month.of(localdate()))}


def _innovation_name(slug: str) -> str | None:
    return Innovation.objects.filter(slug=slug).values_list("name", flat=True).first()


def _measure_title(slug: str) -> str | None:
    found = measures().get(slug)
    return found.title if found else None


def _definition(slug: str) -> str:
    """A definition can change while the ledger does not."""
    return f"{crc32(repr(measures().get(slug)).encode()):x}"


def _same(words: tuple[str, ...]) -> Choices:
    return [(word, word[:1].upper() + word[1:]) for word in words]


def _spread_filters(answer: SpreadAnswer) -> tuple[Filter, ...]:
    places = [(row.place_code, row.place_name) for row in answer.rows]
    return (
        Filter("place", "Place", "All places", places),
        Filter("status", "Status", "Every status", _same(("adopted", "not adopted", "unknown"))),
    )


def _reach_filters(answer: ReachAnswer) -> tuple[Filter, ...]:
    months = [(str(month), month.name) for month in answer.months[-2::-1]]
    statuses = _same(tuple(STATUS_WORDS.values()))
    return (
        Filter("place", "Place", "All places", [*zip(answer.codes, answer.names, strict=True)]),
        Filter("month", "Month", answer.last.name, months),
        Filter("status", "Status", "Every status but not eligible", statuses),
    )


PAGES: dict[str, QuestionPages] = {
    "spread": QuestionPages(
        name="spread",
        subject="innovation",
        page="innovation",
        all="home",
        all_title="Innovations",
        one="an innovation",
        known=_innovation_name,
        title=lambda answer: str(answer.innovation_name),
        filters=_spread_filters,
        rows_template="parts/spread_rows.jinja",
        pictures=PICTURES["spread"],
        defaults=_last_month,
    ),
    "reach": QuestionPages(
        name="reach",
        subject="measure",
        page="measure",
        all="measures",
        all_title="Measures",
        one="a measure",
        known=_measure_title,
        title=lambda answer: str(answer.measure.title),
        filters=_reach_filters,
        rows_template="parts/reach_rows.jinja",
        pictures=PICTURES["reach"],
        state=_definition,
    ),
}
