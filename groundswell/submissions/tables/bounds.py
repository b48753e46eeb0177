"""How large a file may be, and the refusal of one that is larger."""

from dataclasses import dataclass

from ..findings import Refusal, Refused

# What national files come to: 120,000 rows of 20 columns, 10 MB unpacked. These are far above.
MAX_COLUMNS = 200
MAX_ROWS = 1_000_000
MAX_CELLS = 10_000_000  # that hold something, of all sheets
MAX_LETTERS = 200_000_000  # of all cells
MAX_BLANK_ROWS = 20_000  # one after another
LONGEST_CELL = 32_767  # what Excel can hold
LONGEST_LINE = 8_000_000  # of CSV: a row of the longest cells that are likely
MAX_SHEETS = 200
# Of a workbook, which is a ZIP archive.
MAX_PARTS = 10_000
MAX_UNPACKED = 200 * 1024 * 1024  # of the parts that are read
MAX_TAGS = 20_000_000  # of one part: five million cells with what they hold


def whole(file: str, why: str, mend: str) -> Refused:
    """The refusal of a whole file."""
    return Refused((Refusal(file, "", 0, "", "", why, mend),))


def too_large(file: str, sheet: str = "", row: int = 0) -> Refused:
    why = "The file is larger than any that this layout could mean."
    return Refused((Refusal(file, sheet, row, "", "", why, _mend()),))


def too_far(file: str, sheet: str, row: int, column: str, value: str) -> Refused:
    """The refusal of a cell far from all others, such as one left by a slip of the hand."""
    why = "This cell is so far out that the sheet is larger than any that could be meant."
    mend = f"Clear it if it is a slip. {_mend()}"
    return Refused((Refusal(file, sheet, row, column, value[:100], why, mend),))


def _mend() -> str:
    return f"Send at most {MAX_ROWS:,} rows of {MAX_COLUMNS} columns a sheet."


@dataclass(slots=True)
class Room:
    """What the sheets of one file have taken up."""

    file: str
    cells: int = 0
    letters: int = 0

    def take(self, cells: int, letters: int, sheet: str, row: int) -> None:
        """Raises Refused once a file takes more than there is."""
        self.cells += cells
        self.letters += letters
        if self.cells > MAX_CELLS or self.letters > MAX_LETTERS:
            raise too_large(self.file, sheet, row)
