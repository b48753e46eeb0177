"""Which measures show a signal, and where? Every measure's last month in each place."""

from dataclasses import dataclass

from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, Boundaries, parse_boundaries
from groundswell.organisations.models import Kind

from ..asked import Question, asked, need_month, one_of
from ..places import BOUNDARIES_HELP, PLACE_HELP, PLACE_KINDS, read_kind


@dataclass(frozen=True, slots=True)
class SignalsQuestion(Question):
    """What do all measures show in each place, and is it more than noise?"""

    by: Kind = asked(PLACE_HELP, read_kind, default=Kind.NETWORK)
    end: Month | None = asked(
        "The last month to look at, as 2020-07; each measure's last where it is left out.",
        Month.parse,
        name="to",
        default=None,
    )
    boundaries: Boundaries = asked(BOUNDARIES_HELP, parse_boundaries, default=AS_THEN)

    NAME = "signals"

    def __post_init__(self) -> None:
        one_of("kind of place", self.by, PLACE_KINDS)
        if self.end is not None:
            need_month(self.end)

    def words(self) -> str:
        until = f" up to {self.end.name}" if self.end else ""
        return (
            f"What does each measure show in each {PLACE_KINDS[self.by]}{until}, and is it more "
            f"than noise? {self.boundaries.text}"
        )
