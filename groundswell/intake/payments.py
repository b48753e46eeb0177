"""NHS payments to general practice, a file a financial year: payments for each patient."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from groundswell.common.months import Month
from groundswell.measures.rules import Use
from groundswell.submissions.findings import Findings
from groundswell.submissions.layouts import Layout, has_headings
from groundswell.submissions.tables import Record, heading_key

from .practice_numbers import (
    MONTH,
    PRACTICE,
    REGISTERED,
    TOTAL_PAYMENTS,
    WEIGHTED,
    amount,
    check_practices,
    month_of_file,
    one_a_practice,
    practice_code,
    store_practices,
    use_of,
)

PAYMENTS_PER_PATIENT = "payments-per-patient"


def _read(rows: Sequence[Record], options: dict[str, str], findings: Findings) -> list[Use]:
    month = month_of_file(options, findings)
    if month is None or not rows:
        return []
    return one_a_practice(_paid(rows, month, findings), rows[0].sheet, PRACTICE, findings)


def _paid(rows: Sequence[Record], month: Month, findings: Findings) -> Iterator[Use]:
    """Total payments and patients. A practice that was closed is still paid, or pays back."""
    for row in rows:
        site = practice_code(row, PRACTICE, findings)
        paid = amount(row, TOTAL_PAYMENTS, findings)
        patients = amount(row, REGISTERED, findings, least=0)
        if site is not None:
            yield use_of(row, site, month, paid, patients)


def _averages(headings: Sequence[str], options: dict[str, str]) -> frozenset[str]:
    """The averages, of which there are more each year: beside what was paid they tell patients."""
    return frozenset(h for h in map(heading_key, headings) if h.startswith("average payments"))


PAYMENTS = Layout(
    name="payments",
    title="NHS payments to general practice, of one financial year",
    group="series",
    permission="measures.record",
    recognise=has_headings(PRACTICE, REGISTERED, TOTAL_PAYMENTS),
    check=check_practices(PAYMENTS_PER_PATIENT, _read),
    store=store_practices,
    options=(replace(MONTH, required=True),),
    count_columns=frozenset({REGISTERED, WEIGHTED}),
    counts_told=_averages,
)
