"""Who has or had an innovation, and who has answered a safety notice about it?"""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import day_name
from groundswell.organisations.models import Kind

from ..asked import Question, asked, day, need_name, one_of
from ..places import PLACE_HELP, PLACE_KINDS, read_kind


@dataclass(frozen=True, slots=True)
class SafetyQuestion(Question):
    """Of which sites is a safety notice, or would one be, and what have they answered?

    Cannot be built invalid: raises ValueError unless it names a notice or an innovation, and not
    both.
    """

    notice: str | None = asked(
        "The notice's slug, or leave it out and say innovation.", default=None
    )
    innovation: str | None = asked(
        "The innovation's slug, for who has or had it, whatever notices there are.", default=None
    )
    on: date | None = asked(
        "The day at whose end to look, as 2020-04-01; today where it is left out.",
        day,
        default=None,
    )
    by: Kind = asked(PLACE_HELP, read_kind, default=Kind.NETWORK)
    known_on: date | None = asked(
        "Events, notices and answers as they were known on a day, as 2020-04-01.",
        day,
        default=None,
    )

    NAME = "safety"

    def __post_init__(self) -> None:
        if (self.notice is None) == (self.innovation is None):
            raise ValueError("Say which notice, or which innovation: one of the two.")
        need_name(self.notice or self.innovation or "", "notice or innovation")
        one_of("kind of place", self.by, PLACE_KINDS)

    def words(self, subject: str | None = None) -> str:
        """The question in words, with the title of the notice or the innovation's name."""
        when = f"on {day_name(self.on)}" if self.on else "today"
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        about = subject or self.notice or self.innovation
        what = "that had to answer" if self.notice else "that have or had"
        answered = ", and what have they answered" if self.notice else ""
        return (
            f"Which are the sites {what} {about} {when}{known}, in each "
            f"{PLACE_KINDS[self.by]}{answered}?"
        )
