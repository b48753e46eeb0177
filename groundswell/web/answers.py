"""Asking a question for a page, and what may go wrong with it."""

from typing import Any
from urllib.parse import quote

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from groundswell import __version__
from groundswell.measures.cells import NoLongerKept
from groundswell.people.action import data_version
from groundswell.questions.asked import Question
from groundswell.questions.errors import NotFound
from groundswell.questions.registry import QUESTIONS

from .access import sees_people
from .pages import PAGES, QuestionPages
from .views.errors import NotHere


def pages_of(name: str) -> QuestionPages:
    """The pages of a kind of question; page not found where there is none of that name."""
    if name not in PAGES:
        raise NotHere(f"There is no question {name!r}: use one of {', '.join(PAGES)}.")
    return PAGES[name]


def question_of(request: HttpRequest, name: str) -> Question:
    """The question in the address."""
    asked = pages_of(name).read(request.GET.dict())
    if asked.question is None:
        raise BadRequest(" ".join(asked.errors.values()))
    question: Question = asked.question
    return question


def answer_to(question: Question) -> Any:
    """The answer; page not found where the ledger has nothing of that name."""
    try:
        return QUESTIONS[question.NAME].answer(question)
    except (NotFound, NoLongerKept) as error:
        raise NotHere(str(error)) from error
    except ValueError as error:
        raise BadRequest(str(error)) from error


def rows_of(question: Question, filters: dict[str, str]) -> Any:
    """The way down from an answer that there is. A filter may be of something that is not."""
    try:
        return QUESTIONS[question.NAME].rows(question, **filters)
    except ValueError as error:
        raise BadRequest(str(error)) from error


def etag(request: HttpRequest, name: str, **parts: Any) -> str:
    """The same question of the same ledger by the same programme gives the same file."""
    question, pages = question_of(request, name), pages_of(name)
    state = pages.state(pages.subject_of(question))
    place = quote(request.GET.get("place", ""))
    reader = "people" if sees_people(request) else "public"
    return f'"{__version__}/{data_version()}/{state}/{question.canonical}/{place}/{reader}"'
