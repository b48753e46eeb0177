"""The engine that a command names."""

from pathlib import Path
from typing import Literal

from .duckdb_engine import DuckDBEngine
from .java import CannotStart
from .protocol import Engine

EngineName = Literal["duckdb", "spark"]


def open_engine(
    name: EngineName, *, folder: Path, master: str | None = None, files_at: str | None = None
) -> Engine:
    """`folder` is where DuckDB may spill; `master` and `files_at` are SparkEngine's.

    Raises CannotStart where Spark, Java or the cluster is missing. The caller closes it.
    """
    if name == "duckdb":
        if master or files_at:
            raise CannotStart("A master, and where it finds files, go with Spark: --engine spark.")
        return DuckDBEngine(folder)
    # Only here: the module is of no use without the `spark` extra.
    from .spark_engine import SparkEngine

    return SparkEngine(master, files_at)
