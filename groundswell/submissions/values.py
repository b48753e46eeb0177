"""Cells read with their refusals: chosen from a list, naming something stored, days."""

import re
from collections.abc import Collection
from datetime import date

from groundswell.common.dates import read_day
from groundswell.common.matching import did_you_mean, nearest

from .findings import Findings
from .tables import Place, Record

LONGEST_SLUG = 60


def chosen(row: Record, column: str, allowed: Collection[str], findings: Findings) -> str:
    """The cell's value, refused unless it is one of those allowed."""
    value = row[column].lower()
    if value not in allowed:
        mend = did_you_mean(nearest(value, allowed)) or f"Use one of: {', '.join(allowed)}."
        why = "This is not one of the values of this column."
        findings.refuse(row.sheet, row.number, column, row[column], why, mend)
    return value


def needed(row: Record, column: str, findings: Findings) -> str:
    """The cell's value, refused where it is empty."""
    if not row[column]:
        findings.refuse(
            row.sheet, row.number, column, "", "This cell is empty.", f"Give the {column} here."
        )
    return row[column]


def at_most(row: Record, column: str, longest: int, findings: Findings) -> str:
    """The cell's value, refused where it is empty or longer than can be stored."""
    text = needed(row, column, findings)
    if len(text) > longest:
        why = f"It is longer than {longest} characters."
        findings.refuse(row.sheet, row.number, column, text, why, "Shorten it.")
    return text


def known(
    row: Record,
    column: str,
    stored: Collection[str],
    what: str,
    findings: Findings,
) -> str:
    """The cell's value, refused unless it names something stored."""
    value = row[column]
    if value not in stored:
        mend = did_you_mean(nearest(value, stored)) or f"Load the {what} first, or mend the cell."
        findings.refuse(row.sheet, row.number, column, value, f"No such {what} is known.", mend)
    return value


def refuse_bad_slug(slug: str, column: str, place: Place, findings: Findings) -> None:
    """A slug is part of a page's address. An empty one is somebody else's to refuse."""
    if slug and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        why = "A slug is part of a page's address."
        mend = "Use small letters and digits, joined by hyphens."
        findings.refuse(place.sheet, place.row, column, slug, why, mend)
    elif len(slug) > LONGEST_SLUG:
        why = f"It is longer than {LONGEST_SLUG} characters."
        findings.refuse(place.sheet, place.row, column, slug, why, "Give a shorter one.")


def day_or_none(text: str, column: str, place: Place, findings: Findings) -> date | None:
    """A day, None for an empty cell; a cell that is no day is refused."""
    if not text:
        return None
    try:
        return read_day(text)
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse(place.sheet, place.row, column, text, f"{why}.", mend)
        return None


def day_needed(text: str, column: str, place: Place, findings: Findings) -> date | None:
    """A day that must be there. None once it has been refused."""
    if not text:
        findings.refuse(
            place.sheet, place.row, column, "", "A day is needed here.", "Write it as 2018-04-01."
        )
    return day_or_none(text, column, place, findings)


def in_order(
    start: date | None, end: date | None, column: str, place: Place, findings: Findings
) -> bool:
    """Refuse an end before its start: a negative duration is never meant."""
    if start and end and end < start:
        findings.refuse(
            place.sheet,
            place.row,
            column,
            end.isoformat(),
            f"It ends before it starts ({start.isoformat()}).",
            "Mend one of the two days.",
        )
        return False
    return True
