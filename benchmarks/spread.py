"""The spread answer: one of 330 innovations, 11,000 sites, 120 months.

The world is the demonstration's (sites that open, close and merge, ICBs that split), with 330
more innovations written straight into the ledger: what is measured is asking, not loading.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from django.conf import settings
from django.db import connection

from benchmarks import england
from benchmarks.england import SITES, make_england
from benchmarks.timing import median_ms, once_ms, table
from groundswell.common.months import Month
from groundswell.innovations.models import Innovation
from groundswell.questions import spread
from groundswell.questions.spread.answering import count
from groundswell.submissions.models import Submission

INNOVATIONS, FIRST, AT = 330, date(2016, 4, 1), Month.parse("2026-03")

BY_HAND = """
with month(m) as (
    select date('2016-04-01') union all select date(m, '+1 month') from month
    where m < date('2026-03-01')
), state as (
    select month.m, e.site_id, e.stage,
        row_number() over (partition by month.m, e.site_id order by e.latest desc, e.id desc) n
    from month join adoption_event e
        on e.innovation_id = ? and e.latest < date(month.m, '+1 month')
)
select state.m, upper.parent_id, count(*) filter (where state.stage = 'live')
from state
join organisations_membership lower on lower.child_id = state.site_id
    and lower.start <= state.m and (lower.end is null or lower.end >= state.m)
join organisations_membership upper on upper.child_id = lower.parent_id
    and upper.start <= state.m and (upper.end is null or upper.end >= state.m)
join organisations_organisation o on o.id = upper.parent_id and o.kind = 'network'
where state.n = 1 group by 1, 2
"""


def run() -> list[str]:
    make_england()
    _write_innovations()
    return [_cold_and_warm(), _growth()]


def _write_innovations() -> None:
    """330 innovations over all sites, and a ladder of smaller ones for the growth table."""
    submission = Submission.objects.filter(status="accepted").order_by("pk")[0]
    sites = [site.pk for site in england.sites()]
    sizes = [(f"bench-{i}", len(sites), 1) for i in range(INNOVATIONS)]
    sizes += [(f"sites-{n}", n, 1) for n in (1375, 2750, 5500)]
    sizes += [(f"events-{n}", len(sites), n) for n in (2, 4, 8)]
    innovations = Innovation.objects.bulk_create(
        Innovation(
            submission=submission, row=1, slug=slug, name=slug, kind="device", origin="industry"
        )
        for slug, _, _ in sizes
    )
    connection.close()
    with sqlite3.connect(settings.HOME / "ledger.sqlite3") as ledger:
        ledger.executemany(
            "insert into programmes_cohort"
            " (id, sheet, row, rule, chosen_by, innovation_id, submission_id)"
            " values (?, '', 1, 'all', '{}', ?, ?)",
            [(1000 + i.pk, i.pk, submission.pk) for i in innovations],
        )
        by = submission.sender_id
        for innovation, (_, size, events) in zip(innovations, sizes, strict=True):
            ledger.executemany(
                "insert into programmes_cohortsite (cohort_id, site_id, start, row)"
                " values (?, ?, ?, 1)",
                ((1000 + innovation.pk, site, FIRST) for site in sites[:size]),
            )
            ledger.executemany(
                "insert into adoption_event (sheet, row, stage, earliest, latest, precision,"
                " evidence, reason, note, factor, domain, recorded_at, innovation_id, site_id,"
                " submission_id, recorded_by_id) values ('', 1, ?, ?, ?, 'day', 'measured', '', '',"
                f" '', '', '2026-04-01', ?, ?, {submission.pk}, {by})",
                _events(innovation.pk, sites[:size], events),
            )
        ledger.execute("analyze")


def _events(innovation: int, sites: list[int], each: int) -> Iterator[tuple[object, ...]]:
    """Go-lives over ten years for seven sites in ten; more events alternate stopped and live."""
    chance = np.random.default_rng(innovation)
    days = np.sort(chance.integers(0, 3600, (len(sites), each)), axis=1)
    for site, adopts, ours in zip(sites, chance.random(len(sites)) < 0.7, days, strict=True):
        for number, day in enumerate(ours.tolist()):
            on = FIRST + timedelta(days=day)
            stage = "stopped" if number % 2 else "live" if adopts else "eligible"
            yield stage, on, on, innovation, site


def _ask(slug: str, **fields: object) -> spread.SpreadAnswer:
    return spread.answer(spread.SpreadQuestion(slug, AT, **fields))  # type: ignore[arg-type]


def _cold_and_warm() -> str:
    cold = _in_new_process("bench-0")
    _ask("bench-1")
    changed = iter(range(0, 120))

    def another_month() -> None:
        """What a user does on the page: the same innovation, another question."""
        at = AT - 1 - next(changed)
        count.cache_clear()
        spread.answer(spread.SpreadQuestion("bench-1", at, definition="ever-live"))

    def same_months() -> None:
        count.cache_clear()
        spread.answering._answer.cache_clear()
        _ask("bench-1")

    another = iter(range(2, 60))
    innovation = Innovation.objects.get(slug="bench-1").pk
    ledger = sqlite3.connect(settings.HOME / "ledger.sqlite3")
    by_hand = median_ms(lambda: ledger.execute(BY_HAND, (innovation,)).fetchall(), 3)
    computed = median_ms(same_months, 15)
    rows = [
        ["new process, first answer (history, cohort and ladder read)", f"{cold:,.0f} ms"],
        [
            "another innovation (its cohort and ladder read)",
            f"{median_ms(lambda: _ask(f'bench-{next(another)}'), 9):.1f} ms",
        ],
        [
            "another month of the same innovation (placed again)",
            f"{median_ms(another_month, 5):.1f} ms",
        ],
        [
            "warm: the same months counted again, nothing remembered of the answer",
            f"{computed:.1f} ms",
        ],
        [
            "warm: the same question, answer remembered",
            f"{median_ms(lambda: _ask('bench-1')):.2f} ms",
        ],
        [
            "one SQL query by hand: live sites by network and month, no successions, no unknowns",
            f"{by_hand:,.0f} ms",
        ],
        ["ratio, by hand to warm", f"{by_hand / computed:.0f}"],
    ]
    title = (
        f"Spread: one of {INNOVATIONS} innovations, {SITES:,} sites, 120 months, by network as "
        "then (bar: warm under 50 ms)"
    )
    return table(title, ["", "time"], rows)


def _in_new_process(slug: str) -> float:
    code = (
        "import django, time; django.setup(); from groundswell.questions import spread;"
        "from groundswell.common.months import Month; t = time.perf_counter();"
        f"spread.answer(spread.SpreadQuestion('{slug}', Month.parse('{AT}')));"
        "print(1000 * (time.perf_counter() - t))"
    )
    return float(subprocess.check_output([sys.executable, "-c", code], text=True))


def _growth() -> str:
    rows = []
    for slug in (
        "sites-1375",
        "sites-2750",
        "sites-5500",
        "bench-3",
        "events-2",
        "events-4",
        "events-8",
    ):
        first = once_ms(lambda slug=slug: _ask(slug))

        def again(slug: str = slug) -> None:
            count.cache_clear()
            spread.answering._answer.cache_clear()
            _ask(slug)

        sites = int(slug.split("-")[1]) if slug.startswith("sites") else SITES
        events = int(slug.split("-")[1]) if slug.startswith("events") else 1
        rows.append(
            [
                f"{sites:,}",
                f"{sites * events:,}",
                f"{first:.0f} ms",
                f"{median_ms(again, 9):.1f} ms",
            ]
        )
    return table("How a spread answer grows", ["sites", "events", "first asked", "warm"], rows)
