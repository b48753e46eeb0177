"""The files as a whole: the same every time, in the layouts that the import takes."""

import os
import re
import subprocess
import sys
from pathlib import Path

from groundswell.adoption.rules import REASONS, STAGES
from groundswell.demo.public_facts import read_public_facts
from groundswell.demo.world import make_world
from groundswell.innovations.models import Innovation
from groundswell.organisations.models import Kind
from groundswell.programmes.models import Programme

from .conftest import Demo, name_of

HEADINGS = {
    "organisations": "code,name,kind,opened,closed",
    "names": "code,name,since",
    "memberships": "child,parent,start,end,basis",
    "successions": "from,to,effective_on,extent,share",
    "licences": "name,start,end,commissioner,basis",
    "innovations": "slug,name,kind,origin,summary,demo,finding,finding_source",
    "programmes": "slug,name,innovation,commissioner,start,end,outcome,scope,summary",
    "cohorts": "innovation,programme,rule,site,start,end",
    "adoptions": "site,innovation,stage,date,programme,reason,note",
    "participants": "programme,network,owner,email,start,end",
    "targets": "programme,network,due,kind,value,whole,source",
    "rounds": "programme,start,end,due",
    "programme-measures": "programme,measure,role",
    "closures": "programme,outcome,on,to,reason",
    "safety-notices": "slug,innovation,title,asks,text,issued,due,issuer",
    "acknowledgements": "notice,site,acknowledged,acted,outcome,note",
    "return-hi-west-2026-04-01": "site,stage,date,reason,factor,domain,note",
    "return-hi-sw-2026-04-01": "site,stage,date,reason,factor,domain,note",
    "return-hi-west-2026-07-01": "site,stage,date,reason,factor,domain,note",
    "list-size": "PUBLICATION,EXTRACT_DATE,TYPE,CODE,SEX,AGE,NUMBER_OF_PATIENTS",
    "deprivation-of-a-day": "practice_code,imd_score,imd_decile",
    "covid-oximetry-enrolment": "site,month,numerator,denominator",
    "pressure-controlled": "site,month,numerator,denominator",
    "magnesium-given": "site,month,numerator,denominator",
    "orvelastat-people": "site,month,numerator,denominator",
}


AGAIN = """
import sys, pathlib, django
django.setup()
from groundswell.demo.england import generate
generate(pathlib.Path(sys.argv[1]))
"""


def test_same_seed_makes_same_bytes_in_another_process(demo: Demo, tmp_path: Path) -> None:
    """With another hash seed, so that nothing can lean on the order of a set."""
    settings = "groundswell.config.settings"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "DJANGO_SETTINGS_MODULE": settings}
    subprocess.run([sys.executable, "-c", AGAIN, str(tmp_path)], env=environment, check=True)

    for file in demo.files:
        assert (tmp_path / file.path.name).read_bytes() == file.path.read_bytes(), file.layout


def test_another_seed_makes_another_england() -> None:
    facts = read_public_facts()
    one, other = make_world(1, facts), make_world(2, facts)

    assert [site.name for site in one.sites] != [site.name for site in other.sites]
    assert one.facts == other.facts


def test_files_are_in_the_order_of_loading(demo: Demo) -> None:
    assert [name_of(file) for file in demo.files] == list(HEADINGS)


def test_headings_are_those_of_the_layouts(demo: Demo) -> None:
    for file in demo.files:
        with file.path.open(encoding="utf-8") as text:
            assert text.readline() == HEADINGS[name_of(file)] + "\n"


def test_files_have_the_options_that_their_layouts_need(demo: Demo) -> None:
    options = {name_of(file): file.options for file in demo.files if file.options}

    assert options == {
        "deprivation-of-a-day": {"as_of": "2024-09-01"},
        "covid-oximetry-enrolment": {"measure": "covid-oximetry-enrolment"},
        "pressure-controlled": {"measure": "demo-pressure-controlled"},
        "magnesium-given": {"measure": "demo-magnesium-given"},
        "orvelastat-people": {"measure": "demo-orvelastat-people"},
        **{
            f"return-{network.lower()}-{start}": {
                "programme": "wound-compass-south-west",
                "network": network,
                "round": start,
            }
            for network, start in (
                ("HI-West", "2026-04-01"),
                ("HI-SW", "2026-04-01"),
                ("HI-West", "2026-07-01"),
            )
        },
    }


def test_size_stays_within_a_minute_of_loading(demo: Demo) -> None:
    assert 100_000 < len(demo["cohorts"]) + len(demo["adoptions"]) < 250_000
    assert len(demo["memberships"]) < 40_000
    assert len(demo["orvelastat-people"]) < 160_000


def test_vocabularies_are_groundswell_s_own(demo: Demo) -> None:
    assert {row["kind"] for row in demo["organisations"]} <= set(Kind.values)
    assert {row["kind"] for row in demo["innovations"]} == set(Innovation.Kind.values) - {"product"}
    assert {row["origin"] for row in demo["innovations"]} == set(Innovation.Origin.values)
    assert {row["outcome"] for row in demo["programmes"]} == set(Programme.Outcome.values)
    assert {row["stage"] for row in demo["adoptions"]} == set(STAGES) - {"void"}
    assert {row["reason"] for row in demo["adoptions"]} - {""} <= set(REASONS)


def test_every_innovation_says_that_it_is_invented(demo: Demo) -> None:
    assert len(demo["innovations"]) == 40
    for row in demo["innovations"]:
        assert "Invented for demonstration" in row["summary"]
        assert row["demo"] == "yes"


def test_every_programme_says_that_it_is_invented(demo: Demo) -> None:
    assert len(demo["programmes"]) == 13
    assert all("Invented for demonstration" in row["summary"] for row in demo["programmes"])


def test_no_invented_code_looks_like_a_real_one(demo: Demo) -> None:
    real = {"region", "icb", "network"}
    for row in demo["organisations"]:
        if row["kind"] not in real:
            assert re.fullmatch(r"D(P\d{5}|T\d{3}|M\d{3}|C\d{3}|N\d{4})", row["code"])
            # The patterns of ODS: practices, PCNs, trusts, CCGs, sites of trusts.
            assert not re.fullmatch(r"[A-Z]\d{5}|[RT][A-Z0-9]{2,4}|\d{2}[A-Z]", row["code"])


def test_invented_names_are_all_different(demo: Demo) -> None:
    names = {
        (row["code"], row["name"])
        for layout in ("organisations", "names")
        for row in demo[layout]
        if row["code"].startswith("D")
    }

    assert len({name for _, name in names}) == len(names)


def test_what_fits_its_column(demo: Demo) -> None:
    assert max(len(row["basis"]) for row in demo["memberships"]) <= 60
    assert max(len(row["basis"]) for row in demo["licences"]) <= 200
    assert max(len(row["name"]) for row in demo["licences"]) <= 60
    assert max(len(row["rule"]) for row in demo["cohorts"]) <= 200
    assert max(len(row["code"]) for row in demo["organisations"]) <= 20
