"""What the demonstration measures: each picture that it shows, straight from the files."""

from collections import defaultdict

import numpy as np
import pytest
from numpy.typing import NDArray

from groundswell.common.months import Month
from groundswell.demo.pressure import IMPROVED, SILENT, WORSENED
from groundswell.measures.definition import Given
from groundswell.measures.registry import measure, measures

from .conftest import Demo, Rows, parse

Values = NDArray[np.float64]

LINKED = {
    "covid-oximetry-enrolment": ("oxygen-at-home-watch", "ccg"),
    "demo-pressure-controlled": ("home-pressure-loop", "ccg"),
    "demo-magnesium-given": ("magnesium-first-hour", "maternity"),
    "demo-orvelastat-people": ("orvelastat", "practice"),
}


def of_measure(demo: Demo, slug: str) -> Rows:
    return demo[slug.removeprefix("demo-")]


def known(row: dict[str, str]) -> bool:
    return row["numerator"].isdigit()


def number(rows: Rows, column: str) -> int:
    return sum(int(row[column]) for row in rows)


def network_of_areas(demo: Demo) -> dict[str, str]:
    kinds = {row["code"]: row["kind"] for row in demo["organisations"]}
    return {
        row["child"]: row["parent"]
        for row in demo["memberships"]
        if kinds[row["child"]] == "ccg" and kinds[row["parent"]] == "network"
    }


def values_by_network(demo: Demo) -> dict[str, Values]:
    """Network to the blood pressure of its areas, month by month."""
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    network = network_of_areas(demo)
    for row in demo["pressure-controlled"]:
        if known(row) and int(row["denominator"]):
            both = sums[network[row["site"]]][row["month"]]
            both[0] += int(row["numerator"])
            both[1] += int(row["denominator"])
    return {
        code: np.array([above / below for _, (above, below) in sorted(months.items())])
        for code, months in sums.items()
    }


def test_demo_measures_say_that_they_are_and_are_linked_to_their_innovations(demo: Demo) -> None:
    assert {slug for slug, found in measures().items() if found.is_demo} == set(LINKED)
    slugs = {row["slug"] for row in demo["innovations"]}
    for slug, (innovation, sites) in LINKED.items():
        found = measure(slug)
        assert (found.innovations, found.sites.value) == ((innovation,), sites)
        assert innovation in slugs
        assert isinstance(found.numerator, Given)
        assert "Made-up numbers" in found.notes


@pytest.mark.parametrize("slug", LINKED)
def test_sites_are_open_and_of_the_measure_s_kind_and_nothing_is_told_twice(
    demo: Demo, slug: str
) -> None:
    lives = defaultdict(list)
    for row in demo["organisations"]:
        if row["kind"] == LINKED[slug][1]:
            lives[row["code"]].append((row["opened"], row["closed"] or "9999"))
    rows = of_measure(demo, slug)
    assert len({(row["site"], row["month"]) for row in rows}) == len(rows)
    last_days = {
        text: Month.parse(text).last_day.isoformat() for text in {r["month"] for r in rows}
    }
    for row in rows:
        day = last_days[row["month"]]
        assert any(first <= day <= last for first, last in lives[row["site"]]), row
        if known(row):
            assert int(row["numerator"]) <= int(row["denominator"])


@pytest.mark.parametrize("slug", LINKED)
def test_months_end_before_the_last_day_of_the_demonstration(demo: Demo, slug: str) -> None:
    assert max(row["month"] for row in of_measure(demo, slug)) <= "2026-08"


# COVID Oximetry @home


def test_enrolment_is_missing_where_no_records_came_and_the_denominator_is_there(
    demo: Demo,
) -> None:
    rows = demo["covid-oximetry-enrolment"]
    reporting = {row["site"] for row in rows if known(row)}
    assert len({row["site"] for row in rows}) == 106
    assert len(reporting) == 5
    assert all(row["numerator"] == "" for row in rows if row["site"] not in reporting)
    assert all(known(row) for row in rows if row["site"] in reporting)
    assert number(rows, "denominator") == 217_650


def test_areas_that_sent_records_hold_one_in_forty_of_those_eligible_in_every_month(
    demo: Demo,
) -> None:
    rows = demo["covid-oximetry-enrolment"]
    for month in {row["month"] for row in rows}:
        here = [row for row in rows if row["month"] == month]
        told = number([row for row in here if known(row)], "denominator")
        assert 100 * told / number(here, "denominator") == pytest.approx(2.5, abs=0.02)


def test_nobody_is_enrolled_before_their_area_is_live(demo: Demo) -> None:
    live = {
        row["site"]: row["date"][:7]
        for row in demo["adoptions"]
        if row["innovation"] == "oxygen-at-home-watch" and row["stage"] == "live"
    }
    rows = [row for row in demo["covid-oximetry-enrolment"] if known(row)]
    early = [row for row in rows if row["month"] < live[row["site"]]]
    assert early
    assert {row["numerator"] for row in early} == {"0"}
    assert all(int(row["numerator"]) for row in rows if row["month"] > live[row["site"]])


