"""An Answer as tables, before anybody writes them: to a page, a file, a terminal or the API.

What is here has passed the disclosure rules: a `Suppressed` cell is written as "s" everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from groundswell.questions.answer import Provenance

from .disclosure import Suppressed

Cell = str | int | float | Suppressed | None
Kind = Literal["text", "month", "count", "number", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` heads it in files, `title` in words. A share is 0 to 1."""

    name: str
    title: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        return self.kind in ("count", "number", "share")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each as long as `columns`. `note` says what a reader must know of it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`makers` make the tables by name, in the order of their weight: a reader who names none
    gets the first. A long table is thus made only for those who want it.
    """

    file_name: str  # without its ending
    headline: str
    is_demo: bool
    makers: Mapping[str, Callable[[], Table]]
    provenance: Provenance
    # What a terminal shows, where that is not the first table. No file has it.
    on_screen: Callable[[], Table] | None = None

    def table(self, name: str | None = None) -> Table:
        """The table of a name, or the first. Raises LookupError."""
        chosen = name or next(iter(self.makers))
        if chosen not in self.makers:
            raise LookupError(f"There is no table {name!r}: use one of {', '.join(self.makers)}.")
        return self.makers[chosen]()

    @property
    def tables(self) -> list[Table]:
        return [make() for make in self.makers.values()]
