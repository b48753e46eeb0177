"""Whether this machine has the Java that Spark needs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

LEAST = 17


class CannotStart(Exception):
    """An engine that cannot be started here. The message says why, and how to mend it."""


def require_java() -> None:
    """Raises CannotStart where there is no Java, or too old a one.

    Spark looks in the same two places, and without Java says only that its gateway has exited.
    """
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    where = f"JAVA_HOME ({home})" if home else "PATH"
    if java is None:
        raise CannotStart(f"Spark needs Java {LEAST} or later, and {where} has none. {_MEND}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = java_version(said)
    if version is None or version < LEAST:
        found = said.splitlines()[0] if said else "that does not say its version"
        raise CannotStart(f"Spark needs Java {LEAST} or later; {java} is {found}. {_MEND}")


def java_version(said: str) -> int | None:
    """The feature release in what `java -version` prints; 8 where it says 1.8."""
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


_MEND = "Install it (on Debian: apt-get install openjdk-17-jre-headless) or point JAVA_HOME to it."
