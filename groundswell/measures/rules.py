"""From monthly use to the first month of use: the named rule behind a measured go-live."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.analysis.panel import Status
from groundswell.common.months import Month

FIRST_USE = "first-positive-month"
FIRST_USE_TEXT = (
    "A site went live in the first month in which its recorded use, all products together, is "
    "above zero. A month in which returns outweigh use does not count."
)


@dataclass(frozen=True, slots=True)
class Use:
    """One site's use in one month, and the row of the file that tells it (the first of several).

    `numerator` is NaN where the status says that there is none. `rows` is how many rows of the
    file were added up.
    """

    site: str
    month: Month
    numerator: float
    denominator: float | None
    row: int
    status: Status = Status.OBSERVED
    rows: int = 1


def status_of(numerator: float, denominator: float | None) -> Status:
    """What a cell with these numbers is. A denominator of 0: nobody there could be counted."""
    if denominator == 0:
        return Status.NOT_YET_ELIGIBLE
    return Status.ZERO if numerator == 0 else Status.OBSERVED


def first_uses(uses: Iterable[Use]) -> dict[str, Use]:
    """Site to its first month of use. A site never above zero is absent."""
    first: dict[str, Use] = {}
    for use in uses:
        if use.numerator > 0 and (use.site not in first or use.month < first[use.site].month):
            first[use.site] = use
    return first


def first_observations(uses: Iterable[Use], since: Month | None) -> dict[str, Use]:
    """Site to its first month on record, from `since` on, whatever the use.

    A month in which the site is not eligible (its denominator is 0) is not on record.
    """
    first: dict[str, Use] = {}
    for use in uses:
        if use.status == Status.NOT_YET_ELIGIBLE or (since is not None and use.month < since):
            continue
        if use.site not in first or use.month < first[use.site].month:
            first[use.site] = use
    return first


def never_eligible(uses: Iterable[Use]) -> list[str]:
    """Sites whose every month has a denominator of 0, in order: hub codes, mostly."""
    eligible: dict[str, bool] = {}
    for use in uses:
        told = use.status != Status.NOT_YET_ELIGIBLE
        eligible[use.site] = eligible.get(use.site, False) or told
    return sorted(site for site, ever in eligible.items() if not ever)
