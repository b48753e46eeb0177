"""Reach: one measure's panel rolled up, and the refresh of all of England's measures.

The world is the demonstration's; the measures are made up, 11,000 sites by 120 months each, and
published as files are: what is measured is reading, placing, adding up and charting.

`python -m benchmarks.reach 330` refreshes 330 measures instead of the few that `make bench` does.
"""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
import duckdb
import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from benchmarks import england
from benchmarks.england import SITES, make_england
from benchmarks.timing import median_ms, once_ms, table
from groundswell.common.months import Month, month_range
from groundswell.measures.cells import publish, site_cells
from groundswell.measures.cells.files import folder
from groundswell.measures.models import Part
from groundswell.organisations.models import Kind
from groundswell.organisations.queries import history, organisations_version
from groundswell.people.action import data_version, next_version
from groundswell.people.actions import operator
from groundswell.questions import reach
from groundswell.questions.reach import answering
from groundswell.questions.signals.answering import signals_of
from groundswell.questions.signals.question import SignalsQuestion
from groundswell.reports.reach import disclose_reach
from groundswell.reports.reach.tables import spc_of
from groundswell.submissions.models import Submission

MONTHS = month_range(Month.parse("2016-04"), Month.parse("2026-03"))
FEW = 16
KINDS = (Kind.NETWORK, Kind.ICB, Kind.REGION)

DEFINITION = """slug: {slug}
title: Made up {slug}
short: Made up
why: To measure how long it takes.
numerator: {{by: given}}
denominator: {{by: given}}
unit: "%"
multiplier: 100
kind: proportion
direction: increase
source_class: administrative
counts: activity
sites: practice
status: preview
author: Nobody
next_review: 2030-01-01
version: 1
"""

BY_HAND = """
select m.place, c.month, sum(m.share * c.numerator), sum(m.share * c.denominator)
from cells c join membership m on m.site = c.site and c.month between m.first and m.last
group by m.place, c.month
"""


def run(measures: int = FEW) -> list[str]:
    make_england()
    settings.MEASURES = os.environ["GROUNDSWELL_MEASURES"] = str(settings.HOME / "made-up")
    sizes = {f"made-up-{i}": (SITES, len(MONTHS)) for i in range(measures)}
    sizes |= {f"sites-{n}": (n, len(MONTHS)) for n in (1_375, 2_750, 5_500)}
    sizes |= {f"months-{n}": (SITES, n) for n in (15, 30, 60)}
    for number, (slug, (sites, months)) in enumerate(sizes.items()):
        _publish(slug, sites, months, number)
    slugs = [slug for slug in sizes if slug.startswith("made-up")]
    return [_panel(slugs[0]), _growth(), _refresh(slugs)]


def _publish(slug: str, sites: int, months: int, seed: int) -> None:
    home = settings.HOME / "made-up"
    home.mkdir(exist_ok=True)
    (home / f"{slug}.yaml").write_text(DEFINITION.format(slug=slug))
    rng = np.random.default_rng(seed)
    codes = [site.code for site in england.sites()[:sites]]
    shape = (sites, months)
    below = rng.poisson(rng.lognormal(5, 0.6, sites)[:, None], shape).astype(np.float64)
    share = rng.beta(4, 6, sites)[:, None] + np.linspace(0, 0.3, months) * rng.random((sites, 1))
    above = rng.binomial(below.astype(np.int64), np.clip(share, 0, 1)).astype(np.float64)
    keep = rng.random(shape) > 0.01  # a hundredth never came
    site, month = np.nonzero(keep)
    status = np.where(below == 0, 4, np.where(above == 0, 1, 0)).astype(np.int8)
    cells = pa.table(
        {
            "measure": pa.array([slug] * len(site)),
            "site": pa.array(np.array(codes)[site]),
            "month": pa.array(month.astype(np.int32) + MONTHS[0].index),
            "numerator": above[keep],
            "denominator": below[keep],
            "status": status[keep],
        }
    )
    with transaction.atomic():
        now = timezone.now()
        submission = Submission.objects.create(
            layout="series", file_name=f"{slug}.csv", sha256=f"{seed:064d}", size=1,
            sender=operator(), status="accepted", received_at=now, accepted_at=now,
            version=next_version(),
        )  # fmt: skip
        publish(cells, submission=submission, whole_months=False)


