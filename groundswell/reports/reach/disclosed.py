"""The reach answer as the public may see it. Tables and charts are made from this, never from the
answer: nothing that is drawn, averaged or ranked knows a suppressed number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.measures.definition import Measure
from groundswell.questions.answer import Provenance
from groundswell.questions.reach import Fifths, PlaceCells, ReachAnswer, Unreported

from ..disclosure import HiddenGrid, Rule, default_rule, disclose_grid

Floats = NDArray[np.float64]

# Of fewer sites the deciles are those sites' own values.
FEWEST_SITES = 10


@dataclass(frozen=True, slots=True, eq=False)
class ShownCells:
    """P places by T months. A number that is hidden is NaN, and its status SUPPRESSED.

    `hidden_numerator` and `hidden_denominator` say which: any other NaN was never known.
    """

    numerator: Floats
    denominator: Floats
    value: Floats
    status: NDArray[np.int8]
    coverage: Floats
    known: Floats  # eligible sites that reported
    expected: Floats  # eligible sites
    hidden_numerator: NDArray[np.bool_]
    hidden_denominator: NDArray[np.bool_]

    @property
    def hidden_value(self) -> NDArray[np.bool_]:
        return self.hidden_numerator | self.hidden_denominator


@dataclass(frozen=True, slots=True, eq=False)
class DisclosedReach:
    """`places` (P, T) in the order of `codes`, `total` (1, T): see `ReachAnswer` for the rest."""

    measure: Measure
    is_demo: bool
    by: str
    months: tuple[Month, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    places: ShownCells
    total: ShownCells
    deciles: Floats  # (9, T), NaN in a month of few sites
    sites: NDArray[np.int64]  # (T,)
    fifths: Fifths | None
    hidden_fifths: NDArray[np.bool_]  # (5,): whose numerator is hidden, and NaN
    unreported: tuple[Unreported, ...]
    headline: str
    provenance: Provenance


def disclose_reach(answer: ReachAnswer, rule: Rule | None = None) -> DisclosedReach:
    """Hide small numbers, and those from which one would follow."""
    rule = rule or default_rule()
    cells, total = answer.cells, answer.total
    above = _hidden(cells.numerator, total.numerator, answer.measure, rule)
    below = (
        _hidden(cells.denominator, total.denominator, answer.measure, rule)
        if answer.measure.kind == "proportion"
        else _none_hidden(cells.denominator)
    )
    fifths, hidden_fifths = _fifths(answer, rule)
    return DisclosedReach(
        measure=answer.measure,
        is_demo=answer.is_demo,
        by=answer.by,
        months=answer.months,
        codes=answer.codes,
        names=answer.names,
        places=_shown(cells, above.parts, below.parts),
        total=_shown(total, above.totals[None, :], below.totals[None, :]),
        deciles=np.where(answer.sites < FEWEST_SITES, np.nan, answer.deciles),
        sites=answer.sites,
        fifths=fifths,
        hidden_fifths=hidden_fifths,
        unreported=answer.unreported,
        headline=answer.headline,
        provenance=answer.provenance,
    )


def _hidden(counts: Floats, total: Floats, measure: Measure, rule: Rule) -> HiddenGrid:
    # All places together are the country: its numbers are shown however small.
    return disclose_grid(counts, total[0], kind=measure.counts, national=True, rule=rule)


def _none_hidden(counts: Floats) -> HiddenGrid:
    """What people are counted against, such as list sizes or doses, tells of nobody."""
    return HiddenGrid(np.zeros(counts.shape, dtype=bool), np.zeros(counts.shape[1], dtype=bool))


def _shown(cells: PlaceCells, above: NDArray[np.bool_], below: NDArray[np.bool_]) -> ShownCells:
    # A zero out of a hidden denominator stays a zero; any other value would tell the two numbers.
    value_hidden = (above | below) & ~((cells.numerator == 0) & ~above)
    return ShownCells(
        numerator=np.where(above, np.nan, cells.numerator),
        denominator=np.where(below, np.nan, cells.denominator),
        value=np.where(value_hidden, np.nan, cells.value),
        status=np.where(value_hidden, Status.SUPPRESSED, cells.status).astype(np.int8),
        coverage=cells.coverage,
        known=cells.known,
        expected=cells.expected,
        hidden_numerator=above,
        hidden_denominator=below,
    )


def _fifths(answer: ReachAnswer, rule: Rule) -> tuple[Fifths | None, NDArray[np.bool_]]:
    fifths = answer.fifths
    if fifths is None:
        return None, np.zeros(5, dtype=bool)
    total = np.array([np.nansum(fifths.numerator)])
    hidden = disclose_grid(
        fifths.numerator[:, None], total, kind=answer.measure.counts, national=True, rule=rule
    ).parts[:, 0]
    shown = Fifths(
        np.where(hidden, np.nan, fifths.numerator),
        fifths.denominator,
        np.where(hidden, np.nan, fifths.standard_error),
        fifths.sites,
        fifths.without,
    )
    return shown, hidden
