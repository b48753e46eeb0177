"""Parquet files of cells: written whole under a name made from their content, read by measure."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from groundswell.submissions.incoming import write_once

SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("site", pa.string()),
        ("month", pa.int32()),  # Month.index
        ("numerator", pa.float64()),  # NaN where there is none
        ("denominator", pa.float64()),
        ("status", pa.int8()),  # analysis.panel.Status
        ("submission", pa.int32()),
        ("row", pa.int32()),  # 0 where many rows were added up
    ]
)
# A national month of one measure is a row group of its own; ten years of it are about ten.
ROW_GROUP = 128 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """A file on disk: its name below `cells/` and its size."""

    path: str
    cells: int
    bytes: int


def write_file(cells: pa.Table) -> Written:
    """Write cells of `SCHEMA`, sorted by measure, site and month.

    Nothing reads the file before the manifest names it, so a crash in between leaves a file that
    `collect` removes, or that the next run finds under the same name. Each measure starts a row
    group, so that one measure is read without the others.
    """
    buffer = io.BytesIO()
    with pq.ParquetWriter(
        buffer, SCHEMA, compression="zstd", use_dictionary=["measure", "site", "submission"]
    ) as writer:
        for start, stop in measure_slices(cells):
            writer.write_table(cells.slice(start, stop - start), row_group_size=ROW_GROUP)
    content = buffer.getvalue()
    path = f"{hashlib.sha256(content).hexdigest()}.parquet"
    write_once(folder() / path, content)
    return Written(path, len(cells), len(content))


def measure_slices(cells: pa.Table) -> list[tuple[int, int]]:
    """(start, stop) of each measure's rows in cells sorted by measure."""
    names = cells.column("measure").combine_chunks()
    if not len(names):
        return []
    starts = pc.run_end_encode(names).run_ends.to_pylist()
    return list(zip([0, *starts], starts, strict=False))


def read_file(path: str, measure: str) -> pa.Table:
    """The cells of one measure in a file, without their measure; sites as a dictionary.

    Only the row groups that hold the measure are read. Raises FileNotFoundError.
    """
    with pq.ParquetFile(folder() / path, read_dictionary=["site"], pre_buffer=False) as file:
        groups = [
            number
            for number in range(file.num_row_groups)
            if _holds(file.metadata.row_group(number).column(0).statistics, measure)
        ]
        return file.read_row_groups(groups, columns=SCHEMA.names[1:], use_threads=False)


def _holds(statistics: Any, measure: str) -> bool:
    return statistics is None or statistics.min <= measure <= statistics.max


def codes_and_names(sites: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """Each cell's site as a number, and the sites so numbered, in code order."""
    unified = sites.unify_dictionaries()
    if not unified.num_chunks:
        return np.zeros(0, np.int32), []
    names = unified.chunk(0).dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in unified.chunks])
    return rank[codes], [names[i] for i in order]


def folder() -> Path:
    return Path(settings.HOME) / "cells"
