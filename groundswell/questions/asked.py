"""What every question can do: be read from text, and be written as one canonical text.

A question is a frozen dataclass below `Question`, whose fields are made by `asked`. Its page's
address, its command's flags, its API parameters and its cache key are all that one text.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from shlex import quote
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlencode

from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month

# Months that can be asked for. A month far off would have to be counted to, one by one.
FIRST_MONTH, LAST_MONTH = Month.parse("1999-01"), Month.parse("2049-12")

# What an address can carry: no space at its ends, no half of a character.
_NAME = re.compile(r"[^\s\ud800-\udfff]([^\n\ud800-\udfff]*[^\s\ud800-\udfff])?")

Read = Callable[[str], Any]


def asked(text: str, read: Read = str, *, name: str = "", default: Any = MISSING) -> Any:
    """A field of a question: what it says in help, how its text is read, its outside name.

    `read` raises ValueError for text that it cannot read. `name` is given where the outside name
    is a word that Python keeps for itself.
    """
    metadata = {"help": text, "read": read, "name": name}
    return (
        field(metadata=metadata)
        if default is MISSING
        else field(default=default, metadata=metadata)
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as a reader sees it. `default` is its text; None where it is left out."""

    name: str
    attribute: str
    text: str
    required: bool
    default: str | None
    read: Read


def fields_of(question: "type[Question]") -> tuple[Asked, ...]:
    """The fields of a kind of question, in the order of declaration."""
    return tuple(
        Asked(
            name=f.metadata["name"] or f.name,
            attribute=f.name,
            text=f.metadata["help"],
            required=f.default is MISSING,
            default=None if f.default is MISSING or f.default is None else str(f.default),
            read=f.metadata["read"],
        )
        for f in fields(question)  # type: ignore[arg-type]  # its subclasses are dataclasses
    )


class Question:
    """Cannot be built invalid: `__post_init__` raises ValueError saying what is accepted."""

    __slots__ = ()
    NAME: ClassVar[str]

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the fields from text, as a page's address or the command's flags give them.

        Raises ValueError for a field that is unknown, missing or unreadable.
        """
        known = {f.name: f for f in fields_of(cls)}
        for name in query:
            one_of("field", name, known)
        given = {name: text.strip() for name, text in query.items() if text.strip()}
        for name, its in known.items():
            if its.required and name not in given:
                raise ValueError(f"Say {name}: {its.text}")
        return cls(
            **{known[name].attribute: known[name].read(text) for name, text in given.items()}
        )

    @classmethod
    def from_canonical(cls, text: str) -> Self:
        """The inverse of `canonical`."""
        name, _, query = text.partition("?")
        if name != cls.NAME:
            raise ValueError(f"{text!r} is not a {cls.NAME} question.")
        return cls.from_query(dict(parse_qsl(query)))

    @property
    def values(self) -> dict[str, str]:
        """Every field as text, in the order of declaration; those that are None are left out."""
        pairs = {f.name: getattr(self, f.attribute) for f in fields_of(type(self))}
        return {name: str(value) for name, value in pairs.items() if value is not None}

    @property
    def query(self) -> str:
        return urlencode(self.values, safe=":")

    @property
    def canonical(self) -> str:
        """The one text form: the page's and the API's query, and the key of the cache."""
        return f"{self.NAME}?{self.query}"

    @property
    def command(self) -> str:
        flags = " ".join(f"--{n.replace('_', '-')} {quote(v)}" for n, v in self.values.items())
        return f"groundswell ask {self.NAME} {flags}".rstrip()


def one_of(what: str, value: str, known: Iterable[str]) -> None:
    """Raise ValueError, with what was probably meant, unless `known` has the value."""
    options = [str(k) for k in known]
    if value not in options:
        near = did_you_mean(nearest(value, options)) or f"Use one of: {', '.join(options)}."
        raise ValueError(f"There is no {what} {value!r}. {near}")


def chosen(what: str, options: Mapping[Any, Any], kind: Callable[[str], Any] = str) -> Read:
    """Reads one of some options."""

    def read(text: str) -> Any:
        one_of(what, text, options)
        return kind(text)

    return read


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day. Write it as 2020-04-01.") from None


def need_name(text: str, what: str) -> None:
    """Raise ValueError for a name that no address can carry."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"Say which {what}.")


def need_month(month: Month) -> None:
    """Raise ValueError for a month that cannot be asked for."""
    if not FIRST_MONTH <= month <= LAST_MONTH:
        raise ValueError(f"{month} is not from {FIRST_MONTH} to {LAST_MONTH}.")
