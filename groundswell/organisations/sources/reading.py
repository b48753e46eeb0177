"""What the sources of organisations share: the loop over rows, the day observed, the check."""

from collections.abc import Callable, Sequence
from datetime import date

from groundswell.people.models import Person
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Check, Checked, Layout, Option
from groundswell.submissions.models import Submission
from groundswell.submissions.tables import Place, Record, Sheet, records
from groundswell.submissions.values import day_needed

from ..codes import clean_postcode
from ..facts import OrganisationFacts, known_organisations, store

Read = Callable[[Sequence[Sheet], OrganisationFacts, Findings], int]
# Finds the day that a file describes in the file itself; None where it does not say.
Observed = Callable[[Sequence[Sheet], Findings], date | None]
ReadRow = Callable[[Record, Place, OrganisationFacts, Findings], None]

AS_OF = Option("as_of", "The day that the file describes, as 2022-12-01.")

# Files whose every fact bears its own date. They count as older than any dated file.
UNDATED: Observed = lambda sheets, findings: date.min  # noqa: E731

LONGEST_CODE = 20
LONGEST = {"name": 200, "basis": 60}


def each_row(read_row: ReadRow) -> Read:
    """Read the first sheet row by row, under its headings."""

    def read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
        rows = list(records(sheets[0]))
        for row in rows:
            read_row(row, row.place, facts, findings)
        return len(rows)

    return read


def organisation_layout(
    name: str,
    title: str,
    recognise: Callable[[Sequence[Sheet]], bool],
    read: Read,
    *,
    observed: Observed | None = None,
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


def read_postcode(row: Record, code: str, facts: OrganisationFacts, findings: Findings) -> None:
    """The row's postcode, where it has one: what is no postcode is left out, and noted."""
    written = row["postcode"]
    postcode = clean_postcode(written)
    facts.postcode(code, postcode, row.place)
    if written and not postcode:
        what = "Postcodes that are not one are left out"
        findings.repair(row.sheet, row.number, what, repr(written[:20]))


def _check(read: Read, observed: Observed | None) -> Check:
    def check(
        sheets: Sequence[Sheet], options: dict[str, str], by: Person, findings: Findings
    ) -> Checked:
        day = _observed(sheets, options, observed, findings)
        if day is None:
            return Checked(0, None, 0)
        facts = OrganisationFacts(day)
        rows = read(sheets, facts, findings)
        _refuse_what_cannot_be_stored(facts, findings)
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
    observed: Observed | None,
    findings: Findings,
) -> date | None:
    """The day that the file describes; None once it has been refused."""
    if "as_of" in options:
        return day_needed(options["as_of"], "--as-of", Place("", 0), findings)
    found = observed(sheets, findings) if observed else None
    if found is None and not findings.refusals:
        findings.refuse(
            "",
            0,
            "--as-of",
            "",
            "The file does not say which day it describes.",
            "Give it with --as-of, for instance --as-of 2022-12-01.",
        )
    return found


def _refuse_what_cannot_be_stored(facts: OrganisationFacts, findings: Findings) -> None:
    """Codes that are missing, and codes, names and bases that are too long to be meant."""
    said: list[tuple[Place, dict[str, str]]] = [
        *((at, {"code": key[0], "name": key[1]}) for key, at in facts.names.items()),
        *((at, {"code": key[0]}) for key, at in facts.lives.items()),
        *(
            (at, {"child": key[0], "parent": key[1], "basis": key[4]})
            for key, at in facts.memberships.items()
        ),
        *((at, {"from": key[0], "to": key[1]}) for key, at in facts.successions.items()),
    ]
    refused: set[tuple[Place, str]] = set()
    for at, cells in said:
        for column, text in cells.items():
            longest = LONGEST.get(column, LONGEST_CODE)
            if (at, column) in refused or (0 < len(text) <= longest):
                continue
            if text or column != "basis":
                refused.add((at, column))
                why = f"It is longer than {longest} characters." if text else "It is missing."
                findings.refuse(at.sheet, at.row, column, text, why, f"Give the {column} here.")


def _store(submission: Submission, checked: Checked) -> dict[str, int]:
    return store(submission, checked.facts)