def _question(slug: str, by: Kind = Kind.NETWORK) -> reach.ReachQuestion:
    return reach.ReachQuestion(slug, by)


def _count(question: reach.ReachQuestion) -> answering.Counted:
    """The panel of places, added up again: what was read and placed stays in memory."""
    answering._count.cache_clear()
    return answering.count(question, data_version(), organisations_version())


def _panel(slug: str) -> str:
    question = _question(slug)
    first = once_ms(lambda: reach.answer(question))
    counted = _count(question)
    warm = median_ms(lambda: _count(question), 21)
    whole = median_ms(lambda: _answer_again(question), 7)
    duck, numpy = _by_hand(counted)
    rows = [
        ["first answer: cells read, sites placed, deciles, fifths", f"{first:,.0f} ms"],
        ["warm: rolled up again to 15 networks as then", f"{warm:.1f} ms"],
        ["warm: the whole answer again, with deciles and fifths", f"{whole:.0f} ms"],
        ["by hand, DuckDB: joined to a table of periods and grouped", f"{duck:.0f} ms"],
        [
            "by hand, NumPy: bincount of the same four sums, no splits",
            f"{numpy:.1f} ms",
        ],
        ["ratio, DuckDB by hand to warm", f"{duck / warm:.1f}"],
        ["ratio, NumPy by hand to warm", f"{numpy / warm:.1f}"],
    ]
    title = (
        f"Reach: one measure, {SITES:,} sites, {len(MONTHS)} months, to 15 networks as then "
        "(bar: warm under 30 ms, not slower than grouping the same rows by hand)"
    )
    return table(title, ["", "time"], rows)


def _answer_again(question: reach.ReachQuestion) -> None:
    answering._answer.cache_clear()
    _count(question)
    reach.answer(question)


def _by_hand(counted: answering.Counted) -> tuple[float, float]:
    """What a user would do with the same rows and a table of who belonged where, when."""
    assert counted.placement is not None
    held, site, place, share, first, last = history(), [], [], [], [], []
    grid = np.full(
        counted.sites.cells.numerator.shape, len(counted.placement.places), dtype=np.int64
    )
    for period in counted.placement.periods:
        weights = period.weights(counted.placement).tocoo()
        site += [counted.sites.source.sites[i] for i in weights.row]
        place += [held.codes[counted.placement.places[i]] for i in weights.col]
        share += weights.data.tolist()
        first += [period.first.index] * weights.nnz
        last += [period.last.index] * weights.nnz
        columns = slice(
            period.first.index - MONTHS[0].index, period.last.index - MONTHS[0].index + 1
        )
        grid[weights.row, columns] = weights.col[:, None]
    membership = pa.table(
        {"site": site, "place": place, "share": share, "first": first, "last": last}
    )
    path = Part.objects.get(measure=counted.measure.slug, until=None).file.path
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.register("membership_", membership)
    connection.execute("create table membership as select * from membership_")
    connection.execute(
        f"create table cells as select * from '{folder() / path}' where measure = ?",
        [counted.measure.slug],
    )
    duck = median_ms(lambda: connection.execute(BY_HAND).fetchall(), 7)
    ours = np.nansum(counted.places.numerator[:-1])
    theirs = sum(row[2] for row in connection.execute(BY_HAND).fetchall())
    # By hand, codes that were not in use yet stand somewhere all the same.
    assert abs(ours - theirs) < 0.01 * ours, (ours, theirs)
    return duck, median_ms(lambda: _grouped(counted, grid), 7)


