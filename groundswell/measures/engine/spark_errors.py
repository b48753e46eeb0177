"""What Spark says when it fails, in a sentence. Java's errors hold their reason several deep."""

import re

MOST_SHOWN = 300  # characters

# Spark's own names of conditions, and what they mean of a file.
_READING = (
    ("MALFORMED_RECORD_IN_PARSING", "A row is not as long as the header, or has a stray quote"),
    ("TextParsingException", "A row has a stray quote"),
    ("FileSystem not found", "This Spark has no connector for that kind of address"),
    ("No FileSystem for scheme", "This Spark has no connector for that kind of address"),
    ("PATH_NOT_FOUND", "There is no such file where Spark looks"),
    ("USER_RAISED_EXCEPTION", "A text is not UTF-8"),
    ("CSV header does not conform", "Files read together have different headers"),
    ("UNABLE_TO_INFER_SCHEMA", "There is no header to read"),
    ("FileNotFoundException", "A file is not there for the workers"),
    ("NoSuchFileException", "A file is not there for the workers"),
    ("FAILED_READ_FILE", "It could not be read"),  # last: said of most of those above too
)


def reading_failed(error: BaseException) -> str | None:
    """Why files could not be read, if that is what this error says; None for other errors."""
    said = reasons(error)
    named = re.search(r"reading file (\S+?)\.? ", " ".join(said))
    where = f"{named[1]}: " if named else ""
    for sign, meaning in _READING:
        for reason in reversed(said):
            if sign in reason:
                return f"{where}{meaning}. Spark says: {_shown(reason)}"
    return None


def why_not_started(error: BaseException, master: str | None) -> str:
    where = f"on {master}" if master else "without --master"
    last = reasons(error)[-1]
    return (
        f"Spark could not be started {where}: {_shown(last)} "
        "See docs/how-to/run-on-spark.md for what it needs."
    )


def reasons(error: BaseException) -> list[str]:
    """What the error and the Java errors behind it say, the outermost first."""
    said = [str(error).partition("\n")[0]]
    behind = getattr(error, "java_exception", None)
    while behind is not None:
        said.append(str(behind.toString()))
        behind = behind.getCause()
    return said


def _shown(reason: str) -> str:
    line = re.sub(r"\s+", " ", reason).strip()
    line = re.sub(r" (Parse Mode|Parser Configuration|SQLSTATE):.*", "", line)
    return line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}..."
