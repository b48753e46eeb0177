"""What the stalled question answers: a line a site, and how long each stage takes."""

from dataclasses import dataclass
from datetime import date

from groundswell.common.dates import UncertainDate

from ..answer import Provenance
from ..programme_sites import Ended, Source
from .question import StalledQuestion
from .stays import StageTime


@dataclass(frozen=True, slots=True)
class StalledSite:
    """A site that is behind, in one of its networks. `days` is the least that its dates allow."""

    site_code: str
    site_name: str
    network_code: str
    network_name: str
    stage: str
    since: UncertainDate
    days: int
    threshold: float
    owner: str
    email: str
    due: date | None
    source: Source


@dataclass(frozen=True, slots=True)
class StalledAnswer:
    """`now` counts the sites that certainly stand in each stage on the day. Sites by network."""

    question: StalledQuestion
    programme_name: str
    is_demo: bool
    at: date
    due: date | None
    ended: Ended | None
    stages: tuple[StageTime, ...]
    now: dict[str, int]
    sites: tuple[StalledSite, ...]
    headline: str
    provenance: Provenance
