"""What the rows behind each kind of answer can be narrowed to."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.questions.answer import SpreadAnswer
from groundswell.questions.at_site import SiteAnswer
from groundswell.questions.barriers import DOMAIN_TITLES, UNNAMED, BarriersAnswer
from groundswell.questions.coverage import CoverageAnswer
from groundswell.questions.first_use import VERDICTS, FirstUseAnswer, SiteFirstUse
from groundswell.questions.funnel import FunnelAnswer
from groundswell.questions.missing import SITE_STATUSES, MissingAnswer
from groundswell.questions.reach import STATUS_WORDS, ReachAnswer
from groundswell.questions.safety import STATUS_WORDS as SAFETY_WORDS
from groundswell.questions.safety import SafetyAnswer
from groundswell.questions.stalled import STAGES as STALLED_STAGES
from groundswell.questions.stalled import StalledAnswer, StalledSite

from .formats import sentence

Choices = list[tuple[str, str]]  # value, text


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice among the rows behind an answer. `every` is what choosing nothing means."""

    name: str
    title: str
    every: str
    choices: Choices


def _same(words: tuple[str, ...]) -> Choices:
    return [(word, word[:1].upper() + word[1:]) for word in words]


def spread_filters(answer: SpreadAnswer) -> tuple[Filter, ...]:
    places = [(row.place_code, row.place_name) for row in answer.rows]
    return (
        Filter("place", "Place", "All places", places),
        Filter("status", "Status", "Every status", _same(("adopted", "not adopted", "unknown"))),
    )


def coverage_filters(answer: CoverageAnswer) -> tuple[Filter, ...]:
    return spread_filters(answer.spread)


def funnel_filters(answer: FunnelAnswer) -> tuple[Filter, ...]:
    stages = [(row.stage, sentence(row.stage.replace("-", " "))) for row in answer.stages]
    return (
        Filter("place", "Network", "All networks", [*answer.places]),
        Filter("stage", "Latest stage", "Every stage", stages),
    )


def barriers_filters(answer: BarriersAnswer) -> tuple[Filter, ...]:
    domains = [(name or UNNAMED, title) for name, title in DOMAIN_TITLES.items()]
    return (
        Filter("place", "Network", "All networks", [*answer.places]),
        Filter("factor", "Barriers or enablers", "Both", _same(("barrier", "enabler"))),
        Filter("domain", "Domain", "Every domain", domains),
    )


def reach_filters(answer: ReachAnswer) -> tuple[Filter, ...]:
    months = [(str(month), month.name) for month in answer.months[-2::-1]]
    statuses = _same(tuple(STATUS_WORDS.values()))
    return (
        Filter("place", "Place", "All places", [*zip(answer.codes, answer.names, strict=True)]),
        Filter("month", "Month", answer.last.name, months),
        Filter("status", "Status", "Every status but not eligible", statuses),
    )


def stalled_filters(answer: StalledAnswer) -> tuple[Filter, ...]:
    return (
        Filter("place", "Network", "All networks", _networks(answer.sites)),
        Filter("stage", "Stage", "Every stage", _same(STALLED_STAGES)),
    )


def missing_filters(answer: MissingAnswer) -> tuple[Filter, ...]:
    statuses = _same((*SITE_STATUSES, "changed"))
    return (
        Filter("place", "Network", "All networks", [(n.code, n.name) for n in answer.networks]),
        Filter("status", "Return", "Whatever has come", statuses),
    )


def first_use_filters(answer: FirstUseAnswer) -> tuple[Filter, ...]:
    return (
        Filter("place", "Network", "All networks", _networks(answer.sites)),
        Filter("verdict", "What differs", "Whatever was found", _same(VERDICTS[:-1])),
    )


def _networks(sites: Iterable[StalledSite | SiteFirstUse]) -> Choices:
    return sorted({(s.network_code, s.network_name) for s in sites}, key=lambda pair: pair[1])


def safety_filters(answer: SafetyAnswer) -> tuple[Filter, ...]:
    places = [(row.code, row.name) for row in answer.places]
    statuses = [(name, words) for name, words in SAFETY_WORDS.items() if name != "not-asked"]
    return (
        Filter("place", "Place", "All places", places),
        Filter("status", "Status", "Every status but not known", statuses),
    )


def site_filters(answer: SiteAnswer) -> tuple[Filter, ...]:
    choices = [(one.slug, one.name) for one in answer.innovations]
    return (Filter("innovation", "Innovation", "Every innovation", choices),)