def _grouped(counted: answering.Counted, grid: np.ndarray) -> list[np.ndarray]:
    months = grid.shape[1]
    key = (grid * months + np.arange(months)).ravel()
    size = (len(counted.placement.places) + 1) * months  # type: ignore[union-attr]
    cells = counted.sites.cells
    known = ~np.isnan(cells.numerator)
    sums = (cells.numerator, cells.denominator, known, cells.status == 2)
    return [np.bincount(key, np.nan_to_num(numbers).ravel(), size) for numbers in sums]


def _growth() -> str:
    rows = []
    slugs = [f"sites-{n}" for n in (1_375, 2_750, 5_500)] + [f"months-{n}" for n in (15, 30, 60)]
    for slug in [*slugs, "made-up-1"]:
        question = _question(slug)
        first = once_ms(lambda question=question: reach.answer(question))
        cells = site_cells(slug)
        warm = median_ms(lambda question=question: _count(question), 9)
        rows.append(
            [f"{len(cells.sites):,}", f"{len(cells.months)}", f"{first:,.0f} ms", f"{warm:.1f} ms"]
        )
    return table("How reach grows", ["sites", "months", "first asked", "warm"], rows)


def _refresh(slugs: list[str]) -> str:
    workers = os.cpu_count() or 1
    first, rest = slugs[:workers], slugs[workers:]
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=django.setup) as pool:
        started = time.perf_counter()
        charts = sum(pool.map(refresh_one, first))
        ready = time.perf_counter()
        charts += sum(pool.map(refresh_one, rest, chunksize=2))
        done = time.perf_counter()
    each = (done - ready) / len(rest)
    rows = [
        ["measures", f"{len(slugs):,}"],
        ["charts of sites and places", f"{charts:,}"],
        ["the first on each core: processes started, England read", f"{ready - started:.1f} s"],
        [f"the other {len(rest)}", f"{done - ready:.1f} s on {workers} cores"],
        ["a measure", f"{1000 * each * workers:.0f} ms of one core"],
        [
            "330 measures" if len(slugs) == 330 else "330 measures at that rate",
            f"{ready - started + (330 - workers) * each:.0f} s (aim: 60 s)",
        ],
        *([f"of one measure: {what}", f"{ms:.0f} ms"] for what, ms in _profile(slugs[-1])),
    ]
    title = (
        f"England refresh: {SITES:,} sites, {len(MONTHS)} months, to networks, ICBs and regions, "
        "a chart of every site and place"
    )
    return table(title, ["", ""], rows)


def refresh_one(slug: str) -> int:
    """Everything that a national refresh makes of one measure; how many charts it drew."""
    signals = signals_of(SignalsQuestion(KINDS[0]), slug)
    assert signals is not None
    charts = signals.sites.sites
    for by in KINDS:
        charts += len(spc_of(disclose_reach(reach.answer(_question(slug, by)))).value)
    return charts


def _profile(slug: str) -> Iterator[tuple[str, float]]:
    """One measure's steps, in this process, England known and the measure not yet read."""
    from groundswell.measures.cells import reading

    refresh_one("made-up-0")
    reading.forget() if hasattr(reading, "forget") else None
    yield "cells read", once_ms(lambda: site_cells(slug))
    yield (
        "sites placed and added up to 3 kinds of place",
        sum(once_ms(lambda by=by: _count(_question(slug, by))) for by in KINDS),
    )
    yield (
        "answers: deciles and fifths",
        sum(once_ms(lambda by=by: reach.answer(_question(slug, by))) for by in KINDS),
    )
    yield "charts of sites", once_ms(lambda: signals_of(SignalsQuestion(KINDS[0]), slug))
    yield (
        "charts of places",
        sum(
            once_ms(lambda by=by: spc_of(disclose_reach(reach.answer(_question(slug, by)))))
            for by in KINDS
        ),
    )


if __name__ == "__main__":
    sys.stdout.write("\n".join(run(int(sys.argv[1]) if len(sys.argv) > 1 else FEW)))
