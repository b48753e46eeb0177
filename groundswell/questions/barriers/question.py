"""What helped and what hindered a programme's sites?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name

from ..asked import Question, asked, day, need_name


@dataclass(frozen=True, slots=True)
class BarriersQuestion(Question):
    """Which barriers and enablers were told of a programme's sites, by domain of NASSS?

    Cannot be built invalid: raises ValueError saying what is accepted. Whether the programme
    exists is the ledger's to say, when the question is asked.
    """

    programme: str = asked("The programme's slug, as pincer.")
    known_on: date | None = asked(
        "Only what had been recorded by a day, as 2020-04-01.", day, default=None
    )
    place: str | None = asked(
        "What was told of the sites of one network only: its code. A site counts where it was "
        "when the thing came about.",
        default=None,
    )

    NAME = "barriers"

    def __post_init__(self) -> None:
        need_name(self.programme, "programme, as pincer")
        if self.place is not None:
            need_name(self.place, "network, by its code")

    def words(self, programme: str | None = None) -> str:
        """The question in words, with the programme's name where that is known."""
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        where = f" in {self.place}" if self.place else ""
        return (
            f"What has helped and what has hindered the sites of “{programme or self.programme}”"
            f"{where}{known}, by domain of the NASSS framework?"
        )
