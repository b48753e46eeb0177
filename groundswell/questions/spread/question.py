"""Where has it spread? Adopted sites of eligible, by place and month."""

from dataclasses import dataclass
from datetime import date

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import day_name
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, Boundaries, parse_boundaries
from groundswell.organisations.models import Kind

from ..asked import Question, asked, day, need_month, need_name, one_of
from ..places import BOUNDARIES_HELP, PLACE_HELP, PLACE_KINDS, read_kind


@dataclass(frozen=True, slots=True)
class SpreadQuestion(Question):
    """Which places have taken up an innovation, at the end of a month?

    Cannot be built invalid: raises ValueError saying what is accepted. Whether the innovation
    exists is the ledger's to say, when the question is asked.
    """

    innovation: str = asked("The innovation's slug, as freestyle-libre.")
    at: Month = asked("The month at whose end to count, as 2018-04.", Month.parse)
    by: Kind = asked(PLACE_HELP, read_kind, default=Kind.NETWORK)
    boundaries: Boundaries = asked(BOUNDARIES_HELP, parse_boundaries, default=AS_THEN)
    definition: str = asked(
        f"What counts as adopted: {', '.join(DEFINITIONS)}.", default="live-or-beyond"
    )
    known_on: date | None = asked(
        "Adoption as it was known on a day, as 2020-04-01.", day, default=None
    )
    programme: str | None = asked("Only the cohort of one programme: its slug.", default=None)

    NAME = "spread"

    def __post_init__(self) -> None:
        need_name(self.innovation, "innovation, as freestyle-libre")
        need_month(self.at)
        if self.programme is not None:
            need_name(self.programme, "programme, by its slug")
        one_of("kind of place", self.by, PLACE_KINDS)
        one_of("definition of adopted", self.definition, DEFINITIONS)

    def words(self, innovation: str | None = None) -> str:
        """The question in words, with the innovation's name where that is known."""
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        cohort = f" in the programme “{self.programme}”" if self.programme else ""
        return (
            f"How many of the sites that could take up {innovation or self.innovation}{cohort} had "
            f"done so at the end of {self.at.name}{known}, in each {PLACE_KINDS[self.by]}? "
            f"Adopted means: {DEFINITIONS[self.definition].title.lower()}. "
            f"{self.boundaries.text}"
        )
