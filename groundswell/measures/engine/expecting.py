"""Which codes and which month a file's rows probably have: a hint that makes their scan faster.

Nothing that is answered depends on it. It tells the most frequent codes first: what stands side by
side in a table of codes is found faster.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..sources import Source, read_month
from .protocol import Engine, Unreadable

FIRST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Expected:
    """`codes`: the most frequent first. `month`: as most rows write it, "" where none is known."""

    codes: tuple[str, ...] = ()
    month: str = ""


def expected_of_first_rows(
    engine: Engine, source: Source, paths: Sequence[Path], columns: Mapping[str, str]
) -> Expected:
    """`columns` are our names to the files' headings. A file that cannot be read tells nothing."""
    known = columns_sampled(source, columns)
    try:
        engine.register_csv("sample_rows", paths, known)
        rows = engine.run(sample_sql(source, known, FIRST_ROWS)).to_pydict()
    except Unreadable:
        return Expected()  # the scan will say why
    return expected_of(zip(rows["code"], rows["month_text"], strict=True))


def columns_sampled(source: Source, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: columns[name] for name in (source.code, source.month) if name in columns}


def sample_sql(source: Source, present: Collection[str], most: int) -> str:
    """Code and month of the first rows, the most frequent pair first."""
    month = f"r.{source.month}" if source.month in present else "''"
    return f"""
SELECT code, month_text, COUNT(*) AS row_count
FROM (
    SELECT r.{source.code} AS code, {month} AS month_text FROM sample_rows r LIMIT {most}
) sampled
WHERE code IS NOT NULL
GROUP BY code, month_text
ORDER BY row_count DESC, code, month_text
"""


def expected_of(found: Iterable[tuple[str, str | None]]) -> Expected:
    """`found`: codes and months, the most frequent first."""
    pairs = list(found)
    months = (month for _, month in pairs if month and read_month(month))
    return Expected(tuple(dict.fromkeys(code for code, _ in pairs)), next(months, ""))
