"""How far has a programme got against its trajectory? Adopted of eligible sites, and sites due."""

from dataclasses import dataclass
from datetime import date

from groundswell.adoption.rules import DEFINITIONS
from groundswell.common.dates import day_name
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, Boundaries, parse_boundaries
from groundswell.organisations.models import Kind

from ..asked import Question, asked, chosen, day, need_month, need_name, one_of
from ..places import BOUNDARIES_HELP, PLACE_KINDS

# Kinds of place that a programme answers for or is compared by.
KINDS: dict[Kind, str] = {kind: PLACE_KINDS[kind] for kind in (Kind.NETWORK, Kind.ICB, Kind.REGION)}


@dataclass(frozen=True, slots=True)
class CoverageQuestion(Question):
    """How many of a programme's eligible sites have adopted, and how many should have by then?

    Cannot be built invalid: raises ValueError saying what is accepted. Whether the programme
    exists is the ledger's to say, when the question is asked.
    """

    programme: str = asked("The programme's slug, as pincer.")
    at: Month = asked("The month at whose end to count, as 2018-04.", Month.parse)
    by: Kind = asked(
        f"The kind of place: {', '.join(KINDS)}.",
        chosen("kind of place", KINDS, Kind),
        default=Kind.NETWORK,
    )
    boundaries: Boundaries = asked(BOUNDARIES_HELP, parse_boundaries, default=AS_THEN)
    definition: str | None = asked(
        f"What counts as adopted: {', '.join(DEFINITIONS)}; the programme's own where it is left "
        "out.",
        default=None,
    )
    known_on: date | None = asked(
        "The programme and adoption as they were known on a day, as 2020-04-01.",
        day,
        default=None,
    )
    innovation: str | None = asked(
        "One of the programme's innovations, by its slug; the one that leads where it is left out.",
        default=None,
    )

    NAME = "coverage"

    def __post_init__(self) -> None:
        need_name(self.programme, "programme, as pincer")
        need_month(self.at)
        one_of("kind of place", self.by, KINDS)
        if self.definition is not None:
            one_of("definition of adopted", self.definition, DEFINITIONS)
        if self.innovation is not None:
            need_name(self.innovation, "innovation, by its slug")

    def words(self, programme: str | None = None, definition: str | None = None) -> str:
        """The question in words, with the programme's name and definition where these are known."""
        known = f", as known on {day_name(self.known_on)}" if self.known_on else ""
        meaning = self.definition or definition
        adopted = (
            f"Adopted means: {DEFINITIONS[meaning].title.lower()}."
            if meaning
            else "Adopted means what the programme says."
        )
        return (
            f"How many of the eligible sites of “{programme or self.programme}” had adopted at the "
            f"end of {self.at.name}{known}, in each {KINDS[self.by]}, and how many were due by "
            f"then? {adopted} {self.boundaries.text}"
        )
