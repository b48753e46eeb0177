"""Cohorts and events: consistent with the lives of sites and with the ladder."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from groundswell.adoption.rules import STAGES
from groundswell.common.dates import UncertainDate

from .conftest import Demo, parse

RISING = ("eligible", "approached", "committed", "live", "using", "sustained", "handed-over")
Ladder = list[tuple[str, UncertainDate, str]]


@pytest.fixture(scope="module")
def ladders(demo: Demo) -> dict[tuple[str, str], Ladder]:
    """(innovation, site) to its events in the order of the file: stage, date, reason."""
    found: dict[tuple[str, str], Ladder] = defaultdict(list)
    for row in demo["adoptions"]:
        on = parse(row["date"])
        found[row["innovation"], row["site"]].append((row["stage"], on, row["reason"]))
    return found


@pytest.fixture(scope="module")
def lives(demo: Demo) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in demo["organisations"]:
        found[row["code"]].append((row["opened"], row["closed"] or "2026-09-30"))
    return found


def test_events_fall_within_one_life_of_their_site(
    demo: Demo, lives: dict[str, list[tuple[str, str]]]
) -> None:
    for row in demo["adoptions"]:
        on = parse(row["date"])
        earliest, latest = on.earliest.isoformat(), on.latest.isoformat()
        assert any(o <= earliest and latest <= c for o, c in lives[row["site"]]), row


def test_events_fall_within_a_cohort(demo: Demo) -> None:
    cohorts = defaultdict(list)
    for row in demo["cohorts"]:
        cohorts[row["innovation"], row["site"]].append((row["start"], row["end"] or "9999"))
    for row in demo["adoptions"]:
        on = parse(row["date"])
        first, last = on.earliest.isoformat(), on.latest.isoformat()
        assert any(
            start <= first and last <= end for start, end in cohorts[row["innovation"], row["site"]]
        ), row


def test_dates_of_a_ladder_never_go_back(ladders: dict[tuple[str, str], Ladder]) -> None:
    for key, ladder in ladders.items():
        dates = [on for _, on, _ in ladder]
        for before, after in pairwise(dates):
            assert before.earliest <= after.earliest, key
            assert before.latest <= after.latest, key


def test_ladders_rise_but_for_pauses(ladders: dict[tuple[str, str], Ladder]) -> None:
    for key, ladder in ladders.items():
        reached = -1
        for position, (stage, _, _) in enumerate(ladder):
            if stage in ("paused", "stopped"):
                assert reached >= RISING.index("live"), key
            else:
                resumed = position > 0 and ladder[position - 1][0] == "paused"
                rank = RISING.index(stage)
                assert rank == reached if resumed else rank > reached, key
                reached = rank


def test_nothing_follows_a_stop(ladders: dict[tuple[str, str], Ladder]) -> None:
    for ladder in ladders.values():
        stages = [stage for stage, _, _ in ladder]
        assert "stopped" not in stages[:-1]


def test_no_event_is_told_twice(ladders: dict[tuple[str, str], Ladder]) -> None:
    for key, ladder in ladders.items():
        assert len({(stage, on) for stage, on, _ in ladder}) == len(ladder), key


def test_stops_have_reasons_and_rungs_have_none(demo: Demo) -> None:
    for row in demo["adoptions"]:
        assert bool(row["reason"]) == (row["stage"] in ("paused", "stopped")), row


def test_every_stage_occurs_and_every_precision(demo: Demo) -> None:
    assert {row["stage"] for row in demo["adoptions"]} == set(STAGES) - {"void"}
    precisions = [parse(row["date"]).precision for row in demo["adoptions"]]
    for precision in ("day", "month", "quarter", "year", "interval"):
        assert precisions.count(precision) > 1_000


def test_a_site_is_once_in_a_cohort_on_any_day(demo: Demo) -> None:
    keys = [(row["innovation"], row["site"], row["start"]) for row in demo["cohorts"]]

    assert len(set(keys)) == len(keys)


def test_of_many_sites_nothing_is_known_and_others_are_known_not_to_adopt(
    demo: Demo, ladders: dict[tuple[str, str], Ladder]
) -> None:
    cohort = {(row["innovation"], row["site"]) for row in demo["cohorts"]}
    never_live = [ladder for ladder in ladders.values() if "live" not in [s for s, _, _ in ladder]]

    assert len(cohort - ladders.keys()) > 5_000
    assert len(never_live) > 5_000


def test_three_kinds_of_site_take_up_40_innovations(demo: Demo) -> None:
    kind = {row["code"]: row["kind"] for row in demo["organisations"]}
    of = {row["innovation"]: kind[row["site"]] for row in demo["cohorts"]}
    count: dict[str, int] = defaultdict(int)
    for where in of.values():
        count[where] += 1

    assert dict(count) == {"practice": 16, "pcn": 1, "ccg": 1, "trust": 14, "maternity": 8}


def test_uptake_is_s_shaped(ladders: dict[tuple[str, str], Ladder]) -> None:
    """The fastest year of a national innovation is neither its first nor its last."""
    years: dict[int, int] = defaultdict(int)
    for (innovation, _), ladder in ladders.items():
        if innovation == "orvelastat":
            for stage, on, _ in ladder:
                if stage == "live":
                    years[on.latest.year] += 1
    first, last = min(years), max(years)
    fastest = max(years, key=lambda year: years[year])

    assert first + 2 <= fastest <= last - 2
    assert years[fastest] > 4 * years[first]


def test_networks_start_at_different_times(
    demo: Demo, ladders: dict[tuple[str, str], Ladder]
) -> None:
    kinds = {row["code"]: row["kind"] for row in demo["organisations"]}
    network = {
        row["child"]: row["parent"]
        for row in demo["memberships"]
        if kinds[row["parent"]] == "network" and row["start"] == "2026-04-01"
    }
    days: dict[str, list[date]] = defaultdict(list)
    for (innovation, site), ladder in ladders.items():
        if innovation == "safer-script-searches" and site in network:
            days[network[site]] += [on.earliest for stage, on, _ in ladder if stage == "live"]
    medians = sorted(sorted(found)[len(found) // 2] for found in days.values())

    assert len(days) == 15
    assert (medians[-1] - medians[0]).days > 180
