"""What a measure is: a definition of what is counted, read from a reviewed file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from groundswell.common.months import Month
from groundswell.organisations.models import Kind as SiteKind

MeasureKind = Literal["proportion", "rate", "quantity", "mean"]
Direction = Literal["increase", "decrease", "neutral"]
SourceClass = Literal["self-report", "administrative", "official", "modelled"]
Status = Literal["draft", "preview", "published"]
CountKind = Literal["people", "activity", "sites", "money"]

KINDS: tuple[str, ...] = get_args(MeasureKind)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
SOURCE_CLASSES: tuple[str, ...] = get_args(SourceClass)
STATUSES: tuple[str, ...] = get_args(Status)
# What a count stands for. reports/disclosure.toml says of each whether small ones are suppressed.
COUNT_KINDS: tuple[str, ...] = get_args(CountKind)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a source, counted from `since` to `until`, both included; None is no bound.

    A BNF code is a prefix and stands for everything below it. A VMP code stands for itself.
    """

    code: str
    name: str
    since: Month | None = None
    until: Month | None = None

    def counts_in(self, month: Month) -> bool:
        starts = self.since is None or self.since <= month
        return starts and (self.until is None or month <= self.until)


@dataclass(frozen=True, slots=True)
class CodeCount:
    """The sum of a source's column over the rows that one of `codes` covers and none of `but`."""

    source: str
    column: str
    codes: tuple[Code, ...]
    but: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSize:
    """Registered patients: the newest number known that is at most so many months old."""

    carried_months: int = 12


@dataclass(frozen=True, slots=True)
class Given:
    """A number that comes ready-made in series files."""


Part = CodeCount | ListSize | Given


@dataclass(frozen=True, slots=True)
class Measure:
    """A definition. The value of a place is `multiplier` x numerator / denominator, in `unit`.

    `denominator` None: a plain quantity, whose value is its numerator. `direction` says which way
    is an improvement, `counts` what kind of thing the numerator counts (for disclosure), `sites`
    which kind of site reports, `innovations` whose use it shows. `target` is in `unit`. `source`
    names the public definition that a published code list is equal to, and `notes` says what is
    not verified. `path` and `lines` (key path, as numerator.codes[0], to line) tell where it
    was written; two measures that say the same are equal wherever they stand.
    """

    slug: str
    title: str
    short: str
    why: str
    numerator: Part
    denominator: Part | None
    unit: str
    multiplier: float
    kind: MeasureKind
    direction: Direction
    source_class: SourceClass
    counts: CountKind
    sites: SiteKind
    innovations: tuple[str, ...]
    target: float | None
    status: Status
    author: str
    checker: str
    next_review: date
    version: int
    is_demo: bool = False
    source: str = ""
    notes: str = ""
    path: Path = field(default=Path(), compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def parts(self) -> tuple[tuple[str, Part], ...]:
        """("numerator", part) and, where there is one, ("denominator", part)."""
        both = (("numerator", self.numerator), ("denominator", self.denominator))
        return tuple((side, part) for side, part in both if part is not None)
