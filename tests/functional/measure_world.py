"""Numbers of measures for the small country: what is reached, hidden, missing, and nothing at all.

Practices of three networks report `pulse-reach` from January 2019 to March 2020. In the last month
Cove (South) reaches 5 people, which is hidden, and the North with it, because it would follow;
Birch Lane (North) sends nothing. Harbour is a hub without patients. `stock` is a plain quantity of
two months, and nobody has sent `no-data`.
"""

from pathlib import Path

from groundswell import intake
from groundswell.common.months import Month
from groundswell.people.models import Person

from . import world as worlds

FIRST, LAST = Month.parse("2019-01"), Month.parse("2020-03")
SITES = ("A81001", "A81002", "C81003", "E81004", "E81005", "E81006")

ORGANISATIONS = """code,name,kind,opened,closed
NET-E,Eastern network,network,2013-05-01,
E81004,Elm surgery,practice,2000-04-01,
E81005,Fern surgery,practice,2000-04-01,
E81006,Harbour hub,practice,2000-04-01,
"""
MEMBERSHIPS = """child,parent,start,end,basis
E81004,NET-E,2013-05-01,,stated
E81005,NET-E,2013-05-01,,stated
E81006,NET-E,2013-05-01,,stated
"""
DEFINITION = """slug: {slug}
title: {title}
short: {short}
why: >
  An irregular pulse that is found early can be treated.
numerator: {{by: given}}
{denominator}
unit: "{unit}"
multiplier: {multiplier}
kind: {kind}
direction: increase
source_class: self-report
counts: people
sites: practice
innovations: {innovations}
{target}
status: draft
author: Groundswell project
next_review: 2031-02-01
version: 3
"""


def definitions(folder: Path) -> None:
    """The three measures, in a folder of a network's own."""
    folder.mkdir(parents=True, exist_ok=True)
    share = {"denominator": "denominator: {by: given}", "unit": "%", "multiplier": 100}
    share |= {"kind": "proportion", "innovations": "[pulse-check]", "target": "target: 60"}
    told = {
        "pulse-reach": {
            "title": "People whose pulse was checked",
            "short": "Pulse checks",
            **share,
        },
        "no-data": {"title": "People asked back", "short": "Asked back", **share},
        "stock": {
            "title": "Pulse checkers in stock",
            "short": "Stock",
            "denominator": "denominator: {by: none}",
            "unit": "checkers",
            "multiplier": 1,
            "kind": "quantity",
            "innovations": "[]",
            "target": "",
        },
    }
    for slug, said in told.items():
        (folder / f"{slug}.yaml").write_text(DEFINITION.format(slug=slug, **said), encoding="utf-8")


def people(site: str, month: Month) -> tuple[int, int] | None:
    """(checked, registered) of a practice in a month; None where it sends nothing."""
    since = month.index - FIRST.index
    if site == "E81006":
        return 0, 0
    if month == LAST and site == "A81002":
        return None
    if month == LAST and site == "C81003":
        return 5, 90
    return 40 + 7 * SITES.index(site) + (since * 5) % 4, 120 + SITES.index(site)


def series() -> str:
    lines = ["site,month,numerator,denominator"]
    for index in range(FIRST.index, LAST.index + 1):
        for site in SITES:
            told = people(site, Month(index))
            if told:
                lines.append(f"{site},{Month(index)},{told[0]},{told[1]}")
    return "\n".join(lines) + "\n"


STOCK = """site,month,numerator
A81001,2020-01,30
A81001,2020-02,31
C81003,2020-01,0
C81003,2020-02,20
"""


def build(by: Person, folder: Path, settings: object, *, demo: bool = False) -> worlds.World:
    """The small country, with its measures."""
    world = worlds.build(by, folder / "world", demo=demo)
    definitions(folder / "measures")
    settings.MEASURES = str(folder / "measures")
    for name, text, options in (
        ("organisations-2.csv", ORGANISATIONS, {}),
        ("memberships-2.csv", MEMBERSHIPS, {}),
        ("pulses.csv", series(), {"measure": "pulse-reach"}),
        ("stock.csv", STOCK, {"measure": "stock"}),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        world.submissions[name] = intake.import_file(by=by, path=path, options=options)
    return world
