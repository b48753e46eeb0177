"""A question as a form holds it: what was typed, what is wrong with it, the question it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.common.months import Month
from groundswell.questions import spread
from groundswell.questions.spread import SpreadQuestion

FIELDS = ("by", "at", "boundaries", "definition", "known_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """`question` is None exactly where `errors` is not empty.

    `values` are as typed, with the boundaries as a choice (`boundaries`) and its day (`as_at`).
    `errors` are messages by field; "" is about the fields together.
    """

    values: dict[str, str]
    errors: dict[str, str]
    question: SpreadQuestion | None


def read_spread(innovation: str, typed: Mapping[str, str]) -> Asked:
    """Make a question of a page's parameters; what is left empty takes its default."""
    values = {name: typed.get(name, "").strip() for name in (*FIELDS, "as_at")}
    values["boundaries"], values["as_at"] = _boundaries_choice(values)
    if not values["at"]:
        values["at"] = str(spread.latest_month(innovation) or Month.of(localdate()))
    asked = {name: values[name] for name in FIELDS if values[name]}
    if values["boundaries"] == "as-at":
        asked["boundaries"] = f"as-at:{values['as_at']}"
    return _make(innovation, asked, values)


def _boundaries_choice(values: dict[str, str]) -> tuple[str, str]:
    """An address says as-at:2020-04-01 in one word; the form says it in a choice and a day."""
    choice, _, day = values["boundaries"].partition(":")
    return choice or "as-then", day or values["as_at"]


def _make(innovation: str, asked: dict[str, str], values: dict[str, str]) -> Asked:
    whole = {"innovation": innovation, **asked}
    message = _refusal(whole)
    if not message:
        return Asked(values, {}, SpreadQuestion.from_query(whole))
    errors = dict(_refusals_by_field(asked))
    if values["boundaries"] == "as-at" and "boundaries" in errors:
        # The form asks for this day in an input of its own.
        del errors["boundaries"]
        errors["as_at"] = "Write the date of the boundaries as 2020-04-01."
    return Asked(values, errors or {"": message}, None)


def _refusals_by_field(asked: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each field alone in a question that is otherwise sound: whose message is it?"""
    for name, value in asked.items():
        if message := _refusal(_SOUND | {name: value}):
            yield name, message


_SOUND = {"innovation": "any", "at": "2000-01"}


def _refusal(query: dict[str, str]) -> str:
    try:
        SpreadQuestion.from_query(query)
    except ValueError as error:
        return str(error)
    return ""


def fields_of(question: SpreadQuestion) -> list[tuple[str, str]]:
    """The question as a form's hidden fields."""
    return parse_qsl(question.query)


def page_address(question: SpreadQuestion) -> str:
    """The address of the page that answers it."""
    rest = [(name, value) for name, value in fields_of(question) if name != "innovation"]
    page = reverse("innovation", kwargs={"slug": question.innovation})
    return f"{page}?{urlencode(rest, safe=':')}" if rest else page


def how_address(question: SpreadQuestion, **filters: str) -> str:
    """The address of the page that says how it was computed, for one place or for all."""
    extra = f"&{urlencode(filters)}" if filters else ""
    return f"{reverse('how')}?{question.query}{extra}"
