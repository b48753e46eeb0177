"""Stalled sites and returns to come against plain twins, in random ledgers of random worlds."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from groundswell.adoption.models import Event, Returned
from groundswell.programmes.models import Programme
from groundswell.questions import first_use, missing, stalled
from groundswell.questions.stalled import stays
from tests.support import plain_worklists
from tests.support.factories import make_organisation
from tests.support.plain_boards import Ledger, Listed, Said
from tests.support.plain_worklists import Told
from tests.support.programmes import make_participant, make_round, told_on
from tests.support.worlds import DAYS, MONTHS, NETWORKS, SITES, random_world

from .test_programme_twins import random_date, store

pytestmark = pytest.mark.django_db

STEPS = ("approached", "committed", "live", "using", "approached", "committed", "paused", "stopped")


def busy_ledger(chance: Random) -> Ledger:
    """Most sites in the cohort, and many steps: enough for curves to be told apart."""
    listed = [
        Listed("pulse", site, DAYS[0], chance.choice((None, None, None, DAYS[8])), DAYS[0])
        for site in chance.sample(SITES, chance.randint(4, 6))
    ]
    said: list[Said] = []
    counting: list[int] = []
    for recorded in sorted(chance.choices(DAYS, k=chance.randint(10, 30))):
        corrects = None
        if counting and chance.random() < 0.15:
            corrects = counting.pop(chance.randrange(len(counting)))
        counting.append(len(said))
        said.append(
            Said(
                chance.choice(SITES), chance.choice(STEPS), random_date(chance), recorded, corrects
            )
        )
    return Ledger(random_world(chance), listed, said)


@pytest.mark.parametrize("seed", range(30))
def test_stalled_sites_are_those_of_the_plain_twin(seed, monkeypatch):
    monkeypatch.setattr(stays, "FEWEST_MOVES", 1)
    chance = Random(seed)
    ledger = busy_ledger(chance)
    store(ledger)
    for _ in range(5):
        at = chance.choice(DAYS[4:]) + timedelta(chance.randint(0, 200))
        on = chance.choice((None, *DAYS))
        if on is not None and on < date(2014, 1, 1):
            on = None
        share = chance.choice((0.25, 0.5, 0.75))
        found = stalled.answer(stalled.Question("pulse", at, on, share=share))

        thresholds, behind = plain_worklists.stalled(
            ledger, "pulse", at, on=on, share=Fraction(share), fewest=1
        )
        assert {t.stage: t.threshold for t in found.stages} == thresholds, found.question.canonical
        ours = {(s.site_code, s.network_code, s.stage, s.days) for s in found.sites}
        assert ours == behind, found.question.canonical


def test_the_random_ledgers_have_stalled_sites(monkeypatch):
    monkeypatch.setattr(stays, "FEWEST_MOVES", 1)
    number = 0
    for seed in range(60):
        chance = Random(seed)
        ledger = busy_ledger(chance)
        _, behind = plain_worklists.stalled(
            ledger, "pulse", DAYS[-1], on=None, share=Fraction(1, 2), fewest=1
        )
        number += bool(behind)
    assert number >= 8


@pytest.mark.parametrize("seed", range(30))
def test_verdicts_on_go_lives_are_those_of_the_plain_twin(seed):
    chance = Random(seed)
    ledger = busy_ledger(chance)
    store(ledger)
    measured = {i for i in range(len(ledger.said)) if chance.random() < 0.4}
    events = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    Event.objects.filter(pk__in=[events[i] for i in measured]).update(evidence="measured")
    for _ in range(5):
        at, tolerance = chance.choice(MONTHS[12:]), chance.choice((0, 2, 6))
        on = chance.choice((None, DAYS[6], DAYS[9]))
        found = first_use.answer(
            first_use.Question("pulse", at, on, tolerance=tolerance),
        )

        plain = plain_worklists.first_use(
            ledger, "pulse", measured, at=at, on=on, tolerance=tolerance
        )
        assert found.has_data == bool(plain)
        if plain:
            ours = {(s.site_code, s.network_code): s.verdict for s in found.sites}
            said = {key: verdict for key, verdict in plain.items() if verdict != "neither"}
            assert ours == said, found.question.canonical
            assert found.counts["neither"] == len(
                {unit for (unit, _), verdict in plain.items() if verdict == "neither"}
            )


@pytest.mark.parametrize("seed", range(20))
def test_returns_are_those_of_the_plain_twin(seed):
    chance = Random(seed)
    ledger = busy_ledger(chance)
    store(ledger)
    programme = Programme.objects.get(slug="pulse")
    taking_part = set(chance.sample(NETWORKS, chance.randint(1, 3)))
    early = told_on("2001-01-01")
    for network in taking_part:
        make_participant(programme, network, "2013-01-01", submission=early)
    start, due = date(2014, 10, 1), date(2015, 1, 20)
    asked = make_round(programme, str(start), "2014-12-31", str(due))
    told = []
    for _ in range(chance.randint(0, 5)):
        network, day = chance.choice(NETWORKS), due + timedelta(chance.randint(-15, 40))
        submission = told_on(str(day))
        for site in chance.sample(SITES, chance.randint(1, 4)):
            told.append(Told(site, network, day))
            Returned.objects.create(
                round=asked,
                network=make_organisation(network),
                site=make_organisation(site),
                innovation=programme.innovation,
                said=Returned.Said.NOTHING,
                submission=submission,
                row=2,
            )
    for _ in range(4):
        today = due + timedelta(chance.randint(-10, 60))
        found = missing.answer(missing.Question("pulse", start, today))
        plain = plain_worklists.returns(
            ledger,
            "pulse",
            told,
            end=date(2014, 12, 31),
            due=due,
            today=today,
            on=None,
            networks=taking_part,
        )
        ours = {(s.network_code, s.site_code): (s.status, s.days_late) for s in found.sites}
        assert ours == plain
        assert {n.code for n in found.networks} == taking_part
        for network in found.networks:
            theirs = [status for (code, _), (status, _) in plain.items() if code == network.code]
            assert network.sites == len(theirs)
            counted = (network.on_time, network.late, network.missing, network.not_due)
            assert counted == tuple(
                theirs.count(s) for s in ("received", "late", "missing", "not due yet")
            )
