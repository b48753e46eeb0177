"""When an event was, as a row tells it: not in the future, not before or after the site was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import UncertainDate, day_name
from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import when


@dataclass(frozen=True, slots=True)
class Days:
    """The day today, and the first and last days of sites where they are known."""

    today: date
    opened: Mapping[int, date]  # by id
    closed: Mapping[str, date]  # by code


def dated(
    row: Record, site: int | None, code: str, days: Days, findings: Findings
) -> UncertainDate | None:
    """The row's date; None where it could not be read. What cannot have been is refused."""
    text, on = row["date"], when(row, "date", findings)
    if on is None:
        return None
    if on.earliest > days.today:
        why = "This date is in the future."
        findings.refuse(row.sheet, row.number, "date", text, why, "Record it once it has happened.")
    opened = days.opened.get(site) if site is not None else None
    if opened and on.latest < opened:
        why = f"The site opened on {day_name(opened)}, after this date."
        findings.refuse(row.sheet, row.number, "date", text, why, "Mend the date or the site.")
    closed = days.closed.get(code)
    if closed and on.earliest > closed:
        why = f"The site closed on {day_name(closed)}, before this date."
        findings.refuse(row.sheet, row.number, "date", text, why, "Mend the date or the site.")
    return on
