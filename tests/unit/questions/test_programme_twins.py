"""Coverage, funnel and barriers against plain twins, in random ledgers of random worlds."""

from datetime import date, timedelta
from random import Random

import pytest

from groundswell.adoption.rules import DEFINITIONS, DOMAINS, FACTORS, STAGES
from groundswell.common.dates import UncertainDate
from groundswell.common.months import Month
from groundswell.organisations.boundaries import AS_THEN, AsAt
from groundswell.organisations.models import Kind
from groundswell.programmes.models import Programme
from groundswell.questions import barriers, coverage, funnel
from tests.support import plain_boards
from tests.support.factories import make_cohort, make_event, make_innovation, store_world
from tests.support.plain_boards import Ledger, Listed, Said
from tests.support.programmes import make_programme, noon, told_on
from tests.support.worlds import DAYS, MONTHS, SITES, random_world

pytestmark = pytest.mark.django_db

PROGRAMMES = ("pulse", "other")
KINDS = (Kind.NETWORK, Kind.ICB, Kind.REGION)
SEEDS = range(14)


def random_ledger(chance: Random) -> Ledger:
    world = random_world(chance)
    listed, days = [], DAYS
    for _ in range(chance.randint(1, 12)):
        start, end = sorted(chance.choices(days, k=2))
        listed.append(
            Listed(
                chance.choice(PROGRAMMES),
                chance.choice(SITES),
                start,
                chance.choice((None, None, end)),
                chance.choice(days),
            )
        )
    once = {(e.programme, e.site, e.start, e.accepted): e for e in listed}
    return Ledger(world, list(once.values()), random_events(chance))


def random_events(chance: Random) -> list[Said]:
    said: list[Said] = []
    open_to_correction: list[int] = []
    for recorded in sorted(chance.choices(DAYS, k=chance.randint(0, 16))):
        corrects = None
        if open_to_correction and chance.random() < 0.25:
            corrects = open_to_correction.pop(chance.randrange(len(open_to_correction)))
        factor = chance.choice(("", *FACTORS))
        open_to_correction.append(len(said))
        said.append(
            Said(
                chance.choice(SITES),
                chance.choice(STAGES),
                random_date(chance),
                recorded,
                corrects,
                factor,
                chance.choice(("", *DOMAINS)) if factor else "",
            )
        )
    return said


def random_date(chance: Random) -> UncertainDate:
    day = chance.choice(DAYS)
    forms = (f"{day}", f"{day:%Y-%m}", f"{day:%Y}-Q{(day.month + 2) // 3}", f"{day:%Y}")
    if chance.random() < 0.2:
        return UncertainDate(day, day + timedelta(chance.randint(0, 200)), "interval")
    return UncertainDate.parse(chance.choice(forms))


def store(ledger: Ledger) -> None:
    store_world(ledger.world)
    innovation = make_innovation()
    early = told_on("2001-01-01")
    of = {
        slug: make_programme(innovation, slug, submission=early, start=date(2013, 1, 1))
        for slug in PROGRAMMES
    }
    for entry in ledger.listed:
        make_cohort(
            innovation,
            [entry.site],
            start=str(entry.start),
            end=str(entry.end) if entry.end else None,
            programme=of[entry.programme],
            submission=told_on(str(entry.accepted)),
        )
    stored = []
    for row, said in enumerate(ledger.said, start=2):
        stored.append(
            make_event(
                innovation,
                said.stage,
                str(said.on),
                site=said.site,
                recorded=noon(said.recorded).isoformat(),
                supersedes=None if said.supersedes is None else stored[said.supersedes],
                factor=said.factor,
                domain=said.domain,
                reason=said.reason,
                row=row,
            )
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plain_twins_say_the_same(seed):
    chance = Random(seed)
    ledger = random_ledger(chance)
    store(ledger)
    for _ in range(4):
        at = chance.choice(MONTHS[6:])
        on = chance.choice((None, *DAYS))
        assert Programme.objects.count() == 2
        check_coverage(ledger, chance, at, on)
        check_funnel(ledger, chance, at, on)
        check_barriers(ledger, on)


def check_coverage(ledger: Ledger, chance: Random, at: Month, on: date | None) -> None:
    kind, definition = chance.choice(KINDS), chance.choice(list(DEFINITIONS))
    boundaries = chance.choice((AS_THEN, AsAt(chance.choice(DAYS))))
    question = coverage.Question("pulse", at, kind, boundaries, definition, on)

    found = coverage.answer(question)

    plain = plain_boards.coverage(
        ledger, "pulse", at, definition, on=on, day=boundaries.day_for(at), kind=kind
    )
    ours = {
        row.place_code: {
            name: getattr(row, name.replace(" ", "_"))
            for name in ("eligible", "adopted", "not adopted", "unknown")
        }
        for row in found.rows
    }
    assert ours.keys() == plain.keys(), question.canonical
    for place, counts in ours.items():
        for name, number in counts.items():
            said = plain[place].get(name, 0)
            assert number == pytest.approx(said, abs=1e-8), (question.canonical, place, name)


def check_funnel(ledger: Ledger, chance: Random, at: Month, on: date | None) -> None:
    question = funnel.Question("pulse", at, on)
    whole = funnel.answer(question)
    same = funnel_of(ledger, whole)
    live = next(r for r in whole.definitions if r.definition.name == "live-or-beyond")
    up = sum(whole.stage(s).sites for s in ("live", "using", "sustained", "handed-over"))
    assert live.adopted == pytest.approx(up), "the funnel and its definition agree"
    assert whole.eligible == pytest.approx(live.eligible)
    networks = sorted({row.place_code for row in funnel.rows(question)})
    if networks:
        same |= funnel_of(
            ledger, funnel.answer(funnel.Question("pulse", at, on, place=chance.choice(networks)))
        )
    assert same


def funnel_of(ledger: Ledger, answer: funnel.FunnelAnswer) -> bool:
    question = answer.question
    standing, reached = plain_boards.funnel(
        ledger, "pulse", question.at, on=question.known_on, place=question.place
    )
    for row in answer.stages:
        assert row.sites == pytest.approx(standing.get(row.stage, 0), abs=1e-8), row
        if row.reached is not None:
            assert row.reached == pytest.approx(reached.get(row.stage, 0), abs=1e-8), row
    return True


def check_barriers(ledger: Ledger, on: date | None) -> None:
    found = barriers.answer(barriers.Question("pulse", on))

    plain = plain_boards.barriers(ledger, "pulse", on=on)
    for row in found.domains:
        said = (row.barrier_events, row.barrier_sites), (row.enabler_events, row.enabler_sites)
        assert said == (
            plain.get((row.domain, "barrier"), (0, 0)),
            plain.get((row.domain, "enabler"), (0, 0)),
        )
