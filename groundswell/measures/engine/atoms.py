"""Codes of all measures made into atoms: each row of a source is counted under one of them.

An atom is a code that some measure names. A row belongs to the longest atom that covers its code,
so that whatever covers the atom covers the row, and nothing shorter has to be asked of the row.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..definition import Code, CodeCount, Measure
from ..sources import Source

FIRST_MONTH, LAST_MONTH = 0, 12 * 10_000  # Month.index without a bound
SIDES = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Adds:
    """Rows add their `column` to one side of a measure in the months since..until.

    `measure` is a position in the measures given, `side` in SIDES, `column` in `Atoms.columns`;
    months are Month.index, both included.
    """

    measure: int
    side: int
    column: int
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Atoms:
    """What a code of a row means to the measures.

    Attributes
    ----------
    codes : atoms in order; they are numbered from 1, and 0 is what no measure names
    adds : for each atom what its rows add; nothing, where all its measures leave it out
    columns : the source's columns that some measure sums
    """

    codes: tuple[str, ...]
    adds: tuple[tuple[Adds, ...], ...]
    columns: tuple[str, ...]
    _numbers: dict[str, int]
    _lengths: tuple[int, ...]  # of atoms, the longest first; () where only the whole code matches

    @property
    def longest(self) -> int:
        """How much of a row's code can matter, in characters; 0 where all of it does."""
        return self._lengths[0] if self._lengths else 0

    def number_of(self, row_code: str) -> int:
        """The longest atom that covers a row's code; 0 where no measure names it."""
        row_code = row_code.strip()
        for length in self._lengths:
            if row_code[:length] in self._numbers:
                return self._numbers[row_code[:length]]
        return self._numbers.get(row_code, 0)


def atoms_of(measures: Sequence[Measure], source: Source) -> Atoms:
    """Every code of the measures, exclusions among them, and what each adds to."""
    counts = list(code_counts(measures, source))
    summed = {part.column for _, _, part in counts}
    columns = tuple(c for c in source.columns if c in summed)
    codes = sorted({c.code for _, _, part in counts for c in (*part.codes, *part.but)})
    by_atom: dict[str, list[Adds]] = {code: [] for code in codes}
    for number, side, part in counts:
        for atom, spans in _months_counted(part, codes, source).items():
            column = columns.index(part.column)
            by_atom[atom] += [Adds(number, side, column, since, until) for since, until in spans]
    lengths = {len(code) for code in codes} if source.code_match == "prefix" else set()
    return Atoms(
        tuple(codes),
        tuple(tuple(by_atom[code]) for code in codes),
        columns,
        {code: number for number, code in enumerate(codes, start=1)},
        tuple(sorted(lengths, reverse=True)),
    )


def code_counts(
    measures: Sequence[Measure], source: Source
) -> Iterator[tuple[int, int, CodeCount]]:
    """(measure, side, part) of all that is counted from this source."""
    for number, measure in enumerate(measures):
        for side, part in measure.parts():
            if isinstance(part, CodeCount) and part.source == source.name:
                yield number, SIDES.index(side), part


def _months_counted(
    part: CodeCount, codes: Sequence[str], source: Source
) -> dict[str, list[tuple[int, int]]]:
    """Atom to when its rows count: while a code covers it, and no exclusion does."""
    counted, excluded = _covered(part.codes, codes, source), _covered(part.but, codes, source)
    return {atom: _without(spans, excluded.get(atom, [])) for atom, spans in counted.items()}


def _covered(
    by: Sequence[Code], codes: Sequence[str], source: Source
) -> dict[str, list[tuple[int, int]]]:
    """Atom to the months in which one of the codes covers it. `codes`: all atoms, sorted."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for code in by:
        # What starts with a code stands right after it.
        for atom in codes[bisect_left(codes, code.code) :]:
            if not source.covers(code.code, atom):
                break
            spans.setdefault(atom, []).append(_months(code))
    return {atom: _union(of_atom) for atom, of_atom in spans.items()}


def _without(
    spans: list[tuple[int, int]], excluded: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    for since, until in excluded:
        cut = [((a, min(b, since - 1)), (max(a, until + 1), b)) for a, b in spans]
        spans = [months for both in cut for months in both if months[0] <= months[1]]
    return spans


def _months(code: Code) -> tuple[int, int]:
    return (
        FIRST_MONTH if code.since is None else code.since.index,
        LAST_MONTH if code.until is None else code.until.index,
    )


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Months covered by any of the spans, as spans that do not meet."""
    joined: list[tuple[int, int]] = []
    for since, until in sorted(spans):
        if joined and since <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    return joined
