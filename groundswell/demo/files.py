"""Tables of the demonstration, and the files that they become."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .numbers import Row


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, in one of Groundswell's layouts. `name` tells several of one apart."""

    layout: str
    headings: str
    rows: Iterable[Row]
    options: dict[str, str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file to import, and how."""

    layout: str
    path: Path
    options: dict[str, str] = field(default_factory=dict)


def write(table: Table, folder: Path) -> DemoFile:
    """Write one table into a folder; its file's name says what it holds."""
    path = folder / f"demo-{table.name or table.layout}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.headings.split(","))
        writer.writerows(table.rows)
    return DemoFile(table.layout, path, table.options)
