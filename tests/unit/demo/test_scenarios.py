"""The named scenarios that the demonstration must tell straight."""

import itertools
from collections import defaultdict

import pytest

from .conftest import Demo, Rows, parse


def events(demo: Demo, innovation: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in demo["adoptions"]:
        if row["innovation"] == innovation:
            found[row["site"]].append(row)
    return found


def programme(demo: Demo, slug: str) -> dict[str, str]:
    return next(row for row in demo["programmes"] if row["slug"] == slug)


def open_on(demo: Demo, on: str) -> set[str]:
    return {
        row["code"]
        for row in demo["organisations"]
        if row["opened"] <= on <= (row["closed"] or "9999")
    }


def test_programme_withdrawn_nationally_stops_every_adopter_and_keeps_its_history(
    demo: Demo,
) -> None:
    withdrawn = programme(demo, "steady-street-national")
    assert withdrawn["outcome"] == "withdrawn"
    still_open = open_on(demo, withdrawn["end"])
    stopped = 0
    for site, rows in events(demo, "steady-street").items():
        stages = [row["stage"] for row in rows]
        assert all(parse(r["date"]).latest.isoformat() <= withdrawn["end"] for r in rows)
        if "live" not in stages or site not in still_open:
            continue
        assert stages[-1] == "stopped"
        if rows[-1]["date"] == withdrawn["end"]:
            assert rows[-1]["reason"] == "withdrawn"
            stopped += 1
    assert stopped >= 15


def test_oxygen_at_home_is_live_in_every_area(demo: Demo) -> None:
    areas = {row["site"] for row in demo["cohorts"] if row["innovation"] == "oxygen-at-home-watch"}
    ladders = events(demo, "oxygen-at-home-watch")

    assert len(areas) == 106
    assert set(ladders) == areas
    for rows in ladders.values():
        stages = [row["stage"] for row in rows]
        assert "live" in stages
        assert not {"paused", "stopped"} & set(stages)
    live = [r["date"] for rows in ladders.values() for r in rows if r["stage"] == "live"]
    assert max(live) < "2021-06-30"


def test_oxygen_at_home_is_live_in_every_icb(demo: Demo) -> None:
    areas = {row["site"] for row in demo["cohorts"] if row["innovation"] == "oxygen-at-home-watch"}
    icbs = {row["parent"] for row in demo["memberships"] if row["child"] in areas}

    assert len(icbs & {r["code"] for r in demo["organisations"] if r["kind"] == "icb"}) == 48


def test_programme_handed_over_leaves_its_adopters_handed_over(demo: Demo) -> None:
    handed = programme(demo, "medicines-handshake-national")
    assert handed["outcome"] == "handed-over"
    still_open = open_on(demo, handed["end"])
    over = 0
    for site, rows in events(demo, "medicines-handshake").items():
        stages = [row["stage"] for row in rows]
        if "live" in stages and stages[-1] != "paused" and site in still_open:
            assert (stages[-1], rows[-1]["date"]) == ("handed-over", handed["end"])
            over += 1
    assert over > 70


@pytest.mark.parametrize(
    ("innovation", "precision"), [("home-pressure-loop", "month"), ("exhale-mark", "quarter")]
)
def test_programmes_that_report_in_one_precision_only(
    demo: Demo, innovation: str, precision: str
) -> None:
    found = {
        parse(row["date"]).precision for rows in events(demo, innovation).values() for row in rows
    }

    assert found == {precision}


def test_maternity_programme_reaches_almost_every_unit_within_its_two_years(demo: Demo) -> None:
    maternity = programme(demo, "magnesium-maternity")
    units = {row["site"] for row in demo["cohorts"] if row["innovation"] == "magnesium-first-hour"}
    live = {
        site
        for site, rows in events(demo, "magnesium-first-hour").items()
        for row in rows
        if row["stage"] == "live" and parse(row["date"]).latest.isoformat() <= maternity["end"]
    }

    assert all(unit.startswith("DM") for unit in units)
    assert len(live) / len(units) > 0.8


def test_recalled_device_stops_everywhere_and_some_resume(demo: Demo) -> None:
    recalled = [r for r in demo["adoptions"] if r["reason"] == "safety"]

    assert {row["innovation"] for row in recalled} == {"nightjar-mat"}
    assert {row["date"] for row in recalled} == {"2023-05-16"}
    assert {row["stage"] for row in recalled} == {"stopped", "paused"}


def test_new_trusts_carry_on_what_their_predecessors_had_adopted(demo: Demo) -> None:
    opened = {row["code"]: row["opened"] for row in demo["organisations"]}
    carried = [row for row in demo["adoptions"] if row["note"].startswith("Carried on from DT")]

    assert carried
    assert all(row["date"] in (opened[row["site"]], opened[row["site"]][:7]) for row in carried)


def test_events_name_a_programme_only_while_it_runs(demo: Demo) -> None:
    programmes = {row["slug"]: row for row in demo["programmes"]}
    for row in demo["adoptions"]:
        if row["programme"]:
            ours = programmes[row["programme"]]
            on = parse(row["date"])
            assert ours["innovation"] == row["innovation"]
            assert on.earliest.isoformat() <= (ours["end"] or "9999")
            assert on.latest.isoformat() >= ours["start"]


def test_licences_downloads_and_uploads_of_one_network_are_stages_of_the_same_practices(
    demo: Demo,
) -> None:
    """PRIMIS of Wessex: 229 licences, 208 downloads, 142, 126 and 95 uploads."""
    told = {"Licence issued", "Searches downloaded", "First upload", "Second upload", "Full upload"}
    sites: dict[str, set[str]] = defaultdict(set)
    for row in demo["adoptions"]:
        if row["note"] in told:
            sites[row["stage"]].add(row["site"])
    ladder = ["approached", "committed", "live", "using", "sustained"]
    assert [len(sites[stage]) for stage in ladder] == [229, 208, 142, 126, 95]
    for before, after in itertools.pairwise(ladder):
        assert sites[after] < sites[before]
    cohort = {
        row["site"] for row in demo["cohorts"] if row["innovation"] == "safer-script-searches"
    }
    assert sites["approached"] <= cohort
