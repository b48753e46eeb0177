"""Whether a reported go-live and a measured first use agree. Pure functions of months."""

from dataclasses import dataclass

from groundswell.common.months import Month

AGREES = "agrees"
EARLIER, LATER = "measured earlier", "measured later"
NOT_MEASURED, NOT_REPORTED = "reported, not measured", "measured, not reported"
TOO_EARLY = "too early to tell"
NO_DATA = "reported, data cannot tell"
NEITHER = "neither"

DISCREPANCIES = (NOT_MEASURED, EARLIER, LATER, NOT_REPORTED)
VERDICTS = (*DISCREPANCIES, AGREES, TOO_EARLY, NO_DATA, NEITHER)


@dataclass(frozen=True, slots=True)
class Span:
    """The months in which something may have happened, both included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}.")


def compare(
    reported: Span | None,
    measured: Span | None,
    *,
    data_until: Month | None,
    reports_until: Month,
    tolerance: int,
) -> tuple[str, int | None]:
    """A verdict, and by how many months at least the two differ (None where one is not known).

    The two agree where the dates allow that they differ by no more than `tolerance` months.
    `data_until` is the last month in which routine data could have shown use at the site; None:
    they cannot tell, as there are none of it or they are suppressed. Neither silence counts before
    the other had time: use that was not measured is no discrepancy while the data do not reach
    `tolerance` months past the latest month of the report, nor is a report that did not come
    within `tolerance` months of first use, up to `reports_until`.
    """
    if reported and measured:
        later = measured.first.index - reported.last.index
        earlier = reported.first.index - measured.last.index
        if later > tolerance:
            return LATER, later
        return (EARLIER, earlier) if earlier > tolerance else (AGREES, max(later, earlier, 0))
    if reported:
        if data_until is None:
            return NO_DATA, None
        waited = data_until.index - reported.last.index
        return (NOT_MEASURED if waited >= tolerance else TOO_EARLY), None
    if measured:
        waited = reports_until.index - measured.last.index
        return (NOT_REPORTED if waited >= tolerance else TOO_EARLY), None
    return NEITHER, None
