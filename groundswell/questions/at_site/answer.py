"""What the site question answers."""

from dataclasses import dataclass
from datetime import date

from groundswell.adoption.holding import Holding
from groundswell.common.dates import UncertainDate

from ..answer import Provenance
from .question import SiteQuestion


@dataclass(frozen=True, slots=True)
class SiteEvent:
    """One event of the site, or of one that became it. `is_superseded`: a later one corrects it."""

    innovation: str
    site_code: str
    stage: str
    on: UncertainDate
    evidence: str
    reason: str
    note: str
    programme: str  # its name; "" for none
    recorded: date
    is_superseded: bool
    submission_id: int
    file_name: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class SiteInnovation:
    """An innovation and where the site stands with it.

    `stage` and `on` are of the event that decides, "" and None where what was said was taken back
    or has not come; `has_come` is False where that event's date is
    too imprecise to say whether it has come. `via` is the code of the predecessor whose event it
    is, "" where it is the site's own. `events` are all, the newest first, superseded ones too.
    """

    slug: str
    name: str
    holding: Holding
    stage: str
    on: UncertainDate | None
    has_come: bool
    via: str
    events: tuple[SiteEvent, ...]


@dataclass(frozen=True, slots=True)
class SiteProgramme:
    """A programme whose cohort lists the site, or to which an event of it belongs.

    `is_in`: something beyond eligible is known of one of its innovations. `is_running`: it has not
    ended by the day. `start` is the day from which the cohort lists it; None where none does.
    """

    slug: str
    name: str
    innovation: str
    innovation_name: str
    is_in: bool
    is_running: bool
    start: date | None
    submission_id: int
    file_name: str
    sheet: str
    row: int

    @property
    def could_join(self) -> bool:
        return self.is_running and not self.is_in


@dataclass(frozen=True, slots=True)
class SiteNotice:
    slug: str
    title: str
    asks: str
    innovation_name: str
    due: date
    status: str
    is_open: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Peer:
    """`size` in the unit that `SiteAnswer.size_of` names; None, and fifth 0, where not known."""

    code: str
    name: str
    size: float | None
    fifth: int
    has: int  # innovations that it has


@dataclass(frozen=True, slots=True)
class CouldHave:
    """An innovation that peers have and the site never had. `here` says what is known of it."""

    slug: str
    name: str
    peers: tuple[str, ...]  # codes of those that have it
    here: str


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """`places` are (kind in words, code, name), the smallest kind first.

    `opened` and `closed` are None where no source says; `predecessors` and `successors` are (code,
    name, day), the next step only.
    """

    question: SiteQuestion
    on: date
    code: str
    name: str
    kind: str
    postcode: str  # "" where none is known
    opened: date | None
    closed: date | None
    places: tuple[tuple[str, str, str], ...]
    predecessors: tuple[tuple[str, str, date], ...]
    successors: tuple[tuple[str, str, date], ...]
    notices: tuple[SiteNotice, ...]
    innovations: tuple[SiteInnovation, ...]
    programmes: tuple[SiteProgramme, ...]
    size: float | None
    size_of: str
    fifth: int
    peers: tuple[Peer, ...]
    peer_rule: str
    could_have: tuple[CouldHave, ...]
    is_demo: bool
    headline: str
    provenance: Provenance

    @property
    def open_notices(self) -> tuple[SiteNotice, ...]:
        return tuple(notice for notice in self.notices if notice.is_open)

    @property
    def title(self) -> str:
        return self.name
