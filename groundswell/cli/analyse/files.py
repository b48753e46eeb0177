"""Read the columns of a CSV file, and say which column, row and value is wrong."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

Value = TypeVar("Value")


class FileProblem(click.ClickException):
    """A column or value that cannot be used; the message names it."""


def read_columns(path: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """The named columns as text, one value a row; the first row of data is row 2 of the file."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        header = reader.fieldnames or []
        for name in names:
            if name not in header:
                listed = ", ".join(header) or "none"
                raise FileProblem(f"{path.name} has no column {name!r}; its columns are {listed}")
        rows = list(reader)
    if not rows:
        raise FileProblem(f"{path.name} has no rows below its header")
    for number, row in enumerate(rows, start=2):
        # The csv module files surplus values under None, and gives None for those it lacks.
        if None in row or None in row.values():
            raise FileProblem(
                f"{path.name}, row {number} has more or fewer values than the header; "
                "quote values that hold commas"
            )
    return {name: [(row[name] or "").strip() for row in rows] for name in names}


def each(column: str, values: Sequence[str], read: Callable[[str], Value]) -> list[Value]:
    """Every value through `read`; a ValueError becomes a message with column, row and value."""
    found = []
    for row, value in enumerate(values, start=2):
        try:
            found.append(read(value))
        except ValueError as error:
            raise FileProblem(f"column {column!r}, row {row}, value {value!r}: {error}") from error
    return found
