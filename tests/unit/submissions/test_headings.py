"""Where the headings are, and what is wrong with them."""

import pytest

from groundswell.submissions.tables import filled_rows

from .reading import notes_of, read, refusal_of, rows_of

TITLED = b"Spring return 2018,,\n,,\nsite,note,stage\nL81001,x,live\n,,\nL81002,y,live\n"


def test_rows_above_the_headings_with_one_value_are_titles():
    rows, findings = rows_of(TITLED, "file.csv")
    assert [(r.number, r["site"], r["stage"]) for r in rows] == [
        (4, "L81001", "live"),
        (6, "L81002", "live"),
    ]
    assert [(n.row, n.text) for n in findings.notes] == [
        (1, "The headings are in row 3: what stands above is passed over.")
    ]


def test_rows_of_a_sheet_are_all_there_by_their_number():
    (sheet,), _ = read(TITLED, "file.csv")
    assert [row.number for row in sheet.rows] == [1, 2, 3, 4, 5, 6]
    assert (sheet.heading_row, sheet.headings) == (3, ("site", "note", "stage"))


def test_titles_longer_than_ten_rows_are_no_titles():
    (sheet,), _ = read(b"About\n" * 10 + b"site,note\n1,2\n", "file.csv")
    assert sheet.heading_row == 1


def test_first_row_of_a_file_without_headings_is_data():
    (sheet,), findings = read(b"L81001,x,x\nL81002,,y\n", "file.csv")
    assert [row.values[0] for row in filled_rows(sheet)] == ["L81001", "L81002"]
    assert findings.refusals == [] == findings.notes


@pytest.mark.parametrize("heading", [b"date", b" DATE ", b"Da\xc2\xa0te"])
def test_two_columns_of_one_heading_are_refused(heading):
    first = b"da te" if b"\xc2" in heading else b"date"
    refusal = refusal_of(b"site,%b,note,%b\nL81001,x,y,z\n" % (first, heading), "file.csv")
    assert (refusal.row, refusal.column) == (1, "D")
    assert "B and D have the same heading" in refusal.why


def test_values_without_a_heading_are_passed_over_and_noted():
    content = b"site,,note\nL81001,,x\nL81002,lost,y,more\nL81003,lost,y\n"
    rows, findings = rows_of(content, "file.csv")
    assert rows[1]["note"] == "y"
    what = "Columns without a heading are passed over"
    assert [(n.row, n.text) for n in findings.notes] == [(3, f"{what} (3), such as column B.")]


def test_column_without_heading_and_values_is_nothing():
    assert notes_of(b"site,,note\nL81001,,x\n", "file.csv") == []


def test_what_is_odd_in_a_sheet_is_told_once_and_only_when_it_is_read():
    content = b"site,note\nL81001,#N/A\nL81002, x\n"
    (sheet,), findings = read(content, "file.csv")
    assert findings.refusals == [] == findings.notes
    filled_rows(sheet)
    filled_rows(sheet)
    assert (len(findings.refusals), len(findings.notes)) == (1, 1)


def test_very_many_faults_are_counted_and_not_all_kept():
    _, findings = rows_of(b"site,note\n" + b"L81001,#N/A\n" * 5_000, "file.csv")
    assert len(findings.refusals) == 1_001
    assert "4,000 more" in findings.refusals[-1].why
