"""Where the rows stand that a scan could not use. Only a file that was refused is read again."""

import csv
import gzip
import re
from pathlib import Path

from groundswell.common.months import Month
from groundswell.measures.sources import Source, read_month
from groundswell.measures.sources.header import Header
from groundswell.measures.sources.source import NO_SITE
from groundswell.organisations.codes import clean_code
from groundswell.submissions.findings import Findings

MOST = 1_000
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def refuse_bad_rows(
    path: Path,
    header: Header,
    source: Source,
    columns: dict[str, str],
    newest: Month,
    month: Month | None,
    findings: Findings,
) -> None:
    """Refuse the first rows, at most `MOST`, with row, column and value. A row at a time."""
    at = {name: header.names.index(heading) for name, heading in columns.items()}
    numbers = [name for name in source.columns if name in at]
    opener = gzip.open if header.zipped else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text)
        next(rows, None)
        for number, row in enumerate(rows, start=2):
            if len(findings.refusals) >= MOST:
                why = f"More rows like these: only the first {MOST:,} are listed."
                findings.refuse("", 0, "", "", why, "Mend the file where it is made.")
                return
            if row:
                _check(number, row, at, numbers, source, newest, month, columns, findings)


def _check(
    number: int,
    row: list[str],
    at: dict[str, int],
    numbers: list[str],
    source: Source,
    newest: Month,
    month: Month | None,
    columns: dict[str, str],
    findings: Findings,
) -> None:
    def cell(name: str) -> str:
        position = at.get(name)
        return row[position].strip() if position is not None and position < len(row) else ""

    if cell(source.unidentified) == "Y" or cell(source.site) == NO_SITE:
        return
    if not clean_code(cell(source.site)):
        why = "A row needs a site."
        findings.refuse("", number, columns[source.site], "", why, "Give its code, or - for none.")
    if month is None:
        said = read_month(cell(source.month))
        if said is None or said > newest:
            why = "This month is in the future." if said else "This is not a month."
            mend = "Write it as 201709."
            findings.refuse("", number, columns[source.month], cell(source.month), why, mend)
    for name in numbers:
        text = cell(name)
        if not (_NUMBER.fullmatch(text) or (not text and name in source.may_be_empty)):
            mend = "Write 0 where there was nothing."
            findings.refuse("", number, columns[name], text, "A number is needed here.", mend)
