"""Near matches, for errors that say what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(value: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Up to `most` of the known values that look like this one, best first."""
    return tuple(get_close_matches(value, list(known), n=most, cutoff=0.6))


def did_you_mean(near: tuple[str, ...]) -> str:
    """A sentence that offers the near matches, or nothing."""
    return f"Did you mean {' or '.join(near)}?" if near else ""
