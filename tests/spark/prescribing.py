"""Made-up prescribing in the EPD layout, and measures that ask everything of it."""

import csv
import random
from datetime import date

from groundswell.common.months import Month
from groundswell.measures.definition import Code, CodeCount, ListSize, Measure
from groundswell.organisations.models import Kind

COLUMNS = (
    "YEAR_MONTH,REGIONAL_OFFICE_NAME,REGIONAL_OFFICE_CODE,ICB_NAME,ICB_CODE,PCO_NAME,PCO_CODE,"
    "PRACTICE_NAME,PRACTICE_CODE,ADDRESS_1,ADDRESS_2,ADDRESS_3,ADDRESS_4,POSTCODE,"
    "BNF_CHEMICAL_SUBSTANCE,CHEMICAL_SUBSTANCE_BNF_DESCR,BNF_CODE,BNF_DESCRIPTION,"
    "BNF_CHAPTER_PLUS_CODE,QUANTITY,ITEMS,TOTAL_QUANTITY,ADQUSAGE,NIC,ACTUAL_COST,UNIDENTIFIED"
)
HEADER = next(csv.reader([COLUMNS]))
NAMES = ("SURGERY", 'THE "OLD" SURGERY', "SMITH, JONES & PARTNERS", "MEDDYGFA TŶ GWYN", "")
# Chapters of the code list; 21 and 23 are appliances, whose codes are shorter.
STARTS = ("0208020Z0", "0208020X0", "0208010L0", "0301011R0", "0302000C0", "0601012Z0", "21480000")
ENDS = ("AAAAAA", "AAABAB", "BBAAAA", "BBABAC", "BCAAAA")


def write_month(path, month, rows, seed, changes=()):
    """A month of rows. `changes` maps a row's number to the fields that differ in it."""
    rng, changes = random.Random(seed), dict(changes)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, HEADER, lineterminator="\n")
        out.writeheader()
        for number in range(rows):
            out.writerow(_row(rng, month) | changes.get(number, {}))
    return path


def _row(rng, month):
    site = rng.randrange(80)
    # Some practices prescribe one thing only, so that denominators are 0 there.
    start = STARTS[3] if site % 20 == 7 else rng.choice(STARTS)
    items = rng.randrange(1, 40)
    code = f"A81{site:03}"
    return dict.fromkeys(HEADER, "") | {
        "YEAR_MONTH": rng.choice((f"{month:%Y%m}", f"{month:%Y_%m}")),
        "PRACTICE_NAME": NAMES[site % len(NAMES)],
        # A code is the same in any case, with or without outer spaces; "-" is no practice.
        "PRACTICE_CODE": rng.choice((code, code, code, code.lower(), f" {code}", "-")),
        "BNF_CODE": start + rng.choice(ENDS),
        "BNF_DESCRIPTION": rng.choice(('Bandage 5" x 3"', "Tab 5mg, coated", "Susp")),
        "ITEMS": rng.choice((str(items), f"{items:04}")),
        "TOTAL_QUANTITY": f"{items * rng.choice((7, 28, 0.5))}",
        "ADQUSAGE": f"{items * 0.25:.2f}",
        "NIC": f"{rng.choice((-1, 1, 1, 1)) * items * rng.random():.2f}",
        "ACTUAL_COST": f"{items * rng.random():.5f}",
        "UNIDENTIFIED": rng.choice("NNNNNNNY"),
    }


def measures():
    """One for each thing that a definition can say of codes, columns and dates."""
    since, until = Month.parse("2024-02"), Month.parse("2024-02")
    whole = _count("items", "0208")
    return [
        _measure("share", _count("items", "0208020Z0", "0208020X0"), whole),
        _measure("nested", _count("items", "02", "0208", "0208020Z0AAAAAA"), whole),
        _measure("excluded", _count("items", "0208", but=["0208010", "0208020Z0BB"]), whole),
        _measure("from", CodeCount("epd", "items", (Code("0208020Z0", "x", since=since),)), whole),
        _measure("until", CodeCount("epd", "nic", (Code("0301", "x", until=until),)), whole),
        _measure(
            "but-until",
            CodeCount("epd", "items", (Code("03", "x"),), (Code("0302", "x", until=until),)),
            _count("items", "03"),
        ),
        _measure("cost", _count("actual_cost", "0601", "2148"), _count("total_quantity", "0601")),
        _measure("quantity", _count("adq_usage", "0302"), None),
        _measure("by-list", _count("items", "0302"), ListSize()),
        _measure("nowhere", _count("items", "9999"), _count("items", "0208")),
    ]


def _count(column, *codes, but=()):
    coded, excluded = (tuple(Code(c, "made up") for c in group) for group in (codes, but))
    return CodeCount("epd", column, coded, excluded)


def _measure(slug, numerator, denominator):
    return Measure(
        slug=slug,
        title=slug,
        short=slug,
        why="made up",
        numerator=numerator,
        denominator=denominator,
        unit="%",
        multiplier=100,
        kind="quantity" if denominator is None else "proportion",
        direction="neutral",
        source_class="administrative",
        counts="activity",
        sites=Kind.PRACTICE,
        innovations=(),
        target=None,
        status="draft",
        author="made up",
        checker="made up",
        next_review=date(2030, 1, 1),
        version=1,
    )
