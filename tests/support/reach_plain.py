"""Whom measures reached in the real data, added up plainly from the files. No product code."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import yaml

from .intake_plain import read, sheet

Both = tuple[float, float]  # numerator, denominator
Series = dict[tuple[str, str], Both]  # (site, month as 2020-07)

SUB_ICB = {
    "cgm-sensors": "cgm_sensors",
    "dapagliflozin": "dapagliflozin",
    "doac-not-generic": "doacs_nhse",
    "high-carbon-inhalers": "environmental_inhalers",
    "ics-dose": "icsdose",
    "saba": "saba",
}
FILES = {
    "doac-share": ("doac_df_doac_measure", "pct_id", "total_doac_items", "total_doac_warfain"),
    "flash-glucose": ("libre_latestmonth", "pct_id", "numerator", "denominator"),
    **{
        slug: (f"sicbl_measures/{name}", "code", "numerator", "denominator")
        for slug, name in SUB_ICB.items()
    },
}
PAYMENTS = {"2017-03": "16-17", "2020-03": "19-20", "2023-03": "22-23"}


def series(data: Path, slug: str) -> Series:
    name, site, above, below = FILES[slug]
    rows = read(data / f"uptake/{name}.csv")
    return {(r[site], r["month"][:7]): (float(r[above]), float(r[below])) for r in rows}


def biologics(data: Path) -> Series:
    """All products together; nothing divides them."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in read(data / "uptake/scmd_asthma_biologics_by_trust_month.csv"):
        found[row["ods_code"], row["year_month"][:7]] += float(row["total_quantity"])
    return {key: (use, 0.0) for key, use in found.items()}


def payments(data: Path) -> Series:
    """Practice and last month of the year to payments and registered patients."""
    found = {}
    for month, year in PAYMENTS.items():
        for row in read(data / f"uptake/gp_payments/{year}.csv"):
            cells = {heading.strip(): text for heading, text in row.items()}
            paid, patients = (
                float(cells[name].replace(",", "").replace("£", ""))
                for name in (
                    "Total NHS Payments to General Practice",
                    "Number of Registered Patients (Last Known Figure)",
                )
            )
            found[cells["Practice Code"].strip(), month] = (paid, patients)
    return found


def sums(cells: Series, place: Callable[[str, str], Iterable[str]]) -> Series:
    """(place, month) to sums over sites. One that stands in several places is shared equally."""
    found: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (site, month), (above, below) in cells.items():
        places = list(place(site, month))
        for where in places:
            found[where, month][0] += above / len(places)
            found[where, month][1] += below / len(places)
    return {key: (above, below) for key, (above, below) in found.items()}


def by_month(cells: Series) -> dict[str, Both]:
    return {month: both for (_, month), both in sums(cells, lambda *_: [""]).items()}


def hubs(cells: Series) -> set[str]:
    """Sites that never had anybody to count."""
    return {s for s, _ in cells} - {s for (s, _), (_, below) in cells.items() if below}


def network_of_icb(data: Path) -> dict[str, str]:
    return {r["icb_code"]: r["network"] for r in read(data / "organisations/hin_coverage.csv")}


def ccgs_of_april_2020(data: Path) -> dict[str, str]:
    """CCG to its STP."""
    return {row["CCG Code"]: row["STP Code"] for row in sheet(data, "Post-Apr 2020")}


def ccgs_in_use_since(data: Path) -> dict[str, str]:
    """CCG to the first day on which a practice was in it; those of April 2020 came after it."""
    first: dict[str, str] = {}
    path = data / "organisations/2019_10_epcmem.csv"
    with path.open(encoding="cp1252", newline="") as file:
        for _, ccg, _, start, *_ in csv.reader(file):
            first[ccg] = min(start, first.get(ccg, start))
    return {c: first.get(c, "20200401") for c in ccgs_of_april_2020(data)}


def sub_icbs(data: Path) -> dict[str, str]:
    """Sub-ICB location to its ICB, of July 2022."""
    book = openpyxl.load_workbook(data / "organisations/subicb_to_icb_lookup.xlsx", read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))[1:]
    book.close()
    return {str(row[0]).strip(): str(row[3]).strip() for row in rows if row[0]}


def prescribed(data: Path, month: str, side: dict, since: str) -> dict[str, float]:
    """Practice to the sum of a column over rows with the codes of one side of a definition."""
    found: dict[str, float] = defaultdict(float)
    for row in read(data / f"uptake/epd_sample/epd_{month.replace('-', '')}.csv"):
        found[row["PRACTICE_CODE"]] += 0.0
        if _covers(side["codes"], row["BNF_CODE"], since) and not _covers(
            side.get("but", []), row["BNF_CODE"], since
        ):
            found[row["PRACTICE_CODE"]] += float(row[side["column"].upper()])
    return dict(found)


def _covers(codes: list[dict[str, str]], code: str, month: str) -> bool:
    return any(
        code.startswith(c["code"]) and str(c.get("since", "")) <= month <= str(c.get("until", "9"))
        for c in codes
    )


def definition(path: Path) -> dict:
    """A definition as YAML without dates or numbers in it: every value is text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
