"""ODS codes and the kinds that their shapes suggest."""

import pytest

from groundswell.organisations.codes import clean_code, is_icb_code, suggested_kind
from groundswell.organisations.models import Kind

CODES = {
    "A81001": Kind.PRACTICE,
    "P84010": Kind.PRACTICE,
    "Y02625": Kind.PRACTICE,
    "U60279": Kind.PCN,
    "RXQ": Kind.TRUST,
    "R0A": Kind.TRUST,
    "TAF": Kind.TRUST,
    "00K": Kind.CCG,
    "16C": Kind.CCG,
    "QNQ": Kind.ICB,
    "QF7": Kind.ICB,
    "Y63": Kind.REGION,
    # Local offices, not STPs; and codes that tell nothing.
    "Q71": Kind.OTHER,
    "S0E4D": Kind.OTHER,
    "D9Y0V": Kind.OTHER,
    "HI-West": Kind.OTHER,
    "RXQ02": Kind.OTHER,
    "A8100": Kind.OTHER,
    "I81001": Kind.OTHER,
    "": Kind.OTHER,
}


@pytest.mark.parametrize(("code", "kind"), CODES.items())
def test_shape_of_a_code_suggests_its_kind(code, kind):
    assert suggested_kind(code) == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [(" rxq ", "RXQ"), ("a81001", "A81001"), ("HI-Man", "HI-Man"), (" HI-NENC\n", "HI-NENC")],
)
def test_ods_codes_are_stored_in_upper_case_and_acronyms_as_written(text, code):
    assert clean_code(text) == code


def test_local_office_is_no_icb():
    assert [is_icb_code(code) for code in ("QNQ", "QF7", "Q71")] == [True, True, False]
