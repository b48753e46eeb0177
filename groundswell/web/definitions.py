"""A measure's definition as its page shows it."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from groundswell.common.numbers import amount
from groundswell.measures.definition import Code, CodeCount, Measure, Part
from groundswell.measures.words import part_in_words
from groundswell.questions.reach.words import site_noun

from . import words
from .formats import day, sentence


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a numerator or denominator; `but` are left out of it."""

    side: str
    codes: tuple[Code, ...]
    but: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """Lines are (key, text), in the order in which they are read."""

    lines: list[tuple[str, str]]
    codes: list[Codes]


def definition_of(measure: Measure) -> Definition:
    lines = [
        ("Why it matters", measure.why),
        ("Numerator", _part(measure.numerator)),
        ("Denominator", _part(measure.denominator)),
        ("Value", _value(measure)),
        ("Which way is better", words.DIRECTION[measure.direction]),
        ("Target", "None" if measure.target is None else amount(measure.target, measure.unit)),
        ("Who reports", _sites(measure)),
        ("Source of the data", words.SOURCE_CLASS[measure.source_class]),
        ("State", f"Version {measure.version}. {words.STATUS[measure.status]}"),
        ("Author", measure.author),
        ("Checked by", measure.checker or "Nobody yet"),
        ("Next review", _review(measure)),
        ("Definition taken from", measure.source),
        ("What is not verified", measure.notes),
    ]
    return Definition(
        [(key, text.strip()) for key, text in lines if text.strip()],
        [
            Codes(side, part.codes, part.but)
            for side, part in measure.parts()
            if isinstance(part, CodeCount)
        ],
    )


def _sites(measure: Measure) -> str:
    return sentence(site_noun(measure, 2))


def _part(part: Part | None) -> str:
    return sentence(part_in_words(part))


def _value(measure: Measure) -> str:
    if measure.denominator is None:
        return f"The numerator, in {measure.unit}"
    unit = "per cent" if measure.unit == "%" else measure.unit
    times = "" if measure.multiplier == 1 else f" times {measure.multiplier:,.12g}"
    return f"Numerator divided by denominator{times}, in {unit}"


def _review(measure: Measure) -> str:
    late = " (overdue)" if measure.next_review < localdate() else ""
    return f"{day(measure.next_review)}{late}"
