"""The codes that definitions name, and which of them no row of a file has."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundswell.common.months import Month
from groundswell.submissions.findings import Refusal

from .definition import Code, CodeCount, Measure
from .sources import Source


@dataclass(frozen=True, slots=True)
class Named:
    """Where a definition names a code. `line` is 0 where the measure was not read from a file."""

    measure: str
    key: str
    name: str
    path: Path
    line: int


def codes_of(
    measures: Iterable[Measure], source: str, month: Month
) -> dict[str, tuple[Named, ...]]:
    """The distinct codes of a source that count in a month, exclusions too, and who names each."""
    found: dict[str, list[Named]] = {}
    for measure in measures:
        for key, code in _codes(measure, source):
            if code.counts_in(month):
                line = measure.lines.get(key, 0)
                named = Named(measure.slug, key, code.name, measure.path, line)
                found.setdefault(code.code, []).append(named)
    return {code: tuple(named) for code, named in sorted(found.items())}


def _codes(measure: Measure, source: str) -> Iterable[tuple[str, Code]]:
    for side, part in measure.parts():
        if isinstance(part, CodeCount) and part.source == source:
            yield from ((f"{side}.codes[{i}]", code) for i, code in enumerate(part.codes))
            yield from ((f"{side}.but[{i}]", code) for i, code in enumerate(part.but))


def without_rows(
    measures: Sequence[Measure], source: Source, rows: Mapping[Month, Collection[str]]
) -> list[Refusal]:
    """A refusal for each place in a definition that names a code without a row.

    `rows` are the distinct codes of the rows of each month. A code is asked for in those of the
    months in which it counts, and refused where none of them has it.
    """
    present = {month: sorted(codes) for month, codes in rows.items()}
    asked: dict[Named, tuple[str, list[Month]]] = {}
    matched: set[Named] = set()
    for month in sorted(present):
        for code, places in codes_of(measures, source.name, month).items():
            has_row = _has_row(code, source, present[month])
            for place in places:
                asked.setdefault(place, (code, []))[1].append(month)
                if has_row:
                    matched.add(place)
    return [
        _without_row(place, code, months, source)
        for place, (code, months) in asked.items()
        if place not in matched
    ]


def _has_row(code: str, source: Source, ordered: Sequence[str]) -> bool:
    """`ordered`: sorted codes of rows. What starts with a code stands right after it."""
    at = bisect_left(ordered, code)
    return at < len(ordered) and source.covers(code, ordered[at])


def _without_row(place: Named, code: str, months: list[Month], source: Source) -> Refusal:
    when = str(months[0]) if len(months) == 1 else f"{months[0]} to {months[-1]}"
    why = f"No row of {source.title} has {place.name} in {when}."
    mend = "Mend the code, or say since or until which month there are rows."
    return Refusal(place.path.name, "", place.line, place.key, code, why, mend)
