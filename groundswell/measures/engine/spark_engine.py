"""The engine on an Apache Spark cluster: Spark's own CSV reader, and SQL run by its workers.

This process is the driver. It starts a Java beside it, and asks for rows only as answers of `run`.
Nothing but Spark and Java is needed on the workers.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from groundswell.submissions.tables import heading_key

from .protocol import Unreadable
from .spark_errors import reading_failed
from .spark_files import address_in, address_of, size_at
from .spark_session import start_session

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# What the answers depend on; everything else is left to Spark's own configuration files.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # a sum that overflows is an error, not NULL
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}
# A row of another length than the header's, or with a stray quote, fails the reading, as it does
# in DuckDB. Spark notices only if it parses every column, which costs next to nothing.
STRICT = {
    "header": "true",
    "sep": ",",
    "quote": '"',
    "escape": '"',
    "encoding": "UTF-8",
    "mode": "FAILFAST",
    "columnPruning": "false",
    "unescapedQuoteHandling": "RAISE_ERROR",
}
NOT_UTF8 = "\ufffd"  # what Java reads for bytes that are not UTF-8


class SparkEngine:
    """`master` is the cluster's address (spark://host:7077); None leaves it to Spark's own files.

    `files_at` is the address of a folder (s3a://bucket/epd) in which the cluster finds files under
    the names that they have here; without it, it looks for them under the same path.
    `settings` are Spark's, for this session. Do not give secrets here: Java's command line shows
    them. Raises CannotStart. A process can have one at a time.
    """

    def __init__(
        self,
        master: str | None,
        files_at: str | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._session = start_session(master, {**SETTINGS, **(settings or {})})
        self._files_at = files_at
        self._kept: dict[str, DataFrame] = {}

    def register_csv(
        self,
        name: str,
        paths: Sequence[Path | str],
        columns: Mapping[str, str],
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        """As the protocol says; numbers come as text, for the query to cast.

        A text is an address that the cluster knows, and may be a pattern that stands for many
        files. Each path may have its columns in another order. Headers are read now.
        """
        with _plainly():
            tables = [self._read(path, columns) for path in paths]
            self._name(name, reduce(lambda above, below: above.union(below), tables))

    def register_rows(self, name: str, table: pa.Table) -> None:
        self._name(name, self._session.createDataFrame(table))

    def keep(self, name: str, sql: str) -> None:
        with _plainly():
            asked = self._session.sql(sql)
            # Spark would answer from what is kept where the same files are asked the same again.
            if name in self._kept:
                self._kept.pop(name).unpersist(blocking=True)
            self._kept[name] = asked.persist()
            asked.count()
        self._name(name, asked)

    def run(self, sql: str) -> pa.Table:
        with _plainly():
            answer = self._session.sql(sql).toArrow()
        # Spark marks columns in which it expects no nulls: that would be another schema.
        return answer.cast(pa.schema([field.with_nullable(True) for field in answer.schema]))

    def close(self) -> None:
        self._session.stop()

    def _address(self, path: Path | str) -> str:
        if isinstance(path, str):
            return path
        if self._files_at is None:
            return address_of(path)
        address = address_in(self._files_at, path)
        if (there := size_at(self._session, address)) != (here := path.stat().st_size):
            raise Unreadable(f"{address} is not {path}: {there:,} bytes there, {here:,} here.")
        return address

    def _name(self, name: str, frame: "DataFrame") -> None:
        frame.createOrReplaceTempView(name)

    def _read(self, path: Path | str, columns: Mapping[str, str]) -> "DataFrame":
        from pyspark.sql import functions as F

        address = self._address(path)
        schema = self._session.read.options(**STRICT).csv(address).schema
        positions = {heading_key(heading): n for n, heading in reversed([*enumerate(schema.names)])}
        absent = [h for h in columns.values() if heading_key(h) not in positions]
        if absent:
            raise Unreadable(f"{address} has no column {', '.join(absent)}.", row=1)
        # A text may stand for many files: each must have the same header.
        same = "false" if isinstance(path, str) else "true"
        frame = self._session.read.options(**STRICT, enforceSchema=same).schema(schema).csv(address)

        def text(heading: str) -> "Column":
            name = schema.names[positions[heading_key(heading)]].replace("`", "``")
            column = frame[f"`{name}`"]
            refused = F.raise_error(F.concat(F.lit(f"{address}: not UTF-8: "), column))
            return F.when(F.contains(column, F.lit(NOT_UTF8)), refused).otherwise(column)

        return frame.select([text(heading).alias(ours) for ours, heading in columns.items()])


@contextmanager
def _plainly() -> Iterator[None]:
    """What Spark could not read is said as Unreadable; other errors stay as they are."""
    try:
        yield
    except Exception as error:
        if why := reading_failed(error):
            raise Unreadable(why) from error
        raise
