"""The raw rows behind an added-up cell as a table, small numbers hidden."""

from collections.abc import Sequence
from decimal import Decimal

from groundswell.intake.added_up import RawRow
from groundswell.measures.definition import CodeCount, Measure

from .disclosure import Disclosed, Rule, Suppressed, disclose_parts
from .report import Cell, Column, Table

Side = Sequence[Decimal | None]


def added_up_table(rows: Sequence[RawRow], measure: Measure, rule: Rule | None) -> Table:
    """A row of the file each, and their sums last. `rule` None: to those who may see all."""
    # A list size stands beside the rows of a file, and is none of them.
    sides = [name for name, part in measure.parts() if isinstance(part, CodeCount)]
    shown = [_shown([getattr(r, side) for r in rows], measure.counts, rule) for side in sides]
    # What is hidden on one side of a row is hidden on the other: the file shows both or neither.
    hidden = [any(isinstance(side[n], Suppressed) for side in shown) for n in range(len(rows) + 1)]
    cells: list[tuple[Cell, ...]] = []
    for n, (number, code) in enumerate([*((r.row, r.code) for r in rows), (None, "All rows")]):
        numbers = (
            Suppressed() if hidden[n] and side[n] not in (None, 0) else side[n] for side in shown
        )
        cells.append((number, code, *numbers))
    columns = (
        Column("row", "Row", "count"),
        Column("code", "Code"),
        *(Column(side, side.capitalize(), "number") for side in sides),
    )
    return Table("rows", "Rows", columns, tuple(cells))


def _shown(numbers: Side, kind: str, rule: Rule | None) -> list[Disclosed]:
    """Each number, then their sum, as they may be seen."""
    parts = [None if n is None else float(n) for n in numbers]
    total = float(sum((n for n in numbers if n is not None), Decimal()))
    if rule is None or not rule.covers(kind):
        return [*parts, total]
    if any(n is not None and n < 0 for n in parts):
        # Returns: a sum of numbers of both signs says too much of any one that is hidden.
        small = any(rule.is_small(abs(n)) for n in (*parts, total) if n is not None)
        return [Suppressed() if small and n else n for n in (*parts, total)]
    found = disclose_parts(parts, total, kind=kind, national=False, rule=rule)
    return [*found.parts, found.total]
