"""Write an analysis: rows as CSV with remarks on stderr, or one JSON object."""

import csv
import json
import math
import sys
from collections.abc import Mapping, Sequence

import click

Cell = str | int | float | None
Row = Mapping[str, Cell]


def write_csv(columns: Sequence[str], rows: Sequence[Row], remarks: Sequence[str]) -> None:
    """Rows to stdout; checks and warnings to stderr, so that a pipe stays clean."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(row.get(column)) for column in columns] for row in rows)
    for remark in remarks:
        click.echo(remark, err=True)


def write_json(document: Mapping[str, object]) -> None:
    """One object; what is not a number is null."""
    json.dump(_plain(document), sys.stdout, indent=2)
    sys.stdout.write("\n")


def _text(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    # Ten digits: more than any estimate knows, few enough that files compare across machines.
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
