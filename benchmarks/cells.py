"""The cell store: publishing a month, reading a measure, compacting, and how each grows.

Every month is a file of its own, as a national month of prescribing is. Cold means that the
process has not read the measure yet; the files are in the operating system's memory.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from benchmarks.timing import median_ms, once_ms, table
from groundswell.analysis.panel import Status
from groundswell.cli.home import prepare_home
from groundswell.common.months import Month
from groundswell.intake.steps import check_content
from groundswell.measures.cells import compact, differences, publish, reading, site_cells
from groundswell.measures.cells.manifest import parts_at
from groundswell.organisations.models import Organisation
from groundswell.people.action import next_version
from groundswell.people.actions import operator
from groundswell.people.models import Person
from groundswell.submissions.models import Submission

SITES, MONTHS, FIRST = 11_000, 120, Month.parse("2016-04")
DATA = Path(os.environ.get("GROUNDSWELL_REAL_DATA", "../shared/data"))
SERIES = DATA / "uptake" / "sicbl_measures" / "dapagliflozin.csv"


def run() -> list[str]:
    prepare_home()
    by = operator()
    published = _publish_months(by, "england", SITES, MONTHS)
    parts = [_reading(by, published), _growth(by), *_checking(by)]
    reading._kept.cache_clear()
    return parts


def _publish_months(by: Person, name: str, sites: int, months: int, measures: int = 1) -> float:
    """Publish a file a month; the milliseconds of the last one. Measures are name-0, name-1, ..."""
    ms = 0.0
    for month, cells in enumerate(_months(name, sites, months, measures)):
        with transaction.atomic():
            submission = _submission(by, f"{name}-{month}")
            ms = once_ms(lambda c=cells, s=submission: publish(c, submission=s, whole_months=True))
    return ms


def _months(name: str, sites: int, months: int, measures: int) -> Iterator[pa.Table]:
    rng = np.random.default_rng(1)
    codes = pa.array([f"{'ABCDEFGH'[n % 8]}{80000 + n // 8}" for n in range(sites)])
    names = pa.array([f"{name}-{n}" for n in range(measures)])
    size = sites * measures
    for month in range(months):
        numerator = rng.poisson(8, size).astype(float)
        yield pa.table(
            {
                "measure": names.take(pa.array(np.repeat(np.arange(measures), sites))),
                "site": codes.take(pa.array(np.tile(np.arange(sites), measures))),
                "month": np.full(size, FIRST.index + month, np.int32),
                "numerator": numerator,
                "denominator": rng.poisson(900, size) + 1.0,
                "status": np.where(numerator == 0, Status.ZERO, Status.OBSERVED).astype(np.int8),
            }
        )


def _submission(by: Person, name: str) -> Submission:
    now = timezone.now()
    return Submission.objects.create(
        layout="series",
        file_name=f"{name}.csv",
        sha256=f"{name:0>64}",
        size=1,
        sender=by,
        status=Submission.Status.ACCEPTED,
        received_at=now,
        accepted_at=now,
        version=next_version(),
    )


def _cold(measure: str) -> float:
    def read() -> None:
        reading._kept.cache_clear()
        site_cells(measure)

    return median_ms(read, 5)


def _reading(by: Person, published: float) -> str:
    measure = "england-0"
    cold, hand = _cold(measure), median_ms(lambda: _by_hand(measure), 5)
    warm = median_ms(lambda: site_cells(measure))
    newest = parts_at(measure)[-1]
    last = Submission.objects.get(pk=newest.submission).version or 0
    differing = once_ms(lambda: differences(measure, last - 1, last))
    merging = once_ms(lambda: compact(by=by, measures=[measure]))
    rows = [
        ["publish a month (11,000 cells)", f"{published:.0f} ms", ""],
        ["read cold, 120 files", f"{cold:.0f} ms", "1"],
        [
            "by hand: DuckDB over the same files, into the same arrays",
            f"{hand:.0f} ms",
            f"{hand / cold:.1f}",
        ],
        ["read warm, 120 parts", f"{warm:.1f} ms", f"{warm / cold:.3f}"],
        ["differences of two versions", f"{differing:.0f} ms", f"{differing / cold:.1f}"],
        ["compact into one file", f"{merging:.0f} ms", f"{merging / cold:.1f}"],
        ["read cold, compacted", f"{(one := _cold(measure)):.0f} ms", f"{one / cold:.1f}"],
        ["read warm, compacted", f"{median_ms(lambda: site_cells(measure)):.1f} ms", ""],
    ]
    size = f"{SITES:,} sites x {MONTHS} months, {SITES * MONTHS:,} cells"
    return table(f"Cells of one measure: {size} (bar: cold 1 s)", ["", "time", "ratio"], rows)


def _by_hand(measure: str) -> np.ndarray:
    """What one would write for the numerators alone: newest file last, no manifest of versions."""
    files = [str(Path(settings.HOME) / "cells" / part.path) for part in parts_at(measure)]
    with duckdb.connect() as connection:
        found = connection.execute(
            "select dense_rank() over (order by site) - 1 as s, month - min(month) over () as t,"
            " numerator, denominator, status, submission, row"
            " from read_parquet(?) where measure = ?",
            [files, measure],
        ).fetchnumpy()
    grids = np.full((5, int(found["s"].max()) + 1, int(found["t"].max()) + 1), np.nan)
    for grid, name in zip(
        grids, ("numerator", "denominator", "status", "submission", "row"), strict=True
    ):
        grid[found["s"], found["t"]] = found[name]
    return grids


def _growth(by: Person) -> str:
    """Cold reads of one measure; each doubling on its own, the others at the smallest."""
    rows = []
    for what, sizes in (
        ("sites", [(1375 * n, 30, 1) for n in (1, 2, 4, 8)]),
        ("months", [(1375, 15 * n, 1) for n in (1, 2, 4, 8)]),
        ("measures in each file", [(1375, 30, 8 * n) for n in (1, 2, 4, 8)]),
    ):
        times = []
        for sites, months, measures in sizes:
            name = f"{what.split()[0]}-{sites}-{months}-{measures}"
            _publish_months(by, name, sites, months, measures)
            times.append(f"{_cold(f'{name}-0'):.0f} ms")
        rows.append([what, *times])
    return table(
        "Reading one measure cold: growth (from 1,375 sites, 15 or 30 months, 1 or 8 measures)",
        ["", "1x", "2x", "4x", "8x"],
        rows,
    )


def _checking(by: Person) -> list[str]:
    if not SERIES.exists():
        return [f"\n## Checking a series\n\nLeft out: {SERIES.name} is not beside the project.\n"]
    content = SERIES.read_bytes()
    codes = {line.split(b",")[1].decode() for line in content.splitlines()[1:]}
    Organisation.objects.bulk_create(
        (Organisation(code=code, kind="ccg") for code in codes), ignore_conflicts=True
    )

    def check() -> None:
        options = {"measure": "dapagliflozin"}
        check_content(
            by=by, file_name=SERIES.name, content=content, layout="series", options=options
        )

    title = "Checking a series of 13,054 rows (bar: 1 s)"
    return [table(title, ["", "time"], [["dry run", f"{median_ms(check, 5):.0f} ms"]])]
