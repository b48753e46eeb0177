"""What list sizes and payments share: one number or two for each practice of a national file."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import nan

from django.utils import timezone

from groundswell.common.months import Month
from groundswell.measures.cells import publish
from groundswell.measures.rules import Use, status_of
from groundswell.measures.series import cells_of
from groundswell.organisations.codes import clean_code
from groundswell.organisations.models import Organisation
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Check, Checked, Option
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records

MONTH = Option(
    "month", "The month that the file describes, as 2017-03: of a year's file its last.", False
)
REGISTERED = "number of registered patients (last known figure)"
WEIGHTED = "number of weighted patients (last known figure)"
TOTAL_PAYMENTS = "total nhs payments to general practice"
PRACTICE = "practice code"

_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
LONGEST_CODE = 20
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """A number for each practice, all of one file."""

    measure: str
    uses: list[Use]


ReadUses = Callable[[Sequence[Record], dict[str, str], Findings], list[Use]]


def check_practices(measure: str, read: ReadUses) -> Check:
    """A check of a national file: no practice is refused for not being known."""

    def check(
        sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked:
        rows = list(records(sheets[0]))
        uses = read(rows, options, findings)
        if findings.refusals:
            return Checked(len(rows), None, 0)
        _note(uses, findings)
        return Checked(len(uses), PracticeFacts(measure, uses), new=len(uses))

    return check


def store_practices(submission: Submission, checked: Checked) -> dict[str, int]:
    facts: PracticeFacts = checked.facts
    publish(cells_of(facts.uses, facts.measure), submission=submission, whole_months=False)
    return {"cells": len(facts.uses)}


def month_of_file(options: dict[str, str], findings: Findings) -> Month | None:
    """The month told by the option; None once it has been refused."""
    text = options.get("month")
    if not text:
        why = "The file does not say which month it describes."
        findings.refuse("", 0, "--month", "", why, "Give it, as --month 2017-03.")
        return None
    try:
        month = Month.parse(text)
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse("", 0, "--month", text, f"{why}.", mend)
        return None
    return refuse_future(month, "--month", findings)


def refuse_future(month: Month, column: str, findings: Findings) -> Month | None:
    if month > Month.of(timezone.localdate()):
        why = "This month is in the future."
        findings.refuse("", 0, column, str(month), why, "Mend the month.")
        return None
    return month


def one_a_practice(uses: Iterable[Use], sheet: str, column: str, findings: Findings) -> list[Use]:
    """Refuse a practice that a month has twice."""
    held: dict[tuple[str, Month], Use] = {}
    for use in uses:
        first = held.setdefault((use.site, use.month), use)
        if first is not use:
            why = f"{use.site} has {use.month} in row {first.row} already."
            findings.refuse(sheet, use.row, column, use.site, why, "Keep one of the two rows.")
    return list(held.values())


def practice_code(row: Record, column: str, findings: Findings) -> str | None:
    code = clean_code(row[column])
    if 0 < len(code) <= LONGEST_CODE:
        return code
    why = f"It is longer than {LONGEST_CODE} characters." if code else "It is missing."
    findings.refuse(row.sheet, row.number, column, row[column], why, "Give the practice's code.")
    return None


def amount(row: Record, column: str, findings: Findings, *, least: float = -1e15) -> float:
    """A number with or without commas at the thousands; NaN once it has been refused."""
    text = row[column].replace("£", "")
    if _NUMBER.fullmatch(text):
        number = float(text.replace(",", ""))
        if number >= least:
            return number
    why = "A number is needed here." if not _NUMBER.fullmatch(text) else "It is below 0."
    findings.refuse(row.sheet, row.number, column, row[column], why, "Mend the number.")
    return nan


def use_of(row: Record, site: str, month: Month, above: float, below: float | None) -> Use:
    return Use(site, month, above, below, row.number, status_of(above, below))


def _note(uses: Sequence[Use], findings: Findings) -> None:
    """Say what a reader of a national file would ask: who is unknown, empty or below nothing."""
    known = set(Organisation.objects.values_list("code", flat=True))
    sites = {use.site for use in uses}
    _note_some(
        [site for site in sorted(sites) if site not in known],
        "that no file of organisations has; kept by code, in no place until one does",
        findings,
    )
    nobody = sorted({u.site for u in uses if u.denominator == 0})
    _note_some(nobody, "without registered patients, so not eligible", findings)
    empty = sorted({u.site for u in uses if u.denominator is None and u.numerator == 0})
    _note_some(empty, "without registered patients", findings)
    negative = sorted({u.site for u in uses if u.numerator < 0})
    _note_some(negative, "with a negative amount, which was paid back", findings)


def _note_some(sites: Sequence[str], what: str, findings: Findings) -> None:
    if sites:
        some = ", ".join(sites[:MOST_NAMED])
        more = " and others" if len(sites) > MOST_NAMED else ""
        practices = "practice" if len(sites) == 1 else "practices"
        findings.note("", 0, f"{len(sites):,} {practices} {what}: {some}{more}.")
