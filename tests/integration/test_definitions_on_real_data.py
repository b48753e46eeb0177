"""Shipped definitions against real public files: codes, names, months, and what a value is."""

import csv

import pytest

from groundswell.common.months import Month
from groundswell.measures.definition import CodeCount
from groundswell.measures.registry import measure, measures

pytestmark = pytest.mark.real_data

SUB_ICB = {
    "cgm-sensors": "cgm_sensors",
    "dapagliflozin": "dapagliflozin",
    "doac-not-generic": "doacs_nhse",
    "high-carbon-inhalers": "environmental_inhalers",
    "ics-dose": "icsdose",
    "saba": "saba",
}


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_biologics_are_the_products_of_the_extract_from_their_first_month(real_data):
    first: dict[str, Month] = {}
    for row in rows_of(real_data / "uptake/scmd_asthma_biologics_by_trust_month.csv"):
        month = Month.parse(row["year_month"])
        first[row["vmp_snomed_code"]] = min(month, first.get(row["vmp_snomed_code"], month))
    codes = measure("asthma-biologics").numerator.codes
    start = min(first.values())
    assert {c.code: c.since or start for c in codes} == first
    names = rows_of(real_data / "uptake/scmd_asthma_biologics_dmd_info.csv")
    medicine = {row["vmp_snomed_code"]: row["vtmnm"] for row in names}
    assert all(c.name.startswith(medicine[c.code]) for c in codes)


def test_codes_of_medicines_have_the_names_of_prescribing_rows(real_data):
    names: dict[str, str] = {}
    for month in ("201709", "201710"):
        for row in rows_of(real_data / f"uptake/epd_sample/epd_{month}.csv"):
            names[row["BNF_CODE"]] = row["BNF_DESCRIPTION"]
    checked = set()
    for shipped in measures().values():
        for _, part in shipped.parts():
            if isinstance(part, CodeCount) and part.source == "epd":
                for code in (*part.codes, *part.but):
                    # Generic products of one substance: their rows start with its name.
                    start = code.code if len(code.code) > 9 else f"{code.code}AA"
                    found = [n for c, n in names.items() if len(start) > 9 and c.startswith(start)]
                    assert all(n.split("_")[0].split()[0] == code.name.split()[0] for n in found)
                    checked |= {code.code} if found else set()
    assert {"0208020Z0", "0208020V0", "0601023AGAAABAB", "0501130H0"} <= checked


def test_value_of_a_rate_in_thousands_is_what_its_publisher_says(real_data):
    """The published denominator is list size / 1,000: the multiplier must not multiply again."""
    flash = measure("flash-glucose")
    for row in rows_of(real_data / "uptake/libre_latestmonth.csv"):
        if float(row["denominator"]):
            value = flash.multiplier * float(row["numerator"]) / float(row["denominator"])
            assert value == pytest.approx(float(row["calc_value"]))


def test_value_of_a_share_is_what_its_publisher_says_in_hundredths(real_data):
    for row in rows_of(real_data / "uptake/doac_df_doac_measure.csv"):
        value = float(row["total_doac_items"]) / float(row["total_doac_warfain"])
        expected = measure("doac-share").multiplier * float(row["calc_value"])
        assert 100 * value == pytest.approx(expected)


@pytest.mark.parametrize(("slug", "name"), SUB_ICB.items())
def test_published_series_is_of_the_kind_that_its_definition_says(real_data, slug, name):
    rows = rows_of(real_data / f"uptake/sicbl_measures/{name}.csv")
    pairs = [(float(r["numerator"]), float(r["denominator"])) for r in rows]
    is_share = all(numerator <= denominator for numerator, denominator in pairs)
    assert is_share == (measure(slug).kind == "proportion")
