"""What to expect of a large CSV file, from rows all over it: some are sorted by code or by site."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from ..sources import Source
from ..sources.header import Header, read_header
from ..sources.source import NO_SITE
from .expecting import Expected, columns_sampled, expected_of

LEAST = 32 * 1024 * 1024  # bytes; the first rows of a smaller file do as well
SHARE, MOST = 20, 24 * 1024 * 1024  # one byte in so many is read, and at most so many
BLOCK = 16 * 1024


def expected_of_file(
    path: Path,
    source: Source,
    columns: Mapping[str, str],
    least: int = LEAST,
    block: int = BLOCK,
) -> Expected | None:
    """What blocks spread evenly over a file tell.

    `columns` are our names to the file's headings. None for a small file, for a packed one, of
    which only the start can be read at once, and where the blocks cannot be read.
    """
    header = read_header(path)
    if path.stat().st_size < least or header.zipped:
        return None
    at = {
        name: str(header.names.index(heading))
        for name, heading in columns_sampled(source, columns).items()
    }
    try:
        rows = _rows(b"".join(_blocks(path, block)), header, list(at.values()))
    except pa.ArrowInvalid:
        return None
    named = rows.rename_columns(list(at))
    counted = pc.not_equal(pc.utf8_trim_whitespace(named[source.site]), NO_SITE)
    if source.unidentified in at:
        counted = pc.and_(counted, pc.not_equal(named[source.unidentified], "Y"))
    if source.month not in at:
        named = named.append_column(source.month, pa.repeat("", len(named)))
    keys = [source.code, source.month]
    found = named.filter(counted).group_by(keys).aggregate([([], "count_all")])
    ordered = found.sort_by([("count_all", "descending"), *((k, "ascending") for k in keys)])
    pairs = zip(*(ordered[k].to_pylist() for k in keys), strict=True)
    return expected_of((code, month) for code, month in pairs if code)


def _blocks(path: Path, block: int) -> Iterator[bytes]:
    """Whole lines. The first line of a block, and its last, are only parts of rows."""
    size = path.stat().st_size
    number = max(1, min(size // SHARE, MOST) // block)
    with path.open("rb") as file:
        for n in range(number):
            lines = os.pread(file.fileno(), block, n * (size // number))
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
