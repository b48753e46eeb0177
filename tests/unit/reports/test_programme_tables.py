"""Coverage, funnel and barriers as tables."""

from groundswell.reports.barriers import barriers_report
from groundswell.reports.coverage import coverage_report
from groundswell.reports.funnel import funnel_report
from groundswell.reports.tables import report_json, table_csv
from tests.support.programme_answers import barriers, coverage, funnel, place


def test_coverage_has_a_row_a_place_and_all_together_last():
    answer = coverage([place(due=8.5), place("ICHP", adopted=1, unknown=9, takes_part=False)])

    assert table_csv(coverage_report(answer).table()).splitlines() == [
        "place_code,place_name,eligible,adopted,not_adopted,unknown,share,due,difference,rating,part",
        "HI-West,Place HI-West,10,8,2,0,0.8,8.5,-0.5,amber,yes",
        "ICHP,Place ICHP,12,1,2,9,0.08333,,,none,no",
        ",All places,22,9,4,9,0.4091,,,none,",
    ]


def test_the_curve_is_a_table_of_coverage_too():
    rows = coverage_report(coverage()).table("curve").rows

    assert rows[-1] == ("2018-04", 10.0, 8.0, 0.0)


def test_the_funnel_has_stages_definitions_and_reasons():
    report = funnel_report(funnel())

    stages, definitions, reasons = report.tables
    assert ("live", 4, 4) in stages.rows
    assert ("unknown", 4, None) in stages.rows
    assert definitions.rows[0] == ("live-or-beyond", "Live or beyond", 10, 4, 2, 4, 0.4)
    assert reasons.rows == (("stopped", "technology", 2),)


def test_all_tables_are_ready_for_json():
    assert set(report_json(funnel_report(funnel()))["tables"]) == {
        "stages",
        "definitions",
        "reasons",
    }


def test_barriers_name_their_domain_and_leave_none_out():
    assert table_csv(barriers_report(barriers()).table()).splitlines()[1:] == [
        "technology,The technology,2,1,0,0",
        "none,No domain named,0,0,0,0",
    ]
