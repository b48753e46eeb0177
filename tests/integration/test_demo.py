"""The demonstration as its readers see it: what it measures, loaded and asked.

Loaded are its areas, trusts and maternity units, and the practices of three areas: to load the
whole takes too long for a test.
"""

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client

from groundswell.analysis.panel import Status
from groundswell.common.months import Month
from groundswell.demo.england import tables
from groundswell.demo.files import write
from groundswell.demo.pressure import IMPROVED, WORSENED
from groundswell.intake import import_file
from groundswell.measures.cells import site_cells
from groundswell.organisations.models import Kind
from groundswell.people.models import Person, Role
from groundswell.questions import reach, spread
from groundswell.reports.reach import disclose_reach, reach_report, reach_rows
from groundswell.reports.reach import tables as reached
from tests.support.intake_caches import clear_caches

pytestmark = pytest.mark.django_db

SUPPRESSED = "s"
HUB = "DC107"
OXIMETRY, OXYGEN = "covid-oximetry-enrolment", "oxygen-at-home-watch"
PRESSURE, MAGNESIUM, ORVELASTAT = (
    f"demo-{name}" for name in ("pressure-controlled", "magnesium-given", "orvelastat-people")
)
AREAS_WITH_PRACTICES = ("DC001", "DC050", "DC100")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, django_db_setup, django_db_blocker):
    """Loaded once for this module, in a transaction that is undone at its end."""
    from django.conf import settings

    home, before = tmp_path_factory.mktemp("demo"), settings.HOME
    with django_db_blocker.unblock(), transaction.atomic():
        settings.HOME = home
        clear_caches()
        by = Person.objects.create_user("demo-loader", role=Role.ADMINISTRATOR)
        for table in _some():
            file = write(table, home)
            import_file(by=by, path=file.path, layout=file.layout, options=file.options, why="x")
        yield home
        settings.HOME = before
        clear_caches()
        transaction.set_rollback(True)


def _some():
    """The tables without most practices, without networks of practices, and with one spread."""
    held = list(tables())
    memberships = next(t for t in held if t.layout == "memberships")
    rows = list(memberships.rows)
    kept = {child for child, parent, *_ in rows if parent in AREAS_WITH_PRACTICES}
    left_out = {c for c, *_ in rows if c[:2] in ("DP", "DN") and c not in kept}
    left_out |= {parent for _, parent, *_ in rows if parent[:2] == "DN"}
    for table in held:
        if table.layout in ("acknowledgements", "return"):
            continue  # of other innovations
        of = rows if table is memberships else table.rows
        some = [row for row in of if not left_out.intersection(row)]
        if table.layout in ("adoptions", "cohorts"):
            some = [row for row in some if OXYGEN in row]
        yield replace(table, rows=some)


@pytest.fixture(autouse=True)
def home(loaded, settings):
    settings.HOME = loaded
    return loaded


@pytest.fixture(autouse=True)
def _forget_other_ledgers():
    """Unlike elsewhere, one ledger serves the whole module: its caches may stay."""


def _answer(measure, by=Kind.NETWORK):
    return reach.answer(reach.Question(measure, by))


def _page(address):
    response = Client().get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# COVID Oximetry @home: three answers on one page, none of them hiding another


def test_every_area_had_it_and_for_one_person_in_forty_anything_is_known():
    adopted = spread.answer(spread.Question(OXYGEN, Month.parse("2021-10"), Kind.NETWORK)).total
    assert (adopted.eligible, adopted.adopted, adopted.unknown) == (106, 106, 0)
    answer = _answer(OXIMETRY)
    assert "5 of 106 CCGs or sub-ICB locations reported." in answer.headline
    assert "known for 2.5% of the 13,059 people who could benefit" in answer.headline
    assert "Of the others nothing is known." in answer.headline
    assert answer.is_demo


def test_areas_that_sent_no_records_are_missing_and_never_zero():
    cells = site_cells(OXIMETRY)
    silent = (cells.status == Status.MISSING).all(axis=1)
    assert silent.sum() == 101
    assert (cells.denominator[silent] > 0).all()
    assert not (cells.status[silent] == Status.ZERO).any()
    assert len(_answer(OXIMETRY).unreported) == 101


def test_page_says_all_three_and_that_missing_data_may_explain_part():
    page = _page(f"/innovations/{OXYGEN}/?at=2021-10")
    assert "106 of 106" in page and "(100%)" in page
    assert "nown for 2.5% of the 13,059 people who could benefit" in page
    assert "Not yet evaluated" in page
    assert "No association with mortality was found; missing data may explain part" in page
    assert "pmc.ncbi.nlm.nih.gov/articles/PMC9023854" in page
    assert "modelled on COVID Oximetry @home" in page


def test_page_of_a_measure_that_five_sites_reported_has_no_fifths():
    assert _answer(OXIMETRY).fifths is None
    assert "5 of 106" in _page(f"/measures/{OXIMETRY}/")


# What the other measures are there to show


def test_pressure_improves_in_one_network_and_worsens_in_another():
    answer = disclose_reach(_answer(PRESSURE))
    league = reached.league_table(answer)
    names = [column.name for column in league.columns]
    said = {row[0]: row[names.index("variation")] for row in league.rows}
    assert said.pop(IMPROVED) == "special_cause_improvement"
    assert said.pop(WORSENED) == "special_cause_concern"
    assert list(said.values()).count("common_cause") >= 12


def test_pressure_has_one_area_that_stopped_reporting_and_a_hub_that_is_not_eligible():
    answer = _answer(PRESSURE, Kind.CCG)
    assert [str(u.last_reported) for u in answer.unreported] == ["2026-01"]
    question = reach.Question(PRESSURE, Kind.CCG)
    assert [r.site_code for r in reach.rows(question, status="not eligible")] == [HUB]
    assert answer.total.expected[0].max() == 106


def test_small_numbers_of_magnesium_are_hidden_in_units_and_in_some_networks():
    cells = reach_report(_answer(MAGNESIUM)).table("cells")
    by_network = [str(row[3]) for row in cells.rows]
    assert 20 < by_network.count(SUPPRESSED) < len(by_network) / 4
    question = reach.Question(MAGNESIUM, Kind.NETWORK)
    units = reach_rows(question, reach.rows(question, month="2019-03"))
    numbers = [str(row[4]) for row in units.rows]
    assert numbers.count(SUPPRESSED) > 100
    status = [row.status for row in reach.rows(question, status="suppressed")]
    assert len(status) == 1  # the unit that hides its own


def test_orvelastat_has_true_zeros_beside_small_numbers_and_fifths_that_slope():
    question = reach.Question(ORVELASTAT, Kind.PRACTICE)
    rows = reach_rows(question, reach.rows(question))
    numbers = [str(row[4]) for row in rows.rows]
    assert numbers.count("0.0") > 0.1 * len(numbers)
    assert SUPPRESSED in numbers
    fifths = _answer(ORVELASTAT).fifths
    assert fifths is not None
    assert fifths.without == 0
