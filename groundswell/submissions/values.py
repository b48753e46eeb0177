"""Cells read with their refusals and repairs: chosen from a list, names, numbers, dates."""

import re
from collections.abc import Callable, Collection
from datetime import date

from groundswell.common.dates import NotADate, UncertainDate, day_name, parse_typed, read_typed_day
from groundswell.common.matching import did_you_mean, nearest

from .findings import Findings
from .tables import Place, Record

LONGEST_SLUG = 60
MOST_NEAR = 100  # refusals of a file after which near matches are no longer looked for
CODES = "Codes are read in capitals, without quotation marks"
SLUGS = "Slugs are read in small letters, without quotation marks"
THOUSANDS = "Marks at the thousands of numbers are left out"

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_WITH_THOUSANDS = re.compile(r"[-+]?\d{1,3}(([, ])\d{3})(\2\d{3})*(\.\d+)?", re.ASCII)
_QUOTES = "\"'`´‘’‚“”„«»"


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
        # Looking for a near match takes a while: a file of other codes altogether gets a few.
        near = nearest(value, stored) if len(findings.refusals) < MOST_NEAR else ()
        mend = did_you_mean(near) or f"Load the {what} first, or mend the cell."
        findings.refuse(row.sheet, row.number, column, value, f"No such {what} is known.", mend)
    return value


def named(
    row: Record, column: str, clean: Callable[[str], str], what: str, findings: Findings
) -> str:
    """The name of something as it is stored: a code in capitals, a slug in small letters.

    `clean` makes it of what is written, `what` is the note where that is something else: CODES
    or SLUGS. Quotation marks around it are left out.
    """
    written = row[column]
    name = clean(written.strip(_QUOTES))
    if name != written:
        findings.repair(row.sheet, row.number, what, f"{written!r} as {name}")
    return name


def number_or_none(row: Record, column: str, findings: Findings) -> float | None:
    """A number, with or without marks at its thousands; None for a cell that has none."""
    text = row[column]
    if _WITH_THOUSANDS.fullmatch(text):
        plain = text.replace(",", "").replace(" ", "")
        findings.repair(row.sheet, row.number, THOUSANDS, f"{text!r} as {plain}")
        return float(plain)
    return float(text) if _NUMBER.fullmatch(text) else None


def when(row: Record, column: str, findings: Findings) -> UncertainDate | None:
    """A date as precise as it is written; None once it has been refused."""
    text = row[column]
    try:
        on, assumed = parse_typed(text)
    except NotADate as error:
        findings.refuse(row.sheet, row.number, column, text, error.why, error.mend)
        return None
    for rule in assumed:
        findings.repair(row.sheet, row.number, rule, f"{text!r} as {on.name}")
    return on


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
        day, assumed = read_typed_day(text)
    except NotADate as error:
        findings.refuse(place.sheet, place.row, column, text, error.why, error.mend)
        return None
    for rule in assumed:
        findings.repair(place.sheet, place.row, rule, f"{text!r} as {day_name(day)}")
    return day


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
