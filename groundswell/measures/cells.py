"""Cells on disk: one Parquet file a submission, under a name made from its content."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from groundswell.common.months import Month
from groundswell.submissions.incoming import write_once

from .models import CellFile
from .rules import Use

_SCHEMA = pa.schema(
    [
        ("site", pa.string()),
        ("month", pa.int32()),  # Month.index
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
        ("row", pa.int32()),
    ]
)


def write_cells(uses: Sequence[Use]) -> str:
    """Write cells sorted by site and month; return the path below `cells/`.

    Nothing reads the file before a `CellFile` names it, so a crash in between leaves only a
    file that the next run writes again under the same name.
    """
    ordered = sorted(uses, key=lambda u: (u.site, u.month))
    table = pa.table(
        {
            "site": [u.site for u in ordered],
            "month": [u.month.index for u in ordered],
            "numerator": [u.numerator for u in ordered],
            "denominator": [u.denominator for u in ordered],
            "row": [u.row for u in ordered],
        },
        schema=_SCHEMA,
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    content = buffer.getvalue()
    path = f"{hashlib.sha256(content).hexdigest()}.parquet"
    write_once(_root() / path, content)
    return path


@dataclass(frozen=True, slots=True)
class MonthOfUse:
    """All sites of a file together in one month. `denominator` is None where the file has none."""

    month: Month
    sites: int  # with a row
    using: int  # of those, with use above zero
    numerator: float
    denominator: float | None


def monthly_use(cell_file: CellFile) -> list[MonthOfUse]:
    """The cells of a published file added up by month, first month first. One scan, by DuckDB."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select month, count(*), count(*) filter (where numerator > 0), sum(numerator),"
            " case when count(denominator) = count(*) then sum(denominator) end"
            " from read_parquet(?) group by month order by month",
            [str(_root() / cell_file.path)],
        ).fetchall()
    return [MonthOfUse(Month(month), *rest) for month, *rest in rows]


def _root() -> Path:
    return Path(settings.HOME) / "cells"
