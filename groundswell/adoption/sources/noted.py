"""What a row notes of an event: a barrier or an enabler, by domain and in words, or words alone."""

import re

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import chosen

from ..rules import DOMAINS, FACTORS


def factor_and_domain(row: Record, findings: Findings) -> tuple[str, str]:
    """Both may be empty. A factor needs a note that says what it is; a domain needs a factor."""
    factor = chosen(row, "factor", FACTORS, findings) if row["factor"] else ""
    domain = chosen(row, "domain", DOMAINS, findings) if row["domain"] else ""
    if factor and not row["note"]:
        why = f"{factor.capitalize()} needs a note that says what it is."
        findings.refuse(row.sheet, row.number, "note", "", why, "Say it in a few words.")
    if domain and not factor:
        why = "A domain is that of a barrier or an enabler, and this row says neither."
        findings.refuse(row.sheet, row.number, "factor", "", why, f"Use {' or '.join(FACTORS)}.")
    return factor, domain


def meant(note: str) -> str:
    """A note without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return note[1:] if re.match(r"'[=+\-@]", note) else note
