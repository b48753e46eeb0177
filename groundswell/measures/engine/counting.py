"""What was odd about rows, kept in one number a row, so that the scan adds up no more than it must.

`flags` is a sum: UNIDENTIFIED, and for each summed column three powers of two, whether it holds no
number, is below zero, or is empty where it may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from ..sources import Source
from .places import Places

NO_FLAGS, UNIDENTIFIED = 0, 1
UNREADABLE, NEGATIVE, EMPTY = range(3)
KINDS = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were what. By column: our names; only columns with any such row."""

    rows: int
    unidentified: int  # of no known site: passed over
    without_site: int
    bad_months: Mapping[str, int]  # the text ("" for none) to its rows; the future ones among them
    unreadable: Mapping[str, int]  # a column that is no number
    negative: Mapping[str, int]
    empty: Mapping[str, int]  # a column that may be empty, and is

    @property
    def refused(self) -> bool:
        return bool(self.without_site or self.bad_months or self.unreadable)


def no_flags_sql(columns: Sequence[str], marked: bool) -> str:
    """Whether a row has no flags; not true where `mark` is NULL, though it may have none then."""
    return " AND ".join([*(f"{c} >= 0" for c in columns), *["mark <> 'Y'"] * marked])


def flags_sql(source: Source, columns: Sequence[str], marked: bool) -> str:
    """The flags of a row: each column is a number or NULL, `mark` is Y where the site is unknown.

    Where a column may be empty, its text stands beside it, as NAME_text.
    """
    flags = [f"CASE WHEN mark = 'Y' THEN {UNIDENTIFIED} ELSE 0 END"] if marked else []
    for position, c in enumerate(columns):
        unreadable, negative, empty = (_flag(position, kind) for kind in range(KINDS))
        flags.append(f"CASE WHEN {c} < 0 THEN {negative} WHEN {c} IS NOT NULL THEN 0")
        if c in source.may_be_empty:
            flags[-1] += f" WHEN {c}_text IS NULL THEN {empty}"
        flags[-1] += f" ELSE {unreadable} END"
    return " + ".join(flags)


def _flag(position: int, kind: int) -> int:
    return int(2 * UNIDENTIFIED << KINDS * position + kind)


def count(texts: pa.Table, places: Places, source: Source, columns: Sequence[str]) -> Counts:
    """`texts`: site_text, month_text, flags and how many rows have them (row_count)."""
    rows = unidentified = without_site = 0
    bad_months: dict[str, int] = {}
    kinds: tuple[dict[str, int], ...] = ({}, {}, {})
    for site_text, month_text, flags, n in zip(*texts.to_pydict().values(), strict=True):
        rows += n
        if flags & UNIDENTIFIED or places.is_nobody(site_text):
            unidentified += n
            continue
        without_site += n * (not places.sites[site_text])
        if places.months[month_text] is None:
            bad_months[month_text or ""] = bad_months.get(month_text or "", 0) + n
        for position, c in enumerate(columns) if flags else ():
            for kind, found in enumerate(kinds):
                if flags & _flag(position, kind):
                    found[c] = found.get(c, 0) + n
    ordered = ({c: found[c] for c in columns if c in found} for found in kinds)
    return Counts(rows, unidentified, without_site, bad_months, *ordered)