def test_what_was_published_stands_beside_its_source(demo: Demo) -> None:
    found = [row for row in demo["innovations"] if row["finding"] or row["finding_source"]]
    assert [row["slug"] for row in found] == ["oxygen-at-home-watch"]
    assert found[0]["finding"] == (
        "No association with mortality was found; missing data may explain part"
    )
    assert "pmc.ncbi.nlm.nih.gov/articles/PMC9023854" in found[0]["finding_source"]
    assert "modelled on COVID Oximetry @home" in found[0]["summary"]


# Blood pressure: one change, one worsening, one gap, a hub


def test_one_network_improves_as_the_innovation_spreads_there_and_one_worsens(
    demo: Demo,
) -> None:
    values = values_by_network(demo)
    change = {code: 100 * (v[-12:].mean() - v[:12].mean()) for code, v in values.items()}
    late = {code: 100 * (v[-6:].mean() - v[:48].mean()) for code, v in values.items()}
    assert len(change) == 15
    assert change.pop(IMPROVED) > 4
    assert late.pop(WORSENED) < -1.5
    assert all(abs(points) < 1 for code, points in change.items() if code != WORSENED)


def test_one_area_stops_reporting_and_a_hub_has_nobody_to_count(demo: Demo) -> None:
    rows = demo["pressure-controlled"]
    last: dict[str, str] = {}
    for row in rows:
        last[row["site"]] = max(row["month"], last.get(row["site"], ""))
    silent = [site for site, month in last.items() if month != "2026-08"]
    assert [last[site] for site in silent] == ["2026-01"]
    assert network_of_areas(demo)[silent[0]] == SILENT
    hubs = {row["site"] for row in rows if row["denominator"] == "0"}
    assert hubs == {"DC107"}
    assert {(r["numerator"], r["denominator"]) for r in rows if r["site"] in hubs} == {("0", "0")}
    assert 5 < sum(row["numerator"] == "" for row in rows) < 60


# Magnesium: small numbers, a change at each go-live


def test_magnesium_is_given_more_often_once_a_unit_is_live(demo: Demo) -> None:
    live: dict[str, str] = {}
    for row in demo["adoptions"]:
        if row["innovation"] == "magnesium-first-hour" and row["stage"] == "live":
            live[row["site"]] = str(Month.of(parse(row["date"]).earliest))
    rows = [row for row in demo["magnesium-given"] if known(row)]
    near = [row for row in rows if "2018-05" <= row["month"] <= "2020-04"]
    after = [row for row in near if row["month"] >= live.get(row["site"], "9999")]
    before = [row for row in near if row["month"] < live.get(row["site"], "9999")]
    share = [number(r, "numerator") / number(r, "denominator") for r in (before, after)]
    assert 100 * (share[1] - share[0]) == pytest.approx(13, abs=3)
    first = [row for row in rows if row["month"] < "2018-01"]
    assert 100 * number(first, "numerator") / number(first, "denominator") == pytest.approx(
        63, abs=2
    )


def test_single_units_have_small_numbers_and_one_hides_its_own(demo: Demo) -> None:
    rows = demo["magnesium-given"]
    hidden = [row for row in rows if row["numerator"] == "*"]
    assert len({row["site"] for row in hidden}) == 1
    small = [row for row in rows if known(row) and 1 <= int(row["numerator"]) <= 7]
    assert len(small) > 0.7 * len(rows)
    assert sum(row["denominator"] == "0" for row in rows) > 500


# Orvelastat: true zeros, a gradient


def test_practices_without_it_send_zero_and_the_most_deprived_get_less_of_it(demo: Demo) -> None:
    rows = [row for row in demo["orvelastat-people"] if row["month"] == "2026-08"]
    zeros = [row for row in rows if row["numerator"] == "0"]
    assert 0.2 < len(zeros) / len(rows) < 0.6
    decile = {row["practice_code"]: row["imd_decile"] for row in demo["deprivation-of-a-day"]}
    rate = {}
    for wanted in ("1", "10"):
        some = [row for row in rows if decile[row["site"]] == wanted]
        rate[wanted] = number(some, "numerator") / number(some, "denominator")
    assert rate["1"] < 0.8 * rate["10"]


def test_every_practice_has_a_score_and_those_open_a_list(demo: Demo) -> None:
    practices = {row["code"] for row in demo["organisations"] if row["kind"] == "practice"}
    scores = demo["deprivation-of-a-day"]
    assert {row["practice_code"] for row in scores} == practices
    deciles = [row["imd_decile"] for row in scores]
    assert {deciles.count(str(n)) for n in range(1, 11)} <= {
        len(scores) // 10,
        len(scores) // 10 + 1,
    }
    lists = demo["list-size"]
    assert {row["EXTRACT_DATE"] for row in lists} == {"01SEP2024", "01SEP2025"}
    newest = [int(r["NUMBER_OF_PATIENTS"]) for r in lists if r["EXTRACT_DATE"] == "01SEP2025"]
    assert 50e6 < sum(newest) < 70e6
    assert 6_000 < len(newest) < 6_700
