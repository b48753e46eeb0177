"""Medians and tables."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def median_ms(run: Callable[[], Any], times: int = 7) -> float:
    """Median wall-clock milliseconds of a call."""
    return statistics.median(once_ms(run) for _ in range(times))


def once_ms(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - started)


def table(title: str, headings: list[str], rows: list[list[str]]) -> str:
    lines = [f"\n## {title}\n", "| " + " | ".join(headings) + " |", "|---" * len(headings) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
