"""Answering the signals question: the reach of every measure, and a chart of every site.

Measures do not know of one another, so that the work splits over processes by measure.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context

import django
import numpy as np
from django.conf import settings

from groundswell.analysis.spc import GROUNDSWELL, Variation, chart
from groundswell.common.numbers import count as count_words
from groundswell.measures.cells import measures_with_cells
from groundswell.measures.registry import measures
from groundswell.people.action import data_version

from ..answer import Provenance, Stated, SubmissionRef
from ..errors import NotFound
from ..reach.answer import ReachAnswer
from ..reach.answering import answer as reach_answer
from ..reach.answering import site_values
from ..reach.question import ReachQuestion
from .question import SignalsQuestion

# Below this many measures, starting processes takes longer than the work.
_WORTH_SPLITTING = 24
BOARD_RULE = Stated(
    "Signals",
    "An XmR chart of each series under the Making Data Count rules. A signal is a last month that "
    "chance alone would rarely show; on a board of many charts some are noise all the same.",
)


@dataclass(frozen=True, slots=True)
class SiteSignals:
    """How many sites' charts show what at their last month."""

    sites: int
    insufficient: int  # too short or too sparse to judge
    improving: int
    worsening: int
    other: int  # a signal where neither way is better


@dataclass(frozen=True, slots=True, eq=False)
class MeasureSignals:
    """One measure: its reach by place, and its sites."""

    reach: ReachAnswer
    sites: SiteSignals


@dataclass(frozen=True, slots=True, eq=False)
class SignalsAnswer:
    """The measures that have data, by title."""

    question: SignalsQuestion
    is_demo: bool
    measures: tuple[MeasureSignals, ...]
    headline: str
    provenance: Provenance


def answer(question: SignalsQuestion) -> SignalsAnswer:
    """Answer from the cells as they are now. Raises NotFound where no measure has any."""
    return _answer(question, data_version())


@lru_cache(maxsize=8)
def _answer(question: SignalsQuestion, version: int) -> SignalsAnswer:
    """`version` only keys the cache."""
    defined = measures()
    slugs = [slug for slug in measures_with_cells() if slug in defined]
    found = sorted(_each(question, slugs), key=lambda signals: signals.reach.measure.title)
    if not found:
        raise NotFound("data of any", "measure")
    return SignalsAnswer(
        question=question,
        is_demo=any(signals.reach.is_demo for signals in found),
        measures=tuple(found),
        headline=_headline(found),
        provenance=_provenance(question, found, version),
    )


def _each(question: SignalsQuestion, slugs: Sequence[str]) -> Iterator[MeasureSignals]:
    workers = min(settings.WORKERS, os.cpu_count() or 1)
    if workers < 2 or len(slugs) < _WORTH_SPLITTING:
        found = (signals_of(question, slug) for slug in slugs)
        yield from (signals for signals in found if signals is not None)
        return
    # A forked process would share this one's connection to the ledger.
    # It is set up by a function of Django's own: to find one of ours a new process would import
    # our models first.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=django.setup) as pool:
        together = pool.map(signals_of, [question] * len(slugs), slugs, chunksize=8)
        yield from (signals for signals in together if signals is not None)


def signals_of(question: SignalsQuestion, slug: str) -> MeasureSignals | None:
    """One measure's signals; None where it has no data up to the month asked for."""
    asked = ReachQuestion(slug, question.by, None, question.end, question.boundaries)
    try:
        reach = reach_answer(asked)
    except (NotFound, ValueError):
        return None
    return MeasureSignals(reach, _of_sites(asked, reach))


def _of_sites(asked: ReachQuestion, reach: ReachAnswer) -> SiteSignals:
    charts = chart(site_values(asked), improvement=reach.measure.direction, rules=GROUNDSWELL)
    icons = np.bincount(charts.variation_icon, minlength=len(Variation))
    return SiteSignals(
        sites=int(icons.sum() - icons[Variation.NO_VALUE]),
        insufficient=int(icons[Variation.INSUFFICIENT]),
        improving=int(icons[Variation.IMPROVEMENT]),
        worsening=int(icons[Variation.CONCERN]),
        other=int(icons[Variation.NEUTRAL_HIGH] + icons[Variation.NEUTRAL_LOW]),
    )


def _headline(found: Sequence[MeasureSignals]) -> str:
    sites = sum(signals.sites.sites for signals in found)
    improving = sum(signals.sites.improving for signals in found)
    worsening = sum(signals.sites.worsening for signals in found)
    noun = "measure has" if len(found) == 1 else "measures have"
    return (
        f"{count_words(len(found))} {noun} data. Of {count_words(sites)} charts of sites, "
        f"{count_words(improving)} show an improvement at their last month and "
        f"{count_words(worsening)} a worsening; some of that is noise."
    )


def _provenance(
    question: SignalsQuestion, found: Sequence[MeasureSignals], version: int
) -> Provenance:
    files: dict[int, SubmissionRef] = {}
    for signals in found:
        files |= {file.id: file for file in signals.reach.provenance.submissions}
    return Provenance(
        canonical=question.canonical,
        data_version=version,
        known_on=None,
        rules=(BOARD_RULE, Stated(question.boundaries.title, question.boundaries.text)),
        submissions=tuple(files[number] for number in sorted(files)),
        warnings=(),
    )
