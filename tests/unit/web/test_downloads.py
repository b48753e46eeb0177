"""Files that people open in a spreadsheet."""

from groundswell.web.downloads import csv_response, plain_name


def test_excel_is_told_that_a_file_is_utf_8():
    assert csv_response("names.csv", "name\nŒuvre\n").content.decode() == "\ufeffname\nŒuvre\n"


def test_a_file_name_cannot_break_out_of_its_header():
    assert plain_name('a"; evil=\r\n b.csv') == "a-evil-b.csv"
