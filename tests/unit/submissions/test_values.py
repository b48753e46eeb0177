"""Cells read by meaning: names, numbers and dates, with their repairs and refusals."""

import pytest

from groundswell.submissions.findings import Findings
from groundswell.submissions.tables import Record
from groundswell.submissions.values import (
    CODES,
    SLUGS,
    day_or_none,
    named,
    number_or_none,
    when,
)


def _row(value: str, number: int = 2) -> Record:
    return Record("Use", number, (value,), {"cell": 0})


def _notes(findings: Findings) -> list[tuple[str, int, str]]:
    return [(n.sheet, n.row, n.text) for n in findings.notes]


@pytest.mark.parametrize(
    ("written", "name"), [("l81001", "L81001"), ("“L81001”", "L81001"), ("'l81001'", "L81001")]
)
def test_code_is_read_in_capitals_without_quotation_marks_and_noted(written, name):
    findings = Findings("file")
    assert named(_row(written), "cell", str.upper, CODES, findings) == name
    assert _notes(findings) == [("Use", 2, f"{CODES}: {written!r} as {name}.")]


def test_name_as_it_is_stored_is_not_noted():
    findings = Findings("file")
    assert named(_row("smart-inhaler"), "cell", str.lower, SLUGS, findings) == "smart-inhaler"
    assert named(_row(""), "cell", str.lower, SLUGS, findings) == ""
    assert findings.notes == []


@pytest.mark.parametrize(
    ("text", "number", "is_noted"),
    [
        ("1234.5", 1234.5, False),
        ("-3", -3, False),
        ("1e3", 1000, False),
        ("1,234", 1234, True),
        ("1,234,567.25", 1234567.25, True),
        ("12 345", 12345, True),
        ("-1,234", -1234, True),
    ],
)
def test_number_is_read_with_or_without_marks_at_its_thousands(text, number, is_noted):
    findings = Findings("file")
    assert number_or_none(_row(text), "cell", findings) == number
    assert bool(findings.notes) == is_noted


@pytest.mark.parametrize(
    "text",
    ["", "1,23", "1,2345", "1,234 567", "1.234,5", "12%", "(10)", "lots", "nan", "1_000", "٣"],
)
def test_what_is_no_number_is_none(text):
    findings = Findings("file")
    assert number_or_none(_row(text), "cell", findings) is None
    assert findings.notes == []


def test_date_notes_each_rule_once_with_its_first_place_and_how_often():
    findings = Findings("file")
    for row, text in enumerate(["2018-04", "04/05/2018", "06/05/18", "07/05/18"], start=2):
        on = when(_row(text, row), "cell", findings)
        assert on is not None
    assert _notes(findings) == [
        (
            "Use",
            3,
            "Dates in figures are read day first (3), such as '04/05/2018' as 4 May 2018.",
        ),
        (
            "Use",
            4,
            "Years of two digits are read as those from 1969 to 2068 (2), such as '06/05/18' as "
            "6 May 2018.",
        ),
    ]


def test_what_is_no_date_is_refused_with_its_place_and_mend():
    findings = Findings("file")
    assert when(_row("a. b"), "cell", findings) is None
    (refusal,) = findings.refusals
    assert (refusal.sheet, refusal.row, refusal.column, refusal.value) == (
        "Use",
        2,
        "cell",
        "a. b",
    )
    assert refusal.why == "'a. b' is not a date."
    assert refusal.mend.startswith("Write 2018-04-04")


def test_day_notes_what_reading_it_took_for_granted():
    findings = Findings("file")
    day_or_none("01/04/2018", "opened", _row("").place, findings)
    day_or_none("20180402", "opened", _row("").place, findings)
    assert _notes(findings) == [
        ("Use", 2, "Dates in figures are read day first: '01/04/2018' as 1 April 2018.")
    ]


def test_repairs_of_two_sheets_are_two_notes():
    findings = Findings("file")
    for sheet in ("One", "Two", "One"):
        findings.repair(sheet, 7, "Spaces are taken off", "'x '")
        findings.note(sheet, 8, "Something else.")
    assert [n.text for n in findings.notes] == [
        "Spaces are taken off (2), such as 'x '.",
        "Something else.",
        "Spaces are taken off: 'x '.",
        "Something else.",
        "Something else.",
    ]
