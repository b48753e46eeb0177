"""What was found odd in one sheet: kept until somebody reads the sheet, then told."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..findings import Findings

MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read as it is. `column` counts from 0."""

    row: int
    column: int
    value: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of merged cells, rows counted from 1 and columns from 0."""

    name: str
    row: int
    last_row: int
    column: int


@dataclass(slots=True)
class Oddities:
    """Repairs and faults of one sheet. Without `findings` nothing is told."""

    findings: Findings | None = None
    sheet: str = ""
    heading_row: int = 1
    faults: list[Fault] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    # Cells without a heading: column to how many, and the first row.
    headless: dict[int, tuple[int, int]] = field(default_factory=dict)
    # Kind of repair to its first row and example, and how often.
    _repairs: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    _more_faults: int = 0
    _told: bool = False

    def repair(self, what: str, row: int, example: str) -> None:
        """A repair. Of each kind the first is kept, and the others counted."""
        first, shown, times = self._repairs.get(what, (row, example, 0))
        self._repairs[what] = first, shown, times + 1

    def fault(self, row: int, column: int, value: str, why: str, mend: str) -> None:
        """A cell to refuse. Of very many only the first are kept, and the others counted."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(row, column, value[:100], why, mend))
        else:
            self._more_faults += 1

    def tell(self, headings: Sequence[str] | None) -> None:
        """Tell the findings, once. None: the sheet has no headings, and its first row is data."""
        if self._told or self.findings is None:
            return
        self._told = True
        for what, (row, example, times) in self._repairs.items():
            self.findings.repair(self.sheet, row, what, example, times)
        for fault in self.faults:
            self._refuse(fault, headings or ())
        if self._more_faults:
            why = f"There are {self._more_faults:,} more cells like these."
            self.findings.refuse(self.sheet, 0, "", "", why, "Mend them all.")
        if headings is not None:
            self._tell_headings(headings, self.findings)

    def _refuse(self, fault: Fault, headings: Sequence[str]) -> None:
        assert self.findings is not None  # tell
        named = headings[fault.column] if fault.column < len(headings) else ""
        column = named if named and fault.row > self.heading_row else letters(fault.column)
        self.findings.refuse(self.sheet, fault.row, column, fault.value, fault.why, fault.mend)

    def _tell_headings(self, headings: Sequence[str], findings: Findings) -> None:
        if self.heading_row > 1:
            text = f"The headings are in row {self.heading_row}: what stands above is passed over."
            findings.note(self.sheet, 1, text)
        for range_ in self.merged:
            if range_.last_row >= self.heading_row and range_.column < len(headings):
                why = f"The cells {range_.name} are merged: only the first of them has a value."
                mend = "Unmerge them, and give every row and column its own value."
                findings.refuse(self.sheet, range_.row, letters(range_.column), "", why, mend)
        self._refuse_twice(headings, findings)
        for column, (cells, row) in self.headless.items():
            what = "Columns without a heading are passed over"
            findings.repair(self.sheet, row, what, f"column {letters(column)}", cells)

    def _refuse_twice(self, headings: Sequence[str], findings: Findings) -> None:
        first: dict[str, int] = {}
        for column, heading in enumerate(headings):
            held = first.setdefault(heading_key(heading), column)
            if heading and held != column:
                why = f"Columns {letters(held)} and {letters(column)} have the same heading."
                mend = "Rename one of them, or remove it."
                findings.refuse(self.sheet, self.heading_row, letters(column), heading, why, mend)


def heading_key(heading: str) -> str:
    """Headings are compared in lower case with single spaces."""
    return " ".join(heading.lower().split())


def letters(column: int) -> str:
    """A column as a spreadsheet names it: A for 0, AA for 26."""
    name = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name
