"""The real facts: what they count up to, and that each says where it comes from."""

import csv

from groundswell.demo.public_facts import FOLDER, read_public_facts

FACTS = read_public_facts()


def test_there_are_15_networks_7_regions_and_3_licences() -> None:
    assert (len(FACTS.networks), len(FACTS.regions), len(FACTS.licences)) == (15, 7, 3)


def test_42_icbs_become_36() -> None:
    closing = {succession.predecessor for succession in FACTS.successions}
    before = {icb.code for icb in FACTS.icbs}
    after = (before - closing) | {icb.code for icb in FACTS.new_icbs}

    assert len(before) == 42
    assert len(FACTS.successions) == 16
    assert len(after) == 36
    assert {succession.successor for succession in FACTS.successions} <= after


def test_only_icbs_with_several_successors_are_split() -> None:
    for icb in {succession.predecessor for succession in FACTS.successions}:
        extents = [s.extent for s in FACTS.successions if s.predecessor == icb]
        assert extents == ["whole"] or (len(extents) > 1 and set(extents) == {"part"})


def test_every_icb_has_a_known_region_and_network() -> None:
    regions = {region.code for region in FACTS.regions}
    networks = {network.code for network in FACTS.networks}

    assert {icb.region for icb in (*FACTS.icbs, *FACTS.new_icbs)} == regions
    assert {icb.network for icb in FACTS.icbs} == networks


def test_licences_leave_the_six_months_that_nothing_was_found_of() -> None:
    first, second, third = FACTS.licences

    assert (second.start - first.end).days == 1
    assert (second.end.isoformat(), third.start.isoformat()) == ("2023-03-31", "2023-10-01")


def test_networks_were_renamed_on_one_day() -> None:
    assert {network.hin_since.isoformat() for network in FACTS.networks} == {"2023-10-01"}
    kept = [n.code for n in FACTS.networks if n.hin_name == n.ahsn_name]
    assert kept == ["HI-Man", "UCLP", "ICHP", "HIN-SL"]


def test_every_fact_has_a_basis() -> None:
    files = sorted(FOLDER.glob("*.csv"))
    assert len(files) == 6
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["basis"], f"{path.name}: {row}"
