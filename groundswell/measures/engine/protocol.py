"""What an engine must be able to do. It knows nothing of measures, sites or months."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa


class Unreadable(Exception):
    """Files that the engine could not read as CSV. The message says why, in plain words.

    `row` is the first row concerned, counted as a spreadsheet shows it; 0 where it is not known.
    """

    def __init__(self, why: str, row: int = 0) -> None:
        super().__init__(why)
        self.row = row


class Engine(Protocol):
    """Registers tables under names, and runs SQL of the portable subset over them.

    The subset is what DuckDB and Spark 4 both understand and answer alike: explicit joins, GROUP
    BY and casts, TRY_CAST of text, COALESCE, CASE, substr; no ASOF, QUALIFY or GROUP BY ALL.
    """

    def register_csv(
        self,
        name: str,
        paths: Sequence[Path],
        columns: Mapping[str, str],
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        """A table of text from CSV files with a header row: our name -> heading in the files.

        UTF-8, commas, double quotes; plain or gzip. No types are inferred: digits keep their
        leading zeros, and an empty cell is NULL. All files have the first one's header row.
        Only these columns are read. Reading happens when a query runs, not here.

        `numbers` are columns that every query will TRY_CAST to the type given. An engine that
        reads numbers faster than text may give them as such at once: then a query raises
        Unreadable where one is none, and its caller registers the files again without `numbers`.
        """

    def register_rows(self, name: str, table: pa.Table) -> None:
        """A small table that the caller has made. A name registered before is replaced."""

    def keep(self, name: str, sql: str) -> None:
        """Run a query once and hold its answer as a table. Raises Unreadable.

        What it reads is read no further: later queries over `name` scan no CSV again.
        """

    def run(self, sql: str) -> pa.Table:
        """The answer of a query. Integers, decimals and text come as Arrow has them.

        Raises Unreadable.
        """

    def close(self) -> None:
        """Free what is held. The tables are gone."""
