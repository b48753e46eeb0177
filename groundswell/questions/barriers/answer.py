"""What the barriers question answers with."""

from dataclasses import dataclass

from groundswell.common.dates import UncertainDate

from ..answer import Provenance
from .question import BarriersQuestion

NO_DOMAIN = ""  # a barrier or enabler whose sender named no domain


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain of NASSS: how often it was told, and of how many different sites."""

    domain: str
    barrier_events: int
    barrier_sites: int
    enabler_events: int
    enabler_sites: int


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One barrier or enabler, in its sender's words.

    `told_by` is the network that sent it, by its code, or "national"; nobody is named.
    `place_code` is the network in which the site was when it came about, or `answer.NO_PLACE`.
    """

    event: int
    site_code: str
    site_name: str
    place_code: str
    factor: str
    domain: str
    note: str
    stage: str
    on: UncertainDate
    innovation: str
    told_by: str
    submission_id: int
    file_name: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class BarriersAnswer:
    """`domains` has every domain, in the order of the framework; told of none is a count of 0."""

    question: BarriersQuestion
    programme: str
    programme_name: str
    is_demo: bool
    headline: str
    domains: tuple[DomainRow, ...]
    factors: tuple[FactorRow, ...]
    places: tuple[tuple[str, str], ...]  # (code, name) of the networks that the factors are of
    provenance: Provenance
