"""What to expect of a large CSV file, from rows all over it: some are sorted by code or by site."""

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb

from ..sources import Source
from ..sources.header import read_header
from .duckdb_engine import csv_sql
from .expecting import Expected, columns_sampled, expected_of, sample_sql

LEAST = 32 * 1024 * 1024  # bytes; the first rows of a smaller file do as well
SHARE, MOST = 20, 32 * 1024 * 1024  # one byte in so many is read, and at most so many
BLOCK = 16 * 1024


def expected_of_file(
    path: Path,
    source: Source,
    columns: Mapping[str, str],
    folder: Path,
    least: int = LEAST,
    block: int = BLOCK,
) -> Expected | None:
    """What blocks spread evenly over a file tell.

    `columns` are our names to the file's headings. None for a small file, for a packed one, of
    which only the start can be read at once, and where the blocks cannot be read.
    """
    if path.stat().st_size < least or read_header(path).zipped:
        return None
    known = columns_sampled(source, columns)
    sample = folder / "sample.csv"
    try:
        _write_blocks(path, sample, block)
        with duckdb.connect() as connection:
            read = csv_sql([sample], known, passing_over_bad_rows=True)
            connection.execute(f"CREATE TEMP VIEW sample_rows AS {read}")
            rows = connection.execute(sample_sql(source, known)).fetchall()
    except duckdb.Error:
        return None
    finally:
        sample.unlink(missing_ok=True)
    return expected_of((code, month) for code, month, _ in rows)


def _write_blocks(path: Path, sample: Path, block: int) -> None:
    """The header row, and the lines of each block that are rows, with few that are none."""
    size = path.stat().st_size
    blocks = max(1, min(size // SHARE, MOST) // block)
    with path.open("rb") as rows, sample.open("wb") as out:
        out.write(rows.readline())
        for number in range(blocks):
            # The first line of a block, and its last, are only parts of rows; so are the lines of
            # a row that has a line break between quotes.
            lines = os.pread(rows.fileno(), block, number * (size // blocks)).splitlines(True)
            out.writelines(line for line in lines[1:-1] if line.count(b'"') % 2 == 0)
