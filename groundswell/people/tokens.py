"""Tokens of the API: who sends this one?"""

import hashlib
import secrets

from .models import Person, Token

_PREFIX = "gsw_"  # by which a leaked one is known for what it is


def new_token() -> str:
    """256 random bits, in letters that an address and a header can hold."""
    return _PREFIX + secrets.token_urlsafe(32)


def sha256_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def holder(token: str) -> Person | None:
    """Whose token this is; None for one unknown or revoked, or of an account out of use."""
    held = Token.objects.filter(sha256=sha256_of(token), revoked_at__isnull=True)
    found = held.select_related("person").first()
    return found.person if found is not None and found.person.is_active else None
