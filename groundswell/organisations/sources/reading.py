"""What the sources of organisations share: days that may be absent, and the check's summary."""

from collections.abc import Callable, Sequence
from datetime import date

from groundswell.common.dates import read_day
from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Check, Checked, Layout, Option
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Record, Sheet, records

from ..facts import OrganisationFacts, Place, known_organisations, store

Read = Callable[[Sequence[Sheet], OrganisationFacts, Findings], int]
ReadRow = Callable[[Record, Place, OrganisationFacts, Findings], None]

AS_OF = Option("as_of", "The day that the file describes, as 2022-12-01.")

# Files whose every fact bears its own date. They count as older than any dated file.
UNDATED: Callable[[Sequence[Sheet]], date | None] = lambda sheets: date.min  # noqa: E731


def each_row(read_row: ReadRow) -> Read:
    """Read the first sheet row by row, under its headings."""

    def read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
        rows = list(records(sheets[0]))
        for row in rows:
            read_row(row, Place(sheets[0].name, row.number), facts, findings)
        return len(rows)

    return read


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


def organisation_layout(
    name: str,
    title: str,
    recognise: Callable[[Sequence[Sheet]], bool],
    read: Read,
    *,
    observed: Callable[[Sequence[Sheet]], date | None] | None = None,
) -> Layout:
    """A layout of the organisations group. `read` fills the facts and returns the rows it read.

    `observed` finds the day that a file describes in the file itself; otherwise the `as_of`
    option says it.
    """
    return Layout(
        name=name,
        title=title,
        group="organisations",
        permission="organisations.record",
        recognise=recognise,
        check=_check(read, observed),
        store=_store,
        options=() if observed else (AS_OF,),
    )


def _check(read: Read, observed: Callable[[Sequence[Sheet]], date | None] | None) -> Check:
    def check(
        sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked:
        day = _observed(sheets, options, observed, findings)
        if day is None:
            return Checked(0, None, 0)
        facts = OrganisationFacts(day)
        rows = read(sheets, facts, findings)
        held = known_organisations(set(facts.kinds))
        findings.note(
            "",
            0,
            f"{len(facts.kinds):,} organisations, {len(facts.kinds) - len(held):,} of them new.",
        )
        return Checked(rows, facts, new=rows)

    return check


def _observed(
    sheets: Sequence[Sheet],
    options: dict[str, str],
    observed: Callable[[Sequence[Sheet]], date | None] | None,
    findings: Findings,
) -> date | None:
    if "as_of" in options:
        return day_needed(options["as_of"], "as_of", Place("", 0), findings)
    found = observed(sheets) if observed else None
    if found is None:
        findings.refuse(
            "",
            0,
            "as_of",
            "",
            "The file does not say which day it describes.",
            "Give it with --as-of, for instance --as-of 2022-12-01.",
        )
    return found


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    return store(submission, checked.facts)
