"""A programme's board and its returns: 7,000 eligible sites, 100,000 events, 15 networks.

The world is the demonstration's. What is measured of the board is opening its page, by the same
requests as a browser makes; of a return, checking and accepting a file of 7,000 rows.
"""

import csv
import io
from datetime import date, datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from benchmarks.england import make_england
from benchmarks.timing import median_ms, once_ms, table
from groundswell.adoption.models import Event, Returned
from groundswell.innovations.models import Innovation
from groundswell.intake import import_file
from groundswell.intake.steps import check_content
from groundswell.organisations.models import Kind, Organisation
from groundswell.people.action import next_version
from groundswell.people.actions import operator
from groundswell.programmes.models import (
    Cohort,
    CohortSite,
    Participant,
    Programme,
    Round,
    Target,
)
from groundswell.submissions.models import Submission

SITES, EVENTS, SLUG = 7_000, 100_000, "bench-programme"
START = date(2021, 4, 1)
UP = ("eligible", "approached", "committed", "live", "using", "sustained")
PAGES = (
    ("the board", f"/programmes/{SLUG}/?at=2026-03"),
    ("what to do next", f"/programmes/{SLUG}/do-next/"),
    ("returns", f"/programmes/{SLUG}/returns/"),
)


def run() -> list[str]:
    make_england()
    sites = list(Organisation.objects.filter(kind=Kind.PRACTICE).order_by("pk")[:SITES])
    assert len(sites) == SITES, len(sites)
    _write(sites, SLUG, EVENTS)
    return [_board(), _growth(sites), _return(sites)]


def _write(sites: list[Organisation], slug: str, events: int) -> None:
    """A programme written straight into the ledger: what is measured is asking, not loading."""
    with transaction.atomic():
        now = timezone.now()
        submission = Submission.objects.create(
            layout="adoptions", file_name=f"{slug}.csv", sha256=slug.ljust(64, "0"), size=1,
            sender=operator(), status="accepted", received_at=now, accepted_at=now,
            version=next_version(), facts={"adoptions": events, "programmes": 1},
        )  # fmt: skip
        told = {"submission": submission, "row": 1}
        innovation = Innovation.objects.create(
            **told, slug=slug, name=slug, kind="device", origin="industry"
        )
        programme = Programme.objects.create(
            **told, slug=slug, name=slug, innovation=innovation, commissioner="NHS", start=START
        )
        networks = list(Organisation.objects.filter(kind=Kind.NETWORK))
        for network in networks:
            Participant.objects.create(
                **told, programme=programme, network=network, owner="Team", start=START
            )
        Target.objects.bulk_create(
            Target(
                **told, programme=programme, network=network, due=date(year, 3, 31),
                kind="share", value=0.12 * (year - 2021),
            )
            for network in (None, *networks)
            for year in range(2022, 2028)
        )  # fmt: skip
        cohort = Cohort.objects.create(
            **told, innovation=innovation, programme=programme, rule="Practices", on=START
        )
        CohortSite.objects.bulk_create(
            (CohortSite(cohort=cohort, site=site, start=START, row=1) for site in sites),
            batch_size=2000,
        )
        round_ = Round.objects.create(
            **told, programme=programme, start=date(2026, 1, 1), end=date(2026, 3, 31),
            due=date(2026, 4, 30),
        )  # fmt: skip
        Returned.objects.bulk_create(
            (
                Returned(
                    **told, round=round_, network=networks[n % len(networks)], site=site,
                    innovation=innovation, said="known",
                )
                for n, site in enumerate(sites[: SITES // 2])
            ),
            batch_size=2000,
        )  # fmt: skip
        _write_events(sites, events, told, innovation, programme, now)


def _write_events(
    sites: list[Organisation],
    events: int,
    told: dict[str, object],
    innovation: Innovation,
    programme: Programme,
    now: datetime,
) -> None:
    """Up the ladder a stage at a time, then paused and live again, until there are enough."""
    chance, by = np.random.default_rng(1), operator()
    each = -(-events // len(sites))
    gaps = chance.integers(5, 3 * 1700 // (2 * each), (len(sites), each)).cumsum(axis=1)
    many = chance.binomial(each, 0.9, len(sites))
    many[:] = np.minimum(many + (events - many.sum()) // len(sites) + 1, each)
    Event.objects.bulk_create(
        (
            Event(
                **told, innovation=innovation, site=site, programme=programme,
                stage=UP[n] if n < len(UP) else ("paused", "live")[n % 2],
                reason="organisation" if n >= len(UP) and not n % 2 else "",
                earliest=START + timedelta(days=int(gaps[i, n])),
                latest=START + timedelta(days=int(gaps[i, n])), precision="day",
                evidence="reported", recorded_at=now, recorded_by=by,
            )
            for i, site in enumerate(sites)
            for n in range(int(many[i]))
        ),
        batch_size=5000,
    )  # fmt: skip


def _open(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)


def _board() -> str:
    client = Client(HTTP_HOST="localhost")
    events = Event.objects.filter(innovation__slug=SLUG).count()
    rows = []
    for what, address in PAGES:
        first = once_ms(lambda address=address: _open(client, address))
        warm = median_ms(lambda address=address: _open(client, address), 9)
        rows.append([what, f"{first:,.0f} ms", f"{warm:,.0f} ms"])
    title = f"A programme of {SITES:,} sites and {events:,} events (bar: the board warm in 150 ms)"
    return table(title, ["page", "first", "warm"], rows)


def _growth(sites: list[Organisation]) -> str:
    client, rows = Client(HTTP_HOST="localhost"), []
    for part in (8, 4, 2):
        slug = f"bench-{part}th"
        _write(sites[: SITES // part], slug, EVENTS // part)
        address = f"/programmes/{slug}/?at=2026-03"
        first = once_ms(lambda address=address: _open(client, address))
        warm = median_ms(lambda address=address: _open(client, address), 5)
        row = [f"{SITES // part:,}", f"{EVENTS // part:,}", f"{first:,.0f} ms", f"{warm:,.0f} ms"]
        rows.append(row)
    return table("How a board grows", ["sites", "events", "first", "warm"], rows)


def _return(sites: list[Organisation]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["site", "innovation", "stage", "date", "programme", "reason", "note"])
    Innovation.objects.create(
        submission=Submission.objects.first(), row=1, slug="bench-sent", name="Sent",
        kind="device", origin="industry",
    )  # fmt: skip
    for site in sites:
        writer.writerow([site.code, "bench-sent", "live", "2026-03", "", "", ""])
    content, by = text.getvalue().encode(), operator()
    path = settings.HOME / "return.csv"
    path.write_bytes(content)

    def check() -> None:
        found = check_content(
            by=by, file_name="return.csv", content=content, layout=None, options={}
        )
        assert found.new == SITES, found.summary

    checked = median_ms(check, 3)
    accepted = once_ms(lambda: import_file(by=by, path=path))
    rows = [
        ["checked (bar: 3 s)", f"{checked / 1000:.2f} s"],
        ["checked and accepted (bar: 5 s)", f"{accepted / 1000:.2f} s"],
    ]
    return table(f"A file of {SITES:,} adoption rows", ["", "time"], rows)
