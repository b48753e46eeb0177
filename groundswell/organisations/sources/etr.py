"""etr: NHS trusts (ODS), native, with a header, or the short list of closed trusts."""

from collections.abc import Sequence

from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import has_headings
from groundswell.submissions.tables import Record, Sheet, filled_rows, records
from groundswell.submissions.values import day_or_none, in_order

from ..codes import clean_code, is_icb_code
from ..facts import OrganisationFacts
from ..models import Kind
from .reading import organisation_layout, read_postcode

_NATIVE = {"code": 0, "name": 1, "area": 3, "postcode": 9, "opened": 10, "closed": 11}
_WITH_HEADER = has_headings("pct", "name", "national_grouping", "high_level_health_geography")
_CLOSED = has_headings("ods_code", "ods_name", "region_code", "stp_code")


def _is_native(sheets: Sequence[Sheet]) -> bool:
    first = sheets[0].headings
    return len(first) >= 23 and len(first[0]) == 3 and first[10].isdigit()


def _recognise(sheets: Sequence[Sheet]) -> bool:
    return _is_native(sheets) or (
        len(sheets[0].headings) < 12 and (_WITH_HEADER(sheets) or _CLOSED(sheets))
    )


def _rows(sheets: Sequence[Sheet]) -> list[Record]:
    sheet = sheets[0]
    if _is_native(sheets):
        return [Record(sheet.name, r.number, r.values, _NATIVE) for r in filled_rows(sheet)]
    columns = {}
    for record in records(sheet):
        columns = record.columns | {
            ours: record.columns[theirs]
            for ours, theirs in (
                ("code", "pct"),
                ("code", "ods_code"),
                ("name", "ods_name"),
                ("area", "high_level_health_geography"),
                ("area", "stp_code"),
                ("opened", "open_date"),
            )
            if theirs in record.columns
        }
        break
    return [Record(sheet.name, r.number, r.values, columns) for r in records(sheet)]


def _read(sheets: Sequence[Sheet], facts: OrganisationFacts, findings: Findings) -> int:
    rows = _rows(sheets)
    for row in rows:
        at = row.place
        opened = day_or_none(row["opened"], "opened", at, findings)
        closed = day_or_none(row["closed"], "closed", at, findings)
        if not in_order(opened, closed, "closed", at, findings):
            continue
        code = facts.organisation(row["code"], Kind.TRUST)
        facts.name(code, row["name"], at)
        read_postcode(row, code, facts, findings)
        facts.life(code, opened, closed, at)
        area = clean_code(row["area"])
        if is_icb_code(area):
            facts.membership(code, facts.organisation(area, Kind.ICB), at)
        elif area:
            findings.note(at.sheet, at.row, f"{code}: {area} is a local office, not an ICB.")
    return len(rows)


ETR = organisation_layout("etr", "NHS trusts (ODS etr)", _recognise, _read)
