"""From monthly use to the first month of use: the named rule behind a measured go-live."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.common.months import Month

FIRST_USE = "first-positive-month"
FIRST_USE_TEXT = (
    "A site went live in the first month in which its recorded use, all products together, is "
    "above zero. A month in which returns outweigh use does not count."
)


@dataclass(frozen=True, slots=True)
class Use:
    """One site's use in one month, and the row of the file that tells it (the first of several)."""

    site: str
    month: Month
    numerator: float
    denominator: float | None
    row: int


def first_uses(uses: Iterable[Use]) -> dict[str, Use]:
    """Site to its first month of use. A site never above zero is absent."""
    first: dict[str, Use] = {}
    for use in uses:
        if use.numerator > 0 and (use.site not in first or use.month < first[use.site].month):
            first[use.site] = use
    return first


def first_observations(uses: Iterable[Use], since: Month | None) -> dict[str, Use]:
    """Site to its first month on record, from `since` on, whatever the use."""
    first: dict[str, Use] = {}
    for use in uses:
        if since is not None and use.month < since:
            continue
        if use.site not in first or use.month < first[use.site].month:
            first[use.site] = use
    return first
