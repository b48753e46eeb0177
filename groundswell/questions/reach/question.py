"""Whom did it reach? A measure's numerator of its denominator, by place and month."""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, Boundaries, parse_boundaries
from groundswell.organisations.models import Kind

from ..asked import Question, asked, day, need_month, need_name, one_of
from ..places import BOUNDARIES_HELP, PLACE_HELP, PLACE_KINDS, read_kind


@dataclass(frozen=True, slots=True)
class ReachQuestion(Question):
    """What was a measure's value in each place and month?

    Cannot be built invalid: raises ValueError saying what is accepted. Whether the measure is
    defined, and in which months there is data, is said when the question is asked.
    """

    measure: str = asked("The measure's slug, as doac-share.")
    by: Kind = asked(PLACE_HELP, read_kind, default=Kind.NETWORK)
    start: Month | None = asked(
        "The first month, as 2015-07; the first with data where it is left out.",
        Month.parse,
        name="from",
        default=None,
    )
    end: Month | None = asked(
        "The last month, as 2020-07; the last with data where it is left out.",
        Month.parse,
        name="to",
        default=None,
    )
    boundaries: Boundaries = asked(BOUNDARIES_HELP, parse_boundaries, default=AS_THEN)
    known_on: date | None = asked(
        "The data as they were on a day, before later restatements, as 2020-04-01.",
        day,
        default=None,
    )

    NAME = "reach"

    def __post_init__(self) -> None:
        need_name(self.measure, "measure, as doac-share")
        one_of("kind of place", self.by, PLACE_KINDS)
        for month in (self.start, self.end):
            if month is not None:
                need_month(month)
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"from {self.start} is after to {self.end}: swap them.")

    def words(self, measure: str | None = None) -> str:
        """The question in words, with the measure's title where that is known."""
        known = f", as the data were on {day_name(self.known_on)}" if self.known_on else ""
        return (
            f"What was “{measure or self.measure}” in each {PLACE_KINDS[self.by]}, month by "
            f"month{self._span}{known}? {self.boundaries.text}"
        )

    @property
    def _span(self) -> str:
        since = f" from {self.start.name}" if self.start else ""
        until = f" to {self.end.name}" if self.end else ""
        return since + until
