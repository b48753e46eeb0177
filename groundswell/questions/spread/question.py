"""Where has it spread? Adopted sites of eligible, by place and month."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from shlex import quote
from typing import Self
from urllib.parse import parse_qsl, urlencode

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import day_name
from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, Boundaries, parse_boundaries
from groundswell.organisations.models import Kind

# Months that can be asked for. A month far off would have to be counted to, one by one.
FIRST_MONTH, LAST_MONTH = Month.parse("1999-01"), Month.parse("2049-12")

# What an address can carry: no space at its ends, no half of a character.
_NAME = re.compile(r"[^\s\ud800-\udfff]([^\n\ud800-\udfff]*[^\s\ud800-\udfff])?")

PLACE_KINDS: dict[Kind, str] = {
    Kind.NETWORK: "network",
    Kind.REGION: "region",
    Kind.ICB: "STP or ICB",
    Kind.CCG: "CCG or sub-ICB location",
    Kind.TRUST: "trust",
    Kind.PCN: "primary care network",
    Kind.PRACTICE: "GP practice",
}


@dataclass(frozen=True, slots=True)
class SpreadQuestion:
    """Which places have taken up an innovation, at the end of a month?

    Cannot be built invalid: raises ValueError saying what is accepted. Whether the innovation
    exists is the ledger's to say, when the question is asked.
    """

    innovation: str = field(metadata={"help": "The innovation's slug, as freestyle-libre."})
    at: Month = field(metadata={"help": "The month at whose end to count, as 2018-04."})
    by: Kind = field(
        default=Kind.NETWORK,
        metadata={"help": f"The kind of place: {', '.join(PLACE_KINDS)}."},
    )
    boundaries: Boundaries = field(
        default=AS_THEN, metadata={"help": "as-then, or as-at:2020-04-01."}
    )
    definition: str = field(
        default="live-or-beyond",
        metadata={"help": f"What counts as adopted: {', '.join(DEFINITIONS)}."},
    )
    known_on: date | None = field(
        default=None, metadata={"help": "Adoption as it was known on a day, as 2020-04-01."}
    )

    NAME = "spread"

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.innovation):
            raise ValueError("Say which innovation, as freestyle-libre.")
        if not FIRST_MONTH <= self.at <= LAST_MONTH:
            raise ValueError(f"{self.at} is not from {FIRST_MONTH} to {LAST_MONTH}.")
        _one_of("kind of place", self.by, PLACE_KINDS)
        _one_of("definition of adopted", self.definition, DEFINITIONS)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read the fields from text, as a page's address or the command's flags give them.

        Raises ValueError for a field that is unknown, missing or unreadable.
        """
        names = [f.name for f in fields(cls)]
        for name in query:
            _one_of("field", name, names)
        given = {name: text.strip() for name, text in query.items() if text.strip()}
        for name in ("innovation", "at"):
            if name not in given:
                raise ValueError(f"Say {name}: {_help(cls, name)}")
        by = given.get("by", "network")
        _one_of("kind of place", by, PLACE_KINDS)
        return cls(
            innovation=given["innovation"],
            at=Month.parse(given["at"]),
            by=Kind(by),
            boundaries=parse_boundaries(given.get("boundaries", "as-then")),
            definition=given.get("definition", "live-or-beyond"),
            known_on=_day(given["known_on"]) if "known_on" in given else None,
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
        pairs = {f.name: getattr(self, f.name) for f in fields(self)}
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
        return f"groundswell ask {self.NAME} {flags}"

    def words(self, innovation: str | None = None) -> str:
        """The question in words, with the innovation's name where that is known."""
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        return (
            f"How many of the sites that could take up {innovation or self.innovation} had done "
            f"so at the end of {self.at.name}{known}, in each {PLACE_KINDS[self.by]}? "
            f"Adopted means: {DEFINITIONS[self.definition].title.lower()}. "
            f"{self.boundaries.text}"
        )


def _help(question: type, name: str) -> str:
    return next(str(f.metadata["help"]) for f in fields(question) if f.name == name)


def _one_of(what: str, value: str, known: Iterable[str]) -> None:
    options = [str(k) for k in known]
    if value not in options:
        near = did_you_mean(nearest(value, options)) or f"Use one of: {', '.join(options)}."
        raise ValueError(f"There is no {what} {value!r}. {near}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day. Write it as 2020-04-01.") from None
