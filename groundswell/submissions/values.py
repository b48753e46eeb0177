"""Cells of people's own layouts: chosen from a list, or naming something stored."""

from collections.abc import Collection

from groundswell.common.matching import did_you_mean, nearest

from .findings import Findings
from .tables import Record


def chosen(
    row: Record, column: str, allowed: Collection[str], findings: Findings, sheet: str = ""
) -> str:
    """The cell's value, refused unless it is one of those allowed."""
    value = row[column].lower()
    if value not in allowed:
        mend = did_you_mean(nearest(value, allowed)) or f"Use one of: {', '.join(allowed)}."
        why = "This is not one of the values of this column."
        findings.refuse(sheet, row.number, column, row[column], why, mend)
    return value


def needed(row: Record, column: str, findings: Findings, sheet: str = "") -> str:
    """The cell's value, refused where it is empty."""
    if not row[column]:
        findings.refuse(
            sheet, row.number, column, "", "This cell is empty.", f"Give the {column} here."
        )
    return row[column]


def known(
    row: Record,
    column: str,
    stored: Collection[str],
    what: str,
    findings: Findings,
    sheet: str = "",
) -> str:
    """The cell's value, refused unless it names something stored."""
    value = row[column]
    if value not in stored:
        mend = did_you_mean(nearest(value, stored)) or f"Load the {what} first, or mend the cell."
        findings.refuse(sheet, row.number, column, value, f"No such {what} is known.", mend)
    return value
