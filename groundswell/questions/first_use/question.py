"""Do reported go-lives agree with the first use that routine data show?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.months import Month

from ..asked import Question, asked, day, need_month, need_name
from ..programme_sites import need_names

_MOST_MONTHS = 60


def _months(text: str) -> int:
    if not text.isdecimal() or len(text) > 3:
        raise ValueError(f"{text!r} is not a number of months. Write it as 2.")
    return int(text)


@dataclass(frozen=True, slots=True)
class FirstUseQuestion(Question):
    """Where do what was reported and what was measured disagree?

    Cannot be built invalid. Whether programme and innovation exist is the ledger's to say, when
    the question is asked.
    """

    programme: str = asked("The programme's slug, as exhale-mark-uptake.")
    at: Month | None = asked(
        "The month up to whose end to look, as 2018-04; all that is known where it is left out.",
        Month.parse,
        default=None,
    )
    known_on: date | None = asked(
        "Adoption and routine data as they were known on a day, as 2020-04-01.", day, default=None
    )
    innovation: str | None = asked(
        "One of the programme's innovations; the one that leads where it is left out.",
        default=None,
    )
    tolerance: int = asked("By how many months the two may differ and agree.", _months, default=2)
    network: str | None = asked("Only the sites of one network: its code.", default=None)

    NAME = "first-use"

    def __post_init__(self) -> None:
        need_name(self.programme, "programme, as exhale-mark-uptake")
        need_names(innovation=self.innovation, network=self.network)
        if self.at is not None:
            need_month(self.at)
        if not 0 <= self.tolerance <= _MOST_MONTHS:
            raise ValueError(f"tolerance must be from 0 to {_MOST_MONTHS} months.")

    def words(self, programme: str | None = None) -> str:
        until = f" up to the end of {self.at.name}" if self.at else ""
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        where = f" of {self.network}" if self.network else ""
        months = "month" if self.tolerance == 1 else "months"
        return (
            f"At which sites{where} in {programme or self.programme} do the reported go-live and "
            f"the first use in routine data{until}{known} differ by more than {self.tolerance} "
            f"{months}, or is one of them not known?"
        )
