"""What the safety question answers: sites, places, and the rows they rest on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from groundswell.adoption.holding import Holding
from groundswell.common.dates import UncertainDate

from ..answer import Provenance
from .question import SafetyQuestion


class Status(StrEnum):
    """Where a site stands. The last four have nothing outstanding that could be counted."""

    OUTSTANDING = "outstanding"
    ACKNOWLEDGED = "acknowledged"
    ACTED = "acted"
    CLOSED = "closed"
    APART = "apart"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


STATUS_WORDS = {
    "outstanding": "Outstanding",
    "acknowledged": "Acknowledged, not acted",
    "acted": "Acted",
    "closed": "Closed, and nobody known to have succeeded it",
    "apart": "May be about to have it, or may have had it",
    "unknown": "Not known whether it has it",
    "not-asked": "Has or had it",
}
HOLDING_WORDS = {
    Holding.HAS: "has it",
    Holding.HAD: "had it",
    Holding.MAY_HAVE: "may have it",
    Holding.ABOUT_TO: "may be about to have it",
    Holding.MAY_HAVE_HAD: "may have had it",
    Holding.NOT: "not known to have had it",
}


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice as it was sent. `asks` in words."""

    slug: str
    title: str
    asks: str
    text: str
    issued: date
    due: date
    issuer: str
    submission_id: int
    file_name: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class SafetySite:
    """A site as it is on the day. `inherited` are the sites that had it and became this one.

    Days and outcome are of the answer that the status rests on: where several sites became one
    and answered differently, of the one that is furthest behind. `on` is None for unknown sites.
    """

    code: str
    name: str
    places: tuple[tuple[str, str], ...]  # (code, name); several where it stands in several
    holding: Holding
    status: Status
    is_overdue: bool
    inherited: tuple[tuple[str, str], ...]
    stage: str
    on: UncertainDate | None
    acknowledged: date | None = None
    acted: date | None = None
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SafetyPlace:
    """Counts of sites in a place. `acknowledged` counts those that acted too.

    `owner` answers for the programme there, "" where nobody is known to. A site that stands in
    several places counts in each.
    """

    code: str
    name: str
    owner: str
    sites: int
    acknowledged: int
    acted: int
    outstanding: int
    overdue: int
    apart: int
    unknown: int


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """`sites` have, had or may have it; the others are listed apart, and counted nowhere else.

    `notice` is None where the question is about an innovation; then nobody was asked anything.
    """

    question: SafetyQuestion
    on: date
    notice: NoticeFacts | None
    innovation: str
    innovation_name: str
    is_demo: bool
    headline: str
    sites: tuple[SafetySite, ...]
    apart: tuple[SafetySite, ...]
    closed: tuple[SafetySite, ...]
    unknown: tuple[SafetySite, ...]
    places: tuple[SafetyPlace, ...]
    total: SafetyPlace
    provenance: Provenance

    @property
    def title(self) -> str:
        return self.notice.title if self.notice else self.innovation_name

    @property
    def is_open(self) -> bool:
        """Has some site not acted, or is it not due yet?"""
        return bool(self.notice) and (
            self.total.acted < self.total.sites or self.on <= self.notice.due  # type: ignore[union-attr]
        )


@dataclass(frozen=True, slots=True)
class SafetyRow:
    """One site that has or had it, what it has become, and the rows that say so.

    `had_by` is the site of the event, `site_code` what that has become. The row of the answer is
    0 where there is none; that of the event is of the cohort where nothing else is known.
    """

    site_code: str
    site_name: str
    place_code: str
    status: str
    had_by: str
    holding: str
    stage: str
    on: UncertainDate | None
    evidence: str
    submission_id: int
    file_name: str
    sheet: str
    row: int
    acknowledged: date | None
    acted: date | None
    outcome: str
    answer_submission_id: int
    answer_file_name: str
    answer_sheet: str
    answer_row: int
