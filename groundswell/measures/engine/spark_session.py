"""A session on a Spark cluster, or a plain word on why there is none."""

import re
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .java import CannotStart, require_java
from .spark_errors import why_not_started

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PATIENCE = 5  # seconds for a master to answer


def start_session(master: str | None, settings: Mapping[str, str]) -> "SparkSession":
    """`master` None leaves it to Spark's own configuration. Raises CannotStart."""
    try:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CannotStart(
            "PySpark is not installed here: pip install '.[spark]' in Groundswell's folder."
        ) from error
    require_java()
    _require_master(master or "")
    # Spark would quietly hand out the session that is there, whatever its master.
    if SparkContext._active_spark_context is not None:
        raise CannotStart("This process has a Spark session already: close that first.")
    builder = SparkSession.builder.appName("Groundswell: rows to cells")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except Exception as error:
        raise CannotStart(why_not_started(error, master)) from error


def _require_master(master: str) -> None:
    """Asked at once: Spark itself tries for a minute, and then gives another reason."""
    addresses = re.findall(r"([^/,]+):(\d+)", master) if master.startswith("spark://") else []
    for host, port in addresses:
        try:
            socket.create_connection((host, int(port)), PATIENCE).close()
            return
        except OSError:
            continue
    if addresses:
        raise CannotStart(f"No Spark master answers at {master}: is it the address on its page?")
