"""How Spark is told where files are, and what it knows of them."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def address_of(path: Path) -> str:
    """A path of this machine, which must be one on the workers too."""
    return f"file://{_literal(str(path.resolve()))}"


def address_in(folder: str, path: Path) -> str:
    """A file of the same name in a folder that the cluster knows by an address."""
    return f"{folder.rstrip('/')}/{_literal(path.name)}"


def size_at(session: "SparkSession", address: str) -> int:
    """Bytes of the one file at an address, as Hadoop's file system says. Its errors are Java's."""
    java, context = session.sparkContext._jvm, session.sparkContext._jsc
    assert java is not None and context is not None  # there is a session
    pattern = java.org.apache.hadoop.fs.Path(address)
    found = pattern.getFileSystem(context.hadoopConfiguration()).globStatus(pattern)
    return sum(status.getLen() for status in found or [])


def _literal(path: str) -> str:
    """Spark reads these signs as parts of a pattern."""
    return "".join(f"\\{sign}" if sign in "[]{}*?\\" else sign for sign in path)
