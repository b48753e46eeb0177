"""Sites over time: how many, where they stand, what they became."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from groundswell.demo.sites import Site, Span, day
from groundswell.organisations.models import Kind

from .conftest import Demo

SITES = ("practice", "trust", "maternity", "pcn", "ccg")
Lives = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def kinds(demo: Demo) -> dict[str, str]:
    return {row["code"]: row["kind"] for row in demo["organisations"]}


@pytest.fixture(scope="module")
def lives(demo: Demo) -> Lives:
    """Code to its lives, opened and closed; an open end is far away."""
    found: Lives = defaultdict(list)
    for row in demo["organisations"]:
        found[row["code"]].append((row["opened"] or "0001", row["closed"] or "9999"))
    return found


def is_open(lives: Lives, code: str, on: str) -> bool:
    return any(first <= on <= last for first, last in lives[code])


def test_about_11_000_sites(kinds: dict[str, str]) -> None:
    count = Counter(kinds.values())

    assert 8_700 < count["practice"] < 9_100
    assert 225 <= count["trust"] <= 235
    assert count["maternity"] == 170
    assert 10_500 < sum(count[kind] for kind in SITES) < 11_500
    assert (count["network"], count["icb"], count["region"]) == (15, 48, 7)


@pytest.mark.parametrize(("on", "icbs"), [("2026-03-31", 42), ("2026-04-01", 36)])
def test_icbs_open_on_a_day(kinds: dict[str, str], lives: Lives, on: str, icbs: int) -> None:
    assert sum(is_open(lives, c, on) for c, kind in kinds.items() if kind == "icb") == icbs


def test_practices_grow_fewer(kinds: dict[str, str], lives: Lives) -> None:
    practices = [code for code, kind in kinds.items() if kind == "practice"]
    open_in = [
        sum(is_open(lives, code, f"{year}-09-30") for code in practices)
        for year in range(2013, 2027)
    ]

    assert open_in == sorted(open_in, reverse=True)
    assert 8_000 < open_in[0] < 8_300
    assert 6_200 < open_in[-1] < 6_600


def test_some_practices_opened_again(kinds: dict[str, str], lives: Lives) -> None:
    twice = [code for code in kinds if len(lives[code]) == 2]

    assert len(twice) == 14
    for code in twice:
        (_, closed), (again, _) = lives[code]
        assert closed < again


def test_every_site_has_one_icb_on_every_day_of_its_life(
    demo: Demo, kinds: dict[str, str], lives: Lives
) -> None:
    stays = _stays(demo, kinds, "icb")
    for code, kind in kinds.items():
        if kind in SITES and kind != "maternity":
            assert _joined(stays[code]) == _joined(lives[code]), code


def test_every_maternity_unit_has_one_trust_on_every_day_of_its_life(
    demo: Demo, kinds: dict[str, str], lives: Lives
) -> None:
    stays = _stays(demo, kinds, "trust")
    units = [code for code, kind in kinds.items() if kind == "maternity"]
    for code in units:
        assert _joined(stays[code]) == _joined(lives[code]), code


def test_parents_are_open_while_they_have_children(
    demo: Demo, kinds: dict[str, str], lives: Lives
) -> None:
    for row in demo["memberships"]:
        assert is_open(lives, row["parent"], row["start"]), row
        assert is_open(lives, row["parent"], row["end"] or "9998"), row


def test_every_site_of_the_36_icbs_has_the_network_that_it_had(
    demo: Demo, kinds: dict[str, str], lives: Lives
) -> None:
    covered = {
        row["child"]: row["parent"]
        for row in demo["memberships"]
        if kinds[row["parent"]] == "network" and kinds[row["child"]] == "icb"
    }
    assert len(covered) == 42
    last_icb = {
        row["child"]: row["parent"]
        for row in demo["memberships"]
        if kinds[row["parent"]] == "icb" and row["start"] < "2026-04-01"
    }
    direct = {
        row["child"]: row
        for row in demo["memberships"]
        if kinds[row["parent"]] == "network" and kinds[row["child"]] != "icb"
    }
    for code, kind in kinds.items():
        if kind not in SITES or kind == "maternity" or not is_open(lives, code, "2026-04-01"):
            continue
        row = direct[code]
        assert row["start"] >= "2026-04-01"
        assert row["basis"] == "demo assumption: footprint carried forward"
        if code in last_icb:
            assert row["parent"] == covered[last_icb[code]]


def test_icbs_that_were_split_have_sites_in_each_successor(
    demo: Demo, kinds: dict[str, str]
) -> None:
    stays: dict[str, list[str]] = defaultdict(list)
    for row in demo["memberships"]:
        if kinds[row["parent"]] == "icb" and kinds[row["child"]] == "practice":
            stays[row["child"]].append(row["parent"])
    for old, new in (
        ("QNQ", {"S0E4D", "S9B9J", "QRL"}),
        ("QM7", {"S1Y5D", "D7T5G"}),
        ("QJG", {"D7T5G", "T6Y0W"}),
    ):
        became = {s[-1] for s in stays.values() if old in s[:-1] and s[-2] == old}
        assert new <= became


def test_some_practices_moved_to_another_network(demo: Demo, kinds: dict[str, str]) -> None:
    moved = [row for row in demo["memberships"] if row["basis"].startswith("demo: invented move")]
    icbs = {row["parent"] for row in moved if kinds[row["parent"]] == "icb"}

    assert {"QJ2", "QT1"} <= icbs


def test_successions_follow_on_the_day_after_closing(demo: Demo, lives: Lives) -> None:
    for row in demo["successions"]:
        eve = (date.fromisoformat(row["effective_on"]) - timedelta(1)).isoformat()
        assert eve in [closed for _, closed in lives[row["from"]]], row
        assert is_open(lives, row["to"], row["effective_on"]), row


def test_successors_are_of_the_kind_of_their_predecessors(
    demo: Demo, kinds: dict[str, str]
) -> None:
    for row in demo["successions"]:
        assert kinds[row["from"]] == kinds[row["to"]]


def test_one_trust_was_split_with_known_shares(demo: Demo, kinds: dict[str, str]) -> None:
    split = [
        r for r in demo["successions"] if r["extent"] == "part" and kinds[r["from"]] == "trust"
    ]

    assert len({row["from"] for row in split}) == 1
    assert [row["share"] for row in split] == ["0.6", "0.4"]


def test_shares_of_split_icbs_are_not_known(demo: Demo, kinds: dict[str, str]) -> None:
    shares = {row["share"] for row in demo["successions"] if kinds[row["from"]] == "icb"}

    assert shares == {""}


def test_memberships_keep_within_lives_and_steps() -> None:
    site = Site("DP1", Kind.PRACTICE, "A", "", [Span(10, 20), Span(30)])
    site.join(Kind.ICB, "ONE", 5, "x")
    site.join(Kind.ICB, "TWO", 15, "x")

    assert [m[1:4] for m in site.memberships()] == [
        ("ONE", 10, 14),
        ("TWO", 15, 20),
        ("TWO", 30, None),
    ]


def test_day_is_an_ordinal() -> None:
    assert date.fromordinal(day("2026-04-01")) == date(2026, 4, 1)


def _stays(demo: Demo, kinds: dict[str, str], parent: str) -> Lives:
    stays: Lives = defaultdict(list)
    for row in demo["memberships"]:
        if kinds[row["parent"]] == parent:
            stays[row["child"]].append((row["start"], row["end"] or "9999"))
    return stays


def _joined(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Spans in order, those that follow on one another joined; fails where two overlap."""
    joined: list[tuple[str, str]] = []
    for first, last in sorted(spans):
        if joined:
            assert joined[-1][1] < first
            if date.fromisoformat(joined[-1][1]) + timedelta(1) == date.fromisoformat(first):
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined
