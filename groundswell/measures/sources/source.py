"""What a source of raw rows is: its columns, and the headings that its files have had."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from groundswell.common.months import Month
from groundswell.submissions.tables import heading_key

NO_SITE = "-"  # what publishers write where the prescriber is not known


@dataclass(frozen=True, slots=True)
class Variant:
    """One header row that a source's files have had. `evidence` says what tells us so.

    `headings` are our names to theirs, compared in any case and without outer spaces. Without a
    heading for the month the file does not say its month: it must be told.
    """

    name: str
    headings: Mapping[str, str]
    evidence: str

    def columns_in(self, header: tuple[str, ...]) -> dict[str, str]:
        """Our name to the heading as the file writes it, for those that the file has."""
        written = {heading_key(h): h for h in reversed(header)}
        return {
            name: written[heading_key(heading)]
            for name, heading in self.headings.items()
            if heading_key(heading) in written
        }


@dataclass(frozen=True, slots=True)
class Source:
    """One row is one product at one site in one month.

    `code`, `site` and `month` are our names of those columns; `columns` are the numbers that a
    measure may sum. `code_match`: a measure's code covers the rows whose code starts with it, or
    is it. `may_be_empty` are numbers that the publisher leaves out where it knows none: they add
    nothing. `unidentified` is a column that marks rows of no known site with Y.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    variants: tuple[Variant, ...]
    code_match: Literal["prefix", "exact"]
    code: str = "code"
    site: str = "site"
    month: str = "month"
    unidentified: str = "unidentified"
    may_be_empty: frozenset[str] = frozenset()

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Our name to the native headings of all variants, the newest first."""
        names = dict.fromkeys(name for v in self.variants for name in v.headings)
        return {
            n: tuple(dict.fromkeys(v.headings[n] for v in self.variants if n in v.headings))
            for n in names
        }

    def covers(self, code: str, row_code: str) -> bool:
        """Whether a measure's code covers a row's."""
        return row_code.startswith(code) if self.code_match == "prefix" else row_code == code


_MONTH = re.compile(r"(\d{4})[-_]?(0[1-9]|1[0-2])([-_]?01)?")


def read_month(text: str) -> Month | None:
    """Months as publishers write them: 201709, 2017_09, 2017-09, 2017-09-01. None for others."""
    found = _MONTH.fullmatch(text.strip())
    return Month.parse(f"{found[1]}-{found[2]}") if found and found[1] != "0000" else None
