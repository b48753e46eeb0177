"""The way down from the board: the reach question behind each measure of it."""

from dataclasses import dataclass

from groundswell.common.months import Month

from .answering import answer
from .question import SignalsQuestion


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One measure of the board, and the question that opens it."""

    measure: str
    title: str
    month: Month
    sites: int
    insufficient: int
    improving: int
    worsening: int
    question: str


def rows(question: SignalsQuestion, measure: str | None = None) -> list[SignalRow]:
    """One row a measure. Raises NotFound like `answer`."""
    found = []
    for signals in answer(question).measures:
        reach, sites = signals.reach, signals.sites
        if measure in (None, reach.measure.slug):
            found.append(
                SignalRow(
                    measure=reach.measure.slug,
                    title=reach.measure.title,
                    month=reach.last,
                    sites=sites.sites,
                    insufficient=sites.insufficient,
                    improving=sites.improving,
                    worsening=sites.worsening,
                    question=reach.provenance.canonical,
                )
            )
    return found
