"""What does one site have, what could it have, and what do sites like it have?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name

from ..asked import Question, asked, day, need_name


@dataclass(frozen=True, slots=True)
class SiteQuestion(Question):
    """Everything known of one site on a day. Whether it exists is the ledger's to say."""

    site: str = asked("The site's code, as L81001.")
    on: date | None = asked(
        "The day at whose end to look, as 2020-04-01; today where it is left out.",
        day,
        default=None,
    )
    known_on: date | None = asked(
        "Events, cohorts and notices as they were known on a day, as 2020-04-01.",
        day,
        default=None,
    )

    NAME = "site"

    def __post_init__(self) -> None:
        need_name(self.site, "site, as L81001")

    def words(self, name: str | None = None) -> str:
        when = f"on {day_name(self.on)}" if self.on else "today"
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        return (
            f"What does {name or self.site} have {when}{known}, what could it have, and what do "
            "sites like it have?"
        )
