"""Reading tables of monthly use: one use for each site and month, whatever the headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.organisations.codes import clean_code
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record

from ..rules import Use

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which headings hold what. Without a denominator the use is a quantity."""

    site: str
    month: str
    numerator: str
    denominator: str | None = None
    name: str | None = None
    # Several rows for one site and month are products to add up, not a mistake.
    adds_up: bool = False


def read_uses(
    rows: Sequence[Record],
    columns: Columns,
    sites: dict[str, int],
    newest: Month,
    findings: Findings,
) -> list[Use]:
    """One use for each site and month; what adds up is added up. None is after `newest`."""
    uses: dict[tuple[str, Month], Use] = {}
    for row in rows:
        use = _use(row, columns, sites, newest, findings)
        if use is None:
            continue
        held = uses.get((use.site, use.month))
        if held is None:
            uses[use.site, use.month] = use
        elif columns.adds_up:
            total = held.numerator + use.numerator
            uses[use.site, use.month] = Use(use.site, use.month, total, None, held.row)
        else:
            why = f"{use.site} has {use.month} in row {held.row} already."
            findings.refuse(
                row.sheet,
                row.number,
                columns.month,
                str(use.month),
                why,
                "Keep one of the two rows.",
            )
    return list(uses.values())


def _use(
    row: Record, columns: Columns, sites: dict[str, int], newest: Month, findings: Findings
) -> Use | None:
    code = clean_code(row[columns.site])
    if code not in sites:
        near = did_you_mean(nearest(code, sites))
        why = "No organisation with this code is known."
        mend = near or "Load the file of organisations that has it first."
        findings.refuse(row.sheet, row.number, columns.site, row[columns.site], why, mend)
        return None
    try:
        month = Month.parse(row[columns.month])
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse(row.sheet, row.number, columns.month, row[columns.month], f"{why}.", mend)
        return None
    if month > newest:
        why, mend = "This month is in the future.", "Mend the month."
        findings.refuse(row.sheet, row.number, columns.month, row[columns.month], why, mend)
        return None
    numerator = _number(row, columns.numerator, findings)
    denominator = _number(row, columns.denominator, findings) if columns.denominator else None
    if numerator is None:
        return None
    if numerator < 0:
        findings.note(row.sheet, row.number, f"{code} {month}: negative ({numerator:g}), a return.")
    if columns.name and not row[columns.name]:
        findings.note(row.sheet, row.number, f"{code}: no name in the file; known by its code.")
    return Use(code, month, numerator, denominator, row.number)


def _number(row: Record, column: str, findings: Findings) -> float | None:
    if _NUMBER.fullmatch(row[column]):
        return float(row[column])
    why = "A number is needed here."
    findings.refuse(
        row.sheet, row.number, column, row[column], why, "Write 0 where nothing was used."
    )
    return None
