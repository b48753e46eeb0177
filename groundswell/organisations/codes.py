"""ODS codes: their shape, and the kind of organisation that a shape suggests."""

import re

from .models import Kind

# The first pattern that matches decides. Codes given since 2021 (letter-digit-letter-digit-
# letter) say nothing of their kind: the column that they stand in does.
_PATTERNS = (
    (r"U\d{5}", Kind.PCN),
    (r"[A-HJ-NPVWY]\d{5}", Kind.PRACTICE),
    (r"R[A-Z0-9]{2}", Kind.TRUST),
    (r"T[A-Z]{2}", Kind.TRUST),
    (r"\d{2}[A-Z]", Kind.CCG),
    (r"Q[A-Z][A-Z0-9]", Kind.ICB),
    (r"Y\d{2}", Kind.REGION),
)


def clean_code(text: str) -> str:
    """A code as stored: ODS codes in upper case. Networks' acronyms (HI-Man) keep theirs."""
    code = text.strip()
    return code if "-" in code else code.upper()


def clean_postcode(text: str) -> str:
    """A postcode as it is written on letters, BS1 1AA; "" for a text that is none."""
    plain = "".join(text.upper().split())
    is_one = re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", plain)
    return f"{plain[:-3]} {plain[-3:]}" if is_one else ""


def suggested_kind(code: str) -> Kind:
    """The kind that a code's shape suggests; OTHER where it suggests none."""
    for pattern, kind in _PATTERNS:
        if re.fullmatch(pattern, code):
            return kind
    return Kind.OTHER


def is_icb_code(code: str) -> bool:
    """STPs and their later ICBs, not the local offices (Q71 and the like) beside them."""
    return suggested_kind(code) == Kind.ICB
