"""A question as a form holds it: what was typed, what is wrong with it, the question it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

from groundswell.questions.asked import Question
from groundswell.questions.asked import fields_of as fields_of_kind

Q = TypeVar("Q", bound=Question)

AS_AT = "as_at"


@dataclass(frozen=True, slots=True)
class Asked(Generic[Q]):
    """`question` is None exactly where `errors` is not empty.

    `values` are as typed, with the boundaries as a choice (`boundaries`) and its day (`as_at`).
    `errors` are messages by field; "" is about the fields together.
    """

    values: dict[str, str]
    errors: dict[str, str]
    question: Q | None


def read_asked(
    kind: type[Q], typed: Mapping[str, str], defaults: Mapping[str, str] | None = None
) -> Asked[Q]:
    """Make a question of a page's parameters; those of others are let be.

    What is left empty takes its value of `defaults`, or the question's own.
    """
    names = [field.name for field in fields_of_kind(kind)]
    values = {name: typed.get(name, "").strip() for name in (*names, AS_AT)}
    values["boundaries"], values[AS_AT] = _boundaries_choice(values)
    for name, value in (defaults or {}).items():
        values[name] = values[name] or value
    asked = {name: values[name] for name in names if values.get(name)}
    if values["boundaries"] == "as-at" and "boundaries" in names:
        asked["boundaries"] = f"as-at:{values[AS_AT]}"
    return _make(kind, asked, values)


def _boundaries_choice(values: dict[str, str]) -> tuple[str, str]:
    """An address says as-at:2020-04-01 in one word; the form says it in a choice and a day."""
    choice, _, day = values.get("boundaries", "").partition(":")
    return choice or "as-then", day or values[AS_AT]


def _make(kind: type[Q], asked: dict[str, str], values: dict[str, str]) -> Asked[Q]:
    message = _refusal(kind, asked)
    if not message:
        return Asked(values, {}, kind.from_query(asked))
    errors = dict(_refusals_by_field(kind, asked))
    if values["boundaries"] == "as-at" and "boundaries" in errors:
        # The form asks for this day in an input of its own.
        del errors["boundaries"]
        errors[AS_AT] = "Write the date of the boundaries as 2020-04-01."
    return Asked(values, errors or {"": message}, None)


def _refusals_by_field(kind: type[Q], asked: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each field alone in a question that is otherwise sound: whose message is it?"""
    needed = [f.name for f in fields_of_kind(kind) if f.required or f.name in _EITHER]
    sound = {name: _SOUND[name] for name in needed}
    for name, value in asked.items():
        # Whom it is about stands in the page's address, not in its form.
        is_subject = name in _SUBJECTS or name in _EITHER
        if not is_subject and (message := _refusal(kind, sound | {name: value})):
            yield name, message


_SUBJECTS = {"innovation": "any", "measure": "any", "programme": "any", "site": "any"}
# A question that needs one of several subjects has this one.
_EITHER = {"notice": "any"}
# A value of every required field of any question, under which the others can be read.
_SOUND = {**_SUBJECTS, **_EITHER, "at": "2000-01"}


def _refusal(kind: type[Q], query: dict[str, str]) -> str:
    try:
        kind.from_query(query)
    except ValueError as error:
        return str(error)
    return ""


def fields_of(question: Question) -> list[tuple[str, str]]:
    """The question as a form's hidden fields."""
    return parse_qsl(question.query)
