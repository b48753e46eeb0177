"""The form that sets up a programme: what was typed, as the tables that a file would have had."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import slugify

from groundswell.common.dates import NotADate, read_typed_day
from groundswell.intake.outcome import Check
from groundswell.intake.set_up import Table
from groundswell.programmes.rules import quarters
from groundswell.submissions.findings import Refusal
from groundswell.submissions.values import LONGEST_SLUG

TARGET_ROWS, MEASURE_ROWS, OTHERS = 8, 3, 3
QUARTERS_WITHOUT_END = 8
MOST_DAYS_AFTER = 365

_ABOUT = (
    "slug",
    "name",
    "innovation",
    "commissioner",
    "licence",
    "scope",
    "definition",
    "start",
    "end",
    "summary",
)
_ELIGIBILITY = ("kind", "within", "list", "size_from", "size_to", "on")
_TARGET = ("network", "due", "kind", "value", "whole", "source")


@dataclass(frozen=True, slots=True)
class Filled:
    """A table of the form, and for each of its rows the form's field of each column."""

    table: Table
    fields: Sequence[Mapping[str, str]]


@dataclass(slots=True)
class ProgrammeForm:
    """What was typed, by field, and what is wrong with it; "" is about no field."""

    values: dict[str, str]
    networks: tuple[str, ...]  # codes of those that could take part
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # As the reader of files tidies a cell: one line, no space at its ends.
        self.values = {name: " ".join(text.split()) for name, text in self.values.items()}
        if not self.values.get("slug"):
            short = slugify(self.values.get("name", ""))[:LONGEST_SLUG].strip("-")
            self.values["slug"] = short

    @property
    def taking_part(self) -> list[str]:
        return [code for code in self.networks if self.values.get(f"network-{code}")]

    @property
    def mark(self) -> str:
        """Names what was typed: whether it is still what was checked."""
        typed = sorted((k, v) for k, v in self.values.items() if v and k not in _NOT_TYPED)
        return hashlib.sha256(repr(typed).encode()).hexdigest()

    def filled(self) -> list[Filled]:
        """The tables in the order in which they refer to each other; empty ones are left out.

        What no table could say is put among the errors.
        """
        tables = [
            self._programme(),
            self._participants(),
            self._eligibility(),
            self._targets(),
            self._rounds(),
            self._measures(),
        ]
        return [filled for filled in tables if filled.table.rows]

    def refuse(self, filled: Sequence[Filled], checks: Sequence[Check]) -> None:
        """Put each refusal at the field that its cell came from."""
        for one, check in zip(filled, checks, strict=True):
            for refusal in check.refusals:
                name = _field_of(one, refusal)
                message = f"{refusal.why} {refusal.mend}".strip()
                self.errors.setdefault(name, message)
            if check.already is not None and one.table.layout == "programmes":
                self.errors["slug"] = "This programme is set up already: see the list of them."

    def _get(self, name: str) -> str:
        return self.values.get(name, "")

    def _programme(self) -> Filled:
        others = [self._get(f"other-{n}") for n in range(1, OTHERS + 1)]
        row = {name: self._get(name) for name in _ABOUT}
        row |= {"outcome": "running", "other_innovations": ";".join(o for o in others if o)}
        fields = {name: name for name in _ABOUT} | {"other_innovations": "other-1"}
        return Filled(Table("programmes", [row]), [fields])

    def _participants(self) -> Filled:
        rows, fields = [], []
        for code in self.taking_part:
            names = {"owner": f"owner-{code}", "email": f"email-{code}"}
            row = {name: self._get(at) for name, at in names.items()}
            rows.append({"programme": self._get("slug"), "network": code, **row})
            fields.append({"network": f"network-{code}", **names})
        return Filled(Table("participants", rows), fields)

    def _eligibility(self) -> Filled:
        if not self._get("kind"):
            return Filled(Table("eligibility", []), [])
        row = {name: self._get(name) for name in _ELIGIBILITY}
        fields = {name: name for name in _ELIGIBILITY} | {"start": "start", "end": "end"}
        rows = [{"programme": self._get("slug"), **row}]
        return Filled(Table("eligibility", rows), [fields])

    def _targets(self) -> Filled:
        rows, fields = [], []
        for number in range(1, TARGET_ROWS + 1):
            names = {name: f"target-{number}-{name}" for name in _TARGET}
            row = {name: self._get(at) for name, at in names.items()}
            if row["due"] or row["value"]:
                rows.append({"programme": self._get("slug"), **row})
                fields.append(names)
        return Filled(Table("targets", rows), fields)

    def _rounds(self) -> Filled:
        rows: list[dict[str, str]] = []
        if not self._get("quarterly"):
            return Filled(Table("rounds", []), [])
        days_after = timedelta(days=self._days_after())
        for first, last in self._quarters():
            due = last + days_after
            rows.append(
                {
                    "programme": self._get("slug"),
                    "start": first.isoformat(),
                    "end": last.isoformat(),
                    "due": due.isoformat(),
                }
            )
        fields = [{"start": "quarterly", "end": "quarterly", "due": "days_after"}] * len(rows)
        return Filled(Table("rounds", rows), fields)

    def _quarters(self) -> list[tuple[date, date]]:
        """The quarters that are asked about; none where the programme's days are wrong."""
        start, end = _day(self._get("start")), _day(self._get("end"))
        if start is None or (end is None and self._get("end")):
            return []
        if end is not None:
            return quarters(start, end)
        years = QUARTERS_WITHOUT_END // 4 + 1
        return quarters(start, start + timedelta(days=366 * years))[:QUARTERS_WITHOUT_END]

    def _days_after(self) -> int:
        text = self._get("days_after")
        if text.isascii() and text.isdigit() and int(text) <= MOST_DAYS_AFTER:
            return int(text)
        self.errors["days_after"] = f"Give a number of days from 0 to {MOST_DAYS_AFTER}."
        return 0

    def _measures(self) -> Filled:
        rows, fields = [], []
        for number in range(1, MEASURE_ROWS + 1):
            names = {name: f"measure-{number}-{name}" for name in ("measure", "role")}
            row = {name: self._get(at) for name, at in names.items()}
            if row["measure"]:
                rows.append({"programme": self._get("slug"), **row})
                fields.append(names)
        return Filled(Table("programme-measures", rows), fields)


_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "checked", "do"})


def first_values(network: str) -> dict[str, str]:
    """What the form holds before anything is typed. `network` is a contributor's, or empty."""
    values = {
        "scope": "local" if network else "national",
        "definition": "live-or-beyond",
        "on": timezone.localdate().isoformat(),
        "quarterly": "yes",
        "days_after": "14",
    }
    return values | ({"within": network, f"network-{network}": "yes"} if network else {})


def _field_of(filled: Filled, refusal: Refusal) -> str:
    """The form's field of a refused cell; that of the row's first column where it has none."""
    position = refusal.row - 2
    if not 0 <= position < len(filled.fields):
        return ""
    names = filled.fields[position]
    return names.get(refusal.column) or next(iter(names.values()))


def _day(text: str) -> date | None:
    try:
        return read_typed_day(text)[0]
    except NotADate:
        return None
