"""Which returns of a programme's round have come, which are late, which are missing?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name

from ..asked import Question, asked, day, need_name
from ..programme_sites import need_names


@dataclass(frozen=True, slots=True)
class MissingQuestion(Question):
    """Of whom is something still to come, at the end of a day?

    Cannot be built invalid. Whether programme, round and network exist is the ledger's to say,
    when the question is asked.
    """

    programme: str = asked("The programme's slug, as magnesium-maternity.")
    round: date | None = asked(
        "The first day of the round, as 2019-01-01; the one that ended last where it is left out.",
        day,
        default=None,
    )
    on: date | None = asked(
        "The day at whose end to look, as 2019-05-01; today where it is left out.",
        day,
        default=None,
    )
    known_on: date | None = asked(
        "Returns, cohort and owners as they were known on a day, as 2020-04-01.", day, default=None
    )
    network: str | None = asked("Only one network: its code.", default=None)

    NAME = "missing"

    def __post_init__(self) -> None:
        need_name(self.programme, "programme, as magnesium-maternity")
        need_names(network=self.network)

    def words(self, programme: str | None = None) -> str:
        which = f"the round from {day_name(self.round)}" if self.round else "the last round"
        on = f"by {day_name(self.on)}" if self.on else "by today"
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        where = f" from {self.network}" if self.network else ""
        return (
            f"Of {which} of {programme or self.programme}, which returns{where} had come {on}"
            f"{known}, which were late, changed or in part, and which were missing?"
        )
