"""Which day's membership groups a month: as then, or as at one date."""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.months import Month


@dataclass(frozen=True, slots=True)
class AsThen:
    """Each month is grouped by the membership on its own last day."""

    def day_for(self, month: Month) -> date:
        return month.last_day

    @property
    def text(self) -> str:
        return "Each month is grouped by the organisations and memberships of its last day."

    @property
    def title(self) -> str:
        return "Boundaries as then"

    def __str__(self) -> str:
        return "as-then"


@dataclass(frozen=True, slots=True)
class AsAt:
    """Every month is grouped by the membership on one day, following successions to it."""

    day: date

    def day_for(self, month: Month) -> date:
        return self.day

    @property
    def text(self) -> str:
        return (
            f"Every month is grouped by the organisations and memberships of "
            f"{day_name(self.day)}. Sites and places that had merged by then count as what "
            "they became."
        )

    @property
    def title(self) -> str:
        return f"Boundaries as at {day_name(self.day)}"

    def __str__(self) -> str:
        return f"as-at:{self.day.isoformat()}"


Boundaries = AsThen | AsAt
AS_THEN = AsThen()


def parse_boundaries(text: str) -> Boundaries:
    """Read "as-then" or "as-at:2020-04-01". Raises ValueError."""
    if text == "as-then":
        return AS_THEN
    kind, _, day = text.partition(":")
    try:
        if kind == "as-at":
            return AsAt(date.fromisoformat(day))
    except ValueError:
        pass
    raise ValueError(f"{text!r} does not name boundaries. Write as-then or as-at:2020-04-01.")
