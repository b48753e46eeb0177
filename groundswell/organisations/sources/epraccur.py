"""epraccur: the ODS list of GP practices, native (27 columns, no header) or with a header."""

from collections.abc import Sequence

from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import has_headings
from groundswell.submissions.tables import Place, Record, Sheet, filled_rows, records
from groundswell.submissions.values import day_needed, day_or_none, in_order

from ..facts import OrganisationFacts
from ..models import Kind
from .reading import organisation_layout, read_postcode

GP_PRACTICE_SETTING = "4"
_NATIVE = {
    "orgcode": 0,
    "name": 1,
    "postcode": 9,
    "opendate": 10,
    "closedate": 11,
    "commissioner": 14,
    "joinproviderdate": 15,
    "leftproviderdate": 16,
    "prescrset": 25,
}
_HEADED = has_headings("OrgCode", "Commissioner", "JoinProviderDate", "PrescrSet")


def _is_native(sheets: Sequence[Sheet]) -> bool:
    first = sheets[0].headings
    return len(first) == 27 and len(first[0]) == 6 and first[10].isdigit()


def _recognise(sheets: Sequence[Sheet]) -> bool:
    return _is_native(sheets) or _HEADED(sheets)


def _read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
    sheet = sheets[0]
    rows = (
        [Record(sheet.name, r.number, r.values, _NATIVE) for r in filled_rows(sheet)]
        if _is_native(sheets)
        else list(records(sheet))
    )
    for row in rows:
        _read_practice(row, row.place, facts, findings)
    return len(rows)


def _read_practice(row: Record, at: Place, facts: OrganisationFacts, findings: Findings) -> None:
    opened = day_needed(row["opendate"], "opened", at, findings)
    closed = day_or_none(row["closedate"], "closed", at, findings)
    if not in_order(opened, closed, "closed", at, findings):
        return
    is_practice = row["prescrset"] == GP_PRACTICE_SETTING
    code = facts.organisation(row["orgcode"], Kind.PRACTICE if is_practice else Kind.OTHER)
    facts.name(code, row["name"], at)
    read_postcode(row, code, facts, findings)
    facts.life(code, opened, closed, at)
    if row["commissioner"]:
        parent = facts.organisation(row["commissioner"])
        joined = day_or_none(row["joinproviderdate"], "joined parent", at, findings)
        left = day_or_none(row["leftproviderdate"], "left parent", at, findings)
        if in_order(joined, left, "left parent", at, findings):
            facts.membership(code, parent, at, joined, left)


EPRACCUR = organisation_layout("epraccur", "GP practices (ODS epraccur)", _recognise, _read)
