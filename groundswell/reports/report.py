"""An Answer as tables, before anybody writes them: to a page, a file, a terminal or the API.

What is here has passed the disclosure rules: a `Suppressed` cell is written as "s" everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from groundswell.questions.answer import Provenance

from .disclosure import Suppressed

Cell = str | int | float | Suppressed | None
Kind = Literal["text", "month", "count", "number", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` heads it in files, `title` in words. A share is 0 to 1.

    `personal` names people, or is written to them: the public does not see it.
    """

    name: str
    title: str
    kind: Kind = "text"
    personal: bool = False

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


def for_public(table: Table) -> Table:
    """The table without its personal columns."""
    kept = [n for n, column in enumerate(table.columns) if not column.personal]
    if len(kept) == len(table.columns):
        return table
    columns = tuple(table.columns[n] for n in kept)
    return replace(
        table, columns=columns, rows=tuple(tuple(row[n] for n in kept) for row in table.rows)
    )


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

    def for_public(self) -> "Report":
        """The same report, its tables without what names people."""
        makers = {
            name: lambda make=make: for_public(make())  # bound as it is now
            for name, make in self.makers.items()
        }
        screen = self.on_screen
        return replace(
            self, makers=makers, on_screen=(lambda: for_public(screen())) if screen else None
        )

    @property
    def tables(self) -> list[Table]:
        return [make() for make in self.makers.values()]
