"""The public files of uptake, loaded: cells and national sums are what the files plainly say."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from groundswell.analysis.panel import Status
from groundswell.intake import import_file
from groundswell.measures.cells import compact, site_cells
from groundswell.measures.queries import monthly_use
from groundswell.organisations.codes import suggested_kind
from groundswell.organisations.models import Organisation

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

NEW = {"kind": "medicine", "origin": "industry"}


@dataclass(frozen=True)
class File:
    """A file, how it is loaded, and which columns hold what when it is read plainly."""

    path: str
    measure: str
    options: dict[str, str]
    site: str = "code"
    month: str = "month"
    numerator: str = "numerator"
    denominator: str | None = "denominator"
    layout: str | None = None
    only: dict[str, str] = field(default_factory=dict)


def _sub_icb(name, measure):
    return File(f"sicbl_measures/{name}.csv", measure, {"measure": measure})


PAYMENTS, PATIENTS = (
    "Total NHS Payments to General Practice",
    "Number of Registered Patients (Last Known Figure)",
)
YEARS = {"16-17": "2017-03", "19-20": "2020-03", "22-23": "2023-03"}
FILES = [
    _sub_icb("cgm_sensors", "cgm-sensors"),
    _sub_icb("dapagliflozin", "dapagliflozin"),
    _sub_icb("doacs_nhse", "doac-not-generic"),
    _sub_icb("environmental_inhalers", "high-carbon-inhalers"),
    _sub_icb("icsdose", "ics-dose"),
    _sub_icb("saba", "saba"),
    File(
        "doac_df_doac_measure.csv",
        "doac-share",
        {
            "measure": "doac-share",
            "numerator_column": "total_doac_items",
            "denominator_column": "total_doac_warfain",
        },
        site="pct_id",
        numerator="total_doac_items",
        denominator="total_doac_warfain",
    ),
    File(
        "libre_latestmonth.csv",
        "flash-glucose",
        {"innovation": "freestyle-libre", "name": "FreeStyle Libre", **NEW},
        site="pct_id",
    ),
    File(
        "semaglutide_df_sema_qty.csv",
        "semaglutide",
        {
            "innovation": "semaglutide",
            "name": "Semaglutide",
            "numerator_column": "total_quantity",
            **NEW,
        },
        site="pct",
        numerator="total_quantity",
        denominator=None,
    ),
    File(
        "scmd_asthma_biologics_by_trust_month.csv",
        "asthma-biologics",
        {"innovation": "asthma-biologics", "name": "Asthma biologics", **NEW},
        site="ods_code",
        month="year_month",
        numerator="total_quantity",
        denominator=None,
    ),
    *(
        File(
            f"gp_payments/{year}.csv",
            "payments-per-patient",
            {"month": month},
            site="Practice Code",
            month=month,
            numerator=PAYMENTS,
            denominator=PATIENTS,
        )
        for year, month in YEARS.items()
    ),
    *(
        File(
            f"gp_payments/{year}.csv",
            "list-size",
            {"month": month},
            site="Practice Code",
            month=month,
            numerator=PATIENTS,
            denominator=None,
            layout="list-size",
        )
        for year, month in YEARS.items()
    ),
    File(
        "epd_sample/gp-reg-pat-prac-quin-age.csv",
        "list-size",
        {},
        site="ORG_CODE",
        month="2017-09",
        numerator="NUMBER_OF_PATIENTS",
        denominator=None,
        only={"ORG_TYPE": "GP", "SEX": "ALL", "AGE_GROUP_5": "ALL"},
    ),
]


def _plainly(folder, file):
    """(site, month) to [numerator, denominator], the rows of several products added up."""
    cells = defaultdict(lambda: [0.0, 0.0])
    with (folder / file.path).open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            if all(row[column] == value for column, value in file.only.items()):
                cell = cells[row[file.site], row.get(file.month, file.month)[:7]]
                cell[0] += float(row[file.numerator])
                cell[1] += float(row[file.denominator]) if file.denominator else 0.0
    return cells


@pytest.fixture
def uptake(real_data):
    return real_data / "uptake"


@pytest.fixture
def known(uptake):
    """Every code of the files of areas and trusts as an organisation, and no practice."""
    codes = {
        site
        for file in FILES
        if "practice" not in file.site.lower() and file.site != "ORG_CODE"
        for site, _ in _plainly(uptake, file)
    }
    kinds = {code: suggested_kind(code) for code in codes}
    Organisation.objects.bulk_create(Organisation(code=c, kind=k) for c, k in kinds.items())


def _load(by, folder, file):
    return import_file(
        by=by,
        path=folder / file.path,
        layout=file.layout,
        options=dict(file.options),
        group="series",
    )


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.measure} {f.path}")
def test_cells_and_national_sums_are_those_of_the_file(administrator, known, uptake, file):
    _load(administrator, uptake, file)
    cells, expected = site_cells(file.measure), _plainly(uptake, file)
    found = {
        (cells.sites[s], str(cells.months[t])): (cells.numerator[s, t], cells.denominator[s, t])
        for s, t in zip(*cells.has_cell.nonzero(), strict=True)
    }
    assert found.keys() == expected.keys()
    for at, (above, below) in expected.items():
        assert found[at][0] == pytest.approx(above, rel=1e-12)
        assert not file.denominator or found[at][1] == below
    sums = defaultdict(lambda: [0.0, 0.0])
    for (_, month), (above, below) in expected.items():
        sums[month][0] += above
        sums[month][1] += below
    for month in monthly_use(cells):
        assert month.numerator == pytest.approx(sums[str(month.month)][0], rel=1e-12)
        if file.denominator:
            assert month.denominator == pytest.approx(sums[str(month.month)][1], rel=1e-12)


@pytest.mark.parametrize("file", FILES[:6], ids=lambda f: f.measure)
def test_codes_that_are_hubs_are_not_eligible_and_never_zero(administrator, known, uptake, file):
    submission = _load(administrator, uptake, file)
    cells = site_cells(file.measure)
    never = (~cells.has_cell | (cells.status == Status.NOT_YET_ELIGIBLE)).all(axis=1)
    assert (len(cells.sites), int(never.sum())) == (214, 108)
    assert (cells.months[0].name, cells.months[-1].name) == ("December 2020", "December 2025")
    assert any("108 of 214 sites" in note["text"] for note in submission.notes)
    known_cells = cells.status[cells.denominator > 0]
    assert set(known_cells) <= {Status.OBSERVED, Status.ZERO}


def test_three_years_of_list_sizes_lie_side_by_side_and_are_compacted(administrator, uptake):
    files = [file for file in FILES if file.measure == "list-size"]
    for file in files:
        _load(administrator, uptake, file)
    before = site_cells("list-size")
    assert {
        str(month)
        for month, told in zip(before.months, before.has_cell.any(0), strict=True)
        if told
    } == {
        "2017-03",
        "2017-09",
        "2020-03",
        "2023-03",
    }
    compact(by=administrator)
    after = site_cells("list-size")
    assert after.sites == before.sites and len(after.parts) == 1
    for name in ("numerator", "status", "submission", "row"):
        assert (getattr(after, name) == getattr(before, name))[before.has_cell].all()
