"""Reading tables of ready-made cells: one use for each site and month, whatever the headings.

What a sender may write instead of a number: nothing (missing), or * or s (suppressed by the
sender). A denominator of 0 makes the site not eligible in that month.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import nan

import pyarrow as pa

from groundswell.analysis.panel import Status
from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.organisations.codes import clean_code
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import CODES, named, number_or_none

from .rules import Use, never_eligible, status_of
from .sources.source import read_month

SUPPRESSED_BY_SENDER = ("*", "s", "S")
MOST_LOOKED_FOR = 5


@dataclass(frozen=True, slots=True)
class Columns:
    """Which headings hold what. Without a denominator the use is a quantity."""

    site: str
    month: str
    numerator: str
    denominator: str | None = None
    name: str | None = None
    # Several rows for one site and month are products to add up, not a mistake.
    adds_up: bool = False
    # A numerator above its denominator cannot be.
    is_proportion: bool = False


def read_uses(
    rows: Sequence[Record],
    columns: Columns,
    sites: dict[str, int],
    newest: Month,
    findings: Findings,
) -> list[Use]:
    """One use for each site and month; what adds up is added up. None is after `newest`."""
    reader = _Reader(columns, sites, newest, findings)
    uses: dict[tuple[str, Month], Use] = {}
    for row in rows:
        use = reader.use(row)
        if use is None:
            continue
        held = uses.setdefault((use.site, use.month), use)
        if held is not use:
            if columns.adds_up:
                uses[use.site, use.month] = _together(held, use)
            else:
                why = f"{use.site} has {use.month} in row {held.row} already."
                reader.refuse(row, columns.month, why, "Keep one of the two rows.", str(use.month))
    _note_statuses(list(uses.values()), findings)
    return list(uses.values())


def cells_of(uses: Sequence[Use], measure: str) -> pa.Table:
    """Uses as cells to publish."""
    return pa.table(
        {
            "measure": pa.repeat(measure, len(uses)),
            "site": pa.array([u.site for u in uses], pa.string()),
            "month": pa.array([u.month.index for u in uses], pa.int32()),
            "numerator": pa.array([u.numerator for u in uses], pa.float64()),
            "denominator": pa.array(
                [nan if u.denominator is None else u.denominator for u in uses], pa.float64()
            ),
            "status": pa.array([int(u.status) for u in uses], pa.int8()),
            "row": pa.array([u.row if u.rows == 1 else 0 for u in uses], pa.int32()),
        }
    )


@dataclass(slots=True)
class _Reader:
    columns: Columns
    sites: dict[str, int]
    newest: Month
    findings: Findings
    months: dict[str, Month] = field(default_factory=dict)  # by how the file writes them
    unknown: dict[str, str] = field(default_factory=dict)  # code to how to mend it

    def use(self, row: Record) -> Use | None:
        """What a row says; None once it has been refused."""
        code = named(row, self.columns.site, clean_code, CODES, self.findings)
        if code not in self.sites:
            why = "No organisation with this code is known."
            self.refuse(row, self.columns.site, why, self.near(code))
            return None
        month = self.month(row)
        if month is None:
            return None
        numbers = self.numbers(row)
        if numbers is None:
            return None
        numerator, denominator, status = numbers
        if numerator < 0:
            self.note(row, f"{code} {month}: negative ({numerator:g}), a return.")
        if self.columns.name and not row[self.columns.name]:
            self.note(row, f"{code}: no name in the file; known by its code.")
        return Use(code, month, numerator, denominator, row.number, status)

    def near(self, code: str) -> str:
        """How to mend a code that is not known. Looking for near ones takes long: not for many."""
        if code not in self.unknown:
            look = len(self.unknown) < MOST_LOOKED_FOR
            near = did_you_mean(nearest(code, self.sites)) if look else ""
            self.unknown[code] = near or "Load the file of organisations that has it first."
        return self.unknown[code]

    def month(self, row: Record) -> Month | None:
        text = row[self.columns.month]
        if text in self.months:
            return self.months[text]
        try:
            month = read_month(text) or Month.parse(text)
        except ValueError as error:
            why, _, mend = str(error).partition(". ")
            self.refuse(row, self.columns.month, f"{why}.", mend)
            return None
        if month > self.newest:
            why = "This month is in the future."
            self.refuse(row, self.columns.month, why, "Mend the month.")
            return None
        self.months[text] = month
        return month

    def numbers(self, row: Record) -> tuple[float, float | None, Status] | None:
        """Numerator, denominator and status; None once the row has been refused."""
        above = row[self.columns.numerator]
        below = row[self.columns.denominator] if self.columns.denominator else ""
        is_suppressed = above in SUPPRESSED_BY_SENDER or below in SUPPRESSED_BY_SENDER
        numerator = denominator = nan
        if above not in SUPPRESSED_BY_SENDER and (above or not below):
            read = self.number(row, self.columns.numerator)
            if read is None:
                return None
            numerator = read
        if self.columns.denominator is None:
            known = Status.SUPPRESSED if is_suppressed else status_of(numerator, None)
            return numerator, None, known
        if below not in SUPPRESSED_BY_SENDER and (below or not is_suppressed):
            read = self.number(row, self.columns.denominator)
            if read is None:
                return None
            denominator = read
        if is_suppressed:
            return nan, denominator, Status.SUPPRESSED
        return self.checked(row, numerator, denominator)

    def checked(
        self, row: Record, numerator: float, denominator: float
    ) -> tuple[float, float, Status] | None:
        if denominator < 0:
            assert self.columns.denominator is not None  # it holds a number
            why = "A denominator cannot be below 0."
            self.refuse(row, self.columns.denominator, why, "Mend it, or remove the row.")
            return None
        # A sum of rounded parts can pass the whole by its last digit.
        if self.columns.is_proportion and numerator > denominator * (1 + 1e-9):
            why = f"It is above its denominator ({denominator:g}), of which it is a part."
            self.refuse(row, self.columns.numerator, why, "Mend one of the two.")
            return None
        if numerator != numerator:
            return nan, denominator, Status.MISSING
        return numerator, denominator, status_of(numerator, denominator)

    def number(self, row: Record, column: str) -> float | None:
        found = number_or_none(row, column, self.findings)
        if found is not None:
            return found
        why, mend = "A number is needed here.", "Write 0 where nothing was used."
        self.refuse(row, column, why, mend)
        return None

    def note(self, row: Record, text: str) -> None:
        self.findings.note(row.sheet, row.number, text)

    def refuse(
        self, row: Record, column: str, why: str, mend: str, value: str | None = None
    ) -> None:
        said = row[column] if value is None else value
        self.findings.refuse(row.sheet, row.number, column, said, why, mend)


def _together(one: Use, other: Use) -> Use:
    """Two products of one site and month. What is not known of one is not known of both."""
    numerator = one.numerator + other.numerator
    unknown = {one.status, other.status} & {Status.MISSING, Status.SUPPRESSED}
    status = max(unknown) if unknown else status_of(numerator, None)
    return replace(one, numerator=numerator, status=status, rows=one.rows + other.rows)


def _note_statuses(uses: Sequence[Use], findings: Findings) -> None:
    counted = Counter(use.status for use in uses)
    for status, text in (
        (Status.SUPPRESSED, "suppressed by their sender"),
        (Status.MISSING, "missing: their numerator is empty"),
    ):
        if counted[status]:
            findings.note("", 0, f"Cells {text}: {counted[status]:,}.")
    hubs = never_eligible(uses)
    if hubs:
        some = f"{', '.join(hubs[:5])}{' and others' if len(hubs) > 5 else ''}"
        findings.note(
            "",
            0,
            f"Not eligible in any month, since their denominator is always 0, as that of hubs and "
            f"of codes of the past is: {len(hubs):,} of {len({u.site for u in uses}):,} sites "
            f"({some}).",
        )
