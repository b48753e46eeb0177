"""What to expect of a large CSV file, from rows all over it: some are sorted by code or by site."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from ..sources import Source
from ..sources.header import Header, read_header
from .expecting import Expected, columns_sampled, expected_of

LEAST = 32 * 1024 * 1024  # bytes; the first rows of a smaller file do as well
SHARE, MOST = 20, 64 * 1024 * 1024  # one byte in so many is read, and at most so many
BLOCK = 64 * 1024
BLOCKS_WHEN_KNOWN = 64


def expected_of_file(
    path: Path,
    source: Source,
    columns: Mapping[str, str],
    known: Sequence[str] = (),
    least: int = LEAST,
    block: int = BLOCK,
) -> Expected | None:
    """What blocks spread evenly over a file tell; fewer of them where codes are `known` already.

    `columns` are our names to the file's headings. None for a small file, for a packed one, of
    which only the start can be read at once, and where the blocks cannot be read.
    """
    header, size = read_header(path), path.stat().st_size
    if size < least or header.zipped:
        return None
    blocks = BLOCKS_WHEN_KNOWN if known else max(1, min(size // SHARE, MOST) // block)
    at = {
        name: str(header.names.index(heading))
        for name, heading in columns_sampled(source, columns).items()
    }
    try:
        rows = _rows(b"".join(_blocks(path, blocks, block)), header, list(at.values()))
    except pa.ArrowInvalid:
        return None
    named = rows.rename_columns(list(at))
    if source.month not in at:
        named = named.append_column(source.month, pa.repeat("", len(named)))
    keys = [source.code, source.month]
    found = named.group_by(keys).aggregate([([], "count_all")])
    ordered = found.sort_by([("count_all", "descending"), *((k, "ascending") for k in keys)])
    pairs = zip(*(ordered[k].to_pylist() for k in keys), strict=True)
    expected = expected_of((code, month) for code, month in pairs if code)
    return Expected(tuple(dict.fromkeys((*known, *expected.codes))), expected.month)


def _blocks(path: Path, number: int, block: int) -> Iterator[bytes]:
    """Whole lines. The first line of a block, and its last, are only parts of rows."""
    apart = path.stat().st_size // number
    with path.open("rb") as file:
        for n in range(number):
            lines = os.pread(file.fileno(), block, n * apart)
            yield lines[lines.find(b"\n") + 1 : lines.rfind(b"\n") + 1]


def _rows(lines: bytes, header: Header, chosen: list[str]) -> pa.Table:
    """Columns of text, named by their positions. A line that is no row is passed over.

    Such are the parts of a row that has a line break between quotes.
    """
    names = [str(position) for position in range(len(header.names))]
    return csv.read_csv(
        pa.BufferReader(lines),
        read_options=csv.ReadOptions(column_names=names),
        parse_options=csv.ParseOptions(invalid_row_handler=lambda row: "skip"),
        convert_options=csv.ConvertOptions(
            include_columns=chosen, column_types=dict.fromkeys(chosen, pa.string())
        ),
    )
