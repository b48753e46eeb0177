"""Files that people open in a spreadsheet."""

import pytest

from groundswell.web.downloads import csv_text, harmless, plain_name


@pytest.mark.parametrize("cell", ["=A1+1", "@SUM(1)", "+44 20", "-cmd|x", "\t=1", "\r=1"])
def test_formulas_from_files_are_quoted(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-5", "+1.5", "-1,234", "12%", "A81001", "a=b"])
def test_numbers_and_words_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_excel_is_told_that_a_file_is_utf_8():
    assert csv_text(["name"], [["Œuvre"]]) == "\ufeffname\r\nŒuvre\r\n"


def test_a_file_name_cannot_break_out_of_its_header():
    assert plain_name('a"; evil=\r\n b.csv') == "a-evil-b.csv"
