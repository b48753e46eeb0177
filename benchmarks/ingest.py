"""Raw prescribing rows to cells of 100 measures, beside a mere scan and beside pandas.

`python -m benchmarks.ingest 17` and `MILLIONS=17 make bench` take a whole national month: 17
million rows of 26 columns, 6 GB. `make bench` takes a smaller file. It is made up with the skew of
real practices and products.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import django
import duckdb
from django.test import override_settings

from benchmarks.epd_file import HEADER, write_epd
from benchmarks.timing import table

MEASURES = 100
MILLIONS = float(os.environ.get("MILLIONS", "2"))
COLUMNS = ("PRACTICE_CODE", "YEAR_MONTH", "BNF_CODE", "UNIDENTIFIED", "ITEMS", "TOTAL_QUANTITY")
ALL_TEXT = ", ".join(f"'{name}': 'VARCHAR'" for name in HEADER)
MEMORY, THREADS = "2GB", 2


def run(millions: float = MILLIONS) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="groundswell-bench-epd-") as folder:
        sizes = [millions / 8, millions / 4, millions / 2, millions]
        files = [
            write_epd(
                Path(folder) / f"epd-{size}.csv",
                int(size * 1e6),
                covering=prefixes(),
                order="practice",
            )
            for size in sizes
        ]
        beside = [_beside(files[-1], millions, "practice")]
        growth = _growth(files, sizes)
        for file in files:
            file.unlink()
        shuffled = write_epd(Path(folder) / "epd.csv", int(millions * 1e6), covering=prefixes())
        return [*beside, _beside(shuffled, millions, "nothing: the worst case"), growth]


def prefixes() -> list[str]:
    """What 100 measures count: from whole sections of the BNF to single presentations."""
    sections = [
        f"{chapter:02d}{section:02d}" for chapter in range(1, 14) for section in range(1, 5)
    ]
    chemicals = [f"{section}010A0" for section in sections]
    return sections + chemicals


def _seconds(what: str, path: Path, measures: int = MEASURES) -> tuple[float, float]:
    """(seconds, peak memory in GB) of one job in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ingest", what, str(path), str(measures)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(said[-2]), float(said[-1])


def _beside(path: Path, millions: float, order: str) -> str:
    jobs: dict[str, list[tuple[float, float]]] = {"scan": [], "cells": []}
    for _ in range(3):  # in turns, so that whatever else the machine does meets both
        for what, times in jobs.items():
            times.append(_seconds(what, path))
    scan, cells = (min(seconds for seconds, _ in jobs[what]) for what in jobs)
    pandas_seconds, _ = _seconds("pandas", path)
    keep, _ = _seconds("keep", path)
    size = path.stat().st_size / 1e9
    rows = [
        ["file", f"{millions:g} million rows, {size:.2f} GB, sorted by {order}"],
        ["DuckDB merely scanning it for the columns needed", f"{scan:.2f} s"],
        ["to cells of 100 measures, checked", f"{cells:.2f} s"],
        ["ratio (bar: at most 1.3)", f"{cells / scan:.2f}"],
        ["peak memory (bar: 4 GB)", f"{max(gb for _, gb in jobs['cells']):.2f} GB"],
        ["keeping the file: copied, and hashed on the way", f"{keep:.2f} s"],
        ["pandas in chunks: items of the same codes", f"{pandas_seconds:.1f} s"],
        [
            "ratio, pandas to ours (bar: at least 10)",
            f"{pandas_seconds / cells:.1f}",
        ],
    ]
    title = f"Ingest: {MEASURES} measures from raw rows, best of 3 in turns, {THREADS} threads"
    return table(title, ["", ""], rows)


def _growth(files: list[Path], sizes: list[float]) -> str:
    rows = [
        [f"{size:g} million", f"{MEASURES}", f"{_seconds('cells', path)[0]:.2f} s"]
        for path, size in zip(files, sizes, strict=True)
    ]
    rows += [
        [
            f"{sizes[-1]:g} million",
            f"{measures}",
            f"{_seconds('cells', files[-1], measures)[0]:.2f} s",
        ]
        for measures in (13, 25, 50)
    ]
    return table("How ingest grows", ["rows", "measures", "time"], rows)


# One job, in a process of its own


def _scan(path: Path, measures: int) -> float:
    asked = ", ".join(f"max({column})" for column in COLUMNS)
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": THREADS})
    connection.execute("set enable_progress_bar = false")
    started = time.perf_counter()
    connection.execute(
        f"select count(*), {asked} from read_csv('{path}', columns = {{{ALL_TEXT}}}, "
        "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"')"
    ).fetchall()
    return time.perf_counter() - started


def _cells(path: Path, measures: int) -> float:
    from groundswell.intake import routine
    from groundswell.measures.definition import Code, CodeCount
    from groundswell.measures.engine.duckdb_engine import DuckDBEngine
    from groundswell.measures.registry import measure
    from groundswell.measures.sources import SOURCES

    like, codes = measure("doac-share"), prefixes()
    made = {}
    for number in range(measures):
        above, below = codes[-1 - number], codes[number % 52]
        column = ("items", "total_quantity")[number % 2]
        made[f"m{number}"] = replace(
            like,
            slug=f"m{number}",
            numerator=CodeCount("epd", column, (Code(above, above, None, None),)),
            denominator=CodeCount("epd", column, (Code(below, below, None, None),)),
        )
    routine.measures = lambda: made  # type: ignore[assignment]  # the benchmark's own
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDBEngine(Path(folder), MEMORY, THREADS)
        epd = SOURCES["epd"]
        small = write_epd(Path(folder) / "small.csv", 1000)  # imports, and the first query
        routine.scan(path=small, source=epd, engine=engine, part_of_month=True)
        started = time.perf_counter()
        found = routine.scan(path=path, source=epd, engine=engine, part_of_month=True)
        seconds = time.perf_counter() - started
        engine.close()
    assert found.cells is not None and len(found.measures) == measures, found.refusals[:3]
    return seconds


def _keep(path: Path, measures: int) -> float:
    from groundswell.submissions import incoming

    with tempfile.TemporaryDirectory(dir=path.parent) as folder, override_settings(HOME=folder):
        started = time.perf_counter()
        incoming.keep_file(path)
        return time.perf_counter() - started


def _pandas(path: Path, measures: int) -> float:
    import pandas as pd

    started = time.perf_counter()
    codes, sums = prefixes(), []
    for chunk in pd.read_csv(path, usecols=list(COLUMNS), dtype=str, chunksize=500_000):
        rows = chunk[(chunk.UNIDENTIFIED != "Y") & (chunk.PRACTICE_CODE != "-")]
        items = pd.to_numeric(rows.ITEMS)
        for number in range(measures):
            for prefix in (codes[-1 - number], codes[number % 52]):
                here = rows.BNF_CODE.str.startswith(prefix)
                sums.append(items[here].groupby(rows.PRACTICE_CODE[here]).sum())
    pd.concat(sums).groupby(level=0).sum()
    return time.perf_counter() - started


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.stdout.write("\n".join(run(float(sys.argv[1]) if len(sys.argv) == 2 else MILLIONS)))
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")
        django.setup()
        from groundswell.cli.home import prepare_home

        prepare_home()
        job = {"scan": _scan, "cells": _cells, "keep": _keep, "pandas": _pandas}[sys.argv[1]]
        seconds = job(Path(sys.argv[2]), int(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        sys.stdout.write(f"{seconds} {peak}")
