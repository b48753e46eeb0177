"""A plain, slow twin of rows to cells: one row of the file at a time, in dictionaries."""

import csv
import io
from collections import defaultdict
from decimal import Decimal

from groundswell.common.months import Month
from groundswell.measures.definition import Code, CodeCount, Measure

_HEADER_ROW = (
    "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,ICB_NAME,ICB_CODE,PCO_NAME,PCO_CODE,"
    "PRACTICE_NAME,PRACTICE_CODE,ADDRESS_1,ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,"
    "BNF_CHEMICAL_SUBSTANCE,CHEMICAL_SUBSTANCE_BNF_DESCR,BNF_CODE,BNF_DESCRIPTION,"
    "BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQUSAGE,NIC,ACTUAL_COST,UNIDENTIFIED"
)
HEADINGS = next(csv.reader([_HEADER_ROW]))


def epd_file(*rows: dict[str, str]) -> bytes:
    """Rows of the 26-column layout. What a row does not say is filled in."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    usual = {
        "YEAR_MONTH": "202001",
        "PRACTICE_CODE": "P1",
        "ADDRESS_1": 'THE "OLD" MILL, LEEDS',
        "ITEMS": "1",
        "TOTAL_QUANTITY": "28.0",
        "ADQUSAGE": "0.0",
        "NIC": "1.25",
        "ACTUAL_COST": "1.17234",
        "UNIDENTIFIED": "N",
    }
    writer.writerows([usual | row for row in rows])
    return text.getvalue().encode()


def cells(content: bytes, measures: list[Measure]) -> dict[tuple[str, str, Month], tuple]:
    """(measure, site, month) to (numerator, denominator); the denominator None for a quantity."""
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    rows = [r for r in rows if r["UNIDENTIFIED"] != "Y" and r["PRACTICE_CODE"] != "-"]
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in rows:
        month = Month.parse(f"{row['YEAR_MONTH'][:4]}-{row['YEAR_MONTH'][4:]}")
        for measure in measures:
            for side, part in measure.parts():
                if isinstance(part, CodeCount) and _counts(row["BNF_CODE"], part, month):
                    key = (measure.slug, row["PRACTICE_CODE"], month, side)
                    sums[key] += Decimal(row[_COLUMNS[part.column]])
    found = {}
    for row in rows:
        month = Month.parse(f"{row['YEAR_MONTH'][:4]}-{row['YEAR_MONTH'][4:]}")
        for measure in measures:
            key = (measure.slug, row["PRACTICE_CODE"], month)
            counted = isinstance(measure.denominator, CodeCount)
            below = float(sums[(*key, "denominator")]) if counted else None
            found[key] = float(sums[(*key, "numerator")]), below
    return found


_COLUMNS = {
    "items": "ITEMS",
    "total_quantity": "TOTAL_QUANTITY",
    "nic": "NIC",
    "actual_cost": "ACTUAL_COST",
    "adq_usage": "ADQUSAGE",
}


def _counts(row_code: str, part: CodeCount, month: Month) -> bool:
    return _covered(row_code, part.codes, month) and not _covered(row_code, part.but, month)


def _covered(row_code: str, codes: tuple[Code, ...], month: Month) -> bool:
    return any(row_code.startswith(c.code) and c.counts_in(month) for c in codes)
