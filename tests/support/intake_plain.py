"""The spread of the real data, computed plainly from the published files. No product code."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import openpyxl

# (eligible, adopted, not adopted, unknown)
Counts = tuple[int, int, int, int]
Uses = dict[str, dict[str, float]]  # site to month (2018-04) to use


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(data: Path, name: str) -> list[dict[str, str]]:
    """A sheet of the April 2020 workbook as dictionaries."""
    book = openpyxl.load_workbook(data / "organisations/CCG_STP_RefFile_Apr20.xlsx", read_only=True)
    rows = list(book[name].iter_rows(values_only=True))
    book.close()
    headings = [str(h).strip() for h in rows[0]]
    return [
        {h: str(v or "").strip() for h, v in zip(headings, row, strict=False)}
        for row in rows[1:]
        if any(row)
    ]


def libre(data: Path) -> Uses:
    uses: Uses = defaultdict(dict)
    for row in read(data / "uptake/libre_latestmonth.csv"):
        uses[row["pct_id"]][row["month"][:7]] = float(row["numerator"])
    return uses


def biologics(data: Path) -> Uses:
    """All products together."""
    uses: Uses = defaultdict(lambda: defaultdict(float))
    for row in read(data / "uptake/scmd_asthma_biologics_by_trust_month.csv"):
        uses[row["ods_code"]][row["year_month"][:7]] += float(row["total_quantity"])
    return uses


def status(months: dict[str, float], at: str, since: str) -> str:
    if any(use > 0 and month <= at for month, use in months.items()):
        return "adopted"
    return "not" if any(since <= month <= at for month in months) else "unknown"


def spread(
    uses: Uses,
    at: str,
    since: str,
    place: Callable[[str], str],
    became: Callable[[str], set[str]] = lambda site: {site},
) -> dict[str, Counts]:
    """Counts by place. Sites that became one site count once: adopted where any of them had."""
    members = defaultdict(set)
    for site, months in uses.items():
        for unit in became(site):
            members[unit].add(status(months, at, since))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for code, found in members.items():
        best = next(s for s in ("adopted", "unknown", "not") if s in found)
        of_place = counts[place(code)]
        of_place[0] += 1
        of_place[{"adopted": 1, "not": 2, "unknown": 3}[best]] += 1
    return {code: tuple(numbers) for code, numbers in counts.items()}


def ccg_places(data: Path) -> dict[str, dict[str, str]]:
    """Kind of place to CCG to place, before April 2020."""
    network = {r["icb_code"]: r["network"] for r in read(data / "organisations/hin_coverage.csv")}
    rows = sheet(data, "Pre-Apr 2020")
    return {
        "ccg": {r["CCG Code"]: r["CCG Code"] for r in rows},
        "icb": {r["CCG Code"]: r["STP Code"] for r in rows},
        "region": {r["CCG Code"]: r["Region Code"] for r in rows},
        "network": {r["CCG Code"]: network[r["STP Code"]] for r in rows},
    }


def network_names(data: Path) -> dict[str, str]:
    """As they were called while they were AHSNs."""
    rows = read(data / "organisations/hin_names_over_time.csv")
    return {r["acronym_2024_09"]: r["name_2021_AHSN"] for r in rows}


def merged_ccgs(data: Path) -> dict[str, set[str]]:
    """What each CCG that closed in April 2020 became."""
    return {r["Legacy (closing) CCG Code"]: {r["New CCG Code"]} for r in sheet(data, "CCG Mergers")}


def successors(data: Path) -> Callable[[str, str], set[str]]:
    """A function of a code and a day (2020-11-30): what the organisation had become by then."""
    steps = defaultdict(set)
    for row in read(data / "organisations/2023_09_ods_successors.csv"):
        if row["from"] != row["to"]:
            steps[row["from"]].add((row["legal_start"], row["to"]))

    def resolve(code: str, day: str, since: str = "") -> set[str]:
        days = [on for on, _ in steps[code] if since <= on <= day]
        if not days:
            return {code}
        after = [resolve(to, day, min(days)) for on, to in steps[code] if on == min(days)]
        return set().union(*after)

    return resolve


def nameless(data: Path) -> list[dict[str, str]]:
    rows = read(data / "uptake/scmd_asthma_biologics_by_trust_month.csv")
    return [r for r in rows if not r["ods_name"].strip() or r["ods_name"] == "NA"]


def negative(data: Path) -> list[dict[str, str]]:
    rows = read(data / "uptake/scmd_asthma_biologics_by_trust_month.csv")
    return [r for r in rows if float(r["total_quantity"]) < 0]
