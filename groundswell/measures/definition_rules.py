"""What a definition may not say, though each of its keys can be read."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from groundswell.common.matching import did_you_mean, nearest

from .definition import Code, CodeCount, Given, ListSize, Measure
from .sources import Source

_BNF = re.compile(r"\d{2}[0-9A-Z]{0,13}")
_NO_END = 12 * 10_000  # Month.index after all months
_SNOMED = re.compile(r"[1-9]\d{5,17}")
_SHAPES = {
    "prefix": (_BNF, "Write a BNF code or its beginning: 2 to 15 digits and capital letters."),
    "exact": (_SNOMED, "Write a SNOMED code: 6 to 18 digits, all of them."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a definition may not say. `key` is a path, as numerator.codes[0]."""

    key: str
    value: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """A code of a list, with the key path and the line that it was written in."""

    code: Code
    key: str
    line: int

    @property
    def where(self) -> str:
        return f"{self.code.code} in line {self.line}" if self.line else self.code.code

    def fault(self, why: str, mend: str) -> Fault:
        return Fault(self.key, self.code.code, why, mend)


def faults_of(measure: Measure, sources: Mapping[str, Source]) -> tuple[Fault, ...]:
    """Everything that a measure says and may not.

    `sources` are those that a measure may count in. What is asked of two lists is not asked
    while one of them has faults of its own.
    """
    of_lists = tuple(_faults_of_lists(measure, sources))
    return (
        *of_lists,
        *_faults_of_sides(measure),
        *(() if of_lists else _faults_of_share(measure, sources)),
        *_faults_of_value(measure),
        *_faults_of_review(measure),
    )


def _faults_of_lists(measure: Measure, sources: Mapping[str, Source]) -> Iterator[Fault]:
    for side, part in measure.parts():
        if not isinstance(part, CodeCount):
            continue
        if part.source not in sources:
            mend = _one_of(part.source, sources)
            yield Fault(f"{side}.source", part.source, "No such source is known.", mend)
            continue
        source = sources[part.source]
        if part.column not in source.columns:
            why, mend = "The source has no such column.", _one_of(part.column, source.columns)
            yield Fault(f"{side}.column", part.column, why, mend)
        if not part.codes:
            why = "There is no code in the list. An empty list never means all codes."
            yield Fault(f"{side}.codes", "", why, "Give at least one code.")
        codes = _listed(measure, f"{side}.codes", part.codes)
        but = _listed(measure, f"{side}.but", part.but)
        of_codes = [*_faults_of_codes(codes, source), *_faults_of_codes(but, source)]
        yield from of_codes or _faults_of_exclusions(codes, but, source)


def _listed(measure: Measure, key: str, codes: Sequence[Code]) -> list[_Listed]:
    keys = [f"{key}[{i}]" for i in range(len(codes))]
    return [_Listed(c, k, measure.lines.get(k, 0)) for k, c in zip(keys, codes, strict=True)]


def _faults_of_codes(listed: Sequence[_Listed], source: Source) -> Iterator[Fault]:
    shape, mend = _SHAPES[source.code_match]
    for i, item in enumerate(listed):
        code = item.code
        if not shape.fullmatch(code.code):
            yield item.fault(f"This is not the shape of a code of {source.name}.", mend)
        if code.since and code.until and code.until < code.since:
            why = f"It ends in {code.until}, before it starts in {code.since}."
            yield item.fault(why, "Mend since or until.")
        for j, other in enumerate(listed):
            same = other.code.code == code.code
            if same and j < i and _overlap(code, other.code):
                why = f"The list has {other.where} already."
                yield item.fault(why, "Keep one of the two, or make their months follow.")
            covered = not same and source.covers(other.code.code, code.code)
            if covered and _within(code, [other.code]):
                yield item.fault(f"{other.where} covers it already.", "Take it out.")


def _faults_of_exclusions(
    codes: Sequence[_Listed], but: Sequence[_Listed], source: Source
) -> Iterator[Fault]:
    for item in but:
        meets = [c for c in codes if _overlap(c.code, item.code)]
        whole = [c for c in meets if source.covers(item.code.code, c.code.code)]
        if whole:
            why = f"It takes out {whole[0].where} whole."
            yield item.fault(why, "Take that code out of the list instead.")
        elif not any(source.covers(c.code.code, item.code.code) for c in meets):
            why = "It excludes nothing: no code of the list covers it."
            yield item.fault(why, "Mend the code, or take it out.")


def _faults_of_sides(measure: Measure) -> Iterator[Fault]:
    above, below = measure.numerator, measure.denominator
    if isinstance(above, ListSize):
        why = "Nothing counts registered patients above the line."
        yield Fault("numerator.by", "list-size", why, "Count codes, or take given numbers.")
    if isinstance(below, ListSize) and below.carried_months > 60:
        why = "A list size more than five years old says nothing of today."
        value = str(below.carried_months)
        yield Fault("denominator.carried_months", value, why, "Give 0 to 60 months.")
    if below is not None and isinstance(above, Given) != isinstance(below, Given):
        why = "A series file brings numerator and denominator together, or neither is given."
        yield Fault("denominator.by", "", why, "Make both given, or neither.")
    if measure.kind == "quantity" and below is not None:
        why = "A quantity is its numerator: nothing divides it."
        mend = "Make the denominator none, or the kind rate, mean or proportion."
        yield Fault("denominator", "", why, mend)
    if measure.kind != "quantity" and below is None:
        why = f"A {measure.kind} needs a denominator."
        yield Fault("denominator", "", why, "Give one, or make the kind quantity.")


