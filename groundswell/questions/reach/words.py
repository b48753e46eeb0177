"""A reach answer in one sentence: value, counts, who reported, and whether it is noise."""

from collections.abc import Sequence

import numpy as np

from groundswell.analysis.panel import Status
from groundswell.analysis.spc import GROUNDSWELL, Variation, chart
from groundswell.common.months import Month
from groundswell.common.numbers import amount, is_same, percent
from groundswell.common.numbers import count as count_words
from groundswell.measures.definition import Measure
from groundswell.organisations.models import Kind

from .answer import PlaceCells
from .question import ReachQuestion

SITE_NOUNS = {
    Kind.PRACTICE: ("GP practice", "GP practices"),
    Kind.TRUST: ("trust", "trusts"),
    Kind.MATERNITY: ("maternity unit", "maternity units"),
    Kind.CCG: ("CCG or sub-ICB location", "CCGs or sub-ICB locations"),
    Kind.PCN: ("primary care network", "primary care networks"),
    Kind.ICB: ("ICB", "ICBs"),
}
CHANGE = {
    Variation.COMMON_CAUSE: "The latest months vary no more than chance would.",
    Variation.IMPROVEMENT: "That is an improvement that chance alone would rarely show.",
    Variation.CONCERN: "That is a worsening that chance alone would rarely show.",
    Variation.NEUTRAL_HIGH: "That is higher than chance alone would usually show.",
    Variation.NEUTRAL_LOW: "That is lower than chance alone would usually show.",
}


def site_noun(measure: Measure, number: float) -> str:
    one, many = SITE_NOUNS.get(measure.sites, ("site", "sites"))
    return one if number == 1 else many


def headline(
    measure: Measure, question: ReachQuestion, months: Sequence[Month], total: PlaceCells
) -> str:
    last = months[-1].name
    status = Status(int(total.status[0, -1]))
    if status not in (Status.OBSERVED, Status.ZERO):
        why = "it is suppressed" if status == Status.SUPPRESSED else "nobody has reported it"
        return f"{measure.title}: not known for {last}, because {why}."
    known = _known_share(measure, total)
    if known is not None and known < 0.5:
        # A share among few of those who could benefit must not lead the sentence.
        parts = [
            f"{measure.title}: known for {_share(known)} of {_offered(measure, total)} in {last}.",
            f"Of these, {_value(measure, total)}{_out_of(measure, total)}.",
            _reporting(measure, total),
            "Of the others nothing is known.",
        ]
    else:
        parts = [
            f"{measure.title}: {_value(measure, total)} in {last}{_out_of(measure, total)}.",
            _reporting(measure, total),
        ]
        if known is not None:
            parts.append(
                f"They stand for {_share(known)} of {_offered(measure, total)}; of the others "
                "nothing is known."
            )
    parts.append(_change(measure, total))
    return " ".join(part for part in parts if part)


def _value(measure: Measure, total: PlaceCells) -> str:
    return amount(float(total.value[0, -1]), measure.unit)


def _out_of(measure: Measure, total: PlaceCells) -> str:
    if measure.denominator is None:
        return ""
    above, below = float(total.numerator[0, -1]), float(total.denominator[0, -1])
    return f", {_whole(above)} of {_whole(below)}"


def _whole(number: float) -> str:
    """Large numbers without their fractions, which only a unit of thousands or a split makes."""
    return count_words(round(number) if number >= 1000 else number)


def _reporting(measure: Measure, total: PlaceCells) -> str:
    known, expected = float(total.known[0, -1]), float(total.expected[0, -1])
    noun = site_noun(measure, expected)
    if is_same(known, expected):
        return f"All {count_words(expected)} {noun} reported."
    return f"{count_words(known)} of {count_words(expected)} {noun} reported."


def _known_share(measure: Measure, total: PlaceCells) -> float | None:
    """What share of the whole denominator those who reported stand for; None for all of it."""
    offered, known = float(total.offered[0, -1]), float(total.denominator[0, -1])
    if measure.denominator is None or not offered or is_same(known, offered):
        return None
    return known / offered


def _offered(measure: Measure, total: PlaceCells) -> str:
    if measure.counts != "people":
        return "the denominator"
    return f"the {_whole(float(total.offered[0, -1]))} people who could benefit"


def _share(share: float) -> str:
    """Small shares with a decimal: 2.5%."""
    return f"{share * 100:.1f}%" if share < 0.1 else percent(share)


def _change(measure: Measure, total: PlaceCells) -> str:
    charts = chart(np.atleast_2d(total.value), improvement=measure.direction, rules=GROUNDSWELL)
    return CHANGE.get(Variation(int(charts.variation_icon[0])), "")
