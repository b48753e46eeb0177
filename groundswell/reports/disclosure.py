"""The one boundary where small numbers are suppressed.

A suppressed number is a value of its own: it is neither 0 nor missing, and cannot be computed
with. Which kinds of count are suppressed, and up to what, is in `disclosure.toml`.
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).with_name("disclosure.toml")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A number that exists, is not zero, and is not shown.

    It prints as "s". It equals only another suppressed number; adding, comparing or converting
    it raises TypeError, because it has no arithmetic.
    """

    def __str__(self) -> str:
        return "s"


Number = int | float
Disclosed = Number | Suppressed | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Sub-national counts of 1 to `threshold` are suppressed, for the kinds named so."""

    threshold: int
    suppressed: frozenset[str]
    exempt: frozenset[str]

    def __post_init__(self) -> None:
        if self.threshold < 1:
            raise ValueError(f"A threshold of {self.threshold} would suppress nothing.")
        if both := self.suppressed & self.exempt:
            raise ValueError(f"Both suppressed and exempt: {', '.join(sorted(both))}.")

    @classmethod
    def read(cls, path: Path = _FILE) -> Self:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(given["threshold"], frozenset(given["suppressed"]), frozenset(given["exempt"]))

    def covers(self, kind: str) -> bool:
        """Whether small counts of this kind are suppressed. Raises for a kind that is not named.

        A new kind of count is thus never shown because nobody thought of it.
        """
        if kind in self.suppressed | self.exempt:
            return kind in self.suppressed
        known = ", ".join(sorted(self.suppressed | self.exempt))
        raise ValueError(f"disclosure.toml does not name {kind!r}. It names {known}.")

    def is_small(self, count: Number) -> bool:
        """Above 0 and, rounded down, at most the threshold: 7.5 of a split place is small too."""
        return 0 < count < self.threshold + 1


@lru_cache(maxsize=1)
def default_rule() -> Rule:
    return Rule.read()


def disclose(count: Number | None, *, kind: str, national: bool, rule: Rule) -> Disclosed:
    """The count as the public may see it: itself, or Suppressed. Zero stays 0, missing None.

    `national`: a count for the whole country, which is shown however small. Raises ValueError
    for a kind that the rule does not name, and for what cannot be a count.
    """
    covered = rule.covers(kind)
    if count is None:
        return None
    if not math.isfinite(count) or count < 0:
        raise ValueError(f"{count} is not a count.")
    return Suppressed() if covered and not national and rule.is_small(count) else count


@dataclass(frozen=True, slots=True)
class DisclosedParts:
    """Parts and their total as the public may see them, in the order given."""

    parts: tuple[Disclosed, ...]
    total: Disclosed


def disclose_parts(
    counts: Sequence[Number | None], total: Number, *, kind: str, national: bool, rule: Rule
) -> DisclosedParts:
    """Sub-national parts beside their total, so that no part follows from the total.

    Where taking the shown parts from the total would tell a suppressed one, the smallest other
    part that is not zero is suppressed too; where there is none, the total is. `national` says
    whether the total is a national one; the parts never are.
    """
    parts = [disclose(count, kind=kind, national=False, rule=rule) for count in counts]
    shown_total = disclose(total, kind=kind, national=national, rule=rule)
    while not isinstance(shown_total, Suppressed) and _tells(parts, total):
        hidden_next = _smallest_shown(parts)
        if hidden_next is None:
            shown_total = Suppressed()
        else:
            parts[hidden_next] = Suppressed()
    return DisclosedParts(tuple(parts), shown_total)


@dataclass(frozen=True, slots=True, eq=False)
class HiddenGrid:
    """Which numbers of P places by T months, and which of their T totals, are suppressed."""

    parts: NDArray[np.bool_]  # (P, T)
    totals: NDArray[np.bool_]  # (T,)


def disclose_grid(
    counts: NDArray[np.float64],
    totals: NDArray[np.float64],
    *,
    kind: str,
    national: bool,
    rule: Rule,
) -> HiddenGrid:
    """`disclose_parts` for every month at once: counts (P, T), NaN where missing; totals (T,).

    A number below zero, which returns make, is small where its size is. The cost is linear in
    P x T for each further part that has to be suppressed in some month.
    """
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden_totals = np.zeros(totals.shape, dtype=bool)
    if not rule.covers(kind):
        return HiddenGrid(hidden, hidden_totals)
    size = np.abs(np.nan_to_num(counts))
    hidden |= (size > 0) & (size < rule.threshold + 1)
    if not national:
        hidden_totals |= (np.abs(totals) > 0) & (np.abs(totals) < rule.threshold + 1)
    total_size = np.nan_to_num(totals)
    while (told := _months_told(size, total_size, hidden, hidden_totals)).size:
        shown = np.where(hidden[:, told] | (size[:, told] == 0), np.inf, size[:, told])
        if not len(shown):
            break
        smallest = shown.argmin(axis=0)
        found = np.isfinite(shown[smallest, np.arange(told.size)])
        hidden[smallest[found], told[found]] = True
        hidden_totals[told[~found]] = True
    return HiddenGrid(hidden, hidden_totals)


def _months_told(
    size: NDArray[np.float64],
    totals: NDArray[np.float64],
    hidden: NDArray[np.bool_],
    hidden_totals: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The months in which total and shown parts tell what a suppressed part is: see `_tells`."""
    number = hidden.sum(axis=0)
    rest = totals - np.where(hidden, 0.0, size).sum(axis=0)
    tells = (number == 1) | ((number > 1) & (rest <= number))
    return np.flatnonzero(tells & ~hidden_totals)