def _faults_of_share(measure: Measure, sources: Mapping[str, Source]) -> Iterator[Fault]:
    """A share's numerator must be part of its denominator: else it could be above 1."""
    above, below = measure.numerator, measure.denominator
    if measure.kind != "proportion" or not isinstance(above, CodeCount):
        return
    if not isinstance(below, CodeCount):
        if below is not None and not isinstance(below, Given):
            why = "What is counted is no part of the registered patients."
            yield Fault("denominator.by", "list-size", why, "Make the kind rate.")
        return
    for key in ("source", "column"):
        if getattr(above, key) != getattr(below, key):
            why = f"A share has the same {key} above and below: {getattr(above, key)}."
            mend = "Mend one of the two, or make the kind rate or mean."
            yield Fault(f"denominator.{key}", getattr(below, key), why, mend)
            return
    source = sources[above.source]
    for item in _listed(measure, "numerator.codes", above.codes):
        around = [c for c in below.codes if source.covers(c.code, item.code.code)]
        if not _within(item.code, around):
            why = "The denominator does not have it in all its months: the share could be above 1."
            yield item.fault(why, "Add it to the denominator's codes.")
    for item in _listed(measure, "denominator.but", below.but):
        kept = [
            c
            for c in above.codes
            if (source.covers(c.code, item.code.code) or source.covers(item.code.code, c.code))
            and _overlap(c, item.code)
        ]
        excluded = [c for c in above.but if source.covers(c.code, item.code.code)]
        if kept and not _within(item.code, excluded):
            why = "The numerator counts it: the share could be above 1."
            yield item.fault(why, "Exclude it from the numerator too.")


def _faults_of_value(measure: Measure) -> Iterator[Fault]:
    multiplier, target = measure.multiplier, measure.target
    if multiplier <= 0:
        why = "Nothing is multiplied by zero or less."
        yield Fault("multiplier", f"{multiplier:g}", why, "Give 1, 100 or 1000.")
    if measure.kind == "quantity" and multiplier != 1:
        why = "A quantity is shown as it is counted: nothing multiplies it."
        yield Fault("multiplier", f"{multiplier:g}", why, "Make it 1.")
    if measure.kind == "proportion" and multiplier not in (1, 100):
        why = "A share is shown as it is, or in hundredths."
        yield Fault("multiplier", f"{multiplier:g}", why, "Make it 1, or 100 with the unit %.")
    if (measure.unit == "%") != (measure.kind == "proportion" and multiplier == 100):
        why = "The unit % goes with a proportion times 100, and with nothing else."
        yield Fault("unit", measure.unit, why, "Mend unit, multiplier or kind.")
    if target is not None and measure.direction == "neutral":
        why = "A target is met from one side: a neutral direction has none."
        yield Fault("target", f"{target:g}", why, "Give a direction, or take the target out.")
    most = multiplier if measure.kind == "proportion" else inf
    if target is not None and not 0 <= target <= most:
        why = "No value can meet this target."
        yield Fault("target", f"{target:g}", why, f"Give it in {measure.unit}.")


def _faults_of_review(measure: Measure) -> Iterator[Fault]:
    if measure.version < 1:
        yield Fault("version", str(measure.version), "Versions start at 1.", "Give 1 or more.")
    repeated = [s for i, s in enumerate(measure.innovations) if s in measure.innovations[:i]]
    for slug in repeated:
        yield Fault("innovations", slug, "It stands in the list twice.", "Take one out.")
    if measure.checker.casefold() == measure.author.casefold():
        why = "The author cannot be the checker."
        yield Fault("checker", measure.checker, why, "Name who else has checked it.")
    elif measure.status == "published" and not measure.checker:
        why = "A published measure has been checked by somebody other than its author."
        mend = "Name the checker, or make the status preview."
        yield Fault("status", measure.status, why, mend)


def _one_of(value: str, known: Collection[str]) -> str:
    return did_you_mean(nearest(value, known)) or f"Use one of: {', '.join(known)}."


def _months(code: Code) -> tuple[int, int]:
    """First and last month as Month.index, both included."""
    return (
        0 if code.since is None else code.since.index,
        _NO_END if code.until is None else code.until.index,
    )


def _overlap(one: Code, other: Code) -> bool:
    (first, last), (start, end) = _months(one), _months(other)
    return first <= end and start <= last


def _within(code: Code, around: Sequence[Code]) -> bool:
    """Whether each month of the code is a month of one of those around it."""
    first, last = _months(code)
    for start, end in sorted(_months(c) for c in around):
        if start <= first <= end:
            first = end + 1
    return first > last
