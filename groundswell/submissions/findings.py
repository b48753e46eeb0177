"""What a check says about a file: refusals, notes and changes, each with its place."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row cannot be accepted, and how to mend it. `row` 0 speaks of the whole sheet."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    why: str
    mend: str

    def __str__(self) -> str:
        places = [self.file, f"sheet {self.sheet}" if self.sheet else ""]
        places += [f"row {self.row}" if self.row else "", self.column and f"column {self.column}"]
        where = ", ".join(p for p in places if p)
        value = f" {self.value!r}:" if self.value else ""
        return f"{where}:{value} {self.why} {self.mend}".rstrip()


@dataclass(frozen=True, slots=True)
class Note:
    """Something accepted that somebody should know of: a repair, an oddity in the source."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: what was stored, and what this row would make of it."""

    sheet: str
    row: int
    what: str
    old: str
    new: str


@dataclass(slots=True)
class Findings:
    """Collects what is found while a file is read."""

    file: str
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _repairs: dict[tuple[str, str], "_Repair"] = field(default_factory=dict, repr=False)

    def refuse(self, sheet: str, row: int, column: str, value: str, why: str, mend: str) -> None:
        self.refusals.append(Refusal(self.file, sheet, row, column, value, why, mend))

    def note(self, sheet: str, row: int, text: str) -> None:
        self.notes.append(Note(sheet, row, text))

    def repair(self, sheet: str, row: int, what: str, example: str, times: int = 1) -> None:
        """Note a repair, or a rule that reading took for granted: once a sheet, however often.

        The note has the first place and example, and how often: "Dates in figures are read day
        first (12), such as '04/05/2018' as 4 May 2018."
        """
        held = self._repairs.get((sheet, what))
        if held is None:
            held = self._repairs[sheet, what] = _Repair(len(self.notes), row, example)
            self.notes.append(Note(sheet, row, ""))
        held.times += times
        often = f" ({held.times:,}), such as" if held.times > 1 else ":"
        self.notes[held.position] = Note(sheet, held.row, f"{what}{often} {held.example}.")


@dataclass(slots=True)
class _Repair:
    """A kind of repair: which note tells it, and its first place."""

    position: int
    row: int
    example: str
    times: int = 0


class Refused(Exception):
    """A file that cannot be accepted: nothing was stored."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("\n".join(str(r) for r in refusals[:20]))
        self.refusals = refusals
