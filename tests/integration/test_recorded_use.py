"""Monthly use: from a file to cells in Parquet, to the page and its CSV."""

import pytest

from groundswell.intake import import_file
from groundswell.measures.cells import site_cells
from groundswell.measures.queries import monthly_use
from tests.support.factories import make_organisation

SERIES = """site,month,numerator,denominator
P1,2018-01,0,100
P1,2018-02,3,100
P2,2018-02,5,250.5
"""


@pytest.fixture
def recorded(administrator, tmp_path):
    make_organisation("P1")
    make_organisation("P2")
    path = tmp_path / "use.csv"
    path.write_text(SERIES)
    options = {"innovation": "libre", "name": "Libre", "kind": "device", "origin": "industry"}
    return import_file(by=administrator, path=path, options=options)


def test_use_is_added_up_by_month(recorded):
    months = monthly_use(site_cells("libre"))

    assert [(str(m.month), m.sites, m.using, m.numerator, m.denominator) for m in months] == [
        ("2018-01", 1, 0, 0.0, 100.0),
        ("2018-02", 2, 2, 8.0, 350.5),
    ]


def test_page_shows_recorded_use_and_its_csv_has_the_same_numbers(recorded, client):
    page = client.get("/innovations/libre/", {"at": "2018-02"}).content.decode()
    table = client.get("/innovations/libre/use.csv").content.decode("utf-8-sig")

    assert "Recorded use: libre" in page and "350.5" in page
    assert table.splitlines() == [
        "measure,month,sites,using,numerator,denominator",
        "libre,2018-01,1,0,0,100",
        "libre,2018-02,2,2,8,350.5",
    ]
