"""The engine inside the process: DuckDB, with bounded memory and all cores."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from ..sources.header import Header, read_header
from .protocol import Unreadable

POLL_SECONDS = 0.2
# What a file can be to blame for; any other error of DuckDB is ours, or the machine's.
READING = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException)


class DuckDBEngine:
    """`memory` as DuckDB writes it (2GB); beyond it DuckDB spills to `folder`.

    `progress` is told, while a query runs, which share (0 to 1) of its input has been read.
    """

    def __init__(
        self,
        folder: Path,
        memory: str = "2GB",
        threads: int | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> None:
        # Everything that could reach beyond the files named is off.
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "temp_directory": str(folder),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            # Sums do not depend on the order of rows, and keeping it costs memory.
            "preserve_insertion_order": "false",
            # DuckDB takes any CSV file for a few dozen rows. It would hold all of them in memory to
            # look them up for each of our few codes; as written, a join looks codes up for rows.
            # It also reads a column as the type that it is cast to, where TRY_CAST then fails.
            "disabled_optimizers": "join_order,build_side_probe_side,type_pushdown",
        }
        if threads:
            config["threads"] = threads
        self._connection = duckdb.connect(config=config)
        self._progress = progress

    def register_csv(
        self,
        name: str,
        paths: Sequence[Path],
        columns: Mapping[str, str],
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        sql = csv_sql(paths, columns, numbers or {})
        self._execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def register_rows(self, name: str, table: pa.Table) -> None:
        self._connection.register("arriving", table)
        self._execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM arriving")
        self._connection.unregister("arriving")

    def keep(self, name: str, sql: str) -> None:
        self._execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def run(self, sql: str) -> pa.Table:
        self._execute(f"CREATE OR REPLACE TEMP TABLE answered AS {sql}")
        return self._connection.sql("FROM answered").to_arrow_table()

    def close(self) -> None:
        self._connection.close()

    def _execute(self, sql: str) -> None:
        try:
            if self._progress is None:
                self._connection.execute(sql)
            else:
                self._watch(sql, self._progress)
        except READING as error:
            raise _said(error) from error

    def _watch(self, sql: str, progress: Callable[[float], None]) -> None:
        """Run in a thread, so that this one can tell how far it is, and can be interrupted."""
        failed: list[BaseException] = []

        def execute() -> None:
            try:
                self._connection.execute(sql)
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=execute)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(POLL_SECONDS)
                progress(max(0.0, self._connection.query_progress()) / 100)
        except BaseException:
            self._connection.interrupt()
            thread.join()
            raise
        if failed:
            raise failed[0]


def csv_sql(
    paths: Sequence[Path],
    columns: Mapping[str, str],
    numbers: Mapping[str, str] | None = None,
    *,
    passing_over_bad_rows: bool = False,
) -> str:
    """A SELECT of columns from CSV files, nothing about them guessed. `numbers`: their types."""
    header = read_header(paths[0])
    names = _unique(header)
    native = {ours: names[header.names.index(heading)] for ours, heading in columns.items()}
    types = {native[ours]: of_number for ours, of_number in (numbers or {}).items()}
    chosen = ", ".join(f"{_quoted(theirs)} AS {ours}" for ours, theirs in native.items())
    every = ", ".join(f"{_text(name)}: '{types.get(name, 'VARCHAR')}'" for name in names)
    files = ", ".join(_text(str(p)) for p in paths)
    newline = "\\r\\n" if header.newline == "\r\n" else "\\n"
    return (
        f"SELECT {chosen} FROM read_csv([{files}], columns = {{{every}}}, "
        "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"new_line = '{newline}', compression = '{'gzip' if header.zipped else 'none'}', "
        f"ignore_errors = {str(passing_over_bad_rows).lower()}, encoding = 'utf-8')"
    )


def _unique(header: Header) -> list[str]:
    """A name for every column, none twice, whatever the file calls them."""
    names: list[str] = []
    for position, name in enumerate(header.names):
        fits = name and name not in names
        names.append(name if fits else f"column {position + 1} {name}".rstrip())
    return names


def _quoted(name: str) -> str:
    """A name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"


_LINE = re.compile(r"\bLine: (\d+)")


def _said(error: duckdb.Error) -> Unreadable:
    """What DuckDB found wrong, in a sentence, with the row where it says one."""
    message = str(error)
    line = _LINE.search(message)
    row = int(line[1]) if line else 0
    if "invalid unicode" in message.lower() or "utf-8" in message.lower():
        return Unreadable("The file is not in UTF-8 from here on. Save it as CSV UTF-8.", row)
    if "columns" in message.lower() and line:
        return Unreadable("This row has another number of columns than the header row.", row)
    return Unreadable(f"The file could not be read as CSV: {message.splitlines()[0]}", row)
