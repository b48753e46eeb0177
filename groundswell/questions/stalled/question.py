"""Which sites have stayed in their stage for longer than most of their peers took?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name
from groundswell.common.months import Month
from groundswell.common.numbers import percent

from ..asked import Question, asked, day, need_month, need_name
from ..programme_sites import need_names


def read_at(text: str) -> date:
    """A day, or a month for its last day. Raises ValueError."""
    try:
        return Month.parse(text).last_day if len(text) == len("2018-04") else day(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a day. Write 2018-04-30, or 2018-04 for its end."
        ) from None


def _share(text: str) -> float:
    """Read 0.75 or 75%."""
    try:
        return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a share. Write it as 0.75.") from None


@dataclass(frozen=True, slots=True)
class StalledQuestion(Question):
    """Which sites of a programme are stalled, at the end of a day?

    Cannot be built invalid. Whether programme, innovation and network exist is the ledger's to
    say, when the question is asked.
    """

    programme: str = asked("The programme's slug, as magnesium-maternity.")
    at: date | None = asked(
        "The day at whose end to look, as 2018-04-30, or a month for its last day; today where it "
        "is left out.",
        read_at,
        default=None,
    )
    known_on: date | None = asked(
        "Adoption as it was known on a day, as 2020-04-01.", day, default=None
    )
    innovation: str | None = asked(
        "One of the programme's innovations; the one that leads where it is left out.",
        default=None,
    )
    share: float = asked(
        "How many of its peers, of 1, had moved on by the time after which a site is stalled.",
        _share,
        default=0.75,
    )
    network: str | None = asked("Only the sites of one network: its code.", default=None)

    NAME = "stalled"

    def __post_init__(self) -> None:
        need_name(self.programme, "programme, as magnesium-maternity")
        need_names(innovation=self.innovation, network=self.network)
        if self.at is not None:
            need_month(Month.of(self.at))
        if not 0 < self.share < 1:
            raise ValueError(f"share must be between 0 and 1, such as 0.75, not {self.share:g}.")

    def words(self, programme: str | None = None) -> str:
        at = f"At the end of {day_name(self.at)}" if self.at else "Today"
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        where = f" of {self.network}" if self.network else ""
        return (
            f"{at}{known}, which sites{where} in {programme or self.programme} have certainly been "
            f"in their stage for longer than {percent(self.share)} of their peers took to move on?"
        )
