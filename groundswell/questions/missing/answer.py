"""What the missing question answers: a line a network, and a line a site."""

from dataclasses import dataclass
from datetime import date

from groundswell.adoption.asked import round_name
from groundswell.programmes.models import Round

from ..answer import Provenance
from ..programme_sites import Ended, Source
from .question import MissingQuestion

# On time; after the due day; due and not come; not due and not come.
RECEIVED, LATE, MISSING, NOT_DUE = "received", "late", "missing", "not due yet"
# Of networks only: some sites of theirs have come and others not; none of the cohort is theirs.
PARTLY, NO_SITES = "partly", "no sites"
SITE_STATUSES = (MISSING, LATE, NOT_DUE, RECEIVED)
NETWORK_STATUSES = (MISSING, PARTLY, LATE, NOT_DUE, RECEIVED, NO_SITES)


@dataclass(frozen=True, slots=True)
class AskedRound:
    """The round that was asked for. `due` is the last day on which a return is on time."""

    start: date
    end: date
    due: date

    @property
    def name(self) -> str:
        """January to March 2019; its two days where it is not of whole months."""
        return round_name(Round(start=self.start, end=self.end))


@dataclass(frozen=True, slots=True)
class SiteReturn:
    """A site that a network was asked about. `days_late` counts from the due day, up to when it
    came or the day looked at; None where it came in time or is not due.

    `received` is when it was first told of. `changes` are (old, new).
    """

    site_code: str
    site_name: str
    network_code: str
    network_name: str
    status: str
    received: date | None
    days_late: int | None
    changes: tuple[tuple[str, str], ...]
    owner: str
    email: str
    due: date
    source: Source


@dataclass(frozen=True, slots=True)
class NetworkReturn:
    """A network that was asked: its status, and its sites counted by theirs."""

    code: str
    name: str
    owner: str
    email: str
    due: date
    status: str
    received: date | None
    days_late: int | None
    sites: int
    on_time: int
    late: int
    missing: int
    not_due: int
    changed: int


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """`round` is None where no round had ended by then; there is then nothing else in it."""

    question: MissingQuestion
    programme: str
    programme_name: str
    is_demo: bool
    on: date
    round: AskedRound | None
    ended: Ended | None
    networks: tuple[NetworkReturn, ...]
    sites: tuple[SiteReturn, ...]
    headline: str
    provenance: Provenance
