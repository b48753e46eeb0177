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
from groundswell.innovations.models import Innovation, SafetyNotice
from groundswell.measures.registry import measures
from groundswell.organisations.queries import names_on
from groundswell.programmes.models import Programme
from groundswell.questions import spread
from groundswell.questions.asked import Question
from groundswell.questions.errors import NotFound
from groundswell.questions.programmes import facts_of, latest_month
from groundswell.questions.registry import QUESTIONS

from . import row_filters
from .asking import Asked, fields_of, read_asked
from .pictures import PICTURES, Picture
from .row_filters import Filter


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
    row: str = "site"  # what one of its rows is
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


def _programme_name(slug: str) -> str | None:
    return Programme.objects.filter(slug=slug).values_list("name", flat=True).first()


def _board_month(programme: str) -> dict[str, str]:
    try:
        return {"at": str(latest_month(facts_of(programme)))}
    except NotFound:
        return {}


def _measure_title(slug: str) -> str | None:
    found = measures().get(slug)
    return found.title if found else None


def _definition(slug: str) -> str:
    """A definition can change while the ledger does not."""
    return f"{crc32(repr(measures().get(slug)).encode()):x}"


class _NoticePages(QuestionPages):
    """Of the safety question about an innovation there is no page: only notices have one."""

    def read(self, typed: Mapping[str, str]) -> Asked[Any]:
        return super().read({k: v for k, v in typed.items() if k != "innovation"})


def _notice_title(slug: str) -> str | None:
    return SafetyNotice.objects.filter(slug=slug).values_list("title", flat=True).first()


def _site_name(code: str) -> str | None:
    return names_on([code], localdate()).get(code)


def _today(subject: str) -> str:
    """An answer about today is another one tomorrow, though the ledger is the same."""
    return localdate().isoformat()


# What all questions about a programme have in common: its board shows them together.
_OF_PROGRAMME: dict[str, Any] = {
    "subject": "programme",
    "page": "programme",
    "all": "programmes",
    "all_title": "Programmes",
    "one": "a programme",
    "known": _programme_name,
    "title": lambda answer: str(answer.programme_name),
}

# Work lists have a page of their own.
_OF_WORK = _OF_PROGRAMME | {"page": "do_next", "pictures": {}}

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
        filters=row_filters.spread_filters,
        rows_template="parts/spread_rows.jinja",
        pictures=PICTURES["spread"],
        defaults=_last_month,
    ),
    "coverage": QuestionPages(
        name="coverage",
        filters=row_filters.coverage_filters,
        rows_template="parts/spread_rows.jinja",
        pictures=PICTURES["coverage"],
        defaults=_board_month,
        **_OF_PROGRAMME,
    ),
    "funnel": QuestionPages(
        name="funnel",
        filters=row_filters.funnel_filters,
        rows_template="parts/funnel_rows.jinja",
        pictures=PICTURES["funnel"],
        defaults=_board_month,
        **_OF_PROGRAMME,
    ),
    "barriers": QuestionPages(
        name="barriers",
        filters=row_filters.barriers_filters,
        rows_template="parts/barriers_rows.jinja",
        pictures={},
        row="row",
        **_OF_PROGRAMME,
    ),
    "safety": _NoticePages(
        name="safety",
        subject="notice",
        page="safety_notice",
        all="safety",
        all_title="Safety notices",
        one="a safety notice",
        known=_notice_title,
        title=lambda answer: str(answer.title),
        filters=row_filters.safety_filters,
        rows_template="parts/safety_rows.jinja",
        pictures=PICTURES["safety"],
        state=_today,
        row="row",
    ),
    "site": QuestionPages(
        name="site",
        subject="site",
        page="site",
        all="sites",
        all_title="Sites",
        one="a site",
        known=_site_name,
        title=lambda answer: str(answer.name),
        filters=row_filters.site_filters,
        rows_template="parts/site_rows.jinja",
        pictures=PICTURES["site"],
        state=_today,
        row="event",
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
        filters=row_filters.reach_filters,
        rows_template="parts/reach_rows.jinja",
        pictures=PICTURES["reach"],
        state=_definition,
    ),
    "stalled": QuestionPages(
        name="stalled",
        filters=row_filters.stalled_filters,
        rows_template="parts/stalled_rows.jinja",
        **_OF_WORK,
    ),
    "missing": QuestionPages(
        name="missing",
        filters=row_filters.missing_filters,
        rows_template="parts/missing_rows.jinja",
        **_OF_WORK,
    ),
    "first-use": QuestionPages(
        name="first-use",
        filters=row_filters.first_use_filters,
        rows_template="parts/first_use_rows.jinja",
        **_OF_WORK,
    ),
}
