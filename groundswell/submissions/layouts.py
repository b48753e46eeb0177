"""What a file layout is. The table of all of them is `intake.LAYOUTS`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from groundswell.people.models import Person

from .findings import Change, Findings
from .models import Submission
from .tables import Sheet, heading_key


@dataclass(frozen=True, slots=True)
class Option:
    """Something the file does not say itself: the day it describes, the innovation it is about."""

    name: str
    help: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would add, before anything is stored.

    `facts` is for the layout's own `store`; `new`, `unchanged` and `blank` count rows.
    """

    rows: int
    facts: Any
    new: int
    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    blank: int = 0  # rows that tell nothing, as they may
    # What is new, row by row, where a layout can say it in a few words: `old` is "".
    additions: tuple[Change, ...] = ()


class Check(Protocol):
    def __call__(
        self, sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked: ...


class TellOptions(Protocol):
    """The options as the file and its sender tell them together, in their canonical form.

    Refuses what they tell differently. Options that are wrong in themselves are for the check.
    """

    def __call__(
        self, sheets: Sequence[Sheet], given: dict[str, str], findings: Findings
    ) -> dict[str, str]: ...


class Store(Protocol):
    """Writes checked facts; returns how many of each kind. Runs inside the action."""

    def __call__(self, submission: Submission, checked: Checked) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of file: how to recognise it, check it and store what it says."""

    name: str
    title: str
    group: str  # organisations, series, adoptions, catalogue: the command's second word
    permission: str
    recognise: Callable[[Sequence[Sheet]], bool]
    check: Check
    store: Store
    options: tuple[Option, ...] = ()
    # Columns of counts of people or activity: hidden from the public where they are small.
    count_columns: frozenset[str] = field(default_factory=frozenset)
    # Which columns those are, given headings and options, where the layout does not fix them.
    counts_told: Callable[[Sequence[str], dict[str, str]], frozenset[str]] | None = None
    # Columns that name people or how to reach them: not shown to the public.
    personal_columns: frozenset[str] = field(default_factory=frozenset)
    # Options that say which column holds what: a file sent with one of them is of this layout.
    told_by: frozenset[str] = field(default_factory=frozenset)
    # Where the file itself may tell options: a template that we made knows what it is for.
    tell_options: TellOptions | None = None
    # A file stands in for the one before it that was sent with the same options, so that the same
    # file may be sent again after another.
    replaces: bool = False

    def counts_among(self, headings: Sequence[str], options: dict[str, str]) -> frozenset[str]:
        """The columns of counts in a file with these headings, sent with these options."""
        if self.counts_told is None:
            return self.count_columns
        return self.count_columns | self.counts_told(headings, options)


def has_headings(*headings: str) -> Callable[[Sequence[Sheet]], bool]:
    """Recognise a file by headings that its first sheet must have."""
    wanted = {heading_key(h) for h in headings}

    def recognise(sheets: Sequence[Sheet]) -> bool:
        return wanted <= {heading_key(h) for h in sheets[0].headings}

    return recognise
