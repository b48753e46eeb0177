"""Registered patients by practice: NHS Digital's patient lists, and the yearly payments files."""

from collections.abc import Iterator, Sequence

from groundswell.common.dates import read_day
from groundswell.common.months import Month
from groundswell.measures.queries import LIST_SIZE
from groundswell.measures.rules import Use
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Layout, has_headings
from groundswell.submissions.tables import Record, Sheet

from .practice_numbers import (
    MONTH,
    PRACTICE,
    REGISTERED,
    WEIGHTED,
    amount,
    check_practices,
    month_of_file,
    one_a_practice,
    practice_code,
    refuse_future,
    store_practices,
    use_of,
)

PATIENTS, EXTRACTED = "number_of_patients", "extract_date"
# gp-reg-pat-prac-all.csv calls them CODE, TYPE and AGE; gp-reg-pat-prac-quin-age.csv ORG_CODE,
# ORG_TYPE and AGE_GROUP_5.
CODES = ("org_code", "code")
TYPES = ("org_type", "type")
ALL_OF = ("sex", "age", "age_group_5")


def _is_patient_list(sheets: Sequence[Sheet]) -> bool:
    return any(has_headings(EXTRACTED, code, PATIENTS)(sheets) for code in CODES)


def _recognise(sheets: Sequence[Sheet]) -> bool:
    return _is_patient_list(sheets) or has_headings(PRACTICE, REGISTERED)(sheets)


def _read(rows: Sequence[Record], options: dict[str, str], findings: Findings) -> list[Use]:
    if not rows:
        return []
    if PATIENTS in rows[0].columns:
        code = next(c for c in CODES if c in rows[0].columns)
        listed = _patient_list(rows, code, options, findings)
        return one_a_practice(listed, rows[0].sheet, code, findings)
    month = month_of_file(options, findings)
    if month is None:
        return []
    return one_a_practice(_yearly(rows, month, findings), rows[0].sheet, PRACTICE, findings)


def _patient_list(
    rows: Sequence[Record], code: str, options: dict[str, str], findings: Findings
) -> Iterator[Use]:
    """The rows of practices for all ages and both sexes; the others add up to them."""
    wanted = [row for row in rows if _is_whole_practice(row)]
    if not wanted:
        why = "The file has no row of a practice for all ages and both sexes together."
        mend = "Send gp-reg-pat-prac-all.csv, or a file with SEX and AGE of ALL."
        findings.refuse("", 0, "", "", why, mend)
    months: dict[str, Month | None] = {}
    for row in wanted:
        text = row[EXTRACTED]
        if text not in months:
            months[text] = _month(row, options, findings)
        site, month = practice_code(row, code, findings), months[text]
        patients = amount(row, PATIENTS, findings, least=0)
        if site is not None and month is not None:
            yield use_of(row, site, month, patients, None)


def _is_whole_practice(row: Record) -> bool:
    kind = next((row[c] for c in TYPES if c in row.columns), "GP")
    return kind.upper() == "GP" and all(row[c].upper() == "ALL" for c in ALL_OF if c in row.columns)


def _month(row: Record, options: dict[str, str], findings: Findings) -> Month | None:
    """The month of the extract, which is taken on its first day."""
    try:
        month = Month.of(read_day(row[EXTRACTED]))
    except ValueError as error:
        why, _, mend = str(error).partition(". ")
        findings.refuse(row.sheet, row.number, EXTRACTED, row[EXTRACTED], f"{why}.", mend)
        return None
    told = options.get("month")
    if told and told != str(month):
        why = f"The file says itself that it is of {month}."
        findings.refuse("", 0, "--month", told, why, "Leave --month out.")
        return None
    return refuse_future(month, EXTRACTED, findings)


def _yearly(rows: Sequence[Record], month: Month, findings: Findings) -> Iterator[Use]:
    for row in rows:
        site = practice_code(row, PRACTICE, findings)
        patients = amount(row, REGISTERED, findings, least=0)
        if site is not None:
            yield use_of(row, site, month, patients, None)


LIST_SIZES = Layout(
    name="list-size",
    title="Registered patients by practice (NHS Digital lists, or yearly payments files)",
    group="series",
    permission="measures.record",
    recognise=_recognise,
    check=check_practices(LIST_SIZE, _read),
    store=store_practices,
    options=(MONTH,),
    count_columns=frozenset({PATIENTS, REGISTERED, WEIGHTED}),
)
