"""How far up the ladder has each site of a programme got?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.months import Month

from ..asked import Question, asked, day, need_month, need_name


@dataclass(frozen=True, slots=True)
class FunnelQuestion(Question):
    """At which stage do a programme's eligible sites stand, and how many reached each stage?

    Cannot be built invalid: raises ValueError saying what is accepted. Whether the programme
    exists is the ledger's to say, when the question is asked.
    """

    programme: str = asked("The programme's slug, as pincer.")
    at: Month = asked("The month at whose end to count, as 2018-04.", Month.parse)
    known_on: date | None = asked(
        "The programme and adoption as they were known on a day, as 2020-04-01.",
        day,
        default=None,
    )
    innovation: str | None = asked(
        "One of the programme's innovations, by its slug; the one that leads where it is left out.",
        default=None,
    )
    place: str | None = asked(
        "The sites of one network only: its code. They are placed as at the month's end.",
        default=None,
    )

    NAME = "funnel"

    def __post_init__(self) -> None:
        need_name(self.programme, "programme, as pincer")
        need_month(self.at)
        if self.innovation is not None:
            need_name(self.innovation, "innovation, by its slug")
        if self.place is not None:
            need_name(self.place, "network, by its code")

    def words(self, programme: str | None = None) -> str:
        """The question in words, with the programme's name where that is known."""
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        where = f" in {self.place}" if self.place else ""
        return (
            f"At which stage did the eligible sites of “{programme or self.programme}”{where} "
            f"stand at the end of {self.at.name}{known}, how many had reached each, and how many "
            "of the same sites had adopted under each definition?"
        )