def _tells(parts: Sequence[Disclosed], total: Number) -> bool:
    """Whether the total and the parts that are shown tell what a suppressed part is.

    They do where one part alone is suppressed, and where so little is left that each suppressed
    part, being at least 1, must be 1.
    """
    suppressed = sum(isinstance(part, Suppressed) for part in parts)
    rest = total - sum(part for part in parts if isinstance(part, int | float))
    return suppressed == 1 or (suppressed > 1 and rest <= suppressed)


def _smallest_shown(parts: Sequence[Disclosed]) -> int | None:
    """Where the smallest part stands that is shown and not zero, the first of equals."""
    shown = [(p, i) for i, p in enumerate(parts) if isinstance(p, int | float) and p > 0]
    return min(shown)[1] if shown else None


def disclose_source_row(
    values: list[tuple[str, str]], *, count_columns: frozenset[str], rule: Rule
) -> list[tuple[str, str | Suppressed]]:
    """A row of a file as the public may open it: (heading, value) in the file's order.

    `count_columns` names the columns that hold counts and those from which a count follows, such
    as a ratio. Where one of them holds a whole number of 1 to the threshold, all of them are
    suppressed in that row, except zeros and words: a ratio beside its denominator tells the
    count. So they are where none holds a whole number, since nothing then says that the count
    behind a ratio is large, and where one cannot be read as a number. Headings are compared in
    lower case with single spaces.
    """
    columns = {_key(column) for column in count_columns}
    cells = [text for heading, text in values if _key(heading) in columns and _has_digit(text)]
    if not _tells_a_small_count([_number(text) for text in cells], rule):
        return list(values)
    return [
        (heading, Suppressed() if _key(heading) in columns and _is_amount(text) else text)
        for heading, text in values
    ]


def _tells_a_small_count(numbers: list[float | None], rule: Rule) -> bool:
    """Given the numbers of a row's named columns, None for one that cannot be read."""
    whole = [abs(n) for n in numbers if n is not None and n.is_integer()]
    return bool(numbers) and (
        None in numbers or not whole or any(rule.is_small(number) for number in whole)
    )


def _key(heading: str) -> str:
    return " ".join(heading.lower().split())


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _is_amount(text: str) -> bool:
    """Anything with a digit that is not plainly zero."""
    return _has_digit(text) and _number(text) != 0


def _number(text: str) -> float | None:
    """1,234, 3.0 or 12.5% as a number; None for what cannot be read as one."""
    try:
        number = float(text.strip().removesuffix("%").replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
